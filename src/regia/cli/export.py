"""`regia export`: the cross-reference table, golden records, and duplicates to merge, for spreadsheets and systems."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from regia.checkup.record import Checkup, Records
from regia.checkup.stages import tables
from regia.cli.arguments import FolderOption, company
from regia.cli.console import err, plain, say
from regia.cli.show import Unmask, log_unmasking
from regia.resolve.conflicts.tables import DUPLICATES
from regia.resolve.exports.cross_reference import cross_reference
from regia.resolve.exports.duplicates import work_list
from regia.resolve.exports.golden import golden_records
from regia.resolve.exports.sheet import Sheet, write_csv, write_xlsx
from regia.resolve.tables import ENTITY_RECORDS
from regia.snapshot.evidence import Evidence
from regia.snapshot.objects import disk_errors
from regia.snapshot.store import Store
from regia.workspace.company import Company

HELP = say(
    """Esporta chi è chi nei sistemi, i valori giusti, o i doppioni da unire, in CSV o XLSX.

    Esempi:

        regia export cross-reference > chi-e-chi.csv
        regia export golden --concept customer --to clienti.xlsx --unmask "correzione anagrafiche"
        regia export duplicates --to doppioni.xlsx
    """,
    """Export which record is which, the right values, or the duplicates to merge, as CSV or XLSX.

    Examples:

        regia export cross-reference > who-is-who.csv
        regia export golden --concept customer --to customers.xlsx --unmask "correcting master data"
        regia export duplicates --to duplicates.xlsx
    """,
)


class What(StrEnum):
    """What is exported."""

    CROSS_REFERENCE = "cross-reference"
    GOLDEN = "golden"
    DUPLICATES = "duplicates"


WhatArgument = Annotated[
    What,
    typer.Argument(
        help=say(
            "cross-reference (chi è chi), golden (i valori giusti) o duplicates (doppioni da unire).",
            "cross-reference (which record is which), golden (the right values) or duplicates (to merge).",
        )
    ),
]
Concept = Annotated[str | None, typer.Option("--concept", help=say("Solo questo concetto.", "This concept only."))]
To = Annotated[
    Path | None,
    typer.Option(
        "--to",
        help=say(
            "Il file, .csv o .xlsx; senza, CSV sullo schermo.",
            "The file, .csv or .xlsx; without it, CSV to the screen.",
        ),
    ),
]


def export(
    what: WhatArgument,
    folder: FolderOption = Path("."),
    concept: Concept = None,
    to: To = None,
    unmask: Unmask = None,
) -> None:
    """Write an export of the newest check-up; golden values are masked unless a reason is given."""
    if to is not None and to.suffix.lower() not in (".csv", ".xlsx"):
        raise typer.BadParameter(say("il file finisce in .csv o .xlsx", "the file ends in .csv or .xlsx"))
    found = company(folder)
    records = Records(found.folder)
    sheets = _sheets(what, found, records, records.latest(), concept, masked=unmask is None)
    if unmask is not None:
        log_unmasking(found.folder, f"export {what}", concept and f"concept = {concept}", unmask)
    _write(sheets, to)


def _sheets(
    what: What, found: Company, records: Records, checkup: Checkup, concept: str | None, *, masked: bool
) -> Iterable[Sheet]:
    if what is What.DUPLICATES:
        return work_list(records.load(checkup, DUPLICATES), concept)
    if what is What.CROSS_REFERENCE:
        return cross_reference(records.load(checkup, ENTITY_RECORDS), concept)
    return golden_records(_evidence(found, records, checkup), concept, masked=masked)


def _evidence(found: Company, records: Records, checkup: Checkup) -> Evidence:
    """Return the evidence of a check-up, with all its tables.

    Raises:
        TableNotComputed: the check-up did not come to the conflicts.
    """
    store = Store(found.folder)
    needed = ("conflicts", "masters", "entity_records", "concept_datasets", "attributes", "datasets", "dataset_keys")
    content = {name: records.load(checkup, tables()[name]) for name in needed}
    return Evidence(found, store.manifest(checkup.snapshot), store, tables=content)


def _write(sheets: Iterable[Sheet], to: Path | None) -> None:
    if to is None:
        write_csv(sheets, sys.stdout)
        return
    with disk_errors(to):
        if to.suffix.lower() == ".xlsx":
            write_xlsx(sheets, to)
        else:
            with to.open("w", encoding="utf-8-sig", newline="") as file:
                write_csv(sheets, file)
    err.print("[good]✓[/good] " + plain(say(f"Scritto {to}", f"Written {to}")), soft_wrap=True)
