from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regia.wording import date_, duration


def test_dates():
    assert date_(date(2026, 12, 31), "it") == "31/12/2026"
    assert date_(date(2026, 12, 31), "en") == "31 Dec 2026"
    assert date_(date(987, 1, 2), "it") == "02/01/0987"


def test_times_say_their_zone():
    noon = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    assert date_(noon, "it") == "01/07/2026 12:30 UTC"
    assert date_(noon, "it", timezone="Europe/Rome") == "01/07/2026 14:30"
    assert date_(noon.replace(tzinfo=None), "en") == "1 Jul 2026 12:30"


@given(st.dates())
def test_an_italian_date_reads_back(day):
    assert datetime.strptime(date_(day, "it"), "%d/%m/%Y").date() == day


@pytest.mark.parametrize(
    ("seconds", "it", "en"),
    [
        (0, "0 secondi", "0 seconds"),
        (1, "1 secondo", "1 second"),
        (0.25, "0,2 secondi", "0.2 seconds"),
        (59.6, "1 minuto", "1 minute"),
        (3599, "59 minuti 59 secondi", "59 minutes 59 seconds"),
        (7500, "2 ore 5 minuti", "2 hours 5 minutes"),
        (86_399, "1 giorno", "1 day"),
        (90_000, "1 giorno 1 ora", "1 day 1 hour"),
        (-75, "-1 minuto 15 secondi", "-1 minute 15 seconds"),
    ],
)
def test_durations(seconds, it, en):
    assert (duration(seconds, "it"), duration(seconds, "en")) == (it, en)
    assert duration(timedelta(seconds=seconds), "it") == it
