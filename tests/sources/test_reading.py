"""Taking a snapshot of sources that fail in every way a source can."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from regia.errors.sources import (
    ConnectionLost,
    GrantMissing,
    LoginRefused,
    SourceTimeLimit,
    SourceUnreachable,
    TypeTooNarrow,
)
from regia.model.note import Note, Reason
from regia.snapshot.comparison import compare
from regia.snapshot.journal import Entry
from regia.snapshot.manifest import Tombstone, encode
from regia.sources import clock, dataset_reading, earlier, reading
from regia.sources.connector import FieldInfo, ReferenceInfo
from regia.workspace.company import Limits, System
from tests.sources.fake import FakeDataset, World, dataset, names, told, world

LOST = ConnectionLost(system="crm", target="b", detail="reset")
UNREACHABLE = SourceUnreachable(system="crm", host="db", detail="no route")
REFUSED = LoginRefused(system="crm", host="db", user="reader")
FORBIDDEN = GrantMissing(system="crm", user="reader", target="b", grant="GRANT SELECT ON b TO reader")
NARROW = TypeTooNarrow(system="crm", target="a", field="id")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return world(tmp_path, monkeypatch)


def test_all_is_read_and_each_dataset_holds_its_rows(here: World) -> None:
    here.system("crm", dataset("a", [1, 2], [3]), dataset("b", [4]))
    taken = here.snapshot()
    assert [(each.dataset, here.rows(each), each.status, each.records) for each in taken.datasets] == [
        ("a", [1, 2, 3], "read", 3),
        ("b", [4], "read", 1),
    ]
    assert [(each.system, each.status, each.interrupted) for each in taken.systems] == [("crm", "read", False)]
    assert taken.skipped == ()
    assert not here.store.damaged()


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (FORBIDDEN, Reason.FORBIDDEN),
        (SourceTimeLimit(system="crm", target="b", seconds=3), Reason.TIME_LIMIT),
        (RuntimeError("driver exploded"), Reason.BROKEN),
        (MemoryError("too wide"), Reason.BROKEN),
        (OSError(5, "Input/output error"), Reason.BROKEN),
    ],
)
@pytest.mark.parametrize("after", [0, 1])
def test_one_dataset_that_fails_is_told_and_the_others_are_read(
    here: World, broken: Exception, reason: Reason, after: int
) -> None:
    here.system("crm", dataset("a", [1]), dataset("b", *[[9]] * after, broken), dataset("c", [3]))
    here.system("erp", dataset("d", [4]))
    taken = here.snapshot()
    assert [(each.dataset, each.status, each.reason) for each in taken.datasets] == [
        ("a", "read", None),
        ("b", "failed", reason),
        ("c", "read", None),
        ("d", "read", None),
    ]
    assert [(note.dataset, note.system) for note in told(taken, reason)] == [("b", "crm")]
    assert [each.status for each in taken.systems] == ["partial", "read"]
    assert taken.find("crm", "b").object is None  # type: ignore[union-attr]
    assert not list(here.store.objects.folder.glob("scratch/*"))
    assert len(list(here.store.objects.names())) == 3


def test_a_fingerprint_that_fails_stops_its_dataset_alone(here: World) -> None:
    here.system("crm", dataset("a", [1], fingerprint=RuntimeError("no statistics")), dataset("b", [2]))
    taken = here.snapshot()
    assert [(each.dataset, each.status) for each in taken.datasets] == [("a", "failed"), ("b", "read")]


def test_views_and_patterns(here: World) -> None:
    datasets = [dataset(name, [1]) for name in ("orders", "order_log", "tmp_orders", "people")]
    here.system("crm", *datasets, dataset("v_orders", [1], kind="view"), include=("*order*",), exclude=("tmp_*",))
    taken = here.snapshot()
    found = {each.dataset: (each.status, each.reason) for each in taken.datasets}
    assert found == {
        "orders": ("read", None),
        "order_log": ("read", None),
        "tmp_orders": ("described", Reason.EXCLUDED),
        "people": ("described", Reason.EXCLUDED),
        "v_orders": ("described", Reason.VIEW),
    }
    assert [each.status for each in taken.systems] == ["read"]  # what was left out on purpose is no failure
    assert here.system("crm", *datasets, dataset("v", [7], kind="view"), read_views=True)
    assert here.rows(here.snapshot().find("crm", "v")) == [7]  # type: ignore[arg-type]


def test_what_the_catalogue_says_is_unreadable_is_told_once_with_its_reason(here: World) -> None:
    fake = here.system("crm", dataset("a", readable=False), dataset("b", readable=False), dataset("c", [1]))
    fake.catalogue_notes = [Note(Reason.ENCRYPTED, "a", detail="sheet")]
    taken = here.snapshot()
    assert {each.dataset: each.reason for each in taken.datasets} == {
        "a": Reason.ENCRYPTED,
        "b": Reason.FORBIDDEN,
        "c": None,
    }
    assert [(note.reason, note.dataset, note.detail) for note in taken.skipped] == [
        (Reason.ENCRYPTED, "a", "sheet"),
        (Reason.FORBIDDEN, "b", ""),
    ]
    assert fake.reads == ["c"]


def test_a_lost_connection_carries_over_what_the_last_snapshot_holds(here: World) -> None:
    here.system("crm", dataset("a", [1]), dataset("b", [2]), dataset("c", [3]), dataset("x", [0]), exclude=("x",))
    first = here.snapshot()
    here.system("crm", dataset("a", [10]), dataset("b", [2], LOST), dataset("c", [30]), dataset("new", [5]),
                dataset("x", [0]), exclude=("x",))  # fmt: skip
    second = here.snapshot()
    found = {each.dataset: each for each in second.datasets}
    assert here.rows(found["a"]) == [10]
    assert (here.rows(found["b"]), found["b"].origin, found["b"].status) == ([2], "carried", "read")
    assert (here.rows(found["c"]), found["c"].origin, found["c"].status) == ([3], "carried", "read")
    assert (found["new"].status, found["new"].reason) == ("failed", Reason.CONNECTION_LOST)
    assert (found["x"].status, found["x"].reason) == ("described", Reason.EXCLUDED)
    assert [(each.status, each.interrupted) for each in second.systems] == [("partial", True)]
    assert "db" not in second.systems[0].reason_it
    assert "cadut" in second.systems[0].reason_it
    assert "broke" in second.systems[0].reason_en
    age = [(note.detail, note.count) for note in told(second, Reason.NOT_SIMULTANEOUS)]
    assert age == [("carried", 2)]
    assert found["b"].read_at == first.find("crm", "b").read_at  # type: ignore[union-attr]


def test_a_lost_connection_is_told_as_such_though_closing_it_fails_too(here: World) -> None:
    here.system("crm", dataset("a", [1]), dataset("b", [2]))
    here.snapshot()
    fake = here.system("crm", dataset("a", [10]), dataset("b", LOST))
    fake.closing = RuntimeError("(0, '')")
    second = here.snapshot()
    assert second.systems[0].interrupted
    assert "broke" in second.systems[0].reason_en
    assert second.find("crm", "b").origin == "carried"  # type: ignore[union-attr]


@pytest.mark.parametrize("fingerprint", [None, "f"])
def test_after_a_lost_connection_the_next_run_takes_over_what_was_read(here: World, fingerprint: str | None) -> None:
    datasets = [dataset(name, [1], fingerprint=fingerprint) for name in "abc"]
    broken = dataset("b", LOST, fingerprint=fingerprint)
    here.system("crm", datasets[0], broken, datasets[2])
    here.snapshot()
    again = here.system("crm", *datasets)
    taken = here.snapshot()
    assert again.reads == ["b", "c"]
    assert [each.origin for each in taken.datasets] == ["resumed", "source", "source"]
    assert [(note.detail, note.count) for note in told(taken, Reason.NOT_SIMULTANEOUS)] == [("resumed", 1)]


def test_what_was_carried_over_is_not_taken_for_what_was_read(here: World) -> None:
    here.system("crm", dataset("a", [1]), dataset("b", [2]))
    here.snapshot()
    here.system("crm", dataset("a", LOST), dataset("b", [2]))
    here.snapshot()
    back = here.system("crm", dataset("a", [10]), dataset("b", [20]))
    taken = here.snapshot()
    assert back.reads == ["a", "b"]
    assert [here.rows(each) for each in taken.datasets] == [[10], [20]]


def test_an_unreachable_source_is_carried_over_and_told(here: World) -> None:
    fake = here.system("crm", dataset("a", [1], notes=[Note(Reason.VALUE_AS_TEXT, "a", "id", "odd", 2)]))
    fake.definitions = (("v", "SELECT 1"),)
    here.system("erp", dataset("b", [2]))
    first = here.snapshot()
    fake.opening = UNREACHABLE
    here.connector.sources["erp"].datasets = [dataset("b", [3])]
    second = here.snapshot()
    status = {each.system: each.status for each in second.systems}
    assert status == {"crm": "failed", "erp": "read"}
    carried = second.find("crm", "a")
    assert carried is not None
    assert (carried.origin, here.rows(carried)) == ("carried", [1])
    assert [note.dataset for note in told(second, Reason.VALUE_AS_TEXT)] == ["a"]
    assert second.definitions == first.definitions
    reason = second.systems[0]
    assert "non risponde" in reason.reason_it
    assert "does not answer" in reason.reason_en
    assert [change.kind for change in compare(first, second)] == ["system_unread", "records_changed"][:1]


def test_a_refused_login_carries_nothing(here: World) -> None:
    fake = here.system("crm", dataset("a", [1]))
    here.snapshot()
    fake.opening = REFUSED
    second = here.snapshot()
    assert second.datasets == ()
    assert [each.status for each in second.systems] == ["failed"]


def test_a_source_that_never_answered_is_told_with_nothing(here: World) -> None:
    here.system("crm").opening = UNREACHABLE
    taken = here.snapshot()
    assert (taken.datasets, taken.skipped) == ((), ())
    assert [each.status for each in taken.systems] == ["failed"]


@pytest.mark.parametrize(
    "broken",
    [("opening", RuntimeError("boom")), ("catalogue_error", ValueError("boom")), ("closing", KeyError("boom"))],
)
def test_a_driver_that_raises_anything_stops_its_own_system_alone(here: World, broken: tuple[str, Exception]) -> None:
    setattr(here.system("crm", dataset("a", [1])), *broken)
    here.system("erp", dataset("b", [2]))
    taken = here.snapshot()
    crm, erp = taken.systems
    assert (crm.status, erp.status) == ("partial" if broken[0] == "closing" else "failed", "read")
    assert "boom" in crm.reason_en


def test_a_time_limit_in_the_middle_of_a_dataset(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [0.0]
    monkeypatch.setattr(dataset_reading.time, "monotonic", lambda: moment[0])

    def hours_pass() -> None:
        moment[0] += 3600

    limits = Limits(minutes=90)
    late = dataset("b", [1] * 30, hours_pass, [2] * 30, hours_pass, [3] * 30, estimated_records=120)
    here.system("crm", dataset("a", [1]), late, dataset("c", [5], estimated_records=7), limits=limits)
    taken = here.snapshot()
    a, b, c = taken.datasets
    assert a.status == "read"
    assert (b.status, b.reason, b.records, b.sampled_share, b.source_records) == (
        "sampled", Reason.TIME_LIMIT, 90, 0.75, 120)  # fmt: skip
    assert (c.status, c.reason, c.sampled_share, c.source_records) == ("failed", Reason.TIME_LIMIT, 0.0, 7)
    assert [(note.dataset, note.share) for note in told(taken, Reason.TIME_LIMIT)] == [("b", 0.75), ("c", None)]
    assert taken.systems[0].status == "partial"
    assert here.connector.sources["crm"].abandoned == 1


def test_a_row_limit_keeps_that_many_rows(here: World) -> None:
    big = dataset("a", [1] * 40, [2] * 40, [3] * 40, estimated_records=150)
    here.system("crm", big, dataset("b", [1]), limits=Limits(rows=60))
    taken = here.snapshot()
    a, b = taken.datasets
    assert here.rows(a) == [1] * 40 + [2] * 20
    assert (a.status, a.reason, a.sampled_share) == ("sampled", Reason.ROW_LIMIT, 0.4)
    assert (b.status, b.reason) == ("failed", Reason.ROW_LIMIT)


def test_a_byte_limit_without_an_estimate_says_that_the_share_is_unknown(here: World) -> None:
    here.system("crm", dataset("a", [1] * 1000, [2] * 1000, [3] * 1000), limits=Limits(gigabytes=10_000 / 10**9))
    (a,) = here.snapshot().datasets
    assert (a.status, a.reason, a.records, a.sampled_share) == ("sampled", Reason.BYTE_LIMIT, 2000, None)


def test_rows_per_dataset_takes_a_sample_of_what_is_larger(here: World) -> None:
    fake = here.system(
        "crm",
        dataset("large", [1] * 50, [2] * 80, sampled="random", estimated_records=1000),
        dataset("small", [1] * 20, sampled="all"),
        limits=Limits(rows_per_dataset=100),
    )
    large, small = here.snapshot().datasets
    assert fake.asked_rows == [100, 100]
    assert (large.status, large.reason, large.records, large.sampled_share) == ("sampled", None, 100, 0.1)
    assert (small.status, small.records, small.sampled_share) == ("read", 20, 1.0)


def test_a_limit_is_no_longer_in_force_when_it_is_raised(here: World) -> None:
    cut = dataset("a", [1] * 40, [2] * 40, fingerprint="same")
    here.system("crm", cut, limits=Limits(rows=50))
    here.snapshot()
    here.system("crm", cut)
    (a,) = here.snapshot().datasets
    assert (a.status, a.records) == ("read", 80)


def test_a_type_too_narrow_is_read_again_and_told_once(here: World) -> None:
    calls = iter([True, False])

    def narrow_once() -> None:
        if next(calls):
            odd.notes = [Note(Reason.VALUE_AS_TEXT, "a", "id", "zero dates", 7)]
            raise NARROW

    odd = dataset("a", [1], narrow_once, [2], notes=[Note(Reason.VALUE_AS_TEXT, "a", "id", "zero dates", 1)])
    fake = here.system("crm", odd)
    taken = here.snapshot()
    assert fake.reads == ["a", "a"]
    assert here.rows(taken.datasets[0]) == [1, 2]
    assert [note.count for note in told(taken, Reason.VALUE_AS_TEXT)] == [7]
    assert not list(here.store.objects.folder.glob("scratch/*"))


def test_a_type_that_never_fits_ends(here: World) -> None:
    fake = here.system("crm", dataset("a", NARROW), dataset("b", [1]))
    taken = here.snapshot()
    assert fake.reads == ["a", "a", "b"]
    assert [(each.dataset, each.status) for each in taken.datasets] == [("a", "failed"), ("b", "read")]


def test_notes_stay_with_their_dataset(here: World) -> None:
    one = dataset("a", [1], notes=[Note(Reason.VALUE_CHANGED, None, "id", "zero dates", 3, 0.5)])
    two = dataset("b", [2], notes=[Note(Reason.GUESSED, "b", "id")])
    here.system("crm", one, two, dataset("c", RuntimeError("x"), notes=[Note(Reason.ROW_MALFORMED, "c", count=1)]))
    taken = here.snapshot()
    found = [(note.dataset, note.reason, note.count) for note in taken.skipped]
    assert found == [
        ("a", Reason.VALUE_CHANGED, 3),
        ("b", Reason.GUESSED, None),
        ("c", Reason.ROW_MALFORMED, 1),
        ("c", Reason.BROKEN, None),
    ]


def test_datasets_and_fields_of_one_name_are_kept_apart(here: World) -> None:
    twice = (FieldInfo("id", "INTEGER"), FieldInfo("id", "INTEGER"))
    here.system(
        "crm",
        dataset("a", [1], locator=("1",)),
        dataset("a", [2], locator=("2",)),
        dataset("b", fields=twice, schema=pa.schema([("id", pa.int64()), ("id", pa.int64())]), locator=("3",)),
        dataset("c", fields=twice, kind="view", locator=("4",)),
    )
    taken = here.snapshot()
    assert names(taken.datasets) == ["a", "a_2", "b", "c"]
    assert [here.rows(each) for each in taken.datasets[:2]] == [[1], [2]]
    assert taken.datasets[2].status == "failed"
    assert [field.name for field in taken.datasets[3].fields] == ["id", "id_2"]
    assert len(told(taken, Reason.NAME_CHANGED)) == 1


def test_names_that_are_no_unicode_can_be_written_down(here: World) -> None:
    odd = "caff\udce8"
    here.system(
        "crm",
        dataset(odd, [1], locator=(odd,), comment=odd, notes=[Note(Reason.GUESSED, odd, odd, odd)]),
        dataset("b", [1], fields=(FieldInfo(odd, odd),), locator=("b",)),
    )
    taken = here.snapshot()
    encode(taken)
    assert names(taken.datasets) == ["caff\\udce8", "b"]
    assert [each.status for each in taken.datasets] == ["read", "failed"]


def test_a_table_without_columns_is_read_as_that(here: World) -> None:
    here.system("crm", dataset("none", fields=(), schema=pa.schema([])), dataset("empty"))
    none, empty = here.snapshot().datasets
    assert (none.status, none.object, none.records) == ("read", None, 0)
    assert (empty.status, empty.records, here.rows(empty)) == ("read", 0, [])


def test_batches_that_do_not_fit_their_schema_are_told(here: World) -> None:
    wrong = pa.record_batch({"id": pa.array(["x"])})
    here.system("crm", dataset("a", wrong), dataset("b", [1]))
    assert [each.status for each in here.snapshot().datasets] == ["failed", "read"]


def test_an_unchanged_fingerprint_is_not_read_again(here: World) -> None:
    fake = here.system("crm", dataset("a", [1], fingerprint="one"), dataset("b", [2], fingerprint="one"))
    first = here.snapshot()
    fake.reads.clear()
    fake.datasets = [dataset("a", [1], fingerprint="one"), dataset("b", [20], fingerprint="two")]
    second = here.snapshot()
    assert fake.reads == ["b"]
    assert second.snapshot != first.snapshot
    assert second.datasets[0].object == first.datasets[0].object
    assert [each.origin for each in second.datasets] == ["unchanged", "source"]
    assert second.datasets[0].read_at == first.datasets[0].read_at


def test_nothing_changed_is_the_same_snapshot(here: World) -> None:
    fake = here.system("crm", dataset("a", [1], fingerprint="one"), dataset("v", kind="view"))
    here.company = replace(here.company, systems=(*here.company.systems, System("crisp", "no source")))
    here.system("erp", dataset("b", RuntimeError("always"), fingerprint="one"))
    first = here.snapshot()
    assert here.snapshot().snapshot == first.snapshot
    assert here.store.ids() == [first.snapshot]
    fake.datasets[0] = dataset("a", [1], fingerprint="one", comment="now described", key=("id",))
    second = here.snapshot()
    assert second.snapshot != first.snapshot
    assert (second.datasets[0].origin, second.datasets[0].key) == ("unchanged", ("id",))


def test_afresh_reads_what_did_not_change(here: World) -> None:
    fake = here.system("crm", dataset("a", [1], fingerprint="one"))
    first = here.snapshot()
    second = here.snapshot(afresh=True)
    assert fake.reads == ["a", "a"]
    assert second.snapshot != first.snapshot
    assert second.datasets[0].object == first.datasets[0].object


def test_only_some_systems_are_read_and_the_others_carried(here: World) -> None:
    here.system("crm", dataset("a", [1]))
    erp = here.system("erp", dataset("b", [2]))
    here.snapshot()
    here.system("crm", dataset("a", [10]))
    second = here.snapshot("crm")
    assert erp.reads == ["b"]
    assert {each.system: each.status for each in second.systems} == {"crm": "read", "erp": "carried"}
    assert {each.system: each.origin for each in second.datasets} == {"crm": "source", "erp": "carried"}


def test_an_object_that_is_gone_is_read_again(here: World) -> None:
    fake = here.system("crm", dataset("a", [1], fingerprint="one"))
    first = here.snapshot()
    here.store.path(first.datasets[0]).unlink()
    second = here.snapshot()
    assert fake.reads == ["a", "a"]
    assert here.rows(second.datasets[0]) == [1]


class TestResuming:
    """What a killed run had read, as its journal tells."""

    def killed_after(self, here: World, *parts: FakeDataset) -> None:
        """Leave the journal of a run that read these and was killed."""
        here.system("crm", *parts, dataset("killer", KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            here.snapshot()
        assert here.store.ids() == []

    @pytest.mark.parametrize("fingerprint", [None, "f"])
    def test_it_is_taken_over(self, here: World, fingerprint: str | None) -> None:
        note = Note(Reason.VALUE_AS_TEXT, "a", "id")
        self.killed_after(here, dataset("a", [1], fingerprint=fingerprint, notes=[note]))
        fake = here.system("crm", dataset("a", [1], fingerprint=fingerprint), dataset("b", [2]))
        taken = here.snapshot()
        assert fake.reads == ["b"]
        assert [each.origin for each in taken.datasets] == ["resumed", "source"]
        assert len(told(taken, Reason.VALUE_AS_TEXT)) == 1
        assert not here.store.journal.path.exists()

    def test_not_when_it_changed_since(self, here: World) -> None:
        self.killed_after(here, dataset("a", [1], fingerprint="one"))
        here.system("crm", dataset("a", [2], fingerprint="two"))
        assert here.rows(here.snapshot().datasets[0]) == [2]

    def test_not_when_asked_afresh(self, here: World) -> None:
        self.killed_after(here, dataset("a", [1]))
        fake = here.system("crm", dataset("a", [1]))
        here.snapshot(afresh=True)
        assert fake.reads == ["a"]

    def test_not_when_another_question_is_asked(self, here: World) -> None:
        self.killed_after(here, dataset("a", [1]))
        fake = here.system("crm", dataset("a", [1]), limits=Limits(rows_per_dataset=5))
        here.snapshot()
        assert fake.reads == ["a"]

    def test_not_a_dataset_that_was_cut_by_a_limit(self, here: World) -> None:
        here.system("crm", dataset("a", [1] * 9), dataset("k", KeyboardInterrupt()), limits=Limits(gigabytes=1e-9))
        here.connector.sources["crm"].datasets[1].info = replace(
            here.connector.sources["crm"].datasets[1].info, readable=True
        )
        here.snapshot()  # the second dataset is past the limit
        here.system("crm", dataset("a", [1] * 9))
        (a,) = here.snapshot().datasets
        assert (a.status, a.records) == ("read", 9)

    @pytest.mark.parametrize(("hours", "reads"), [(11, []), (13, ["a"])])
    def test_for_twelve_hours(self, here: World, monkeypatch: pytest.MonkeyPatch, hours: int, reads: list[str]) -> None:
        self.killed_after(here, dataset("a", [1]))
        fake = here.system("crm", dataset("a", [1]))
        later: Callable[[], datetime] = lambda: datetime.now(UTC) + timedelta(hours=hours)  # noqa: E731
        for module in (reading, dataset_reading, clock):
            monkeypatch.setattr(module, "now", later)
        here.snapshot()
        assert fake.reads == reads

    def test_a_line_cut_by_the_kill_loses_itself_alone(self, here: World) -> None:
        self.killed_after(here, dataset("a", [1]), dataset("b", [2]))
        data = here.store.journal.path.read_bytes()
        here.store.journal.path.write_bytes(data[:-20])
        self.killed_after(here, dataset("a", [1]), dataset("b", [2]), dataset("c", [3]))
        assert [entry.dataset.dataset for entry in here.store.journal.entries()] == ["a", "b", "c"]

    def test_the_journal_of_a_run_that_had_just_ended_is_no_news(self, here: World) -> None:
        fake = here.system("crm", dataset("a", [1]))
        first = here.snapshot()
        here.store.journal.add(Entry(first.datasets[0]))  # killed between the snapshot and the journal's end
        fake.datasets = [dataset("a", [2])]
        assert here.rows(here.snapshot().datasets[0]) == [2]

    def test_an_object_that_a_power_cut_emptied_is_not_taken_over(self, here: World) -> None:
        self.killed_after(here, dataset("a", [1]))
        (name,) = here.store.objects.names()
        path = here.store.objects.path(name)
        path.chmod(0o600)
        path.write_bytes(b"\0" * path.stat().st_size)
        fake = here.system("crm", dataset("a", [1]))
        taken = here.snapshot()
        assert fake.reads == ["a"]
        assert here.store.objects.damaged(str(taken.datasets[0].object)) == ""

    def test_an_object_that_is_gone_is_not_taken_over(self, here: World) -> None:
        self.killed_after(here, dataset("a", [1]))
        for name in list(here.store.objects.names()):
            here.store.objects.path(name).unlink()
        fake = here.system("crm", dataset("a", [1]))
        here.snapshot()
        assert fake.reads == ["a"]


class TestSecrets:
    """A password never reaches the evidence, whatever a driver says."""

    PASSWORD = "s3gr3t0-d3l-cap0"

    @pytest.fixture
    def leaky(self, here: World, monkeypatch: pytest.MonkeyPatch) -> World:
        monkeypatch.setenv("CRM_PASSWORD", self.PASSWORD)
        says = f"cannot log in as reader/{self.PASSWORD} at postgresql://reader:{self.PASSWORD}@db"
        leak = RuntimeError(says)
        fake = here.system(
            "crm",
            dataset("a", [1], notes=[Note(Reason.GUESSED, detail=says)], query=f"-- {says}"),
            dataset("b", leak),
            dataset("c", GrantMissing(system="crm", user=says, target="c", grant="-")),
            dataset("d", ConnectionLost(system="crm", target="d", detail=says)),
            password="env:CRM_PASSWORD",
        )
        fake.catalogue_notes = [Note(Reason.UNSUPPORTED, detail=says)]
        fake.definitions = (("job", f"CALL remote('{self.PASSWORD}')"),)
        return here

    def test_not_in_manifest_or_journal(self, leaky: World) -> None:
        taken = leaky.snapshot()
        assert leaky.connector.sources["crm"].password == self.PASSWORD
        assert len(taken.datasets) == 4
        assert self.PASSWORD.encode() not in encode(taken)
        for path in leaky.company.folder.rglob("*"):
            assert not path.is_file() or self.PASSWORD.encode() not in path.read_bytes(), path

    def test_not_in_the_journal_of_a_killed_run(self, leaky: World) -> None:
        fake = leaky.connector.sources["crm"]
        fake.datasets = [fake.datasets[0], dataset("killer", KeyboardInterrupt())]
        with pytest.raises(KeyboardInterrupt):
            leaky.snapshot()
        assert self.PASSWORD.encode() not in leaky.store.journal.path.read_bytes()
        assert list(leaky.store.journal.entries())

    @pytest.mark.parametrize("where", ["opening", "catalogue_error", "closing"])
    def test_not_in_the_reason_of_a_system(self, leaky: World, where: str) -> None:
        fake = leaky.connector.sources["crm"]
        fake.datasets = fake.datasets[:1]
        setattr(fake, where, RuntimeError(f"password={self.PASSWORD}"))
        assert self.PASSWORD.encode() not in encode(leaky.snapshot())


def test_references_and_keys_of_reused_datasets_are_todays(here: World) -> None:
    fake = here.system("crm", dataset("a", [1], fingerprint="one"))
    here.snapshot()
    fake.datasets = [dataset("a", [1], fingerprint="one", references=(ReferenceInfo(("id",), "b", ("id",)),))]
    taken = here.snapshot()
    assert taken.datasets[0].references[0].to_dataset == "b"


def test_a_damaged_newest_manifest_does_not_stop_the_next_snapshot(here: World) -> None:
    fake = here.system("crm", dataset("a", [1], fingerprint="one"))
    first = here.snapshot()
    path = here.store.folder / "snapshots" / f"{first.snapshot}.json"
    path.write_bytes(path.read_bytes()[:100])
    second = here.snapshot()
    assert second.snapshot > first.snapshot
    assert fake.reads == ["a", "a"]
    assert here.store.remove([]) == 0
    assert here.rows(second.datasets[0]) == [1]


def test_a_tombstone_follows_the_dataset_until_it_is_read_again(here: World) -> None:
    here.system("crm", dataset("a", [1, 2], fingerprint="one"))
    here.system("erp", dataset("b", [2]))
    first = here.snapshot()
    stone = Tombstone("crm", "a", 1, first.taken_at, "art. 17")
    here.store.replace(replace(first, tombstones=(stone,)))
    second = here.snapshot()
    assert (second.snapshot != first.snapshot, second.tombstones) == (True, (stone,))
    here.system("crm", dataset("a", [1, 2], fingerprint="two"))
    assert here.snapshot().tombstones == ()


def test_ten_thousand_tables_take_seconds(here: World) -> None:
    many = [dataset(f"t{number}", kind="view", fingerprint="one", locator=(str(number),)) for number in range(10_000)]
    fake = here.system("crm", *many)
    first = here.snapshot()
    fake.opening = UNREACHABLE
    started = datetime.now(UTC)
    second = here.snapshot()
    assert (len(first.datasets), len(second.datasets)) == (10_000, 10_000)
    assert (datetime.now(UTC) - started).total_seconds() < 5


def test_earlier_is_what_earlier_runs_left(here: World) -> None:
    found = earlier.Earlier.of(here.store, datetime.now(UTC), afresh=False)
    assert (found.snapshot, dict(found.resumable), found.of_system("crm")) == (None, {}, ())
