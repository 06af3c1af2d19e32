"""The machinery of findings: identity, first seen, ranking, causes, rules that fail."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regia.errors import Text
from regia.findings import stage
from regia.findings.rules import rules
from regia.findings.tables import FINDINGS, RULES
from regia.model.progress import Silent
from regia.model.rule import Hit, Pool, Rule, Severity, Tables
from regia.profile.tables import DATASETS
from regia.snapshot.evidence import Evidence
from regia.snapshot.store import Store
from regia.workspace.company import Company
from tests.snapshot.made import manifest

Rows = list[dict[str, Any]]
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def hit(subject: str, **more: Any) -> Hit:
    return Hit(subject, {"name": subject}, "systems", "true", **more)


def rule(code: str, find: Callable[[Tables], Iterable[Hit]] | list[Hit], severity: int = 2, **more: Any) -> Rule:
    found = find if callable(find) else lambda _: find
    texts = {"title": Text(code, code), "it_does": Text("a", "b"), "business_does": Text("c", "d")}
    return Rule(
        code, Severity(severity), says=Text("{name} in italiano", "{name} in English"), find=found, **texts, **more
    )


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Rows, Rows]]:
    """Run rules on an empty company and return the findings by rank, and the rules."""
    evidence = Evidence(Company(tmp_path, "Prova"), manifest(), Store(tmp_path))

    def run(*given: Rule, day: date = MARCH, previous: Any = None) -> tuple[Rows, Rows]:
        monkeypatch.setattr(stage, "rules", lambda: given)
        known = {} if previous is None else {"findings": FINDINGS.from_rows(previous)}
        tables = stage.compute(replace(evidence, day=day, previous=known), stage.Options(), Silent())
        checked = FINDINGS.check(tables["findings"]), RULES.check(tables["rules"])
        return tuple(table.to_pylist() for table in checked)  # type: ignore[return-value]

    return run


def test_the_identity_of_a_finding_depends_on_rule_and_subject_alone(found: Callable[..., tuple[Rows, Rows]]) -> None:
    (one,), _ = found(rule("r", [hit("crm", severity=Severity.MAJOR)]))
    (two,), _ = found(rule("r", [hit("crm", records=5, probability=0.5)]), rule("s", []), day=APRIL)
    (three,), _ = found(rule("s", [hit("crm")]))
    (four,), _ = found(rule("r", [hit("erp")]))
    assert one["finding"] == two["finding"]
    assert len({one["finding"], three["finding"], four["finding"]}) == 3
    assert stage.identity("a", "bc") != stage.identity("ab", "c")


def test_first_seen_is_kept_and_a_new_finding_is_of_today(found: Callable[..., tuple[Rows, Rows]]) -> None:
    before, _ = found(rule("r", [hit("crm")]))
    after, _ = found(rule("r", [hit("crm"), hit("erp")]), day=APRIL, previous=before)
    assert {row["subject"]: row["first_seen"] for row in after} == {"crm": MARCH, "erp": APRIL}
    gone, _ = found(rule("r", []), day=APRIL, previous=before)
    assert gone == []


def test_ranked_by_severity_money_and_confidence(found: Callable[..., tuple[Rows, Rows]]) -> None:
    euro = {"eur_year_low": Decimal(50_000), "eur_year_high": Decimal(150_000), "eur_pool": Pool.HOURS}
    hits = [
        hit("unsure", severity=Severity.CRITICAL, probability=0.1),
        hit("remark", severity=Severity.REMARK),
        hit("costly", severity=Severity.MAJOR, **euro),
        hit("major", severity=Severity.MAJOR),
        hit("b", severity=Severity.MINOR),
        hit("a", severity=Severity.MINOR),
    ]
    rows, _ = found(rule("r", hits))
    assert [row["subject"] for row in rows] == ["costly", "major", "a", "b", "remark", "unsure"]
    assert [row["position"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [rows[0][name] for name in ("eur_year_low", "eur_year_high", "eur_pool")] == [50_000, 150_000, "hours"]
    assert found(rule("r", hits[::-1]))[0] == rows


def test_a_finding_stands_under_its_cause_where_that_was_found(found: Callable[..., tuple[Rows, Rows]]) -> None:
    rows, _ = found(
        rule("cause", [hit("x")]),
        rule(
            "effect",
            [hit("y", cause=("cause", "x")), hit("z", cause=("cause", "gone")), hit("s", cause=("effect", "s"))],
        ),
    )
    causes = {row["subject"]: row["cause"] for row in rows}
    assert causes == {"x": None, "y": stage.identity("cause", "x"), "z": None, "s": None}


def test_one_subject_twice_is_one_finding(found: Callable[..., tuple[Rows, Rows]]) -> None:
    rows, ran = found(rule("r", [hit("crm"), hit("crm", records=3)]))
    assert [row["subject"] for row in rows] == ["crm"]
    assert [each["hits"] for each in ran] == [1]


def raising(_: Tables) -> Iterable[Hit]:
    yield hit("first")
    raise ZeroDivisionError("by zero")


BROKEN: dict[str, Callable[[Tables], Iterable[Hit]] | list[Hit]] = {
    "raises": raising,
    "leaves a value of its sentence out": [Hit("x", {}, "systems", "true")],
    "is more than sure": [hit("x", probability=1.5)],
    "is sure of no number": [hit("x", probability=float("nan"))],
    "counts halves": [hit("x", records=1.5)],
    "wants a table that is not there": lambda tables: [hit(str(tables.table("nothing")))],
    "asks nonsense": lambda tables: [hit(str(tables.query("SELECT FROM")))],
    "gives no hits": lambda _: None,  # type: ignore[dict-item,return-value]
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_rule_that_fails_is_told_and_does_not_stop_the_others(
    found: Callable[..., tuple[Rows, Rows]], broken: str
) -> None:
    rows, ran = found(rule("a", [hit("crm")]), rule("b", BROKEN[broken]), rule("c", [hit("erp")]))
    assert sorted(row["subject"] for row in rows) == ["crm", "erp"]
    assert [(each["rule"], each["hits"], each["failure"] is None) for each in ran] == [
        ("a", 1, True),
        ("b", None, False),
        ("c", 1, True),
    ]


def test_a_rule_that_finds_nothing_ran(found: Callable[..., tuple[Rows, Rows]]) -> None:
    rows, (ran,) = found(rule("a", []))
    assert (rows, ran["hits"], ran["failure"]) == ([], 0, None)
    assert (ran["title_it"], ran["it_does_en"], ran["business_does_it"], ran["severity"]) == ("a", "b", "c", 2)


def test_the_sentences_are_filled_in_both_languages(found: Callable[..., tuple[Rows, Rows]]) -> None:
    (row,), _ = found(rule("a", [hit("{0} {name}")]))
    assert (row["text_it"], row["text_en"]) == ("{0} {name} in italiano", "{0} {name} in English")


def test_without_a_day_of_its_own_a_check_up_is_of_the_snapshots_day(tmp_path: Path) -> None:
    evidence = Evidence(Company(tmp_path, "Prova"), manifest(), Store(tmp_path))
    assert evidence.today == datetime(2026, 3, 1, tzinfo=UTC).date()


def test_the_rules_of_the_house_have_their_own_codes_and_say_all_in_both_languages() -> None:
    house = rules()
    codes = [each.code for each in house]
    assert codes == sorted(set(codes))
    assert {"table_without_key", "empty_dataset", "empty_field", "no_writes_for_a_year", "unowned_system",
            "contract_ending_soon"} <= set(codes)  # fmt: skip
    for each in house:
        for text in (each.title, each.says, each.it_does, each.business_does):
            assert text.it.strip()
            assert text.en.strip()
            assert text.it != text.en, each.code


def test_two_rules_of_one_code_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from regia.findings import rules as registry

    monkeypatch.setattr(registry, "_found", lambda: iter([rule("a", []), rule("a", [])]))
    with pytest.raises(ValueError, match="code a"):
        registry.rules.__wrapped__()


def test_what_is_found_in_a_copy_follows_from_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"source_kind": "table", "fields": 3, "status": "read", "system": "erp"}
    datasets = DATASETS.from_rows(
        [{**row, "dataset": "clienti"}, {**row, "dataset": "clienti_old", "copy_of": "clienti"}]
    )
    evidence = Evidence(Company(tmp_path, "Prova"), manifest(), Store(tmp_path), tables={"datasets": datasets})
    hits = [hit(f"erp.{name}.email", system="erp", dataset=name) for name in ("clienti", "clienti_old")]
    copy = rule("dataset_copy", [hit("erp.clienti_old", system="erp", dataset="clienti_old")])
    monkeypatch.setattr(stage, "rules", lambda: (copy, rule("invalid", hits)))
    rows = stage.compute(evidence, stage.Options(), Silent())["findings"].to_pylist()
    found = {each["subject"]: each for each in rows}
    assert found["erp.clienti_old.email"]["cause"] == found["erp.clienti_old"]["finding"]
    assert found["erp.clienti_old"]["cause"] is None
    assert found["erp.clienti.email"]["cause"] is None
