"""The half of `regia findings` that notes what becomes of one finding, and tells its history."""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import typer

from regia.checkup.followed import said_of
from regia.checkup.record import Checkup
from regia.cli.console import err, language, out, plain, say
from regia.errors import Text
from regia.findings.saying import Speaker, assign, judge
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, Verdict
from regia.wording import date_
from regia.workspace.company import Company

SAID: Mapping[Decision, Text] = {
    Decision.ACCEPTED: Text("accettato", "accepted"),
    Decision.ASSIGNED: Text("affidato", "assigned"),
    Decision.FALSE: Text("non è un problema", "not a problem"),
    Decision.FIXED: Text("detto risolto", "said fixed"),
}


@dataclass(frozen=True)
class Asked:
    """What the command line asks to note."""

    assign: str | None
    accept: bool
    false: bool
    fixed: bool
    reopen: bool
    until: date | None
    why: str
    person: str | None

    @property
    def decisions(self) -> list[Decision]:
        """What it says of the problem itself."""
        given = {
            Decision.ACCEPTED: self.accept,
            Decision.FALSE: self.false,
            Decision.FIXED: self.fixed,
            Decision.WITHDRAWN: self.reopen,
        }
        return [decision for decision, wanted in given.items() if wanted]


def asked_for(asked: Asked) -> bool:
    """Return whether there is anything to note.

    Raises:
        typer.BadParameter: two things are said at once, or a day and a reason of nothing.
    """
    if len(asked.decisions) > 1:
        raise typer.BadParameter(
            say(
                "uno solo fra --accept, --false, --fixed e --reopen", "only one of --accept, --false, --fixed, --reopen"
            )
        )
    anything = bool(asked.decisions) or asked.assign is not None
    if not anything and (asked.until or asked.why):
        raise typer.BadParameter(
            say(
                "--until e --why vanno con --assign, --accept, --false, --fixed o --reopen",
                "--until and --why go with --assign, --accept, --false, --fixed or --reopen",
            )
        )
    return anything


def say_it(found: Company, checkup: Checkup, row: Mapping[str, object], asked: Asked, today: date) -> None:
    """Note what is said of a finding.

    Raises:
        ReasonMissing, DayMissing, DayPast: it is accepted or called false without a reason, or until no day to come.
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    log, by = VerdictLog(found.folder, found.name), Speaker(asked.person or getpass.getuser(), today, checkup.snapshot)
    for decision in asked.decisions:
        judge(log, row, decision, by, why=asked.why, until=asked.until)
    if asked.assign is not None:
        until = None if Decision.ACCEPTED in asked.decisions else asked.until
        assign(log, row, asked.assign, by, why="" if asked.decisions else asked.why, until=until)
    err.print("[good]✓[/good] " + say("Preso nota.", "Noted."))


def print_history(found: Company, finding: str) -> None:
    """Print who said what of a finding, and when."""
    for each in said_of(found.folder, finding):
        day = date_(each.at, language(), timezone=found.working_time.timezone)
        why = f" «{each.why}»" if each.why else ""
        out.print(f"   [quiet]{plain(f'{day} {each.person}: {_words(each)}{why}')}[/quiet]", soft_wrap=True)


def _words(verdict: Verdict) -> str:
    if verdict.verdict == Decision.WITHDRAWN:
        return (
            say("affidato a nessuno", "given to nobody")
            if verdict.kind == Kind.ASSIGNMENT
            else say("riaperto", "reopened")
        )
    to = f" {verdict.to}" if verdict.to else ""
    until = f" ({date_(verdict.until, language())})" if verdict.until else ""
    return f"{SAID[verdict.verdict].say(language())}{to}{until}"
