"""What goes wrong when journeys are exported, or judged by the company's own file."""

from regia.errors import RegiaError, Text


class NoEvents(RegiaError):
    """A check-up without journeys."""

    happened = Text("Il check-up non ha trovato nessun percorso.", "The check-up found no journey.")
    fix = Text(
        "Guarda quali campi danno una data a ciò che succede: regia show activities.",
        "Look at which fields date what happens: regia show activities.",
    )


class JourneyUnknown(RegiaError):
    """A journey that there is not."""

    happened = Text("«{journey}» non è un percorso{meant}.", "'{journey}' is no journey{meant}.")
    fix = Text("Scrivine uno di questi: {known}.", "Write one of these: {known}.")
