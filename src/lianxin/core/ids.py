"""Identifiers: 63-bit time-ordered ids made before the INSERT, secret link tokens, and codes that people read aloud.

An id is ``41 bits of milliseconds since 2020 | 10 bits worker | 12 bits counter``. Within a process ids grow
strictly, whatever the clock does. Two processes with the same worker number can meet only when they also hit the same
millisecond and counter; ``claim_worker`` rules even that out on one machine.
"""

import base64
import datetime as dt
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from lianxin.core import clock, entropy
from lianxin.core.text import halfwidth

try:
    import fcntl
except ImportError:  # pragma: no cover - systems without POSIX locks keep a random worker number
    _POSIX_LOCKS = False
else:
    _POSIX_LOCKS = True

EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
TIME_BITS, WORKER_BITS, COUNTER_BITS = 41, 10, 12
MAX_ID = (1 << (TIME_BITS + WORKER_BITS + COUNTER_BITS)) - 1
WORKERS = 1 << WORKER_BITS
_LAST_COUNTER = (1 << COUNTER_BITS) - 1
_COUNTER_STARTS = 1 << (COUNTER_BITS - 1)
_MILLISECOND = dt.timedelta(milliseconds=1)

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs that cannot be confused when read or written: no 0, O, 1, I, L.

Being prime, 31 makes the check character strong.
"""
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_QUERY_LENGTH = 12
_VISIT_LENGTH = 4
_SLIP_LENGTH = 11
MAX_RECORDER, MAX_COUNTER = 99, 9999
_DIGIT_SLIPS = str.maketrans("OIL", "011")
_GAPS = dict.fromkeys(map(ord, " \t\r\n-‐‑‒–—―−－_.·:：/"))


def typed_id(text: str) -> int | None:
    """The id that a form or an address gives as text; None for what cannot be one.

    Ids have eighteen digits until the middle of 2027, nineteen after that.
    """
    known = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ID))
    number = int(text) if known else -1
    return number if 0 <= number <= MAX_ID else None


class _Generator:
    """Makes the ids of one process under a lock."""

    def __init__(self, worker: int) -> None:
        """Start with a worker number from 0 to 1023."""
        self.worker = worker
        self.millisecond = -1
        self.counter = 0
        self.lock = threading.Lock()

    def next(self) -> int:
        """Return the next id; takes the generator's lock.

        OverflowError in 2089, when 41 bits of milliseconds are used up.
        """
        present = max(0, (clock.now() - EPOCH) // _MILLISECOND)
        with self.lock:
            if present > self.millisecond:
                self.millisecond, self.counter = present, entropy.below(_COUNTER_STARTS)
            elif self.counter < _LAST_COUNTER:
                self.counter += 1
            else:
                self.millisecond, self.counter = self.millisecond + 1, entropy.below(_COUNTER_STARTS)
            made = (((self.millisecond << WORKER_BITS) | self.worker) << COUNTER_BITS) | self.counter
        if made > MAX_ID:
            raise OverflowError("ids of 63 bits are used up for this date")
        return made


class _State:
    """The generator in use, and the worker number claimed on this machine, if any."""

    generator = _Generator(entropy.below(WORKERS))
    folder: Path | None = None
    claim: IO[bytes] | None = None


def claim_worker(folder: Path) -> int:
    """Take a worker number that no other process using this folder has, for as long as this process lives.

    Uses one empty lock file per number. A child after a fork claims its own. RuntimeError when all 1024 are taken.
    Where the system has no POSIX locks the random number stays.
    """
    if not _POSIX_LOCKS:  # pragma: no cover - see the import
        return _State.generator.worker
    for worker in range(WORKERS):
        handle = (folder / f"worker-{worker:04d}.lock").open("ab")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            continue
        release_worker()
        _State.folder, _State.claim = folder, handle
        _State.generator.worker = worker
        return worker
    raise RuntimeError("all worker numbers are taken")


def release_worker() -> None:
    """Give a claimed worker number back and draw a random one; nothing happens without a claim."""
    if _State.claim is not None:
        _State.claim.close()
        _State.folder, _State.claim = None, None
        _State.generator.worker = entropy.below(WORKERS)


def _after_fork() -> None:  # pragma: no cover - runs in the child, where nothing is measured
    """Give a child process a generator of its own: fresh lock, worker number of its own."""
    last = _State.generator
    _State.generator = _Generator(entropy.below(WORKERS))
    _State.generator.millisecond, _State.generator.counter = last.millisecond, last.counter
    if _State.folder is not None:
        claim_worker(_State.folder)


if hasattr(os, "register_at_fork"):  # pragma: no branch - absent where processes cannot fork
    os.register_at_fork(after_in_child=_after_fork)


def new_id() -> int:
    """Return a new positive 63-bit id, larger than every id this process made before.

    Safe in threads and after a fork.
    """
    return _State.generator.next()


def keep_apart(milliseconds: int) -> None:
    """Start the ids of this process so much later than the clock says.

    For a clock that stands still: without it every start of a process would begin at the same millisecond again.
    """
    present = max(0, (clock.now() - EPOCH) // _MILLISECOND)
    with _State.generator.lock:
        _State.generator.millisecond = max(_State.generator.millisecond, present + milliseconds)


def id_time(value: int) -> dt.datetime:
    """Return the UTC moment (to the millisecond) written in an id."""
    return EPOCH + (value >> (WORKER_BITS + COUNTER_BITS)) * _MILLISECOND


@contextmanager
def reproducible(seed: int | str, worker: int = 0) -> Iterator[None]:
    """Make ids, tokens, codes and salts depend on ``seed`` and the clock alone.

    For generating the example town, never in service.
    """
    before = _State.generator
    _State.generator = _Generator(worker)
    try:
        with entropy.seeded(seed):
            yield
    finally:
        _State.generator = before


def random_token() -> str:
    """Return a secret of 192 bits in 32 URL-safe characters, for links that nobody may guess."""
    return base64.urlsafe_b64encode(entropy.token_bytes(24)).decode("ascii")


def _random_signs(count: int) -> str:
    """Return ``count`` random signs of the alphabet."""
    return "".join(ALPHABET[entropy.below(len(ALPHABET))] for _ in range(count))


def _check_sign(values: list[int]) -> str:
    """Return the check character: sum of value × position modulo 31.

    Catches any wrong sign and any two neighbours swapped.
    """
    return ALPHABET[sum(place * value for place, value in enumerate(values, start=1)) % len(ALPHABET)]


def _compact(text: str) -> str:
    """Return typed text as upper-case half-width signs without spaces and dashes."""
    return halfwidth(text).translate(_GAPS).upper()


def query_code() -> str:
    """Return a resident's code such as ``K7QM-3XWD-9FHC``: 11 random signs (54 bits) and a check character."""
    body = _random_signs(_QUERY_LENGTH - 1)
    return _grouped(body + _check_sign([_VALUES[sign] for sign in body]))


def _grouped(signs: str) -> str:
    """Write signs in groups of four."""
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def check_query_code(text: str) -> str | None:
    """Return a typed code in its one stored form, or None if it cannot be one.

    Case, spaces, dashes and full-width signs do not matter. A wrong or swapped sign is caught before any look-up.
    """
    signs = _compact(text)
    if len(signs) != _QUERY_LENGTH or any(sign not in _VALUES for sign in signs):
        return None
    values = [_VALUES[sign] for sign in signs]
    return _grouped(signs) if _check_sign(values[:-1]) == signs[-1] else None


class Slip(NamedTuple):
    """What a paper slip says: which visit, which recorder (1–99), which of her slips (1–9999)."""

    visit: str
    recorder: int
    counter: int


def visit_code() -> str:
    """Return four random signs that name a visit on slips."""
    return _random_signs(_VISIT_LENGTH)


def slip_code(visit: str, recorder: int, counter: int) -> str:
    """Return the code of an offline slip, ``K7QM-03-0012-X``: visit, recorder, counter, check character.

    A phone without network makes the same code (value × position modulo 31 over the ten signs). ValueError for parts
    out of range.
    """
    signs = _compact(visit)
    if len(signs) != _VISIT_LENGTH or any(sign not in _VALUES for sign in signs):
        raise ValueError("a visit code has four signs of the alphabet")
    if not (1 <= recorder <= MAX_RECORDER and 1 <= counter <= MAX_COUNTER):
        raise ValueError("recorder must be 1-99 and counter 1-9999")
    digits = f"{recorder:02d}{counter:04d}"
    check = _check_sign([_VALUES[sign] for sign in signs] + [int(digit) for digit in digits])
    return f"{signs}-{digits[:2]}-{digits[2:]}-{check}"


def read_slip_code(text: str) -> Slip | None:
    """Return what a typed slip code says, or None if it cannot be one.

    O, I and L among the digits are read as 0, 1 and 1.
    """
    signs = _compact(text)
    if len(signs) != _SLIP_LENGTH:
        return None
    digits = signs[_VISIT_LENGTH:-1].translate(_DIGIT_SLIPS)
    if not (digits.isascii() and digits.isdigit()):
        return None
    slip = Slip(signs[:_VISIT_LENGTH], int(digits[:2]), int(digits[2:]))
    try:
        expected = slip_code(*slip)
    except ValueError:
        return None
    return slip if expected[-1] == signs[-1] else None


def check_slip_code(text: str) -> str | None:
    """Return a typed slip code in its one stored form, or None."""
    slip = read_slip_code(text)
    return None if slip is None else slip_code(*slip)
