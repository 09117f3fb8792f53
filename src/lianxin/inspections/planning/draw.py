"""A random draw that anybody can check afterwards (双随机一公开): commit, draw, reveal.

Before the draw the commitment SHA-256(seed ‖ population) is published; after it the seed.  Each place has as many
tickets as its weight; a ticket is HMAC-SHA256(seed, "id/number"); the place's lot is its smallest ticket, and the
smallest lots are taken.  A place of weight w is so w times as likely to come first as one of weight 1, as in weighted
sampling without replacement, but nothing is ever reckoned in fractions: a script in any language gets the same places
bit by bit.  For the honest share of places with a hazard all weights must be 1.

Source of the procedure: our own, after 双随机、一公开 (State Council 2015, No. 58; to be confirmed).
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final

SEED_BYTES: Final = 32
#: No place has more tickets than this, no population more places.
MOST_WEIGHT: Final = 1_000
MOST_PLACES: Final = 100_000

_HEX = re.compile(r"[0-9a-f]{64}")


def parse(text: str) -> dict[str, int]:
    """A population: a line "id" or "id weight" each. Raises ``ValueError`` with a sentence that names the line."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split()
        if not cells:
            continue
        if len(cells) > 2 or (len(cells) == 2 and not re.fullmatch(r"[1-9][0-9]{0,3}", cells[1])):
            raise ValueError(f"第 {number} 行：应该是编号，或者编号和一个正整数权重")
        weight = int(cells[1]) if len(cells) == 2 else 1
        if weight > MOST_WEIGHT:
            raise ValueError(f"第 {number} 行：权重最多 {MOST_WEIGHT}")
        if cells[0] in found:
            raise ValueError(f"第 {number} 行：编号 {cells[0][:40]} 写了两次")
        found[cells[0]] = weight
    if not 0 < len(found) <= MOST_PLACES:
        raise ValueError(f"名单要有 1 到 {MOST_PLACES} 行")
    return found


def written(population: Mapping[str, int]) -> bytes:
    """The population as bytes: ``id weight`` a line, in the order of the bytes of the ids."""
    rows = sorted((one.encode(), weight) for one, weight in population.items())
    return b"".join(b"%s %d\n" % row for row in rows)


def commitment(seed: str, population: Mapping[str, int]) -> str:
    """What is published before the draw. Raises ``ValueError`` for a seed that is not 64 hexadecimal digits."""
    return hashlib.sha256(_seed(seed) + hashlib.sha256(written(population)).digest()).hexdigest()


def lot(seed: str, place: str, weight: int) -> bytes:
    """The smallest ticket of a place."""
    key = _seed(seed)
    return min(hmac.digest(key, f"{place}/{number}".encode(), "sha256") for number in range(weight))


def taken(seed: str, population: Mapping[str, int], count: int) -> list[str]:
    """The places drawn, in the order in which they came. Raises ``ValueError`` for more than there are."""
    if not 0 <= count <= len(population):
        raise ValueError(f"名单上有 {len(population)} 个，抽 {count} 个抽不出来")
    lots = sorted((lot(seed, place, weight), place) for place, weight in population.items())
    return [place for _lot, place in lots[:count]]


def _seed(seed: str) -> bytes:
    if not _HEX.fullmatch(seed):
        raise ValueError("种子应该是 64 个小写十六进制数字")
    return bytes.fromhex(seed)
