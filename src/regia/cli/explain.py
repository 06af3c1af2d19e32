"""`regia explain`: why Regia says so, comparison by comparison."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from regia.cli.arguments import AsJson, FolderOption, company
from regia.cli.console import language, out, plain, say
from regia.cli.resolved import Resolved, written
from regia.cli.show import Unmask, log_unmasking
from regia.errors.judgement import LinkUnknown
from regia.resolve.called import LIKENESS, ORIGINS, compared
from regia.resolve.entities import Record
from regia.resolve.explaining import Explanation, Weighed, explanation
from regia.resolve.tables import LINKS
from regia.wording import number

HELP = say("Perché Regia lo dice, confronto per confronto.", "Why Regia says so, comparison by comparison.")
LINK_HELP = say(
    """Quanto ha pesato ogni confronto nel dire che due record sono la stessa cosa, o no.

    I pesi sono logaritmi naturali: +2,3 rende dieci volte più probabile, -2,3 dieci volte meno.

    Esempi:

        regia explain link crm.Account.0015g01 gestionale.ANACLI.C000142
        regia explain link crm.Account.0015g01 gestionale.ANACLI.C000142 --unmask "verifica doppioni"
    """,
    """What each comparison weighed in saying that two records are one thing, or not.

    Weights are natural logarithms: +2.3 makes it ten times more likely, -2.3 ten times less.

    Examples:

        regia explain link crm.Account.0015g01 erp.CUSTOMERS.C000142
        regia explain link crm.Account.0015g01 erp.CUSTOMERS.C000142 --unmask "checking duplicates"
    """,
)

app = typer.Typer(help=HELP, no_args_is_help=True)

Side = Annotated[str, typer.Argument(help=say("Un record: sistema.archivio.chiave.", "A record: system.dataset.key."))]


@app.command(help=LINK_HELP)
def link(
    left: Side, right: Side, folder: FolderOption = Path("."), unmask: Unmask = None, as_json: AsJson = False
) -> None:
    """Explain the link between two records."""
    found = Resolved(company(folder))
    one, other = found.known(left), found.known(right)
    row = _link(found, one, other)
    if unmask is not None:
        log_unmasking(found.company.folder, "links", f"'{left}' '{right}'", unmask)
    sides = [(str(row[f"{side}_system"]), str(row[f"{side}_dataset"]), str(row[f"{side}_record"])) for side in _SIDES]
    values = found.values(sides, clear=unmask is not None)
    told = explanation(row, *(values.get(side, {}) for side in sides))
    if as_json:
        _json(told)
    else:
        _print(told)


_SIDES = ("left", "right")


def _link(found: Resolved, one: Record, other: Record) -> dict[str, object]:
    import pyarrow.compute as pc

    links = found.records.load(found.checkup, LINKS)
    for left, right in ((one, other), (other, one)):
        asked = [
            pc.field(f"{side}_{part}") == value
            for side, record in zip(_SIDES, (left, right), strict=True)
            for part, value in zip(("system", "dataset", "record"), record, strict=True)
        ]
        condition = asked[0]
        for each in asked[1:]:
            condition &= each
        rows = links.filter(condition).to_pylist()
        if rows:
            return dict(rows[0])
    raise LinkUnknown(left=written(one), right=written(other))


def _json(told: Explanation) -> None:
    import msgspec

    sys.stdout.write(msgspec.json.encode(told).decode() + "\n")


def _print(told: Explanation) -> None:
    spoken = language()
    out.print(f"[name]{plain(written(told.left))}[/name]  ~  [name]{plain(written(told.right))}[/name]", soft_wrap=True)
    joined = say("stessa entità", "same entity") if told.joined else say("entità diverse", "different entities")
    percent = number(round(100 * told.probability, 1), spoken)
    origin = ORIGINS[told.origin].say(spoken)
    out.print(f"[quiet]{say('probabilità', 'probability')} {percent} % · {joined} · {plain(origin)}[/quiet]")
    for each in told.weighed:
        _print_weighed(each)


def _print_weighed(each: Weighed) -> None:
    mark = "good" if each.weight > 0 else "bad"
    weight = f"{'+' if each.weight > 0 else ''}{number(each.weight, language())}".rjust(7)
    name = compared(each.attribute, language()) if each.likeness not in ("prior", "rivals") else ""
    why = LIKENESS[each.likeness].say(language())
    values = f"  {plain(each.left)} | {plain(each.right)}" if each.left or each.right else ""
    out.print(f"  [{mark}]{weight}[/{mark}]  {plain(name):14} [quiet]{plain(why)}[/quiet]{values}", soft_wrap=True)
