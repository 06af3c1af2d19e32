"""What the definitions in a dump say: tables with their columns, keys and references, partitions, views, comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from regia.sources.sql_dump import tokens
from regia.sources.sql_dump.dialect import Dialect
from regia.sources.sql_dump.statements import Statement

Name = tuple[str, ...]
_I = re.IGNORECASE | re.DOTALL
_N = tokens.QUALIFIED
_STOP = (
    rb"NOT|NULL|DEFAULT|CONSTRAINT|PRIMARY|UNIQUE|KEY|CHECK|REFERENCES|COLLATE|GENERATED|AUTO_INCREMENT|COMMENT|"
    rb"CHARACTER\s+SET|CHARSET|ON|AS|STORAGE|COMPRESSION|INVISIBLE|VIRTUAL|STORED|PERSISTENT|OPTIONS"
)
_COLUMN = re.compile(rb"\s*" + _N + rb"\s+((?:'(?:[^'\\]|\\.|'')*'|(?!\s+(?:" + _STOP + rb")\b)[^'])+)(.*)", _I)
_CONSTRAINT = re.compile(
    rb"(?:CONSTRAINT|PRIMARY\s+KEY|UNIQUE|KEY|INDEX|FULLTEXT|SPATIAL|FOREIGN\s+KEY|CHECK|EXCLUDE|PERIOD|LIKE)\b", _I
)
_TABLE = re.compile(
    rb"CREATE\s+(?:(?:GLOBAL|LOCAL|TEMPORARY|UNLOGGED|FOREIGN)\s+)*TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    + _N
    + rb"\s*(?=\()",
    _I,
)
_VIEW = re.compile(
    rb"CREATE\s+(?:OR\s+REPLACE\s+)?(?:ALGORITHM\s*=\s*\w+\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:SQL\s+SECURITY\s+\w+\s+)?"
    rb"(?:(?:TEMPORARY|RECURSIVE|MATERIALIZED)\s+)*VIEW\s+(?:IF\s+NOT\s+EXISTS\s+)?" + _N,
    _I,
)
_ALTER = re.compile(rb"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?" + _N, _I)
_ATTACH = re.compile(rb"\s+ATTACH\s+PARTITION\s+" + _N, _I)
_PRIMARY = re.compile(rb"\bPRIMARY\s+KEY\s*(?:USING\s+\w+\s*)?(\()", _I)
_FOREIGN = re.compile(rb"\bFOREIGN\s+KEY\s*(?:[`\"\w]+\s*)?(\()", _I)
_REFERS = re.compile(rb"\s*REFERENCES\s+" + _N + rb"\s*(\()?", _I)
_COMMENT_ON = re.compile(
    rb"COMMENT\s+ON\s+(TABLE|COLUMN)\s+((?:[\w$]+|\"(?:[^\"]|\"\")+\")(?:\.(?:[\w$]+|\"(?:[^\"]|\"\")+\"))*)\s+IS\s+('.*')",
    _I,
)
_COMMENT = re.compile(rb"\bCOMMENT\s*=?\s*('(?:[^'\\]|\\.|'')*')", _I)
_USE = re.compile(rb"USE\s+" + _N, _I)
_CONDITIONAL = re.compile(rb"/\*M?!\d*\s?|\*/")
_GENERATED = re.compile(rb"\bGENERATED\s+ALWAYS\s+AS\s*\((?!.*\bVIRTUAL\b)", _I)


@dataclass(frozen=True)
class Column:
    """A column as declared."""

    name: str
    type: str
    nullable: bool = True
    comment: str = ""
    generated: bool = False


@dataclass(frozen=True)
class Reference:
    """A foreign key as declared; `to_columns` is empty where it means the key."""

    columns: tuple[str, ...]
    to: Name
    to_columns: tuple[str, ...]


@dataclass
class Definition:
    """A table as it gets defined, statement by statement."""

    columns: list[Column] = field(default_factory=list)
    key: tuple[str, ...] = ()
    references: list[Reference] = field(default_factory=list)
    comment: str = ""
    comments: dict[str, str] = field(default_factory=dict)


@dataclass
class Definitions:
    """All that a dump defines. `database` is the one that a mysqldump is in."""

    dialect: Dialect
    tables: dict[Name, Definition] = field(default_factory=dict)
    views: dict[Name, str] = field(default_factory=dict)
    partitions: dict[Name, Name] = field(default_factory=dict)
    database: str = ""

    def named(self, name: Name) -> Name:
        """Return a name with the database it is in, where the dump says which."""
        return (self.database, *name) if len(name) == 1 and self.database else name

    def take(self, statement: Statement) -> None:
        """Learn what a statement defines, if anything."""
        text = _CONDITIONAL.sub(b" ", statement.text).strip()
        for pattern, learn in (
            (_TABLE, self._table),
            (_VIEW, self._view),
            (_ALTER, self._alter),
            (_COMMENT_ON, self._comment),
            (_USE, self._use),
        ):
            if found := pattern.match(text):
                learn(text, found)
                return

    def _name(self, text: bytes) -> Name:
        return self.named(tokens.names(text, self.dialect.encoding))

    def _text(self, quoted: bytes) -> str:
        from regia.sources.sql_dump.literals import plain

        return (plain(quoted, backslash=self.dialect.backslash) or b"").decode(self.dialect.encoding, "replace")

    def _table(self, text: bytes, found: re.Match[bytes]) -> None:
        parts = tokens.any_row(text, found.end(), backslash=self.dialect.backslash)
        if not parts:
            return
        made = Definition()
        for part in parts[0]:
            if _CONSTRAINT.match(part):
                self._constraint(made, part)
            else:
                self._column(made, part)
        options = _COMMENT.search(text, parts[1])
        made.comment = self._text(options[1]) if options else ""
        self.tables[self._name(found[1])] = made

    def _column(self, made: Definition, text: bytes) -> None:
        found = _COLUMN.match(text)
        if not found:
            return
        name, rest = tokens.unquoted(found[1], self.dialect.encoding), found[3]
        bare = re.sub(rb"'(?:[^'\\]|\\.|'')*'", b"''", rest)
        said = _COMMENT.search(rest)
        if re.search(rb"\bPRIMARY\s+KEY\b", bare, _I):
            made.key = (name,)
        if refers := _REFERS.search(bare):
            to = self._columns(bare, refers.start(2)) if refers[2] else ()
            made.references.append(Reference((name,), self._name(refers[1]), to))
        made.columns.append(
            Column(
                name,
                " ".join(found[2].decode(self.dialect.encoding, "replace").split()),
                nullable=not re.search(rb"\bNOT\s+NULL\b|\bPRIMARY\s+KEY\b", bare, _I),
                comment=self._text(said[1]) if said else "",
                generated=self.dialect.kind == "postgresql" and bool(_GENERATED.search(bare)),
            )
        )

    def _constraint(self, made: Definition, text: bytes) -> None:
        for found in _PRIMARY.finditer(text):
            made.key = self._columns(text, found.start(1))
        for found in _FOREIGN.finditer(text):
            columns = self._columns(text, found.start(1))
            inside = tokens.any_row(text, found.start(1), backslash=self.dialect.backslash)
            if inside and (refers := _REFERS.match(text, inside[1])):
                to = self._columns(text, refers.start(2)) if refers[2] else ()
                made.references.append(Reference(columns, self._name(refers[1]), to))

    def _columns(self, text: bytes, at: int) -> tuple[str, ...]:
        """Return the names in parentheses, without lengths and directions."""
        found = tokens.any_row(text, at, backslash=self.dialect.backslash)
        return tuple(
            name for part in (found[0] if found else ()) for name in tokens.names(part, self.dialect.encoding)[:1]
        )

    def _view(self, text: bytes, found: re.Match[bytes]) -> None:
        name = self._name(found[1])
        self.views[name] = text.decode(self.dialect.encoding, "replace")
        self.tables.pop(name, None)

    def _alter(self, text: bytes, found: re.Match[bytes]) -> None:
        name = self._name(found[1])
        if attached := _ATTACH.match(text, found.end()):
            self.partitions[self._name(attached[1])] = name
        elif name in self.tables:
            self._constraint(self.tables[name], text[found.end() :])

    def _comment(self, _: bytes, found: re.Match[bytes]) -> None:
        name, said = tokens.names(found[2], self.dialect.encoding), self._text(found[3])
        if found[1].upper() == b"TABLE" and name in self.tables:
            self.tables[name].comment = said
        elif name[:-1] in self.tables:
            self.tables[name[:-1]].comments[name[-1]] = said

    def _use(self, _: bytes, found: re.Match[bytes]) -> None:
        self.database = tokens.unquoted(found[1], self.dialect.encoding)

    def children(self, name: Name) -> Iterator[Name]:
        """Give the partitions of a table, and theirs."""
        for child, parent in self.partitions.items():
            if parent == name:
                yield child
                yield from self.children(child)
