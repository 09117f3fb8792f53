"""Which of this room's verbs may leave the house as a message, and as what sort; the others stay in the inbox."""

from typing import Final

from lianxin.cases.suggestions.notices import TABLE
from lianxin.messages.channels import sorts

_VERBS: Final = {
    sorts.URGENT: ("case.recorded",),
    sorts.WORK: (
        "case.transfer",
        "case.assign",
        "case.reassign",
        "case.take_back",
        "case.return",
        "case.uphold",
        "case.request_extension",
        "case.extend",
        "case.refuse_extension",
        "case.co_opinion",
        "case.draft_reply",
        "case.redraft",
        "case.reopen",
        "case.verdict",
        "case.explain",
        "case.sign",
        "case.answer_with_lead",
        "case.settle_promise",
        *{f"suggestion.{code}" for code, *_row in TABLE if code != "promise_missed"},
    ),
    sorts.TIME: ("case.reminded", "case.promise_missed", "suggestion.reminded", "suggestion.promise_missed"),
    sorts.PRESSING: (
        "ladder.remind",
        "ladder.urge",
        "order.draft",
        "order.sign",
        "order.answer",
        "order.send_back",
        "order.lift",
        "order.withdraw",
        "congress.propose",
        "congress.start",
        "congress.report",
        "congress.conclude",
    ),
    sorts.DISPUTE: ("dispute.open", "dispute.decide"),
    sorts.PROGRESS: ("case.follow", "case.unfollow", "case.split", "case.close", "case.withdraw"),
}


def register() -> None:
    """Tell the messages room."""
    for sort, verbs in _VERBS.items():
        sorts.register(sort, *verbs)
