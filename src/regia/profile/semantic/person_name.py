"""Whole names of people: two to four words, one of them a frequent first name."""

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, Detector
from regia.profile.people import is_whole, written
from regia.profile.semantic.company_name import has_legal_form


def _evidence(column: Column) -> float:
    if column.kind != "text" or column.mean_words > 4:
        return 0.0
    share = column.share(lambda value: is_whole(value) and not has_legal_form(value))
    if share < column.share(has_legal_form):
        return 0.0
    if column.named("person_name"):
        return LIKELY + 0.15 * share if share >= 0.3 else 0.0
    return LIKELY + 0.1 * share if share >= 0.5 and len(column.looked_at) >= 3 else 0.0


DETECTOR = Detector("person_name", Text("nome e cognome", "person's name"), _evidence, written)
