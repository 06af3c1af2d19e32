"""All fields as numbers, ready to be compared: what they fit in the hub, their terms, their dataset's subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from regia.match.alignment import Agreements
from regia.match.field import KINDS, Field
from regia.match.hub import Hub
from regia.match.kindred import with_kindred
from regia.match.lexicon import Lexicon, Word
from regia.match.meaning import ROLES, Fitting, Named, Weights, hub_matrix, name_fields, settle_siblings, term_matrix
from regia.match.naming import Naming
from regia.match.population import Populations, populations
from regia.match.subject import ANYTHING, Saying, Subjects, subjects, with_address_blocks

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

# How much a field that fits an address is about an address, whatever dataset it stands in.
_BLOCK = 0.6
_CALLED = 0.9  # how surely a number must be called after a thing, to point at it
_OWN = 0.3  # how much a dataset may be about it


@dataclass(frozen=True)
class View:
    """Fields and what is known of each, row by row.

    `hub` (fields x attributes) says how likely each attribute is; `terms` (fields x terms) what the name says;
    `about` (fields x concepts) what it is a property of, of length 1; `target` (fields x concepts) what it refers
    to, of length 1 or 0; `owner` (fields x concepts) what its dataset is about, `roles` (fields x roles) whose or which
    address it says it is; `purity` how surely the dataset is of one concept and no more. `own_id` marks the
    identifier of its own dataset, `reference` one of another. `agreements` tells how pairs of fields agree on records
    of the same things.
    """

    fields: tuple[Field, ...]
    named: tuple[Named, ...]
    subjects: Subjects
    populations: Populations
    agreements: Agreements
    lexicon: Lexicon
    term_names: tuple[str, ...]
    hub: "csr_matrix"
    terms: "csr_matrix"
    context: "csr_matrix"
    grams: "csr_matrix"
    about: "np.ndarray"
    owner: "np.ndarray"
    roles: "np.ndarray"
    purity: "np.ndarray"
    target: "np.ndarray"
    own_id: "np.ndarray"
    reference: "np.ndarray"
    kind: "np.ndarray"
    table: "np.ndarray"
    system: "np.ndarray"

    @cached_property
    def size(self) -> int:
        """How many fields there are."""
        return len(self.fields)


def view(fields: Sequence[Field], lexicon: Lexicon, hub: Hub, agreements: Agreements | None = None) -> View:
    """Read the names of fields and fit them to the hub."""
    import numpy as np

    naming = Naming(lexicon)
    named = name_fields(fields, naming)
    weights = Weights(named)
    fitting = Fitting(hub, naming, weights)
    potentials = [fitting.potential(each) for each in named]
    saying, held = Saying(hub, naming), populations(fields)
    by_names = subjects(fields, named, potentials, hub, naming)
    found = with_kindred(by_names, fields, named, held, saying=saying, hub=hub)
    row_of = found.place
    table = np.array([row_of[each.table] for each in fields], dtype=np.int64)
    about = found.about[table] if len(fields) else np.zeros((0, len(hub.names)))
    potentials = settle_siblings(fields, named, potentials, hub=hub, naming=naming, about=about)
    pointed = {
        row: found.about[row_of[each.system, each.refers_to]]
        for row, each in enumerate(fields)
        if each.refers_to and (each.system, each.refers_to) in row_of
    }
    fits = hub_matrix(
        fields, potentials, hub, about=with_address_blocks(about, table, potentials, hub), pointed=pointed
    )
    terms, term_names = term_matrix(named, weights)
    nearness = _nearness(hub)
    own_id = np.array([_is_own_id(each, name) for each, name in zip(fields, named, strict=True)], dtype=bool)
    reference = np.array(
        [
            not own and _refers(each, name, saying=saying, about=mine)
            for own, each, name, mine in zip(own_id, fields, named, about, strict=True)
        ],
        dtype=bool,
    )
    fits = _with_identifiers(fits, own_id, named, hub)
    systems = sorted({each.system for each in fields})
    return View(
        fields=tuple(fields),
        named=tuple(named),
        subjects=found,
        populations=held,
        agreements=agreements or {},
        lexicon=lexicon,
        term_names=tuple(term_names),
        hub=fits,
        terms=terms,
        context=_context(named),
        grams=_grams(fields),
        about=_of_length_one(_with_blocks(about, fits, hub) @ nearness),
        owner=_of_length_one(_without_families(about, hub) @ nearness),
        roles=_roles(named),
        purity=_purity(found, held)[table] if len(fields) else np.zeros(0),
        target=_of_length_one(_targets(fields, named, reference, saying=saying, found=found, hub=hub) @ nearness),
        own_id=own_id,
        reference=reference,
        kind=np.array([KINDS.index(each.kind) for each in fields], dtype=np.int64),
        table=table,
        system=np.array([systems.index(each.system) for each in fields], dtype=np.int64),
    )


def _purity(found: Subjects, held: Populations) -> "np.ndarray":
    """Return how surely each dataset is of one concept and no more: by its name, or by the things that it holds."""
    import numpy as np

    shared = {found.place[place] for pair in held.same() for place in pair[:2]}
    rows = np.isin(np.arange(len(found.tables)), list(shared))
    said = found.about.max(axis=1) * rows
    return np.asarray(np.maximum(found.named.max(axis=1), said))


def _is_own_id(each: Field, name: Named) -> bool:
    """Whether a field identifies the records of its own dataset."""
    if each.refers_to and not each.sole_key:
        return False
    if each.sole_key and not each.refers_to and each.held and each.semantic in (None, "uuid"):
        return True
    own_rest = all(any(word & context for context in name.context) for word in name.rest)
    covered = len(name.rest) >= 0.6 * len(name.context) or not name.rest
    if each.sole_key and own_rest and (name.identifies or name.numbers or not name.rest):
        return True
    if each.in_key and own_rest and name.rest and (name.identifies or name.numbers):
        return True
    if name.identifies:
        return own_rest and covered
    return each.sole_key and len(name.words) <= 2 and name.numbers


def _with_identifiers(fits: "csr_matrix", own_id: "np.ndarray", named: Sequence[Named], hub: Hub) -> "csr_matrix":
    """Return the fits where the identifier of a dataset is that, and half a code where it is called one."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    column = next(place for place, (concept, key, _) in enumerate(hub.attributes) if (concept, key) == (ANYTHING, "id"))
    coded = np.array([each.numbers and not each.identifies for each in named], dtype=bool)
    kept = np.where(own_id, np.where(coded, 0.5, 0.0), 1.0)
    rows = np.flatnonzero(own_id)
    added = csr_matrix((1 - kept[rows], (rows, np.full(len(rows), column))), shape=fits.shape)
    return csr_matrix(diags(kept) @ fits + added)


def _refers(each: Field, name: Named, *, saying: Saying, about: "np.ndarray") -> bool:
    """Whether a field points at another dataset: declared, or called after its identifier, or after its number."""
    if each.refers_to or (name.identifies and name.rest):
        return True
    if not (name.numbers and name.rest):
        return False
    said = saying.affinity(name.rest)
    called = [place for place, share in enumerate(said) if share >= _CALLED]
    return bool(called) and all(about[place] < _OWN for place in called)


def _roles(named: Sequence[Named]) -> "np.ndarray":
    """Return which roles (billing, shipping ...) each name or its dataset's name says: 1 or 0."""
    import numpy as np

    roles = sorted(ROLES)
    said = [frozenset(term for word in (*each.words, *each.context) for term in word) for each in named]
    return np.array([[float(role in terms) for role in roles] for terms in said]).reshape(len(named), len(roles))


def _without_families(about: "np.ndarray", hub: Hub) -> "np.ndarray":
    """Return what datasets are about without the concepts whose children say it better."""
    kept = about.copy()
    kept[:, [hub.place[name] for name in (ANYTHING, *hub.children)]] = 0
    return kept


def _with_blocks(about: "np.ndarray", fits: "csr_matrix", hub: Hub) -> "np.ndarray":
    """Return what each field is a property of: an address block inside another dataset is about an address."""
    import numpy as np

    of_address = np.array([name == "address" for name, _, _ in hub.attributes], dtype=float)
    share = np.clip(np.asarray(fits @ of_address).ravel(), 0, 1)
    mixed = _without_families(about, hub)
    mixed *= (1 - _BLOCK * share)[:, None]
    mixed[:, hub.place["address"]] += _BLOCK * share
    return mixed


def _nearness(hub: Hub) -> "np.ndarray":
    """Return a square matrix whose product with itself says how near concepts are."""
    import numpy as np

    near = np.eye(len(hub.names))
    for name, concept in hub.concepts.items():
        for other, value in concept.near.items():
            near[hub.place[name], hub.place[other]] = near[hub.place[other], hub.place[name]] = value
    for children in hub.children.values():
        for left in children:
            for right in children:
                row, column = hub.place[left], hub.place[right]
                near[row, column] = max(near[row, column], 0.2)
    values, vectors = np.linalg.eigh(near)
    return np.asarray(vectors * np.sqrt(np.clip(values, 0, None)))


def _of_length_one(rows: "np.ndarray") -> "np.ndarray":
    import numpy as np

    length = np.linalg.norm(rows, axis=1, keepdims=True)
    found: np.ndarray = np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-9)
    return found


def _targets(
    fields: Sequence[Field],
    named: Sequence[Named],
    reference: "np.ndarray",
    *,
    saying: Saying,
    found: Subjects,
    hub: Hub,
) -> "np.ndarray":
    """Return what each reference refers to: by the dataset it points at, or by its words."""
    import numpy as np

    places = found.place
    targets = np.zeros((len(fields), len(hub.names)))
    for row in np.flatnonzero(reference).tolist():
        each = fields[row]
        pointed = places.get((each.system, each.refers_to)) if each.refers_to else None
        targets[row] = saying.affinity(named[row].rest) if pointed is None else found.about[pointed]
    targets[:, hub.place[ANYTHING]] = 0
    for name in hub.children:
        targets[:, hub.place[name]] = 0
    return targets


def _context(named: Sequence[Named]) -> "csr_matrix":
    from scipy.sparse import csr_matrix

    place: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, each in enumerate(named):
        held: set[str] = {term for word in each.context for term in word}
        rows += [row] * len(held)
        columns += [place.setdefault(term, len(place)) for term in sorted(held)]
        values += [max(1, len(held)) ** -0.5] * len(held)
    return csr_matrix((values, (rows, columns)), shape=(len(named), max(1, len(place))))


def _grams(fields: Sequence[Field]) -> "csr_matrix":
    """Return the three-letter pieces of every name, of length 1."""
    from scipy.sparse import csr_matrix

    place: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, each in enumerate(fields):
        name = f"_{each.called.lower()}_"
        held = sorted({name[start : start + 3] for start in range(len(name) - 2)})
        rows += [row] * len(held)
        columns += [place.setdefault(gram, len(place)) for gram in held]
        values += [max(1, len(held)) ** -0.5] * len(held)
    return csr_matrix((values, (rows, columns)), shape=(len(fields), max(1, len(place))))


def word_terms(words: Sequence[Word]) -> frozenset[str]:
    """Return every term that words may mean."""
    return frozenset(term for word in words for term in word)
