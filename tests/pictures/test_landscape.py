"""The map keeps its promises for companies of any size, with any names: nothing collides, nothing leaves its place."""

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regia.pictures.geometry import Box, Point
from regia.pictures.landscape.departments import MOST_CARDS, gather, too_large
from regia.pictures.landscape.drawing import draw
from regia.pictures.landscape.order import Slot, crossings
from regia.pictures.landscape.plan import SMALL, Plan, place
from regia.pictures.landscape.tiers import tiers_of
from regia.pictures.landscape.twin import twin
from regia.pictures.landscape.values import STAFF, Badge, Card, Landscape, Lane, Link, Tone
from regia.pictures.standalone import standalone

ODD = (
    "CRM",
    "",
    "   ",
    "W" * 300,
    "i" * 90,
    "Gestionale contabilità e magazzino della sede di Reggio nell'Emilia",
    "客户关系管理系统" * 5,
    "🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾",
    "\u202egnirts desrever",
    "نظام إدارة علاقات العملاء للشركة",
    '<script>alert(1)</script> & "co"',
    "tab\tand\nline\x00\x1b[31m",
    "Z̸̧̛̤a̶l̷g̶o̵" * 6,
)
TONES: tuple[Tone, ...] = ("good", "fair", "bad", "unknown", "low", "medium", "high")
# An interline between a word and its neighbour is no collision: what matters is ink, which has this margin inside.
SLACK = 0.01


def card(key: str, name: str = "CRM", badge: str = "a posto", tone: Tone = "good") -> Card:
    return Card(key, name, name, name, name, Badge(badge, tone), f"?chosen={key}", name)


@st.composite
def landscapes(draw: st.DrawFn, most: int = 150) -> Landscape:
    count = draw(st.integers(1, most))
    departments = draw(st.integers(1, 9))
    names = draw(st.lists(st.sampled_from(ODD) | st.text(max_size=60), min_size=1, max_size=12))
    home = draw(st.lists(st.integers(0, departments - 1), min_size=1, max_size=12))
    cards: list[list[Card]] = [[] for _ in range(departments)]
    for index in range(count):
        name = names[index % len(names)]
        cards[home[index % len(home)]].append(card(f"s{index}", name, names[-index % len(names)], TONES[index % 7]))
    staff_from = draw(st.integers(0, departments))
    lanes = tuple(
        Lane(f"d{index}", names[0], names[-1], tuple(held), card(f"d{index}", names[0]), STAFF * (index >= staff_from))
        for index, held in enumerate(cards)
    )
    end = st.integers(0, count - 1)
    ends = draw(st.lists(st.tuples(end, end, st.integers(1, 50), st.booleans()), max_size=60))
    links = tuple(Link(f"s{a}", f"s{b}", weight, "Cliente", directed) for a, b, weight, directed in ends)
    return Landscape("Mappa", "Sistemi", lanes, links, draw(st.sampled_from([None, "s0", "nothing"])))


few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def boxes_of_card(placed) -> list[Box]:
    badge = [placed.badge.box] if placed.badge else []
    return [words.box for words in placed.words] + badge


def all_words(plan: Plan) -> list[Box]:
    heads = [words.box for lane in plan.lanes for words in lane.words if words.text]
    return heads + [box for lane in plan.lanes for placed in lane.cards for box in boxes_of_card(placed)]


@few
@given(landscapes())
def test_no_words_collide_and_nothing_leaves_its_place(landscape: Landscape) -> None:
    plan = place(landscape)
    sheet = Box(0, 0, plan.width, plan.height)
    for lane in plan.lanes:
        assert lane.box.within(sheet)
        assert all(words.box.within(lane.box) for words in lane.words if words.text)
        for placed in lane.cards:
            assert placed.box.within(lane.box)
            assert all(box.within(placed.box) for box in boxes_of_card(placed))
            if placed.badge:
                assert placed.badge.words.box.within(placed.badge.box)
                assert not placed.badge.glyph.meets(placed.badge.words.box)
    boxes = sorted(all_words(plan), key=lambda box: box.x)
    for index, box in enumerate(boxes):
        assert not any(box.meets(other) for other in boxes[index + 1 :] if other.x < box.right - SLACK)


@few
@given(landscapes())
def test_every_card_is_shown_once(landscape: Landscape) -> None:
    shown = [placed.card.key for lane in place(landscape).lanes for placed in lane.cards]

    assert sorted(shown) == sorted(each.key for lane in landscape.lanes for each in lane.cards)


@few
@given(landscapes())
def test_no_line_runs_over_a_card_or_over_words(landscape: Landscape) -> None:
    plan = place(landscape)
    cards = [placed.box for lane in plan.lanes for placed in lane.cards]
    heads = [words.box for lane in plan.lanes for words in lane.words if words.text]
    for route in plan.routes:
        for segment in pairwise(route.points):
            stroke = _inked(segment)
            assert not any(stroke.meets(box) for box in cards + heads)
            assert stroke.within(Box(0, 0, plan.width, plan.height))


def _inked(segment: tuple[Point, Point]) -> Box:
    """A line as a box; its ends on a card's edge are pulled back by a hair."""
    (ax, ay), (bx, by) = segment
    thin = 0.001
    return Box(min(ax, bx) + thin, min(ay, by), max(abs(ax - bx) - 2 * thin, thin), max(abs(ay - by), thin))


@few
@given(landscapes(most=40))
def test_the_markup_is_well_formed_whatever_the_names(landscape: Landscape) -> None:
    svg = draw(place(landscape))

    root = ElementTree.fromstring(svg)
    links = root.findall(".//{http://www.w3.org/2000/svg}a")

    assert len(links) == sum(len(lane.cards) for lane in landscape.lanes)
    assert not {"style", "script"} & {each.tag.rpartition("}")[2] for each in root.iter()}
    assert not [name for each in root.iter() for name in each.attrib if name == "style" or name.startswith("on")]
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))


@given(landscapes(most=60))
@settings(max_examples=15, deadline=None)
def test_equal_input_gives_an_equal_map(landscape: Landscape) -> None:
    assert draw(place(landscape)) == draw(place(replace(landscape)))


def ladder(size: int) -> Landscape:
    """Two lanes tied rung by rung, the second one upside down: drawn as given, every two rungs cross."""
    left = tuple(card(f"a{index}") for index in range(size))
    right = tuple(card(f"b{index}") for index in reversed(range(size)))
    others = tuple(Lane(key, key, "", (card(f"{key}0"),), card(key)) for key in "cd")
    lanes = (Lane("a", "a", "", left, card("a")), Lane("b", "b", "", right, card("b")), *others)
    return Landscape("", "", lanes, tuple(Link(f"a{index}", f"b{index}", 1, "") for index in range(size)))


def test_crossings_are_counted() -> None:
    tiers = tiers_of(ladder(2).lanes)
    slots = {"a0": Slot(0, 0, 0), "a1": Slot(0, 0, 1), "b0": Slot(0, 1, 1), "b1": Slot(0, 1, 0)}

    assert crossings(slots, tiers, ladder(2).links) == 1


def test_a_ladder_upside_down_is_turned_until_nothing_crosses() -> None:
    landscape = ladder(8)
    plan = place(landscape)
    rows = {placed.card.key: placed.box.y for lane in plan.lanes for placed in lane.cards}

    assert [rows[f"a{index}"] for index in range(8)] == [rows[f"b{index}"] for index in range(8)]


def test_a_line_to_the_first_row_of_the_staff_passes_under_its_headings() -> None:
    names = ["Marketing", "Vendite", "Operations", "Customer care", "Amministrazione e finanza", "Sistemi informativi"]
    lanes = tuple(
        Lane(name, name * 3, "1 sistema", (card(name),), card(name), STAFF * (index > 3))
        for index, name in enumerate(names)
    )
    plan = place(Landscape("", "", lanes, (Link("Customer care", names[4], 1, ""), Link("Marketing", names[5], 1, ""))))
    heads = [words.box for lane in plan.lanes for words in lane.words]

    strokes = [_inked(segment) for route in plan.routes for segment in pairwise(route.points)]
    assert len(strokes) == 10
    assert not [stroke for stroke in strokes for head in heads if stroke.meets(head)]


def test_words_are_never_smaller_than_eleven_pixels_on_a_page_of_1280() -> None:
    plan = place(ladder(40))
    sizes = {words.style.size for lane in plan.lanes for placed in lane.cards for words in placed.words}

    # The page leaves the map 1280 - 232 (menu) - 64 (margins) - 16 (scroll bar) pixels.
    assert min(sizes | {SMALL}) * 968 / plan.width >= 11


def test_the_lines_of_the_chosen_card_are_all_drawn_and_lit() -> None:
    cards = tuple(card(f"s{index}") for index in range(60))
    lanes = (Lane("d", "d", "", cards, card("d")),)
    links = tuple(Link(f"s{a}", f"s{b}", a + b, "") for a in range(60) for b in range(a) if (a, b) != (1, 0))
    plan = place(Landscape("", "", lanes, (*links, Link("s1", "s0", 0.1, "")), chosen="s0"))
    lit = ElementTree.fromstring(draw(plan)).findall(".//{*}g[@class='lines lit']/{*}use")

    assert len(lit) == 59
    assert len(plan.routes) + plan.left_out == len(links) + 1


def large() -> Landscape:
    lanes = tuple(
        Lane(
            f"d{lane}", f"Reparto {lane}", "", tuple(card(f"s{lane}-{index}") for index in range(100)), card(f"d{lane}")
        )
        for lane in range(3)
    )
    links = (Link("s0-0", "s1-0", 1, ""), Link("s0-1", "s1-1", 2, ""), Link("s2-99", "s2-98", 5, ""))
    return Landscape("", "", lanes, links)


def test_a_large_company_is_gathered_by_department() -> None:
    assert too_large(large())
    gathered = gather(large(), names=("Percorso", "Staff")).landscape

    assert [each.key for lane in gathered.lanes for each in lane.cards] == ["d0", "d1", "d2"]
    assert [(link.source, link.target, link.weight) for link in gathered.links] == [("d0", "d1", 3)]


def test_an_opened_department_shows_its_systems_the_most_tied_first() -> None:
    gathered = gather(large(), names=("Percorso", "Staff"), opened="d0")
    opened = gathered.landscape.lanes[-1]

    assert [each.key for each in opened.cards[:2]] == ["s0-1", "s0-0"]
    assert (gathered.first, gathered.shown, gathered.whole) == (1, 100, 100)
    assert {(link.source, link.target) for link in gathered.landscape.links} == {("d1", "s0-0"), ("d1", "s0-1")}


def test_a_department_larger_than_the_sheet_is_shown_page_by_page() -> None:
    cards = tuple(card(f"s{index:04}", f"Sistema {index:04}") for index in range(MOST_CARDS + 30))
    landscape = Landscape("", "", (Lane("d", "d", "", cards, card("d")),), ())
    pages = [gather(landscape, names=("", ""), opened="d", page=page).landscape.lanes[-1].cards for page in (0, 1, 2)]

    assert [len(page) for page in pages] == [MOST_CARDS, 30, 0]
    assert pages[0] + pages[1] == cards


def test_the_twin_says_in_rows_what_the_map_shows() -> None:
    rows = twin(ladder(2), ("Reparto", "Sistema", "Genere", "Responsabile", "Righe", "Vista", "Legami")).rows

    assert rows[0] == ("a", "CRM", "CRM", "CRM", "CRM", "a posto", "1")
    assert len(rows) == 6


def test_a_file_of_its_own_carries_every_colour() -> None:
    svg = standalone(draw(place(ladder(3))))

    assert "var(" not in svg
    ElementTree.fromstring(svg)


@example("CRM")
@given(st.text(max_size=40))
def test_the_room_of_a_word_is_kept(text: str) -> None:
    from regia.pictures.metrics import fit, width

    assert width(fit(text, 14, 80), 14) <= 80
    assert fit(text, 14, 10_000) == text
