"""When a notice has been answered: the matter has moved on, so nobody has to look at it any more.

What a notice asks for is known by its verb: each names the states in which it still waits.  A notice that only tells
(to a deputy, or to a unit that no longer has the matter) is never put away for its reader.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from lianxin.cases import workflow as w
from lianxin.cases.actions.base import KIND
from lianxin.journal import outbox
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import put_away, to_unit, waiting_about
from lianxin.messages.models import Notice

_DRAFTS: Final = frozenset({w.REPLY_DRAFT, w.REHANDLING_DRAFT})
_WORKING: Final = frozenset({w.ACCEPTED, w.CONTACTED, w.REHANDLING})
#: States in which a co-unit may still give its opinion.
_WITH_OTHERS: Final = frozenset({w.ASSIGNED, w.RETURN_PENDING, *_WORKING, *_DRAFTS})

#: Verb of a notice → the states in which what it asks for is still to be done; the others end with any change of state.
WAITS_IN: Final[Mapping[str, frozenset[str]]] = {
    "case.recorded": frozenset({w.RECEIVED}),
    "case.transfer": frozenset({w.TRANSFERRED}),
    "case.assign": frozenset({w.ASSIGNED}),
    "case.reassign": frozenset({w.ASSIGNED}),
    "case.uphold": frozenset({w.ASSIGNED}),
    "case.return": frozenset({w.RETURN_PENDING}),
    "case.request_extension": _WORKING | _DRAFTS,
    "case.extend": _WORKING,
    "case.refuse_extension": _WORKING,
    "case.co_opinion": _WORKING,
    "case.draft_reply": _DRAFTS,
    "case.redraft": _WORKING,
    "case.sign": frozenset({w.REPLIED}),
    "case.reopen": frozenset({w.TRANSFERRED, w.RECEIVED}),
    "case.promise_missed": frozenset(w.OPEN_STATES),
}
#: Verb of a notice → what answers it although the state stays.
ANSWERED_BY: Final[Mapping[str, frozenset[str]]] = {
    "case.request_extension": frozenset({"case.extend", "case.refuse_extension"}),
    "case.promise_missed": frozenset({"case.settle_promise"}),
}
#: What is listened to: everything that changes a state, and what answers without changing it.
LISTENED: Final = sorted(
    {f"case.{move.code}" for move in w.MOVES if move.target}
    | {"case.verdict", "case.log_contact"}
    | {verb for verbs in ANSWERED_BY.values() for verb in verbs}
)


def answered(notice: Notice, verb: str, facts: Mapping[str, Any]) -> bool:
    """Whether a notice about a matter needs nobody any more, now that ``verb`` has happened to it."""
    if notice.verb == "case.take_back":
        return False
    if verb in ANSWERED_BY.get(notice.verb, ()):
        return True
    if notice.verb == "case.sign" and facts.get("delivered"):
        return True
    state = str(facts.get("state", ""))
    if notice.verb in {"case.assign", "case.reassign"} and notice.address != to_unit(facts.get("lead_unit") or 0):
        return state not in _WITH_OTHERS
    if notice.verb in WAITS_IN:
        return state not in WAITS_IN[notice.verb]
    return str(facts.get("from", state)) != state


def settle(message: OutboxMessage, facts: Mapping[str, Any]) -> None:
    """Put away what an announcement has answered; two statements at most."""
    rows = waiting_about(message)
    put_away([one.pk for one in _to_everybody_but_deputies(rows) if answered(one, message.kind, facts)])


def _to_everybody_but_deputies(rows: Iterable[Notice]) -> Iterable[Notice]:
    return (one for one in rows if one.object_kind == KIND and not one.address.startswith("deputy:"))


def register() -> None:
    """Listen to what moves a matter."""
    for verb in LISTENED:
        outbox.on(verb)(settle)
