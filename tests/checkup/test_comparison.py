"""Two check-ups made by hand, and exactly what changed between them."""

from datetime import UTC, date, datetime
from pathlib import Path

from regia.checkup.comparison import Part, compare_evidence
from regia.checkup.record import Checkup, Records, StageRun
from regia.findings.tables import FINDINGS
from regia.interfaces.tables import EVIDENCE_FILES
from regia.match.tables import CORRESPONDENCES
from regia.model.table import Table
from regia.resolve.conflicts.tables import CONFLICTS

Rows = list[dict[str, object]]
AT = datetime(2026, 3, 1, tzinfo=UTC)


def made(folder: Path, name: str, tables: list[tuple[Table, Rows]]) -> Checkup:
    records = Records(folder)
    records.prepare()
    for table, rows in tables:
        records.write(table.name, name, {table.name: table.from_rows(rows)})
    runs = tuple(StageRun(table.name, name, 0.0, False, {table.name: len(rows)}) for table, rows in tables)
    return Checkup(name, name, "Prova", "1", AT, AT, runs)


def finding(name: str, severity: int = 2, records: int | None = 5) -> dict[str, object]:
    return {
        "finding": name, "rule": "r", "severity": severity, "subject": name, "text_it": f"{name} it",
        "text_en": f"{name} en", "records": records, "probability": 1.0, "evidence_table": "systems",
        "evidence_filter": "true", "first_seen": date(2026, 3, 1), "position": 1,
    }  # fmt: skip


def pair(field: str, band: str) -> dict[str, object]:
    names = {"system": ("crm", "erp"), "dataset": ("a", "b"), "field": (field, field)}
    sides = {f"{side}_{part}": names[part][at] for at, side in enumerate(("left", "right")) for part in names}
    rest = {
        column.name: 0.5 if column.type in ("probability", "share", "number") else "x"
        for column in CORRESPONDENCES.columns
        if column.required and column.name not in sides
    }
    return {**rest, **sides, "band": band, "probability": 0.5, "origin": "inferred"}


def conflict(record: str, value: str, kind: str = "different") -> dict[str, object]:
    return {
        "entity": "e", "concept": "customer", "attribute": "city", "system": "crm", "dataset": "a", "field": "city",
        "record": record, "value": value, "golden_value": "Roma", "kind": kind, "probability_right": 0.9,
        "reason": "newest",
    }  # fmt: skip


def file(name: str, status: str = "read", clues: int = 1) -> dict[str, object]:
    return {"file": name, "kind": "cron", "bytes": 10, "status": status, "clues": clues}


def ways(part: Part | None, column: str) -> dict[object, object]:
    assert part is not None
    return {row[column]: row["way"] for row in part.rows}


def test_each_way_is_told_and_counted(tmp_path: Path) -> None:
    old = made(
        tmp_path,
        "old",
        [
            (
                FINDINGS,
                [
                    finding("stays"),
                    finding("goes"),
                    finding("grows"),
                    finding("worsens"),
                    finding("unknown", records=None),
                ],
            ),
            (CORRESPONDENCES, [pair("kept", "accept"), pair("lost", "accept"), pair("doubted", "review")]),
            (
                CONFLICTS,
                [conflict("1", "Bari"), conflict("2", "Bari"), conflict("3", "Bari"), conflict("9", "x", "format")],
            ),
            (EVIDENCE_FILES, [file("a"), file("b"), file("c")]),
        ],
    )
    new = made(
        tmp_path,
        "new",
        [
            (
                FINDINGS,
                [
                    finding("stays"),
                    finding("grows", records=9),
                    finding("worsens", 4),
                    finding("unknown", records=None),
                    finding("comes"),
                ],
            ),
            (
                CORRESPONDENCES,
                [
                    pair("kept", "accept"),
                    pair("lost", "review"),
                    pair("doubted", "accept"),
                    pair("fresh", "accept"),
                    pair("weak", "reject"),
                ],
            ),
            (
                CONFLICTS,
                [conflict("2", "Bari"), conflict("3", "Como"), conflict("4", "Bari"), conflict("8", "", "missing")],
            ),
            (EVIDENCE_FILES, [file("a"), file("b", clues=3), file("d")]),
        ],
    )
    found = compare_evidence(Records(tmp_path), old, new)
    assert ways(found.findings, "finding") == {
        "comes": "came",
        "goes": "went",
        "grows": "changed",
        "worsens": "changed",
    }
    assert ways(found.correspondences, "left_field") == {"doubted": "came", "fresh": "came", "lost": "went"}
    assert found.conflicts is not None
    [counted] = found.conflicts.rows
    assert counted == {
        "concept": "customer",
        "attribute": "city",
        "system": "crm",
        "came": 1,
        "went": 1,
        "changed": 1,
    }
    assert ways(found.evidence_files, "file") == {"b": "changed", "c": "went", "d": "came"}
    counts = [
        (part.came, part.went, part.changed)
        for part in (found.findings, found.correspondences, found.conflicts, found.evidence_files)
        if part
    ]
    assert counts == [(1, 1, 2), (2, 1, 0), (1, 1, 1), (1, 1, 1)]


def test_the_same_twice_is_no_change(tmp_path: Path) -> None:
    one = made(tmp_path, "one", [(FINDINGS, [finding("a")]), (CONFLICTS, [conflict("1", "Bari")])])
    found = compare_evidence(Records(tmp_path), one, one)
    assert found.findings == found.conflicts == Part(0, 0, 0, ())


def test_what_one_did_not_work_out_is_not_compared(tmp_path: Path) -> None:
    one, two = made(tmp_path, "one", [(FINDINGS, [finding("a")])]), made(tmp_path, "two", [])
    assert compare_evidence(Records(tmp_path), one, two).findings is None
