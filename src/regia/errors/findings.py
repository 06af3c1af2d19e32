"""What can go wrong when somebody says what becomes of a finding."""

from regia.errors import RegiaError, Text


class FindingUnknown(RegiaError):
    """No finding has this identifier."""

    happened = Text("Non c'è un rilievo «{name}».", "There is no finding '{name}'.")
    fix = Text(
        "`regia findings --json` elenca gli identificativi; bastano i primi caratteri, se sono di un rilievo solo.",
        "`regia findings --json` lists the identifiers; their start will do where it is of one finding only.",
    )


class ReasonMissing(RegiaError):
    """A finding was accepted or called false without a reason."""

    happened = Text("Manca il perché.", "The reason is missing.")
    fix = Text(
        "Chi lascia un rilievo com'è dice perché: lo leggerà chi viene dopo.",
        "Who leaves a finding as it is says why: those who come after will read it.",
    )


class DayMissing(RegiaError):
    """A finding was accepted for ever."""

    happened = Text("Manca il giorno fino al quale si accetta.", "The day until which it is accepted is missing.")
    fix = Text("Scrivi un giorno, per esempio 2027-06-30.", "Write a day, for example 2027-06-30.")


class DayPast(RegiaError):
    """A day that is over was named."""

    happened = Text("Il {day} è già passato.", "{day} is already over.")
    fix = Text("Scrivi un giorno da oggi in avanti.", "Write a day from today on.")
