"""What a check-up says when it ends: what was read, what was not, what changed, what matters most."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec
from rich.panel import Panel
from rich.table import Table

from regia.checkup.record import Records
from regia.checkup.run import Outcome
from regia.cli.console import language, out, plain, say
from regia.errors import Text
from regia.findings.tables import FINDINGS, RULES
from regia.model.note import REASONS, Reason
from regia.model.rule import SEVERITIES
from regia.snapshot.comparison import SENTENCES, Change, compare
from regia.snapshot.manifest import SYSTEM_STATUSES, Manifest, SystemRead
from regia.wording import date_, duration, fill, number
from regia.workspace.company import Company
from regia.workspace.secrets import redact

if TYPE_CHECKING:
    import pyarrow as pa

TOP = 5
GLYPHS = {4: "[bad]▲▲[/bad]", 3: "[warn]▲[/warn]", 2: "[accent]■[/accent]", 1: "[quiet]·[/quiet]"}
STATUS_GLYPHS = {
    "read": "[good]✓[/good]",
    "partial": "[warn]◐[/warn]",
    "left_out": "[quiet]○[/quiet]",
    "carried": "[warn]↺[/warn]",
    "failed": "[bad]✗[/bad]",
    "no_source": "[quiet]○[/quiet]",
}
READ_ALL = Text(
    "Ho letto {systems:sistema|sistemi}: {datasets:archivio|archivi}, {fields:campo|campi}, {records} record.",
    "Read {systems:system|systems}: {datasets:dataset|datasets}, {fields:field|fields}, {records:record|records}.",
)
NOT_READ = Text(
    "{unread:sistema non è stato letto|sistemi non sono stati letti} del tutto: qui sotto il perché.",
    "{unread:system was|systems were} not fully read: see why below.",
)


def show_summary(company: Company, outcome: Outcome) -> None:
    """Print the closing summary of a check-up."""
    snapshot = outcome.snapshot
    _title(company, outcome)
    out.print(_sentence(snapshot), soft_wrap=True)
    out.print(_systems(company, snapshot))
    _failures(snapshot)
    _skipped(snapshot)
    _changes(outcome)
    _stages(outcome)
    if outcome.checkup.stage_of(FINDINGS.name):
        records = Records(company.folder)
        tell_failed_rules(records.load(outcome.checkup, RULES).to_pylist())
        _findings(records.load(outcome.checkup, FINDINGS))
    _next(company)


def as_json(outcome: Outcome) -> str:
    """Return a check-up for a script: its record, its systems, what was skipped, what changed."""
    snapshot = outcome.snapshot
    whole = {
        "checkup": outcome.checkup,
        "snapshot": snapshot.snapshot,
        "nothing_changed": outcome.nothing_changed,
        "systems": snapshot.systems,
        "datasets": [
            {
                "system": each.system,
                "dataset": each.dataset,
                "status": each.status,
                "origin": each.origin,
                "records": each.records,
            }
            for each in snapshot.datasets
        ],
        "stages": outcome.checkup.stages,
        "skipped": snapshot.skipped,
        "changes": _changed(outcome),
    }
    return msgspec.json.encode(whole).decode()


def _title(company: Company, outcome: Outcome) -> None:
    spoken = language()
    taken = date_(outcome.snapshot.taken_at, spoken, timezone=company.working_time.timezone)
    took = duration((outcome.checkup.ended_at - outcome.checkup.started_at).total_seconds(), spoken)
    made_up = say(" · azienda inventata", " · made-up company") if company.made_up else ""
    when = say(f"fotografia del {taken}", f"snapshot of {taken}")
    name = plain(company.name)
    lines = f"[name]{name}[/name]{made_up}\n[quiet]{when} · {took}[/quiet]"
    out.print(Panel(lines, title="GamePlan Check Up", title_align="left", border_style="accent", expand=False))


def _sentence(snapshot: Manifest) -> str:
    held = [each for each in snapshot.datasets if each.records is not None]
    values = {
        "systems": sum(each.status in ("read", "partial", "carried") for each in snapshot.systems),
        "datasets": len(held),
        "fields": sum(len(each.fields) for each in held),
        "records": sum(each.records or 0 for each in held),
    }
    said = fill(READ_ALL, values, language())
    unread = sum(each.status in ("partial", "failed", "carried") for each in snapshot.systems)
    return f"{said} {fill(NOT_READ, {'unread': unread}, language())}" if unread else said


def _systems(company: Company, snapshot: Manifest) -> Table:
    table = Table(box=None, pad_edge=False)
    for title, justify in (
        ("", "left"),
        (say("sistema", "system"), "left"),
        (say("reparto", "department"), "left"),
        (say("archivi", "datasets"), "right"),
        (say("record", "records"), "right"),
        ("", "left"),
    ):
        table.add_column(title, justify=justify)  # type: ignore[arg-type]
    names = {system.system: system for system in company.systems}
    departments = {each.department: each.name for each in company.departments}
    for read in snapshot.systems:
        declared = names.get(read.system)
        department = departments.get((declared.department if declared else None) or "", "—")
        table.add_row(*_system_row(read, declared.name if declared else read.system, department, snapshot))
    return table


def _system_row(read: SystemRead, name: str, department: str, snapshot: Manifest) -> tuple[str, ...]:
    held = [each for each in snapshot.datasets if each.system == read.system and each.records is not None]
    glyph, word = STATUS_GLYPHS[read.status], SYSTEM_STATUSES[read.status]
    records = sum(each.records or 0 for each in held)
    counts = (number(len(held), language()), number(records, language())) if held else ("", "")
    return glyph, plain(name), plain(department), *counts, f"[quiet]{word.say(language())}[/quiet]"


def _failures(snapshot: Manifest) -> None:
    for read in snapshot.systems:
        if read.reason_en:
            reason = plain(say(read.reason_it, read.reason_en))
            out.print(f"[bad]✗[/bad] {reason}", soft_wrap=True)


def _skipped(snapshot: Manifest) -> None:
    """Tell what was skipped, sampled, changed or guessed, in groups."""
    groups = Counter((note.system, note.reason) for note in snapshot.skipped)
    if not groups:
        return
    out.print("\n[name]" + say("Da sapere sulla lettura", "To know about the reading") + "[/name]")
    for (system, reason), count in groups.items():
        notes = [note for note in snapshot.skipped if (note.system, note.reason) == (system, reason)]
        places = list(dict.fromkeys(".".join(filter(None, (note.dataset, note.field))) for note in notes))
        shown = ", ".join(filter(None, places[:3])) + (" …" if len(places) > 3 else "")
        if reason is Reason.NOT_SIMULTANEOUS and not any(places):
            shown = say(f"{notes[0].count} archivi", f"{notes[0].count} datasets")
        text = f"{system}: {REASONS[reason].say(language())}" + (f" ({shown})" if shown else "")
        times = f" ×{count}" if count > 1 else ""
        out.print(f"  [quiet]·[/quiet] {plain(text)}{times}", soft_wrap=True)
    out.print("  [quiet]" + say("tutto: regia show skipped", "all of it: regia show skipped") + "[/quiet]")


def _changed(outcome: Outcome) -> list[Change]:
    if outcome.before is None or outcome.nothing_changed:
        return []
    return compare(outcome.before, outcome.snapshot)


def _changes(outcome: Outcome) -> None:
    if outcome.before is None:
        return
    out.print(
        "\n[name]"
        + say("Che cosa è cambiato dall'ultima fotografia", "What changed since the last snapshot")
        + "[/name]"
    )
    changes = _changed(outcome)
    if not changes:
        out.print("  [quiet]" + say("niente", "nothing") + "[/quiet]")
    for change in [each for each in changes if each.structural][:10]:
        out.print(f"  · {change_sentence(change)}", soft_wrap=True)
    counted = sum(not change.structural for change in changes)
    if counted:
        out.print(
            "  · "
            + say(f"record in più o in meno in {counted} archivi", f"more or fewer records in {counted} datasets")
        )


def change_sentence(change: Change) -> str:
    """Return a change as one sentence."""
    values = {"place": change.place, "before": change.before, "after": change.after}
    return plain(fill(SENTENCES[change.kind], values, language()))


def _stages(outcome: Outcome) -> None:
    """Tell which analyses failed: without them an empty table would look like a clean bill."""
    for run in outcome.checkup.stages:
        if run.failure:
            said = say(
                f"Un difetto di Regia: la fase «{run.stage}» non è riuscita ({run.failure}). Segnalalo.",
                f"A defect of Regia: stage '{run.stage}' failed ({run.failure}). Report it.",
            )
            out.print(f"[bad]✗[/bad] {plain(redact(said))}", soft_wrap=True)


def tell_failed_rules(rules: Iterable[Mapping[str, object]]) -> None:
    """Tell which rules could not run: what they look for is not known to be missing."""
    for rule in rules:
        if rule["failure"]:
            said = say(
                f"La regola «{rule['title_it']}» non è riuscita ({rule['failure']}): segnalalo.",
                f"The rule '{rule['title_en']}' failed ({rule['failure']}): report it.",
            )
            out.print(f"[bad]✗[/bad] {plain(redact(said))}", soft_wrap=True)


def _findings(findings: "pa.Table") -> None:
    ranked = sorted(findings.to_pylist(), key=lambda row: row["position"])
    rows = [row for row in ranked if row["cause"] is None]
    title = say(f"Rilievi: {findings.num_rows}", f"Findings: {findings.num_rows}")
    out.print(f"\n[name]{title}[/name]")
    for row in rows[:TOP]:
        glyph, word = GLYPHS[row["severity"]], SEVERITIES[row["severity"]]
        text = row["text_it"] if language() == "it" else row["text_en"]
        out.print(f"  {glyph} {plain(text)} [quiet]({word.say(language())})[/quiet]", soft_wrap=True)
    if len(rows) > TOP:
        more = say(f"e altri {len(rows) - TOP}: regia findings", f"and {len(rows) - TOP} more: regia findings")
        out.print(f"  [quiet]{more}[/quiet]")


def _next(company: Company) -> None:
    folder = plain(company.folder)
    out.print(
        "\n[quiet]"
        + say(
            f"Continua con: regia findings -c {folder} · regia show datasets -c {folder} · regia tables",
            f"Go on with: regia findings -c {folder} · regia show datasets -c {folder} · regia tables",
        )
        + "[/quiet]",
        soft_wrap=True,
    )
