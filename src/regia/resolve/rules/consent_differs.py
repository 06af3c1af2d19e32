"""Consent to marketing that differs between systems (GDPR art. 6 and 7).

**What it looks for.** People who have given consent in one system and not, or no more, in another: even one is told.
One finding a concept and attribute.

**Why it matters.** Who has withdrawn consent and still gets mail may complain to the authority; who has given it and
gets none is a sale not made. Consent must be as easy to withdraw as to give, everywhere at once.

**What to do.** Until it is settled, the answer "no" holds everywhere. The business and the data protection officer name
the one register of consent; IT makes all systems ask it.

**Known limits.** Codes of consent are read by their words (yes, no, 1, 0) or by how systems agree; consent to
different purposes kept in fields of the same name looks different.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an attribute of consent."""
    rows = tables.query(
        "SELECT concept, attribute, count(DISTINCT entity) AS people, "
        "string_agg(DISTINCT system, ', ' ORDER BY system) AS systems FROM conflicts "
        "WHERE kind IN ('stale', 'different', 'typing') AND (attribute LIKE '%consent%' OR concept = 'consent') "
        "GROUP BY ALL ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    concept, attribute = str(row["concept"]), str(row["attribute"])
    return Hit(
        subject=f"{concept}.{attribute}",
        values={"people": row["people"], "systems": row["systems"]},
        evidence_table="conflicts",
        evidence_filter=f"concept = {literal(concept)} AND attribute = {literal(attribute)} "
        "AND kind IN ('stale', 'different', 'typing')",
        records=int(str(row["people"])),
    )


RULE = Rule(
    code="consent_differs",
    severity=Severity.CRITICAL,
    title=Text("Consensi diversi fra sistemi", "Consent that differs between systems"),
    says=Text(
        "{people:persona ha|persone hanno} il consenso al marketing in un sistema e non in un altro (in {systems} "
        "il valore è diverso da quello ritenuto giusto).",
        "{people:person has|people have} consent to marketing in one system and not in another (in {systems} the value "
        "differs from the one held to be right).",
    ),
    it_does=Text(
        "Fare di un solo registro dei consensi la fonte per tutti; intanto vale il «no».",
        "Make one register of consent the source for all; until then 'no' holds.",
    ),
    business_does=Text(
        "Scegliere il registro con chi si occupa di protezione dei dati.",
        "Choose the register with the data protection officer.",
    ),
    find=find,
)
