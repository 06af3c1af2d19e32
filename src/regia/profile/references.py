"""Which fields of a system refer to which datasets, declared or not, and which records refer to nothing.

A candidate is a field whose values lie, as their sketches tell, among those of another dataset's key. What speaks
for a reference is weighed in a logistic score (names, the kind and number of the values, how much of the key is
used), as in Rostin et al., "A machine learning approach to foreign key discovery" (WebDB 2009). The best
candidates of a field are then checked exactly, over all records.

Numbers counted from one lie in every longer count. A field that takes them from one end of a key to the other is
likelier drawn from it (as in Zhang et al., "On multi-column foreign key discovery", VLDB 2010); of several such keys,
the one is meant that lacks none of the values and whose records were there before, the least time before.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from regia.profile.alike import SAME, SAYS, alike, at_home, core, extends, upwards
from regia.profile.column import names_it
from regia.profile.copies import original
from regia.profile.facts import FieldFacts, KeyFacts, MatchFacts, TimingFacts, ValueFacts
from regia.profile.known import Known
from regia.profile.scan_sql import kind_of
from regia.profile.sketches import contained_share

LEAST_PROBABILITY = 0.5
LEAST_MATCHED = 0.5
"""Under this share of matching records a field does not refer there, whatever its name."""

_CHECKED = 3
_MOST_CHECKED = 6
_AS_LIKELY = 0.02
"""Beyond the first few only those candidates are checked that are as likely as the last of them."""
_MOST_PAIRS = 300_000
# Of several counts that one field may refer to: how much less likely (log odds) is one that lacks some of its values
# or was not there yet, how much likelier the one that was made last before it.
_FAR_BEHIND, _LACKS, _BEFORE_IT, _NEAREST = 2.0, 1.5, 2.0, 1.0
_MORE_BEFORE = 0.05
_SPANS, _MANY, _SLACK = 0.8, 100, 0.01
_NEVER = frozenset(
    {"money", "percent", "free_text", "json", "street", "yes_no", "date_text", "date_number", "number_text", "url",
     "unix_time", "ip_address", "first_name", "last_name", "municipality"}
)  # fmt: skip

Check = Callable[["Reference"], MatchFacts]
"""Counts exactly, over all records."""

Timing = Callable[["Reference"], TimingFacts | None]
"""Tells how much later than what they refer to records were made, None where their times do not tell."""


@dataclass(frozen=True)
class Reference:
    """Fields of a dataset that refer to fields of another one; counts are None until they are checked."""

    known: Known
    fields: tuple[str, ...]
    to: Known
    to_fields: tuple[str, ...]
    declared: bool = False
    probability: float = 1.0
    filled: int | None = None
    matched: int | None = None
    earlier: int | None = None

    @property
    def matched_share(self) -> float | None:
        """Share of the records with a value whose value is found there."""
        return self.matched / self.filled if self.filled and self.matched is not None else None


@dataclass(frozen=True)
class _Side:
    """A field: how surely it is the key of its dataset, and whether another one is so more surely (`second`)."""

    known: Known
    field: FieldFacts
    values: ValueFacts
    key: float = 0.0
    second: bool = False
    copy_of: Known | None = None

    @cached_property
    def place(self) -> int:
        """The position among the fields that differ from record to record: a client code before all is none."""
        fields = self.known.facts.fields
        return sum((each.distinct or 0) > 1 for each in fields[: fields.index(self.field)])

    @property
    def name(self) -> tuple[str, str]:
        return self.known.dataset.dataset, self.field.name


def find_references(system: list[Known], check: Check, timing: Timing) -> list[Reference]:
    """Return the references within one system; declared ones first, each as measured."""
    declared = [_checked(each, check) for each in _declared(system)]
    told = {(each.known.dataset.dataset, each.fields) for each in declared}
    children = [each for each in _children(system) if (each.name[0], (each.field.name,)) not in told]
    inferred = [best for each in _candidates(children, _parents(system)) if (best := _best(each, check, timing))]
    return declared + inferred + list(_composite(system, told, check))


def _declared(system: list[Known]) -> Iterator[Reference]:
    by_name = {each.dataset.dataset: each for each in system}
    for known in system:
        for reference in dict.fromkeys(known.dataset.references):
            to = by_name.get(reference.to_dataset)
            if to and _held(known, reference.fields) and _held(to, reference.to_fields):
                yield Reference(known, reference.fields, to, reference.to_fields, declared=True)


def _held(known: Known, fields: tuple[str, ...]) -> bool:
    return set(fields) <= {field.name for field in known.facts.fields}


def _checked(reference: Reference, check: Check) -> Reference:
    counted = check(reference)
    return replace(reference, filled=counted.filled, matched=counted.matched, earlier=counted.earlier)


def _parents(system: list[Known]) -> list[_Side]:
    return [
        _Side(known, *known.facts.field(key.fields[0]), key=key.probability, second=bool(place))
        for known in system
        if original(known, system) is None
        for place, key in enumerate(sorted(_single_keys(known), key=lambda key: -key.probability))
    ]


def _single_keys(known: Known) -> Iterator[KeyFacts]:
    declared = known.dataset.key
    for key in known.facts.keys:
        if len(key.fields) == 1 and not key.repeated:
            yield (
                KeyFacts(fields=key.fields, repeated=0, nulls=key.nulls, probability=1.0)
                if key.fields == declared
                else key
            )


def _children(system: list[Known]) -> Iterator[_Side]:
    for known in system:
        copied = original(known, system)
        sure = {key.fields[0]: key.probability for key in _single_keys(known)}
        for field, values in zip(known.facts.fields, known.facts.values, strict=True):
            if _may_refer(field, values):
                yield _Side(known, field, values, key=sure.get(field.name, 0.0), copy_of=copied)


def _may_refer(field: FieldFacts, values: ValueFacts) -> bool:
    kind = kind_of(field.engine_type)
    if not field.distinct or field.held == field.blanks or values.semantic_type in _NEVER:
        return False
    if kind == "float":  # a whole number read from a file that mixes it with blanks
        return all(value.endswith(".0") for value, _ in values.top) and bool(values.top)
    return kind in ("text", "number", "other") and (field.length_maximum or 0) <= 64


def _candidates(children: list[_Side], parents: list[_Side]) -> Iterator[list[Reference]]:
    """Yield, for each child, the parents worth an exact check, the most probable first."""
    near = _Near(parents) if len(children) * len(parents) > _MOST_PAIRS else None
    for child in children:
        rated = [
            (probability(child, parent), parent)
            for parent in (near.of(child) if near else parents)
            if _fits(child, parent)
        ]
        rated.sort(key=lambda pair: (-pair[0], pair[1].name))
        least = max(0.4, rated[:_CHECKED][-1][0] - _AS_LIKELY) if rated else 1.0
        if found := [_single(child, parent, p) for p, parent in rated[:_MOST_CHECKED] if p >= least]:
            yield found


class _Near:
    """Finds the parents that share a word or a hash with a child, in systems too wide to try all pairs."""

    _POPULAR = 50

    def __init__(self, parents: list[_Side]) -> None:
        self._by_word: dict[str, list[_Side]] = defaultdict(list)
        self._by_hash: dict[str, list[_Side]] = defaultdict(list)
        for parent in parents:
            for word in {*core(parent.name[0]), *core(parent.name[1])}:
                self._by_word[word[:3]].append(parent)
            for hash_ in parent.values.sketch:
                self._by_hash[hash_].append(parent)

    def of(self, child: _Side) -> Iterable[_Side]:
        found = {each.name: each for word in core(child.field.name) for each in self._by_word[word[:3]]}
        for hash_ in child.values.sketch[:20]:
            sharing = self._by_hash.get(hash_, [])
            if len(sharing) <= self._POPULAR:
                found |= {each.name: each for each in sharing}
        return found.values()


def _fits(child: _Side, parent: _Side) -> bool:
    if child.name == parent.name or child.copy_of is parent.known or not _may_refer_home(child, parent):
        return False
    if child.key >= 0.5 and extends(child.name[0], parent.name[0]) and not child.place:
        return False
    if (child.field.distinct or 0) > 2.5 * (parent.field.distinct or 0) + 1:
        return False
    contained = contained_share(child.values, parent.values)
    return contained is None or contained >= LEAST_MATCHED


def _may_refer_home(child: _Side, parent: _Side) -> bool:
    """Whether a field may refer to its own dataset: by its name, or by values that are no mere count."""
    if child.known is not parent.known:
        return True
    return child.key < 0.5 and (upwards(child.field.name) > 0 or not _counts_up(parent.field))


def probability(child: _Side, parent: _Side) -> float:
    """Return how probable it is that a child's field refers to a parent's key, before the exact check."""
    name = _name_evidence(child, parent)
    contained = contained_share(child.values, parent.values)
    score = -3.2 + 5.0 * name + 2.0 * (parent.key - 0.5)
    score += _inclusion_evidence(contained, name) + _value_evidence(child, parent, contained, name)
    if child.key >= 0.5 and name < SAME:  # the child's own key refers to nothing, unless it is called the same
        score -= 1.5 if child.place else 4.0
    score -= 3.0 if _measures(child.field.name) else 0.0
    home = at_home(child.field.name, child.name[0])
    score -= 4.0 if home and home >= at_home(child.field.name, parent.name[0]) else 0.0
    return _logistic(score)


def _name_evidence(child: _Side, parent: _Side) -> float:
    name = alike(child.field.name, *parent.name)
    if child.known is parent.known:
        return upwards(child.field.name)
    if extends(child.name[0], parent.name[0]) and child.place and _detail(child, parent):
        return max(name, SAYS)
    own_key = child.key >= 0.5 and not child.place
    fellows = parent.second and _counts_up(parent.field)  # both are called after a third one
    if (own_key or fellows) and name == SAME and not at_home(child.field.name, parent.name[0]):
        return 0.0
    return name


def _inclusion_evidence(contained: float | None, name: float) -> float:
    if contained is None:
        return 0.0
    if contained >= 0.9:
        return 1.2 if contained >= 0.99 else 0.4
    return -0.3 if name >= 0.6 else -2.0


def _detail(child: _Side, parent: _Side) -> bool:
    """Whether a field of a detail names its head: by the head's own key, or as its parent."""
    return child.field.name.lower() == parent.field.name.lower() or upwards(child.field.name) > 0


def _value_evidence(child: _Side, parent: _Side, contained: float | None, name: float) -> float:
    """Texts seldom lie in another column by chance; small numbers always do."""
    distinct = child.field.distinct or 0
    if contained is None:  # too few values to meet in the sketches: only the name can tell
        return 0.0 if name >= 0.7 else -2.5
    if contained < 0.95:
        return 0.0
    if not _counts_up(parent.field):
        return 2.5 if distinct >= 20 else 1.5 if distinct >= 5 else 0.0
    used = distinct / max(parent.field.distinct or 1, 1)
    if used < 0.02 and name < 0.7:  # a status 1, 2, 3 lies in any long list of numbers
        return -2.5
    return (0.6 if used >= 0.5 else -0.5 if used < 0.05 else 0.0) + (_SPANS if _spans(child.field, parent.field) else 0)


def _counts_up(field: FieldFacts) -> bool:
    """Whether a key's values are 1, 2, 3 ...: every small number is among them."""
    try:
        return int(field.minimum or "") < 1000 and int(field.maximum or "") < 50 * (field.distinct or 1)
    except ValueError:
        return False


def _spans(field: FieldFacts, key: FieldFacts) -> bool:
    """Whether many numbers go from one end of a count to the other, without being a count of their own."""
    if (field.distinct or 0) < _MANY:
        return False
    first, last, start, end = (
        int(float(each or 0)) for each in (field.minimum, field.maximum, key.minimum, key.maximum)
    )
    slack = _SLACK * (end - start)
    return abs(first - start) <= slack and abs(last - end) <= slack and last - first >= (field.distinct or 0)


def _measures(name: str) -> bool:
    return (names_it(name, "quantity") or names_it(name, "money")) and not names_it(name, "identifier")


def _single(child: _Side, parent: _Side, likely: float) -> Reference:
    return Reference(child.known, (child.field.name,), parent.known, (parent.field.name,), probability=likely)


def _best(candidates: list[Reference], check: Check, timing: Timing) -> Reference | None:
    rated = [_weighed(_checked(each, check)) for each in candidates]
    first = _likeliest(rated)
    rivals = [each for each in rated if _is_rival(each, first)]
    best = _likeliest(_told_apart(rivals, timing)) if len(rivals) > 1 else first
    return best if best.probability >= LEAST_PROBABILITY else None


def _likeliest(rated: list[Reference]) -> Reference:
    return max(rated, key=lambda each: (each.probability, -len(each.to.dataset.dataset), each.to.dataset.dataset))


def _is_rival(each: Reference, first: Reference) -> bool:
    """Whether a reference is to a count, as the likeliest is, and not much less likely than that."""
    counted = all(_counts_up(one.to.facts.field(one.to_fields[0])[0]) for one in (each, first))
    return counted and each.probability > 0 and _odds(first) - _odds(each) < _FAR_BEHIND


def _told_apart(rivals: list[Reference], timing: Timing) -> list[Reference]:
    """Return rivals once what they lack and when they were there is weighed too."""
    some_lack_none = any(each.matched == each.filled for each in rivals)
    weighed = [
        _more_likely(each, -_LACKS if some_lack_none and each.matched != each.filled else 0.0) for each in rivals
    ]
    times = [timing(each) for each in rivals]
    told = [each for each in times if each]
    if len(told) < len(rivals):
        return weighed
    least = min(each.before_share for each in told)
    before = [each.before_share <= least + _MORE_BEFORE for each in told]
    nearest = min(each.lag_days for each, fits in zip(told, before, strict=True) if fits)
    return [
        _more_likely(each, (_NEAREST if time.lag_days <= nearest else 0.0) if fits else -_BEFORE_IT)
        for each, time, fits in zip(weighed, told, before, strict=True)
    ]


def _odds(reference: Reference) -> float:
    return math.log(reference.probability / (1 - reference.probability + 1e-9) + 1e-9)


def _more_likely(reference: Reference, odds: float) -> Reference:
    return replace(reference, probability=_logistic(_odds(reference) + odds))


def _weighed(reference: Reference) -> Reference:
    """Return the reference with what the exact check says of its probability."""
    share = reference.matched_share or 0.0
    if share < LEAST_MATCHED:
        return replace(reference, probability=0.0)
    return _more_likely(reference, 0.7 if share >= 0.999 else 0.0 if share >= 0.95 else -1.2)


def _composite(system: list[Known], told: set[tuple[str, tuple[str, ...]]], check: Check) -> Iterator[Reference]:
    """Yield references of two fields to a key of two, where the names are the same in both datasets."""
    for parent in system:
        pair = next((key.fields for key in parent.facts.keys if _is_pair(key) and key.probability >= 0.5), None)
        if pair is None:
            continue
        for child in system:
            fields = _same_names(child, pair) if child is not parent else None
            if fields and (child.dataset.dataset, fields) not in told:
                found = _checked(Reference(child, fields, parent, pair, probability=0.9), check)
                if (found.matched_share or 0) >= 0.9:
                    yield found


def _is_pair(key: KeyFacts) -> bool:
    return len(key.fields) == 2 and not key.scoped


def _same_names(child: Known, pair: tuple[str, ...]) -> tuple[str, ...] | None:
    by_name: Mapping[str, str] = {field.name.lower(): field.name for field in child.facts.fields}
    found = tuple(by_name.get(name.lower(), "") for name in pair)
    own = [key.fields for key in child.facts.keys if key.probability >= 0.5]
    return found if all(found) and found not in own else None


def _logistic(score: float) -> float:
    return round(1 / (1 + math.exp(-score)), 4)
