"""Flows from the left to the right: who hands how much to whom, each band as thick as it is travelled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regia.pictures.geometry import Box
from regia.pictures.markup import element, label, picture, words
from regia.pictures.metrics import clean, fit
from regia.pictures.twin import Twin

WIDTH = 900.0
_NAMES, _NODE, _GAP, _HEIGHT, _SIZE = 210.0, 12.0, 18.0, 260.0, 13.0


@dataclass(frozen=True)
class Band:
    """What goes from one to the other; `stops` is work that gets no further, drawn faint and dashed."""

    source: str
    target: str
    weight: float
    detail: str
    stops: bool = False


@dataclass(frozen=True)
class Sankey:
    """Bands between names, which stand in the order they are met."""

    title: str
    description: str
    bands: tuple[Band, ...]


def draw(plan: Sankey, *, name: str) -> str:
    """Return the flows; `name` is unique on the page."""
    left, right = (_nodes(plan, side) for side in ("source", "target"))
    scale = _HEIGHT / max(sum(band.weight for band in plan.bands), 1e-9)
    tops = [_tops(nodes, scale) for nodes in (left, right)]
    high = max(top + weight * scale for nodes, at in zip((left, right), tops, strict=True)
               for (_, weight), top in zip(nodes, at, strict=True)) if plan.bands else 1.0  # fmt: skip
    content = [*_bands(plan, left, right, tops, scale)]
    for nodes, at, x in ((left, tops[0], _NAMES), (right, tops[1], WIDTH - _NAMES - _NODE)):
        content += [part for (key, weight), top in zip(nodes, at, strict=True)
                    for part in _node(key, Box(x, top, _NODE, max(weight * scale, 2)))]  # fmt: skip
    return picture(
        content, width=WIDTH, height=high + 12, title=plan.title, description=plan.description, name=name,
        class_="sankey",
    )  # fmt: skip


def twin(plan: Sankey, headings: tuple[str, str, str]) -> Twin:
    """Return the flows as rows: from, to, what is told of it."""
    ordered = sorted(plan.bands, key=lambda band: (-band.weight, band.source, band.target))
    return Twin(headings, tuple((band.source, band.target, band.detail) for band in ordered))


def _nodes(plan: Sankey, side: str) -> list[tuple[str, float]]:
    weights: dict[str, float] = {}
    for band in plan.bands:
        key = str(getattr(band, side))
        weights[key] = weights.get(key, 0.0) + band.weight
    return list(weights.items())


def _tops(nodes: Sequence[tuple[str, float]], scale: float) -> list[float]:
    found, top = [], 6.0
    for _, weight in nodes:
        found.append(top)
        top += max(weight * scale, 2) + _GAP
    return found


def _node(key: str, box: Box) -> Iterator[str]:
    yield element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=2, class_="node")
    text = fit(clean(key), _SIZE, _NAMES - 16, weight="semibold")
    baseline = box.y + box.height / 2 + 4.5
    left = box.x < WIDTH / 2
    at = Box(0 if left else box.right + 10, baseline - 14, _NAMES - 10, 18)
    yield label(text, at, baseline=baseline, class_="strong", weight="semibold", anchor="end" if left else None)


def _bands(
    plan: Sankey,
    left: Sequence[tuple[str, float]],
    right: Sequence[tuple[str, float]],
    tops: Sequence[Sequence[float]],
    scale: float,
) -> Iterator[str]:
    used = [
        dict(zip((key for key, _ in nodes), at, strict=True)) for nodes, at in zip((left, right), tops, strict=True)
    ]
    x1, x2 = _NAMES + _NODE, WIDTH - _NAMES - _NODE
    bend = (x1 + x2) / 2
    order = {key: number for number, (key, _) in enumerate(right)}
    for band in sorted(plan.bands, key=lambda each: order[each.target]):
        thick = max(band.weight * scale, 1)
        y1, y2 = used[0][band.source], used[1][band.target]
        used[0][band.source] += band.weight * scale
        used[1][band.target] += band.weight * scale
        path = (
            f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
            f"V{y2 + thick:.1f}C{bend:.1f} {y2 + thick:.1f} {bend:.1f} {y1 + thick:.1f} {x1:.1f} {y1 + thick:.1f}Z"
        )
        told = words("title", f"{band.source} → {band.target}: {band.detail}")
        yield element("g", (told, element("path", d=path)), class_="band stops" if band.stops else "band")
