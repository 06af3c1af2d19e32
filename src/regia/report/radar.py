"""The quick assessment on two pages: what a consultant leaves on the table."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from regia.assess.disclosure import FEWEST, Group
from regia.assess.guidance import Option, guide
from regia.assess.measures import Measured
from regia.assess.questionnaire import areas, items, references
from regia.assess.radar import Radar, View
from regia.assess.risks import Risk
from regia.assess.scores import Score
from regia.assess.sentences import level, measured_sentence, reason
from regia.errors import Language, Text
from regia.errors.assess import RadarUnwritable
from regia.pictures.metrics import fit
from regia.pictures.radar import Axis, RadarPlot, Shape, draw
from regia.pictures.standalone import standalone
from regia.report import radar_words as say
from regia.report.radar_words import Words
from regia.report.typesetting import Data, pages, pdf
from regia.wording import fill, money, number
from regia.workspace.company import Company
from regia.workspace.direction_keys import AREAS

TEMPLATE = "radar"
#: What one line holds, in points.
_NAME_ROOM = 400.0
_LONGEST_ROLES = 44


def write_radar(company: Company, radar: Radar, path: Path, language: Language, *, day: date) -> None:
    """Write the PDF.

    Raises:
        RadarUnwritable: the file cannot be written.
    """
    made = radar_pdf(company, radar, language, day=day)
    try:
        path.write_bytes(made)
    except OSError as error:
        raise RadarUnwritable(path=path, detail=error.strerror) from error


def radar_pdf(company: Company, radar: Radar, language: Language, *, day: date) -> bytes:
    """Return both pages as PDF."""
    return pdf(TEMPLATE, radar_data(company, radar, language, day=day), day=day)


def radar_pages(company: Company, radar: Radar, language: Language, *, day: date) -> list[bytes]:
    """Return both pages as PNG."""
    return pages(TEMPLATE, radar_data(company, radar, language, day=day), day=day)


def radar_data(company: Company, radar: Radar, language: Language, *, day: date) -> Data:
    """Return all that the two pages say, in one language, as plain values."""
    words = Words(language)
    return {
        "language": language,
        "words": words.all(),
        "company": fit(company.name, 22, _NAME_ROOM, weight="semibold"),
        "made_up": words(say.MADE_UP) if company.made_up else "",
        "when": _when(radar, words, day),
        "headline": _headline(radar, words),
        "picture": standalone(draw(radar_plot(radar, language))),
        "areas": [_area(radar, area.area, words) for area in areas()],
        "groups": [words(say.GROUPS[group]) for group in _groups(radar)],
        "hidden": _hidden(radar, words),
        "risks": [_risk(risk, words) for risk in radar.risks],
        "deciders": [_decider(each, words) for each in _decider_rows(radar)],
        "advice": _advice(company, radar, words),
        "options": [_option(company, option, radar, words) for option in guide().options],
        "beside": list(_beside(radar, words)),
        "references": list(_references(radar, words)),
        "source": _source(words),
        "steps": list(_steps(radar, words)),
        "method": fill(say.METHOD, {"fewest": FEWEST}, language),
    }


def _when(radar: Radar, words: Words, day: date) -> str:
    if radar.round is None or radar.closed_on is None:
        return fill(say.NO_ROUND, {"day": day}, words.language)
    values = {
        "round": radar.round.number,
        "day": radar.closed_on,
        "it": radar.answered["it"],
        "business": radar.answered["business"],
    }
    return fill(say.ROUND, values, words.language)


def _groups(radar: Radar) -> list[Group]:
    seen = {group for view in radar.areas.values() for group in view.scores}
    if seen == {"all"}:
        return ["all"]
    return ["it", "business"]


def _headline(radar: Radar, words: Words) -> str:
    scored = {name: view for name, view in radar.areas.items() if view.scores}
    if not scored:
        return words(say.NOTHING_YET)
    lowest = min(scored, key=lambda name: _mean(scored[name]))
    apart = [name for name, view in scored.items() if view.gap]
    names = {area.area: area.name for area in areas()}
    parts = [fill(say.LOWEST, {"area": names[lowest]}, words.language)]
    if apart:
        widest = max(apart, key=lambda name: abs(gap.gap) if (gap := scored[name].gap) else 0.0)
        gap = scored[widest].gap
        if gap and (gap.low > 0 or gap.high < 0):
            values = {"area": names[widest], "who": say.IT_HIGHER if gap.gap > 0 else say.BUSINESS_HIGHER}
            parts.append(fill(say.WIDEST, values, words.language))
        else:
            parts.append(words(say.ALIKE))
    return " ".join(parts)


def _mean(view: View) -> float:
    return sum(each.score for each in view.scores.values()) / len(view.scores)


def radar_plot(radar: Radar, language: Language) -> RadarPlot:
    """Return the two sides over each other, with what was measured, as a picture to be drawn."""
    words, groups = Words(language), _groups(radar)
    axes = [
        Axis(
            words(area.name),
            {
                **{group: _value(radar.areas[area.area].scores.get(group)) for group in groups},
                "measured": radar.area_level(area.area),
            },
        )
        for area in areas()
    ]
    shapes = [Shape(group, words(say.GROUPS[group])) for group in groups]
    if len(shapes) == 1:
        shapes.append(Shape("none", ""))
    shapes.append(Shape("measured", words(say.MEASURED)))
    return RadarPlot(axes, shapes, words(say.PICTURE), words(say.PICTURE_SAYS))


def _value(score: Score | None) -> float | None:
    return None if score is None else score.score


def _area(radar: Radar, name: str, words: Words) -> Data:
    view, area = radar.areas[name], next(each for each in areas() if each.area == name)
    measured = radar.area_level(name)
    return {
        "name": words(area.name),
        "says": words(area.says),
        "scores": [_score(view.scores.get(group), view.changes.get(group), words) for group in _groups(radar)],
        "gap": words.signed(view.gap.gap) if view.gap else "–",
        "sure": bool(view.gap and (view.gap.low > 0 or view.gap.high < 0)),
        "measured": level(measured, words.language) if measured is not None else "–",
    }


def _score(score: Score | None, change: float | None, words: Words) -> Data:
    if score is None:
        return {"text": "–", "value": None}
    return {
        "text": level(score.score, words.language),
        "value": score.score,
        "low": score.low,
        "high": score.high,
        "change": words.signed(change) if change is not None else "",
    }


def _hidden(radar: Radar, words: Words) -> str:
    told = (
        fill(say.HIDDEN, {"side": say.GROUPS[side], "count": radar.answered[side], "fewest": FEWEST}, words.language)
        for side in radar.hidden
    )
    return " ".join(told)


def _risk(risk: Risk, words: Words) -> Data:
    area = next(each for each in areas() if each.area == risk.item.area)
    return {
        "name": words(risk.item.name),
        "area": words(area.name),
        "risk": words(risk.item.risk),
        "reason": words(reason(risk)),
        "step": words(risk.item.first_step),
        "sure": fill(say.SURE, {"part": round(risk.probability, 2)}, words.language),
    }


def _decider_rows(radar: Radar) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            each.declared.area,
            ", ".join(each.declared.accountable),
            ", ".join(each.declared.responsible),
            ", ".join(each.declared.consulted),
            each.problem or "",
        )
        for each in radar.deciders
    ]


def _decider(row: tuple[str, str, str, str, str], words: Words) -> Data:
    area, accountable, responsible, consulted, problem = row
    return {
        "area": words(AREAS[area]),
        "accountable": _cut(accountable, _LONGEST_ROLES),
        "responsible": _cut(responsible, _LONGEST_ROLES) or "–",
        "consulted": _cut(consulted, _LONGEST_ROLES),
        "problem": words(say.PROBLEMS[problem]) if problem else "",
    }


def _advice(company: Company, radar: Radar, words: Words) -> Data | None:
    if radar.advice is None:
        return None
    advice = radar.advice
    return {
        "name": words(advice.option.name),
        "fits": words(advice.option.fits),
        "because": words.sentence(advice.because),
        "days": [words(step) for step in advice.option.first_90_days],
        "exit": words(advice.option.exit),
        "cost": _cost(company, advice.option, words),
        "states": [
            {
                "name": words(each.name),
                "says": words(each.states[advice.states[each.dimension]]),
                "weak": advice.states[each.dimension] == "weak",
            }
            for each in guide().dimensions
        ],
        "changes": [
            fill(
                say.WOULD_CHANGE,
                {
                    "option": change.option.name,
                    "dimension": Text(change.dimension.name.it.lower(), change.dimension.name.en.lower()),
                    "state": change.dimension.states[change.state],
                },
                words.language,
            )
            for change in advice.changes
        ],
    }


def _option(company: Company, option: Option, radar: Radar, words: Words) -> Data:
    chosen = radar.advice is not None and radar.advice.option.option == option.option
    cost = _cost(company, option, words)
    return {"name": words(option.name), "fits": words(option.fits), "cost": cost, "chosen": chosen}


def _cost(company: Company, option: Option, words: Words) -> str:
    for each in company.guidance:
        if each.option == option.option:
            low, high = (money(value, words.language) for value in (each.cost_eur_year_low, each.cost_eur_year_high))
            return fill(say.COST, {"low": low, "high": high}, words.language)
    return words(say.NO_COST)


def _beside(radar: Radar, words: Words) -> Iterator[Data]:
    """Yield, for items that are measured, what is said beside what was found; the furthest apart first."""
    found = [(name, radar.measured[name]) for name in items() if name in radar.measured]
    for name, measured in sorted(found, key=lambda each: -_apart(radar, *each))[: say.MOST_BESIDE]:
        said = [_value(radar.items[name].scores.get(group)) for group in _groups(radar)]
        yield {
            "name": words(items()[name].name),
            "said": [level(value, words.language) if value is not None else "–" for value in said],
            "level": level(measured.level, words.language),
            "says": measured_sentence(measured, words.language),
        }


def _apart(radar: Radar, name: str, measured: Measured) -> float:
    said = [score.score for score in radar.items[name].scores.values()]
    return abs(sum(said) / len(said) - measured.level) if said else 0.0


def _references(radar: Radar, words: Words) -> Iterator[Data]:
    for line in references().values():
        said = [_value(radar.items[line.item].scores.get(group)) for group in _groups(radar)]
        yield {
            "share": f"{number(round(line.share * 100), words.language)} %"
            if words.language == "it"
            else f"{line.share:.0%}",
            "says": f"{words(line.who)}: {words(line.says)}",
            "here": [level(value, words.language) if value is not None else "–" for value in said],
        }


def _source(words: Words) -> str:
    line = next(iter(references().values()))
    return f"{line.source}, {line.year} ({words(line.sample)})"


def _steps(radar: Radar, words: Words) -> Iterator[str]:
    """Yield what to do next: the first steps of the first three risks, who decides, a check-up, the next round."""
    for risk in radar.risks[:3]:
        yield words(risk.item.first_step)
    if not radar.deciders:
        yield words(say.FILL_MAP)
    elif any(each.problem for each in radar.deciders):
        yield words(say.MEND_MAP)
    unmeasured = not any(measure in radar.measured for measure in ("data_once", "shared_words", "systems_connected"))
    yield words(say.CHECK_UP if unmeasured else say.LOOK_AT_FINDINGS)
    yield words(say.FIRST_ROUND if radar.round is None else say.NEXT_ROUND)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
