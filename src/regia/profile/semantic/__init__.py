"""The detectors of semantic types, one a file: adding a type is adding a file here and its words."""
