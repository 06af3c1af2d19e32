"""Statuses that only old hands understand: stato 3, and no table that says what it means.

**What it looks for.** Status fields (stato, status, fase, esito ...) with short codes, up to three signs, that refer
to no table of descriptions and carry no comment; and those that refer to a code list which explains nine in ten of
them but lacks some codes in use, in three records or more. One finding a field. Codes that everybody reads (OK, KO,
si, no) and labels that people write freely (the ten most used leave more than one record in a hundred) are left alone.

**Why it matters.** Whoever reports on it asks a colleague, or guesses. When the system is replaced, what the code
means has left with the person who knew.

**What to do.** The business writes down what each code means. IT keeps it in a table, or as comments.

**Known limits.** A meaning that lives in the program's code is not seen.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, field_hit, number
from regia.profile.names import word_list, words

FEWEST_RECORDS = 50
FEWEST_UNKNOWN = 3
LONGEST_CODE = 3
LEAST_EXPLAINED = 0.9
LEAST_CLOSED = 0.99
_STATUS = frozenset({"stato", "status", "state", "fase", "esito", "sta", "stage", "outcome", "stat"})


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a field."""
    rows = tables.query(
        "WITH told AS (SELECT system, dataset, field, max(length(trim(value))) AS length, sum(share) AS share, "  # noqa: S608
        f"bool_and(lower(trim(value)) IN ({_understood()})) AS understood FROM field_values "
        "GROUP BY system, dataset, field) "
        "SELECT f.system, f.dataset, f.field, r.to_dataset, "
        "coalesce(r.unmatched_records, d.records * (1 - coalesce(f.null_share, 0))) AS records "
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        "LEFT JOIN told AS v ON v.system = f.system AND v.dataset = f.dataset AND v.field = f.field "
        "LEFT JOIN field_references AS r ON r.system = f.system AND r.dataset = f.dataset AND r.fields = f.field "
        "LEFT JOIN datasets AS t ON t.system = r.system AND t.dataset = r.to_dataset "
        f"WHERE f.semantic_type = 'status_code' AND d.records >= {FEWEST_RECORDS} "
        "AND coalesce(d.kind, '') NOT IN ('backup_copy', 'code_list') AND CASE WHEN r.to_dataset IS NULL "
        f"THEN f.comment IS NULL AND f.distinct_count >= 2 AND v.length <= {LONGEST_CODE} AND NOT v.understood "
        f"AND v.share + coalesce(f.null_share, 0) + coalesce(f.blank_share, 0) >= {LEAST_CLOSED} "
        f"ELSE r.unmatched_records >= {FEWEST_UNKNOWN} AND r.matched_share >= {LEAST_EXPLAINED} "
        "AND t.kind = 'code_list' END ORDER BY ALL"
    )
    return (_hit(row) for row in rows if not _STATUS.isdisjoint(words(str(row["field"]))))


def _understood() -> str:
    """Return the values that need no explanation, as a list of SQL; a digit or a lone letter is none of them."""
    listed = word_list("values")["statuses"] | word_list("values")["yes_no"]
    return ", ".join(literal(value) for value in sorted(listed) if len(value) > 1)


def _hit(row: Row) -> Hit:
    missing = row["to_dataset"] is not None
    where = (
        Text("che {} non spiega", "that {} does not explain")
        if missing
        else Text("che nessuna tabella spiega", "that no table explains")
    )
    told = Text(*(each.replace("{}", str(row["to_dataset"])) for each in where))
    return field_hit(row, records=number(row, "records"), values={"where": told})


RULE = Rule(
    code="undocumented_codes",
    severity=Severity.REMARK,
    title=Text("Stati senza spiegazione", "Statuses without an explanation"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} codici di stato {where}.",
        "In {dataset}.{field} of {system} {records:record has|records have} status codes {where}.",
    ),
    it_does=Text("Tenere i significati in una tabella o nei commenti.", "Keep the meanings in a table or as comments."),
    business_does=Text("Scrivere che cosa significa ogni codice.", "Write down what each code means."),
    find=find,
)
