"""The quick assessment as of now: the answers as they stand, beside what the newest check-up measured."""

from contextlib import suppress
from typing import TYPE_CHECKING

from regia.assess.measures import MEASURES
from regia.assess.radar import Radar, assess
from regia.checkup.record import Records
from regia.checkup.stages import tables
from regia.errors.snapshot import CheckupDamaged, CheckupMissing, TableNotComputed
from regia.judgement.answers import AnswerLog
from regia.workspace.company import Company

if TYPE_CHECKING:
    import pyarrow as pa


def current_radar(company: Company) -> Radar:
    """Return the assessment of a company; it needs neither a check-up nor a system.

    Raises:
        LogDamaged: the log of answers cannot be read.
    """
    return assess(company, AnswerLog(company.folder).rounds(), _evidence(company))


def _evidence(company: Company) -> "dict[str, pa.Table]":
    """Return the tables that measures read, as the newest check-up has them; what it lacks is left out."""
    records = Records(company.folder)
    wanted = {name for measure in MEASURES for name in measure.tables} & tables().keys()
    found: dict[str, pa.Table] = {}
    with suppress(CheckupMissing, CheckupDamaged):
        checkup = records.latest()
        for name in wanted:
            with suppress(TableNotComputed, CheckupDamaged):
                found[name] = records.load(checkup, tables()[name])
    return found
