"""How does work move from one department to the next, and where does it wait?

What each record's times tell (an order entered on a day, shipped on another) becomes events; the records that an
event touches are its objects, and references between records, also across systems, tie the objects together. Of two
events on objects tied to one another, the one just before the other hands work over to it. A wait is measured in the
company's working hours, what is still waiting counts as far as it got (Kaplan and Meier 1958), and what is longer
than it was in comparable weeks is told with its interval.

Known limits: times kept as days order events of one day only by what usually comes first; a status that was
overwritten leaves no time; what two systems share only through a common customer is not followed.
"""
