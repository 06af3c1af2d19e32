"""The places that regia.toml may name: time zones, and countries (with their provinces) whose holidays are known."""

from collections.abc import Collection
from functools import cache


@cache
def known_timezones() -> Collection[str]:
    """Return the names of all time zones."""
    from zoneinfo import available_timezones

    return available_timezones()


@cache
def known_holidays() -> Collection[str]:
    """Return the countries whose holidays are known, alone and with each of their provinces: IT, IT-MI."""
    import holidays

    countries = holidays.list_supported_countries(include_aliases=False)
    return frozenset(countries) | {f"{country}-{part}" for country, parts in countries.items() for part in parts}
