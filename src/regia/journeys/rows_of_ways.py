"""The rows that tell which ways cases take."""

from collections.abc import Mapping

from regia.journeys.case_ways import CaseWays
from regia.journeys.rows import Row, Told


def variant_rows(told: Told, taken: Mapping[str, CaseWays]) -> list[Row]:
    """Return the most travelled ways of each journey, by its code."""
    return [
        {
            "journey": journey,
            "position": position,
            "activities": "|".join(told.activity(number).code for number in way.activities),
            "steps": len(way.activities),
            "cases": way.cases,
            "share": way.cases / ways.ended,
            "p50_hours": way.p50,
            "reworked": way.reworked,
        }
        for journey, ways in sorted(taken.items())
        for position, way in enumerate(ways.listed, 1)
    ]
