"""How much the name of a field tells that it refers to another dataset."""

import re
from functools import cache

from regia.profile.names import words

_ENDING = re.compile(r"[aeiouysàèéìòù]+$")
_SIGNS = frozenset(
    {"id", "cod", "codice", "code", "num", "numero", "number", "nr", "no", "key", "chiave", "fk", "pk", "rif", "ref",
     "riferimento", "reference", "uid", "uuid", "guid", "kod", "cd", "idx", "tab", "tbl", "dim", "fact", "ana", "anag",
     "anagrafica", "t", "tb", "x", "n", "il", "di", "del", "the", "of",
     "entity", "entita", "record", "row", "oggetto", "object"}
)  # fmt: skip
_GLUED = re.compile(r"^(?:cod|codice|id|num|nr|fk|rif|cd)(?=[a-z]{3})|(?<=[a-z]{3})(?:id|cod|code|fk)$")

SAME, SAYS, HINTS = 1.0, 0.9, 0.6


@cache
def alike(field: str, to_dataset: str, to_field: str) -> float:
    """Return how well a field's name names another dataset's key, 0 to 1.

    `CustomerID` and `cod_cliente` name the datasets `Customers` and `clienti`; `cli` hints at it; an `id`
    names nothing, a plain `codice` only another one.
    """
    told, target = core(field), core(to_dataset.rpartition(".")[2])
    own = core(to_field)
    same = "".join(words(field)) == "".join(words(to_field))
    if not told:
        return SAYS if same and "id" not in words(field) else 0.0
    if same:
        return SAME
    return max(_matches(told, target), _matches(told, own) * 0.85)


@cache
def at_home(field: str, dataset: str) -> float:
    """Return how much of a dataset's name its field repeats: all for `TerritoryID` in `Territories`."""
    told, own = set(core(field)), set(core(dataset.rpartition(".")[2]))
    return len(told & own) / len(own) if told and told <= own else 0.0


@cache
def extends(dataset: str, other: str) -> bool:
    """Whether a dataset's name goes on where another one's ends: `sales_order_item` and `sales_order`."""
    own, parts = words(dataset), words(other)
    return len(own) > len(parts) >= 1 and own[: len(parts)] == parts


@cache
def upwards(field: str) -> float:
    """Return how well a name says that a record refers to another one of its own dataset: its parent, its boss."""
    return HINTS if not _UP.isdisjoint(words(field)) else 0.0


_UP = frozenset(
    {"padre", "parent", "superiore", "capo", "responsabile", "manager", "reports", "supervisor", "boss", "master",
     "principale", "origine", "precedente", "previous", "root", "radice", "capogruppo", "gerarchia"}
)  # fmt: skip


@cache
def core(name: str) -> tuple[str, ...]:
    """Return the stems of a name's words, without those that only say "identifier"."""
    told = (word for word in words(name) if word not in _SIGNS)
    bare = (_GLUED.sub("", word) if len(word) > 4 else word for word in told)
    stems = (_ENDING.sub("", word) or word for word in bare if word not in _SIGNS and not word.isdigit())
    return tuple(stems)


def _matches(told: tuple[str, ...], target: tuple[str, ...]) -> float:
    if not target:
        return 0.0
    best = 0.0
    for one in told:
        for other in target:
            best = max(best, _pair(one, other))
    covered = len({one for one in told if any(_pair(one, other) >= SAYS for other in target)}) / len(told)
    met = sum(any(_pair(one, other) >= HINTS for one in told) for other in target) / len(target)
    return best * (0.75 + 0.25 * covered) * (0.7 + 0.3 * met)


def _pair(one: str, other: str) -> float:
    if one == other and len(one) >= 2:
        return SAYS
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short):
        return SAYS if len(short) >= 5 else HINTS
    return HINTS * 0.9 if len(short) >= 5 and short in long else 0.0
