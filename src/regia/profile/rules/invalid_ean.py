"""Article numbers (EAN, GTIN) with a wrong check digit.

**What it looks for.** Fields recognised as EAN-8, EAN-13, UPC-A or GTIN-14, with values that fail the check. One
finding a field, from five records and two in a thousand on; from five in a hundred on it is graver. A field where
less than half is valid holds something else and is not told.

**Why it matters.** Marketplaces and retailers refuse the article, a scanner does not find it, and the same product is
listed twice.

**What to do.** IT checks the code where it is typed in. Product management corrects articles on sale first.

**Known limits.** Own codes that look like an EAN fail by design: accept the finding.
"""

from regia.errors import Text
from regia.model.rule import Rule, Severity
from regia.profile.invalid import invalid_values

RULE = Rule(
    code="invalid_ean",
    severity=Severity.MINOR,
    title=Text("Codici EAN non validi", "EAN codes that are not valid"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} un codice a barre non valido ({share:share} "
        "di quelle compilate).",
        "In {dataset}.{field} of {system} {records:record has|records have} a barcode that is not valid "
        "({share:share} of those filled in).",
    ),
    it_does=Text("Controllare il codice dove viene inserito.", "Check the code where it is typed in."),
    business_does=Text("Correggere prima gli articoli in vendita.", "Correct articles on sale first."),
    find=invalid_values("ean"),
)
