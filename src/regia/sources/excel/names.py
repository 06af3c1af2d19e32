"""What is a table of a sheet called?"""

import re
from collections import Counter
from collections.abc import Sequence

_LONGEST = 80
_DATED = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}")


def dataset_names(sheet: str, titles: Sequence[str]) -> list[str]:
    """Return a name for each table of a sheet, from its title or its number where there are several.

    A title with a date in it changes from one export to the next, so it names nothing.
    """
    if len(titles) == 1:
        return [sheet]
    counts = Counter(title.casefold() for title in titles)
    numbered = [sheet if number == 1 else f"{sheet}#{number}" for number in range(1, len(titles) + 1)]
    return [
        f"{sheet}#{title}" if _names_it(title) and counts[title.casefold()] == 1 else number
        for title, number in zip(titles, numbered, strict=True)
    ]


def _names_it(title: str) -> bool:
    return 0 < len(title) <= _LONGEST and not title.isdigit() and not _DATED.search(title)
