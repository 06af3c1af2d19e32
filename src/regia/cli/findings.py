"""`regia findings`: the problems found, in business words, with what each side does next."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from regia.checkup.record import Records
from regia.cli.arguments import AsJson, FolderOption, company, known_systems
from regia.cli.console import language, out, plain, say
from regia.cli.summary import GLYPHS, tell_failed_rules
from regia.findings.tables import FINDINGS, RULES
from regia.model.rule import SEVERITIES
from regia.wording import money

HELP = say(
    """Elenca i rilievi dell'ultimo check-up, i più importanti per primi.

    Esempi:

        regia findings
        regia findings --system gestionale --severity 3
    """,
    """List the findings of the last check-up, the most important first.

    Examples:

        regia findings
        regia findings --system erp --severity 3
    """,
)

System = Annotated[str | None, typer.Option("--system", help=say("Solo di questo sistema.", "Of this system only."))]
Least = Annotated[
    int, typer.Option("--severity", min=1, max=4, help=say("Da questa gravità in su.", "From this severity up."))
]
Rule = Annotated[str | None, typer.Option("--rule", help=say("Solo di questa regola.", "Of this rule only."))]
Limit = Annotated[int, typer.Option("--limit", min=1, help=say("Al massimo tanti.", "At most so many."))]


def findings(
    folder: FolderOption = Path("."),
    system: System = None,
    rule: Rule = None,
    severity: Least = 1,
    limit: Limit = 30,
    json: AsJson = False,
) -> None:
    """Print the findings of the newest check-up."""
    found = company(folder)
    known_systems(found, [system] if system else None)
    records = Records(found.folder)
    checkup = records.latest()
    rules = {row["rule"]: row for row in records.load(checkup, RULES).to_pylist()}
    if rule is not None and rule not in rules:
        listed = ", ".join(rules)
        raise typer.BadParameter(say(f"«{rule}» non è una regola ({listed})", f"'{rule}' is no rule ({listed})"))
    rows = [
        row
        for row in records.load(checkup, FINDINGS).sort_by("position").to_pylist()
        if row["severity"] >= severity and system in (None, row["system"]) and rule in (None, row["rule"])
    ]
    if json:
        sys.stdout.write(msgspec.json.encode(rows).decode() + "\n")
        return
    among = {row["finding"] for row in rows}
    followers = Counter(row["cause"] for row in rows if row["cause"] in among)
    rows = [row for row in rows if row["cause"] not in among]
    for row in rows[:limit]:
        _show(row, rules.get(row["rule"], {}), followers[row["finding"]])
    tell_failed_rules(rules.values())
    if not rows:
        out.print(_nothing(rules))
    elif len(rows) > limit:
        out.print(
            "[quiet]"
            + say(f"e altri {len(rows) - limit} (--limit)", f"and {len(rows) - limit} more (--limit)")
            + "[/quiet]"
        )


def _show(row: dict[str, object], rule: dict[str, object], followers: int) -> None:
    spoken = language()
    severity = int(str(row["severity"]))
    glyph, word = GLYPHS[severity], SEVERITIES[severity]
    out.print(f"{glyph} {plain(row[f'text_{spoken}'])}", soft_wrap=True)
    facts = [word.say(spoken), str(row["rule"]), *([_euro(row)] if row["eur_year_high"] is not None else [])]
    if followers:
        facts.append(say(f"altri {followers} ne discendono", f"{followers} more follow from it"))
    out.print(f"   [quiet]{' · '.join(facts)}[/quiet]")
    for side, column in (("IT", "it_does"), ("business", "business_does")):
        if does := rule.get(f"{column}_{spoken}"):
            out.print(f"   [accent]{side}[/accent] {plain(does)}", soft_wrap=True)


def _euro(row: dict[str, object]) -> str:
    low, high = (money(float(str(row[name] or 0)), language()) for name in ("eur_year_low", "eur_year_high"))
    return say(f"da {low} a {high} l'anno", f"{low} to {high} a year")


def _nothing(rules: dict[str, dict[str, object]]) -> str:
    ran = sum(not rule["failure"] for rule in rules.values())
    return say(f"Nessun rilievo: {ran} regole eseguite.", f"No finding: {ran} rules were run.")
