"""What happens next: an event queue that runs the company's processes in the order of time."""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush

Process = Iterator[int]


class Agenda:
    """Runs actions and processes in time order; equal times keep the order in which they were set."""

    def __init__(self, now: int) -> None:
        self.now = now
        self._queue: list[tuple[int, int, Callable[[], None]]] = []
        self._set = 0

    def at(self, when: int, action: Callable[[], None]) -> None:
        """Do an action at a time, or now where that has passed."""
        self._set += 1
        heappush(self._queue, (max(when, self.now), self._set, action))

    def start(self, process: Process) -> None:
        """Start a process: a generator that yields the times at which it goes on."""
        self.at(self.now, lambda: self._go_on(process))

    def run(self, until: int) -> None:
        """Run everything up to a time; what lies beyond stays undone, as open work."""
        while self._queue and self._queue[0][0] <= until:
            self.now, _, action = heappop(self._queue)
            action()
        self.now = until

    def _go_on(self, process: Process) -> None:
        when = next(process, None)
        if when is not None:
            self.at(when, lambda: self._go_on(process))
