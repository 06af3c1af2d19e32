"""How do systems pass data to one another: what is declared, what is observed, and what the data itself shows?

Interfaces are declared in regia.toml, in SQL scripts, job tables, descriptions of APIs and in the catalogues of
databases; observed in traces, lineage events and access logs; and inferred from the data alone, where systems hold
the same entities: which of them knows an entity first, how long it takes to reach the other, at what hours it
arrives, which errors both have, and whose numbers the other keeps. One register says of each what it rests on, and
where what was said and what was measured differ.

Known limits: two systems that hold no entity in common show no exchange; a record without a time of arrival tells no
lag and no direction of its own; two systems fed by a third at the same moment look like one feeding the other where
the third was not read.
"""
