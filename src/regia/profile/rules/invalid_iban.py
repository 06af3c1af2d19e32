"""IBANs with a wrong length or check digits.

**What it looks for.** Fields recognised as IBANs, with values that fail ISO 13616. One finding a field, from five
records and two in a thousand on; from five in a hundred on it is graver. A field where less than half is valid holds
something else and is not told.

**Why it matters.** A payment is refused or goes astray, a direct debit comes back with a charge.

**What to do.** IT checks the IBAN where it is typed in. Administration corrects those in use before the next payment
run.

**Known limits.** A right IBAN may belong to somebody else: changes of bank details are to be confirmed by phone all
the same.
"""

from regia.errors import Text
from regia.model.rule import Rule, Severity
from regia.profile.invalid import invalid_values

RULE = Rule(
    code="invalid_iban",
    severity=Severity.MAJOR,
    title=Text("IBAN non validi", "IBANs that are not valid"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} un IBAN non valido ({share:share} di quelle "
        "compilate).",
        "In {dataset}.{field} of {system} {records:record has|records have} an IBAN that is not valid "
        "({share:share} of those filled in).",
    ),
    it_does=Text("Controllare l'IBAN dove viene inserito.", "Check the IBAN where it is typed in."),
    business_does=Text(
        "Correggere quelli in uso prima del prossimo giro di pagamenti.",
        "Correct those in use before the next payment run.",
    ),
    find=invalid_values("iban"),
)
