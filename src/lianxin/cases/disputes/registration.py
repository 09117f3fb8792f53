"""What disputes tell the others when the house is assembled: kind, words, notices, the second return opens a sheet."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.cases.disputes import policies
from lianxin.cases.disputes.actions import KIND, OpenDispute
from lianxin.cases.disputes.workflow import MOVES
from lianxin.cases.models import Case, Dispute, DisputeReason
from lianxin.cases.rules import MAX_RETURNS
from lianxin.cases.workflow import RETURN_PENDING
from lianxin.journal import kinds, outbox, verbs
from lianxin.journal.actors import SYSTEM, Actor
from lianxin.journal.errors import ActionError
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_role, to_unit
from lianxin.messages.sentences import Sentence
from lianxin.people import roles
from lianxin.records import access
from lianxin.records.access import Label
from lianxin.ui import registry, states

_STATES = (
    ("dispute_open", _("待会商"), "warn", "ring"),
    ("dispute_met", _("待裁定"), "warn", "half"),
    ("dispute_decided", _("已裁定"), "good", "check"),
    ("dispute_dropped", _("不必会商"), "mute", "cross"),
)


def register() -> None:
    """Kind, words of the log, states, label, notices, navigation."""
    kinds.register(KIND, "cases.Dispute", "现场会商单")
    for move in MOVES:
        verbs.register(f"dispute.{move.code}", _("会商单：%(move)s") % {"move": move.label}, {"number": _("文号")})
    for code, word, tone, shape in _STATES:
        states.register(code, word, tone, shape)
    access.labels_of(KIND, _labels)
    outbox.on("case.return")(open_after_second_return)
    notify_on("dispute.open", _desk, Sentence("dispute.open", _("%(number)s 要现场会商，说清由谁管")), _link)
    notify_on("dispute.decide", _units, Sentence("dispute.decide", _("会商单 %(number)s 已裁定，写进了权责表")), _link)
    registry.nav(
        "desk", _("谁管说清"), "cases:disputes", order=46, policy=policies.SEE_DISPUTE, icon="users", group=_("督促")
    )


def _desk(_message: OutboxMessage, _facts: Mapping[str, Any]) -> list[str]:
    return [to_role(roles.GOVERNMENT_DESK)]


def _units(_message: OutboxMessage, facts: Mapping[str, Any]) -> list[str]:
    return [to_unit(pk) for pk in facts["units"]]


def _link(_message: OutboxMessage, facts: Mapping[str, Any]) -> str:
    return f"desk/disputes/{facts['pk']}/"


def open_after_second_return(message: OutboxMessage, _facts: Mapping[str, Any]) -> None:
    """Returned twice and still lying at the desk: the sheet opens by itself; once, however often this is delivered."""
    case = Case.objects.filter(pk=message.object_id, state=RETURN_PENDING, return_count__gte=MAX_RETURNS).first()
    if case is None or Dispute.objects.filter(case_id=case.pk).exists():
        return
    try:
        OpenDispute(actor=SYSTEM, case_id=case.pk, reason=DisputeReason.RETURNED).execute()
    except ActionError:
        return


def _labels(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """The numbers of the sheets the actor may open."""
    rows = [one for one in Dispute.objects.filter(pk__in=list(ids)) if policies.SEE_DISPUTE.check(actor, one)]
    return {one.pk: Label(one.number, reverse("cases:dispute", args=[one.pk])) for one in rows}
