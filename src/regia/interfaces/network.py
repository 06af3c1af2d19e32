"""The map of interfaces as a graph: what hangs on each system, what runs in circles, what stands alone.

Articulation points by Tarjan's depth-first search (Tarjan, 1972), circles as strongly connected components (Tarjan,
1972, in Gabow's two-stack form); both without recursion, so that large maps are no trouble.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Edge = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """What hangs on one system. `cut_off` are the systems that lose touch with the rest when it stops."""

    system: str
    feeds: int
    fed_by: int
    reached: int
    cut_off: int
    circle: int | None
    island: int


def places(systems: Sequence[str], edges: Iterable[Edge]) -> tuple[Place, ...]:
    """Return the place of each system, by name. Islands are numbered from the largest; circles of one are none."""
    out: dict[str, list[str]] = {system: [] for system in systems}
    both: dict[str, list[str]] = {system: [] for system in systems}
    fed: Counter[str] = Counter()
    for left, right in sorted(set(edges)):
        out[left].append(right)
        both[left].append(right)
        both[right].append(left)
        fed[right] += 1
    circles = _circles(out)
    islands = _islands(both)
    cut = _cut_off(both)
    return tuple(
        Place(
            system=system,
            feeds=len(out[system]),
            fed_by=fed[system],
            reached=len(reachable(system, out)) - 1,
            cut_off=cut.get(system, 0),
            circle=circles.get(system),
            island=islands[system],
        )
        for system in sorted(systems)
    )


def reachable(start: str, out: Mapping[str, Sequence[str]]) -> set[str]:
    """Return what data from a system can reach, itself among it."""
    seen, waiting = {start}, deque([start])
    while waiting:
        for other in out[waiting.popleft()]:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _islands(both: Mapping[str, Sequence[str]]) -> dict[str, int]:
    left, groups = set(both), []
    while left:
        group = reachable(min(left), both)
        groups.append(group)
        left -= group
    groups.sort(key=lambda group: (-len(group), min(group)))
    return {system: number for number, group in enumerate(groups, 1) for system in group}


def _circles(out: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found = sorted((min(group), group) for group in _components(out) if len(group) > 1)
    return {system: number for number, (_, group) in enumerate(found, 1) for system in group}


def _components(out: Mapping[str, Sequence[str]]) -> Iterator[set[str]]:
    """Yield the strongly connected components (Gabow)."""
    order: dict[str, int] = {}
    done: set[str] = set()
    path: list[str] = []
    roots: list[str] = []
    for start in out:
        if start in order:
            continue
        work = [(start, iter(out[start]))]
        _enter(start, order, path, roots)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if roots and roots[-1] == node:
                    roots.pop()
                    group = set(path[path.index(node) :])
                    del path[len(path) - len(group) :]
                    done |= group
                    yield group
            elif following not in order:
                _enter(following, order, path, roots)
                work.append((following, iter(out[following])))
            elif following not in done:
                while roots and order[roots[-1]] > order[following]:
                    roots.pop()


def _enter(node: str, order: dict[str, int], path: list[str], roots: list[str]) -> None:
    order[node] = len(order)
    path.append(node)
    roots.append(node)


def _cut_off(both: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return, for each articulation point, how many systems its loss cuts off from the largest part left."""
    found: dict[str, int] = {}
    seen: set[str] = set()
    for start in both:
        if start not in seen:
            points, members = _articulations(start, both)
            seen |= members
            for point in points:
                found[point] = _lost_without(point, members, both)
    return found


def _articulations(start: str, both: Mapping[str, Sequence[str]]) -> tuple[set[str], set[str]]:
    order, low = {start: 0}, {start: 0}
    points: set[str] = set()
    branches = 0
    work: list[tuple[str, str, Iterator[str]]] = [(start, "", iter(both[start]))]
    while work:
        node, parent, rest = work[-1]
        following = next(rest, None)
        if following is None:
            work.pop()
            if parent:
                low[parent] = min(low[parent], low[node])
                if parent == start:
                    branches += 1
                elif low[node] >= order[parent]:
                    points.add(parent)
        elif following not in order:
            order[following] = low[following] = len(order)
            work.append((following, node, iter(both[following])))
        elif following != parent:
            low[node] = min(low[node], order[following])
    return points | ({start} if branches > 1 else set()), set(order)


def _lost_without(point: str, members: set[str], both: Mapping[str, Sequence[str]]) -> int:
    rest = {node: [other for other in both[node] if other != point] for node in members - {point}}
    sizes = Counter(_islands(rest).values()).values()
    return sum(sizes) - max(sizes)
