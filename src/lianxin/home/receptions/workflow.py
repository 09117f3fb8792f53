"""The life of a reception as a table: planned, announced in time, held and closed, or cancelled with a reason."""

from dataclasses import dataclass
from typing import Final

PLANNED: Final = "planned"
ANNOUNCED: Final = "announced"
CLOSED: Final = "closed"
CANCELLED: Final = "cancelled"

STATES: Final = (PLANNED, ANNOUNCED, CLOSED, CANCELLED)
#: Nothing follows these.
FINAL: Final = (CLOSED, CANCELLED)
#: Visitors come and are heard.
HELD: Final = (ANNOUNCED,)

OFFICE: Final = "congress_office"


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move; empty ``sources`` begin a reception."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...] = (OFFICE,)
    guards: tuple[str, ...] = ()


MOVES: Final = (
    Move("plan", "排一场接待", (), PLANNED, guards=("in_order", "to_come")),
    Move("announce", "发通知", (PLANNED,), ANNOUNCED, guards=("somebody_sits", "in_time_or_reason", "to_come")),
    Move("close", "结束", (ANNOUNCED,), CLOSED, guards=("has_begun", "attendance_known", "nobody_waits")),
    Move("cancel", "取消", (PLANNED, ANNOUNCED), CANCELLED, guards=("reason_given", "nobody_heard")),
)  # fmt: skip

BY_CODE: Final = {move.code: move for move in MOVES}
