"""What a long command says on its way, and how it ends when it is told to."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Final, TextIO

#: Of a long step every so many percent are told.
_EVERY: Final = 10


@dataclass
class Lines:
    """Progress as lines of text: each step when it begins, every ten percent of it, and when it is done."""

    out: TextIO
    _last: tuple[str, int] = field(init=False, default=("", -1))

    def __call__(self, what: str, done: int, total: int) -> None:
        """Hear of one piece of a step."""
        share = 100 * done // total // _EVERY * _EVERY if total else 100
        if (what, share) != self._last:
            self._last = (what, share)
            counts = f" {done}/{total}" if total > 1 else " …" if share < 100 else "：完成"
            self.out.write(f"  {what}{counts}\n")
            self.out.flush()


@contextlib.contextmanager
def ending_cleanly() -> Iterator[None]:
    """Let SIGTERM end the work as Ctrl+C does, so that nothing half-made stays behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
