"""The life of a case as one table: which move, from where, to where, by whom, under which guard.

A table, nothing else: no database, no Django, no sentence.  ``actions`` looks moves up here, the
soundness test proves the table, the documentation draws it, and the congress office can sign it.

Source of the table: the correction box and §3.7 of the domain notes; 党委领导 · 人大监督 · 政府执行.
The People's Congress office aggregates, transfers, follows; the government desk assigns and
presses; units handle; nobody closes what it handled, and a deputy never moves a case beyond
recording, following, asking and evaluating.
"""

from dataclasses import dataclass
from typing import Final

# --- states -----------------------------------------------------------------------------------

RECEIVED: Final = "received"
ANSWERED: Final = "answered"
REDIRECTED: Final = "redirected"
HANDED_OVER: Final = "handed_over"
TRANSFERRED: Final = "transferred"
ASSIGNED: Final = "assigned"
RETURN_PENDING: Final = "return_pending"
ACCEPTED: Final = "accepted"
CONTACTED: Final = "contacted"
REPLY_DRAFT: Final = "reply_draft"
REPLIED: Final = "replied"
REHANDLING: Final = "rehandling"
REHANDLING_DRAFT: Final = "rehandling_draft"
MEETING: Final = "meeting"
EVALUATED: Final = "evaluated"
SILENT: Final = "silent"
TRACKING: Final = "tracking"
CLOSED: Final = "closed"
WITHDRAWN: Final = "withdrawn"

STATES: Final = (
    RECEIVED,
    ANSWERED,
    REDIRECTED,
    HANDED_OVER,
    TRANSFERRED,
    ASSIGNED,
    RETURN_PENDING,
    ACCEPTED,
    CONTACTED,
    REPLY_DRAFT,
    REPLIED,
    REHANDLING,
    REHANDLING_DRAFT,
    MEETING,
    EVALUATED,
    SILENT,
    TRACKING,
    CLOSED,
    WITHDRAWN,
)

#: States nobody has to move on; a closed case may still be reopened with new facts.
FINAL_STATES: Final = frozenset({CLOSED, WITHDRAWN, HANDED_OVER})

OPEN_STATES: Final = tuple(state for state in STATES if state not in FINAL_STATES)

#: States in which no clock of the case runs (invariant of the notes, §3.7).
CLOCKLESS_STATES: Final = frozenset({RETURN_PENDING}) | FINAL_STATES

# --- who ---------------------------------------------------------------------------------------

RESIDENT: Final = "resident"
DEPUTY: Final = "deputy"
RECORDER: Final = "recorder"
SECRETARY: Final = "secretary"
CONGRESS_OFFICE: Final = "congress_office"
GOVERNMENT_DESK: Final = "government_desk"
UNIT: Final = "unit"
UNIT_HEAD: Final = "unit_head"
SYSTEM: Final = "system"

#: Who holds the matter in each state: the answer to "who has it now?".
HOLDER: Final = {
    RECEIVED: CONGRESS_OFFICE,
    ANSWERED: CONGRESS_OFFICE,
    REDIRECTED: CONGRESS_OFFICE,
    HANDED_OVER: "",
    TRANSFERRED: GOVERNMENT_DESK,
    ASSIGNED: UNIT,
    RETURN_PENDING: GOVERNMENT_DESK,
    ACCEPTED: UNIT,
    CONTACTED: UNIT,
    REPLY_DRAFT: UNIT_HEAD,
    REPLIED: RESIDENT,
    REHANDLING: UNIT,
    REHANDLING_DRAFT: UNIT_HEAD,
    MEETING: CONGRESS_OFFICE,
    EVALUATED: GOVERNMENT_DESK,
    SILENT: GOVERNMENT_DESK,
    TRACKING: UNIT,
    CLOSED: "",
    WITHDRAWN: "",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move.

    ``sources`` empty means "makes the case".  ``target`` empty means "stays where it is".
    ``guards`` name predicates of :mod:`lianxin.cases.rules`; ``starts`` and ``stops`` name clock
    codes of the track's rule set.
    """

    code: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    guards: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()


_UNDER_WAY: Final = (ASSIGNED, RETURN_PENDING, ACCEPTED, CONTACTED, REPLY_DRAFT, REHANDLING, REHANDLING_DRAFT)
_HANDLING: Final = ("accept", "first_contact", "answer")

MOVES: Final = (
    Move(
        "record",
        (),
        RECEIVED,
        (RESIDENT, DEPUTY, RECORDER, SECRETARY, CONGRESS_OFFICE),
        ("words_or_observation",),
        starts=("transfer", "hard_stop"),
    ),
    Move("record_hotline", (), TRANSFERRED, (GOVERNMENT_DESK,), ("words_or_observation",), starts=("assign",)),
    Move(
        "answer_on_the_spot",
        (RECEIVED,),
        ANSWERED,
        (RECORDER, SECRETARY, CONGRESS_OFFICE, DEPUTY),
        ("answer_given",),
        stops=("transfer",),
    ),
    Move(
        "redirect",
        (RECEIVED, TRANSFERRED),
        REDIRECTED,
        (CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("reason_and_channel",),
        stops=("transfer", "assign"),
    ),
    Move(
        "hand_over",
        (RECEIVED, TRANSFERRED),
        HANDED_OVER,
        (CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("reason_and_channel",),
        stops=("transfer", "assign", "hard_stop"),
    ),
    Move(
        "transfer", (RECEIVED,), TRANSFERRED, (CONGRESS_OFFICE,), ("triaged",), starts=("assign",), stops=("transfer",)
    ),
    Move("assign", (TRANSFERRED,), ASSIGNED, (GOVERNMENT_DESK,), ("lawful_lead",), starts=_HANDLING, stops=("assign",)),
    Move("accept", (ASSIGNED,), ACCEPTED, (UNIT,), ("own_unit",), stops=("accept",)),
    Move(
        "return",
        (ASSIGNED, ACCEPTED),
        RETURN_PENDING,
        (UNIT,),
        ("own_unit", "return_reason", "returns_left"),
        stops=("accept",),
    ),
    Move("reassign", (RETURN_PENDING,), ASSIGNED, (GOVERNMENT_DESK,), ("lawful_lead",), starts=_HANDLING),
    Move("uphold", (RETURN_PENDING,), ASSIGNED, (GOVERNMENT_DESK,), ("reason_given",), starts=("accept",)),
    Move("first_contact", (ACCEPTED,), CONTACTED, (UNIT,), ("own_unit", "contact_logged"), stops=("first_contact",)),
    Move(
        "log_contact",
        (
            ASSIGNED,
            ACCEPTED,
            CONTACTED,
            REPLY_DRAFT,
            REPLIED,
            REHANDLING,
            REHANDLING_DRAFT,
            ANSWERED,
            REDIRECTED,
            MEETING,
            EVALUATED,
            SILENT,
            TRACKING,
        ),
        "",
        (UNIT, CONGRESS_OFFICE, GOVERNMENT_DESK, SECRETARY),
        ("contact_logged",),
    ),
    Move("extend", (ACCEPTED, CONTACTED), "", (GOVERNMENT_DESK,), ("before_due", "once_only", "reason_given")),
    Move("draft_reply", (CONTACTED,), REPLY_DRAFT, (UNIT,), ("own_unit", "reply_text")),
    Move("redraft", (REPLY_DRAFT,), CONTACTED, (UNIT_HEAD,), ("own_unit", "reason_given")),
    Move(
        "sign",
        (REPLY_DRAFT,),
        REPLIED,
        (UNIT_HEAD,),
        ("own_unit", "every_point_answered", "result_complete"),
        starts=("verdict",),
        stops=("answer", "first_contact"),
    ),
    Move(
        "verdict_solved",
        (REPLIED, ANSWERED, REDIRECTED, SILENT),
        EVALUATED,
        (RESIDENT, DEPUTY, SECRETARY, CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("may_judge",),
        stops=("verdict", "hard_stop"),
    ),
    Move(
        "verdict_unsolved",
        (REPLIED, SILENT),
        REHANDLING,
        (RESIDENT, DEPUTY, SECRETARY, CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("may_judge", "reason_given", "rehandling_left"),
        starts=("rehandle",),
        stops=("verdict",),
    ),
    Move(
        "verdict_unsolved_again",
        (REPLIED, SILENT),
        MEETING,
        (RESIDENT, DEPUTY, SECRETARY, CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("may_judge", "reason_given", "rehandling_used"),
        starts=("meeting",),
        stops=("verdict",),
    ),
    Move(
        "not_answered",
        (ANSWERED,),
        RECEIVED,
        (RESIDENT, DEPUTY, SECRETARY, CONGRESS_OFFICE),
        ("may_judge", "reason_given"),
        starts=("transfer",),
    ),
    Move("draft_again", (REHANDLING,), REHANDLING_DRAFT, (UNIT,), ("own_unit", "reply_text")),
    Move("redraft_again", (REHANDLING_DRAFT,), REHANDLING, (UNIT_HEAD,), ("own_unit", "reason_given")),
    Move(
        "sign_again",
        (REHANDLING_DRAFT,),
        REPLIED,
        (UNIT_HEAD,),
        ("own_unit", "every_point_answered", "result_complete"),
        starts=("verdict",),
        stops=("rehandle",),
    ),
    Move(
        "explain",
        (MEETING,),
        EVALUATED,
        (CONGRESS_OFFICE,),
        ("meeting_held", "reason_given"),
        stops=("meeting", "hard_stop"),
    ),
    Move(
        "fall_silent",
        (REPLIED, ANSWERED, REDIRECTED),
        SILENT,
        (SYSTEM, CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("asked_twice_by_two_channels", "verdict_window_over"),
        stops=("verdict", "hard_stop"),
    ),
    Move("track", (EVALUATED, SILENT), TRACKING, (SYSTEM, GOVERNMENT_DESK, CONGRESS_OFFICE), ("promise_open",)),
    Move(
        "close",
        (EVALUATED, SILENT, TRACKING, ANSWERED, REDIRECTED),
        CLOSED,
        (GOVERNMENT_DESK, CONGRESS_OFFICE),
        ("right_closer", "delivered", "no_promise_open", "heard_or_asked"),
    ),
    Move(
        "reopen",
        (CLOSED,),
        TRANSFERRED,
        (RESIDENT, CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("new_facts", "within_reopen_window"),
        starts=("assign",),
    ),
    Move(
        "withdraw",
        (RECEIVED, ANSWERED, REDIRECTED, TRANSFERRED, *_UNDER_WAY, REPLIED, MEETING, EVALUATED, SILENT, TRACKING),
        WITHDRAWN,
        (RESIDENT, DEPUTY, CONGRESS_OFFICE),
        ("own_voice",),
        stops=(
            "transfer",
            "assign",
            "accept",
            "first_contact",
            "answer",
            "rehandle",
            "verdict",
            "meeting",
            "hard_stop",
        ),
    ),
)

BY_CODE: Final = {move.code: move for move in MOVES}


def moves_from(state: str) -> tuple[Move, ...]:
    """Every move that may leave (or stay in) ``state``."""
    return tuple(move for move in MOVES if state in move.sources)


def can_move(code: str, state: str) -> bool:
    """Whether the move ``code`` exists from ``state``."""
    return state in BY_CODE[code].sources
