"""Where a matter or a suggestion stands, in one sentence anybody understands."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.cases import workflow as w
from lianxin.cases.lists import ResultCode
from lianxin.cases.models import Case, Suggestion
from lianxin.cases.models.case import CaseState
from lianxin.cases.suggestions import workflow as suggested
from lianxin.core.clock import today
from lianxin.ui.dates import zh_day

#: States in which a unit has the matter and owes an answer.
_WITH_UNIT: Final = frozenset({
    w.ASSIGNED, w.RETURN_PENDING, w.ACCEPTED, w.CONTACTED, w.REPLY_DRAFT, w.REHANDLING, w.REHANDLING_DRAFT,
})  # fmt: skip
_PLAIN: Final[Mapping[str, str | Promise]] = {
    w.RECEIVED: gettext_lazy("镇人大办收到了，正在看该转给谁。"),
    w.TRANSFERRED: gettext_lazy("已经转交镇政府，正在定由谁办。"),
    w.ANSWERED: gettext_lazy("当场答复了。"),
    w.REDIRECTED: gettext_lazy("不归镇里办，已经告诉该找谁。"),
    w.HANDED_OVER: gettext_lazy("已经移交给有权办理的机关。"),
    w.MEETING: gettext_lazy("居民两次说没有解决，要当面会商。"),
    w.FOLLOWING: gettext_lazy("和同一件事并在一起办。"),
    w.WITHDRAWN: gettext_lazy("撤回了。"),
}


def case_words(case: Case, unit: str, result: str) -> str:
    """Of a matter; ``unit`` and ``result`` in words, empty where there is none."""
    if case.state in _WITH_UNIT:
        return _at_work(unit or _("承办单位"), case.due_on)
    if case.state in _PLAIN:
        return str(_PLAIN[case.state])
    if not result:
        return str(CaseState(case.state).label) + "。"
    return _answered(unit or _("承办单位"), result, closed=case.state == w.CLOSED)


def suggestion_words(one: Suggestion, words: Mapping[str, ResultCode]) -> str:
    """Of a suggestion; ``words`` are those of the results."""
    if one.state in {suggested.REPLIED, suggested.EVALUATED, suggested.CLOSED}:
        found = words.get(one.result)
        unit = one.lead_unit.label if one.lead_unit is not None else _("承办单位")
        return _answered(unit, found.label if found else "", closed=one.state == suggested.CLOSED)
    word = str(one.get_state_display())
    if one.due_on is None:
        return word + "。"
    return _("%(state)s，%(due)s前要有结果。") % {"state": word, "due": zh_day(one.due_on)}


def _at_work(unit: str, due_on: dt.date | None) -> str:
    if due_on is None:
        return _("%(unit)s在办。") % {"unit": unit}
    facts = {"unit": unit, "due": zh_day(due_on)}
    if due_on < today():
        return _("%(unit)s在办，已经过了期限（%(due)s）。") % facts
    return _("%(unit)s在办，%(due)s前要有结果。") % facts


def _answered(unit: str, result: str, *, closed: bool) -> str:
    facts = {"unit": unit, "result": result}
    if closed:
        return _("%(unit)s答复了：%(result)s，已经办结。") % facts
    return _("%(unit)s答复了：%(result)s。") % facts
