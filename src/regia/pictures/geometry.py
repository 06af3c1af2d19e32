"""Boxes and points, in the units of a picture: x to the right, y down."""

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def within(self, other: "Box") -> bool:
        """Return whether no part of it is outside another."""
        return self.x >= other.x and self.y >= other.y and self.right <= other.right and self.bottom <= other.bottom

    def meets(self, other: "Box") -> bool:
        """Return whether the two share some area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


def rounded(points: tuple[Point, ...], radius: float) -> str:
    """Return the path data of a line through points, its corners rounded."""
    if len(points) < 2:
        return ""
    parts = [f"M{_at(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        parts.append(f"L{_at(_towards(corner, before, radius))}Q{_at(corner)} {_at(_towards(corner, after, radius))}")
    return "".join([*parts, f"L{_at(points[-1])}"])


def _towards(start: Point, end: Point, most: float) -> Point:
    length = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    part = min(most, length / 2) / length if length else 0.0
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
