"""What fields are called, as numbers: how well each fits the attributes of the hub, and which terms it holds."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from regia.match.field import Field, ValueKind
from regia.match.hub import Hub, Phrase
from regia.match.lexicon import Word
from regia.match.naming import Naming, common_prefix

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

# How much a phrase's word counts when the dataset's name says it and the field's does not.
_FROM_CONTEXT = 0.8
_LEAST_COVERED = 0.6
_EXTRA_WEIGHT = 0.9
_WRONG_KIND = 0.5
_SURE_SIBLING = 0.7
_MAY_BE_ABOUT = 0.3
_WRONG_KIND_HELD = 0.2  # the same where the values were looked at
_VALUES_SAY = 0.5  # what values of an attribute's own type add
_MOSTLY = 0.5  # share of the values that must be of a type
_NOT_OF_ITS_TYPE = 0.3  # what is left of an attribute whose values are always of a type, and these are not
_OF_ANOTHER_TYPE = 0.7  # what is left of an attribute of no type where the values are of one
_REFERENCE_SAYS = 0.7
_LEAST_SAID = 0.2
_SOFT = frozenset({"free_text", "status_code", "yes_no", "money", "percent", "number_text", "date_text", "date_number"})
# Types that the profile sees in all values that are of them.
_HARD = frozenset({"email", "vat_number", "tax_code", "iban", "ean", "url", "phone", "postal_code", "currency"})
_OWN_WEIGHT = 0.3  # a word that repeats the dataset's name says little about the field
_IDENTIFYING = frozenset({"id", "code", "number", "reference"})
# Words that say whose or which address or person it is, not what it is.
ROLES = frozenset({"billing", "shipping", "residence", "default", "contact"})


@dataclass(frozen=True)
class Named:
    """A field's name as words, without the prefix its dataset shares; `context` is what the dataset is called.

    `implied` is what the field's type says and its name need not: a date of delivery may be called delivery.
    """

    words: tuple[Word, ...]
    context: tuple[Word, ...]
    implied: tuple[Word, ...] = ()

    @property
    def own(self) -> tuple[bool, ...]:
        """Which words only repeat the context."""
        return tuple(any(word & each for each in self.context) for word in self.words)

    @property
    def rest(self) -> tuple[Word, ...]:
        """The words that do not only say that it identifies something."""
        return tuple(word for word in self.words if not word & _IDENTIFYING)

    @property
    def identifies(self) -> bool:
        """Whether a word says that it identifies something."""
        return any("id" in word for word in self.words)

    @property
    def numbers(self) -> bool:
        """Whether a word says that it is a code or number."""
        return any(word & {"code", "number", "reference"} for word in self.words)


@dataclass
class Potential:
    """How well one name fits attributes: by phrases that stand alone, and by bare ones, by attribute."""

    full: dict[int, float] = field(default_factory=dict)
    bare: dict[int, float] = field(default_factory=dict)

    def raise_to(self, phrase: Phrase, score: float) -> None:
        """Keep the best score of an attribute."""
        scores = self.bare if phrase.bare else self.full
        if score > scores.get(phrase.attribute, 0.0):
            scores[phrase.attribute] = score


def name_fields(fields: Sequence[Field], naming: Naming) -> list[Named]:
    """Read the names of fields, each within its dataset and system."""
    tables: dict[tuple[str, str], list[str]] = {}
    for each in fields:
        tables.setdefault(each.table, []).append(each.called)
    by_system: dict[str, list[str]] = {}
    for system, dataset in tables:
        by_system.setdefault(system, []).append(dataset)
    system_prefix = {system: common_prefix(datasets) for system, datasets in by_system.items()}
    context = {
        table: naming.words(re.split(r"[.#/]", table[1])[-1].removeprefix(system_prefix[table[0]])) for table in tables
    }
    prefix = {table: common_prefix(names) for table, names in tables.items()}
    named = (_named(each.called, prefix[each.table], context[each.table], naming) for each in fields)
    return [replace(name, implied=_IMPLIED.get(each.kind, ())) for name, each in zip(named, fields, strict=True)]


_IMPLIED: Mapping[ValueKind, tuple[Word, ...]] = dict.fromkeys(("date", "time"), (frozenset({"date", "time"}),))


def _named(name: str, prefix: str, context: tuple[Word, ...], naming: Naming) -> Named:
    if prefix and name.startswith(prefix) and len(name) > len(prefix):
        shorter = naming.words(name.removeprefix(prefix))
        if shorter:
            return Named(shorter, context + naming.words(prefix))
    return Named(naming.words(name) or (frozenset({name.lower()}),), context)


class Weights:
    """How much each word tells: rare ones more, as counted over the names at hand."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._count: Counter[Word] = Counter()
        total = 0
        for each in named:
            self._count.update(set(each.words))
            total += 1
        self._total = total + 50

    def __getitem__(self, word: Word) -> float:
        """Return a weight of .2 to 1.2."""
        return 0.2 + math.log((self._total + 1) / (1 + self._count[word])) / math.log(self._total + 1)


class Fitting:
    """Fits names to the hub's attributes."""

    def __init__(self, hub: Hub, naming: Naming, weights: Weights) -> None:
        self._hub = hub
        self._weights = weights
        self._phrases = hub.phrases(naming)
        self._holding: dict[str, list[int]] = {}
        for place, phrase in enumerate(self._phrases):
            for term in {term for word in phrase.words for term in word}:
                self._holding.setdefault(term, []).append(place)
        self._known: dict[Named, Potential] = {}

    def potential(self, named: Named) -> Potential:
        """Return how well a name fits each attribute, 0..1, whatever its dataset is about."""
        if named not in self._known:
            self._known[named] = self._fit(named)
        return self._known[named]

    def _fit(self, named: Named) -> Potential:
        found = Potential()
        own = named.own
        weights = [self._weights[word] for word in named.words]
        for place in {place for word in named.words for term in word for place in self._holding.get(term, ())}:
            phrase = self._phrases[place]
            score = self._score(phrase, named, own, weights)
            if score:
                found.raise_to(phrase, score)
        return found

    def _score(self, phrase: Phrase, named: Named, own: tuple[bool, ...], weights: list[float]) -> float:
        total = got = said = 0.0
        used: set[int] = set()
        for wanted in phrase.words:
            weight = self._weights[wanted]
            total += weight
            hits = [place for place, word in enumerate(named.words) if word & wanted]
            if hits:
                got += weight
                said += weight
                used.update(hits)
            elif any(word & wanted for word in (*named.context, *named.implied)):
                got += _FROM_CONTEXT * weight
        if not used or got < _LEAST_COVERED * total:
            return 0.0
        address = self._hub.attributes[phrase.attribute][0] == "address"
        extra = sum(
            weight
            for place, (word, weight) in enumerate(zip(named.words, weights, strict=True))
            if place not in used and not own[place] and not (address and word & ROLES)
        )
        return got / total * said / (said + _EXTRA_WEIGHT * extra)


def settle_siblings(
    fields: Sequence[Field],
    named: Sequence[Named],
    potentials: Sequence[Potential],
    *,
    hub: Hub,
    naming: Naming,
    about: "np.ndarray",
) -> list[Potential]:
    """Return the potentials where names that mean another thing beside a certain sibling (nome, cognome) do so.

    Only in a dataset that may be about their concept (`about`: fields x concepts), and that has no field yet for
    the attribute they would mean.
    """
    place = {(concept, key): column for column, (concept, key, _) in enumerate(hub.attributes)}
    settled = list(potentials)
    for column, (concept, _, attribute) in enumerate(hub.attributes):
        for sibling, phrases in attribute.beside.items():
            wanted = {tuple(naming.words(word)[0] for word in phrase.split()) for phrase in phrases}
            beside = _holding(fields, potentials, place[concept, sibling]) - _holding(fields, potentials, column)
            for row, (each, name) in enumerate(zip(fields, named, strict=True)):
                if each.table in beside and name.words in wanted and about[row, hub.place[concept]] > _MAY_BE_ABOUT:
                    settled[row] = Potential(full={column: 1.0})
    return settled


def _holding(fields: Sequence[Field], potentials: Sequence[Potential], attribute: int) -> set[tuple[str, str]]:
    """Return the datasets with a field whose name surely fits an attribute."""
    return {
        each.table
        for each, potential in zip(fields, potentials, strict=True)
        if potential.full.get(attribute, 0.0) > _SURE_SIBLING
    }


def hub_matrix(
    fields: Sequence[Field],
    potentials: Sequence[Potential],
    hub: Hub,
    *,
    about: "np.ndarray",
    pointed: "Mapping[int, np.ndarray]",
) -> "csr_matrix":
    """Return how likely each field is each attribute of the hub; a row sums to 1 at most.

    `about` says how much each field's dataset is about each concept (fields x concepts, 0..1), `pointed` the same of
    the dataset that a field refers to, where it refers to one.
    """
    from scipy.sparse import csr_matrix

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    concept = [hub.place[name] for name, _, _ in hub.attributes]
    fits = {
        (kind, held): [attribute.fits(kind, held=held) for _, _, attribute in hub.attributes]
        for kind in {each.kind for each in fields}
        for held in (False, True)
    }
    for row, (each, potential) in enumerate(zip(fields, potentials, strict=True)):
        scores: dict[int, float] = {}
        fit, wrong = fits[each.kind, each.held], _WRONG_KIND_HELD if each.held else _WRONG_KIND
        for found, least in ((potential.full, 0.5), (potential.bare, 0.0)):
            for attribute, score in found.items():
                affinity = least + (1 - least) * float(about[row, concept[attribute]])
                weighed = score * affinity * (1.0 if fit[attribute] else wrong)
                scores[attribute] = max(scores.get(attribute, 0.0), weighed)
        if row in pointed:
            _hear_reference(scores, about[row], pointed[row], hub)
        _hear_values(scores, each, hub)
        sharp = {attribute: score**3 for attribute, score in scores.items()}
        best, total = max(scores.values(), default=0.0), max(sum(sharp.values()), 0.03)
        for attribute, score in sharp.items():
            if score > 0.02 * total:
                rows.append(row)
                columns.append(attribute)
                values.append(score / total * min(1.0, 1.15 * best))
    return csr_matrix((values, (rows, columns)), shape=(len(fields), len(hub.attributes)))


def _hear_reference(scores: dict[int, float], about: "np.ndarray", pointed: "np.ndarray", hub: Hub) -> None:
    """Raise the attributes that refer to what a field refers to."""
    for attribute, (concept, _, known) in enumerate(hub.attributes):
        there = max((float(pointed[hub.place[each]]) for each in known.to), default=0.0)
        said = _REFERENCE_SAYS * there * float(about[hub.place[concept]])
        if said > _LEAST_SAID:
            scores[attribute] = min(1.0, scores.get(attribute, 0.0) + said)


def _hear_values(scores: dict[int, float], each: Field, hub: Hub) -> None:
    """Raise the attributes that a field's values are of, and lower those that they are not of."""
    if not each.held:
        return
    told = each.semantic if each.semantic_share >= _MOSTLY or each.semantic in _SOFT else None
    for attribute in hub.telling.get(told or "", ()):
        scores[attribute] = min(1.0, scores.get(attribute, 0.0) + _VALUES_SAY * each.semantic_share)
    for attribute in scores:
        scores[attribute] *= _left(hub.attributes[attribute][2].semantic, told)


def _left(wanted: Sequence[str], told: str | None) -> float:
    """Return what values leave of an attribute that wants some types (none: any)."""
    if told in wanted or not (wanted or told):
        return 1.0
    if not wanted:
        return 1.0 if told in _SOFT else _OF_ANOTHER_TYPE
    return _NOT_OF_ITS_TYPE if told or _HARD & set(wanted) else 1.0


def term_matrix(named: Sequence[Named], weights: Weights) -> tuple["csr_matrix", list[str]]:
    """Return the terms of every name, weighed by rarity and of length 1, and the terms in their order."""
    from scipy.sparse import csr_matrix

    place: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, each in enumerate(named):
        held: dict[int, float] = {}
        for word, own in zip(each.words, each.own, strict=True):
            weight = weights[word] * (_OWN_WEIGHT if own or word & ROLES else 1.0) / math.sqrt(len(word))
            for term in word:
                column = place.setdefault(term, len(place))
                held[column] = held.get(column, 0.0) + weight
        length = math.sqrt(sum(value * value for value in held.values())) or 1.0
        rows += [row] * len(held)
        columns += list(held)
        values += [value / length for value in held.values()]
    return csr_matrix((values, (rows, columns)), shape=(len(named), max(1, len(place)))), list(place)
