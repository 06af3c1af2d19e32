"""Two systems that keep the same measure in different units, or the same amount in different currencies.

**What it looks for.** Numeric fields that correspond for sure, where either the quarter, the half and the three
quarters of the values of one all stand to those of the other as 100, 1,000 or 1,000,000 to 1 (euro and cents, grams
and kilograms, thousands), each within a tenth; or the two names end with different units of one kind (`peso_kg` and
`weight_g`, `total_eur` and `total_usd`).

**Why it matters.** Who adds the two up, or copies one into the other, is wrong by a hundred or a thousand times, and
in a total nobody sees it.

**What to do.** The business says which unit counts. IT writes the unit in the name or beside the value, and converts
at the border.

**Known limits.** Units that stand to one another otherwise (pounds and kilograms) are seen by their names only, and
so are currencies. Fields with fewer than 20 different values are not compared by their values.
"""

from collections.abc import Iterable, Iterator

from regia.engine.session import literal
from regia.errors import Text
from regia.match.naming import tokens
from regia.match.tables import CORRESPONDENCES
from regia.model.rule import Hit, Rule, Severity, Tables

FACTORS = (100, 1_000, 1_000_000)
WITHIN = 0.1
FEWEST_VALUES = 20
_QUARTERS = ("p25", "p50", "p75")
_KINDS = (
    {"mg": "mg", "g": "g", "gr": "g", "kg": "kg", "lb": "lb", "lbs": "lb", "oz": "oz"},
    {"mm": "mm", "cm": "cm", "mt": "m", "m": "m", "km": "km", "inch": "inch", "inches": "inch", "ft": "ft"},
    {"ml": "ml", "cl": "cl", "lt": "l", "l": "l", "liters": "l", "litri": "l"},
    {"ms": "ms", "sec": "s", "seconds": "s", "secondi": "s", "minutes": "min", "minuti": "min", "hours": "h",
     "ore": "h", "days": "d", "giorni": "d"},
    {"eur": "EUR", "euro": "EUR", "usd": "USD", "gbp": "GBP", "chf": "CHF", "cents": "cent", "centesimi": "cent"},
)  # fmt: skip


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each pair of fields."""
    sides = ", ".join(
        f"try_cast({side}.{quarter} AS DOUBLE) AS {name}_{quarter}"
        for side, name in (("l", "left"), ("r", "right"))
        for quarter in _QUARTERS
    )
    rows = tables.query(
        f"SELECT m.*, {sides}, least(l.distinct_count, r.distinct_count) AS fewest, "  # noqa: S608
        "least(d.records, e.records) AS records FROM correspondences AS m "
        "JOIN fields AS l ON l.system = m.left_system AND l.dataset = m.left_dataset AND l.field = m.left_field "
        "JOIN fields AS r ON r.system = m.right_system AND r.dataset = m.right_dataset AND r.field = m.right_field "
        "JOIN datasets AS d ON d.system = m.left_system AND d.dataset = m.left_dataset "
        "JOIN datasets AS e ON e.system = m.right_system AND e.dataset = m.right_dataset "
        "WHERE m.band = 'accept' AND l.p50 IS NOT NULL AND r.p50 IS NOT NULL "
        "AND NOT (l.in_key OR r.in_key) ORDER BY m.left_system, m.left_dataset, m.left_field, "
        "m.right_system, m.right_dataset, m.right_field"
    )
    return _hits(rows)


def _hits(rows: Iterable[dict[str, object]]) -> Iterator[Hit]:
    for row in rows:
        if how := _by_values(row) or _by_names(str(row["left_field"]), str(row["right_field"])):
            yield _hit(row, how)


def _by_values(row: dict[str, object]) -> Text | None:
    """Return how many times the values of one are those of the other, where all quarters agree."""
    pairs = [(row[f"left_{quarter}"], row[f"right_{quarter}"]) for quarter in _QUARTERS]
    ratios = [
        left / right
        for left, right in pairs
        if isinstance(left, float) and isinstance(right, float) and left > 0 and right > 0
    ]
    fewest = row["fewest"]
    if len(ratios) < len(_QUARTERS) or not isinstance(fewest, int) or fewest < FEWEST_VALUES:
        return None
    for factor in FACTORS:
        for times, larger in ((1 / factor, "right"), (factor, "left")):
            if all(abs(ratio / times - 1) <= WITHIN for ratio in ratios):
                name = row[f"{larger}_field"]
                return _TIMES.fill(name=name, factor_it=f"{factor:,}".replace(",", "."), factor_en=f"{factor:,}")
    return None


_TIMES = Text(
    "i valori di {name} sono {factor_it} volte gli altri", "the values of {name} are {factor_en} times the others"
)


def _by_names(left: str, right: str) -> Text | None:
    """Return the units that two names end with, where they are of one kind and differ."""
    for units in _KINDS:
        one, other = (units.get((tokens(name) or [""])[-1]) for name in (left, right))
        if one and other and one != other:
            return Text("{one} e {other}, dicono i nomi", "{one} and {other}, say the names").fill(one=one, other=other)
    return None


def _hit(row: dict[str, object], how: Text) -> Hit:
    left, right = (
        ".".join(str(row[f"{side}_{name}"]) for name in ("system", "dataset", "field")) for side in ("left", "right")
    )
    records = row["records"]
    return Hit(
        subject=f"{left} = {right}",
        values={"left": left, "right": right, "how": how},
        evidence_table="correspondences",
        evidence_filter=" AND ".join(f"{name} = {literal(str(row[name]))}" for name in CORRESPONDENCES.key),
        system=str(row["left_system"]),
        dataset=str(row["left_dataset"]),
        field=str(row["left_field"]),
        records=records if isinstance(records, int) else None,
        probability=float(str(row["probability"])),
    )


RULE = Rule(
    code="units_differ",
    severity=Severity.MAJOR,
    title=Text("La stessa misura in unità diverse", "The same measure in different units"),
    says=Text(
        "{left} e {right} vogliono dire lo stesso ma in unità diverse: {how}.",
        "{left} and {right} mean the same, in different units: {how}.",
    ),
    it_does=Text(
        "Scrivere l'unità nel nome o accanto al valore; convertire al confine.",
        "Write the unit in the name or beside the value; convert at the border.",
    ),
    business_does=Text("Dire quale unità vale.", "Say which unit counts."),
    find=find,
)
