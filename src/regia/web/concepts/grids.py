"""The tables of concepts and of attributes."""

from django.urls import reverse

from regia.errors import Text
from regia.match.tables import ATTRIBUTES, CONCEPTS
from regia.web.evidence.grid import Grid, GridColumn, GridFilter
from regia.web.evidence.reader import Row
from regia.web.people.roles import Permission
from regia.web.visit import Visit

_KNOWN = {"true": Text("sì", "yes"), "false": Text("no", "no")}


def concepts(visit: Visit) -> Grid:
    """Return the table of concepts."""

    def concept_url(row: Row) -> str:
        return reverse("concept", args=[visit.company.slug, row["concept"]])

    return Grid(
        name="concepts",
        title=Text("I concetti", "The concepts"),
        table=CONCEPTS,
        columns=(
            GridColumn("name_*", Text("Concetto", "Concept"), link=concept_url),
            GridColumn("systems", Text("Sistemi", "Systems"), "number"),
            GridColumn("datasets", Text("Archivi", "Datasets"), "number"),
            GridColumn("records", Text("Righe", "Records"), "number"),
            GridColumn("description", Text("Dove sta", "Where it is held"), "code"),
        ),
        search=("name_it", "name_en", "description"),
        filters=(GridFilter("known", Text("Fra quelli noti", "Among the known"), _KNOWN),),
        order=("-systems", "-records"),
        none=Text("Nessun concetto riconosciuto.", "No concept recognised."),
    )


def attributes(visit: Visit) -> Grid:
    """Return the table of a concept's attributes, one row a field."""

    def field_url(row: Row) -> str | None:
        if not visit.may(Permission.SEE_ROWS):
            return None
        return reverse("field", args=[visit.company.slug, row["system"], row["dataset"], row["field"]])

    return Grid(
        name="attributes",
        title=Text("Attributi e campi", "Attributes and fields"),
        table=ATTRIBUTES,
        columns=(
            GridColumn("name_*", Text("Attributo", "Attribute")),
            GridColumn("system", Text("Sistema", "System")),
            GridColumn("dataset", Text("Archivio", "Dataset"), "code"),
            GridColumn("field", Text("Campo", "Field"), "code", link=field_url),
            GridColumn("probability", Text("Probabilità", "Probability"), "percent"),
            GridColumn("in_key", Text("In chiave", "In key"), "boolean"),
        ),
        search=("name_it", "name_en", "dataset", "field"),
        filters=(GridFilter("system", Text("Sistema", "System")),),
        order=("attribute", "system"),
        none=Text("Nessun attributo.", "No attribute."),
    )
