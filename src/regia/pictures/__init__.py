"""What does it look like? Pictures for page and PDF: the landscape of systems, bars, lines of time.

Every picture is one SVG made of frozen values, with a title, a description and a table twin that says the same in
rows. Colours, fonts and states come from `pictures.css` alone, so a page may forbid inline style and script; what
leaves the page (a PDF, a file) takes the stylesheet with it (`standalone`). Text is measured with the metrics of the
font that shows it: what does not fit is cut with an ellipsis, and told whole in the title and in the twin.

Known limits: letters that the font lacks (Chinese, emoji) are measured as wide as they can reasonably be and clipped
to their place; where words stand is planned for one width and scaled as a whole.
"""
