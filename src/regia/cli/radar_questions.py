"""The questionnaire at the terminal: one question at a time, each answer kept before the next is asked."""

import sys

from regia.assess.questionnaire import LEVELS, Item, areas, items
from regia.cli.console import language, out, plain, say, tell
from regia.judgement.answers import AnswerLog, Side

_STOP = frozenset(("q", "s", "stop", "fine", "quit", "esci"))
_SKIP = frozenset(("", "-", "?", "0"))
_ASKED_AGAIN = 3


def ask(log: AnswerLog, side: Side, person: str) -> None:
    """Ask what a person has not answered yet, until they stop or nothing is left."""
    given = log.given(person)
    pending = [item for item in items().values() if item.item not in given]
    _begin(len(given), len(pending))
    heading = ""
    for number, item in enumerate(pending, len(given) + 1):
        if item.area != heading:
            heading = item.area
            _head(heading)
        _show(item, side, number)
        answer = _read()
        if isinstance(answer, str):
            _stopped(number - 1)
            return
        log.record(side, person, {item.item: answer})
    out.print("\n[good]✓[/good] " + say("Fatto, grazie.", "Done, thank you."))


def _begin(done: int, pending: int) -> None:
    if done:
        out.print(say(f"Riprendo: {done} risposte già date.", f"Resuming: {done} answers given already."))
    if pending:
        out.print(
            "[quiet]"
            + say(
                "Scrivi 1-5: il livello che somiglia di più a com'è oggi. Invio = non so dirlo, q = smetto per ora. "
                "Nessuno vede le risposte di meno di cinque persone.",
                "Write 1-5: the level most like things today. Enter = cannot say, q = stop for now. "
                "Nobody sees the answers of fewer than five people.",
            )
            + "[/quiet]"
        )


def _head(name: str) -> None:
    area = next(each for each in areas() if each.area == name)
    out.print(f"\n[accent]{plain(tell(area.name))}[/accent] [quiet]{plain(tell(area.says))}[/quiet]")


def _show(item: Item, side: Side, number: int) -> None:
    out.print(f"\n[name]{number}/{len(items())} {plain(tell(item.asks[side]))}[/name]")
    for level, text in zip(LEVELS, item.levels, strict=True):
        out.print(f"   [accent]{level}[/accent] {plain(text.say(language()))}")


def _read() -> int | str | None:
    """Return a level, None for "cannot say", or stop; the end of the input stops too."""
    for _ in range(_ASKED_AGAIN):
        out.print("   [accent]›[/accent] ", end="")
        line = sys.stdin.readline()
        word = line.strip().casefold()
        if not line or word in _STOP:
            return "stop"
        if word in _SKIP:
            return None
        if word in {str(level) for level in LEVELS}:
            return int(word)
        out.print("   " + say("Un numero da 1 a 5, invio o q.", "A number from 1 to 5, Enter or q."))
    return "stop"


def _stopped(done: int) -> None:
    out.print(
        "\n"
        + say(
            f"Mi fermo: {done} risposte conservate. Riprendi con lo stesso comando e lo stesso nome.",
            f"Stopped: {done} answers kept. Resume with the same command and the same name.",
        )
    )
