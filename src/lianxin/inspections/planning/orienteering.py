"""The bare problem: teams with so much time, places with so much value, everybody starts and ends somewhere.

Known in the literature as the team orienteering problem; the text format is the one of Chao (1996) and Tsiligirides
(1984), in which its public instances are written::

    n 100
    m 2
    tmax 25.0
    18.190  6.320  0        x, y and score of each point; the first is the start, the last the end
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

#: How much longer than allowed a way may seem, for the rounding of sums.
ROUNDING: Final = 1e-9
#: No more points than this are read: a file with more is not one of these.
MOST_POINTS: Final = 10_000

Way: TypeAlias = Sequence[int]


@dataclass(frozen=True, slots=True)
class Instance:
    """Points (x, y) with scores, so many teams, and the longest way of a team in the unit of the coordinates.

    Point 0 is where everybody starts, the last one where everybody ends.
    """

    points: tuple[tuple[float, float], ...]
    scores: tuple[float, ...]
    teams: int
    limit: float

    def length(self, way: Way) -> float:
        """How long a way is."""
        return sum(math.dist(self.points[one], self.points[other]) for one, other in pairwise(way))

    def value(self, ways: Iterable[Way]) -> float:
        """The score of all places on these ways."""
        return sum(self.scores[place] for way in ways for place in way[1:-1])

    def faults(self, ways: Sequence[Way]) -> list[str]:
        """What is wrong with a plan; nothing for a good one."""
        end = len(self.points) - 1
        found = [] if len(ways) <= self.teams else [f"有 {len(ways)} 条路线，只有 {self.teams} 组"]
        seen: set[int] = set()
        for number, way in enumerate(ways, 1):
            if len(way) < 2 or way[0] != 0 or way[-1] != end:
                found.append(f"第 {number} 条路线的起点或终点不对")
            if self.length(way) > self.limit + ROUNDING:
                found.append(f"第 {number} 条路线超过 {self.limit:g}")
            twice = [place for place in way[1:-1] if place in seen or not 0 < place < end]
            found += [f"第 {number} 条路线上的点 {place} 去过或者没有这个点" for place in twice]
            seen.update(way[1:-1])
        return found


def parse(text: str) -> Instance:
    """Read an instance. Raises ``ValueError`` with a sentence that names the line."""
    lines = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    head = {}
    for word, (number, cells) in zip(("n", "m", "tmax"), lines, strict=False):
        if len(cells) != 2 or cells[0].lower() != word:
            raise ValueError(f"第 {number} 行：应该是“{word} 数值”")
        head[word] = _number(cells[1], number)
    if len(head) < 3:
        raise ValueError("文件太短：前三行应该是 n、m、tmax")
    rows = [_point(cells, number) for number, cells in lines[3:]]
    if len(rows) > MOST_POINTS:
        raise ValueError(f"点太多：最多 {MOST_POINTS} 个")
    if head["n"] != len(rows) or len(rows) < 2:
        raise ValueError(f"写着有 {head['n']:g} 个点，文件里有 {len(rows)} 个（至少要起点和终点）")
    if head["m"] != int(head["m"]) or not 1 <= head["m"] <= MOST_POINTS or head["tmax"] < 0:
        raise ValueError("m 应该是正整数，tmax 不能是负数")
    return Instance(
        points=tuple((x, y) for x, y, _score in rows),
        scores=tuple(score for _x, _y, score in rows),
        teams=int(head["m"]),
        limit=head["tmax"],
    )


def _point(cells: Sequence[str], number: int) -> tuple[float, float, float]:
    if len(cells) != 3:
        raise ValueError(f"第 {number} 行：应该有三个数（横、纵、分值）")
    x, y, score = (_number(cell, number) for cell in cells)
    return x, y, score


def _number(word: str, line: int) -> float:
    try:
        value = float(word)
    except ValueError:
        raise ValueError(f"第 {line} 行：{word[:20]} 不是数") from None
    if not math.isfinite(value):
        raise ValueError(f"第 {line} 行：{word[:20]} 不是数")
    return value
