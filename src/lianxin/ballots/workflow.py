"""The life of an electronic vote as a table: what may follow what, and who does it."""

from dataclasses import dataclass
from typing import Final

PREPARING: Final = "preparing"
READY: Final = "ready"
OPEN: Final = "open"
SEALED: Final = "sealed"
FINISHED: Final = "finished"
BROKEN: Final = "broken"
STATES: Final = (PREPARING, READY, OPEN, SEALED, FINISHED, BROKEN)

OFFICE: Final = "congress_office"
SCRUTINEER: Final = "scrutineer"

SINGLE: Final = "single"
ALL: Final = "all"
TWO_OF_THREE: Final = "2of3"
#: Ceremony → how many trustees, how many of them are needed; "all" takes its size from the meeting.
CEREMONIES: Final = {SINGLE: (1, 1), ALL: (0, 0), TWO_OF_THREE: (3, 2)}


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move; empty ``sources`` begin a life."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]


MOVES: Final = (
    Move("prepare", "记下会议的决定", (), PREPARING, (OFFICE,)),
    Move("voters", "交凭证名单", (PREPARING,), PREPARING, (OFFICE,)),
    Move("key", "监票人的密钥", (PREPARING,), PREPARING, (SCRUTINEER,)),
    Move("setup", "固定设定", (PREPARING,), READY, (OFFICE,)),
    Move("open", "开始投票", (READY,), OPEN, (SCRUTINEER,)),
    Move("close", "封箱", (OPEN,), SEALED, (SCRUTINEER,)),
    Move("part", "监票人解密", (SEALED,), SEALED, (SCRUTINEER,)),
    Move("result", "得出结果", (SEALED,), FINISHED, (SCRUTINEER,)),
    Move("verify", "复核", (FINISHED,), FINISHED, (OFFICE, SCRUTINEER)),
    Move("break", "中止，改用纸质选票", (PREPARING, READY, OPEN, SEALED), BROKEN, (OFFICE, SCRUTINEER)),
)
BY_CODE: Final = {move.code: move for move in MOVES}
