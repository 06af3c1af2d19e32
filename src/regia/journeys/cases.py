"""Which case an event is part of: the thing at the top of what its own thing refers to, among those of a journey."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_CLIMBED = 8
"""How many references an event's thing is followed by to the thing that its case is."""


def write_cases(connection: "duckdb.DuckDBPyConnection", *, members: str, links: str) -> None:
    """Write the table `case_events`: event, root.

    `members` selects the events of a journey with their own things (event, object), `links` what things refer to
    (child, parent). An event that is part of two cases (an invoice of two orders) comes in both.
    """
    connection.execute(_CASES.format(members=members, links=links))


_CASES = f"""
CREATE OR REPLACE TABLE members AS {{members}};
CREATE OR REPLACE TABLE within AS
  SELECT DISTINCT child, parent FROM ({{links}})
  WHERE child IN (SELECT object FROM members) AND parent IN (SELECT object FROM members);
CREATE OR REPLACE TABLE roots AS
  WITH RECURSIVE up(object, root, far) AS (
    SELECT DISTINCT object, object, 0 FROM members
    UNION SELECT u.object, w.parent, u.far + 1 FROM up u JOIN within w ON w.child = u.root WHERE u.far < {_CLIMBED})
  SELECT DISTINCT object, root FROM up WHERE root NOT IN (SELECT child FROM within);
CREATE OR REPLACE TABLE case_events AS
  SELECT DISTINCT m.event, coalesce(r.root, m.object) AS root FROM members m LEFT JOIN roots r USING (object);
"""  # noqa: S608
