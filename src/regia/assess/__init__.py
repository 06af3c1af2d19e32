"""Where do IT and business stand, on what do they differ, and who is to lead? The quick assessment, CTO Radar.

**Method.** People of both sides answer 24 items with five anchored levels, over the six areas of alignment maturity
of J. Luftman (Assessing Business-IT Alignment Maturity, Communications of the AIS 4, 2000), in our own words. Each
score is a mean with a bootstrap interval over people; beside it stands what was measured, where something measures it.
Risks are ranked by how low and how disputed an item is; the form of guidance follows from rules in a data file.

**Known limits.** A score is what people say. Groups are small: the interval is a percentile bootstrap, too narrow for
five people. Nothing is told of fewer than five people, or could be found by subtraction, so a small side stays unshown;
where all of a group answer alike, their common answer is known. Rules of guidance are judgement, written down.
"""
