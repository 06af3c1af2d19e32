"""Which journey somebody asks for."""

from collections.abc import Mapping
from typing import TypeVar

from regia.errors import Text
from regia.errors.journeys import JourneyUnknown, NoEvents
from regia.workspace.section import nearest

Journey = TypeVar("Journey")


def chosen(known: Mapping[str, Journey], written: str | None) -> Journey:
    """Return a journey by its code, or the first of those known.

    Raises:
        NoEvents: there is none.
        JourneyUnknown: none has that code.
    """
    if not known:
        raise NoEvents()
    if written is None:
        return next(iter(known.values()))
    if written not in known:
        close = nearest(written, known)
        meant = Text(f"; forse «{close}»?", f"; '{close}' perhaps?") if close else Text("", "")
        raise JourneyUnknown(journey=written, known=", ".join(known), meant=meant)
    return known[written]
