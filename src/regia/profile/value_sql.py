"""The SQL that lists a column's values as text, counts them, and hashes them once normalised."""

from regia.profile.scan_sql import Kind, blank, kind_of

HASH_DIGITS = 15
"""Hexadecimal digits kept of an md5: 60 bits fit a signed integer on any engine."""

LISTED = 2_000
"""Distinct values listed of a column of the sample, in the order of their hash."""

LONGEST_VALUE = 2_000


def text(column: str, engine_type: str) -> str:
    """Return a column's value as text, cut where it is very long."""
    return f"left({column}, {LONGEST_VALUE})" if kind_of(engine_type) == "text" else f"CAST({column} AS VARCHAR)"


def normalised(column: str, engine_type: str) -> str:
    """Return the text by which equal things are equal in any system: 12.00 as 12, ' Rossi' as rossi.

    Text: spaces around it cut, lower case. Numbers: without a decimal part that is zero. Times: without an hour
    that is midnight.
    """
    forms: dict[Kind, str] = {
        "text": f"lower(CASE WHEN {column} LIKE ' %' OR {column} LIKE '% ' THEN trim({column}) ELSE {column} END)",
        "float": f"regexp_replace(CAST({column} AS VARCHAR), '\\.0+$', '')",
    }
    if engine_type.startswith("DECIMAL"):
        return forms["float"]
    if engine_type.startswith("TIMESTAMP"):
        return f"regexp_replace(CAST({column} AS VARCHAR), ' 00:00:00(\\+00)?$', '')"
    return forms.get(kind_of(engine_type), f"CAST({column} AS VARCHAR)")


def hashed(sql: str) -> str:
    """Return the hash of a text as hexadecimal digits; smaller ones come first in any engine."""
    return f"substr(md5({sql}), 1, {HASH_DIGITS})"


def listing(position: int, engine_type: str, source: str) -> str:
    """Return a query of all of a column's values, for a small relation: position, value, records, hash."""
    column = f"c{position}"
    return (
        f"SELECT {position} AS position, {text(column, engine_type)} AS value, count(*) AS records, "  # noqa: S608
        f"min({hashed(normalised(column, engine_type))}) AS hash FROM {source} WHERE {filled(column, engine_type)} "
        "GROUP BY 1, 2"
    )


def sampled_values(position: int, engine_type: str, source: str) -> str:
    """Return a query of up to `LISTED` distinct values of a column of the sample: value, records."""
    column = f"c{position}"
    return (
        f"SELECT {text(column, engine_type)} AS value, count(*) AS records FROM {source} "  # noqa: S608
        f"WHERE {filled(column, engine_type)} GROUP BY 1 ORDER BY md5(value) LIMIT {LISTED}"
    )


def frequent_in_sample(position: int, engine_type: str, source: str, *, most: int) -> str:
    """Return a query of the values that repeat most in the sample."""
    column = f"c{position}"
    return (
        f"SELECT {text(column, engine_type)} AS value, count(*) AS records FROM {source} "  # noqa: S608
        f"WHERE {filled(column, engine_type)} GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT {most}"
    )


def grouped(position: int, engine_type: str, source: str, *, top: int, hashes: int, listed: bool) -> str:
    """Return a query that groups a column once, with exact counts: part, value, records, hash.

    Part "top" are the most frequent values, "hash" the smallest hashes of the normalised values, "value", where
    `listed`, up to `LISTED` values with the md5 that orders them. The rows of a part come in any order.
    """
    column = f"c{position}"
    whole = (
        f"whole AS MATERIALIZED (SELECT {column}, count(*) AS records FROM {source} "  # noqa: S608
        f"WHERE {filled(column, engine_type)} GROUP BY 1)"
    )
    told = (
        f"told AS MATERIALIZED (SELECT {text(column, engine_type)} AS value, "  # noqa: S608
        "CAST(sum(records) AS BIGINT) AS records FROM whole GROUP BY 1)"
    )
    parts = [f"(SELECT 'top', value, records, NULL FROM told ORDER BY records DESC, value LIMIT {top})"]  # noqa: S608
    if listed:
        parts.append(f"(SELECT 'value', value, records, md5(value) AS sign FROM told ORDER BY sign LIMIT {LISTED})")  # noqa: S608
    if hashes:
        hash_ = hashed(normalised(column, engine_type))
        parts.append(
            f"(SELECT DISTINCT 'hash', NULL, NULL, {hash_} AS hash FROM whole ORDER BY hash LIMIT {hashes})"  # noqa: S608
        )
    return f"WITH {whole}, {told} " + " UNION ALL ".join(parts)


def counts_of(position: int, engine_type: str, source: str) -> str:
    """Return a query of the exact counts of some values, given as a list parameter of texts."""
    column = f"c{position}"
    value = text(column, engine_type)
    native = kind_of(engine_type) in ("number", "float", "time")  # to write every record's value as text is costly
    condition = f"{column} IN (SELECT CAST(unnest(?) AS {engine_type}))" if native else f"{value} IN (SELECT unnest(?))"
    return f"SELECT {value} AS value, count(*) AS records FROM {source} WHERE {condition} GROUP BY 1"  # noqa: S608


def sketching(position: int, engine_type: str, source: str, *, most: int, below: str) -> str:
    """Return a query of the smallest hashes of a column's normalised distinct values.

    `below` is a hash that enough of them fall under, so that the engine never keeps them all.
    """
    column = f"c{position}"
    # a whole md5 is below a shorter text just where its first digits are: only those kept are cut
    value = f"md5({normalised(column, engine_type)})"
    return (
        f"SELECT DISTINCT substr(hash, 1, {HASH_DIGITS}) AS digits FROM (SELECT {value} AS hash FROM {source} "  # noqa: S608
        f"WHERE {filled(column, engine_type)}) WHERE hash < '{below}' ORDER BY digits LIMIT {most}"
    )


def filled(column: str, engine_type: str) -> str:
    """Return the condition that a column has a value: a blank text is none."""
    more = f" AND NOT ({blank(column)})" if kind_of(engine_type) == "text" else ""
    return f"{column} IS NOT NULL{more}"
