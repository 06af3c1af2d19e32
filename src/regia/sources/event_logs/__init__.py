"""What is in a log of events that another tool wrote: XES (IEEE 1849) and OCEL 2.0 as JSON, read in one stream."""
