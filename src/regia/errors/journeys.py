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


class ActivityUnknown(RegiaError):
    """An activity that there is not."""

    happened = Text("«{activity}» non è un'attività{meant}.", "'{activity}' is no activity{meant}.")
    fix = Text("I codici sono quelli di `regia show activities`.", "The codes are those of `regia show activities`.")


class MappingUnreadable(RegiaError):
    """A company's own `journeys.toml` is not what it should be."""

    happened = Text(
        "Ciò che l'azienda dice delle attività in «{path}» non si legge: {detail}.",
        "What the company says of activities in '{path}' cannot be read: {detail}.",
    )
    fix = Text(
        'Scrivi una sezione per attività, così: ["crm.Lead.CreatedDate"] e sotto name = "Lead registrato".',
        'Write a table for each activity, as in: ["crm.Lead.CreatedDate"] and below it name = "Lead registered".',
    )
