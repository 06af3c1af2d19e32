"""What the words of links are called."""

from collections.abc import Mapping

from regia.errors import Language, Text
from regia.resolve.compared import WHO
from regia.resolve.explaining import Likeness

LIKENESS: Mapping[Likeness, Text] = {
    "equal_rare": Text("uguale, e nessun altro ce l'ha", "equal, and nobody else has it"),
    "equal": Text("uguale, ma ce l'hanno anche altri", "equal, but others have it too"),
    "alike": Text("simile", "alike"),
    "different": Text("diverso", "different"),
    "prior": Text("quanto è raro che due record siano la stessa cosa", "how rare it is that two records are one thing"),
    "rivals": Text(
        "altri candidati, o quanto di rado un sistema tiene due volte la stessa cosa",
        "other candidates, or how seldom one system holds a thing twice",
    ),
}
ORIGINS: Mapping[str, Text] = {
    "inferred": Text("dedotto dai dati", "inferred from the data"),
    "confirmed": Text("confermato da una persona", "confirmed by a person"),
    "rejected": Text("respinto da una persona", "rejected by a person"),
    "copy": Text("stessa chiave in una vecchia copia", "same key in an old copy"),
}


def compared(attribute: str, language: Language) -> str:
    """Return what a comparison is of: an attribute, or a name put together from its parts."""
    return _WHO.say(language) if attribute == WHO else attribute.replace("+", " + ")


_WHO = Text("nome", "name")
