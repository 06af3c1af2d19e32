"""Answers gathered in a file: read from CSV, Excel or TOML, all mistakes told at once, nothing half taken."""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from regia.assess.questionnaire import LEVELS, items
from regia.errors import Text
from regia.errors.assess import AnswersUnreadable, AnswersWrong, RowMistake
from regia.judgement.answers import AnswerLog, Side

LARGEST_BYTES = 5_000_000
COLUMNS = ("person", "side", "item", "level")
SIDE_WORDS: Mapping[str, Side] = {"it": "it", "business": "business", "biz": "business", "ict": "it"}
#: What people write for "I cannot say".
UNSAID = frozenset(("", "-", "?", "0", "n.d.", "nd", "na", "n/a", "non so"))

NO_COLUMN = Text("manca la colonna «{column}»", "the column '{column}' is missing")
NO_ITEM = Text("nessuna domanda si chiama così", "no item is named so")
NO_LEVEL = Text("ci vuole un livello da 1 a 5, o niente", "a level from 1 to 5 is expected, or nothing")
NO_SIDE = Text("manca il lato: it o business", "the side is missing: it or business")
NO_PERSON = Text("manca chi risponde (un nome o una sigla)", "who answers is missing (a name or initials)")
NO_ANSWER = Text("nessuna risposta", "no answer")

Cell = object


@dataclass(frozen=True)
class Given:
    """What one person answers."""

    person: str
    side: Side
    levels: Mapping[str, int | None]


def read_answers(path: Path, *, person: str | None = None, side: Side | None = None) -> list[Given]:
    """Return the answers in a file, by person; `person` and `side` hold where the file leaves them out.

    Raises:
        AnswersUnreadable: no such file, too large, or no table in it.
        AnswersWrong: mistakes in it, all of them.
    """
    rows = _Rows(person, side)
    for number, row in _rows(path):
        rows.take(number, row)
    found = rows.people()
    if rows.mistakes or not found:
        raise AnswersWrong(path=path, mistakes=tuple(rows.mistakes) or (RowMistake(1, NO_ANSWER),))
    return found


def take_round(log: AnswerLog, path: Path, *, on: date) -> None:
    """Take a whole round from a file, answered and closed on a day.

    Raises:
        AnswersUnreadable, AnswersWrong: as for `read_answers`.
    """
    for each in read_answers(path):
        log.record(each.side, each.person, each.levels, on=on)
    log.close(on=on)


class _Rows:
    """Rows as they come: person and side stand until another is named."""

    def __init__(self, person: str | None, side: Side | None) -> None:
        self.person, self.side = person, side
        self.mistakes: list[RowMistake] = []
        self._levels: dict[tuple[str, Side], dict[str, int | None]] = {}

    def take(self, number: int, row: Mapping[str, Cell]) -> None:
        """Take one row, or note what is wrong with it."""
        self.person = _text(row.get("person")) or self.person
        written = _text(row.get("side")).casefold()
        if written:
            self.side = SIDE_WORDS.get(written)
        item, level = _text(row.get("item")), _text(row.get("level")).casefold()
        wrong = list(self._wrong(number, item, level))
        self.mistakes += wrong
        if not wrong and self.person and self.side and level not in UNSAID:
            self._levels.setdefault((self.person, self.side), {})[item] = int(float(level))

    def people(self) -> list[Given]:
        """Return what each person answered."""
        return [Given(person, side, levels) for (person, side), levels in self._levels.items()]

    def _wrong(self, number: int, item: str, level: str) -> Iterator[RowMistake]:
        if item not in items():
            close = get_close_matches(item.casefold(), items(), n=1)
            yield RowMistake(number, NO_ITEM, close[0] if close else None)
        if level in UNSAID:
            return
        if level not in {form for value in LEVELS for form in (str(value), f"{value}.0")}:
            yield RowMistake(number, NO_LEVEL)
        if not self.side:
            yield RowMistake(number, NO_SIDE)
        if not self.person:
            yield RowMistake(number, NO_PERSON)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise AnswersUnreadable(path=path, detail=f"> {LARGEST_BYTES} B")
        data = path.read_bytes()
    except OSError as error:
        raise AnswersUnreadable(path=path, detail=error.strerror) from error
    if path.suffix.lower() == ".toml":
        return _toml_rows(path, data)
    table = _sheet(path, data) if path.suffix.lower() == ".xlsx" else _delimited(path, data)
    return _table_rows(path, table)


def _table_rows(path: Path, table: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """Yield the rows under the header, which is the first row that names an item column."""
    headings = [[_text(cell).casefold() for cell in row] for row in table]
    at = next((number for number, names in enumerate(headings) if "item" in names), None)
    if at is None:
        raise AnswersUnreadable(path=path, detail=NO_COLUMN.fill(column="item").en)
    names = headings[at]
    if "level" not in names:
        raise AnswersWrong(path=path, mistakes=(RowMistake(at + 1, NO_COLUMN.fill(column="level")),))
    for number, row in enumerate(table[at + 1 :], at + 2):
        if any(_text(cell) for cell in row):
            yield number, {name: cell for name, cell in zip(names, row, strict=False) if name in COLUMNS}


def _sheet(path: Path, data: bytes) -> Sequence[Sequence[Cell]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return list(workbook.get_sheet_by_index(0).to_python(skip_empty_area=False))
    except (CalamineError, OSError, ValueError) as error:
        raise AnswersUnreadable(path=path, detail=str(error)) from error


def _delimited(path: Path, data: bytes) -> Sequence[Sequence[Cell]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise AnswersUnreadable(path=path, detail=str(error)) from error


def _toml_rows(path: Path, data: bytes) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AnswersUnreadable(path=path, detail=str(error)) from error
    lines = data.decode("utf-8-sig").splitlines()
    answers = table.get("answers")
    if not isinstance(answers, dict):
        raise AnswersUnreadable(path=path, detail="[answers]")
    for item, level in answers.items():
        number = next((at for at, line in enumerate(lines, 1) if line.split("=")[0].strip() == item), 1)
        yield number, {"person": table.get("person"), "side": table.get("side"), "item": item, "level": level}


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
