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
FOLLOWING: Final = "following"

STATES: Final = (
    RECEIVED, ANSWERED, REDIRECTED, HANDED_OVER, TRANSFERRED, ASSIGNED, RETURN_PENDING, ACCEPTED, CONTACTED,
    REPLY_DRAFT, REPLIED, REHANDLING, REHANDLING_DRAFT, MEETING, EVALUATED, SILENT, TRACKING, CLOSED, WITHDRAWN,
    FOLLOWING,
)  # fmt: skip

#: States nobody has to move on; a closed case may still be reopened with new facts.
FINAL_STATES: Final = frozenset({CLOSED, WITHDRAWN, HANDED_OVER})

OPEN_STATES: Final = tuple(state for state in STATES if state not in FINAL_STATES)

#: States in which no clock of the case runs (invariant of the notes, §3.7): the desk's day for a returned matter and
#: the day for telling a person where a matter went are dates on the work list, held against nobody's time.
CLOCKLESS_STATES: Final = frozenset({RETURN_PENDING}) | FINAL_STATES

# --- who ---------------------------------------------------------------------------------------

RESIDENT: Final = "resident"
DEPUTY: Final = "deputy"
#: A deputy who took the matter over from the one who brought it: follows, asks, judges, and nothing else.
SUCCESSOR: Final = "successor"
RECORDER: Final = "recorder"
SECRETARY: Final = "secretary"
CONGRESS_OFFICE: Final = "congress_office"
GOVERNMENT_DESK: Final = "government_desk"
UNIT: Final = "unit"
UNIT_HEAD: Final = "unit_head"
CO_UNIT: Final = "co_unit"
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
    EVALUATED: GOVERNMENT_DESK,  # or the congress office: see `holder`
    SILENT: GOVERNMENT_DESK,
    TRACKING: UNIT,
    CLOSED: "",
    WITHDRAWN: "",
    FOLLOWING: GOVERNMENT_DESK,  # or the congress office: see `holder`
}


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move.

    ``sources`` empty means "makes the case".  ``target`` empty means "stays where it is".
    ``guards`` name predicates of :mod:`lianxin.cases.rules`; ``starts`` and ``stops`` name clock
    codes of the track's rule set (a track without such a rule has no such clock).  ``label`` is the
    word on the button and in the diagram.
    """

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    guards: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()


#: Clocks that run while an answer is carried to the resident and the resident is asked.
ASKING: Final = ("inform", "deliver", "ask", "ask_again", "silence")

#: Clocks of the unit that handles.
HANDLING: Final = ("accept", "contact", "answer")

_AT_WORK: Final = (ASSIGNED, ACCEPTED, CONTACTED, REPLY_DRAFT, REHANDLING, REHANDLING_DRAFT)
_UNDER_WAY: Final = (RETURN_PENDING, *_AT_WORK)
_AFTER_ANSWER: Final = (REPLIED, ANSWERED, REDIRECTED, SILENT, EVALUATED, TRACKING)
_VOICES: Final = (RESIDENT, DEPUTY, SUCCESSOR, SECRETARY, CONGRESS_OFFICE, GOVERNMENT_DESK)
#: Where a matter may stand when it begins to follow another one; undoing leads back there.
CAN_FOLLOW: Final = (RECEIVED, TRANSFERRED, ASSIGNED, ACCEPTED, CONTACTED)
_BEFORE_SIGNING: Final = (RECEIVED, TRANSFERRED, *_UNDER_WAY)

MOVES: Final = (
    # --- hear ---------------------------------------------------------------------------------
    Move(
        "record",
        "记录",
        (),
        RECEIVED,
        (RESIDENT, DEPUTY, RECORDER, SECRETARY, CONGRESS_OFFICE),
        ("words_or_observation",),
        starts=("transfer", "hard_stop"),
    ),
    Move(
        "record_hotline",
        "录入热线工单",
        (),
        TRANSFERRED,
        (GOVERNMENT_DESK,),
        ("words_or_observation",),
        starts=("assign",),
    ),
    Move(
        "edit_triage",
        "分类定性",
        (RECEIVED, TRANSFERRED, RETURN_PENDING),
        "",
        (CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("still_at_hand",),
    ),
    Move(
        "set_points",
        "列诉求要点",
        _BEFORE_SIGNING,
        "",
        (RECORDER, SECRETARY, CONGRESS_OFFICE, GOVERNMENT_DESK),
    ),
    Move(
        "answer_on_the_spot",
        "当场答复",
        (RECEIVED,),
        ANSWERED,
        (RECORDER, SECRETARY, CONGRESS_OFFICE, DEPUTY),
        ("answer_given",),
        starts=("inform",),
        stops=("transfer", "hard_stop"),
    ),
    Move(
        "redirect",
        "告知正确渠道",
        (RECEIVED, TRANSFERRED),
        REDIRECTED,
        (CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("still_at_hand", "reason_given", "channel_told"),
        starts=("inform",),
        stops=("transfer", "assign", "hard_stop"),
    ),
    Move(
        "hand_over",
        "移交",
        (RECEIVED, TRANSFERRED),
        HANDED_OVER,
        (CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("still_at_hand", "reason_given", "channel_told"),
        stops=("transfer", "assign", "hand_over", "hard_stop"),
    ),
    # --- transfer and assign ------------------------------------------------------------------
    Move(
        "transfer",
        "汇总转交",
        (RECEIVED,),
        TRANSFERRED,
        (CONGRESS_OFFICE,),
        ("triaged", "stays_in_flow"),
        starts=("assign",),
        stops=("transfer",),
    ),
    Move(
        "assign",
        "交办",
        (TRANSFERRED,),
        ASSIGNED,
        (GOVERNMENT_DESK,),
        ("lawful_lead", "stays_in_flow"),
        starts=HANDLING,
        stops=("assign",),
    ),
    Move("accept", "受理", (ASSIGNED,), ACCEPTED, (UNIT,), ("own_unit",), stops=("accept",)),
    Move(
        "return",
        "退回",
        (ASSIGNED, ACCEPTED),
        RETURN_PENDING,
        (UNIT,),
        ("own_unit", "reason_given", "returns_left", "not_settled"),
        stops=("accept",),
    ),
    Move("take_back", "收回交办", (ASSIGNED,), TRANSFERRED, (GOVERNMENT_DESK,), ("reason_given",), starts=("assign",)),
    Move("reassign", "改派", (RETURN_PENDING,), ASSIGNED, (GOVERNMENT_DESK,), ("lawful_lead",), starts=HANDLING),
    Move("uphold", "维持交办", (RETURN_PENDING,), ASSIGNED, (GOVERNMENT_DESK,), ("reason_given",), starts=("accept",)),
    # --- handle -------------------------------------------------------------------------------
    Move(
        "first_contact",
        "先行联系",
        (ACCEPTED,),
        CONTACTED,
        (UNIT,),
        ("own_unit", "contact_logged"),
        stops=("contact",),
    ),
    Move(
        "log_contact",
        "登记联系",
        (*_AT_WORK, *_AFTER_ANSWER, HANDED_OVER, MEETING, FOLLOWING),
        "",
        (UNIT, CONGRESS_OFFICE, GOVERNMENT_DESK, SECRETARY),
        ("contact_logged",),
    ),
    Move(
        "request_extension",
        "申请延期",
        (ACCEPTED, CONTACTED, REPLY_DRAFT),
        "",
        (UNIT,),
        ("own_unit", "before_due", "once_only", "reason_given"),
    ),
    Move(
        "extend",
        "延期",
        (ACCEPTED, CONTACTED, REPLY_DRAFT),
        "",
        (GOVERNMENT_DESK,),
        ("before_due", "once_only", "reason_given"),
    ),
    Move(
        "refuse_extension",
        "不同意延期",
        (ACCEPTED, CONTACTED, REPLY_DRAFT),
        "",
        (GOVERNMENT_DESK,),
        ("reason_given",),
    ),
    Move(
        "co_opinion",
        "会办意见",
        _AT_WORK,
        "",
        (CO_UNIT,),
        ("answer_given",),
    ),
    Move(
        "release_co_unit",
        "免去会办",
        _AT_WORK,
        "",
        (GOVERNMENT_DESK,),
        ("reason_given",),
    ),
    Move("draft_reply", "拟答复", (CONTACTED,), REPLY_DRAFT, (UNIT,), ("own_unit", "answer_given")),
    Move("redraft", "退回重拟", (REPLY_DRAFT,), CONTACTED, (UNIT_HEAD,), ("own_unit", "reason_given")),
    Move(
        "sign",
        "签发答复",
        (REPLY_DRAFT,),
        REPLIED,
        (UNIT_HEAD,),
        ("own_unit", "every_point_answered", "result_complete", "co_opinions_in"),
        starts=("deliver",),
        stops=("answer", "contact", "hard_stop"),
    ),
    # --- confirm ------------------------------------------------------------------------------
    Move(
        "verdict_solved",
        "评价：解决了或部分解决",
        _AFTER_ANSWER,
        EVALUATED,
        _VOICES,
        ("may_judge",),
        stops=(*ASKING, "hard_stop"),
    ),
    Move(
        "verdict_unsolved",
        "评价：没有解决",
        (REPLIED, SILENT, EVALUATED, TRACKING),
        REHANDLING,
        _VOICES,
        ("may_judge", "reason_given", "somebody_leads", "rehandling_left"),
        starts=("rehandle",),
        stops=ASKING,
    ),
    Move(
        "verdict_unsolved_again",
        "评价：再次没有解决",
        (REPLIED, SILENT, EVALUATED, TRACKING),
        MEETING,
        _VOICES,
        ("may_judge", "reason_given", "somebody_leads", "rehandling_used"),
        starts=("meeting",),
        stops=ASKING,
    ),
    Move(
        "not_answered",
        "评价：没有解决，交人大办再办",
        (ANSWERED, REDIRECTED, SILENT, EVALUATED),
        RECEIVED,
        _VOICES,
        ("may_judge", "reason_given", "nobody_leads", "never_reached_desk"),
        starts=("transfer",),
        stops=ASKING,
    ),
    Move(
        "not_answered_at_desk",
        "评价：没有解决，交办台再办",
        (REDIRECTED, SILENT, EVALUATED),
        TRANSFERRED,
        _VOICES,
        ("may_judge", "reason_given", "nobody_leads", "reached_desk"),
        starts=("assign",),
        stops=ASKING,
    ),
    Move("draft_again", "再拟答复", (REHANDLING,), REHANDLING_DRAFT, (UNIT,), ("own_unit", "answer_given")),
    Move("redraft_again", "退回重拟", (REHANDLING_DRAFT,), REHANDLING, (UNIT_HEAD,), ("own_unit", "reason_given")),
    Move(
        "sign_again",
        "再次签发",
        (REHANDLING_DRAFT,),
        REPLIED,
        (UNIT_HEAD,),
        ("own_unit", "every_point_answered", "result_complete", "co_opinions_in"),
        starts=("deliver",),
        stops=("rehandle",),
    ),
    Move(
        "explain",
        "会商说明",
        (MEETING,),
        EVALUATED,
        (CONGRESS_OFFICE,),
        ("reason_given", "meeting_held"),
        stops=("meeting", "hard_stop"),
    ),
    Move(
        "fall_silent",
        "两次询问未回应",
        (REPLIED, ANSWERED, REDIRECTED),
        SILENT,
        (SYSTEM, CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("asked_twice_by_two_channels", "verdict_window_over"),
    ),
    Move(
        "track",
        "跟踪承诺",
        (EVALUATED, SILENT),
        TRACKING,
        (SYSTEM, GOVERNMENT_DESK, CONGRESS_OFFICE),
        ("promise_open",),
    ),
    Move(
        "settle_promise",
        "承诺兑现或变化",
        (REPLIED, REHANDLING, REHANDLING_DRAFT, MEETING, EVALUATED, SILENT, TRACKING),
        "",
        (UNIT, GOVERNMENT_DESK, CONGRESS_OFFICE, SYSTEM),
        ("reason_given",),
    ),
    # --- end ----------------------------------------------------------------------------------
    Move(
        "close",
        "办结",
        (EVALUATED, SILENT, TRACKING, ANSWERED, REDIRECTED),
        CLOSED,
        (GOVERNMENT_DESK, CONGRESS_OFFICE),
        ("right_closer", "delivered", "no_promise_open", "heard_or_asked"),
    ),
    Move(
        "reopen",
        "重新打开",
        (CLOSED,),
        TRANSFERRED,
        (RESIDENT, CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("new_facts", "within_reopen_window", "reached_desk"),
        starts=("assign",),
    ),
    Move(
        "reopen_at_office",
        "重新打开",
        (CLOSED,),
        RECEIVED,
        (RESIDENT, CONGRESS_OFFICE),
        ("new_facts", "within_reopen_window", "never_reached_desk"),
        starts=("transfer",),
    ),
    Move(
        "withdraw",
        "撤回",
        (*_BEFORE_SIGNING, *_AFTER_ANSWER, MEETING, FOLLOWING),
        WITHDRAWN,
        (RESIDENT, DEPUTY, CONGRESS_OFFICE),
        ("own_voice",),
    ),
    Move(
        "withdraw_voice",
        "撤回自己的话，别人的照办",
        (RECEIVED, TRANSFERRED, *_UNDER_WAY),
        "",
        (RESIDENT, DEPUTY, CONGRESS_OFFICE),
        ("own_voice", "others_stay"),
    ),
    # --- several voices, one matter; one voice, several matters --------------------------------
    Move(
        "follow",
        "并入议题",
        CAN_FOLLOW,
        FOLLOWING,
        (CONGRESS_OFFICE, GOVERNMENT_DESK, SYSTEM),
        ("still_at_hand", "stays_in_flow", "lead_fits"),
    ),
    *(
        Move(
            f"unfollow_{state}",
            "撤出议题",
            (FOLLOWING,),
            state,
            (CONGRESS_OFFICE, GOVERNMENT_DESK, SYSTEM),
            ("reason_given",),
        )
        for state in CAN_FOLLOW
    ),
    *(
        Move(f"{code}_with_lead", label, (FOLLOWING,), target, (SYSTEM,), starts=(clock,), stops=("hard_stop",))
        for code, label, target, clock in (
            ("answer", "随议题答复", REPLIED, "deliver"),
            ("spot", "随议题当场答复", ANSWERED, "inform"),
            ("redirect", "随议题告知渠道", REDIRECTED, "inform"),
        )
    ),
    Move("no_voice_left", "说话人已撤回", (REPLIED,), EVALUATED, (SYSTEM,), ("others_stay",), stops=ASKING),
    Move(
        "split",
        "分成几件",
        (RECEIVED, TRANSFERRED),
        "",
        (CONGRESS_OFFICE, GOVERNMENT_DESK),
        ("still_at_hand", "stays_in_flow", "several_parts"),
    ),
)

#: What the speaker (or the office for the speaker) may do with the voice itself, whatever the state of the case.
VOICE_MOVES: Final = (
    Move("add_words", "补充或更正", STATES, "", (RESIDENT, SECRETARY, CONGRESS_OFFICE)),
    Move("change_consent", "改变公开意愿", STATES, "", (RESIDENT, SECRETARY, CONGRESS_OFFICE)),
    Move("give_contact", "留联系方式", STATES, "", (RESIDENT, SECRETARY, CONGRESS_OFFICE)),
    Move("delete_contact", "删除联系方式", STATES, "", (RESIDENT, SECRETARY, CONGRESS_OFFICE)),
)

BY_CODE: Final = {move.code: move for move in (*MOVES, *VOICE_MOVES)}


def moves_from(state: str) -> tuple[Move, ...]:
    """Every move that may leave (or stay in) ``state``."""
    return tuple(move for move in MOVES if state in move.sources)


def can_move(code: str, state: str) -> bool:
    """Whether the move ``code`` exists from ``state``."""
    return state in BY_CODE[code].sources


def holder(state: str, *, reached_desk: bool, lead_is_desk: bool) -> str:
    """Who has the matter now; what waits for closing is held by the one who may close it."""
    if state == FOLLOWING:
        return GOVERNMENT_DESK if reached_desk else CONGRESS_OFFICE
    if state in {EVALUATED, SILENT}:
        return GOVERNMENT_DESK if reached_desk and not lead_is_desk else CONGRESS_OFFICE
    return HOLDER[state]
