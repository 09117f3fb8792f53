"""Pure rules of the way to the door: what a mark means for delivery, what a typed tick says, which slips fold how."""

import re
from dataclasses import dataclass
from typing import Final

from lianxin.core.text import fold

DELIVERED: Final = "delivered"
NOT_HOME: Final = "not_home"
REFUSED: Final = "refused"
MOVED: Final = "moved"

#: An answer counts as delivered only when it was handed over (mission: never because a page was online).
HANDED_OVER: Final = frozenset({DELIVERED})

#: Most slips of one run: what one person can carry in an afternoon, and a clerk can type in.
MAX_SLIPS: Final = 200

#: What a clerk may type behind the number of a slip; the first word of a line that fits.
TICKS: Final = {
    "1": "solved", "解决了": "solved", "解决": "solved", "是": "solved",
    "2": "partly", "部分解决": "partly", "部分": "partly",
    "3": "unsolved", "没有解决": "unsolved", "没解决": "unsolved", "没有": "unsolved", "否": "unsolved",
}  # fmt: skip
MARKS: Final = {
    "送到": DELIVERED, "送到了": DELIVERED, "已送": DELIVERED, "√": DELIVERED, "✓": DELIVERED,
    "没人": NOT_HOME, "家里没人": NOT_HOME, "不在": NOT_HOME,
    "不收": REFUSED, "拒收": REFUSED,
    "搬走": MOVED, "已搬走": MOVED, "搬了": MOVED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """One line of the quick entry: which slip, what became of it, which box was ticked, what was written beside it."""

    order: int
    outcome: str
    tick: str = ""
    reason: str = ""


_LINE: Final = re.compile(r"^(\d{1,4})(?:号)?[\s,，、:：.-]*(\S*)\s*(.*)$")


def read_line(line: str) -> Typed | None:
    """What a typed line means; ``None`` when it means nothing.  A ticked slip was handed over.

    ``12 1`` · ``12 没有解决 楼道灯还是不亮`` · ``7 没人`` · ``9`` (only handed over)
    """
    found = _LINE.match(fold(line).strip())
    if found is None:
        return None
    order, word, rest = int(found[1]), found[2], found[3].strip()
    if not word:
        return Typed(order, DELIVERED)
    if word in TICKS:
        return Typed(order, DELIVERED, TICKS[word], rest)
    if word in MARKS:
        return Typed(order, MARKS[word], "", rest)
    return None


def read_lines(text: str) -> tuple[list[Typed], list[str]]:
    """(what was understood, the lines that were not); empty lines are skipped."""
    read: list[Typed] = []
    strange: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        typed = read_line(line)
        if typed is None:
            strange.append(line.strip()[:40])
        else:
            read.append(typed)
    return read, strange
