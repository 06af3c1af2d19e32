"""The tables of the pages of systems, datasets and fields."""

from functools import cache

from django.urls import reverse

from regia.errors import Text
from regia.profile.called import KINDS, TYPES
from regia.profile.personal import PERSONAL_DATA
from regia.profile.recognise import detectors
from regia.profile.tables import DATASETS, FIELDS, SKIPPED, SYSTEMS
from regia.web.evidence.grid import Grid, GridColumn, GridFilter
from regia.web.evidence.reader import Row
from regia.web.systems.tags import CRITICALITIES, DATASET_TAGS, SYSTEM_TAGS
from regia.web.visit import Visit

_SYSTEM = Text("Sistema", "System")
_DATASET = Text("Archivio", "Dataset")
_STATE = Text("Stato", "State")
_RECORDS = Text("Righe", "Records")


def system_url(visit: Visit, row: Row) -> str:
    """Return the page of a row's system."""
    return reverse("system", args=[visit.company.slug, row["system"]])


def dataset_url(visit: Visit, row: Row) -> str | None:
    """Return the page of a row's dataset, where it names one."""
    if not row["dataset"]:
        return None
    return reverse("dataset", args=[visit.company.slug, row["system"], row["dataset"]])


def field_url(visit: Visit, row: Row) -> str | None:
    """Return the page of a row's field, where it names one."""
    if not row["dataset"] or not row["field"]:
        return None
    return reverse("field", args=[visit.company.slug, row["system"], row["dataset"], row["field"]])


def systems(visit: Visit) -> Grid:
    """Return the table of systems."""
    words = {key: Text(name, name) for key, name in visit.departments.items()}
    return Grid(
        name="systems",
        title=Text("I sistemi", "The systems"),
        table=SYSTEMS,
        columns=(
            GridColumn("name", _SYSTEM, link=lambda row: system_url(visit, row)),
            GridColumn("department", Text("Reparto", "Department"), words=words),
            GridColumn("kind", Text("Genere", "Kind")),
            GridColumn("owner", Text("Responsabile", "Owner")),
            GridColumn("criticality", Text("Criticità", "Criticality"), words=CRITICALITIES),
            GridColumn("cost_eur_year", Text("Costo annuo", "Yearly cost"), "money"),
            GridColumn("datasets", Text("Archivi", "Datasets"), "number"),
            GridColumn("records", _RECORDS, "number"),
            GridColumn("status", _STATE, "tag", tags=SYSTEM_TAGS),
        ),
        search=("name", "system", "kind", "vendor", "owner"),
        filters=(
            GridFilter("department", Text("Reparto", "Department"), words),
            GridFilter("status", _STATE, {str(key): tag.word for key, tag in SYSTEM_TAGS.items()}),
        ),
        order=("name",),
        none=Text("Nessun sistema in regia.toml.", "No system in regia.toml."),
    )


def datasets(visit: Visit) -> Grid:
    """Return the table of a system's datasets."""
    return Grid(
        name="datasets",
        title=Text("Gli archivi", "The datasets"),
        table=DATASETS,
        columns=(
            GridColumn("dataset", _DATASET, "code", link=lambda row: dataset_url(visit, row)),
            GridColumn("kind", Text("Che cos'è", "What it is"), words=KINDS),
            GridColumn("records", _RECORDS, "number"),
            GridColumn("fields", Text("Campi", "Fields"), "number"),
            GridColumn("last_change_at", Text("Ultima scrittura", "Last write"), "moment"),
            GridColumn("status", _STATE, "tag", tags=DATASET_TAGS),
        ),
        search=("dataset", "comment"),
        filters=(
            GridFilter("kind", Text("Che cos'è", "What it is"), KINDS),
            GridFilter("status", _STATE, {str(key): tag.word for key, tag in DATASET_TAGS.items()}),
        ),
        order=("-records",),
        none=Text("Nessun archivio trovato.", "No dataset found."),
    )


def fields(visit: Visit) -> Grid:
    """Return the table of a dataset's fields."""
    return Grid(
        name="fields",
        title=Text("I campi", "The fields"),
        table=FIELDS,
        columns=(
            GridColumn("field", Text("Campo", "Field"), "code", link=lambda row: field_url(visit, row)),
            GridColumn("type", Text("Tipo", "Type"), words=TYPES),
            GridColumn("semantic_type", Text("Contiene", "Holds"), words=semantic_words()),
            GridColumn("null_share", Text("Vuoti", "Empty"), "percent"),
            GridColumn("distinct_count", Text("Diversi", "Distinct"), "number"),
            GridColumn("personal_data", Text("Dato personale", "Personal data"), words=PERSONAL_DATA),
            GridColumn("in_key", Text("In chiave", "In key"), "boolean"),
        ),
        search=("field", "comment", "semantic_type"),
        filters=(
            GridFilter("personal_data", Text("Dato personale", "Personal data"), PERSONAL_DATA),
            GridFilter("semantic_type", Text("Contiene", "Holds"), semantic_words()),
        ),
        order=("position",),
        none=Text("Nessun campo.", "No field."),
        page_rows=100,
    )


def skipped(visit: Visit) -> Grid:
    """Return the table of what was not read, or changed by reading."""
    return Grid(
        name="skipped",
        title=Text("Che cosa non è stato letto, o è cambiato leggendo", "What was not read, or changed by reading"),
        table=SKIPPED,
        columns=(
            GridColumn("system", _SYSTEM, link=lambda row: system_url(visit, row)),
            GridColumn("dataset", _DATASET, "code", link=lambda row: dataset_url(visit, row)),
            GridColumn("field", Text("Campo", "Field"), "code", link=lambda row: field_url(visit, row)),
            GridColumn("reason_*", Text("Perché", "Why")),
            GridColumn("detail", Text("Dettaglio", "Detail"), "code"),
            GridColumn("count", Text("Quanti", "How many"), "number"),
            GridColumn("share", Text("Quota", "Share"), "percent"),
        ),
        search=("dataset", "field", "detail"),
        filters=(GridFilter("system", _SYSTEM), GridFilter("reason_*", Text("Perché", "Why"))),
        order=("system", "dataset", "field"),
        none=Text("Tutto è stato letto com'era.", "Everything was read as it was."),
        prefix="s-",
    )


@cache
def semantic_words() -> dict[str, Text]:
    """Return what the semantic types are called."""
    return {each.semantic_type: each.title for each in detectors()}
