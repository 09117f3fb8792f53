"""Lists of the system administrator: places, units, categories, list entries, 权责表."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.core.clock import today
from lianxin.places.kinds import unit_kinds
from lianxin.places.models import Category, DutyRule, LeadKind, ListItem, Place, PlaceKind, Unit
from lianxin.places.selectors import below
from lianxin.ui.listing import listed
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state


def with_jurisdiction(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that know what their jurisdiction is called; no statement more."""
    words = ListItem.objects.filter(list_code="jurisdiction", code=OuterRef("jurisdiction"), is_current=True)
    named: QuerySet[Any] = rows.annotate(jurisdiction_word=Subquery(words.values("label")[:1]))
    return named


def _jurisdiction(row: Any) -> str:
    """The word, or the code where the list has none for it."""
    return str(getattr(row, "jurisdiction_word", None) or row.jurisdiction)


def _in_use(is_active: bool) -> Cell:
    word = _("启用") if is_active else _("停用")
    return Cell(ui_state("active" if is_active else "revoked", word), plain=word)


def _place_row(place: Place) -> Mapping[str, Any]:
    return {
        "name": Cell(place.name, href=reverse("administration:place", args=[place.pk]), sub=place.short_name),
        "kind": place.get_kind_display(),
        "code": place.code,
        "parent": place.parent.label if place.parent else "",
        "jurisdiction": _jurisdiction(place),
        "households": place.households,
        "aliases": listed(place.alias_list),
        "roads": listed(place.road_list),
        "state": _in_use(place.is_active),
    }


def _neighbourhoods(_request: HttpRequest) -> list[tuple[str, str]]:
    found = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).order_by("sort", "id")
    return [(place.path, place.label) for place in found]


PLACES: Final = ListSpec(
    name="places",
    caption=gettext_lazy("地点"),
    columns=(
        Column("name", gettext_lazy("名称"), main=True),
        Column("kind", gettext_lazy("种类")),
        Column("code", gettext_lazy("代码")),
        Column("parent", gettext_lazy("上级")),
        Column("jurisdiction", gettext_lazy("管辖")),
        Column("households", gettext_lazy("户数"), number=True),
        Column("aliases", gettext_lazy("别名")),
        Column("roads", gettext_lazy("道路")),
        Column("state", gettext_lazy("状态")),
    ),
    filters=(
        Filter(
            "kind",
            gettext_lazy("种类"),
            lambda rows, kind: rows.filter(kind=kind),
            kind="choice",
            choices=PlaceKind.choices,
        ),
        Filter(
            "home",
            gettext_lazy("居民区"),
            lambda rows, path: rows.filter(below([path])),
            kind="choice",
            choices=_neighbourhoods,
        ),
        Filter(
            "q",
            gettext_lazy("名称、别名、道路"),
            lambda rows, text: rows.filter(
                Q(name__icontains=text)
                | Q(short_name__icontains=text)
                | Q(aliases__icontains=text)
                | Q(roads__icontains=text)
            ),
        ),
    ),
    sorts={"tree": Sort(gettext_lazy("从上到下"), "path"), "code": Sort(gettext_lazy("代码"), "code")},
    row=_place_row,
)


def _unit_row(unit: Unit) -> Mapping[str, Any]:
    return {
        "name": Cell(unit.name, href=reverse("administration:unit", args=[unit.pk]), sub=unit.short_name),
        "code": unit.code,
        "kind": unit.kind_label,
        "verb": unit.verb_label,
        "lead": _("可以") if unit.may_lead_government_work else _("不可以"),
        "jurisdiction": _jurisdiction(unit) or _("不限"),
        "place": unit.place.label if unit.place else "",
        "desk": _("是") if unit.is_government_desk else "",
        "state": _in_use(unit.is_active),
    }


def _kinds(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in unit_kinds().values()]


UNITS: Final = ListSpec(
    name="units",
    caption=gettext_lazy("单位"),
    columns=(
        Column("name", gettext_lazy("名称"), main=True),
        Column("code", gettext_lazy("代码")),
        Column("kind", gettext_lazy("种类")),
        Column("verb", gettext_lazy("怎样交给它")),
        Column("lead", gettext_lazy("能否牵头政府工作")),
        Column("jurisdiction", gettext_lazy("管辖")),
        Column("place", gettext_lazy("所在居民区")),
        Column("desk", gettext_lazy("交办台")),
        Column("state", gettext_lazy("状态")),
    ),
    filters=(
        Filter("kind", gettext_lazy("种类"), lambda rows, kind: rows.filter(kind=kind), kind="choice", choices=_kinds),
        Filter("q", gettext_lazy("名称"), lambda rows, text: rows.filter(name__icontains=text)),
    ),
    sorts={"kind": Sort(gettext_lazy("种类"), "kind"), "code": Sort(gettext_lazy("代码"), "code")},
    row=_unit_row,
)

CATEGORIES: Final = ListSpec(
    name="categories",
    caption=gettext_lazy("分类"),
    columns=(
        Column("name", gettext_lazy("二级分类"), main=True),
        Column("parent", gettext_lazy("一级分类")),
        Column("code", gettext_lazy("代码")),
        Column("congress", gettext_lazy("人大汇总类别")),
        Column("source", gettext_lazy("来源")),
        Column("status", gettext_lazy("核对")),
        Column("version", gettext_lazy("版本"), number=True),
        Column("state", gettext_lazy("状态")),
    ),
    filters=(Filter("q", gettext_lazy("名称"), lambda rows, text: rows.filter(name__icontains=text)),),
    sorts={"code": Sort(gettext_lazy("代码"), "code")},
    row=lambda one: {
        "name": Cell(one.name, href=reverse("administration:category", args=[one.pk]), sub=one.name_en),
        "parent": one.parent.name if one.parent else _("（一级）"),
        "code": one.code,
        "congress": str(one.class_word or one.congress_class),
        "source": one.source,
        "status": one.get_status_display(),
        "version": one.version,
        "state": _in_use(one.is_active),
    },
)


def category_rows() -> QuerySet[Any]:
    """All categories with what the list shows; the reporting class by its name."""
    words = ListItem.objects.filter(list_code="reporting_class", code=OuterRef("congress_class"), is_current=True)
    return Category.objects.select_related("parent").annotate(class_word=Subquery(words.values("label")[:1]))


#: The lists and their names, in the order of the filter.
LIST_NAMES: Final = (
    ("opinion_kind", gettext_lazy("意见种类")),
    ("channel", gettext_lazy("渠道")),
    ("track", gettext_lazy("办理通道")),
    ("tag", gettext_lazy("标签")),
    ("result_scheme", gettext_lazy("办理结果分类")),
    ("no_reason", gettext_lazy("不能办的理由")),
    ("exit", gettext_lazy("出口")),
    ("delivery_way", gettext_lazy("送达方式")),
    ("verdict_grade", gettext_lazy("居民评价")),
    ("reporting_class", gettext_lazy("汇总类别")),
    ("unit_kind", gettext_lazy("单位种类")),
    ("jurisdiction", gettext_lazy("管辖")),
    ("outside_body", gettext_lazy("镇外机构")),
)
LIST_WORDS: Final = dict(LIST_NAMES)


def _item_row(one: ListItem) -> Mapping[str, Any]:
    return {
        "label": Cell(one.label, href=reverse("administration:item", args=[one.pk]), sub=one.label_en),
        "list": str(LIST_WORDS.get(one.list_code, one.list_code)),
        "code": one.code,
        "version": one.version,
        "source": one.source,
        "status": one.get_status_display(),
        "state": _in_use(one.is_current),
    }


ITEMS: Final = ListSpec(
    name="items",
    caption=gettext_lazy("清单"),
    columns=(
        Column("label", gettext_lazy("名称"), main=True),
        Column("list", gettext_lazy("哪张清单")),
        Column("code", gettext_lazy("代码")),
        Column("version", gettext_lazy("版本"), number=True),
        Column("source", gettext_lazy("来源")),
        Column("status", gettext_lazy("核对")),
        Column("state", gettext_lazy("状态")),
    ),
    filters=(
        Filter(
            "list",
            gettext_lazy("哪张清单"),
            lambda rows, code: rows.filter(list_code=code),
            kind="choice",
            choices=LIST_NAMES,
        ),
        Filter("q", gettext_lazy("名称"), lambda rows, text: rows.filter(label__icontains=text)),
    ),
    sorts={"list": Sort(gettext_lazy("清单"), "list_code")},
    row=_item_row,
)


def lead_of(line: DutyRule) -> str:
    """The lead of a line in words."""
    if line.lead_kind == LeadKind.UNIT and line.lead_unit is not None:
        return str(line.lead_unit.label)
    return str(line.get_lead_kind_display())


def _duty_row(line: DutyRule) -> Mapping[str, Any]:
    others = [co.unit.label if co.unit else str(co.get_kind_display()) for co in line.co_units.all()]
    is_present = line.valid_to is None or line.valid_to >= today()
    return {
        "category": Cell(line.category.name, href=reverse("administration:duty", args=[line.pk]) if is_present else ""),
        "number": line.number,
        "jurisdiction": _jurisdiction(line) or _("不限"),
        "place": line.place.label if line.place else "",
        "lead": lead_of(line),
        "co": listed(others),
        "note": line.note,
        "source": line.source,
        "status": line.get_status_display(),
        "state": _in_use(is_present),
    }


def duty_rows() -> QuerySet[DutyRule]:
    """All lines with what the list shows."""
    rows = DutyRule.objects.select_related("category", "place", "lead_unit").prefetch_related("co_units__unit")
    return with_jurisdiction(rows)


def _first_levels(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in Category.objects.filter(parent=None).order_by("sort", "id")]


def _leads(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(unit.code, unit.label) for unit in Unit.objects.exclude(kind="committee").order_by("kind", "sort", "id")]


DUTIES: Final = ListSpec(
    name="duties",
    caption=gettext_lazy("权责表"),
    columns=(
        Column("category", gettext_lazy("分类"), main=True),
        Column("number", gettext_lazy("编号")),
        Column("jurisdiction", gettext_lazy("管辖")),
        Column("place", gettext_lazy("地点")),
        Column("lead", gettext_lazy("牵头")),
        Column("co", gettext_lazy("协办")),
        Column("note", gettext_lazy("说明")),
        Column("source", gettext_lazy("来源"), export_only=True),
        Column("status", gettext_lazy("核对")),
        Column("state", gettext_lazy("状态")),
    ),
    filters=(
        Filter(
            "category",
            gettext_lazy("一级分类"),
            lambda rows, code: rows.filter(Q(category__code=code) | Q(category__code__startswith=f"{code}.")),
            kind="choice",
            choices=_first_levels,
        ),
        Filter(
            "lead",
            gettext_lazy("牵头"),
            lambda rows, code: rows.filter(lead_unit__code=code),
            kind="choice",
            choices=_leads,
        ),
        Filter(
            "present",
            gettext_lazy("状态"),
            lambda rows, value: rows.filter(valid_to__isnull=value == "yes"),
            kind="choice",
            choices=(("yes", gettext_lazy("现行")), ("no", gettext_lazy("已停用"))),
        ),
    ),
    sorts={
        "category": Sort(gettext_lazy("分类"), "category__code"),
        "new": Sort(gettext_lazy("最新"), "id", descending=True),
    },
    row=_duty_row,
)
