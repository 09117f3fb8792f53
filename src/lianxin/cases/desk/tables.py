"""The work list as a declaration: columns, filters, orders; exports come with it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lianxin.cases import lists, texts
from lianxin.cases.models import Case, CaseState, Track
from lianxin.cases.selectors.frame import read
from lianxin.cases.selectors.rows import CaseLine, RowMaker, due_text, place_of, state_word
from lianxin.records.search import matching
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Pairs, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state


def _by(name: str) -> Any:
    """Narrow by one field of the case."""

    def narrowed(rows: QuerySet[Case], value: Any) -> QuerySet[Case]:
        return rows.filter(**{name: value})

    return narrowed


def _at(rows: QuerySet[Case], home: str) -> QuerySet[Case]:
    """What lies in a neighbourhood."""
    return rows.filter(place_path__contains=f"/{home}/")


def _search(rows: QuerySet[Case], typed: str) -> QuerySet[Case]:
    """By words, through the index of the desk; a number finds its case."""
    if typed.replace("-", "").isdigit():
        return rows.filter(number__contains=typed)
    return rows.filter(pk__in=matching(typed, "case"))


def _row(maker: RowMaker, base: str, case: CaseLine) -> Mapping[str, Any]:
    """One line of the list; *base* is what the address of every case begins with."""
    number, once = case.number, maker.once
    return {
        "title": Cell(case.title, f"{base}{_quoted(number)}/", " · ".join((number, *maker.marks(case))), case.title),
        "number": number,
        "kind": once(_kind_word, case.kind, maker),
        "place": place_of(case),
        "unit": case.lead_unit__short_name or case.lead_unit__name or "",
        "holder": maker.holder(case),
        "state": once(_state_cell, case.state),
        "received": case.received_on,
        "due": once(_due_cell, (case.due_on, case.due_code), maker),
        "unit_says": once(_result_word, case.unit_says, maker),
        "resident_says": once(texts.verdict_word, case.resident_says),
    }


def _quoted(number: str) -> str:
    """A number as a part of an address; ours are digits and hyphens, which stay."""
    return number if number.isascii() and number.replace("-", "").isalnum() else quote(number)


def _kind_word(code: str, maker: RowMaker) -> str:
    return maker.kind_label(code)


def _result_word(code: str, maker: RowMaker) -> str:
    return maker.result_label(code) if code else ""


def _state_cell(code: str) -> Cell:
    return Cell(ui_state(code), plain=state_word(code))


def _due_cell(due: tuple[dt.date | None, str], maker: RowMaker) -> Cell:
    """The due day, below it what is due and how much time is left."""
    day, code = due
    return Cell(day, sub=" ".join(filter(None, (texts.clock_word(code), due_text(maker.left(day))))))


_CASES: Final = ListSpec(
    name="desk-cases",
    caption=_("事项"),
    columns=(
        Column("title", _("内容"), main=True),
        Column("number", _("编号"), export_only=True),
        Column("kind", _("类型")),
        Column("place", _("地点")),
        Column("holder", _("现在在谁手里")),
        Column("unit", _("承办单位"), export_only=True),
        Column("received", _("收到"), sort="new"),
        Column("due", _("到期"), sort="due"),
        Column("state", _("状态")),
        Column("unit_says", _("单位说"), export_only=True),
        Column("resident_says", _("居民说"), export_only=True),
    ),
    filters=(
        Filter("q", _("关键词"), _search, placeholder=_("两个字也能找")),
        Filter("state", _("状态"), _by("state"), kind="choice", choices=CaseState.choices),
        Filter("track", _("办理轨道"), _by("track"), kind="choice", choices=Track.choices),
        Filter("kind", _("类型"), _by("kind"), kind="choice"),
        Filter("place", _("居民区"), _at, kind="choice"),
        Filter("unit", _("承办单位"), _by("lead_unit_id"), kind="choice"),
    ),
    sorts={"due": Sort(_("到期"), "due_key"), "new": Sort(_("最新"), "received_on", descending=True)},
    row=dict,
)


def _pick(case: CaseLine) -> SafeString:
    """The box that puts a matter on a 汇总表; it belongs to the form below the list."""
    label = str(_("选：%(title)s")) % {"title": case.title}
    return format_html(
        '<input type="checkbox" class="pick" form="pick" name="pick" value="{}" aria-label="{}">', case.pk, label
    )


def _kinds(book: lists.Book) -> Pairs:
    return Pairs((one.code, one.label) for one in book["opinion_kind"].values())


def case_list(*, pick: bool = False) -> ListSpec:
    """The list for one request: one statement for words, calendar and units of the whole page.

    With *pick* each line has a box of the form ``pick``.
    """
    maker = RowMaker(frame=read(units=True))
    base = reverse("cases:desk_case", args=["-"]).removesuffix("-/")
    choices = {"kind": _kinds(maker.book), "unit": maker.frame.units, "place": maker.frame.homes}
    filters = [replace(one, choices=choices[one.name]) if one.name in choices else one for one in _CASES.filters]
    look = (maker.frame.mark, base, pick)
    spec = replace(_CASES, filters=filters, look=look, row=lambda case: _row(maker, base, case))
    if not pick:
        return spec
    columns = (Column("pick", _("选"), screen_only=True), *spec.columns)
    return replace(spec, columns=columns, row=lambda case: {**_row(maker, base, case), "pick": _pick(case)})
