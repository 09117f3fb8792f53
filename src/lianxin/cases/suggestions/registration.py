"""What suggestions tell the others when the house is assembled."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.suggestion import Suggestion, SuggestionState
from lianxin.cases.suggestions import policies
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.actions import KIND
from lianxin.clocks import mirrors
from lianxin.clocks.models import Clock, ClockState
from lianxin.journal import kinds, verbs
from lianxin.journal.actors import Actor
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_deputy, to_role, to_unit
from lianxin.people import roles
from lianxin.records import access
from lianxin.records.access import Label
from lianxin.ui import registry, states

_FACTS: Final[dict[str, str | Promise]] = {"number": _("编号"), "due": _("期限"), "n": _("人数")}
_GOOD: Final = frozenset({w.CLOSED, w.EVALUATED, w.REPLIED, w.ANSWERED_ELSEWHERE})
_MUTE: Final = frozenset({w.DRAFT, w.LETTER, w.WITHDRAWN, w.FILED})
Facts = Mapping[str, Any]


def register() -> None:
    """Kind, words of the log, states, labels, clocks, notices, navigation."""
    kinds.register(KIND, "cases.Suggestion", "代表建议")
    for move in w.MOVES:
        if move.code != "evaluate_again":
            verbs.register(f"suggestion.{move.code}", _("代表建议：%(move)s") % {"move": move.label}, _FACTS)
    for code, word in SuggestionState.choices:
        tone, shape = ("good", "check") if code in _GOOD else ("mute", "ring") if code in _MUTE else ("warn", "half")
        states.register(f"suggestion_{code}", word, tone, shape)
    access.labels_of(KIND, _labels)
    mirrors.on_moved(KIND, _mirror)
    _notices()
    registry.nav("desk", _("代表建议"), "cases:suggestions", order=30, policy=policies.SEE, icon="speak")
    registry.nav("deputy", _("我的建议"), "cases:own_suggestions", order=30, policy=policies.OWN, icon="speak")


def _notices() -> None:
    def tell(code: str, who: Any, words: Any, face: str = "desk") -> None:
        notify_on(f"suggestion.{code}", lambda _m, facts: who(facts), lambda _m, facts: words() % facts, _link(face))

    tell("invite", _invited, lambda: gettext("请您看看一件建议，要不要联名"), "deputy")
    tell("submit", _office, lambda: gettext("有一件代表建议待审查登记"))
    tell("send_back", _signers, lambda: gettext("镇人大办请您修改一件建议"), "deputy")
    tell("letter", _signers, lambda: gettext("您的一件来文转为工作信件办理，理由见页面"), "deputy")
    tell("hand", _desk, lambda: gettext("代表建议 %(number)s 待交办"))
    tell("assign", _units, lambda: gettext("代表建议 %(number)s 交给你单位"))
    tell("ask_return", _desk, lambda: gettext("代表建议 %(number)s 请求退回，待决定"))
    tell("refuse_return", _units, lambda: gettext("代表建议 %(number)s 不同意退回，请接着办理"))
    tell("ask_extension", _desk, lambda: gettext("代表建议 %(number)s 请求延期，待决定"))
    tell("grant_extension", _signers, lambda: gettext("您的建议 %(number)s 延期答复，新的期限见页面"), "deputy")
    tell("sign", _signers, lambda: gettext("您的建议 %(number)s 已答复，请评价"), "deputy")
    tell("settle_promise", _signed, lambda: gettext("您的建议 %(number)s 里的承诺有了结果，请看页面"), "deputy")
    tell("evaluate", _unit_and_office, lambda: gettext("代表评价了建议 %(number)s 的答复"))
    tell("ask_withdraw", _cosigners, lambda: gettext("领衔代表要求撤回建议，请您表态"), "deputy")


def _link(face: str) -> Any:
    def link(_message: OutboxMessage, facts: Facts) -> str:
        return f"{face}/suggestions/{facts['pk']}/"

    return link


def _signers(facts: Facts) -> list[str]:
    return [to_deputy(facts["deputy"]), *_cosigners(facts)]


def _signed(facts: Facts) -> list[str]:
    """Who signed in the end: the lead deputy and those who agreed."""
    return [to_deputy(facts["deputy"]), *[to_deputy(pk) for pk in facts["agreed"]]]


def _cosigners(facts: Facts) -> list[str]:
    return [to_deputy(pk) for pk in facts["signers"]]


_invited = _cosigners


def _office(_facts: Facts) -> list[str]:
    return [to_role(roles.CONGRESS_OFFICE)]


def _desk(_facts: Facts) -> list[str]:
    return [to_role(roles.GOVERNMENT_DESK)]


def _units(facts: Facts) -> list[str]:
    return [to_unit(pk) for pk in [facts["unit"], *facts["co_units"]] if pk]


def _unit_and_office(facts: Facts) -> list[str]:
    return [*([to_unit(facts["unit"])] if facts["unit"] else []), *_office(facts)]


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
