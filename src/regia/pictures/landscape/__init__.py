"""The landscape map: departments as lanes in the order of the customer's journey, systems as cards, faint lines.

`plan.place` says where everything stands, `drawing.draw` writes it, `departments.gather` makes a company of thousands
of systems small enough to look at, `twin.twin` says it in rows.
"""
