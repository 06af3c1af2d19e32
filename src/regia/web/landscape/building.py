"""From facts to the picture: lanes in journey order, cards in the reader's words, what ties them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from regia import wording
from regia.errors import Language, Text
from regia.pictures.landscape.values import JOURNEY, STAFF, Card, Landscape, Lane, Link
from regia.web.landscape.facts import Facts, Passage, SystemFacts, Tie
from regia.web.landscape.lenses import Lens
from regia.web.landscape.words import MODES, STATUSES, is_staff, kind_word

Lines = Literal["passages", "shared"]

NOWHERE = "~"
_NO_DEPARTMENT = Text("Senza reparto", "No department")
_SYSTEMS = Text("{count:sistema|sistemi}", "{count:system|systems}")
_RECORDS = Text("{count:riga|righe}", "{count:record|records}")
_OWNER = Text("responsabile: {owner}", "owner: {owner}")
_IN_COMMON = Text("{concepts}: {count:campo|campi} in comune", "{concepts}: {count:field|fields} in common")
_FIELDS = Text("{count:campo in comune|campi in comune}", "{count:field in common|fields in common}")
_DATA = Text("dati", "data")
_LATE = Text("dopo {late}", "after {late}")
_SHOWN_CONCEPTS = 4


@dataclass(frozen=True)
class Asked:
    """What the address asks of the map."""

    lens: Lens
    language: Language
    address: str
    chosen: str | None = None
    opened: str | None = None
    page: int = 0
    lines: Lines = "passages"

    def at(self, **changes: object) -> str:
        """Return the address of the map seen otherwise; None takes a part out."""
        now: dict[str, object] = {
            "view": self.lens.key,
            "lines": self.lines,
            "open": self.opened,
            "page": self.page or None,
        }
        now |= changes
        return f"{self.address}?{urlencode({key: value for key, value in now.items() if value is not None})}"


def build(facts: Facts, departments: Mapping[str, str], asked: Asked) -> Landscape:
    """Return the whole map; `departments` are the declared ones with their names, in journey order."""
    homes: dict[str, list[SystemFacts]] = {key: [] for key in departments}
    for system in facts.systems:
        homes.setdefault(system.department or NOWHERE, []).append(system)
    lanes = tuple(_lane(key, departments, systems, asked) for key, systems in homes.items() if systems)
    title = Text("Mappa dei sistemi: {view}", "Map of the systems: {view}")
    return Landscape(
        wording.fill(title, {"view": asked.lens.label}, asked.language),
        asked.lens.sentence(facts.systems, asked.language),
        lanes,
        _links(facts, asked),
        asked.chosen,
    )


def all_told(passages: Sequence[Passage], facts: Facts, language: Language) -> str:
    """Return what passes from one system to another, in words."""
    return "; ".join(told(each, facts, language) for each in passages)


def told(passage: Passage, facts: Facts, language: Language) -> str:
    """Return what passes, how, how late and how we know, in words."""
    names = facts.concepts.get(passage.concept or "")
    concept = names[language == "en"] if names else passage.concept or _DATA.say(language)
    parts = [concept]
    if passage.mode in MODES:
        parts.append(MODES[passage.mode].say(language))
    if passage.lag_hours is not None:
        late = wording.duration(passage.lag_hours * 3600, language)
        parts.append(_LATE.fill(late=late).say(language))
    status = STATUSES.get(passage.status)
    if status:
        sure = f" ({wording.share(passage.probability, language)})" if passage.status == "inferred" else ""
        parts.append(status.say(language) + sure)
    return ", ".join(parts)


def in_common(tie: Tie, facts: Facts, language: Language) -> str:
    """Return what two systems hold in common, in words."""
    names = [facts.concepts[each][language == "en"] for each in tie.concepts if each in facts.concepts]
    more = ["…"] if len(names) > _SHOWN_CONCEPTS else []
    values = {"concepts": ", ".join(names[:_SHOWN_CONCEPTS] + more), "count": tie.fields}
    return wording.fill(_IN_COMMON if names else _FIELDS, values, language)


def _lane(key: str, departments: Mapping[str, str], systems: list[SystemFacts], asked: Asked) -> Lane:
    name = departments.get(key) or (_NO_DEPARTMENT.say(asked.language) if key == NOWHERE else key)
    count = wording.fill(_SYSTEMS, {"count": len(systems)}, asked.language)
    band = STAFF if key == NOWHERE or is_staff(key, name) else JOURNEY
    cards = tuple(_card(system, name, asked) for system in systems)
    return Lane(key, name, count, cards, _summary(key, name, count, systems, asked), band)


def _card(system: SystemFacts, department: str, asked: Asked) -> Card:
    badge = asked.lens.badge(system, asked.language)
    kind = kind_word(system.kind, asked.language)
    records = _records(system.records, asked.language)
    owner = _OWNER.fill(owner=system.owner).say(asked.language) if system.owner else ""
    view = f"{asked.lens.label.say(asked.language).lower()}: {badge.text}"
    detail = ", ".join(filter(None, (system.name, department, kind, owner, records, view)))
    href = asked.at(chosen=system.system)
    return Card(system.system, system.name, kind, system.owner or "", records, badge, f"{href}#sheet", detail)


def _summary(key: str, name: str, count: str, systems: list[SystemFacts], asked: Asked) -> Card:
    badge = asked.lens.summary(systems, asked.language)
    known = [each.records for each in systems if each.records is not None]
    records = _records(sum(known), asked.language) if known else ""
    detail = ", ".join(
        filter(None, (name, count, records, f"{asked.lens.label.say(asked.language).lower()}: {badge.text}"))
    )
    return Card(f"{NOWHERE}{key}", name, count, "", records, badge, asked.at(open=key, page=None), detail)


def _records(count: int | None, language: Language) -> str:
    return "" if count is None else wording.fill(_RECORDS, {"count": count}, language)


def _links(facts: Facts, asked: Asked) -> tuple[Link, ...]:
    if asked.lines == "shared":
        return tuple(Link(tie.left, tie.right, tie.fields, in_common(tie, facts, asked.language)) for tie in facts.ties)
    ways: dict[tuple[str, str], list[Passage]] = {}
    for passage in facts.passages:
        ways.setdefault((passage.source, passage.target), []).append(passage)
    return tuple(_way(ends, passages, facts, asked.language) for ends, passages in ways.items())


def _way(ends: tuple[str, str], passages: Sequence[Passage], facts: Facts, language: Language) -> Link:
    """Return one line for all that passes one way; it is drawn whole where somebody declared it or saw it."""
    weight = sum(math.log1p(each.records_per_month or 0) + 1 for each in passages)
    certain = any(each.status in ("declared", "observed") for each in passages)
    return Link(*ends, weight, all_told(passages, facts, language), directed=True, certain=certain)
