"""How long snapshots and check-ups are kept: as many, and for as long, as `regia.toml` says; the newest always."""

from datetime import UTC, datetime, timedelta

from regia.checkup.record import Records
from regia.snapshot.store import Store
from regia.workspace.company import Company


def outdated(company: Company, store: Store, *, keep: int | None = None, now: datetime | None = None) -> list[str]:
    """Return the snapshots past their time, oldest first; `keep` overrides how many stay."""
    limit = max(1, company.keep_snapshots if keep is None else keep)
    oldest = (now or datetime.now(UTC)) - timedelta(days=company.keep_days)
    names = store.ids()
    too_many = set(names[:-limit])
    too_old = {name for name in names[:-1] if _taken_at(name) < oldest}
    return [name for name in names if name in too_many | too_old]


def retain(
    company: Company, store: Store, records: Records, *, keep: int | None = None, tidy: bool = True
) -> tuple[list[str], int]:
    """Remove what is past its time; return the snapshots removed and the bytes freed.

    `tidy` looks for what killed runs left behind, too.
    """
    gone = outdated(company, store, keep=keep)
    freed = store.remove(gone) if gone or tidy else 0
    records.remove(set(gone))
    return gone, freed


def _taken_at(snapshot: str) -> datetime:
    """Return when a snapshot was started, as its id says: its manifest may be damaged."""
    return datetime.strptime(snapshot.partition("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
