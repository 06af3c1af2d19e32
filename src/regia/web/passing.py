"""Questions that a person passed over, kept in their session: they come back when no other is open."""

from regia.web.visit import Request, Visit

_KEY = "skipped-questions"
_MOST = 200


def passed_over(request: Request, visit: Visit) -> frozenset[str]:
    """Return what the person passed over, of this company."""
    return frozenset(request.session.get(_KEY, {}).get(visit.company.slug, []))


def pass_over(request: Request, visit: Visit, question: str) -> None:
    """Keep that the person passed a question over."""
    kept = request.session.get(_KEY, {})
    kept[visit.company.slug] = [*kept.get(visit.company.slug, []), question][-_MOST:]
    request.session[_KEY] = kept
