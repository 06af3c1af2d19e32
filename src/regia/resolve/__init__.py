"""Which records of different systems, or of one, are the same thing, and where do they disagree?

Records of the datasets that hold one concept (or one role of it: customer, contact, supplier are roles of a party)
are normalised by what their values are, brought together where they share rare values or words, compared value by
value and weighed with the Fellegi-Sunter model, whose weights are learned from the data itself, without examples.
Links make entities; an entity keeps its id from one snapshot to the next, and every link tells what each comparison
weighed.

Known limits: records without a telling value in common (a name and nothing else among thousands) are not linked, and
this is told; where a model would link more than can be true it abstains rather than guess; a record that somebody
filled with another's data is linked to the other.
"""
