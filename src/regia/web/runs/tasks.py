"""The background job: one check-up, its progress told to the database, stopped when somebody asks."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone
from django_tasks import task

from regia.checkup.run import Options, Outcome, run_checkup
from regia.errors import RegiaError, Text
from regia.model.interruption import Interrupted, heeding_interruptions, stop_if_asked
from regia.web.runs.models import BEAT_SECONDS, Run, State
from regia.workspace import load
from regia.workspace.secrets import redact

_TELL_SECONDS = 0.5
_DEFECT = Text("Questo è un difetto di Regia: {error}", "This is a defect of Regia: {error}")
_SERVER_STOPPED = Text("Il server è stato fermato.", "The server was stopped.")


@task()
def check_up(run_id: int) -> None:
    """Run a check-up that was asked for on a page."""
    now = timezone.now()
    taken = Run.objects.filter(pk=run_id, state=State.WAITING)
    if not taken.update(state=State.RUNNING, started_at=now, beat_at=now):
        return
    run = Run.objects.select_related("company").get(pk=run_id)
    with _ended_by(signal.SIGTERM) as told:
        _end(run, *_carry_out(run))
    if told and threading.current_thread() is threading.main_thread():
        signal.raise_signal(told[0])  # the worker's own handler, now that the run is put down


def _carry_out(run: Run) -> tuple[State, Text, str]:
    try:
        with heeding_interruptions(), _watched(run):
            outcome = run_checkup(load(run.company.path), Options(), _Told(run))
        return (State.DONE if _whole(outcome) else State.PARTLY), Text("", ""), outcome.checkup.checkup
    except Interrupted:
        asked = Run.objects.get(pk=run.pk).stop_asked
        return State.STOPPED, (Text("", "") if asked else _SERVER_STOPPED), ""
    except RegiaError as error:
        told = Text(*(redact(f"{error.what(spoken)} {error.advice(spoken)}") for spoken in ("it", "en")))
        return State.FAILED, told, ""
    except Exception as error:  # noqa: BLE001 the edge of a job: whoever asked is told
        stop_if_asked()
        return State.FAILED, _DEFECT.fill(error=redact(f"{type(error).__name__}: {error}")), ""


def _end(run: Run, state: State, told: Text, checkup: str) -> None:
    ended = timezone.now()
    Run.objects.filter(pk=run.pk).update(
        state=state, ended_at=ended, told_it=told.it, told_en=told.en, checkup=checkup, beat_at=ended
    )


def _whole(outcome: Outcome) -> bool:
    read = all(system.status not in ("failed", "partial", "carried") for system in outcome.snapshot.systems)
    return read and not any(stage.failure for stage in outcome.checkup.stages)


class _Told:
    """Progress that the page reads from the database; a database too busy to be told is told the next time."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._last = 0.0
        self._what: Text | None = None

    def step(self, what: str | Text, *, done: int = 0, total: int | None = None) -> None:
        """Keep the step under way, at most twice a second."""
        text = what if isinstance(what, Text) else Text(what, what)
        now = time.monotonic()
        if text == self._what and now - self._last < _TELL_SECONDS:
            return
        self._what, self._last = text, now
        with suppress(DatabaseError):
            Run.objects.filter(pk=self._run.pk).update(
                step_it=text.it[:300], step_en=text.en[:300], done=done, total=total
            )


@contextmanager
def _watched(run: Run) -> Iterator[None]:
    """Look every moment whether somebody asked to stop, and interrupt the work, wherever it is, as Ctrl-C would."""
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(run.pk, over), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _watch(run_id: int, over: threading.Event) -> None:
    try:
        while not over.wait(BEAT_SECONDS / 2):
            with suppress(DatabaseError):
                Run.objects.filter(pk=run_id).update(beat_at=timezone.now())
                if Run.objects.filter(pk=run_id, stop_asked=True).exists():
                    os.kill(os.getpid(), signal.SIGINT)
                    return
    finally:
        connection.close()


@contextmanager
def _ended_by(ended: signal.Signals) -> Iterator[list[int]]:
    """Let the end of the worker end the run under way first; give the signals that came."""
    came: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield came
        return

    def stop(number: int, _frame: object) -> None:
        came.append(number)
        os.kill(os.getpid(), signal.SIGINT)

    before = signal.signal(ended, stop)
    try:
        yield came
    finally:
        signal.signal(ended, before)
