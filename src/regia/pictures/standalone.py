"""A picture that leaves the page: its stylesheet inside, every token written as a colour."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

# The light form of the page's tokens: paper is white.
LIGHT: Mapping[str, str] = {
    "ground": "#f6f5f1",
    "surface": "#ffffff",
    "sunken": "#efede6",
    "line": "#dfdbd0",
    "edge": "#8d8a80",
    "ink": "#1e2422",
    "quiet": "#575e5a",
    "accent": "#0f5c5c",
    "accent-strong": "#0a4646",
    "accent-soft": "#e1eeec",
    "bad": "#a92a20",
    "bad-soft": "#fbe9e6",
    "warn": "#7d4a00",
    "warn-soft": "#faefdc",
    "good": "#1a6a3b",
    "good-soft": "#e4f2e8",
    "mark": "#3c8381",
}


def standalone(svg: str) -> str:
    """Return the picture as a file of its own, for a PDF or to be sent."""
    head, _, rest = svg.partition(">")
    return f"{head}><style>{_stylesheet()}</style>{rest}"


@cache
def _stylesheet() -> str:
    css = files("regia.pictures").joinpath("pictures.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"var\(--([a-z-]+)\)", lambda found: LIGHT[found[1]], css)
