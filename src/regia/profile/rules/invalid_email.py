"""E-mail addresses to which no mail can be sent.

**What it looks for.** Fields recognised as e-mail addresses, with values that have no domain, spaces, or two
addresses in one. One finding a field, from five records and two in a thousand on; from five in a hundred on it is
graver. A field where less than half is valid holds something else and is not told.

**Why it matters.** Campaigns and order confirmations do not arrive, and nobody knows; bounces harm the reputation of
the sender.

**What to do.** IT checks the address where it is typed in. Marketing asks for the right one at the next contact.

**Known limits.** An address right in form may not exist. Stand-ins such as nomail@nomail.it are told by another rule.
"""

from regia.errors import Text
from regia.model.rule import Rule, Severity
from regia.profile.invalid import invalid_values

RULE = Rule(
    code="invalid_email",
    severity=Severity.MINOR,
    title=Text("Indirizzi e-mail non validi", "E-mail addresses that are not valid"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} un indirizzo e-mail non valido "
        "({share:share} di quelle compilate).",
        "In {dataset}.{field} of {system} {records:record has|records have} an e-mail address that is not valid "
        "({share:share} of those filled in).",
    ),
    it_does=Text("Controllare l'indirizzo dove viene inserito.", "Check the address where it is typed in."),
    business_does=Text(
        "Chiedere l'indirizzo giusto al prossimo contatto.", "Ask for the right address at the next contact."
    ),
    find=invalid_values("email"),
)
