"""What the people of a made-up company answer when they are asked how things stand: the truth, as each sees it."""

import csv
from datetime import timedelta
from pathlib import Path

from regia.demo.draw import Draw
from regia.demo.governing import ASKED, Governing
from regia.demo.options import DemoOptions

_SIDES = (("it", 6, 8), ("business", 9, 14))
_YEARS_BETWEEN = 1


def write_answers(folder: Path, options: DemoOptions, made: Governing) -> None:
    """Write `folder`/answers: one CSV a round, named by its day; the same people answer a year apart."""
    draw = Draw(options.industry, options.seed, "answers")
    people = [(f"{side}-{number}", side, draw.gauss(0, 0.3)) for side, least, most in _SIDES
              for number in range(1, draw.randrange(least, most + 1) + 1)]  # fmt: skip
    before = {area: draw.uniform(-0.5, 0.3) for area in ASKED}
    last = options.until
    (folder / "answers").mkdir()
    for day, earlier in ((last - timedelta(days=365 * _YEARS_BETWEEN), before), (last, dict.fromkeys(ASKED, 0.0))):
        _write(folder / "answers" / f"{day.isoformat()}.csv", people, earlier, made, draw)


def _write(
    path: Path, people: list[tuple[str, str, float]], earlier: dict[str, float], made: Governing, draw: Draw
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("person", "side", "item", "level"))
        for person, side, mild in people:
            seen = 0.5 if side == "it" else -0.5
            for area, names in ASKED.items():
                for name in names:
                    felt = made.levels[name] + seen * made.optimism[area] + earlier[area] + mild + draw.gauss(0, 0.6)
                    said = "" if draw.chance(0.04) else min(max(round(felt), 1), 5)
                    writer.writerow((person, side, name, said))
