"""The register: what is said of one thing is told once, and what was said and measured is compared."""

from regia.interfaces.clue import Clue, Schedule
from regia.interfaces.register import Check, Ruling, register
from tests.interfaces.small import company

SQL = Clue("sql", "declared", "shop", "erp", "jobs/orders.sql", concept="order")
DATA = Clue("data", "inferred", "shop", "erp", "a > b", concept="order", mode="batch", probability=0.9)


def _lines(*clues, schedules=(), checked=frozenset(), rulings=None):
    found = register(clues, schedules, company(), Check(frozenset(checked)), rulings)
    return {line.interface: line for line in found}


def test_evidence_of_one_thing_is_one_line() -> None:
    lines = _lines(SQL, DATA)
    assert list(lines) == ["shop>erp:order"]
    line = lines["shop>erp:order"]
    assert (line.status, line.mode, line.contradiction) == ("declared", "batch", None)
    assert line.probability == 1 - (1 - 0.9) * (1 - 0.9)


def test_roles_of_a_party_pass_as_one() -> None:
    lead = Clue("otlp", "observed", "crm", "erp", "t", concept="lead")
    customer = Clue("openapi", "declared", "crm", "erp", "a", concept="customer")
    assert set(_lines(lead, customer)) == {"crm>erp:party"}


def test_a_schedule_joins_the_script_it_starts_and_is_not_told_twice() -> None:
    named = Clue("crontab", "declared", "shop", "erp", "crontab:5", concept="order", mode="batch", probability=0.7)
    [line] = _lines(SQL, named, schedules=[Schedule("orders.sql", "crontab:5", "5 2 * * *")]).values()
    assert [(clue.kind, clue.reference) for clue in line.clues] == [
        ("crontab", "crontab:5"),
        ("sql", "jobs/orders.sql"),
    ]
    assert line.mode == "batch"


def test_a_job_that_starts_at_fixed_hours_is_no_import() -> None:
    once = Clue("data", "inferred", "shop", "erp", "a > b", concept="order", mode="import", probability=0.9)
    [line] = _lines(SQL, once, schedules=[Schedule("orders.sql", "crontab:5", "5 2 * * *")]).values()
    assert line.mode == "batch"
    assert _lines(SQL, once)["shop>erp:order"].mode == "import"


def test_what_is_declared_and_nothing_shows_is_dead_only_where_the_data_could_tell() -> None:
    assert _lines(SQL)["shop>erp:order"].status == "declared"
    dead = _lines(SQL, checked={("shop", "erp", "order")})["shop>erp:order"]
    assert (dead.status, dead.contradiction, dead.probability) == ("contradicted", "dead", 0.1)
    seen = Clue("otlp", "observed", "shop", "erp", "t", concept="order")
    assert _lines(SQL, seen, checked={("shop", "erp", "order")})["shop>erp:order"].contradiction is None


def test_data_that_passes_the_other_way_contradicts() -> None:
    back = Clue("data", "inferred", "erp", "shop", "b > a", concept="order", probability=0.9)
    checked = {("shop", "erp", "order"), ("erp", "shop", "order")}
    lines = _lines(SQL, back, checked=checked)
    assert lines["shop>erp:order"].contradiction == "direction"
    assert lines["erp>shop:order"].contradiction is None


def test_a_person_is_right() -> None:
    lines = _lines(SQL, DATA, checked={("shop", "erp", "order")}, rulings={"shop>erp:order": Ruling(False)})
    assert (lines["shop>erp:order"].probability, lines["shop>erp:order"].verdict) == (0.0, "rejected")


def test_what_is_written_in_regia_toml_is_not_taken_away_by_a_verdict() -> None:
    written = Clue("regia.toml", "declared", "shop", "erp", "regia.toml", concept="order")
    line = _lines(written, DATA, rulings={"shop>erp:order": Ruling(False)})["shop>erp:order"]
    assert (line.verdict, line.status) == (None, "declared")
    assert line.probability > 0.9


def test_a_name_given_by_a_person_is_kept() -> None:
    line = _lines(DATA, rulings={"shop>erp:order": Ruling(True, "Ordini della notte")})["shop>erp:order"]
    assert (line.name, line.verdict, line.status) == ("Ordini della notte", "confirmed", "inferred")


def test_what_a_person_confirmed_stays_when_the_data_shows_it_no_more() -> None:
    rulings = {"crm>erp:party": Ruling(True), "crm>gone:party": Ruling(True), "erp>crm:order": Ruling(False)}
    lines = _lines(DATA, checked={("crm", "erp", "party")}, rulings=rulings)
    assert set(lines) == {"shop>erp:order", "crm>erp:party"}
    assert (lines["crm>erp:party"].contradiction, lines["crm>erp:party"].probability) == (None, 1.0)


def test_a_clue_without_a_concept_joins_those_of_its_pair() -> None:
    vague = Clue("catalogue", "declared", "shop", "erp", "linked server x")
    assert set(_lines(SQL, vague)) == {"shop>erp:order"}
    assert set(_lines(vague)) == {"shop>erp:?"}


def test_what_looks_like_work_by_hand_is_none_where_a_machine_was_seen_to_carry_it() -> None:
    hand = Clue("data", "inferred", "shop", "erp", "a > b", concept="order", mode="manual", probability=0.9)
    seen = Clue("otlp", "observed", "shop", "erp", "t", concept="order", mode="realtime")
    assert _lines(hand, seen)["shop>erp:order"].mode == "realtime"
    assert _lines(hand, SQL)["shop>erp:order"].mode == "manual"
