"""Nothing is told of fewer than five people, nor can be found by any combination of what is told."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from regia.assess.disclosure import FEWEST, admitted, told
from regia.assess.radar import Options, assess
from regia.assess.stage import area_rows, item_rows
from regia.judgement.answers import Answer, Round
from regia.workspace.company import Company
from tests.assess.answers import DAY, alike, answers, closed, everywhere

ITEMS = ("trust", "sponsor")
PEOPLE = [f"{number:02}" for number in range(26)]
cast = st.dictionaries(
    st.sampled_from(PEOPLE),
    st.tuples(st.sampled_from(["it", "business"]), st.lists(st.integers(1, 5) | st.none(), min_size=2, max_size=2)),
    max_size=26,
)


def rounds_of(casts):
    made = []
    for number, given_ in enumerate(casts, 1):
        entries = [Answer(number, side, person, item, level, DAY) for person, (side, levels) in given_.items()
                   for item, level in zip(ITEMS, levels, strict=True)]  # fmt: skip
        made.append(Round(number, tuple(entries), DAY))
    return made


@given(st.lists(cast, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_every_cell_of_what_is_told_holds_five_people_or_more(casts):
    history = told(rounds_of(casts))
    for item in ITEMS:
        groups = [frozenset(levels) for one in history for (_, name), levels in one.levels.items() if name == item]
        for person in frozenset().union(*groups):
            twins = [other for other in PEOPLE if all((person in group) == (other in group) for group in groups)]
            assert len(twins) >= FEWEST
        # in particular no difference, union or intersection of two of them names one to four people
        for one, other in combinations(groups, 2):
            for rest in (one - other, other - one, one & other):
                assert not 0 < len(rest) < FEWEST


@given(st.lists(cast, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_is_told_is_what_was_answered(casts):
    rounds = rounds_of(casts)
    for one in told(rounds):
        said = {(each.side, each.item, each.person): each.level for each in one.round.answers}
        for (group, item), levels in one.levels.items():
            for person, level in levels.items():
                sides = ("it", "business") if group == "all" else (group,)
                answered = [said[side, item, person] for side in sides if (side, item, person) in said]
                assert level in answered or (None in answered and 1 <= level <= 5)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 8), st.integers(0, 8))
def test_a_group_is_told_whole_where_nobody_left_and_newcomers_are_five_or_none(stay, leave, new, more):
    before = frozenset(f"a{number}" for number in range(stay + leave))
    now = frozenset(f"a{number}" for number in range(stay)) | {f"n{number}" for number in range(new)}
    cells = [before] if len(before) >= FEWEST else []
    inside, _ = admitted(now, cells)
    newcomers = now - frozenset().union(*cells)
    assert (newcomers <= inside) == (len(newcomers) >= FEWEST or not newcomers)
    if cells and leave == 0:
        assert before <= inside
    if cells and leave > 0 and stay < FEWEST:
        assert not inside & before


def test_five_are_told_four_are_not():
    levels = everywhere(2)
    for count, seen in ((4, False), (5, True)):
        one = closed(1, answers("business", alike(PEOPLE[:count], levels)))
        assert bool(told([one])[0].levels) is seen


def test_a_small_it_side_is_not_found_by_taking_the_business_from_the_whole():
    one = closed(
        1, answers("it", alike(PEOPLE[:3], everywhere(1))), answers("business", alike(PEOPLE[5:13], everywhere(4)))
    )
    assert {group for group, _ in told([one])[0].levels} == {"business"}


def test_both_sides_small_are_pooled():
    one = closed(
        1, answers("it", alike(PEOPLE[:3], everywhere(1))), answers("business", alike(PEOPLE[5:9], everywhere(4)))
    )
    assert {group for group, _ in told([one])[0].levels} == {"all"}


def test_one_newcomer_in_the_next_round_is_not_found_by_subtraction():
    first = closed(1, answers("business", alike(PEOPLE[:6], everywhere(3))))
    again = alike(PEOPLE[:6], everywhere(3)) | alike(PEOPLE[6:7], everywhere(1))
    second = closed(2, answers("business", again, 2))
    assert PEOPLE[6] not in told([first, second])[1].people("business")
    assert told([first, second])[1].people("business") == frozenset(PEOPLE[:6])


def test_an_open_round_is_not_read():
    entries = answers("business", alike(PEOPLE[:9], everywhere(3)))
    assert told([Round(1, tuple(entries), None)]) == []


@given(st.lists(cast, min_size=1, max_size=2))
@settings(max_examples=20, deadline=None)
def test_no_row_of_an_evidence_table_speaks_of_fewer_than_five(tmp_path_factory, casts):
    found = assess(Company(tmp_path_factory.getbasetemp(), "Acme"), rounds_of(casts), {}, Options(resamples=20))
    for row in [*area_rows(found), *item_rows(found)]:
        assert row["answers"] >= FEWEST


def test_who_cannot_say_counts_with_their_own_mean_in_the_area():
    people = alike(PEOPLE[:5], everywhere(2)) | {"x": everywhere(4, trust=None, vision_shared=1)}
    levels = told([closed(1, answers("business", people))])[0].levels
    assert levels["business", "trust"]["x"] == 3  # of 1, 4 and 4
    assert levels["business", "trust"][PEOPLE[0]] == 2


def test_who_leaves_more_than_half_out_is_not_counted():
    names = list(everywhere(1))
    half, less = everywhere(2) | dict.fromkeys(names[:12]), everywhere(2) | dict.fromkeys(names[:13])
    people = alike(PEOPLE[:5], everywhere(2)) | {"half": half, "less": less}
    assert told([closed(1, answers("business", people))])[0].people("business") == {*PEOPLE[:5], "half"}


def test_the_same_people_are_told_whole_again_whatever_each_leaves_out():
    first = alike(PEOPLE[:6], everywhere(2)) | {PEOPLE[0]: everywhere(2, trust=None)}
    second = alike(PEOPLE[:6], everywhere(3)) | {PEOPLE[1]: everywhere(3, trust=None, sponsor=None)}
    history = told([closed(1, answers("it", first)), closed(2, answers("it", second, 2))])
    for one in history:
        assert {item for _, item in one.levels} == set(everywhere(1))
        assert one.people("it") == frozenset(PEOPLE[:6])
