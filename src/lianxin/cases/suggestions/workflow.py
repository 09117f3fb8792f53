"""The life of a deputies' suggestion as a table: who may move it from where to where, and which clocks that touches.

Source: 《上海市人民代表大会关于代表建议、批评和意见的规定》(2015), which towns follow by its Art. 28.  A text of a city
or district deputy is only prepared here and filed elsewhere.
"""

from dataclasses import dataclass
from typing import Final

DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
SENT_BACK: Final = "sent_back"
ACCEPTED: Final = "accepted"
LETTER: Final = "letter"
HANDED: Final = "handed"
ASSIGNED: Final = "assigned"
RETURN_PENDING: Final = "return_pending"
HANDLING: Final = "handling"
REPLY_DRAFT: Final = "reply_draft"
REPLIED: Final = "replied"
REHANDLING: Final = "rehandling"
EVALUATED: Final = "evaluated"
CLOSED: Final = "closed"
WITHDRAWN: Final = "withdrawn"
FILED: Final = "filed"
ANSWERED_ELSEWHERE: Final = "answered_elsewhere"

STATES: Final = (
    DRAFT, SUBMITTED, SENT_BACK, ACCEPTED, LETTER, HANDED, ASSIGNED, RETURN_PENDING, HANDLING, REPLY_DRAFT, REPLIED,
    REHANDLING, EVALUATED, CLOSED, WITHDRAWN, FILED, ANSWERED_ELSEWHERE,
)  # fmt: skip
FINAL_STATES: Final = frozenset({LETTER, CLOSED, WITHDRAWN, ANSWERED_ELSEWHERE})
#: The deputy still writes.
WRITING: Final = (DRAFT, SENT_BACK)
#: Before these states the government has nothing to do with it.
BEFORE_GOVERNMENT: Final = frozenset({DRAFT, SUBMITTED, SENT_BACK, ACCEPTED, LETTER, FILED, ANSWERED_ELSEWHERE})
WITH_UNIT: Final = (ASSIGNED, HANDLING, REPLY_DRAFT, REHANDLING)
WITHDRAWABLE: Final = (
    SUBMITTED, SENT_BACK, ACCEPTED, HANDED, ASSIGNED, RETURN_PENDING, HANDLING, REPLY_DRAFT, REHANDLING,
)  # fmt: skip
ANSWERED: Final = (REPLIED, EVALUATED, CLOSED)

DEPUTY: Final = "deputy"
#: Who took it over from a lead deputy whose mandate ended: follows, asks, judges, and nothing else.
SUCCESSOR: Final = "successor"
INVITED: Final = "invited"
COSIGNER: Final = "cosigner"
OFFICE: Final = "congress_office"
DESK: Final = "government_desk"
UNIT: Final = "unit"
UNIT_HEAD: Final = "unit_head"
CO_UNIT: Final = "co_unit"
PARTIES: Final = (DEPUTY, SUCCESSOR, INVITED, COSIGNER, OFFICE, DESK, UNIT, UNIT_HEAD, CO_UNIT)


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move; empty ``sources`` make the suggestion, an empty ``target`` leaves it where it is."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    guards: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()


MOVES: Final = (
    Move("draft", "起草建议", (), DRAFT, (DEPUTY,), ("title_given",)),
    Move("propose", "请代表据此起草", (), DRAFT, (OFFICE,), ("title_given",)),
    Move("edit", "修改草稿", WRITING, "", (DEPUTY,), ("title_given",)),
    Move("invite", "邀请联名", WRITING, "", (DEPUTY,), ("town_level", "invited_are_town_deputies")),
    Move("agree", "同意联名", WRITING, "", (INVITED,)),
    Move("decline", "不联名", WRITING, "", (INVITED,)),
    Move(
        "submit", "提交镇人大办", WRITING, SUBMITTED, (DEPUTY,), ("town_level", "is_town_deputy", "text_complete"),
        starts=("assign",),
    ),
    Move("accept", "审查登记，立为建议", (SUBMITTED,), ACCEPTED, (OFFICE,)),
    Move("send_back", "退请代表修改", (SUBMITTED,), SENT_BACK, (OFFICE,), ("reason_given",), stops=("assign",)),
    Move("letter", "不作建议，转为工作信件", (SUBMITTED,), LETTER, (OFFICE,), ("reason_given",), stops=("assign",)),
    Move("hand", "移交政府交办台", (ACCEPTED,), HANDED, (OFFICE,)),
    Move(
        "assign", "交办", (HANDED,), ASSIGNED, (DESK,), ("lead_may_lead", "lead_is_not_helping"),
        starts=("return", "contact", "answer", "co_opinion"), stops=("assign",),
    ),
    Move("take", "接收", (ASSIGNED,), HANDLING, (UNIT, UNIT_HEAD), stops=("return",)),
    Move(
        "ask_return", "请求退回", (ASSIGNED,), RETURN_PENDING, (UNIT, UNIT_HEAD),
        ("reason_given", "return_in_time", "returns_left"), stops=("return",),
    ),
    Move("grant_return", "同意退回", (RETURN_PENDING,), HANDED, (DESK,), ("reason_given",), starts=("assign",)),
    Move("refuse_return", "不同意退回", (RETURN_PENDING,), HANDLING, (DESK,), ("reason_given",)),
    Move(
        "contact", "记下与代表的联系", (HANDLING, REPLY_DRAFT, REHANDLING), "", (UNIT, UNIT_HEAD, CO_UNIT),
        ("day_given", "words_given"), stops=("contact",),
    ),
    Move(
        "co_opinion", "给会办意见", (ASSIGNED, HANDLING, REPLY_DRAFT, REHANDLING), "", (CO_UNIT,), ("words_given",),
    ),
    Move(
        "ask_extension", "请求延期", (HANDLING, REPLY_DRAFT), "", (UNIT, UNIT_HEAD),
        ("reason_given", "months_allowed", "reply_not_overdue", "never_extended", "no_open_request"),
    ),
    Move("grant_extension", "同意延期", (HANDLING, REPLY_DRAFT), "", (DESK,), ("open_request",)),
    Move("refuse_extension", "不同意延期", (HANDLING, REPLY_DRAFT), "", (DESK,), ("open_request", "reason_given")),
    Move(
        "reply", "拟答复", (HANDLING, REPLY_DRAFT, REHANDLING), REPLY_DRAFT, (UNIT, UNIT_HEAD),
        ("words_given", "result_known", "result_has_date", "result_has_reason"),
    ),
    Move(
        "sign", "签发答复", (REPLY_DRAFT,), REPLIED, (UNIT_HEAD,), ("deputy_was_contacted", "co_opinions_there"),
        starts=("ask",), stops=("answer", "rehandle", "contact", "co_opinion"),
    ),
    Move(
        "settle_promise", "写承诺的结果", (*ANSWERED, REHANDLING, REPLY_DRAFT), "",
        (UNIT, UNIT_HEAD, DESK, OFFICE), ("reason_given",),
    ),
    Move(
        "evaluate", "评价", (REPLIED,), EVALUATED, (DEPUTY, SUCCESSOR), ("grades_given", "bad_has_reason"),
        stops=("ask",),
    ),
    Move(
        "evaluate_again", "评价，请再次办理", (REPLIED,), REHANDLING, (DEPUTY, SUCCESSOR),
        ("grades_given", "bad_has_reason", "result_is_bad", "first_round"),
        starts=("rehandle",), stops=("ask",),
    ),
    Move("evaluate_too", "联名代表评价", ANSWERED, "", (COSIGNER,), ("grades_given", "bad_has_reason", "not_yet_said")),
    Move(
        "unreturned", "评价表未交回", (REPLIED,), EVALUATED, (OFFICE,), ("evaluation_overdue",), stops=("ask",),
    ),
    Move("close", "办结", (EVALUATED,), CLOSED, (OFFICE,), ("report_item_given",)),
    Move("publish", "决定公开", (*WITH_UNIT, *ANSWERED), "", (OFFICE,), ("publishable", "result_after_reply")),
    Move("ask_withdraw", "书面要求撤回", WITHDRAWABLE, "", (DEPUTY,), ("reason_given",)),
    Move("agree_withdraw", "同意撤回", WITHDRAWABLE, "", (COSIGNER,), ("withdrawal_asked",)),
    Move("withdraw", "撤回", WITHDRAWABLE, WITHDRAWN, (OFFICE,), ("withdrawal_asked", "everybody_withdraws")),
    Move("file", "记下在哪里提出", (DRAFT,), FILED, (DEPUTY,), ("other_level", "filing_complete")),
    Move("hear", "记下答复", (FILED,), ANSWERED_ELSEWHERE, (DEPUTY, OFFICE), ("day_given", "words_given")),
)  # fmt: skip

BY_CODE: Final = {move.code: move for move in MOVES}
