"""What to keep in mind of a hand-off's figures, by the codes in column `caveats` of `handoffs`; in full and briefly."""

from collections.abc import Iterable
from typing import NamedTuple

from regia.errors import Text
from regia.wording import both


class Caveat(NamedTuple):
    """One of them, as a sentence and in a few words."""

    full: Text
    brief: Text


CAVEATS = {
    "uncertain_links": Caveat(
        Text(
            "Una parte dei passaggi potrebbe unire record di lavori diversi: l'attesa mediana è data fra due estremi.",
            "Some of the passages may join records of different work: the median wait is told between two ends.",
        ),
        Text("legami incerti", "uncertain links"),
    ),
    "partial_links": Caveat(
        Text(
            "Parte dei record nomina, nell'altro archivio, record che non ci sono o di altri: quei passaggi non si "
            "vedono.",
            "Some of the records name records that are not there, or another's: those passages are not seen.",
        ),
        Text("legami che mancano", "links missing"),
    ),
    "found_together": Caveat(
        Text(
            "Nessun numero unisce i due record: cliente, tempo e importo sì; un'attesa molto più lunga non si vede.",
            "No number joins the two records: customer, time and amount do; a much longer wait is not seen.",
        ),
        Text("uniti da cliente e tempo", "joined by customer and time"),
    ),
    "date_only": Caveat(
        Text(
            "Si conosce solo il giorno: un'attesa di poche ore non si vede.",
            "The day alone is known: a wait of a few hours cannot be seen.",
        ),
        Text("solo il giorno", "the day alone"),
    ),
    "inverted": Caveat(
        Text(
            "In parte dei casi ciò che segue è scritto prima di ciò che precede.",
            "In some cases what follows is written before what precedes.",
        ),
        Text("in parte scritti a rovescio", "some written the other way round"),
    ),
    "same_moment": Caveat(
        Text(
            "In parte dei casi le due cose portano lo stesso istante: quale venga prima non si può dire.",
            "In some cases both bear the same moment: which came first cannot be told.",
        ),
        Text("in parte scritti insieme", "some written at once"),
    ),
    "few_cases": Caveat(
        Text(
            "Meno di cento casi.",
            "Fewer than a hundred cases.",
        ),
        Text("pochi casi", "few cases"),
    ),
    "still_open": Caveat(
        Text(
            "Una parte attende ancora, e conta per quanto ha atteso finora (Kaplan e Meier).",
            "Some still wait, and count as far as they got (Kaplan and Meier).",
        ),
        Text("in parte ancora in attesa", "some still wait"),
    ),
    "truncated": Caveat(
        Text(
            "Una parte è cominciata prima che il sistema che segue scrivesse qualcosa: conta da quando si vede.",
            "Some began before the next system wrote anything down: they count from when they came in sight.",
        ),
        Text("in parte cominciati prima", "some began before"),
    ),
}


def briefly(codes: Iterable[str]) -> Text:
    """Return the caveats of some codes in a few words each; nothing where there are none."""
    told = [CAVEATS[each].brief for each in codes if each in CAVEATS]
    return both(Text("{told}", "{told}"), {"told": told}) if told else Text("", "")
