"""A check-up in the background: started once, told as it goes, stopped wherever it is, never lost."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regia.checkup.record import Records
from regia.model.progress import Progress
from regia.web.people.links import join
from regia.web.people.models import Company, Person
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.web.runs import services, tasks
from regia.web.runs.models import Run, State
from tests.checkup.made import company, sqlite

BrowserOf = Callable[[Role | None], Client]


@pytest.fixture
def small(db: None, tmp_path: Path) -> Company:
    """A company of one small system, without a check-up."""
    path = sqlite(tmp_path / "crm.sqlite", {"people": [(1, "a"), (2, "b")]})
    return register(company(tmp_path / "small", {"crm": str(path)}))


def _run(small: Company) -> Run:
    return Run.objects.create(company=small)


def test_a_run_ends_with_a_check_up(small: Company) -> None:
    run = _run(small)
    tasks.check_up.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.told_it) == (State.DONE, "")
    assert run.step_it
    assert run.checkup == Records(small.path).latest().checkup


def test_a_source_that_does_not_answer_is_told(small: Company) -> None:
    toml = small.path / "regia.toml"
    toml.write_text(toml.read_text() + '\n[systems.gone]\nname = "Gone"\nsource = "/nowhere/gone.sqlite"\n')
    run = _run(small)
    tasks.check_up.func(run.pk)
    run.refresh_from_db()
    assert run.state == State.PARTLY


def test_a_mistake_in_regia_toml_is_told_in_both_languages(small: Company) -> None:
    (small.path / "regia.toml").write_text("[company]\nnam = 1\n")
    run = _run(small)
    tasks.check_up.func(run.pk)
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "riga 2" in run.told_it
    assert "line 2" in run.told_en


def test_a_defect_is_told_and_the_worker_goes_on(small: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tasks, "run_checkup", broken)
    run = _run(small)
    tasks.check_up.func(run.pk)
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "ZeroDivisionError" in run.told_en


@pytest.mark.django_db(transaction=True)
def test_a_run_stops_wherever_it_is(small: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also inside code that swallows what is raised in it, as drivers do."""
    monkeypatch.setattr(tasks, "BEAT_SECONDS", 0.1)
    run = _run(small)

    def endless(_company: object, _options: object, progress: Progress) -> None:
        progress.step("reading", done=1, total=2)
        threading.Thread(target=_ask_to_stop, args=(run.pk,)).start()
        for _ in range(600):
            time.sleep(0.05)

    monkeypatch.setattr(tasks, "run_checkup", endless)
    with _not_longer_than(20):
        tasks.check_up.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.step_en, run.done, run.total) == (State.STOPPED, "reading", 1, 2)


def _ask_to_stop(run: int) -> None:
    services.stop(Run.objects.get(pk=run))
    connection.close()


@contextmanager
def _not_longer_than(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def _of_it(small: Company, browser_of: BrowserOf) -> Client:
    client = browser_of(None)
    join(None, small, Person.objects.get(email="stranger@esempio.it"), Role.IT)
    return client


class TestOnThePage:
    def test_one_run_at_a_time(self, small: Company, browser_of: BrowserOf) -> None:
        client = _of_it(small, browser_of)
        for _ in range(2):
            client.post(reverse("run_start", args=[small.slug]))
        assert Run.objects.filter(company=small).count() == 1

    def test_a_company_without_a_check_up_says_what_to_do(self, small: Company, browser_of: BrowserOf) -> None:
        client = _of_it(small, browser_of)
        for page in ("today", "systems", "findings", "runs"):
            answer = client.get(reverse(page, args=[small.slug]))
            assert answer.status_code == 200
            assert "No check-up yet" in answer.content.decode()

    def test_a_run_that_waits_stops_at_once(self, small: Company) -> None:
        run = _run(small)
        services.stop(run)
        assert run.state == State.STOPPED
        tasks.check_up.func(run.pk)
        run.refresh_from_db()
        assert run.state == State.STOPPED

    def test_a_run_whose_worker_is_gone_is_given_up(self, small: Company) -> None:
        before = timezone.now() - timedelta(minutes=5)
        gone = Run.objects.create(company=small, state=State.RUNNING, beat_at=before)
        services.give_up_silent()
        gone.refresh_from_db()
        assert gone.state == State.FAILED
        assert gone.told_en
