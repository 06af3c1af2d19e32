"""How records depart from the value that is right, worked out by hand."""

import numpy as np

from regia.resolve.conflicts.attributes import Attribute
from regia.resolve.conflicts.copying import nothing_shared
from regia.resolve.conflicts.doubt import doubted
from regia.resolve.conflicts.forms import Kind, normal
from regia.resolve.conflicts.golden import KINDS, REASONS, Judged, judged
from regia.resolve.conflicts.learning import Learned
from regia.resolve.conflicts.settling import starting
from regia.resolve.conflicts.values import NOTHING, STAND_IN, Values

DAY = 86_400.0
LATE, EARLY = 900 * DAY, 100 * DAY

Said = tuple[int, int, str | None, float]
"""Entity, source, text (None for nothing, NN for a stand-in), when its record was changed."""


def _judged(name: str, kind: Kind, said: list[Said]) -> Judged:
    texts = sorted({text for _, _, text, _ in said if text})
    forms = sorted({normal(kind)(text) for text in texts})
    raw = [texts.index(text) if text else -1 for _, _, text, _ in said]
    value = [
        NOTHING if text is None else STAND_IN if text == "NN" else forms.index(normal(kind)(text))
        for _, _, text, _ in said
    ]
    entity, source = np.array([row[0] for row in said]), np.array([row[1] for row in said])
    attribute = Attribute(name, kind, (0, 1, 2), ("a", "b", "c"))
    counts = np.zeros((1, 3))
    at = np.array([row[3] for row in said])
    rows = np.arange(len(said))
    values = Values(attribute, entity, source, rows, np.array(raw), np.array(value), at, texts, forms, counts, counts)
    learned = Learned({name: starting(3)}, {name: np.ones(3, dtype=bool)}, nothing_shared(3))
    return judged(values, learned)


def _kinds(found: Judged) -> dict[int, str]:
    return {int(row): KINDS[kind] for row, kind in zip(found.departures.row, found.departures.kind, strict=True)}


def test_each_departure_has_its_kind() -> None:
    said: list[Said] = [
        (0, 0, "Via Roma, 1", EARLY), (0, 1, "Viale Piave, 22", LATE), (0, 2, None, EARLY),
        (1, 0, "VIA VERDI 7", EARLY), (1, 1, "Via Verdi, 7", EARLY), (1, 2, "NN", EARLY),
        (2, 0, "Via Mazzini, 15", EARLY), (2, 1, "Via Mazini, 15", EARLY), (2, 2, "Via Mazzini, 15", EARLY),
    ]  # fmt: skip
    found = _judged("street", "street", said)
    assert _kinds(found) == {0: "stale", 2: "missing", 3: "format", 5: "different", 7: "typing"}
    assert list(found.golden.shown) == ["Viale Piave, 22", "Via Verdi, 7", "Via Mazzini, 15"]
    assert [REASONS[place] for place in found.golden.reason] == ["newest", "agree", "agree"]


def test_a_broken_check_digit_is_a_slip_however_new_the_record() -> None:
    right, wrong = "00743110157", "12345678901"
    found = _judged("vat_number", "vat_number", [(0, 0, right, EARLY), (0, 1, right, EARLY), (0, 2, wrong, LATE)])
    # its check digit is wrong: a slip, however new it is
    assert _kinds(found) == {2: "typing"}
    agreed = _judged("street", "street", [(0, 0, "Via A 1", EARLY), (0, 1, "Via A 1", EARLY), (0, 2, "Via B 2", EARLY)])
    assert _kinds(agreed) == {2: "stale"}


def test_who_bears_another_name_is_doubted_and_who_is_misspelt_is_not() -> None:
    said: list[Said] = [
        (0, 0, "Marta", EARLY), (0, 1, "Marta", EARLY), (0, 2, "Pietro", EARLY),
        (1, 0, "Giuseppe", EARLY), (1, 1, "Giuseppe", EARLY), (1, 2, "Fiuseppe", EARLY),
        (2, 0, "Maria Grazia", EARLY), (2, 1, "Maria Grazia", EARLY), (2, 2, "Maria", EARLY),
    ]  # fmt: skip
    source, row = doubted(_judged("first_name", "name", said))
    assert (source.tolist(), row.tolist()) == ([2], [2])
    assert len(doubted(_judged("city", "place", [(0, 0, "Bari", EARLY), (0, 1, "Como", LATE)]))[0]) == 0
