"""`regia findings`: the problems found, in business words, with what each side does next and where each stands."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
import typer

from regia.checkup.followed import followed, last_seen
from regia.checkup.record import Records
from regia.cli.arguments import AsJson, FolderOption, company, known_systems
from regia.cli.console import language, out, plain, say
from regia.cli.findings_say import Asked, asked_for, print_history, say_it
from regia.cli.summary import GLYPHS, tell_failed_rules
from regia.errors import Text
from regia.errors.findings import FindingUnknown
from regia.findings.folding import count, folded
from regia.findings.follow_up import CLOSED, LISTED, NOT_FOLLOWED, STATES, FollowUp, State
from regia.findings.tables import FINDINGS, RULES
from regia.model.rule import SEVERITIES
from regia.wording import date_, fill, money
from regia.workspace.company import Company

Row = Mapping[str, object]

HELP = say(
    """Elenca i rilievi dell'ultimo check-up, i più importanti per primi; quelli che discendono da un altro stanno sotto
    di lui. Di un rilievo mostra la storia, e prende nota di che cosa se ne fa: vale anche nel browser.

    Esempi:

        regia findings --system gestionale --severity 3
        regia findings --assigned anna@acme.it
        regia findings 3fa91c --assign anna@acme.it --until 2027-01-31
        regia findings 3fa91c --accept --until 2027-06-30 --why "si cambia col nuovo CRM"
        regia findings 3fa91c --fixed
    """,
    """List the findings of the last check-up, the most important first; those that follow from another one stand under
    it. Of one finding, show its history and note what becomes of it: it counts in the browser too.

    Examples:

        regia findings --system erp --severity 3
        regia findings --assigned anna@acme.com
        regia findings 3fa91c --assign anna@acme.com --until 2027-01-31
        regia findings 3fa91c --accept --until 2027-06-30 --why "changes with the new CRM"
        regia findings 3fa91c --fixed
    """,
)

Finding = Annotated[
    str | None,
    typer.Argument(
        help=say(
            "L'identificativo di un rilievo, o i suoi primi caratteri.", "The identifier of a finding, or its start."
        )
    ),
]
System = Annotated[str | None, typer.Option("--system", help=say("Solo di questo sistema.", "Of this system only."))]
Least = Annotated[
    int, typer.Option("--severity", min=1, max=4, help=say("Da questa gravità in su.", "From this severity up."))
]
Rule = Annotated[str | None, typer.Option("--rule", help=say("Solo di questa regola.", "Of this rule only."))]
Limit = Annotated[int, typer.Option("--limit", min=1, help=say("Al massimo tanti.", "At most so many."))]
States = Annotated[
    list[State] | None,
    typer.Option(
        "--state",
        help=say(
            "Solo in questo stato (ripetibile); per difetto quelli su cui c'è da fare.",
            "In this state only (repeatable); by default those with something to do.",
        ),
    ),
]
Everything = Annotated[bool, typer.Option("--all", help=say("In ogni stato.", "In every state."))]
Assigned = Annotated[
    str | None, typer.Option("--assigned", help=say("Solo affidati a lei o lui.", "Given to this person only."))
]
Assign = Annotated[
    str | None,
    typer.Option("--assign", help=say("Affidalo a una persona; «» a nessuno.", "Give it to a person; '' to nobody.")),
]
Accept = Annotated[bool, typer.Option("--accept", help=say("Si accetta, fino a --until.", "Accepted, until --until."))]
False_ = Annotated[bool, typer.Option("--false", help=say("Non è un problema.", "It is not a problem."))]
Fixed = Annotated[
    bool,
    typer.Option(
        "--fixed",
        help=say("È risolto: lo verifica il prossimo check-up.", "It is fixed: the next check-up verifies it."),
    ),
]
Reopen = Annotated[bool, typer.Option("--reopen", help=say("È di nuovo aperto.", "It is open again."))]
Until = Annotated[
    datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help=say("Fino a quando.", "Until when."))
]
Why = Annotated[str, typer.Option("--why", help=say("Perché.", "Why."))]
Person = Annotated[str | None, typer.Option("--person", help=say("Chi lo dice.", "Who says so."))]


def findings(
    finding: Finding = None,
    folder: FolderOption = Path("."),
    system: System = None,
    rule: Rule = None,
    severity: Least = 1,
    state: States = None,
    everything: Everything = False,
    assigned: Assigned = None,
    limit: Limit = 30,
    assign: Assign = None,
    accept: Accept = False,
    false: False_ = False,
    fixed: Fixed = False,
    reopen: Reopen = False,
    until: Until = None,
    why: Why = "",
    person: Person = None,
    json: AsJson = False,
) -> None:
    """Print the findings of the newest check-up, or say what becomes of one."""
    found = company(folder)
    known_systems(found, [system] if system else None)
    records = Records(found.folder)
    checkup = records.latest()
    today = datetime.now(ZoneInfo(found.working_time.timezone)).date()
    rules = {row["rule"]: row for row in records.load(checkup, RULES).to_pylist()}
    if rule is not None and rule not in rules:
        listed = ", ".join(rules)
        raise typer.BadParameter(say(f"«{rule}» non è una regola ({listed})", f"'{rule}' is no rule ({listed})"))
    every = records.load(checkup, FINDINGS).sort_by("position").to_pylist()
    asked = Asked(assign, accept, false, fixed, reopen, until.date() if until else None, why, person)
    if finding is not None:
        row = _one(finding, every, records)
        if asked_for(asked):
            say_it(found, checkup, row, asked, today)
        _tell_one(found, _stands(row, followed(records, today)), rules, json=json)
        return
    if asked_for(asked):
        raise typer.BadParameter(say("serve l'identificativo del rilievo", "the identifier of the finding is needed"))
    standing = followed(records, today)
    shown = [_stands(row, standing) for row in (*every, *_closed(records, every, standing, state))]
    wanted = set(State) if everything else set(state or LISTED)
    rows = [
        row
        for row in shown
        if int(str(row["severity"])) >= severity
        and system in (None, row["system"])
        and rule in (None, row["rule"])
        and assigned in (None, row["assigned_to"])
        and row["state"] in wanted
    ]
    tree = folded(rows)
    if json:
        sys.stdout.write(msgspec.json.encode(tree).decode() + "\n")
        return
    for each in tree[:limit]:
        _show(each, rules.get(str(each["rule"]), {}), count(each))
    tell_failed_rules(rules.values())
    _tell_rest(tree, limit, shown, rules, by_default=not state and not everything)


def _one(name: str, every: list[dict[str, object]], records: Records) -> dict[str, object]:
    """Return the finding that a name, or the start of one, stands for: of the newest check-up, else the last seen."""
    started = [row for row in every if str(row["finding"]).startswith(name)]
    if len(started) == 1:
        return started[0]
    gone = last_seen(records, name) if not started else None
    if gone is None:
        raise FindingUnknown(name=name)
    return gone[1]


def _closed(
    records: Records, every: Iterable[Row], standing: Mapping[str, FollowUp], state: list[State] | None
) -> Iterable[Row]:
    """Yield the findings that are no longer found, where they are asked for by state."""
    wanted = CLOSED & set(state or ())
    there = {row["finding"] for row in every} if wanted else set()
    for finding, follow_up in standing.items():
        if follow_up.state in wanted and finding not in there and (gone := last_seen(records, finding)):
            yield gone[1] | {"cause": None}


def _stands(row: Row, standing: Mapping[str, FollowUp]) -> dict[str, object]:
    """Return a finding with where it stands, as JSON tells it."""
    found = standing.get(str(row["finding"]), NOT_FOLLOWED)
    return {
        **row,
        "state": found.state,
        "since": found.since,
        "assigned_to": found.assigned_to or None,
        "due": found.due,
        "said_by": found.said.person if found.said else None,
        "said_at": found.said.at if found.said else None,
        "why": found.said.why if found.said else None,
    }


def _tell_one(found: Company, row: dict[str, object], rules: Mapping[str, dict[str, object]], *, json: bool) -> None:
    if json:
        sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
        return
    _show(row, rules.get(str(row["rule"]), {}), 0)
    print_history(found, str(row["finding"]))


def _show(row: Row, rule: Row, followers: int) -> None:
    spoken = language()
    severity = int(str(row["severity"]))
    glyph, word = GLYPHS[severity], SEVERITIES[severity]
    out.print(f"{glyph} {plain(row[f'text_{spoken}'])}", soft_wrap=True)
    facts = [word.say(spoken), str(row["rule"]), str(row["finding"])]
    facts += [_euro(row)] if row["eur_year_high"] is not None else []
    if followers:
        facts.append(say(f"altri {followers} ne discendono", f"{followers} more follow from it"))
    out.print(f"   [quiet]{plain(' · '.join(facts))}[/quiet]")
    if stands := _where(row):
        out.print(f"   [name]{plain(stands)}[/name]", soft_wrap=True)
    for side, column in (("IT", "it_does"), ("business", "business_does")):
        if does := rule.get(f"{column}_{spoken}"):
            out.print(f"   [accent]{side}[/accent] {plain(does)}", soft_wrap=True)


def _where(row: Row) -> str:
    """Return where a finding stands, in words; nothing where nobody ever said anything of it."""
    parts = [] if row["state"] == State.OPEN else [STATES[State(str(row["state"]))].say(language())]
    if row["assigned_to"]:
        parts.append(say(f"affidato a {row['assigned_to']}", f"given to {row['assigned_to']}"))
    if isinstance(row["due"], date):
        day = date_(row["due"], language())
        parts.append(say(f"fino al {day}", f"until {day}"))
    return " · ".join(parts)


def _euro(row: Row) -> str:
    low, high = (money(float(str(row[name] or 0)), language()) for name in ("eur_year_low", "eur_year_high"))
    return say(f"da {low} a {high} l'anno", f"{low} to {high} a year")


_HIDDEN = Text(
    "{hidden:rilievo non è elencato|rilievi non sono elencati}: {states} (--all)",
    "{hidden:finding is not listed|findings are not listed}: {states} (--all)",
)


def _tell_rest(
    tree: list[dict[str, object]],
    limit: int,
    shown: Iterable[Row],
    rules: Mapping[str, dict[str, object]],
    *,
    by_default: bool,
) -> None:
    """Say how many more there are, and how many of them are settled."""
    shown = list(shown)
    if not tree and shown:
        out.print(say("Nessun rilievo fra quelli chiesti.", "No finding among those asked for."))
    elif not tree:
        ran = sum(not rule["failure"] for rule in rules.values())
        out.print(say(f"Nessun rilievo: {ran} regole eseguite.", f"No finding: {ran} rules were run."))
    elif len(tree) > limit:
        more = say(f"e altri {len(tree) - limit} (--limit)", f"and {len(tree) - limit} more (--limit)")
        out.print(f"[quiet]{more}[/quiet]")
    settled = Counter(State(str(row["state"])) for row in shown if row["state"] not in LISTED)
    if by_default and settled:
        states = ", ".join(f"{STATES[state].say(language())} {number}" for state, number in settled.items())
        told = fill(_HIDDEN, {"hidden": settled.total(), "states": states}, language())
        out.print(f"[quiet]{plain(told)}[/quiet]", soft_wrap=True)
