"""What is a page made of? The living page that shows every component, in the theme and language of who looks."""
