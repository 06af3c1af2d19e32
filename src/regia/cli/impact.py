"""`regia impact`: what is touched when a system, a dataset or a field is touched."""

from pathlib import Path
from typing import Annotated

import typer

from regia.checkup.record import Records
from regia.cli.arguments import FolderOption, company
from regia.cli.console import out, plain, say
from regia.errors import RegiaError, Text
from regia.interfaces.impact import Network
from regia.interfaces.tables import INTERFACES, LINEAGE
from regia.profile.tables import FIELDS, SYSTEMS

HELP = say(
    """Che cosa si tocca se si tocca un sistema, un archivio o un campo: sistemi, interfacce, reparti, campi.

    Esempi:

        regia impact erp
        regia impact erp.ANACLI
        regia impact erp.ANACLI.INDIRI
    """,
    """What is touched when a system, a dataset or a field is touched: systems, interfaces, departments, fields.

    Examples:

        regia impact erp
        regia impact erp.ANACLI
        regia impact erp.ANACLI.INDIRI
    """,
)


class PlaceUnknown(RegiaError):
    """No system, dataset or field is named so."""

    happened = Text("«{place}» non è un sistema, un archivio o un campo.", "'{place}' is no system, dataset or field.")
    fix = Text(
        "Scrivi sistema, sistema.archivio o sistema.archivio.campo: `regia show fields` li elenca.",
        "Write system, system.dataset or system.dataset.field: `regia show fields` lists them.",
    )


Place = Annotated[
    str, typer.Argument(help=say("sistema[.archivio[.campo]]", "system[.dataset[.field]]"), metavar="PLACE")
]


def impact(place: Place, folder: FolderOption = Path(".")) -> None:
    """Print what a change touches, by the newest check-up."""
    found = company(folder)
    records = Records(found.folder)
    checkup = records.latest()
    systems, lines, lineage, fields = (
        records.load(checkup, table).to_pylist() for table in (SYSTEMS, INTERFACES, LINEAGE, FIELDS)
    )
    names = {each.department: each.name for each in found.departments}
    departments = {
        str(row["system"]): names.get(str(row["department"]), str(row["department"])) if row["department"] else None
        for row in systems
    }
    touched = Network(lines, lineage, departments).impact(*_parts(place, set(departments), fields))
    count = {"systems": len(touched.systems), "lines": len(touched.hops), "departments": len(touched.departments)}
    told = say(
        "Se tocchi {}: {systems} altri sistemi, {lines} interfacce, {departments} reparti ({}).",
        "If you touch {}: {systems} other systems, {lines} interfaces, {departments} departments ({}).",
    )
    out.print(plain(told.format(place, ", ".join(touched.departments) or "-", **count)), soft_wrap=True)
    for hop in sorted(touched.hops, key=lambda each: (each.steps, each.interface)):
        arrives = ", ".join(".".join(field) for field in hop.fields)
        line = f"{'  ' * hop.steps}{hop.from_system} → {hop.to_system} {hop.concept or ''}"
        out.print(plain(line) + (f" [quiet]{plain(arrives)}[/quiet]" if arrives else ""), soft_wrap=True)
    within = [field for field in touched.fields if not any(field in hop.fields for hop in touched.hops)]
    for field in within:
        out.print(f"  · [quiet]{plain('.'.join(field))}[/quiet]", soft_wrap=True)


def _parts(
    place: str, systems: set[str], fields: list[dict[str, object]]
) -> tuple[str] | tuple[str, str] | tuple[str, str, str]:
    """Return the parts of a place; a dataset's name may itself hold dots.

    Raises:
        PlaceUnknown: nothing is named so.
    """
    if place in systems:
        return (place,)
    for row in fields:
        system, dataset, field = str(row["system"]), str(row["dataset"]), str(row["field"])
        if place == f"{system}.{dataset}":
            return system, dataset
        if place == f"{system}.{dataset}.{field}":
            return system, dataset, field
    raise PlaceUnknown(place=place)
