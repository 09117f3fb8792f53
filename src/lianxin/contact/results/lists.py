"""The list of a round's items: what was heard where, whose power it is, where it stands."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models import Source, Track
from lianxin.contact.models import Round
from lianxin.contact.results import rules as r
from lianxin.contact.results.texts import LEVELS, STANDINGS, TONES
from lianxin.core.masking import mask
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_tag

Rows = QuerySet[Any, Any]
#: Filter value for a level that nobody has decided.
NO_LEVEL: Final = "none"


def _standing(rows: Rows, code: str) -> Rows:
    if code == "open":
        return rows.filter(standing__in=r.OPEN)
    return rows.filter(standing__in=r.SETTLED if code == "settled" else (code,))


def _level(rows: Rows, code: str) -> Rows:
    return rows.filter(level="" if code == NO_LEVEL else code)


def _category(rows: Rows, code: str) -> Rows:
    return rows.filter(Q(case__category=int(code)) | Q(case__category__parent=int(code)))


def _words(rows: Rows, typed: str) -> Rows:
    return rows.filter(Q(case__title__contains=typed) | Q(case__number__contains=typed))


def _row(item: Any) -> Mapping[str, Any]:
    """One item of ``of_round``; asks the database nothing."""
    case = item.case
    place = case.place.label if case.place is not None and case.place_id != item.visit.place_id else ""
    sub = " · ".join(filter(None, (case.number, place)))
    tone, shape = TONES[item.standing]
    label = str(STANDINGS[item.standing])
    source = Source(item.opinion.source)
    return {
        "title": Cell(mask(case.title), href=reverse("cases:desk_case", args=[case.number]), sub=sub),
        "home": item.visit.place.label,
        "order": item.order,
        "category": case.category.name if case.category is not None else "",
        "level": str(LEVELS.get(item.level, item.level)),
        "track": str(Track(case.track).label),
        "source": str(source.label),
        "unit": case.lead_unit.label if case.lead_unit is not None else "",
        "list": case.transfer_list,
        "standing": Cell(ui_tag(label, tone, shape), plain=label),
        "pick": _pick(item),
    }


def _pick(item: Any) -> SafeString:
    label = str(_("选：%(title)s")) % {"title": mask(item.case.title)}
    return format_html(
        '<input type="checkbox" class="pick" form="pick" name="pick" value="{}" aria-label="{}">', item.case_id, label
    )


_STANDING_CHOICES: Final = (
    ("open", _("还没有着落的")), ("settled", _("有着落的")), *((code, STANDINGS[code]) for code in r.STANDINGS),
)  # fmt: skip

ITEMS: Final = ListSpec(
    name="round-items",
    caption=_("意见汇总"),
    columns=(
        Column("pick", _("选"), screen_only=True),
        Column("title", _("内容"), main=True),
        Column("home", _("居民区")),
        Column("order", _("序号"), number=True, export_only=True),
        Column("category", _("类别")),
        Column("level", _("层级")),
        Column("track", _("办理轨道"), export_only=True),
        Column("source", _("来源"), export_only=True),
        Column("unit", _("承办单位")),
        Column("list", _("转交单"), export_only=True),
        Column("standing", _("现在")),
    ),
    filters=(
        Filter("q", _("关键词"), _words, placeholder=_("两个字也能找")),
        Filter("place", _("居民区"), lambda rows, pk: rows.filter(visit__place=int(pk)), kind="choice"),
        Filter("category", _("类别"), _category, kind="choice"),
        Filter(
            "level", _("层级"), _level, kind="choice",
            choices=tuple((code or NO_LEVEL, label) for code, label in LEVELS.items()),
        ),
        Filter(
            "track", _("办理轨道"), lambda rows, code: rows.filter(case__track=code), kind="choice",
            choices=Track.choices,
        ),
        Filter(
            "source", _("来源"), lambda rows, code: rows.filter(opinion__source=code), kind="choice",
            choices=Source.choices,
        ),
        Filter("standing", _("现在"), _standing, kind="choice", choices=_STANDING_CHOICES),
    ),
    sorts={"home": Sort(_("居民区"), "visit__place__sort"), "new": Sort(_("最新"), "added_at", descending=True)},
    row=_row,
    empty_title=_("没有符合条件的事项"),
)  # fmt: skip


def list_of(places: list[tuple[str, str]], categories: list[tuple[str, str]]) -> ListSpec:
    """The list of a round, with the neighbourhoods and classes that occur on it as choices."""
    choices = {"place": places, "category": categories}
    return replace(ITEMS, filters=[replace(one, choices=choices.get(one.name, one.choices)) for one in ITEMS.filters])


def address(one: Round, **query: str | int) -> str:
    """The list narrowed to something; for counts that open."""
    return f"{reverse('contact:summary', args=[one.pk])}?{urlencode(query)}#rows"
