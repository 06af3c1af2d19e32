"""A person's wish to stop long work, which no driver that swallows an exception may lose.

Python tells it by raising `KeyboardInterrupt` wherever the code happens to be: inside a driver's callback, where it
comes out as a time limit, or inside a library that makes another error of it. Whoever catches all errors at an edge
asks `stop_if_asked` first.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_asked = threading.Event()


class Interrupted(KeyboardInterrupt):
    """A person asked to stop.

    A class of its own: the interpreter ends itself by the signal, whatever code was asked for, once a plain
    `KeyboardInterrupt` passed through text run by `exec`, as the making of a dataclass does.
    """


@contextmanager
def heeding_interruptions() -> Iterator[None]:
    """Raise `Interrupted` when a person presses Ctrl-C while the block runs; only the main thread can heed it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        _asked.clear()


def stop_if_asked() -> None:
    """Raise `Interrupted` again if a person asked to stop and something swallowed it."""
    if _asked.is_set():
        raise Interrupted


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    _asked.set()
    raise Interrupted
