"""The lists of suggestions: columns, filters, rows; on either face, and behind a figure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases.lists import ResultCode, usual_results
from lianxin.cases.models.suggestion import Grade, Suggestion, SuggestionState
from lianxin.cases.suggestions import shown
from lianxin.cases.suggestions import workflow as w
from lianxin.core.clock import today
from lianxin.ui.dates import zh_date
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Preset, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state


def row_of(one: Suggestion, name: str, words: Mapping[str, ResultCode]) -> dict[str, Any]:
    """One line that leads to the page *name*."""
    return {
        "title": Cell(one.title, href=reverse(name, args=[one.pk]), sub=one.number, plain=one.title),
        "number": one.number,
        "deputy": gettext("要求保密") if one.confidential else one.deputy.label,
        "unit": one.lead_unit.name if one.lead_unit else "",
        "due": zh_date(one.due_on) if one.due_on else "",
        "result": shown.result_word(one, words),
        "attitude": str(Grade(one.attitude_grade).label) if one.attitude_grade else "",
        "judged": str(Grade(one.result_grade).label) if one.result_grade else "",
        "item": one.report_item,
        "state": Cell(ui_state(f"suggestion_{one.state}"), plain=str(SuggestionState(one.state).label)),
    }


_COLUMNS: Final = (
    Column("title", _("建议"), main=True),
    Column("number", _("编号"), export_only=True),
    Column("deputy", _("领衔代表")),
    Column("unit", _("主办单位")),
    Column("due", _("期限")),
    Column("result", _("办理结果")),
    Column("attitude", _("评价：态度")),
    Column("judged", _("评价：结果")),
    Column("item", _("报告用语"), export_only=True),
    Column("state", _("状态")),
)
_FILTERS: Final = (
    Filter("state", _("状态"), lambda rows, value: rows.filter(state=value), kind="choice",
           choices=SuggestionState.choices),
    Filter("judged", _("评价：结果"), lambda rows, value: rows.filter(result_grade=value), kind="choice",
           choices=Grade.choices),
    Filter("late", _("已逾期"), lambda rows, _value: rows.filter(due_on__lt=today()).exclude(
        state__in=w.FINAL_STATES), kind="choice", choices=(("1", _("已逾期")),)),
)  # fmt: skip


def _spec(name: str, empty: Any) -> ListSpec:
    return ListSpec(
        name=name, caption=_("代表建议"), columns=_COLUMNS, filters=_FILTERS,
        presets=(Preset(_("已逾期"), {"late": "1"}),),
        sorts={"new": Sort(_("最新"), "id", descending=True)}, row=lambda one: {},
        empty_title=_("没有代表建议"), empty_text=empty,
    )  # fmt: skip


DESK_LIST: Final = _spec("desk-suggestions", _("代表提交以后，会出现在这里。"))
OWN_LIST: Final = _spec("own-suggestions", _("点“起草建议”开始；草稿随时保存，只有您看得到。"))


def leading_to(spec: ListSpec, page: str) -> ListSpec:
    """The list with rows that lead to *page*; the words of the results are read once."""
    words = usual_results()
    return replace(spec, row=lambda one: row_of(one, page, words))
