"""What the shared model calls what the hub has no word for: in the words of the data, never two things alike."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from regia.errors import Text
from regia.match.field import Field
from regia.match.hub import Attribute, Hub
from regia.match.lexicon import Lexicon
from regia.match.matching import Matched
from regia.match.meaning import ROLES
from regia.match.naming import tokens
from regia.match.subject import ANYTHING

Place = tuple[str, str]

_FITTING = 0.3
_SURE_REFERENCE = 0.5  # how well a reference must fit an attribute, to give its name to what it points at
_LONGEST_COMMENT = 60
_SHORTEST_PIECE = 3  # letters that older systems leave of a word
_LINE = Text("riga di {what}", "{what} line")
_ROLES: Mapping[str, Text] = {
    "billing": Text("fatturazione", "billing"),
    "shipping": Text("spedizione", "shipping"),
    "residence": Text("residenza", "home"),
    "default": Text("predefinito", "default"),
    "contact": Text("contatto", "contact"),
}


@dataclass(frozen=True)
class HubName:
    """The hub attribute that fields fit best, its concept, and how well (0..1)."""

    concept: str
    key: str
    attribute: Attribute
    fit: float

    @property
    def names(self) -> Text:
        """What it is called."""
        return Text(self.attribute.it, self.attribute.en)


def hub_name(matched: Matched, rows: Sequence[int], hub: Hub) -> HubName | None:
    """Return the hub attribute that a cluster fits best, if it fits, and its values can be of it."""
    import numpy as np

    mean = np.asarray(matched.seen.hub[list(rows)].mean(axis=0)).ravel()
    best = int(mean.argmax())
    concept, key, attribute = hub.attributes[best]
    held = [matched.seen.fields[row] for row in rows]
    if mean[best] < _FITTING or not any(_can_be(each, attribute) for each in held):
        return None
    return HubName(concept, key, attribute, min(1.0, float(mean[best])))


def _can_be(field: Field, attribute: Attribute) -> bool:
    """Say whether a field can be an attribute: its values are of its kind, and what refers to a thing is no measure."""
    measure = attribute.type not in ("code", "text")
    return attribute.fits(field.kind, held=field.held) and not (field.refers_to and measure)


def role_of(matched: Matched, rows: Iterable[int]) -> Text | None:
    """Return whose or which address fields say they are, in words, if they say it."""
    said = Counter(
        term for row in rows for word in matched.seen.named[row].words for term in word if term in ROLES & _ROLES.keys()
    )
    return _ROLES[min(said, key=lambda term: (-said[term], term))] if said else None


def with_role(names: Text, role: Text) -> Text:
    """Return a name that says which one is meant: city (shipping)."""
    return Text(f"{names.it} ({role.it})", f"{names.en} ({role.en})")


class Calling:
    """Names datasets that the hub does not know: by their comment, by what refers to them, by their own name."""

    def __init__(self, matched: Matched, hub: Hub, comments: Mapping[Place, str]) -> None:
        self._hub = hub
        self._lexicon = matched.seen.lexicon
        self._comments = comments
        self._referred = _referred(matched, hub)

    def dataset(self, place: Place) -> Text:
        """Return what a dataset's records are called, in both languages."""
        comment = self._comments.get(place, "").strip().rstrip(".")
        if 0 < len(comment) <= _LONGEST_COMMENT and "\n" not in comment:
            return Text(comment, comment)
        words = " ".join(tokens(place[1])) or place[1]
        return self._referred.get(place) or cut_name(words, self._hub, self._lexicon) or Text(words, words)


def _referred(matched: Matched, hub: Hub) -> dict[Place, Text]:
    """Return what the fields that refer to a dataset are called, most of them: payment terms, sales agent."""
    said: dict[Place, Counter[tuple[str, str]]] = {}
    for row, each in enumerate(matched.seen.fields):
        if each.refers_to and (named := hub_name(matched, [row], hub)) and _tells(named):
            said.setdefault((each.system, each.refers_to), Counter())[named.concept, named.key] += 1
    names = {(concept, key): Text(each.it, each.en) for concept, key, each in hub.attributes}
    return {place: names[min(each, key=lambda key: (-each[key], key))] for place, each in said.items()}


def _tells(named: HubName) -> bool:
    """Say whether the name of a reference says what it refers to: an agent does, "the document's customer" does not."""
    document = named.concept in ("document", "line") and bool(named.attribute.to)
    plain = named.concept == ANYTHING or named.key in ("code", "number", "parent")
    return named.fit >= _SURE_REFERENCE and not document and not plain and named.attribute.type in ("code", "text")


def cut_name(written: str, hub: Hub, lexicon: Lexicon) -> Text | None:
    """Return the only concept whose name an old system cut and glued so (ORDPRO: ordine di produzione), if one is.

    A last piece that says header (RESTES) adds nothing; one that says line (RESRIG) makes it a line of it.
    """
    for body, shape in _shapes(written, lexicon):
        found = {
            Text(concept.it, concept.en)
            for concept in hub.concepts.values()
            if any(_is_cut_of(body, _content(name, lexicon)) for name in (concept.it, concept.en))
        }
        if len(found) == 1:
            return shape.fill(what=found.pop())
    return None


def _shapes(written: str, lexicon: Lexicon) -> Iterator[tuple[str, Text]]:
    yield written, Text("{what}", "{what}")
    body, last = written[:-_SHORTEST_PIECE], lexicon.meanings.get(written[-_SHORTEST_PIECE:], frozenset())
    if "header" in last:
        yield body, Text("{what}", "{what}")
    if "line" in last:
        yield body, _LINE


def _content(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(word for word in tokens(name) if word not in lexicon.empty and word != "d")


def _is_cut_of(token: str, words: tuple[str, ...]) -> bool:
    """Say whether a token is the starts of words, each cut to three letters or more, glued."""
    if not words:
        return not token
    sizes = range(_SHORTEST_PIECE, len(words[0]) + 1)
    return any(token.startswith(words[0][:size]) and _is_cut_of(token[size:], words[1:]) for size in sizes)


def told_apart(names: Mapping[str, Text], holders: Mapping[str, Sequence[Field]]) -> dict[str, Text]:
    """Return the names of things by id, none twice in a language: later ones say their field, dataset or id too."""
    used: set[tuple[str, str]] = set()
    found: dict[str, Text] = {}
    for key, name in names.items():
        found[key] = next(each for each in _ways(name, key, holders.get(key, ())) if not _spoken(each) & used)
        used |= _spoken(found[key])
    return found


def _spoken(name: Text) -> set[tuple[str, str]]:
    return {("it", name.it.casefold()), ("en", name.en.casefold())}


def _ways(name: Text, key: str, holders: Sequence[Field]) -> Iterator[Text]:
    yield name
    more = [word for each in holders[:1] for word in (each.called, each.dataset)]
    for word in (*more, key):
        if word.casefold() not in (name.it.casefold(), name.en.casefold()):
            yield with_role(name, Text(word, word))
    for number in range(2, 1_000_000):
        yield with_role(name, Text(f"{key} {number}", f"{key} {number}"))
