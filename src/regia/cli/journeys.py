"""`regia journeys`: how work flows, and the file in which the company says what its activities are."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from regia.checkup.record import Records
from regia.cli.arguments import AsJson, FolderOption, company
from regia.cli.console import err, language, out, plain, say
from regia.errors.journeys import ActivityUnknown
from regia.journeys.caveats import briefly
from regia.journeys.choosing import chosen
from regia.journeys.document import JourneyEntry, document
from regia.journeys.mapping import FILE, read_mapping, template
from regia.journeys.tables import ACTIVITIES, HANDOFFS, JOURNEY_VARIANTS, JOURNEYS, TIME_TRAPS
from regia.journeys.ways_told import told
from regia.snapshot.objects import disk_errors
from regia.wording import number, share
from regia.workspace.section import nearest

HELP = say("Come scorre il lavoro, e come l'azienda chiama i suoi passi.", "How work flows, and what its steps are.")
SHOW_HELP = say("I percorsi, passo per passo, con le attese.", "The journeys, step by step, with their waits.")
VARIANTS_HELP = say(
    """Le strade che fanno i casi di un percorso, la più battuta per prima: passi, casi, durata.

    Esempi:

        regia journeys variants
        regia journeys variants helpdesk.tickets --json
    """,
    """The ways that the cases of a journey take, the most travelled first: steps, cases, length.

    Examples:

        regia journeys variants
        regia journeys variants helpdesk.tickets --json
    """,
)
EDIT_HELP = say(
    """Scrive journeys.toml nella cartella, o vi aggiunge le attività nuove: nomi, reparti, passi da ignorare o unire.

    Ciò che vi sta già non si tocca. Il prossimo check-up lo rispetta.
    """,
    """Write journeys.toml in the folder, or add the new activities to it: names, departments, steps to ignore or merge.

    What stands there already is not touched. The next check-up respects it.
    """,
)
EXPLAIN_HELP = say(
    "Perché un'attività c'è: da quale campo, di chi, quanti eventi, che cosa la falsa.",
    "Why an activity is there: from which field, whose, how many events, what misleads.",
)

app = typer.Typer(help=HELP, no_args_is_help=True)

ActivityArgument = Annotated[
    str, typer.Argument(help=say("Il codice, come lo scrive show.", "Its code, as show writes it."))
]

JourneyArgument = Annotated[
    str | None,
    typer.Argument(
        help=say("Il codice, come lo scrive `regia show journeys`; senza, il più battuto.",
                 "Its code, as `regia show journeys` writes it; else the most travelled one."),
    ),
]  # fmt: skip


@app.command(help=SHOW_HELP)
def show(folder: FolderOption = Path(".")) -> None:
    """Print the journeys of the newest check-up."""
    found = company(folder)
    records = Records(found.folder)
    checkup = records.latest()
    journeys, handoffs, activities = (
        records.load(checkup, table).to_pylist() for table in (JOURNEYS, HANDOFFS, ACTIVITIES)
    )
    departments = {each.department: each.name for each in found.departments}
    for entry in document(journeys=journeys, handoffs=handoffs, activities=activities):
        _print(entry, departments)
    hours = say("Attese mediane, in ore lavorative.", "Median waits, in working hours.")
    out.print(f"[quiet]{hours}[/quiet]", soft_wrap=True)


def _print(entry: JourneyEntry, departments: Mapping[str, str]) -> None:
    spoken = language()
    cases = say("{} casi", "{} cases").format(number(entry.cases, spoken))
    done = "" if entry.completed_share is None else f", {share(entry.completed_share, spoken)}"
    out.print(f"[name]{plain(entry.names.say(spoken))}[/name] [quiet]{cases}{done}[/quiet]", soft_wrap=True)
    for before, code in zip((None, *entry.main), entry.main, strict=False):
        step = entry.step(code)
        way = entry.way(before, code) if before else None
        wait = "" if way is None or way.wait_p50 is None else f" {number(round(way.wait_p50, 1), spoken)} h"
        slow = f" [bad]▲ {say('rallentato', 'slower')}[/bad]" if way is not None and way.bottleneck else ""
        notes = plain(f" · {departments.get(step.department, step.department)}" if step.department else "")
        if way is not None and way.caveats:
            notes = plain(f" ({briefly(way.caveats).say(spoken)})") + notes
        name = plain(step.names.say(spoken))
        out.print(f"   → {name}{wait}{slow}[quiet]{notes} · {plain(code)}[/quiet]", soft_wrap=True)


@app.command(help=VARIANTS_HELP)
def variants(journey: JourneyArgument = None, folder: FolderOption = Path("."), as_json: AsJson = False) -> None:
    """Print the ways that the cases of a journey take."""
    found = company(folder)
    records = Records(found.folder)
    checkup = records.latest()
    journeys, ways, activities = (
        records.load(checkup, table).to_pylist() for table in (JOURNEYS, JOURNEY_VARIANTS, ACTIVITIES)
    )
    row = chosen({str(each["journey"]): each for each in journeys}, journey)
    taken = [each for each in ways if each["journey"] == row["journey"]]
    if as_json:
        steps = [{**each, "activities": str(each["activities"]).split("|")} for each in taken]
        listed = {**row, "activities": str(row["activities"]).split("|"), "listed": steps}
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
        return
    names = {str(each["activity"]): str(each[f"name_{language()}"]) for each in activities}
    out.print(f"[name]{plain(str(row[f'name_{language()}']))}[/name]", soft_wrap=True)
    out.print(plain(told(row, taken, language())), soft_wrap=True)
    for each in taken:
        _print_way(each, names)


def _print_way(row: dict[str, object], names: dict[str, str]) -> None:
    spoken = language()
    hours = number(round(float(str(row["p50_hours"])), 1), spoken)
    back = f" [bad]↺ {say('torna indietro', 'comes back')}[/bad]" if row["reworked"] else ""
    cases = say("{} casi", "{} cases").format(number(int(str(row["cases"])), spoken))
    share_ = share(float(str(row["share"])), spoken)
    out.print(f"{row['position']}. {share_} [quiet]· {cases} · {hours} h[/quiet]{back}", soft_wrap=True)
    steps = (names.get(each, each) for each in str(row["activities"]).split("|"))
    out.print(f"   {plain(' → '.join(steps))}", soft_wrap=True)


@app.command(help=EDIT_HELP)
def edit(folder: FolderOption = Path(".")) -> None:
    """Write the file of the company's own words for activities."""
    found = company(folder)
    records = Records(found.folder)
    read_mapping(found.folder)
    path = found.folder / FILE
    rows = records.load(records.latest(), ACTIVITIES).to_pylist()
    with disk_errors(path):
        kept = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(template(rows, kept), encoding="utf-8")
    err.print("[good]✓[/good] " + plain(say(f"Scritto {path}", f"Written {path}")), soft_wrap=True)


@app.command(help=EXPLAIN_HELP)
def explain(activity: ActivityArgument, folder: FolderOption = Path(".")) -> None:
    """Tell where an activity comes from."""
    found = company(folder)
    records = Records(found.folder)
    checkup = records.latest()
    rows = {str(row["activity"]): row for row in records.load(checkup, ACTIVITIES).to_pylist()}
    if activity not in rows:
        close = nearest(activity, rows)
        raise ActivityUnknown(activity=activity, meant=f"; {close}?" if close else "")
    row = rows[activity]
    out.print(f"[name]{plain(str(row[f'name_{language()}']))}[/name] [quiet]{plain(activity)}[/quiet]", soft_wrap=True)
    for label, value in _told(row):
        out.print(f"   [quiet]{label}[/quiet] {plain(value)}", soft_wrap=True)
    for trap in records.load(checkup, TIME_TRAPS).to_pylist():
        if all(trap[name] == row[name] for name in ("system", "dataset", "field")):
            out.print(f"   [bad]![/bad] {plain(str(trap['trap']))} {plain(str(trap['detail'] or ''))}", soft_wrap=True)


def _told(row: dict[str, object]) -> list[tuple[str, str]]:
    field = ".".join(str(row[name]) for name in ("system", "dataset", "field"))
    return [
        (say("campo", "field"), field),
        (say("eventi", "events"), number(int(str(row["events"])), language())),
        (say("reparto", "department"), f"{row['department'] or '—'} ({row['department_origin']})"),
        (say("ruolo", "role"), str(row["role"])),
        (say("precisione", "precision"), str(row["precision"])),
    ]
