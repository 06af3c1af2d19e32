"""Systems that write UTC without saying so, told from the hours at which people work."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regia.engine.session import connect
from regia.profile.clocks import Timed, clocks, seconds_ahead, shown_of_utc

ROME, UTC = ZoneInfo("Europe/Rome"), ZoneInfo("UTC")


def source(path: Path, zone: ZoneInfo, *, months: range = range(1, 13), count: int = 3000) -> Timed:
    """Write events of people who work from nine to six in Rome, as a system with the clock of a zone writes them."""
    draw = np.random.default_rng(7)
    days = [datetime(2025, 1, 1, tzinfo=ROME) + timedelta(days=int(day)) for day in draw.integers(0, 365, count)]
    worked = [
        day.replace(hour=9) + timedelta(minutes=int(draw.integers(0, 540))) for day in days if day.month in months
    ]
    written = [moment.astimezone(zone).replace(tzinfo=None) for moment in worked]
    pq.write_table(pa.table({"at": pa.array(written, pa.timestamp("us"))}), path)
    return Timed((path.stem, "work"), path, ("at",))


@pytest.fixture
def found(tmp_path: Path) -> frozenset[str]:
    told = [
        source(tmp_path / "own.parquet", ROME),
        source(tmp_path / "utc.parquet", UTC),
        source(tmp_path / "winter.parquet", UTC, months=range(1, 3)),
        source(tmp_path / "few.parquet", UTC, count=60),
    ]
    with connect() as connection:
        return clocks(connection, told, "Europe/Rome").systems


def test_utc_is_told_by_the_summer(found: frozenset[str]) -> None:
    assert "utc" in found


def test_the_company_s_own_clock_is_left_alone(found: frozenset[str]) -> None:
    assert "own" not in found


def test_one_season_and_a_handful_of_events_tell_nothing(found: frozenset[str]) -> None:
    assert found.isdisjoint({"winter", "few"})


def test_where_the_clock_is_never_moved_nothing_tells(tmp_path: Path) -> None:
    with connect() as connection:
        assert not clocks(connection, [source(tmp_path / "utc.parquet", UTC)], "Asia/Tokyo").systems


@pytest.mark.parametrize(("usual", "odd"), [(ROME, UTC), (UTC, ROME)])
def test_a_field_that_goes_by_another_clock_than_its_system_is_told(
    tmp_path: Path, usual: ZoneInfo, odd: ZoneInfo
) -> None:
    told = [source(tmp_path / f"{name}.parquet", usual) for name in ("orders", "invoices", "returns")]
    told.append(source(tmp_path / "starts.parquet", odd))
    one = [Timed(("erp", each.place[0]), each.path, each.fields) for each in told]
    with connect() as connection:
        found = clocks(connection, one, "Europe/Rome")
    assert found.shifted == {("erp", "starts", "at")}
    assert found.utc(("erp", "starts"), "at") == (odd is UTC)
    assert found.utc(("erp", "orders"), "at") == (usual is UTC)


def test_customers_who_write_at_all_hours_tell_no_clock(tmp_path: Path) -> None:
    """Whoever lives by the sun looks, in a system that writes UTC, as a field in the company's clock would."""
    draw = np.random.default_rng(9)
    told = [source(tmp_path / f"{name}.parquet", UTC) for name in ("orders", "invoices", "returns")]
    hours = draw.choice(24, 800, p=np.array([1] * 8 + [20, 20] + [1] * 10 + [20, 20] + [1] * 2) / 100)
    written = [datetime(2025, 1, 1) + timedelta(days=int(draw.integers(0, 365)), hours=int(hour)) for hour in hours]
    pq.write_table(pa.table({"at": pa.array(written, pa.timestamp("us"))}), tmp_path / "visits.parquet")
    told.append(Timed(("visits", "work"), tmp_path / "visits.parquet", ("at",)))
    with connect() as connection:
        found = clocks(
            connection, [Timed(("shop", each.place[0]), each.path, each.fields) for each in told], "Europe/Rome"
        )
    assert (found.systems, found.shifted) == ({"shop"}, frozenset())


@pytest.mark.parametrize(
    ("moment", "shown", "ahead"),
    [("2025-01-15 12:00", "2025-01-15 13:00", 3600), ("2025-07-15 23:30", "2025-07-16 01:30", 7200)],
)
def test_what_the_clock_of_rome_shows_of_a_moment_in_utc(moment: str, shown: str, ahead: int) -> None:
    at = f"TIMESTAMP '{moment}'"
    with connect() as connection:
        found = connection.sql(f"SELECT {shown_of_utc(at, 'Europe/Rome')}, -{seconds_ahead(at, 'Europe/Rome')}")
        assert found.fetchall() == [(datetime.fromisoformat(shown), -ahead)]
