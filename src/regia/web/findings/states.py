"""How the states of findings are shown: a glyph, a word and a colour."""

from collections.abc import Mapping

from regia.findings.follow_up import STATES, State
from regia.web.frame.cell import Tag

_TAGS: Mapping[State, Tag] = {
    State.OPEN: Tag(STATES[State.OPEN], "○"),
    State.RETURNED: Tag(STATES[State.RETURNED], "↺", "bad"),
    State.EXPIRED: Tag(STATES[State.EXPIRED], "◷", "warn"),
    State.FIXED: Tag(STATES[State.FIXED], "✎", "info"),
    State.ACCEPTED: Tag(STATES[State.ACCEPTED], "✓"),
    State.FALSE: Tag(STATES[State.FALSE], "✗"),
    State.VERIFIED: Tag(STATES[State.VERIFIED], "✓✓", "good"),
    State.GONE: Tag(STATES[State.GONE], "–"),
}
STATE_TAGS: dict[object, Tag] = {state.value: tag for state, tag in _TAGS.items()}
