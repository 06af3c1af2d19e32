"""Turns a template and its data into a PDF or pictures, with typst.

It sees no system font, no network, and no file but the template's folder.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from typing import Literal

from regia.pictures.metrics import font_path

# A number stays on the line of its sign.
_NARROW = re.compile(r"(?<=\d) (?=[%€])")

#: What a template may be given; a picture is SVG text.
Data = Mapping[str, object]


def pdf(template: str, data: Data, *, day: date) -> bytes:
    """Return the PDF that a template of this room makes of the data; the same on the same day."""
    made = _compiled(template, data, form="pdf", day=day)
    assert isinstance(made, bytes)
    return made


def pages(template: str, data: Data, *, day: date, dots_per_inch: int = 100) -> list[bytes]:
    """Return the same document as one PNG a page."""
    made = _compiled(template, data, form="png", day=day, dots_per_inch=dots_per_inch)
    return list(made) if isinstance(made, list) else [made]


def _compiled(
    template: str, data: Data, *, form: Literal["pdf", "png"], day: date, dots_per_inch: int = 100
) -> bytes | list[bytes]:
    import typst

    with as_file(files("regia.report") / "templates" / f"{template}.typ") as path:
        made: bytes | list[bytes] = typst.compile(
            path,
            root=path.parent,
            font_paths=[font_path("regular").parent],
            ignore_system_fonts=True,
            format=form,
            ppi=dots_per_inch,
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
            sys_inputs={"data": _NARROW.sub("\u00a0", json.dumps(data, ensure_ascii=False))},
        )
    return made
