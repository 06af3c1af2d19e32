"""How likely it is that an activity is a step of the work: the share of its kind that were, where the truth is known.

Counted on eight made-up companies of two industries, by what the activity's dataset is and why it was left out, with
one of each kind added on both sides (Laplace's rule of succession). A second telling of a step is none, and what has no
events is not counted.
"""

from collections.abc import Mapping

from regia.journeys.activity import Activity, LeftOut
from regia.journeys.logs import KIND

_OF_LOG = 0.95
"""Whoever kept a log named its activities: few are none."""

_STEPS: Mapping[str, tuple[int, int]] = {
    "transaction": (147, 147),
    "entity": (6, 6),
    "status_history": (4, 7),
    "log": (11, 14),
    "spreadsheet": (3, 6),
}
"""Of each kind of dataset, the activities that were steps and all there were, of those taken for steps."""

_LEFT_OUT: Mapping[LeftOut, tuple[int, int]] = {
    "repeated": (0, 30),
    "told_twice": (0, 79),
    "past": (0, 5),
    "ignored": (0, 0),
}
"""The same for those that were left out."""


def likelihood(activity: Activity, left_out: LeftOut | None) -> float:
    """Return the probability that an activity is a step of the work."""
    if activity.source.kind == KIND and left_out is None:
        return _OF_LOG
    steps, every = _STEPS.get(activity.source.kind, (0, 0)) if left_out is None else _LEFT_OUT[left_out]
    return (steps + 1) / (every + 2)
