"""Check-ups by a timetable: at the company's own hour, missed ones made up once, never two at once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regia.web.people.audit import Event
from regia.web.people.links import join
from regia.web.people.models import AuditEntry, Company, Person
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.web.runs import services, tasks
from regia.web.runs.clock import keep_time
from regia.web.runs.models import Run, Schedule, State
from regia.web.runs.timetable import Every, Timetable, next_moment
from tests.checkup.made import company, sqlite

BrowserOf = Callable[[Role | None], Client]
ROME, NEW_YORK = ZoneInfo("Europe/Rome"), ZoneInfo("America/New_York")
NIGHTLY = Timetable(Every.NIGHTLY, time(2, 30))


@pytest.fixture
def small(db: None, tmp_path: Path) -> Company:
    """A company of one small system, in New York, without a check-up."""
    path = sqlite(tmp_path / "crm.sqlite", {"people": [(1, "a"), (2, "b")]})
    more = '\n[working_time]\ntimezone = "America/New_York"\n'
    return register(company(tmp_path / "small", {"crm": str(path)}, more=more))


@pytest.fixture
def anna(small: Company) -> Person:
    made = Person.objects.create_user("anna@example.com")
    join(None, small, made, Role.IT)
    return made


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


class TestTimetable:
    @pytest.mark.parametrize(
        ("timetable", "after", "expected"),
        [
            (NIGHTLY, _utc(2026, 11, 22, 0, 0), _utc(2026, 11, 22, 1, 30)),
            (NIGHTLY, _utc(2026, 11, 22, 1, 30), _utc(2026, 11, 23, 1, 30)),
            # on 29 March 2026 the clock goes from 2:00 to 3:00, on 25 October 2:30 comes twice
            (NIGHTLY, _utc(2026, 3, 28, 12, 0), _utc(2026, 3, 29, 1, 30)),
            (NIGHTLY, _utc(2026, 3, 29, 1, 30), _utc(2026, 3, 30, 0, 30)),
            (NIGHTLY, _utc(2026, 10, 24, 12, 0), _utc(2026, 10, 25, 0, 30)),
            (NIGHTLY, _utc(2026, 10, 25, 0, 30), _utc(2026, 10, 26, 1, 30)),
            # 22 November 2026 is a Sunday
            (Timetable(Every.WEEKLY, time(2), weekday=6), _utc(2026, 11, 21, 12, 0), _utc(2026, 11, 22, 1, 0)),
            (Timetable(Every.WEEKLY, time(2), weekday=6), _utc(2026, 11, 22, 1, 0), _utc(2026, 11, 29, 1, 0)),
            (Timetable(Every.WEEKLY, time(2), weekday=0), _utc(2026, 11, 22, 12, 0), _utc(2026, 11, 23, 1, 0)),
            (Timetable(Every.MONTHLY, time(2), day=31), _utc(2027, 1, 31, 12, 0), _utc(2027, 2, 28, 1, 0)),
            (Timetable(Every.MONTHLY, time(2), day=31), _utc(2027, 2, 28, 12, 0), _utc(2027, 3, 31, 0, 0)),
            (Timetable(Every.MONTHLY, time(2), day=1), _utc(2026, 12, 1, 1, 0), _utc(2027, 1, 1, 1, 0)),
        ],
    )
    def test_its_next_moment(self, timetable: Timetable, after: datetime, expected: datetime) -> None:
        assert next_moment(timetable, after, ROME) == expected

    def test_days_are_those_of_the_zone(self) -> None:
        """At 3:00 UTC of the 22nd it is still the 21st in New York."""
        assert next_moment(Timetable(Every.NIGHTLY, time(23)), _utc(2026, 11, 22, 3, 0), NEW_YORK) == _utc(
            2026, 11, 22, 4, 0
        )


class TestDue:
    def test_it_is_set_by_the_company_s_clock(self, small: Company, anna: Person) -> None:
        made = services.set_schedule(small, anna, NIGHTLY)
        assert made.next_at.astimezone(NEW_YORK).time() == time(2, 30)
        assert timezone.now() < made.next_at <= timezone.now() + timedelta(days=1, hours=1)

    def test_nothing_starts_before_its_time(self, small: Company, anna: Person) -> None:
        made = services.set_schedule(small, anna, NIGHTLY)
        assert services.start_due(made.next_at - timedelta(seconds=1)) == 0
        assert not Run.objects.exists()

    def test_what_is_due_runs_once_and_ends_with_a_check_up(self, small: Company, anna: Person) -> None:
        due = services.set_schedule(small, anna, NIGHTLY).next_at
        assert services.start_due(due) == 1
        assert services.start_due(due) == 0
        run = Run.objects.get(company=small)
        assert (run.scheduled, run.asked_by) == (True, None)
        tasks.check_up.func(run.pk)
        run.refresh_from_db()
        assert run.state == State.DONE
        assert Schedule.objects.get(company=small).next_at > due

    def test_many_missed_are_made_up_once(self, small: Company, anna: Person) -> None:
        due = services.set_schedule(small, anna, NIGHTLY).next_at
        back = due + timedelta(days=9, hours=5)
        assert services.start_due(back) == 1
        Run.objects.filter(company=small).update(state=State.DONE)
        assert services.start_due(back) == 0
        assert Schedule.objects.get(company=small).next_at > back

    def test_never_two_at_once(self, small: Company, anna: Person) -> None:
        due = services.set_schedule(small, anna, NIGHTLY).next_at
        under_way, _ = services.start(small, anna)
        assert services.start_due(due) == 0
        assert Run.objects.count() == 1
        services.stop(under_way)
        assert services.start_due(due) == 1

    def test_a_moment_that_another_worker_took_is_not_taken_again(self, small: Company, anna: Person) -> None:
        seen = services.set_schedule(small, anna, NIGHTLY)
        assert services.start_due(seen.next_at) == 1
        Run.objects.update(state=State.DONE)
        assert services._start_scheduled(seen, seen.next_at) is False
        assert Run.objects.count() == 1

    def test_what_is_cancelled_is_not_due(self, small: Company, anna: Person) -> None:
        due = services.set_schedule(small, anna, NIGHTLY).next_at
        assert services.cancel_schedule(small) is True
        assert services.cancel_schedule(small) is False
        assert services.start_due(due) == 0

    @pytest.mark.django_db(transaction=True)
    def test_the_worker_keeps_the_time(self, small: Company, anna: Person) -> None:
        services.set_schedule(small, anna, NIGHTLY)
        Schedule.objects.update(next_at=timezone.now() - timedelta(days=3))
        over = threading.Event()
        over.set()
        beside = threading.Thread(target=keep_time, args=(over,))
        beside.start()
        beside.join(60)
        assert [run.scheduled for run in Run.objects.filter(company=small)] == [True]


class TestOnThePage:
    def test_it_is_set_shown_and_taken_away(self, small: Company, browser_of: BrowserOf) -> None:
        client = browser_of(None)
        join(None, small, Person.objects.get(email="stranger@esempio.it"), Role.IT)
        page = reverse("runs", args=[small.slug])
        assert "No check-up is scheduled" in client.get(page).content.decode()
        given = {"every": "weekly", "at": "23:15", "weekday": "4", "day": "1"}
        client.post(reverse("schedule_set", args=[small.slug]), given)
        shown = client.get(page).content.decode()
        assert "every Friday at 23:15" in shown
        assert "The next one:" in shown
        assert "23:15" in shown.split("The next one:")[1][:60]
        assert "America/New_York" in shown
        client.post(reverse("schedule_cancel", args=[small.slug]))
        assert "No check-up is scheduled" in client.get(page).content.decode()
        kinds = set(AuditEntry.objects.filter(company=small).values_list("kind", flat=True))
        assert {Event.SCHEDULED, Event.UNSCHEDULED} <= kinds

    def test_what_was_typed_stays_on_a_mistake(self, small: Company, browser_of: BrowserOf) -> None:
        client = browser_of(None)
        join(None, small, Person.objects.get(email="stranger@esempio.it"), Role.IT)
        given = {"every": "monthly", "at": "23:15", "weekday": "4", "day": "40"}
        page = client.post(reverse("schedule_set", args=[small.slug]), given).content.decode()
        assert 'value="40"' in page
        assert "mistake" in page
        assert not Schedule.objects.exists()
