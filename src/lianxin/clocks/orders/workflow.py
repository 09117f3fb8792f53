"""The lives of a 督办单 and of a congress step as two tables: which move, from where, to where, by whom, under what.

Tables, nothing else.  The government desk signs orders to units and lifts them; a leader may sign and lift what a
leader takes on; a unit answers and never lifts.  The congress office starts the congress's own steps towards the town
government, which answers through its desk; no congress step is ever an order to a department (mission: who stands
where).
"""

from dataclasses import dataclass
from typing import Final

DRAFT: Final = "draft"
ISSUED: Final = "issued"
ANSWERED: Final = "answered"
LIFTED: Final = "lifted"
DISCARDED: Final = "discarded"
WITHDRAWN: Final = "withdrawn"
STARTED: Final = "started"
REPORTED: Final = "reported"
CONCLUDED: Final = "concluded"
DROPPED: Final = "dropped"

ORDER_STATES: Final = (DRAFT, ISSUED, ANSWERED, LIFTED, DISCARDED, WITHDRAWN)
OPEN_ORDERS: Final = (DRAFT, ISSUED, ANSWERED)
STEP_STATES: Final = (DRAFT, STARTED, REPORTED, CONCLUDED, DROPPED)
OPEN_STEPS: Final = (DRAFT, STARTED, REPORTED)

SYSTEM: Final = "system"
DESK: Final = "government_desk"
LEADER: Final = "leader"
UNIT: Final = "unit"
OFFICE: Final = "congress_office"

ORDER_HOLDER: Final = {DRAFT: DESK, ISSUED: UNIT, ANSWERED: DESK, LIFTED: "", DISCARDED: "", WITHDRAWN: ""}
STEP_HOLDER: Final = {DRAFT: OFFICE, STARTED: DESK, REPORTED: OFFICE, CONCLUDED: "", DROPPED: ""}


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move; empty ``sources`` make the object, an empty ``target`` leaves it where it is.

    ``starts`` and ``stops`` name clocks of the object itself; ``guards`` predicates of ``rules``.
    """

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    guards: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()


ORDER_CLOCK: Final = "order_answer"
STEP_CLOCK: Final = "congress_report"

ORDER_MOVES: Final = (
    Move("draft", "拟督办单", (), DRAFT, (SYSTEM, DESK), ("may_be_ordered", "text_given", "something_to_press")),
    Move("edit", "改稿", (DRAFT,), "", (DESK,), ("text_given",)),
    Move(
        "sign", "签发", (DRAFT,), ISSUED, (DESK, LEADER),
        ("not_of_the_unit", "own_step", "text_given", "something_to_press", "leader_named"), starts=(ORDER_CLOCK,),
    ),
    Move("discard", "不签发", (DRAFT,), DISCARDED, (SYSTEM, DESK), ("reason_given",)),
    Move("answer", "回复督办单", (ISSUED,), ANSWERED, (UNIT,), ("text_given",), stops=(ORDER_CLOCK,)),
    Move(
        "send_back", "退回重报", (ANSWERED,), ISSUED, (DESK, LEADER), ("not_of_the_unit", "issuer", "reason_given"),
        starts=(ORDER_CLOCK,),
    ),
    Move("lift", "解除", (ANSWERED,), LIFTED, (DESK, LEADER), ("not_of_the_unit", "issuer", "evidence_given")),
    Move(
        "withdraw", "撤回", (ISSUED, ANSWERED), WITHDRAWN, (DESK, LEADER),
        ("not_of_the_unit", "issuer", "reason_given"), stops=(ORDER_CLOCK,),
    ),
)  # fmt: skip

STEP_MOVES: Final = (
    Move("propose", "拟监督措施", (), DRAFT, (SYSTEM, OFFICE), ("text_given", "something_to_press")),
    Move("edit", "改稿", (DRAFT,), "", (OFFICE,), ("text_given",)),
    Move(
        "start", "启动", (DRAFT,), STARTED, (OFFICE,), ("text_given", "something_to_press", "decision_named"),
        starts=(STEP_CLOCK,),
    ),
    Move("drop", "不启动", (DRAFT,), DROPPED, (SYSTEM, OFFICE), ("reason_given",)),
    Move("report", "镇政府回复", (STARTED,), REPORTED, (DESK,), ("text_given",), stops=(STEP_CLOCK,)),
    Move(
        "conclude", "记下结果", (STARTED, REPORTED), CONCLUDED, (OFFICE,), ("text_given", "held_when_it_must"),
        stops=(STEP_CLOCK,),
    ),
)  # fmt: skip

ORDERS: Final = {move.code: move for move in ORDER_MOVES}
STEPS: Final = {move.code: move for move in STEP_MOVES}

#: Congress steps that only the presidium or the chair decide; who it was stands on the step.
DECIDED_STEPS: Final = ("key", "inspection", "presidium")
#: Congress steps that take place on a day.
HELD_STEPS: Final = ("inspection", "presidium")
#: Steps of the government's ladder that are orders on paper.
ORDER_STEPS: Final = ("oversee", "leader")
