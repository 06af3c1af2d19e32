"""`regia export`: who is who, golden records, duplicates to merge, and event logs, for spreadsheets and systems."""

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
from regia.cli.export_journeys import LOGS, write_journeys
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
    """Esporta chi è chi nei sistemi, i valori giusti, i doppioni da unire (CSV o XLSX), o i percorsi del lavoro.

    I valori sono mascherati, e le chiavi dei record che non siano un contatore: chi deve lavorarci le chiede in chiaro
    con --unmask e dice perché, e viene registrato.

    Esempi:

        regia export cross-reference --unmask "migrazione clienti" > chi-e-chi.csv
        regia export golden --concept customer --to clienti.xlsx --unmask "correzione anagrafiche"
        regia export duplicates --to doppioni.xlsx --unmask "unione dei doppioni"
        regia export journeys --to eventi.json        OCEL 2.0; anche .sqlite
        regia export journeys --to ordini.xes         un percorso; anche .csv, .xlsx, .bpmn
    """,
    """Export which record is which, the right values, the duplicates to merge (CSV or XLSX), or how work flows.

    Values are masked, and so are keys of records that are no counter: who has to work on them asks for them in clear
    with --unmask and says why, and it is logged.

    Examples:

        regia export cross-reference --unmask "moving customers" > who-is-who.csv
        regia export golden --concept customer --to customers.xlsx --unmask "correcting master data"
        regia export duplicates --to duplicates.xlsx --unmask "merging duplicates"
        regia export journeys --to events.json        OCEL 2.0; .sqlite too
        regia export journeys --to orders.xes         one journey; .csv, .xlsx, .bpmn too
    """,
)


class What(StrEnum):
    """What is exported."""

    CROSS_REFERENCE = "cross-reference"
    GOLDEN = "golden"
    DUPLICATES = "duplicates"
    JOURNEYS = "journeys"


WhatArgument = Annotated[
    What,
    typer.Argument(
        help=say(
            "cross-reference (chi è chi), golden (i valori giusti), duplicates (doppioni da unire) "
            "o journeys (percorsi ed eventi).",
            "cross-reference (which record is which), golden (the right values), duplicates (to merge) "
            "or journeys (journeys and events).",
        )
    ),
]
Concept = Annotated[str | None, typer.Option("--concept", help=say("Solo questo concetto.", "This concept only."))]
To = Annotated[
    Path | None,
    typer.Option(
        "--to",
        help=say(
            "Il file, .csv o .xlsx; per journeys anche .json e .sqlite (OCEL 2.0), .xes, .bpmn. "
            "Senza, CSV sullo schermo.",
            "The file, .csv or .xlsx; for journeys also .json and .sqlite (OCEL 2.0), .xes, .bpmn. "
            "Without it, CSV to the screen.",
        ),
    ),
]
JourneyOption = Annotated[
    str | None,
    typer.Option(
        "--journey",
        help=say(
            "Quale percorso, per XES, CSV, XLSX e BPMN; senza, il più battuto.",
            "Which journey, for XES, CSV, XLSX and BPMN; without it, the most travelled.",
        ),
    ),
]
SHEETS = (".csv", ".xlsx")


def export(
    what: WhatArgument,
    folder: FolderOption = Path("."),
    concept: Concept = None,
    journey: JourneyOption = None,
    to: To = None,
    unmask: Unmask = None,
) -> None:
    """Write an export of the newest check-up; values and keys are masked unless a reason is given."""
    known = (*SHEETS, *LOGS) if what is What.JOURNEYS else SHEETS
    if to is not None and to.suffix.lower() not in known:
        listed = ", ".join(known)
        raise typer.BadParameter(say(f"il file finisce in uno di {listed}", f"the file ends in one of {listed}"))
    found = company(folder)
    records = Records(found.folder)
    if what is What.JOURNEYS:
        if unmask is not None:
            log_unmasking(found.folder, f"export {what}", journey and f"journey = {journey}", unmask)
        write_journeys(found, records, journey, to, in_clear=unmask is not None)
        if to is not None:
            _tell(to)
        return
    sheets = _sheets(what, found, records, records.latest(), concept, masked=unmask is None)
    if unmask is not None:
        log_unmasking(found.folder, f"export {what}", concept and f"concept = {concept}", unmask)
    _write(sheets, to)


def _sheets(
    what: What, found: Company, records: Records, checkup: Checkup, concept: str | None, *, masked: bool
) -> Iterable[Sheet]:
    if what is What.DUPLICATES:
        return work_list(records.load(checkup, DUPLICATES), concept, masked=masked)
    if what is What.CROSS_REFERENCE:
        return cross_reference(records.load(checkup, ENTITY_RECORDS), concept, masked=masked)
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
    _tell(to)


def _tell(to: Path) -> None:
    err.print("[good]✓[/good] " + plain(say(f"Scritto {to}", f"Written {to}")), soft_wrap=True)
