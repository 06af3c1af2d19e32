"""Answers kept in memory: a question about files that are never rewritten has one answer, whoever asks it.

Bounded by bytes; what was asked for longest ago goes first. Holds figures and names, never values in clear.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

KEPT_BYTES = 32_000_000
MOST_BYTES = 1_000_000


class Answers:
    """Answers by question."""

    def __init__(self, kept_bytes: int = KEPT_BYTES, most_bytes: int = MOST_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Hashable, pa.Table] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, question: Hashable, ask: "Callable[[], pa.Table]") -> "pa.Table":
        """Return the answer to a question, asked now where it is not kept."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                return self._kept[question]
        answer = ask()
        if answer.nbytes <= self._most_bytes:
            with self._lock:
                self._keep(question, answer)
        return answer

    def _keep(self, question: Hashable, answer: "pa.Table") -> None:
        before = self._kept.pop(question, None)
        self._bytes += answer.nbytes - (before.nbytes if before is not None else 0)
        self._kept[question] = answer
        while self._bytes > self._kept_bytes:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes


answers = Answers()
