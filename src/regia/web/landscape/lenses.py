"""What the map's badges tell: one lens a view. Scales are fixed: a system's badge never depends on the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from regia import wording
from regia.errors import Language, Text
from regia.pictures.landscape.values import Badge, Tone
from regia.web.landscape.facts import SystemFacts

_FRESH, _STALE = timedelta(days=7), timedelta(days=90)
_CHEAP, _DEAR = Decimal(10_000), Decimal(50_000)
_NOT_READ = Text("non letto", "not read")
_NOT_KNOWN = Text("non si sa", "not known")
_FINE = Text("a posto", "fine")

Systems = Sequence[SystemFacts]


@dataclass(frozen=True)
class Lens:
    """One view of the map: its name, the sentence above it, the badge of a system and that of a department."""

    key: str
    label: Text
    sentence: Callable[[Systems, Language], str]
    badge: Callable[[SystemFacts, Language], Badge]
    summary: Callable[[Systems, Language], Badge]
    scale: Text


def _badge(tone: Tone, text: Text, language: Language, **values: object) -> Badge:
    return Badge(wording.fill(text, values, language), tone)


def _counted(count: int, tone: Tone, text: Text, fine: Text, language: Language) -> Badge:
    """Return the badge of a department: how many of its systems have the trouble, or that none has."""
    return _badge(tone, text, language, count=count) if count else _badge("good", fine, language)


# Data quality


def _quality(system: SystemFacts, language: Language) -> Badge:
    if not system.was_read or system.findings is None:
        return _badge("unknown", _NOT_READ, language)
    if system.serious:
        return _badge("bad", Text("{count:grave|gravi}", "{count} serious"), language, count=system.serious)
    if system.findings:
        return _badge(
            "fair", Text("{count:rilievo|rilievi}", "{count:finding|findings}"), language, count=system.findings
        )
    return _badge("good", _FINE, language)


def _quality_said(systems: Systems, language: Language) -> str:
    serious = sum(bool(each.serious) for each in systems)
    text = Text(
        "{serious:sistema su|sistemi su} {whole} {serious:~ha|hanno} almeno un rilievo importante.",
        "{serious:system of|systems of} {whole} {serious:~has|have} at least one major finding.",
    )
    none = Text("Nessun sistema ha rilievi importanti.", "No system has major findings.")
    return wording.fill(text if serious else none, {"serious": serious, "whole": len(systems)}, language)


def _quality_of(systems: Systems, language: Language) -> Badge:
    count = sum(each.serious or 0 for each in systems)
    return _counted(count, "bad", Text("{count:grave|gravi}", "{count} serious"), _FINE, language)


# Cost


def _cost(system: SystemFacts, language: Language) -> Badge:
    if system.cost is None:
        return _badge("unknown", _NOT_KNOWN, language)
    return Badge(wording.money(system.cost, language), _dear(system.cost))


def _dear(cost: Decimal) -> Tone:
    return "low" if cost < _CHEAP else "medium" if cost < _DEAR else "high"


def _cost_said(systems: Systems, language: Language) -> str:
    values = {
        "total": sum((each.cost for each in systems if each.cost is not None), Decimal(0)),
        "unknown": sum(each.cost is None for each in systems),
    }
    whole = Text("I sistemi costano {total:money} l'anno.", "The systems cost {total:money} a year.")
    part = Text(
        "I sistemi costano almeno {total:money} l'anno: di {unknown} non si sa.",
        "The systems cost at least {total:money} a year: for {unknown} it is not known.",
    )
    return wording.fill(part if values["unknown"] else whole, values, language)


def _cost_of(systems: Systems, language: Language) -> Badge:
    known = [each.cost for each in systems if each.cost is not None]
    if not known:
        return _badge("unknown", _NOT_KNOWN, language)
    total = sum(known, Decimal(0))
    return Badge(wording.money(total, language), _dear(total))


# Owner


def _owner(system: SystemFacts, language: Language) -> Badge:
    if system.owner:
        return _badge("good", Text("c'è", "named"), language)
    return _badge("bad", Text("nessuno", "nobody"), language)


def _owner_said(systems: Systems, language: Language) -> str:
    without = sum(not each.owner for each in systems)
    text = Text(
        "{without:sistema non ha|sistemi non hanno} un responsabile.", "{without:system has|systems have} no owner."
    )
    none = Text("Ogni sistema ha un responsabile.", "Every system has an owner.")
    return wording.fill(text if without else none, {"without": without}, language)


def _owner_of(systems: Systems, language: Language) -> Badge:
    count = sum(not each.owner for each in systems)
    return _counted(count, "bad", Text("{count} senza", "{count} without"), Text("tutti", "all"), language)


# Freshness


def _age(system: SystemFacts) -> timedelta | None:
    if system.last_change is None or system.read_at is None:
        return None
    return max(timedelta(0), system.read_at - system.last_change)


def _freshness(system: SystemFacts, language: Language) -> Badge:
    age = _age(system)
    if age is None:
        return _badge("unknown", _NOT_KNOWN, language)
    tone: Tone = "good" if age <= _FRESH else "fair" if age <= _STALE else "bad"
    if not age.days:
        return _badge(tone, Text("oggi", "today"), language)
    return _badge(tone, Text("{days:giorno fa|giorni fa}", "{days:day ago|days ago}"), language, days=age.days)


def _is_stale(system: SystemFacts) -> bool:
    age = _age(system)
    return age is not None and age > _STALE


def _freshness_said(systems: Systems, language: Language) -> str:
    stale = sum(map(_is_stale, systems))
    text = Text(
        "In {stale:sistema|sistemi} nessuno scrive da più di 90 giorni.",
        "Nobody has written to {stale:system|systems} for more than 90 days.",
    )
    none = Text(
        "Nessun sistema è fermo da più di 90 giorni, fra quelli di cui si vede l'ultima scrittura.",
        "No system has been still for more than 90 days, of those whose last write can be seen.",
    )
    return wording.fill(text if stale else none, {"stale": stale}, language)


def _freshness_of(systems: Systems, language: Language) -> Badge:
    if all(_age(each) is None for each in systems):
        return _badge("unknown", _NOT_KNOWN, language)
    count = sum(map(_is_stale, systems))
    return _counted(count, "bad", Text("{count} fermi", "{count} still"), Text("freschi", "fresh"), language)


# Conflicts


def _conflicts(system: SystemFacts, language: Language) -> Badge:
    if system.conflicts is None:
        return _badge("unknown", _NOT_KNOWN, language)
    if system.conflicts:
        return _badge("bad", Text("{count} diversi", "{count} differ"), language, count=system.conflicts)
    return _badge("good", Text("concorde", "agrees"), language)


def _conflicts_said(systems: Systems, language: Language) -> str:
    if all(each.conflicts is None for each in systems):
        text = Text(
            "Non si sa ancora dove i sistemi si contraddicono: quest'ultimo check-up non l'ha cercato.",
            "It is not known yet where the systems contradict one another: this check-up did not look for it.",
        )
        return text.say(language)
    count = sum(bool(each.conflicts) for each in systems)
    text = Text(
        "{count:sistema tiene|sistemi tengono} valori che altri contraddicono.",
        "{count:system holds|systems hold} values that others contradict.",
    )
    none = Text("I sistemi non si contraddicono.", "The systems do not contradict one another.")
    return wording.fill(text if count else none, {"count": count}, language)


def _conflicts_of(systems: Systems, language: Language) -> Badge:
    if all(each.conflicts is None for each in systems):
        return _badge("unknown", _NOT_KNOWN, language)
    count = sum(each.conflicts or 0 for each in systems)
    return _counted(count, "bad", Text("{count} diversi", "{count} differ"), Text("concordi", "agree"), language)


LENSES: tuple[Lens, ...] = (
    Lens(
        "quality",
        Text("Qualità dei dati", "Data quality"),
        _quality_said,
        _quality,
        _quality_of,
        Text(
            "Grave: almeno un rilievo importante o critico. A posto: nessun rilievo.",
            "Serious: at least one major or critical finding. Fine: no finding.",
        ),
    ),
    Lens(
        "cost",
        Text("Costo", "Cost"),
        _cost_said,
        _cost,
        _cost_of,
        Text(
            "Una barra sotto 10.000 € l'anno, due sotto 50.000 €.", "One bar below €10,000 a year, two below €50,000."
        ),
    ),
    Lens(
        "owner",
        Text("Responsabile", "Owner"),
        _owner_said,
        _owner,
        _owner_of,
        Text("Chi risponde del sistema, come dichiarato.", "Who answers for the system, as declared."),
    ),
    Lens(
        "freshness",
        Text("Freschezza", "Freshness"),
        _freshness_said,
        _freshness,
        _freshness_of,
        Text(
            "Ultima scrittura vista nei dati, al momento della lettura: entro 7 giorni, entro 90, oltre.",
            "Last write seen in the data, when they were read: within 7 days, within 90, beyond.",
        ),
    ),
    Lens(
        "conflicts",
        Text("Conflitti", "Conflicts"),
        _conflicts_said,
        _conflicts,
        _conflicts_of,
        Text(
            "Valori del sistema che un altro sistema contraddice.", "Values of the system that another one contradicts."
        ),
    ),
)


def lens(key: str) -> Lens:
    """Return a lens by its key in the address, the first one where there is none of that name."""
    return next((each for each in LENSES if each.key == key), LENSES[0])
