"""Where do the records of one thing disagree, who is right how often, and which system should lead?

Values are compared once written in one form, by what they are. Which one is right is judged with all claims at once
(accuracy of each source, learned from the data by expectation-maximisation, after Dong, Berti-Equille and Srivastava,
VLDB 2009): a source that is often right weighs more, the newest record more than an older one, a value that breaks its
check digit next to nothing, and sources that copy one another count as one.

Known limits: where all sources hold the same old value nobody can tell; of two sources that differ, with nothing else
to go by, the judgement is a guess and its probability says so; a record's time of change is that of the whole record.
"""
