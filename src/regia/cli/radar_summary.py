"""The quick assessment on the terminal: where both sides stand, risks, who decides, which guidance fits."""

from rich.panel import Panel
from rich.table import Table as Grid

from regia.assess.disclosure import FEWEST, Group
from regia.assess.questionnaire import areas
from regia.assess.radar import Radar
from regia.assess.scores import Score
from regia.assess.sentences import level, reason
from regia.cli.console import language, out, plain, say, tell
from regia.errors import Text
from regia.wording import date_
from regia.workspace.company import Company
from regia.workspace.direction_keys import AREAS

SIDES: dict[Group, Text] = {
    "it": Text("IT", "IT"),
    "business": Text("business", "business"),
    "all": Text("insieme", "together"),
}
PROBLEMS = {
    "nobody": Text("nessuno", "nobody"),
    "several": Text("più di uno", "several"),
    "supplier": Text("il fornitore", "the supplier"),
}


def show_radar(company: Company, radar: Radar) -> None:
    """Print the assessment as far as it goes."""
    _title(company, radar)
    if radar.round:
        _scores(radar)
        _hidden(radar)
    _risks(radar)
    _deciders(radar)
    _advice(radar)
    _next(radar)


def _title(company: Company, radar: Radar) -> None:
    when = (
        say(f"giro {radar.round.number}, chiuso il ", f"round {radar.round.number}, closed on ")
        + date_(radar.round.closed_on, language())
        if radar.round and radar.round.closed_on
        else say("nessun giro di risposte chiuso", "no round of answers closed")
    )
    lines = f"[name]{plain(company.name)}[/name]\n[quiet]{when}[/quiet]"
    out.print(Panel(lines, title="CTO Radar", title_align="left", border_style="accent", expand=False))


def _scores(radar: Radar) -> None:
    groups = [group for group in SIDES if any(group in view.scores for view in radar.areas.values())]
    grid = Grid(box=None, pad_edge=False)
    grid.add_column("")
    for group in groups:
        grid.add_column(tell(SIDES[group]), justify="right")
    for title in (say("distanza", "gap"), say("misurato", "measured"), say("da prima", "since last")):
        grid.add_column(title, justify="right")
    for area in areas():
        view = radar.areas[area.area]
        measured = radar.area_level(area.area)
        cells = [_cell(view.scores.get(group)) for group in groups]
        gap = f"{view.gap.gap:+.1f}".replace(".", say(",", ".")) if view.gap else "-"
        change = ", ".join(f"{value:+.1f}".replace(".", say(",", ".")) for value in view.changes.values()) or "-"
        grid.add_row(plain(tell(area.name)), *cells, gap, level(measured, language()) if measured else "-", change)
    out.print(grid)


def _cell(score: Score | None) -> str:
    if score is None:
        return "-"
    spoken = language()
    return f"{level(score.score, spoken)} [quiet]{level(score.low, spoken)}-{level(score.high, spoken)}[/quiet]"


def _hidden(radar: Radar) -> None:
    for side in radar.hidden:
        count = radar.answered[side]
        out.print(
            "[warn]![/warn] "
            + say(
                f"{tell(SIDES[side])}: {count} persone. Non si mostra: ne servono {FEWEST}, anche per sottrazione.",
                f"{tell(SIDES[side])}: {count} people. Not shown: {FEWEST} are needed, by subtraction too.",
            ),
            soft_wrap=True,
        )


def _risks(radar: Radar) -> None:
    if radar.risks:
        out.print("\n[name]" + say("I cinque rischi che contano di più", "The five risks that matter most") + "[/name]")
    for place, risk in enumerate(radar.risks, 1):
        out.print(f"{place}. {plain(tell(risk.item.name))}: {plain(tell(risk.item.risk))}", soft_wrap=True)
        out.print(f"   [quiet]{plain(tell(reason(risk)))}[/quiet]", soft_wrap=True)
        out.print(f"   [accent]→[/accent] {plain(tell(risk.item.first_step))}", soft_wrap=True)


def _deciders(radar: Radar) -> None:
    wrong = [each for each in radar.deciders if each.problem]
    if not radar.deciders:
        return
    out.print("\n[name]" + say("Chi decide", "Who decides") + "[/name]")
    if not wrong:
        out.print(
            "[good]✓[/good] " + say("Ogni materia ha un ruolo che decide.", "Each matter has one role that decides.")
        )
    for problem, words in PROBLEMS.items():
        named = [tell(AREAS[each.declared.area]) for each in wrong if each.problem == problem]
        if named:
            out.print(f"[warn]▲[/warn] {tell(words)}: {plain(', '.join(named))}", soft_wrap=True)


def _advice(radar: Radar) -> None:
    if radar.advice is None:
        return
    out.print(
        "\n[name]"
        + say("La guida che serve", "The guidance that fits")
        + f"[/name] {plain(tell(radar.advice.option.name))}"
    )
    out.print(f"   {plain(tell(radar.advice.because))}", soft_wrap=True)
    for change in radar.advice.changes:
        dimension, instead = tell(change.dimension.name), tell(change.option.name)
        state = tell(change.dimension.states[change.state])
        out.print(
            "   [quiet]"
            + plain(
                say(
                    f"Sarebbe «{instead}» se, per {dimension.lower()}: {state}.",
                    f"It would be '{instead}' if, on {dimension.lower()}: {state}.",
                )
            )
            + "[/quiet]",
            soft_wrap=True,
        )


def _next(radar: Radar) -> None:
    waiting = ", ".join(f"{tell(SIDES[side])} {count}" for side, count in radar.waiting.items() if count)
    if waiting:
        out.print(
            "\n[accent]→[/accent] "
            + say(
                f"Giro aperto, persone: {waiting}. Si legge dopo `regia radar close`.",
                f"Open round, people: {waiting}. It is read after `regia radar close`.",
            ),
            soft_wrap=True,
        )
    elif radar.round is None:
        out.print(
            "\n[accent]→[/accent] "
            + say(
                "Per cominciare: regia radar answer --side it, o regia radar template domande.xlsx --side business",
                "To start: regia radar answer --side it, or regia radar template questions.xlsx --side business",
            ),
            soft_wrap=True,
        )
