"""Job tables (crontab): which script runs when. A script whose text is at hand tells the rest; else its name does.

Source: crontab(5).
"""

import re
from collections.abc import Iterator

from regia.interfaces.clue import Clue, File, Found, Kind, Schedule
from regia.interfaces.landscape import Landscape

_TIME = r"(?:@(?:reboot|hourly|daily|midnight|weekly|monthly|yearly|annually)|(?:[\d*/,\-A-Za-z]+\s+){5})"
_LINE = re.compile(rf"\s*(?P<when>{_TIME})\s*(?P<command>\S.*)")
_SETTING = re.compile(r"\s*\w+\s*=")
_SCRIPT = re.compile(r"[\w./-]+\.(?:sql|sh|py|ktr|kjb|dtsx|pl|php|bat|jar|js)\b", re.IGNORECASE)
_OUTPUT = re.compile(r"\s*(?:\d?>{1,2}|2>&1|\|).*")
_SURE_FROM_NAME = 0.7


def _is_it(file: File) -> bool:
    last = file.name.lower().rpartition("/")[2]
    return (
        "cron.d/" in file.name.lower()
        or last in ("crontab", "cron", "crontab.txt")
        or file.has_suffix(".cron", ".crontab", ".tab")
    )


def _read(file: File, landscape: Landscape) -> Found:
    clues: list[Clue] = []
    schedules: list[Schedule] = []
    for number, line in enumerate(file.lines, 1):
        if line.lstrip().startswith("#") or _SETTING.match(line) or not (match := _LINE.match(line)):
            continue
        reference, command = f"{file.name}:{number}", _OUTPUT.sub("", match["command"])
        scripts = [script.rpartition("/")[2] for script in _SCRIPT.findall(command)]
        schedules += [Schedule(script, reference, match["when"].strip()) for script in scripts]
        clues += _by_name(scripts[-1] if scripts else command, reference, match["when"].strip(), landscape)
    return Found(tuple(clues), schedules=tuple(schedules))


def _by_name(name: str, reference: str, when: str, landscape: Landscape) -> Iterator[Clue]:
    named = landscape.systems_in(name)
    if len(named) == 2:
        yield Clue(
            kind="crontab",
            origin="declared",
            from_system=named[0],
            to_system=named[1],
            reference=reference,
            detail=f"{when} {name}",
            concept=landscape.concept_in(name),
            mode="batch",
            probability=_SURE_FROM_NAME,
        )


KIND = Kind("crontab", _is_it, _read)
