"""Where randomness comes from: the operating system, or a seed for simulations and tests."""

import hashlib
import secrets
from typing import Any, Protocol

from lianxin.ballots.protocol.group import Q, number


class Chance(Protocol):
    """A source of numbers below a bound, each as likely as the other."""

    def below(self, bound: int) -> int:
        """A number in [0, bound)."""
        ...


class SystemChance:
    """The operating system's randomness: the only one for real votes."""

    def below(self, bound: int) -> int:
        """A number in [0, bound)."""
        return secrets.randbelow(bound)


class SeededChance:
    """The same numbers for the same seed, on every machine.  Never for real votes."""

    def __init__(self, seed: str) -> None:
        """Begin with a seed."""
        self._seed = hashlib.sha256(seed.encode()).digest()
        self._count = 0

    def below(self, bound: int) -> int:
        """A number in [0, bound), by rejecting what would make some likelier."""
        size = (bound.bit_length() + 7) // 8 + 1
        limit = (1 << 8 * size) // bound * bound
        while True:
            value = int.from_bytes(self._bytes(size), "big")
            if value < limit:
                return value % bound

    def _bytes(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            self._count += 1
            found += hashlib.sha256(self._seed + self._count.to_bytes(8, "big")).digest()
        return found[:size]


def random_exponent(chance: Chance) -> Any:
    """A number in [0, q)."""
    return number(chance.below(int(Q)))


def shuffled(chance: Chance, values: list[Any]) -> list[Any]:
    """The values in random order (Fisher–Yates)."""
    found = list(values)
    for at in range(len(found) - 1, 0, -1):
        other = chance.below(at + 1)
        found[at], found[other] = found[other], found[at]
    return found
