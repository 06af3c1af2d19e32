"""What the page of runs shows."""

import re
from dataclasses import dataclass
from itertools import islice

from django.http import QueryDict

from regia.checkup.record import Checkup, Records
from regia.errors import RegiaError
from regia.errors.snapshot import CheckupDamaged, CheckupMissing
from regia.model.masking import mask
from regia.profile.tables import SKIPPED
from regia.web.evidence.grid import GridPage
from regia.web.frame.language import spoken
from regia.web.runs.models import ACTIVE, Run, Schedule, State
from regia.web.runs.services import give_up_silent
from regia.web.systems.grids import skipped
from regia.web.visit import Visit
from regia.workspace import load
from regia.workspace.secrets import redact

_MOST = 20
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@dataclass(frozen=True)
class Past:
    """One check-up of the past: what it was, how long it took in seconds, the stages that failed and why."""

    checkup: Checkup
    seconds: float
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RunsPage:
    """The run under way, those that did not end well, the check-ups kept, what the newest left out, the timetable."""

    active: Run | None
    troubled: list[Run]
    past: list[Past]
    mistakes: str
    schedule: Schedule | None
    grid: GridPage | None


def runs_page(visit: Visit, asked: QueryDict) -> RunsPage:
    """Return the page of runs."""
    give_up_silent()
    own = Run.objects.filter(company=visit.company).select_related("asked_by")
    records = Records(visit.company.path)
    return RunsPage(
        active=own.filter(state__in=ACTIVE).first(),
        troubled=list(own.filter(state__in=(State.STOPPED, State.FAILED))[:5]),
        past=[_past(each) for each in islice(reversed(list(records.all())), _MOST)],
        mistakes=_mistakes(visit),
        schedule=Schedule.objects.filter(company=visit.company).first(),
        grid=_left_out(visit, asked),
    )


def _past(checkup: Checkup) -> Past:
    seconds = (checkup.ended_at - checkup.started_at).total_seconds()
    return Past(checkup, seconds, tuple((run.stage, _shown(run.failure)) for run in checkup.stages if run.failure))


def _shown(failure: str) -> str:
    """Return why a stage failed; what it quotes may be a value of the company's data, so it is masked."""
    return _QUOTED.sub(lambda quoted: mask(quoted[0]), redact(failure))


def _mistakes(visit: Visit) -> str:
    """Return what is wrong in regia.toml: a check-up would end with it."""
    try:
        load(visit.company.path)
    except RegiaError as error:
        return f"{error.what(spoken())} {error.advice(spoken())}"
    return ""


def _left_out(visit: Visit, asked: QueryDict) -> GridPage | None:
    try:
        return skipped(visit).read(visit.evidence, asked) if visit.evidence.has(SKIPPED) else None
    except (CheckupMissing, CheckupDamaged):  # a new check-up must be started from here all the same
        return None
