"""The questionnaire as a file to fill in: CSV, Excel or TOML, with every question and what each level looks like."""

import csv
import io
from pathlib import Path

from regia.assess.questionnaire import LEVELS, areas, items
from regia.errors import Language, Text
from regia.errors.assess import AnswersPathTaken, AnswersUnreadable
from regia.judgement.answers import Side

_HOW = Text(
    "Scegli per ogni domanda il livello (1-5) che somiglia di più a com'è oggi; lascia vuoto se non puoi dirlo. "
    "Il nome serve solo a riconoscere le tue risposte: non viene conservato.",
    "For each item choose the level (1-5) most like things as they are today; leave it empty if you cannot say. "
    "The name only serves to tell your answers from others': it is not kept.",
)
_HEADER = ("person", "side", "item", "level", *(str(level) for level in LEVELS))


def write_template(path: Path, side: Side, language: Language) -> None:
    """Write the questionnaire of one side to a file; its kind follows from the name's ending.

    Raises:
        AnswersPathTaken: there is such a file.
        AnswersUnreadable: the ending is none of .csv, .xlsx, .toml, or the file cannot be written.
    """
    kinds = {".csv": _csv, ".xlsx": _xlsx, ".toml": _toml}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise AnswersUnreadable(path=path, detail=path.suffix or "?")
    try:
        with path.open("xb") as file:
            file.write(kind(side, language))
    except FileExistsError:
        raise AnswersPathTaken(path=path) from None
    except OSError as error:
        raise AnswersUnreadable(path=path, detail=error.strerror) from error


def _rows(side: Side, language: Language) -> list[list[str]]:
    title = Text("domanda", "question").say(language)
    rows = [[*_HEADER[:3], title, *_HEADER[3:]]]
    for number, item in enumerate(items().values()):
        levels = (level.say(language) for level in item.levels)
        rows.append(["", side if number == 0 else "", item.item, item.asks[side].say(language), "", *levels])
    return rows


def _csv(side: Side, language: Language) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(_rows(side, language))
    return text.getvalue().encode("utf-8-sig")


def _xlsx(side: Side, language: Language) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("CTO Radar")
        bold = book.add_format({"bold": True, "bg_color": "#E1EEEC", "text_wrap": True, "valign": "top", "border": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#DFDBD0"})
        filled = book.add_format({"bg_color": "#FFF8E1", "align": "center", "valign": "top", "border": 1})
        sheet.merge_range(0, 0, 0, 9, _HOW.say(language), book.add_format({"text_wrap": True, "valign": "top"}))
        sheet.set_row(0, 34)
        rows = _rows(side, language)
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                form = bold if at == 1 else filled if column in (0, 1, 4) else plain
                sheet.write_string(at, column, cell, form)
        for first, last, width in ((0, 1, 12), (2, 2, 18), (3, 3, 38), (4, 4, 7), (5, 9, 26)):
            sheet.set_column(first, last, width)
        choice = {"validate": "integer", "criteria": "between", "minimum": LEVELS[0], "maximum": LEVELS[-1]}
        sheet.data_validation(2, 4, len(rows), 4, choice)
        sheet.freeze_panes(2, 5)
    return target.getvalue()


def _toml(side: Side, language: Language) -> bytes:
    lines = [f"# {_HOW.say(language)}", 'person = ""', f'side = "{side}"', "", "[answers]"]
    for area in areas():
        lines += ["", f"# {area.name.say(language)}"]
        for item in area.items:
            lines += ["", f"# {item.asks[side].say(language)}"]
            lines += [f"#   {level} = {text.say(language)}" for level, text in zip(LEVELS, item.levels, strict=True)]
            lines.append(f"{item.item} = 0")
    return ("\n".join(lines) + "\n").encode()
