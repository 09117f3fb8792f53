"""Randomness for ids, tokens and salts, with one switch: inside ``reproducible`` a seed decides.

Only the generator of the example town uses the switch, so that regenerating it gives identical data. Encryption never
takes its nonces from here.
"""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager


class _State:
    """The seeded generator, or None while the system's randomness is used."""

    seeded: random.Random | None = None


def token_bytes(count: int) -> bytes:
    """Return ``count`` unpredictable bytes (from the seed inside ``reproducible``)."""
    return secrets.token_bytes(count) if _State.seeded is None else _State.seeded.randbytes(count)


def below(limit: int) -> int:
    """Return an unpredictable integer from 0 to ``limit - 1``."""
    return secrets.randbelow(limit) if _State.seeded is None else _State.seeded.randrange(limit)


@contextmanager
def seeded(seed: int | str) -> Iterator[None]:
    """Make this module deterministic inside a ``with`` block; for generated example data only."""
    before = _State.seeded
    _State.seeded = random.Random(seed)  # nosec B311 - repeating itself is its purpose
    try:
        yield
    finally:
        _State.seeded = before
