"""VAT numbers (partite IVA) with a wrong check digit.

**What it looks for.** Fields recognised as VAT numbers, Italian or of the EU with their country, with values that
fail the check. One finding a field, from five records and two in a thousand on; from five in a hundred on it is
graver. A field where less than half is valid holds something else and is not told.

**Why it matters.** Invoices are refused, deductions are lost, and one company becomes two customers because its
number differs by a digit.

**What to do.** IT checks the number where it is typed in, better still against VIES. The business corrects those it
invoices.

**Known limits.** A number that lost its leading zeros counts as wrong: it is. That a number is right does not say
that the company still exists.
"""

from regia.errors import Text
from regia.model.rule import Rule, Severity
from regia.profile.invalid import invalid_values

RULE = Rule(
    code="invalid_vat_number",
    severity=Severity.MINOR,
    title=Text("Partite IVA non valide", "VAT numbers that are not valid"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} una partita IVA non valida ({share:share} "
        "di quelle compilate).",
        "In {dataset}.{field} of {system} {records:record has|records have} a VAT number that is not valid "
        "({share:share} of those filled in).",
    ),
    it_does=Text(
        "Controllare il numero dove viene inserito (meglio con VIES).",
        "Check the number where it is typed in (better with VIES).",
    ),
    business_does=Text(
        "Correggere quelle dei clienti e fornitori attivi.", "Correct those of active customers and suppliers."
    ),
    find=invalid_values("vat_number"),
)
