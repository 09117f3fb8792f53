"""The group BELENIOS-2048: the subgroup of order q of the integers modulo p, written as decimal strings.

Source: public Belenios specification, format v1.  Numbers are plain ``int`` or, where installed, ``gmpy2.mpz``; both
behave alike.  Membership must always be checked: the cofactor (p − 1) / q is huge.
"""

import hashlib
import importlib
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

_fast: Any = None
with suppress(ImportError):  # plain integers do the same, slower
    _fast = importlib.import_module("gmpy2")

NAME: Final = "BELENIOS-2048"

_P = int(
    "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129"
    "06663313807895840496005438963628979639303877390572280360597374942767137677761889858987273586504908116709"
    "93105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019110007867373"
    "07333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363"
    "38608879688212076943236614949100292344434637322214588410058642105024212036543356120132048111885240873107"
    "7014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719"
)
_G = int(
    "24023526775018522092276877035323999327122876573783649165100753187876632741463532193202856761552696787996"
    "94668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846"
    "13986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065818686865115"
    "13585764101388822153960160432288436039309893336627728484065931384060102316750957637779826651036068224066"
    "35076697764025346253773085133173495194248967754052573659049492477631475991575198775177711481490920456600"
    "205478127054728238140972518639858334115700568353695553423781475582491896050296680037745308460627"
)
_Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441


def number(value: Any) -> Any:
    """The number in the fastest form at hand."""
    return _fast.mpz(value) if _fast is not None else int(value)


P: Final = number(_P)
G: Final = number(_G)
Q: Final = number(_Q)

#: Longest decimal string of an element and of an exponent.
ELEMENT_DIGITS: Final = len(str(_P))
EXPONENT_DIGITS: Final = len(str(_Q))
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]*", re.ASCII)


class Malformed(ValueError):
    """Something is not written as the format says; the message is a code."""


def power(base: Any, exponent: Any) -> Any:
    """``base`` to the ``exponent`` modulo p."""
    return _fast.powmod(base, exponent, P) if _fast is not None else pow(base, exponent, P)


def inverse(element: Any) -> Any:
    """The inverse modulo p."""
    return _fast.invert(element, P) if _fast is not None else pow(element, -1, P)


def is_element(value: Any) -> bool:
    """Whether a number lies in the subgroup."""
    return bool(0 < value < P and power(value, Q) == 1)


#: Rounds of the joint check: a number outside the subgroup stays unnoticed in each with a chance of at most one half.
ROUNDS: Final = 96
_GROUPED: Final = 6


def all_elements(values: Sequence[Any]) -> bool:
    """Whether all numbers lie in the subgroup, checked jointly; wrong with a chance of at most 2^-96, never refusing a
    true one.

    Each round multiplies a random half of the numbers and checks the product.  If one number lies outside, taking it or
    not takes the product out of the subgroup in at least half of the cases, whatever the others are.  The halves come
    from the system's randomness, so nobody can prepare for them.  Products of six numbers are made once for all rounds.
    """
    if any(not 0 < value < P for value in values):
        return False
    if len(values) < ROUNDS:
        return all(power(value, Q) == 1 for value in values)
    products = [number(1)] * ROUNDS
    for at in range(0, len(values), _GROUPED):
        subsets = [number(1)]
        for value in values[at : at + _GROUPED]:
            subsets += [one * value % P for one in subsets]
        picks = secrets.token_bytes(ROUNDS)
        products = [
            have * subsets[pick % len(subsets)] % P for have, pick in zip(products, picks, strict=True)
        ]  # fmt: skip
    return all(power(one, Q) == 1 for one in products)


def element(text: object) -> Any:
    """A group element from its decimal string; raises `Malformed`."""
    value = _decimal(text, ELEMENT_DIGITS)
    if not is_element(value):
        raise Malformed("not_in_group")
    return value


def checked_before(text: object) -> Any:
    """A number that `element` has accepted before: read again without the costly check."""
    return _decimal(text, ELEMENT_DIGITS)


def exponent(text: object) -> Any:
    """An exponent in [0, q) from its decimal string; raises `Malformed`."""
    value = _decimal(text, EXPONENT_DIGITS)
    if not value < Q:
        raise Malformed("not_an_exponent")
    return value


def _decimal(text: object, longest: int) -> Any:
    """A canonical decimal; long strings are refused before they are read."""
    if not isinstance(text, str) or len(text) > longest or not _DECIMAL.fullmatch(text):
        raise Malformed("not_decimal")
    return number(text)


def hash_to_exponent(text: str) -> Any:
    """SHA-256 of the UTF-8 text, big-endian, modulo q."""
    return number(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")) % Q


class FixedBase:
    """Powers of one base by a table of windows of eight bits: about six times as fast as `power` for many exponents."""

    WINDOW: Final = 8

    def __init__(self, base: Any) -> None:
        """Make the table: 32 rows of 256 elements."""
        self.base = base
        rows, step = [], base
        for _row in range(-(-_Q.bit_length() // self.WINDOW)):
            row = [number(1)]
            for _column in range((1 << self.WINDOW) - 1):
                row.append(row[-1] * step % P)
            rows.append(row)
            step = row[-1] * step % P
        self._rows = rows

    def power(self, exponent: Any) -> Any:
        """The base to the exponent, which lies in [0, q)."""
        left, result, mask = int(exponent), number(1), (1 << self.WINDOW) - 1
        for row in self._rows:
            digit = left & mask
            if digit:
                result = result * row[digit] % P
            left >>= self.WINDOW
            if not left:
                break
        return result


class Squares:
    """Powers of one base that is used some ten times: the squarings are shared (Yao's method, digits of four bits)."""

    WINDOW: Final = 4

    def __init__(self, base: Any) -> None:
        """Square as often as an exponent is long."""
        steps = [base]
        for _digit in range(-(-_Q.bit_length() // self.WINDOW) - 1):
            steps.append(power(steps[-1], 1 << self.WINDOW))
        self._steps = steps

    def power(self, exponent: Any) -> Any:
        """The base to the exponent, which lies in [0, q)."""
        left, mask = int(exponent), (1 << self.WINDOW) - 1
        found: list[Any] = [None] * (mask + 1)
        for step in self._steps:
            digit = left & mask
            if digit:
                have = found[digit]
                found[digit] = step if have is None else have * step % P
            left >>= self.WINDOW
        result, running = number(1), number(1)
        for part in reversed(found[1:]):
            if part is not None:
                running = running * part % P
            result = result * running % P
        return result


@lru_cache(maxsize=8)
def table(base: int) -> FixedBase:
    """The table of a base that is used often (g, the election's key)."""
    return FixedBase(number(base))


def g_power(exponent: Any) -> Any:
    """The generator to the exponent."""
    return table(_G).power(exponent)


@lru_cache(maxsize=1024)
def g_inverse(value: int) -> Any:
    """The inverse of the generator to a small power."""
    return inverse(g_power(value))
