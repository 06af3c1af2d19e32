"""Runs every rule, gives each finding its identity and its sentences, and ranks them."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from regia.errors import Text
from regia.findings.causes import Cause, cause_of, copies
from regia.findings.folding import without_circles
from regia.findings.rules import rules
from regia.findings.tables import FINDINGS, RULES
from regia.model.interruption import stop_if_asked
from regia.model.progress import Progress
from regia.model.rule import Hit, Rule
from regia.snapshot.evidence import Evidence
from regia.snapshot.stage import Stage
from regia.wording import fill

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, object]


@dataclass(frozen=True)
class Options:
    """Nothing to choose: rules carry their own thresholds."""


@dataclass(frozen=True)
class Seen:
    """What is known of the findings beforehand: when each was first seen, and the copies they may follow from."""

    first: Mapping[str, date]
    copies: Mapping[tuple[str, str], Cause]


def compute(evidence: Evidence, _options: Options, progress: Progress) -> Mapping[str, "pa.Table"]:
    """Return the findings and the rules that were run; a rule that fails is told and does not stop the others."""
    seen = Seen(_first_seen(evidence), copies(evidence, frozenset(evidence.tables)))
    findings: list[Row] = []
    runs: list[Row] = []
    for done, rule in enumerate(rules()):
        progress.step(rule.title, done=done, total=len(rules()))
        rows, failure = _rows(rule, evidence, seen)
        findings += rows
        runs.append(_run(rule, None if failure else len(rows), failure))
    return {FINDINGS.name: FINDINGS.from_rows(_ranked(findings)), RULES.name: RULES.from_rows(runs)}


def identity(rule: str, subject: str) -> str:
    """Return the identifier of a finding: it is the same in every snapshot."""
    return hashlib.sha256(f"{rule}\0{subject}".encode()).hexdigest()[:12]


def _rows(rule: Rule, evidence: Evidence, seen: Seen) -> tuple[list[Row], str]:
    """Return what a rule found, or why it failed: in finding, in filling its sentences, in keeping the contract."""
    try:
        hits = {hit.subject: hit for hit in rule.find(evidence)}.values()
        rows = [_finding(rule, hit, evidence, seen) for hit in hits]
        FINDINGS.check(FINDINGS.from_rows([{**row, "position": 0} for row in rows]))
    except Exception as error:  # noqa: BLE001 the edge of a rule: one that fails must not stop the others
        stop_if_asked()
        return [], f"{type(error).__name__}: {error}"
    return rows, ""


def _first_seen(evidence: Evidence) -> dict[str, date]:
    if FINDINGS.name not in evidence.previous:
        return {}
    known = evidence.previous[FINDINGS.name]
    return dict(zip(known["finding"].to_pylist(), known["first_seen"].to_pylist(), strict=True))


def _told(values: Mapping[str, object], timezone: str) -> dict[str, object]:
    """Return values as sentences tell them: a time as its day where the company is."""
    zone = ZoneInfo(timezone)
    return {
        name: value.astimezone(zone).date() if isinstance(value, datetime) and value.tzinfo else value
        for name, value in values.items()
    }


def _finding(rule: Rule, hit: Hit, evidence: Evidence, seen: Seen) -> Row:
    name = identity(rule.code, hit.subject)
    values = _told(hit.values, evidence.company.working_time.timezone)
    cause = cause_of(rule, hit, seen.copies)
    return {
        "finding": name,
        "rule": rule.code,
        "severity": int(hit.severity or rule.severity),
        "system": hit.system,
        "dataset": hit.dataset,
        "field": hit.field,
        "subject": hit.subject,
        "text_it": fill(rule.says, values, "it"),
        "text_en": fill(rule.says, values, "en"),
        "records": hit.records,
        "eur_year_low": hit.eur_year_low,
        "eur_year_high": hit.eur_year_high,
        "eur_pool": hit.eur_pool.value if hit.eur_pool else None,
        "probability": hit.probability,
        "evidence_table": hit.evidence_table,
        "evidence_filter": hit.evidence_filter,
        "first_seen": seen.first.get(name, evidence.today),
        "cause": identity(*cause) if cause else None,
    }


def _run(rule: Rule, hits: int | None, failure: str) -> Row:
    return {
        "rule": rule.code,
        "title_it": rule.title.it,
        "title_en": rule.title.en,
        "severity": int(rule.severity),
        "it_does_it": rule.it_does.it,
        "it_does_en": rule.it_does.en,
        "business_does_it": rule.business_does.it,
        "business_does_en": rule.business_does.en,
        "hits": hits,
        "failure": failure or None,
    }


def _ranked(findings: list[Row]) -> list[Row]:
    """Sort by severity, money and confidence; a cause that was not found, or goes round to itself, is no cause."""
    known = {str(row["finding"]) for row in findings}
    ordered = sorted(findings, key=lambda row: (-_weight(row), str(row["rule"]), str(row["subject"])))
    named = {str(row["finding"]): str(row["cause"]) if row["cause"] in known else None for row in ordered}
    causes = without_circles(named)
    return [
        {**row, "cause": causes[str(row["finding"])], "position": position}
        for position, row in enumerate(ordered, start=1)
    ]


def _weight(row: Row) -> float:
    """Severity x money x confidence; money counts by its order of magnitude, in thousands of euro a year."""
    low, high = (float(str(row[name] or 0)) for name in ("eur_year_low", "eur_year_high"))
    return float(str(row["severity"])) * (1 + math.log10(1 + (low + high) / 2000)) * float(str(row["probability"]))


STAGE = Stage(
    name="findings",
    title=Text("i rilievi", "findings"),
    reads=(),
    writes=(FINDINGS, RULES),
    options=Options(),
    compute=compute,
    recalls=(FINDINGS,),
    reads_all=True,
)
