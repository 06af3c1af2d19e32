"""How does a company begin? Its name and departments, its systems connected and tried, then its first check-up."""
