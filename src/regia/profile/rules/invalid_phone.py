"""Phone numbers that exist in no numbering plan.

**What it looks for.** Fields recognised as phone numbers, with values that the plan of their country (Italy where no
prefix tells another) does not allow. One finding a field, from five records and two in a thousand on; from five in a
hundred on it is graver. A field where less than half is valid holds something else and is not told.

**Why it matters.** Deliveries fail because the driver cannot call; the same customer is not recognised by phone.

**What to do.** IT keeps numbers in one international form (E.164) and checks them where they are typed in. The
business corrects them at the next contact.

**Known limits.** Foreign numbers without a prefix look wrong; where they are more than half, the field is not told.
Shares of large fields are measured on 2,000 distinct values.
"""

from regia.errors import Text
from regia.model.rule import Rule, Severity
from regia.profile.invalid import invalid_values

RULE = Rule(
    code="invalid_phone",
    severity=Severity.REMARK,
    title=Text("Telefoni non validi", "Phone numbers that are not valid"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} un telefono che non può esistere "
        "({share:share} di quelle compilate).",
        "In {dataset}.{field} of {system} {records:record has|records have} a phone number that cannot exist "
        "({share:share} of those filled in).",
    ),
    it_does=Text(
        "Conservare i numeri in forma internazionale e controllarli dove vengono inseriti.",
        "Keep numbers in international form and check them where they are typed in.",
    ),
    business_does=Text("Correggerli al prossimo contatto.", "Correct them at the next contact."),
    find=invalid_values("phone"),
)
