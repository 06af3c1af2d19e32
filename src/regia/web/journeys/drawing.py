"""From what was found to the pictures of journeys, in the reader's words."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from regia import wording
from regia.errors import Language, Text
from regia.journeys.caveats import briefly
from regia.journeys.document import JourneyEntry, Step, Way
from regia.pictures.sankey import Band, Sankey
from regia.pictures.stacked import Stacked, StackedRow
from regia.pictures.swimlane import LaneStep, LaneWay, Swimlane
from regia.pictures.twin import Twin
from regia.web.evidence.reader import Row

NOBODY = Text("Senza reparto", "No department")
_AFTER = Text("dopo {hours} h", "after {hours} h")
_EVENTS = Text("{count:volta|volte}", "{count:time|times}")
_SLOWER = Text("rallentato", "slower")
_WAY = Text(
    "Da «{one}» a «{other}»: {count:passaggio|passaggi}, attesa mediana {hours} ore lavorative",
    "From '{one}' to '{other}': {count:passage|passages}, median wait {hours} working hours",
)
_MORE = Text("{hours} in più da quando è rallentato", "{hours} more since it got slower")
_STOPS = Text("Si ferma o attende ancora", "Stops or still waits")
_BAND = Text("{count:passaggio|passaggi}", "{count:passage|passages}")
_STOPPED = Text("{count:caso|casi}", "{count:case|cases}")
_PARTS = (
    Text("meno della metà degli altri", "less than half the others"),
    Text("più della metà", "longer than half"),
    Text("più di nove su dieci", "longer than nine in ten"),
)
_LOST = Text("forse persi", "perhaps lost")
_AND_LOST = Text("{count}, e {lost} forse persi", "{count}, and {lost} perhaps lost")


def hours(value: float | None, language: Language) -> str:
    """Return hours with one decimal at most; a dash where they are not known."""
    return "—" if value is None else wording.number(round(value, 1), language)


def swimlane(
    entry: JourneyEntry,
    departments: Mapping[str, str],
    language: Language,
    address: Callable[[str, str], str],
) -> Swimlane:
    """Return the swimlane of a journey; `address` leads to a hand-off."""
    names = {each.activity: each.names.say(language) for each in entry.steps}
    homes = {each.activity: each.department or "" for each in entry.steps}
    shown = [key for key in departments if key in homes.values()]
    rest = dict.fromkeys(home for home in homes.values() if home not in shown)
    lanes = tuple((key, departments.get(key) or key or NOBODY.say(language)) for key in (*shown, *rest))
    title = wording.fill(Text("Percorso: {name}", "Journey: {name}"), {"name": entry.names}, language)
    described = Text(
        "Una corsia per reparto, un riquadro per attività; la freccia è tanto più spessa quanti più casi passano, "
        "tratteggiata dove è rallentata.",
        "A lane a department, a box an activity; an arrow is the thicker the more cases pass, dashed where it got "
        "slower.",
    )
    return Swimlane(
        title,
        described.say(language),
        lanes,
        tuple(_step(entry, each, names, homes, language) for each in entry.steps),
        tuple(
            _lane_way(each, names, language, address) for each in entry.ways if each.from_activity != each.to_activity
        ),
    )


def _step(
    entry: JourneyEntry, step: Step, names: Mapping[str, str], homes: Mapping[str, str], language: Language
) -> LaneStep:
    arriving = [each for each in entry.ways if each.to_activity == step.activity]
    usual = max(arriving, key=lambda each: each.cases, default=None)
    count = wording.fill(_EVENTS, {"count": step.events}, language)
    note = count if usual is None else wording.fill(_AFTER, {"hours": hours(usual.wait_p50, language)}, language)
    return LaneStep(step.activity, homes[step.activity], names[step.activity], note, f"{names[step.activity]}, {count}")


def _lane_way(way: Way, names: Mapping[str, str], language: Language, address: Callable[[str, str], str]) -> LaneWay:
    return LaneWay(
        way.from_activity,
        way.to_activity,
        way.cases,
        told(way, names, language),
        address(way.from_activity, way.to_activity),
        "bad" if way.bottleneck else "plain",
    )


def told(way: Way, names: Mapping[str, str], language: Language) -> str:
    """Return a hand-off in one sentence."""
    one, other = names.get(way.from_activity, way.from_activity), names.get(way.to_activity, way.to_activity)
    values = {"one": one, "other": other, "count": way.cases, "hours": hours(way.wait_p50, language)}
    said = wording.fill(_WAY, values, language)
    more = f", {wording.fill(_MORE, {'hours': hours(way.excess, language)}, language)}" if way.bottleneck else ""
    return said + more + mind(way, language)


def mind(way: Way, language: Language) -> str:
    """Return what to keep in mind of a hand-off's figures, to stand behind them; nothing where there is nothing."""
    return f" ({briefly(way.caveats).say(language)})" if way.caveats else ""


def way_twin(entry: JourneyEntry, language: Language) -> Twin:
    """Return the hand-offs of a journey as rows."""
    names = {each.activity: each.names.say(language) for each in entry.steps}
    heads = (
        Text("Da", "From"), Text("A", "To"), Text("Passaggi", "Passages"),
        Text("Attesa mediana (h)", "Median wait (h)"),
        Text("Nove su dieci entro (h)", "Nine in ten within (h)"), Text("Andamento", "Trend"),
        Text("Da tenere a mente", "To keep in mind"),
    )  # fmt: skip
    rows = tuple(
        (
            names.get(way.from_activity, way.from_activity),
            names.get(way.to_activity, way.to_activity),
            wording.number(way.cases, language),
            hours(way.wait_p50, language),
            hours(way.wait_p90, language),
            _SLOWER.say(language) if way.bottleneck else "—",
            briefly(way.caveats).say(language) or "—",
        )
        for way in sorted(entry.ways, key=lambda each: -each.cases)
    )
    return Twin(tuple(each.say(language) for each in heads), rows)


def flows(
    rows: Iterable[Row], stopped: Mapping[str, int], departments: Mapping[str, str], language: Language
) -> Sankey:
    """Return what passes between departments; `stopped` is what stays open or stops in each."""
    weights: dict[tuple[str, str], int] = {}
    for row in rows:
        one, other = (str(row[name] or "") for name in ("from_department", "to_department"))
        if one and other and one != other:
            weights[one, other] = weights.get((one, other), 0) + int(str(row["cases"]))
    order = {key: number for number, key in enumerate(departments)}
    name = {key: departments.get(key, key) for pair in weights for key in pair}
    passing = [
        Band(name[one], name[other], count, wording.fill(_BAND, {"count": count}, language))
        for (one, other), count in sorted(weights.items(), key=lambda each: [order.get(key, 99) for key in each[0]])
    ]
    stops = [
        Band(name[key], _STOPS.say(language), count, wording.fill(_STOPPED, {"count": count}, language), stops=True)
        for key, count in sorted(stopped.items(), key=lambda each: order.get(each[0], 99))
        if key in name and count
    ]
    title = Text("Che cosa passa da un reparto all'altro", "What passes from one department to another")
    described = Text(
        "A sinistra chi consegna, a destra chi riceve; la fascia è spessa quanti sono i passaggi, tratteggiata dove "
        "il lavoro si ferma.",
        "On the left who hands over, on the right who takes over; a band is as thick as its passages, dashed where "
        "work stops.",
    )
    ordered = tuple(sorted((*passing, *stops), key=lambda each: list(name.values()).index(each.source)))
    return Sankey(title.say(language), described.say(language), ordered)


def ageing(rows: Sequence[Row], names: Mapping[str, str], language: Language) -> Stacked:
    """Return how long what is open has waited, beside what went on."""
    title = Text("Da quanto attende ciò che è aperto", "How long open work has waited")
    described = Text(
        "Per ogni attività quanti casi attendono, divisi secondo quanto di solito attende chi poi va avanti.",
        "For each activity how many cases wait, by how long those that go on usually wait.",
    )
    return Stacked(
        title.say(language),
        described.say(language),
        tuple(each.say(language) for each in _PARTS),
        tuple(
            StackedRow(
                names.get(str(row["activity"]), str(row["activity"])),
                tuple(float(str(row[part])) for part in ("usual", "slow", "late")),
                _waiting(row, language),
            )
            for row in rows
        ),
    )


def _waiting(row: Row, language: Language) -> str:
    lost = int(str(row["lost"]))
    count = wording.number(int(str(row["cases"])) - lost, language)
    return _AND_LOST.fill(count=count, lost=wording.number(lost, language)).say(language) if lost else count


def ageing_twin(plan: Stacked, rows: Sequence[Row], language: Language) -> Twin:
    """Return the open work as rows."""
    head = (Text("Dopo", "After").say(language), *plan.parts, _LOST.say(language))
    lost = (wording.number(int(str(each["lost"])), language) for each in rows)
    return Twin(
        head,
        tuple(
            (row.name, *(wording.number(int(part), language) for part in row.parts), each)
            for row, each in zip(plan.rows, lost, strict=True)
        ),
    )
