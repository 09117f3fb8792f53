"""Activities and files as lists on the desk; files stand in the order of the register and are never sorted else."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.deputies.models import Deputy, Level
from lianxin.deputies.selectors import mandates_on
from lianxin.home.models import Activity, ActivityState
from lianxin.home.performance.standard import shipped
from lianxin.ui.listing import listed
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort


def _activity(one: Any) -> Mapping[str, Any]:
    """One activity read by ``selectors.activities``."""
    return {
        "title": Cell(one.title, href=reverse("home:activity", args=[one.pk]), sub=one.number),
        "kind": shipped().kind(one.kind).label,
        "day": one.starts_on,
        "organiser": one.organiser,
        "where": one.where,
        "invited": one.invited,
        "came": one.came if one.state == ActivityState.HELD else None,
        "state": one.get_state_display(),
    }


def _named(rows: QuerySet[Activity], text: str) -> QuerySet[Activity]:
    return rows.filter(Q(title__icontains=text) | Q(number__iexact=text))


ACTIVITIES: Final = ListSpec(
    name="activities",
    caption=_("履职活动"),
    columns=(
        Column("title", _("活动"), main=True),
        Column("kind", _("种类")),
        Column("day", _("日期")),
        Column("organiser", _("组织")),
        Column("where", _("地点"), export_only=True),
        Column("invited", _("应到"), number=True),
        Column("came", _("到场"), number=True),
        Column("state", _("进展")),
    ),
    filters=(
        Filter(
            "state", _("进展"), lambda rows, code: rows.filter(state=code), kind="choice",
            choices=ActivityState.choices,
        ),
        Filter(
            "kind", _("种类"), lambda rows, code: rows.filter(kind=code), kind="choice", choices=shipped().typed()
        ),
        Filter("q", _("名称或编号"), _named),
    ),
    sorts={"day": Sort(_("日期，新的在前"), "starts_on", descending=True)},
    row=_activity,
    empty_title=_("还没有登记活动"),
)  # fmt: skip


def _file(one: Any) -> Mapping[str, Any]:
    """One deputy read by ``selectors.files``."""
    levels = [row.level for row in one.present_mandates]
    return {
        "name": Cell(one.display_name, href=reverse("home:file", args=[one.pk]), sub=one.code),
        "level": listed(str(row.get_level_display()) for row in one.present_mandates),
        "what": _("履职档案") if Level.TOWN in levels else _("参加活动单"),
        "unseen": _("有，请打印交给本人") if one.unseen else "",
        "asked": _("等本人核对") if one.asked else "",
        "objected": _("有异议，待答复") if one.objected else "",
    }


def _of_level(rows: QuerySet[Deputy], level: str) -> QuerySet[Deputy]:
    return rows.filter(Exists(mandates_on().filter(deputy_id=OuterRef("pk"), level=level)))


def _what_waits(rows: QuerySet[Deputy], code: str) -> QuerySet[Deputy]:
    """Only those with something that waits; ``code`` is a name of ``_WAITS``."""
    return rows.filter(**{f"{code}__gt": 0})


_WAITS: Final = (("objected", _("有异议，待答复")), ("asked", _("等本人核对")), ("unseen", _("要打印交给本人")))

FILES: Final = ListSpec(
    name="files",
    caption=_("履职档案"),
    columns=(
        Column("name", _("代表"), main=True),
        Column("level", _("哪一级")),
        Column("what", _("哪一种")),
        Column("objected", _("异议")),
        Column("asked", _("核对")),
        Column("unseen", _("没有账号")),
    ),
    filters=(
        Filter("level", _("哪一级"), _of_level, kind="choice", choices=Level.choices),
        Filter("waits", _("等什么"), _what_waits, kind="choice", choices=_WAITS),
        Filter("q", _("姓名或编号"), lambda rows, text: rows.filter(
            Q(display_name__icontains=text) | Q(code__istartswith=text)
        )),
    ),
    sorts={"register": Sort(_("名册顺序"), "sort")},
    row=_file,
    empty_title=_("还没有登记代表"),
)  # fmt: skip
