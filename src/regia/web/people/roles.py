"""Roles and what each may do. A page asks for one permission; a role is a set of them."""

from enum import StrEnum

from regia.errors import Text


class Permission(StrEnum):
    """What a page or an action asks for."""

    SEE = "see"
    SEE_ROWS = "see_rows"
    ANSWER = "answer"
    JUDGE = "judge"
    DIRECT = "direct"
    RUN = "run"
    UNMASK = "unmask"
    MANAGE = "manage"


class Role(StrEnum):
    """What a person is in one company."""

    ADMINISTRATOR = "administrator"
    IT = "it"
    BUSINESS = "business"
    EXECUTIVE = "executive"
    GUEST = "guest"


ROLES: dict[Role, Text] = {
    Role.ADMINISTRATOR: Text("amministratore", "administrator"),
    Role.IT: Text("IT", "IT"),
    Role.BUSINESS: Text("business", "business"),
    Role.EXECUTIVE: Text("direzione", "executive"),
    Role.GUEST: Text("ospite", "guest"),
}

MAY: dict[Role, Text] = {
    Role.ADMINISTRATOR: Text(
        "Tutto: persone, check-up, giudizi, dati in chiaro.",
        "Everything: people, check-ups, judgements, data in clear.",
    ),
    Role.IT: Text(
        "Vede le prove, avvia i check-up, giudica, può chiedere i dati in chiaro.",
        "Sees the evidence, starts check-ups, judges, may ask for data in clear.",
    ),
    Role.BUSINESS: Text("Vede le prove, mascherate, e giudica.", "Sees the evidence, masked, and judges."),
    Role.EXECUTIVE: Text(
        "Vede le prove, mascherate; scrive la direzione: visione, obiettivi, chi decide.",
        "Sees the evidence, masked; writes the direction: vision, objectives, who decides.",
    ),
    Role.GUEST: Text("Vede i riassunti, senza righe e senza CSV.", "Sees the summaries, without rows and CSV."),
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.IT: frozenset(
        {
            Permission.SEE,
            Permission.SEE_ROWS,
            Permission.ANSWER,
            Permission.JUDGE,
            Permission.RUN,
            Permission.UNMASK,
        }
    ),
    Role.BUSINESS: frozenset({Permission.SEE, Permission.SEE_ROWS, Permission.JUDGE, Permission.ANSWER}),
    Role.EXECUTIVE: frozenset({Permission.SEE, Permission.SEE_ROWS, Permission.ANSWER, Permission.DIRECT}),
    Role.GUEST: frozenset({Permission.SEE}),
}
