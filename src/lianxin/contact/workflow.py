"""The lives of a round and of a visit as two tables: what may follow what, who does it, what must hold."""

from dataclasses import dataclass
from typing import Final

PREPARING: Final = "preparing"
ANNOUNCED: Final = "announced"
UNDER_WAY: Final = "under_way"
GATHERING: Final = "gathering"
TRANSFERRED: Final = "transferred"
CLOSED: Final = "closed"
CANCELLED: Final = "cancelled"

PLANNED: Final = "planned"
HELD: Final = "held"
LISTED: Final = "listed"
NOT_HELD: Final = "not_held"

ROUND_STATES: Final = (PREPARING, ANNOUNCED, UNDER_WAY, GATHERING, TRANSFERRED, CLOSED, CANCELLED)
ROUND_FINAL: Final = (CLOSED, CANCELLED)
VISIT_STATES: Final = (PLANNED, UNDER_WAY, HELD, LISTED, NOT_HELD)
VISIT_FINAL: Final = (LISTED, NOT_HELD)
#: Visits may still be assigned and changed by hand.
PLANNABLE: Final = (PREPARING, ANNOUNCED, UNDER_WAY)
#: Something may still be recorded on a visit (late phones bring what was captured in time).
RECORDABLE: Final = (PLANNED, UNDER_WAY, HELD)

OFFICE: Final = "congress_office"
#: The neighbourhood of the visit: its secretary or committee; or whoever records on the visit's own link.
NEIGHBOURHOOD: Final = "neighbourhood"


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move; empty ``sources`` begin a life."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...] = (OFFICE,)
    guards: tuple[str, ...] = ()


ROUND_MOVES: Final = (
    Move("plan", "安排一轮活动", (), PREPARING, guards=("in_order",)),
    Move("announce", "发通知", (PREPARING,), ANNOUNCED, guards=("has_visits", "every_visit_served_or_reason")),
    Move("begin", "活动开始", (ANNOUNCED,), UNDER_WAY, guards=("day_has_come",)),
    Move("gather", "走访结束，开始汇总", (UNDER_WAY,), GATHERING, guards=("visits_over",)),
    Move("transfer", "转交政府交办台", (GATHERING,), TRANSFERRED, guards=("lists_complete_or_reason",)),
    Move("close", "结束这一轮", (TRANSFERRED,), CLOSED, guards=("every_item_settled",)),
    Move("cancel", "取消", (PREPARING, ANNOUNCED), CANCELLED, guards=("reason_given", "nothing_recorded")),
)  # fmt: skip

VISIT_MOVES: Final = (
    Move("set", "列入一轮", (), PLANNED),
    Move("begin", "开始走访", (PLANNED,), UNDER_WAY, (OFFICE, NEIGHBOURHOOD), ("day_has_come",)),
    Move("end", "走访结束", (UNDER_WAY,), HELD, (OFFICE, NEIGHBOURHOOD)),
    Move("list", "交清单", (HELD,), LISTED, (OFFICE, NEIGHBOURHOOD), ("attendance_known", "remarks_answered")),
    Move("reopen", "退回补充", (LISTED,), HELD, (OFFICE,), ("reason_given", "not_transferred")),
    Move("not_held", "没有去成", (PLANNED,), NOT_HELD, (OFFICE,), ("reason_given", "nothing_recorded")),
)  # fmt: skip

ROUND_BY_CODE: Final = {move.code: move for move in ROUND_MOVES}
VISIT_BY_CODE: Final = {move.code: move for move in VISIT_MOVES}
