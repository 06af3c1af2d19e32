"""What regia.toml says of fields is applied, told as such, and overruled by what a person judged since."""

from regia.match.declared import declared_pairs, declared_rows
from regia.workspace.company import DeclaredCorrespondence
from tests.match.small import fields, matched

NAMES = ("erp", "ANACLI", "RAGSOC"), ("crm", "accounts", "name")
ODD = ("erp", "ANACLI", "TELEFONO"), ("crm", "accounts", "zip")
SAYS = (
    DeclaredCorrespondence("erp.ANACLI.TELEFONO", "crm.accounts.zip"),
    DeclaredCorrespondence("crm.accounts.name", "erp.ANACLI.RAGSOC", same=False),
    DeclaredCorrespondence("crm.accounts.gone", "erp.ANACLI.CAP", note="moved"),
)


def test_what_is_declared_holds_whatever_names_and_values_say() -> None:
    given = fields()
    found = matched(given, declared=declared_pairs(given, SAYS))
    told = {
        frozenset({found.seen.fields[each.left].key, found.seen.fields[each.right].key}): (each.origin, each.band)
        for each in found.matches
    }
    assert told[frozenset(ODD)] == ("declared", "accept")
    assert told[frozenset(NAMES)] == ("declared", "reject")
    group = {each.key: int(found.clusters[row]) for row, each in enumerate(found.seen.fields)}
    assert group[ODD[0]] == group[ODD[1]]
    assert group[NAMES[0]] != group[NAMES[1]]


def test_a_verdict_overrules_and_a_missing_field_is_told() -> None:
    given, verdicts = fields(), {frozenset(NAMES): True}
    found = matched(given, verdicts, declared_pairs(given, SAYS))
    origins = {each.origin for each in found.matches if each.probability == 1}
    assert origins == {"declared", "confirmed"}
    rows = {row["left_field"]: (row["status"], row["missing"]) for row in declared_rows(given, SAYS, verdicts)}
    assert rows == {
        "erp.ANACLI.TELEFONO": ("applied", None),
        "crm.accounts.name": ("overruled", None),
        "crm.accounts.gone": ("missing", "crm.accounts.gone"),
    }
