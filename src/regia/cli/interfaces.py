"""`regia interfaces`: the register of interfaces, printed or exported."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regia.checkup.record import Checkup, Records
from regia.cli.arguments import FolderOption, company
from regia.cli.console import language, out, plain, say
from regia.interfaces.document import InterfaceEntry, Register, document
from regia.interfaces.exports.archimate import archimate
from regia.interfaces.exports.cyclonedx import cyclonedx
from regia.interfaces.exports.mermaid import mermaid
from regia.interfaces.exports.openlineage import openlineage
from regia.interfaces.exports.structurizr import structurizr
from regia.interfaces.tables import INTERFACES, LINEAGE
from regia.model.harmless import harmless
from regia.profile.tables import SYSTEMS
from regia.wording import number

if TYPE_CHECKING:
    import pyarrow as pa

HELP = say(
    """Come i sistemi si passano i dati: il registro delle interfacce, con ciò che lo prova.

    Esempi:

        regia interfaces
        regia interfaces --format csv > interfacce.csv
        regia interfaces --format mermaid > mappa.mmd
        regia interfaces --format cyclonedx > interfacce.cdx.json
    """,
    """How systems pass data to one another: the register of interfaces, with what it rests on.

    Examples:

        regia interfaces
        regia interfaces --format csv > interfaces.csv
        regia interfaces --format mermaid > map.mmd
        regia interfaces --format cyclonedx > interfaces.cdx.json
    """,
)


class Format(StrEnum):
    """How the register is written."""

    TEXT = "text"
    CSV = "csv"
    MERMAID = "mermaid"
    STRUCTURIZR = "structurizr"
    CYCLONEDX = "cyclonedx"
    ARCHIMATE = "archimate"
    OPENLINEAGE = "openlineage"


FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        help=say(
            "text, csv, mermaid, structurizr (DSL), cyclonedx (1.6), archimate (scambio 3.1) o openlineage.",
            "text, csv, mermaid, structurizr (DSL), cyclonedx (1.6), archimate (exchange 3.1) or openlineage.",
        ),
    ),
]


def interfaces(folder: FolderOption = Path("."), form: FormatOption = Format.TEXT) -> None:
    """Print or export the register of the newest check-up."""
    found = company(folder)
    records = Records(found.folder)
    checkup = records.latest()
    if form is Format.CSV:
        sys.stdout.write(_csv(records.load(checkup, INTERFACES)))
        return
    register = register_of(found.name, records, checkup)
    writers = {Format.MERMAID: mermaid, Format.STRUCTURIZR: structurizr, Format.CYCLONEDX: cyclonedx,
               Format.ARCHIMATE: archimate}  # fmt: skip
    if form in writers:
        sys.stdout.write(writers[form](register))
    elif form is Format.OPENLINEAGE:
        sys.stdout.write(openlineage(register, checkup.started_at.isoformat()))
    else:
        for each in register.interfaces:
            _show(each)


def register_of(name: str, records: Records, checkup: Checkup) -> Register:
    """Return the register of a check-up as one document."""
    systems, lines, lineage = (records.load(checkup, table).to_pylist() for table in (SYSTEMS, INTERFACES, LINEAGE))
    return document(name, checkup.snapshot, systems=systems, interfaces=lines, lineage=lineage)


def _csv(table: "pa.Table") -> str:
    """Return a table as CSV; what starts like a formula is kept from being one in a spreadsheet."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in sorted(table.to_pylist(), key=lambda each: str(each["interface"])):
        writer.writerow([harmless(value) for value in row.values()])
    return text.getvalue()


def _show(each: InterfaceEntry) -> None:
    spoken = language()
    mark = "[bad]✗[/bad]" if each.contradiction else "[good]→[/good]"
    told = " · ".join(filter(None, (each.concept, each.mode, _lag(each), _volume(each))))
    sure = number(round(each.probability * 100), spoken) + " %"
    ends = f"{plain(each.from_system)} {mark} {plain(each.to_system)}"
    out.print(f"[name]{ends}[/name] {plain(told)} [quiet]{plain(each.status)}, {sure}[/quiet]", soft_wrap=True)
    reasons = each.reasons_it if spoken == "it" else each.reasons_en
    out.print(f"   [quiet]{plain(reasons)}[/quiet]", soft_wrap=True)


def _lag(each: InterfaceEntry) -> str:
    if each.lag_p50_hours is None:
        return ""
    return say("ritardo {} h", "lag {} h").format(number(round(each.lag_p50_hours, 1), language()))


def _volume(each: InterfaceEntry) -> str:
    if each.records_per_month is None:
        return ""
    return say("{} record al mese", "{} records a month").format(number(round(each.records_per_month), language()))
