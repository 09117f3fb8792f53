"""The lives of an idea and of a project as two tables: what may follow what, who does it, what must hold.

The congress office gathers, merges and organises the vote; the government desk screens, proposes and carries out.
"""

from dataclasses import dataclass
from typing import Final

COLLECTED: Final = "collected"
MERGED: Final = "merged"
FORWARDED: Final = "forwarded"
REJECTED: Final = "rejected"
IDEA_STATES: Final = (COLLECTED, MERGED, FORWARDED, REJECTED)

SCREENING: Final = "screening"
CANDIDATE: Final = "candidate"
DROPPED: Final = "dropped"
ON_BALLOT: Final = "on_ballot"
RESERVE: Final = "reserve"
CHOSEN: Final = "chosen"
PLANNED: Final = "planned"
RUNNING: Final = "running"
SUSPENDED: Final = "suspended"
TERMINATED: Final = "terminated"
ACCEPTED: Final = "accepted"
EVALUATED: Final = "evaluated"
RECTIFYING: Final = "rectifying"
ARCHIVED: Final = "archived"
PROJECT_STATES: Final = (
    SCREENING, CANDIDATE, DROPPED, ON_BALLOT, RESERVE, CHOSEN, PLANNED, RUNNING, SUSPENDED, TERMINATED, ACCEPTED,
    EVALUATED, RECTIFYING, ARCHIVED,
)  # fmt: skip
#: Chosen by the vote, whatever became of it since.
VOTED_IN: Final = (
    CHOSEN, PLANNED, RUNNING, SUSPENDED, TERMINATED, ACCEPTED, EVALUATED, RECTIFYING, ARCHIVED,
)  # fmt: skip
#: The work is done and was accepted.
DONE: Final = (ACCEPTED, EVALUATED, ARCHIVED)
STOPPED: Final = (SUSPENDED, TERMINATED)
#: Its milestones are being worked off.
UNDER_WAY: Final = (PLANNED, RUNNING)
#: A change of content, money or days needs a decision from here on.
CHANGEABLE: Final = (CHOSEN, PLANNED, RUNNING, SUSPENDED)
#: Ideas may still be merged into it, and its sheet be changed.
OPEN_FOR_IDEAS: Final = (SCREENING, CANDIDATE)

OFFICE: Final = "congress_office"
DESK: Final = "government_desk"
SCRUTINEER: Final = "scrutineer"


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move; empty ``sources`` begin a life.  ``tells``: every idea-giver concerned is told."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    guards: tuple[str, ...] = ()
    tells: bool = True


IDEA_MOVES: Final = (
    Move("collect", "登记线索", (), COLLECTED, (OFFICE, DESK), ("giver_known",)),
    Move("merge", "并入项目", (COLLECTED,), MERGED, (OFFICE, DESK), ("project_open",)),
    Move("forward", "转到别处", (COLLECTED,), FORWARDED, (OFFICE, DESK), ("words_given",)),
    Move("reject", "不列入", (COLLECTED,), REJECTED, (OFFICE, DESK), ("words_given",)),
)
PROJECT_MOVES: Final = (
    Move("propose", "提出项目", (), SCREENING, (OFFICE, DESK), tells=False),
    Move("screen", "列为候选项目", (SCREENING,), CANDIDATE, (DESK,), ("sheet_complete", "not_negative")),
    Move("drop", "不列为候选", (SCREENING, CANDIDATE), DROPPED, (DESK,), ("words_given",)),
    Move("ballot", "列入选票", (CANDIDATE,), ON_BALLOT, (OFFICE,), tells=False),
    Move("choose", "票决确定", (ON_BALLOT,), CHOSEN, (SCRUTINEER,)),
    Move("reserve", "未确定，进储备库", (ON_BALLOT,), RESERVE, (SCRUTINEER,)),
    Move("plan", "公布实施计划", (CHOSEN,), PLANNED, (DESK,), ("weights_are_hundred",)),
    Move("start", "开始实施", (PLANNED,), RUNNING, (DESK,), tells=False),
    Move("suspend", "暂停", (PLANNED, RUNNING), SUSPENDED, (OFFICE,), ("words_given", "decision_given")),
    Move("resume", "恢复实施", (SUSPENDED,), RUNNING, (OFFICE,), ("words_given", "decision_given")),
    Move(
        "terminate", "终止", (CHOSEN, PLANNED, RUNNING, SUSPENDED), TERMINATED, (OFFICE,),
        ("words_given", "decision_given"),
    ),
    Move("accept", "通过验收", (RUNNING,), ACCEPTED, (OFFICE,), ("milestones_done", "words_given", "deputies_there")),
    Move("evaluate", "代表测评", (ACCEPTED,), EVALUATED, (SCRUTINEER,)),
    Move("rectify", "要求整改", (ACCEPTED,), RECTIFYING, (SCRUTINEER,)),
    Move("rectified", "整改完成，再次测评", (RECTIFYING,), ACCEPTED, (DESK,), ("words_given",)),
    Move("look_back", "回头看", (EVALUATED,), ARCHIVED, (OFFICE,), tells=True),
)  # fmt: skip

IDEA_BY_CODE: Final = {move.code: move for move in IDEA_MOVES}
PROJECT_BY_CODE: Final = {move.code: move for move in PROJECT_MOVES}
#: Moves a person makes by a form with words and, for the last three, a decision.
BY_WORDS: Final = ("drop", "rectified", "suspend", "resume", "terminate")
