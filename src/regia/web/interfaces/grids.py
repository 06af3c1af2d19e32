"""The tables of interfaces, of their evidence, of the fields they carry."""

from django.urls import reverse

from regia.errors import Text
from regia.interfaces.clue import ANY
from regia.interfaces.reasons import KINDS
from regia.interfaces.tables import (
    EVIDENCE_FILES,
    INTERFACE_EVIDENCE,
    INTERFACE_EXAMPLES,
    INTERFACES,
    LINEAGE,
    SYSTEM_LINKS,
)
from regia.profile.tables import FIELDS
from regia.web.evidence.grid import Grid, GridColumn, GridFilter
from regia.web.evidence.reader import Row
from regia.web.interfaces.tags import FILE_TAGS, STATUS_TAGS, VERDICT_TAGS
from regia.web.landscape.words import MODES
from regia.web.people.roles import Permission
from regia.web.visit import Visit

_FROM, _TO = Text("Da", "From"), Text("A", "To")
_STATUS, _MODE, _VERDICT = Text("Come si sa", "How we know"), Text("Come passa", "Mode"), Text("Giudizio", "Verdict")
_DATASET, _FIELD = Text("Archivio", "Dataset"), Text("Campo", "Field")
_SAID = {str(key): tag.word for key, tag in STATUS_TAGS.items()}
_ORIGINS = {key: tag for key, tag in STATUS_TAGS.items() if key != "contradicted"}
_EXAMPLES = {
    "shared_error": Text("lo stesso errore da entrambe le parti", "the same error on both sides"),
    "new_typo": Text("errore di battitura nato per strada", "typing error made on the way"),
}


def interface_url(visit: Visit, row: Row) -> str:
    """Return the page of a row's interface."""
    return reverse("interface", args=[visit.company.slug, row["interface"]])


def interfaces(visit: Visit) -> Grid:
    """Return the register."""
    names = system_names(visit)
    return Grid(
        name="interfaces",
        title=Text("Il registro delle interfacce", "The register of interfaces"),
        table=INTERFACES,
        columns=(
            GridColumn("from_system", _FROM, words=names, link=lambda row: interface_url(visit, row)),
            GridColumn("to_system", _TO, words=names),
            GridColumn("concept_*", Text("Che cosa passa", "What passes")),
            GridColumn("mode", _MODE, words=MODES),
            GridColumn("lag_p50_hours", Text("Ritardo (ore)", "Lag (hours)"), "number"),
            GridColumn("records_per_month", Text("Righe al mese", "Records a month"), "number"),
            GridColumn("status", _STATUS, "tag", tags=STATUS_TAGS),
            GridColumn("probability", Text("Probabilità", "Probability"), "percent"),
            GridColumn("verdict", _VERDICT, "tag", tags=VERDICT_TAGS),
        ),
        search=("interface", "name", "from_system", "to_system", "concept_it", "concept_en"),
        filters=(
            GridFilter("from_system", _FROM, names),
            GridFilter("to_system", _TO, names),
            GridFilter("status", _STATUS, _SAID),
            GridFilter("mode", _MODE, MODES),
            GridFilter("verdict", _VERDICT, {str(key): tag.word for key, tag in VERDICT_TAGS.items()}),
        ),
        order=("-records_per_month",),
        none=Text(
            "Nessuno scambio di dati dichiarato, visto o dedotto.", "No exchange of data declared, seen or inferred."
        ),
    )


def links(visit: Visit) -> Grid:
    """Return the table of what depends on each system."""
    return Grid(
        name="links",
        title=Text("Che cosa dipende da ogni sistema", "What depends on each system"),
        table=SYSTEM_LINKS,
        columns=(
            GridColumn(
                "system", Text("Sistema", "System"), words=system_names(visit), link=lambda row: impact_url(visit, row)
            ),
            GridColumn("feeds", Text("Alimenta", "Feeds"), "number"),
            GridColumn("fed_by", Text("Alimentato da", "Fed by"), "number"),
            GridColumn("reached", Text("Arriva a", "Reaches"), "number"),
            GridColumn("cut_off", Text("Isola se si ferma", "Cuts off when it stops"), "number"),
            GridColumn("circle", Text("Giro di dati", "Circle of data"), "number"),
            GridColumn("island", Text("Isola", "Island"), "number"),
        ),
        order=("-reached", "-cut_off"),
        prefix="l-",
    )


def files() -> Grid:
    """Return the table of the files that tell of interfaces."""
    return Grid(
        name="files",
        title=Text("I file che ne parlano", "The files that tell of them"),
        table=EVIDENCE_FILES,
        columns=(
            GridColumn("file", Text("File", "File"), "code"),
            GridColumn("kind", Text("Che cosa è", "What it is")),
            GridColumn("bytes", Text("Dimensione", "Size"), "size"),
            GridColumn("clues", Text("Scambi trovati", "Exchanges found"), "number"),
            GridColumn("status", Text("Esito", "Outcome"), "tag", tags=FILE_TAGS),
            GridColumn("detail", Text("Che cosa non si è letto", "What could not be read"), "sentence"),
        ),
        search=("file", "detail"),
        filters=(
            GridFilter("status", Text("Esito", "Outcome"), {str(key): tag.word for key, tag in FILE_TAGS.items()}),
        ),
        order=("file",),
        none=Text(
            "Nessun file: `evidence` in regia.toml dice dove sono script, tracce e log.",
            "No file: `evidence` in regia.toml says where scripts, traces and logs are.",
        ),
        prefix="f-",
    )


def evidence() -> Grid:
    """Return the table of what an interface rests on."""
    return Grid(
        name="evidence",
        title=Text("Le prove", "The evidence"),
        table=INTERFACE_EVIDENCE,
        columns=(
            GridColumn("kind", Text("Prova", "Evidence"), words=KINDS),
            GridColumn("origin", _STATUS, "tag", tags=_ORIGINS),
            GridColumn("reference", Text("Dove sta", "Where it is"), "code"),
            GridColumn("detail", Text("Che cosa dice", "What it says"), "code"),
        ),
        order=("origin", "kind", "reference"),
        prefix="e-",
    )


def lineage(visit: Visit) -> Grid:
    """Return the table of the fields that an interface carries."""
    return Grid(
        name="lineage",
        title=Text("I campi che porta", "The fields it carries"),
        table=LINEAGE,
        columns=(
            GridColumn("from_dataset", Text("Dall'archivio", "From dataset"), "code"),
            GridColumn(
                "from_field", Text("Dal campo", "From field"), "code", link=lambda row: _field(visit, row, "from")
            ),
            GridColumn("to_dataset", Text("All'archivio", "To dataset"), "code"),
            GridColumn("to_field", Text("Al campo", "To field"), "code", link=lambda row: _field(visit, row, "to")),
            GridColumn("origin", _STATUS, "tag", tags=_ORIGINS),
            GridColumn("reference", Text("Dove sta scritto", "Where it is written"), "code"),
        ),
        order=("from_dataset", "from_field"),
        none=Text("Non si sa quali campi porta.", "Which fields it carries is not known."),
        prefix="c-",
    )


def examples(visit: Visit) -> Grid:
    """Return the table of records that passed with a mistake."""

    def entity_url(row: Row) -> str:
        return reverse("entity", args=[visit.company.slug, row["entity"]])

    return Grid(
        name="examples",
        title=Text("Record passati con un errore", "Records that passed with a mistake"),
        table=INTERFACE_EXAMPLES,
        columns=(
            GridColumn("entity", Text("Entità", "Entity"), "code", link=entity_url),
            GridColumn("attribute", Text("Attributo", "Attribute"), "code"),
            GridColumn("kind", Text("Che cosa mostra", "What it shows"), words=_EXAMPLES),
            GridColumn("from_value", Text("Alla partenza", "At the start"), "code"),
            GridColumn("to_value", Text("All'arrivo", "On arrival"), "code"),
            GridColumn("lag_hours", Text("Ritardo (ore)", "Lag (hours)"), "number"),
        ),
        order=("entity",),
        prefix="x-",
    )


def fields(visit: Visit) -> Grid:
    """Return the table of fields wherever they are."""
    return Grid(
        name="fields",
        title=Text("I campi toccati", "The fields touched"),
        table=FIELDS,
        columns=(
            GridColumn("system", Text("Sistema", "System"), words=system_names(visit)),
            GridColumn("dataset", _DATASET, "code"),
            GridColumn("field", _FIELD, "code", link=lambda row: _field(visit, row, "")),
        ),
        search=("dataset", "field"),
        filters=(GridFilter("system", Text("Sistema", "System"), system_names(visit)),),
        order=("system", "dataset", "position"),
        none=Text(
            "Nessuna colonna nota: si sa quali sistemi, non quali campi.",
            "No column known: which systems is known, not which fields.",
        ),
        prefix="t-",
    )


def system_names(visit: Visit) -> dict[str, Text]:
    """Return what the systems are called."""
    rows = visit.evidence.figures("SELECT system, name FROM {systems}")
    return {str(row["system"]): Text(str(row["name"]), str(row["name"])) for row in rows}


def impact_url(visit: Visit, row: Row) -> str:
    """Return the page of what a change of a row's system touches."""
    return f"{reverse('impact', args=[visit.company.slug])}?system={row['system']}"


def _field(visit: Visit, row: Row, side: str) -> str | None:
    names = [row[f"{side}_{part}" if side else part] for part in ("system", "dataset", "field")]
    if not visit.may(Permission.SEE_ROWS) or ANY in names:
        return None
    return reverse("field", args=[visit.company.slug, *names])
