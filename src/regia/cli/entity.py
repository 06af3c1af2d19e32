"""`regia entity`: one thing, as every system holds it."""

import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from regia.cli.arguments import AsJson, FolderOption, company
from regia.cli.console import language, out, plain, say
from regia.cli.resolved import Resolved, written
from regia.cli.show import Unmask, log_unmasking
from regia.errors import Text
from regia.model.masking import mask_key
from regia.resolve.explaining import Member, members
from regia.wording import fill, number

HELP = say(
    """Una cosa com'è in ogni sistema: i suoi record e i loro valori, mascherati come le chiavi che non siano
    un contatore.

    Esempi:

        regia entity party-3f9a1c20b7de
        regia entity gestionale.ANACLI.C000142
        regia entity gestionale.ANACLI.C000142 --unmask "richiesta del cliente"    lo registra
    """,
    """One thing as it is in every system: its records and their values, masked like keys that are no counter.

    Examples:

        regia entity party-3f9a1c20b7de
        regia entity erp.CUSTOMERS.C000142
        regia entity erp.CUSTOMERS.C000142 --unmask "asked by the customer"        logged
    """,
)

Wanted = Annotated[
    str,
    typer.Argument(
        metavar=say("ENTITÀ|RECORD", "ENTITY|RECORD"),
        help=say(
            "L'id di un'entità, o un record: sistema.archivio.chiave.",
            "An entity's id, or a record: system.dataset.key.",
        ),
    ),
]
_COUNTED = Text(
    "{records:record|record} in {systems:sistema|sistemi}", "{records:record|records} in {systems:system|systems}"
)


def entity(name: Wanted, folder: FolderOption = Path("."), unmask: Unmask = None, as_json: AsJson = False) -> None:
    """Show one thing in every system."""
    found = Resolved(company(folder))
    rows = found.entity(name)
    if unmask is not None:
        log_unmasking(found.company.folder, "entity_records", f"'{name}'", unmask)
    records = [(str(row["system"]), str(row["dataset"]), str(row["record"])) for row in rows]
    told = members(rows, found.values(records, clear=unmask is not None))
    if unmask is None:
        told = tuple(_nameless(each) for each in told)
    if as_json:
        _json(str(rows[0]["entity"]), told)
    else:
        _print(str(rows[0]["entity"]), told)


def _nameless(member: Member) -> Member:
    """Return a record whose key tells of nobody."""
    *place, key = member.record
    return replace(member, record=(place[0], place[1], mask_key(key)))


def _json(name: str, told: tuple[Member, ...]) -> None:
    import msgspec

    sys.stdout.write(msgspec.json.encode({"entity": name, "records": told}).decode() + "\n")


def _print(name: str, told: tuple[Member, ...]) -> None:
    systems = len({each.record[0] for each in told})
    counted = fill(_COUNTED, {"records": len(told), "systems": systems}, language())
    out.print(f"[name]{plain(name)}[/name] [quiet]{plain(counted)}[/quiet]")
    for each in told:
        percent = number(round(100 * each.probability, 1), language())
        out.print(f"  {plain(written(each.record))} [quiet]{plain(each.concept)} · {percent} %[/quiet]", soft_wrap=True)
    for attribute, holders in sorted(_by_attribute(told).items()):
        out.print(f"  [name]{plain(attribute)}[/name]")
        for value, places in holders.items():
            out.print(f"     {plain(value)}  [quiet]{plain(', '.join(places))}[/quiet]", soft_wrap=True)


def _by_attribute(told: tuple[Member, ...]) -> dict[str, dict[str, list[str]]]:
    """Return for each attribute its different values, and the datasets that hold each."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in told:
        for attribute, value in each.values.items():
            place = ".".join(each.record[:2])
            if place not in found[attribute][value]:
                found[attribute][value].append(place)
    return found
