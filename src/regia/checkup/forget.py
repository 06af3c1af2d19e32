"""Forgets a person in every snapshot, in all that was computed from them, and in the answers to the questionnaire."""

from datetime import UTC, datetime

from regia.checkup.record import Records, remove_tree
from regia.checkup.run import analyse, previous_tables
from regia.judgement.answers import AnswerLog
from regia.model.progress import Progress
from regia.snapshot.forgetting import Match, find_value, forget_prepared, prepare_forgetting
from regia.snapshot.store import Store
from regia.workspace.company import Company
from regia.workspace.lock import company_lock


def forget(company: Company, value: str, *, why: str, progress: Progress) -> list[Match]:
    """Remove the records that hold a value, then compute the newest check-up anew; return what was removed.

    Check-ups of the snapshots that held the person go, tables and all: those could still show a value. They go
    before the snapshots change, so that a kill at any moment leaves no value behind that a second call misses;
    a call that finds nothing still clears what a killed one left.

    Answers to the questionnaire given under that value are cut from the person. Check-ups of damaged snapshots go too
    where anything is found: nobody can tell whom those were of.

    Raises:
        CompanyLocked: a check-up is running.
        DiskFull: no room; nothing changed.
        LogDamaged, LogUnwritable: the log of answers cannot be read or written; no snapshot changed.
    """
    AnswerLog(company.folder).forget(value)
    store, records = Store(company.folder), Records(company.folder)
    with company_lock(company.folder):
        store.prepare()
        records.prepare()
        matches = find_value(store, value)
        before = previous_tables(records)
        forgetting = prepare_forgetting(store, matches, value)
        records.remove(set(forgetting.snapshots) | set(store.damaged() if matches else ()))
        if matches:
            remove_tree(records.folder / "cache")
            records.prepare()
        forget_prepared(store, forgetting, why=why, at=datetime.now(UTC))
        newest = store.latest_whole()
        if newest and newest.snapshot in forgetting.snapshots:
            started = datetime.now(UTC)
            records.commit(analyse(company, store, newest, previous=before, started=started, progress=progress))
    return matches
