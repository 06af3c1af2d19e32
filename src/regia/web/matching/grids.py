"""The table of correspondences."""

from urllib.parse import urlencode

from django.urls import reverse

from regia.errors import Text
from regia.judgement.verdict import pair_subject
from regia.match.questions import side
from regia.match.tables import CORRESPONDENCES
from regia.web.evidence.grid import Grid, GridColumn, GridFilter
from regia.web.evidence.reader import Row
from regia.web.frame.cell import Tag
from regia.web.people.roles import Permission
from regia.web.visit import Visit

BAND_TAGS: dict[object, Tag] = {
    "accept": Tag(Text("presa", "taken"), "✓", "good"),
    "review": Tag(Text("da chiedere", "to ask"), "?", "warn"),
    "reject": Tag(Text("lasciata", "left"), "✗"),
}
ORIGIN_TAGS: dict[object, Tag] = {
    "inferred": Tag(Text("dedotta", "inferred"), "≈"),
    "confirmed": Tag(Text("confermata", "confirmed"), "✓", "accent"),
    "rejected": Tag(Text("respinta", "rejected"), "✗", "bad"),
    "declared": Tag(Text("dichiarata", "declared"), "■", "info"),
}
_SYSTEM, _DATASET, _FIELD = Text("Sistema", "System"), Text("Archivio", "Dataset"), Text("Campo", "Field")


def correspondences(visit: Visit) -> Grid:
    """Return the table of correspondences; each leads to its question for who may judge."""
    ask = (lambda row: question_url(visit, row)) if visit.may(Permission.JUDGE) else None
    return Grid(
        name="correspondences",
        title=Text("Le corrispondenze", "The correspondences"),
        table=CORRESPONDENCES,
        columns=(
            *_side(visit, "left"),
            *_side(visit, "right"),
            GridColumn("probability", Text("Probabilità", "Probability"), "percent", link=ask),
            GridColumn("band", Text("Esito", "Outcome"), "tag", tags=BAND_TAGS, link=ask),
            GridColumn("origin", Text("Da dove", "From where"), "tag", tags=ORIGIN_TAGS),
        ),
        search=(
            "left_system",
            "left_dataset",
            "left_field",
            "right_system",
            "right_dataset",
            "right_field",
            "attribute",
        ),
        filters=(
            GridFilter("band", Text("Esito", "Outcome"), {str(key): tag.word for key, tag in BAND_TAGS.items()}),
            GridFilter(
                "origin", Text("Da dove", "From where"), {str(key): tag.word for key, tag in ORIGIN_TAGS.items()}
            ),
            GridFilter("concept", Text("Concetto", "Concept")),
        ),
        order=("-probability",),
        none=Text("Nessuna corrispondenza trovata.", "No correspondence found."),
    )


def question_url(visit: Visit, row: Row) -> str:
    """Return the address that asks about a correspondence."""
    pair = pair_subject(side(row, "left"), side(row, "right"))
    return f"{reverse('questions', args=[visit.company.slug])}?{urlencode({'pair': pair})}"


def _side(visit: Visit, which: str) -> tuple[GridColumn, ...]:
    def field_url(row: Row) -> str | None:
        if not visit.may(Permission.SEE_ROWS):
            return None
        return reverse("field", args=[visit.company.slug, *side(row, which)])

    return (
        GridColumn(f"{which}_system", _SYSTEM),
        GridColumn(f"{which}_dataset", _DATASET, "code"),
        GridColumn(f"{which}_field", _FIELD, "code", link=field_url),
    )
