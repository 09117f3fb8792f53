"""What suggestions tell the others when the house is assembled."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models import Case
from lianxin.cases.models.suggestion import Suggestion, SuggestionState
from lianxin.cases.suggestions import due_days, notices, policies, upkeep
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.actions import KIND
from lianxin.cases.suggestions.actions.promised import WriteYearNote
from lianxin.clocks import mirrors
from lianxin.clocks.models import Clock, ClockState
from lianxin.journal import kinds, verbs
from lianxin.journal.actors import Actor
from lianxin.records import access
from lianxin.records.access import Label
from lianxin.ui import registry, states

_FACTS: Final[dict[str, str | Promise]] = {"number": _("编号"), "due": _("期限"), "n": _("人数")}
_GOOD: Final = frozenset({w.CLOSED, w.EVALUATED, w.REPLIED, w.ANSWERED_ELSEWHERE})
_MUTE: Final = frozenset({w.DRAFT, w.LETTER, w.WITHDRAWN, w.FILED})


def register() -> None:
    """Kind, words of the log, states, labels, clocks, notices, navigation."""
    kinds.register(KIND, "cases.Suggestion", "代表建议")
    for move in w.MOVES:
        if move.code != "evaluate_again":
            verbs.register(f"suggestion.{move.code}", _("代表建议：%(move)s") % {"move": move.label}, _FACTS)
    verbs.register(upkeep.MissPromise.verb, _("代表建议：承诺到期没有结果"), _FACTS)
    verbs.register(WriteYearNote.verb, _("代表建议：写承诺的年度情况"), {**_FACTS, "year": _("年度")})
    verbs.register(upkeep.Remind.verb, _("代表建议：提醒期限"), _FACTS)
    for code, word in SuggestionState.choices:
        tone, shape = ("good", "check") if code in _GOOD else ("mute", "ring") if code in _MUTE else ("warn", "half")
        states.register(f"suggestion_{code}", word, tone, shape)
    access.labels_of(KIND, _labels)
    mirrors.on_moved(KIND, _mirror)
    notices.register()
    upkeep.register()
    due_days.register()
    registry.panel("case", "cases/suggestions/case_panel.html", order=50, policy=policies.REPORT, context=_of_case)
    registry.nav("desk", _("代表建议"), "cases:suggestions", order=30, policy=policies.SEE, icon="speak")
    registry.nav("deputy", _("我的建议"), "cases:own_suggestions", order=30, policy=policies.OWN, icon="speak")


def _of_case(_request: HttpRequest, case: Case) -> Mapping[str, str]:
    """The way to begin a draft from a matter; no statement."""
    if case.sealed:
        return {"propose_href": ""}
    return {"propose_href": f"{reverse('cases:suggestion_propose')}?{urlencode({'case': case.number})}"}


def _mirror(pk: int) -> None:
    running = Clock.objects.filter(owner_kind=KIND, owner_id=pk, state=ClockState.RUNNING)
    first = running.order_by("due_on").values_list("due_on", flat=True).first()
    Suggestion.objects.filter(pk=pk).update(due_on=first or F("due_on"))


def _labels(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Number and title of the suggestions the actor may open, on the face where it may."""
    found = {}
    for one in Suggestion.objects.filter(pk__in=list(ids)):
        if policies.OWN.check(actor, one):
            found[one.pk] = Label(f"{one.number} {one.title}".strip(), reverse("cases:own_suggestion", args=[one.pk]))
        elif policies.SEE.check(actor, one):
            found[one.pk] = Label(f"{one.number} {one.title}".strip(), reverse("cases:suggestion", args=[one.pk]))
    return found
