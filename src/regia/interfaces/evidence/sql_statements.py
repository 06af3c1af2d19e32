"""The statements of a SQL text that move data, parsed; procedural code around them is stepped over.

What a script is written in is told by its signs (backticks, brackets, NVL, $$), else the first dialect that reads it
whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlglot import exp

_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("tsql", re.compile(r"\[\w[\w ]*\]\s*\.|^\s*GO\s*$|\bDECLARE\s+@|\bNVARCHAR\b|\bISNULL\s*\(|\bGETDATE\s*\(|"
                        r"\bSELECT\s+TOP\b|\bINTO\s+#|\[dbo\]|\bdbo\.", re.I | re.M)),
    ("oracle", re.compile(r"\bVARCHAR2\b|\bNVL2?\s*\(|\bSYSDATE\b|\bFROM\s+DUAL\b|\bCONNECT\s+BY\b|\(\+\)", re.I)),
    ("bigquery", re.compile(r"`[\w-]+\.[\w-]+\.[\w-]+`|\bSAFE_CAST\s*\(|\bEXCEPT\s*\(|\bSTRUCT\s*\(", re.I)),
    ("mysql", re.compile(r"`|\bON\s+DUPLICATE\s+KEY\b|\bIFNULL\s*\(|\bDELIMITER\b|\bREPLACE\s+INTO\b", re.I)),
    ("postgres", re.compile(r"\$\w*\$|::\s*\w|\bON\s+CONFLICT\b|\bILIKE\b|\bDISTINCT\s+ON\b", re.I)),
    ("snowflake", re.compile(r"\bQUALIFY\b|\bVARIANT\b|\bFLATTEN\s*\(|:\w+::", re.I)),
    ("hive", re.compile(r"\bINSERT\s+OVERWRITE\b|\bLATERAL\s+VIEW\b|\bSTORED\s+AS\b", re.I)),
)  # fmt: skip
_TRIED = ("postgres", "mysql", "tsql", "oracle", "snowflake", "bigquery", "spark")
_BODY = re.compile(r"\bAS\s+(\$\w*\$)(.*?)\1", re.DOTALL | re.IGNORECASE)
_DELIMITER = re.compile(r"^\s*DELIMITER\b.*$", re.IGNORECASE | re.MULTILINE)
_BATCH = re.compile(r"^\s*(?:GO|/)\s*;?\s*$", re.IGNORECASE | re.MULTILINE)
_VIEW_OPTIONS = re.compile(r"(\bCREATE\b[^;]{0,200}?\bVIEW\b[^;]{0,200}?)\bWITH\s*\([^()]*\)(?=\s*AS\b)", re.IGNORECASE)
_VARIABLE = re.compile(r"\{\{.*?\}\}|\$\{\w+\}", re.DOTALL)
_STARTS = frozenset("INSERT UPDATE MERGE WITH SELECT CREATE REPLACE DELETE".split())  # noqa: SIM905
_AFTER = frozenset("THEN ELSE BEGIN DO LOOP AS IS".split())  # noqa: SIM905
_ROUTINES = re.compile(r"\bCREATE\b.{0,80}?\b(?:PROCEDURE|PROC|FUNCTION|TRIGGER|EVENT|PACKAGE)\b", re.I | re.DOTALL)
_ENDS = frozenset("IF DECLARE EXEC EXECUTE PRINT RETURN WHILE BEGIN TRUNCATE DROP COMMIT ELSE ELSIF".split())  # noqa: SIM905
_BEFORE_VALUES = frozenset("SELECT DISTINCT ALL WHERE HAVING BY ON AND OR NOT WHEN THEN ELSE LIKE BETWEEN IN".split())  # noqa: SIM905
"""Words after which IF( is a function that gives a value, rather than a step of a procedure."""
_LONGEST = 2_000_000


@dataclass(frozen=True)
class Statement:
    """One statement, and its line."""

    tree: "exp.Expression"
    line: int


@dataclass(frozen=True)
class Parsed:
    """What a text holds; `unread` counts what moves data and could not be read."""

    dialect: str
    found: tuple[Statement, ...]
    unread: int = 0


def statements(text: str, dialect: str | None = None) -> Parsed:
    """Return the statements of a text that move data, in the dialect given or found."""
    text = _VIEW_OPTIONS.sub(r"\1", _VARIABLE.sub("x", _DELIMITER.sub("", text[:_LONGEST])))
    wanted = [dialect] if dialect else _likely(text)
    best: Parsed | None = None
    for name in wanted:
        parsed = _parsed(text, name)
        if best is None or (parsed.unread, -len(parsed.found)) < (best.unread, -len(best.found)):
            best = parsed
        if not best.unread:
            break
    return best or Parsed("", ())


def _likely(text: str) -> list[str]:
    signed = [name for name, pattern in _SIGNS if pattern.search(text)]
    return [*signed, *(name for name in _TRIED if name not in signed)]


def _parsed(text: str, dialect: str) -> Parsed:
    found: list[Statement] = []
    unread = 0
    for line, chunk in _chunks(text, dialect):
        tree = _tree(chunk, dialect)
        if tree is None:
            unread += 1
        else:
            found.append(Statement(tree, line))
    return Parsed(dialect, tuple(found), unread)


def _tree(chunk: str, dialect: str) -> "exp.Expression | None":
    import sqlglot
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(chunk, dialect=dialect)
    except (sqlglot.errors.SqlglotError, RecursionError, ValueError):
        return None
    return tree if isinstance(tree, exp.Expression) and not isinstance(tree, exp.Command) else None


def _chunks(text: str, dialect: str) -> Iterator[tuple[int, str]]:
    """Yield the texts of the statements that move data, with their lines; bodies in quotes are read as well."""
    for body in _BODY.finditer(text):
        line = text.count("\n", 0, body.start(2))
        for at, chunk in _chunks(body[2], dialect):
            yield line + at, chunk
    text = _BODY.sub(lambda match: "AS ''" + "\n" * match[0].count("\n"), text)
    at = 0
    for part in _BATCH.split(text):
        line = text.count("\n", 0, at)
        for offset, chunk in _cut(part, dialect):
            yield line + offset, chunk
        at = text.find(part, at) + len(part)


def _cut(text: str, dialect: str) -> Iterator[tuple[int, str]]:
    import sqlglot

    try:
        tokens = sqlglot.tokenize(text, dialect=dialect)
    except sqlglot.errors.SqlglotError:
        return
    start = 0
    depth = 0
    for place, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.text == ";" or place == len(tokens) - 1:
            end = place if token.text == ";" else place + 1
            yield from _moving(text, tokens[start:end])
            start, depth = place + 1, 0


def _moving(text: str, tokens: "Sequence[Any]") -> Iterator[tuple[int, str]]:
    """Yield the statements in tokens between two semicolons: one, or more where the dialect needs none between."""
    starts = list(_starts(tokens))
    for position, place in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(tokens)
        last = tokens[_end(tokens, place, end) - 1]
        chunk = text[tokens[place].start : last.end + 1]
        if re.search(r"\b(?:INTO|UPDATE|VIEW|TABLE|MERGE|OVERWRITE)\b", chunk, re.IGNORECASE) and _moves(chunk):
            yield tokens[place].line, chunk


def _end(tokens: "Sequence[Any]", first: int, last: int) -> int:
    """Return where a statement ends: before the procedural word that follows it, outside brackets and CASE."""
    depth = cases = 0
    for place in range(first + 1, last):
        word = tokens[place].text.upper()
        depth += {"(": 1, ")": -1}.get(word, 0)
        if word == "CASE":
            cases += 1
        elif cases and word == "END":
            cases -= 1
        elif not depth and not cases and (word == "END" or _procedural(tokens, place)):
            return place
    return last


def _procedural(tokens: "Sequence[Any]", place: int) -> bool:
    if tokens[place].token_type.name in ("STRING", "IDENTIFIER") or tokens[place].text.upper() not in _ENDS:
        return False
    before = tokens[place - 1].text.upper()
    if before in ("TABLE", "VIEW", "EXISTS", ".", "AS", ","):
        return False
    return not (
        _is_called(tokens, place) and (before in _BEFORE_VALUES or not (before.isidentifier() or before == ")"))
    )


def _is_called(tokens: "Sequence[Any]", place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].text == "("


def _moves(chunk: str) -> bool:
    if re.match(r"\s*CREATE\b", chunk, re.IGNORECASE):
        return bool(re.search(r"\bSELECT\b", chunk, re.IGNORECASE)) and not _ROUTINES.match(chunk.lstrip())
    return not re.match(r"\s*(?:DELETE|INSERT\b[^;]*?\)\s*VALUES)\b", chunk, re.IGNORECASE)


def _starts(tokens: "Sequence[Any]") -> Iterator[int]:
    """Yield where statements start: at a word that starts one, where nothing before it is still open."""
    depth, open_ = 0, ""
    for place, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        word = token.text.upper()
        if depth or word not in _STARTS or token.token_type.name in ("STRING", "IDENTIFIER"):
            continue
        before = tokens[place - 1].text.upper() if place else ""
        if not _continues(open_, word, before):
            yield place
            open_ = word if word != "CREATE" or not _is_routine(tokens[place : place + 8]) else ""


def _is_routine(tokens: "Sequence[Any]") -> bool:
    return any(token.text.upper() in ("PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE")
               for token in tokens)  # fmt: skip


def _continues(open_: str, word: str, before: str) -> bool:
    """Whether a word goes on with the statement that is open, rather than starting another."""
    if not open_:
        return before in ("OR", "FOR", "BEFORE", "AFTER", "OF") or (before == "ON" and word in ("UPDATE", "DELETE"))
    if open_ == "MERGE" or before in ("KEY", "FOR", "OR", "THEN", "DO", "UNION", "ALL", "EXCEPT", "INTERSECT", "ON"):
        return True
    if word == "SELECT":
        return open_ in ("INSERT", "CREATE", "WITH", "REPLACE") or before in ("AS", "DISTINCT")
    if open_ in ("WITH", "CREATE"):
        return word in ("INSERT", "UPDATE", "MERGE", "DELETE", "WITH", "REPLACE")
    return (open_ in ("INSERT", "REPLACE") and word == "WITH") or word in ("WITH", "REPLACE")
