"""`regia profile SYSTEM.DATASET[.FIELD]`: what a dataset or a field holds, on one card."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table as Grid

from regia.checkup.record import Checkup, Records
from regia.cli.arguments import FolderOption, company
from regia.cli.console import language, out, plain, say, tell
from regia.errors import RegiaError, Text
from regia.model.table import Table
from regia.profile import tables
from regia.profile.called import KINDS, LANGUAGES, TIME_ROLES
from regia.profile.personal import PERSONAL_DATA
from regia.profile.recognise import title
from regia.profile.showing import shown
from regia.wording import date_, fill, number, share

HELP = say(
    """La scheda di un archivio o di un campo: che cosa contiene davvero. I dati personali sono mascherati.

    Esempi:

        regia profile gestionale.clienti
        regia profile gestionale.clienti.email
    """,
    """The card of a dataset or a field: what it really holds. Personal data is masked.

    Examples:

        regia profile erp.customers
        regia profile erp.customers.email
    """,
)

Row = Mapping[str, object]

_BAR = 24
_LEVELS = "▁▂▃▄▅▆▇█"

Target = Annotated[
    str,
    typer.Argument(
        metavar=say("SISTEMA.ARCHIVIO[.CAMPO]", "SYSTEM.DATASET[.FIELD]"),
        help=say("Che cosa mostrare.", "What to show."),
    ),
]


class TargetUnknown(RegiaError):
    """Nothing of that name was found by the check-up."""

    happened = Text(
        "Il check-up non ha trovato «{target}».",
        "The check-up found no '{target}'.",
    )
    fix = Text(
        "Si scrive SISTEMA.ARCHIVIO o SISTEMA.ARCHIVIO.CAMPO, per esempio {example}: `regia show datasets` li elenca.",
        "Write SYSTEM.DATASET or SYSTEM.DATASET.FIELD, for example {example}: `regia show datasets` lists them.",
    )


def profile(target: Target, folder: FolderOption = Path(".")) -> None:
    """Print the card of a dataset or of a field of the newest check-up."""
    found = company(folder)
    records = Records(found.folder)
    evidence = _Evidence(records, records.latest(), ZoneInfo(found.working_time.timezone))
    dataset, field = evidence.find(target)
    if field is None:
        _dataset_card(evidence, dataset)
    else:
        _field_card(evidence, dataset, field)


class _Evidence:
    """The profile's tables of one check-up; days are told in the company's `zone`."""

    def __init__(self, records: Records, checkup: Checkup, zone: ZoneInfo) -> None:
        self.zone = zone
        self._records = records
        self._checkup = checkup

    def rows(self, table: Table, of: Row, *names: str) -> list[Row]:
        """Return the rows of a table that agree with a row on some columns."""
        loaded = self._records.load(self._checkup, table).to_pylist()
        return [row for row in loaded if all(row[name] == of[name] for name in names)]

    def find(self, target: str) -> tuple[Row, Row | None]:
        """Return the dataset named, and the field where one is named too; names may hold dots.

        Raises:
            TargetUnknown: there is none.
        """
        datasets = self.rows(tables.DATASETS, {})
        for dataset in datasets:
            name = f"{dataset['system']}.{dataset['dataset']}"
            if target == name:
                return dataset, None
            if target.startswith(f"{name}."):
                fields = self.rows(tables.FIELDS, dataset, "system", "dataset")
                if found := next((row for row in fields if target == f"{name}.{row['field']}"), None):
                    return dataset, found
        first = datasets[0] if datasets else {"system": "erp", "dataset": "clienti"}
        raise TargetUnknown(target=target, example=f"{first['system']}.{first['dataset']}")


def _dataset_card(evidence: _Evidence, dataset: Row) -> None:
    fields = evidence.rows(tables.FIELDS, dataset, "system", "dataset")
    _title(f"{dataset['system']}.{dataset['dataset']}", _worded(KINDS, dataset["kind"]))
    _facts(_of_dataset(dataset, evidence.zone))
    _growth(evidence, dataset)
    grid = Grid(box=None, pad_edge=False)
    for name in (say("campo", "field"), say("tipo", "type"), say("contiene", "holds")):
        grid.add_column(name, no_wrap=True)
    for name in (say("pieni", "filled"), say("diversi", "distinct")):
        grid.add_column(name, justify="right")
    grid.add_column(say("avvertenze", "remarks"))
    for row in fields:
        grid.add_row(plain(row["field"]), plain(row["type"] or "?"), _holds(row), *_filled(row), _remarks(row))
    out.print()
    out.print(grid)
    _references(evidence, dataset)


def _field_card(evidence: _Evidence, dataset: Row, field: Row) -> None:
    _title(f"{dataset['system']}.{dataset['dataset']}.{field['field']}", _holds(field))
    _facts(_of_field(dataset, field))
    values = evidence.rows(tables.FIELD_VALUES, field, "system", "dataset", "field")
    if values and int(str(values[0]["records"])) > 1:
        _bars(
            say("Valori più frequenti", "Most frequent values"),
            [(shown(str(row["value"]), field, language()), _float(row["share"])) for row in values],
        )
    masks = evidence.rows(tables.FIELD_MASKS, field, "system", "dataset", "field")
    if masks:
        shapes = say("Forme (A maiuscola, a minuscola, 9 cifra)", "Shapes (A upper, a lower case, 9 a digit)")
        _bars(shapes, [(str(row["mask"]), _float(row["share"])) for row in masks])


def _title(name: str, what: str) -> None:
    out.print(f"[name]{plain(name)}[/name]" + (f"  [accent]{what}[/accent]" if what else ""), soft_wrap=True)


def _facts(pairs: Iterator[tuple[str, str]]) -> None:
    grid = Grid(box=None, pad_edge=False, show_header=False)
    grid.add_column(style="quiet", no_wrap=True)
    grid.add_column()
    for label, told in pairs:
        grid.add_row(label, plain(told))
    out.print(grid)


def _of_dataset(row: Row, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    yield say("righe", "records"), _count(row["records"])
    if row["copy_of"]:
        yield say("copia di", "copy of"), str(row["copy_of"])
    if key := row["key_fields"] or row["likely_key"]:
        inferred = say(" (dedotta)", " (inferred)") if not row["key_fields"] else ""
        yield say("chiave", "key"), f"{key}{inferred}"
    if row["last_change_at"]:
        times = (row[name].astimezone(zone) for name in ("first_change_at", "last_change_at"))  # type: ignore[attr-defined]
        first, last = (date_(time.date(), language()) for time in times)
        yield say("scritto", "written"), f"{first} - {last} ({row['change_field']})"
    if row["reason_it"]:
        yield say("avvertenza", "remark"), str(row["reason_it"] if language() == "it" else row["reason_en"])


def _of_field(dataset: Row, row: Row) -> Iterator[tuple[str, str]]:
    yield say("tipo", "type"), f"{row['type'] or '?'} ({row['source_type']})"
    filled, distinct = _filled(row)
    yield (
        say("pieni", "filled"),
        say(f"{filled} di {_count(dataset['records'])}", f"{filled} of {_count(dataset['records'])}"),
    )
    about = "" if row["distinct_exact"] else "≈ "
    yield say("valori diversi", "distinct values"), f"{about}{distinct}"
    if row["minimum"] is not None:
        bounds = (shown(str(row[name]), row, language()) for name in ("minimum", "maximum"))
        yield say("dal minimo al massimo", "smallest to largest"), " … ".join(bounds)
    if row["p50"] is not None:
        ranked = (shown(str(row[name]), row, language()) for name in ("p05", "p25", "p50", "p75", "p95"))
        yield "5 · 25 · 50 · 75 · 95 %", " · ".join(ranked)
    if row["time_role"]:
        yield say("ruolo", "role"), _worded(TIME_ROLES, row["time_role"])
    if row["language"]:
        yield say("lingua", "language"), _worded(LANGUAGES, row["language"])
    if remarks := _remarks(row):
        yield say("avvertenze", "remarks"), remarks


def _growth(evidence: _Evidence, dataset: Row) -> None:
    months = evidence.rows(tables.DATASET_GROWTH, dataset, "system", "dataset")[-36:]
    if len(months) < 2:
        return
    counts = [int(str(row["records"])) for row in months]
    most = max(counts)
    drawn = "".join(_LEVELS[round((len(_LEVELS) - 1) * count / most)] for count in counts)
    first, last = (date_(row["month"], language()) for row in (months[0], months[-1]))  # type: ignore[arg-type]
    out.print(f"[quiet]{say('righe al mese', 'records a month')}[/quiet]  {drawn}  [quiet]{first} - {last}[/quiet]")


def _references(evidence: _Evidence, dataset: Row) -> None:
    for row in evidence.rows(tables.FIELD_REFERENCES, dataset, "system", "dataset"):
        origin = (
            "" if row["origin"] == "declared" else f" [quiet]p {number(_float(row['probability']), language())}[/quiet]"
        )
        matched = "" if row["matched_share"] is None else f" {share(_float(row['matched_share']), language())}"
        out.print(f"  {plain(row['fields'])} → {plain(row['to_dataset'])}.{plain(row['to_fields'])}{matched}{origin}")


def _bars(heading: str, pairs: list[tuple[str, float]]) -> None:
    out.print(f"\n[quiet]{heading}[/quiet]")
    grid = Grid(box=None, pad_edge=False, show_header=False)
    grid.add_column(no_wrap=True, max_width=40)
    grid.add_column(no_wrap=True, style="accent")
    grid.add_column(justify="right")
    most = max(part for _, part in pairs)
    for label, part in pairs:
        drawn = "█" * max(1, round(_BAR * part / most)) if most else ""
        grid.add_row(plain(" ".join(label.split())), drawn, share(part, language()))
    out.print(grid)


def _holds(row: Row) -> str:
    if not row["semantic_type"]:
        return _worded(TIME_ROLES, row["time_role"])
    named = title(str(row["semantic_type"])).say(language())
    valid = row["semantic_share"]
    return named if valid is None else f"{named} {share(_float(valid), language())}"


def _filled(row: Row) -> tuple[str, str]:
    if row["null_share"] is None:
        return "?", "?"
    filled = max(0.0, 1 - _float(row["null_share"]) - _float(row["blank_share"]))
    return share(filled, language()), _count(row["distinct_count"])


_REMARKS = (
    ("placeholder_share", Text("{part:share} valori finti", "{part:share} stand-ins")),
    ("broken_text_share", Text("{part:share} lettere rovinate", "{part:share} broken letters")),
    ("future_share", Text("{part:share} nel futuro", "{part:share} in the future")),
    ("second_format_share", Text("{part:share} in altre forme", "{part:share} in other forms")),
)


def _remarks(row: Row) -> str:
    told = [fill(text, {"part": _float(row[name])}, language()) for name, text in _REMARKS if _float(row[name]) > 0]
    if row["personal_data"] not in (None, "none"):
        told.insert(0, say("dato personale", "personal data") + f": {tell(PERSONAL_DATA[str(row['personal_data'])])}")
    return ", ".join(told)


def _worded(words: Mapping[str, Text], code: object) -> str:
    """Return what a code is called; one without a name, as it is."""
    return words[str(code)].say(language()) if code in words else str(code or "")


def _count(value: object) -> str:
    return "?" if value is None else number(int(str(value)), language())


def _float(value: object) -> float:
    return 0.0 if value is None else float(str(value))
