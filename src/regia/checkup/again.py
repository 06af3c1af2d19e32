"""Analyses the newest snapshot once more, without reading any system: what people decided since then counts at once."""

from datetime import UTC, datetime

from regia.checkup.record import Checkup, Records
from regia.checkup.run import analyse, previous_tables
from regia.model.progress import Progress
from regia.snapshot.store import Store
from regia.workspace.company import Company
from regia.workspace.lock import company_lock


def analyse_again(company: Company, progress: Progress) -> Checkup | None:
    """Return a new check-up of the newest snapshot; None where there is no snapshot. Unchanged stages cost nothing.

    Raises:
        CompanyLocked: a check-up is running.
        DiskFull, FolderNotWritable: nothing more can be kept.
    """
    store, records = Store(company.folder), Records(company.folder)
    with company_lock(company.folder):
        newest = store.latest()
        if newest is None:
            return None
        records.prepare()
        checkup = analyse(
            company,
            store,
            newest,
            previous=previous_tables(records),
            started=datetime.now(UTC),
            progress=progress,
        )
        records.commit(checkup)
    return checkup
