"""Tax codes (codici fiscali) whose form, date or check character is wrong.

**What it looks for.** Fields recognised as Italian tax codes, with values that fail the official check; omocodia and
the 11 digits of organisations are accepted. One finding a field, from five records and two in a thousand on; from
five in a hundred on it is graver. A field where less than half is valid holds something else and is not told.

**Why it matters.** An electronic invoice with a wrong tax code is refused by the exchange system (SdI); the same
person is not recognised in another system.

**What to do.** IT puts the check where the code is typed in. The business asks the persons concerned, starting with
those it invoices.

**Known limits.** A code may be right in form and belong to somebody else. In a large field the share is measured on a
seeded sample of distinct values.
"""

from regia.errors import Text
from regia.model.rule import Rule, Severity
from regia.profile.invalid import invalid_values

RULE = Rule(
    code="invalid_tax_code",
    severity=Severity.MINOR,
    title=Text("Codici fiscali non validi", "Tax codes that are not valid"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} un codice fiscale non valido ({share:share} "
        "di quelle compilate).",
        "In {dataset}.{field} of {system} {records:record has|records have} a tax code that is not valid "
        "({share:share} of those filled in).",
    ),
    it_does=Text("Controllare il codice dove viene inserito.", "Check the code where it is typed in."),
    business_does=Text(
        "Correggere i codici, a partire da chi riceve fatture.",
        "Correct the codes, starting with those who are invoiced.",
    ),
    find=invalid_values("tax_code"),
)
