"""Where does each system stand, whose is it, and what ties it to the others? The landscape map and its views."""
