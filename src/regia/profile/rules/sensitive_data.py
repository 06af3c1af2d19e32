"""Data that the law protects most: health, union, religion, origin, politics, sexuality, convictions.

**What it looks for.** Fields whose name, or whose texts in at least three records, tell of a topic of articles 9 and
10 of the GDPR. One finding a field.

**Why it matters.** Such data may be held only with a special ground, for a purpose written down, and seen by few. In
a note field of a sales system it has none of this, and a leak must be told to the persons concerned.

**What to do.** The business says why it is needed and on which ground. Without one IT deletes it; with one IT gives
it a field of its own, with restricted access and a term.

**Known limits.** Words are looked for, not meanings: "allergico ai ritardi" is found too. A rare mention may be
missed.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, field_hit, number

TOPICS = {
    "health": Text("salute", "health"),
    "union": Text("sindacato", "union membership"),
    "religion": Text("religione", "religion"),
    "ethnicity": Text("origine etnica", "ethnic origin"),
    "politics": Text("politica", "politics"),
    "sexuality": Text("vita sessuale", "sexuality"),
    "justice": Text("condanne", "convictions"),
    "biometrics": Text("biometria", "biometrics"),
}


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a field."""
    rows = tables.query(
        "SELECT f.system, f.dataset, f.field, f.sensitive_topic AS topic, "
        "d.records * (1 - f.null_share - coalesce(f.blank_share, 0)) AS records "
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        "WHERE f.personal_data = 'sensitive' AND d.records > 0 ORDER BY ALL"
    )
    return (_hit(row) for row in rows if number(row, "records"))


def _hit(row: Row) -> Hit:
    return field_hit(row, records=number(row, "records"), values={"topic": TOPICS[str(row["topic"])]})


RULE = Rule(
    code="sensitive_data",
    severity=Severity.MAJOR,
    title=Text("Dati sensibili", "Sensitive data"),
    says=Text(
        "{dataset}.{field} di {system} parla di {topic}: serve un motivo scritto per tenere questi dati.",
        "{dataset}.{field} of {system} tells of {topic}: a written ground is needed to hold such data.",
    ),
    it_does=Text(
        "Cancellarli, o isolarli con accessi ristretti e una scadenza.",
        "Delete them, or set them apart with restricted access and a term.",
    ),
    business_does=Text("Dire se servono davvero e su quale base.", "Say whether they are needed, and on which ground."),
    find=find,
)
