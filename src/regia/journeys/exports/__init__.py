"""Events, journeys and their waits written for other tools: OCEL 2.0, XES (IEEE 1849), CSV and BPMN 2.0."""
