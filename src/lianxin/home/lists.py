"""The network as a list on the desk."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.home.models import Venue, VenueKind
from lianxin.home.selectors.venues import opening_words
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort


def _row(venue: Any) -> Mapping[str, Any]:
    """One venue read by ``selectors.venues``."""
    return {
        "name": Cell(venue.name, href=reverse("home:venue", args=[venue.pk]), sub=venue.code),
        "kind": venue.get_kind_display(),
        "place": venue.place.label,
        "parent": venue.parent.name if venue.parent else "",
        "head": venue.head.display_name if venue.head else "",
        "members": len(venue.present_members),
        "open": opening_words(venue)[0] if venue.closed_on is None else _("已停用"),
        "liaison": venue.liaison,
        "phone": venue.phone,
    }


def _named(rows: QuerySet[Venue], text: str) -> QuerySet[Venue]:
    return rows.filter(Q(name__icontains=text) | Q(code__iexact=text) | Q(place__name__icontains=text))


NETWORK_LIST: Final = ListSpec(
    name="venues",
    caption=_("家站点网络"),
    columns=(
        Column("name", _("站点"), main=True),
        Column("kind", _("类别")),
        Column("place", _("在哪里")),
        Column("parent", _("上级"), export_only=True),
        Column("head", _("负责人")),
        Column("members", _("编入代表"), number=True),
        Column("open", _("开放")),
        Column("liaison", _("联络员"), export_only=True),
        Column("phone", _("办公电话"), export_only=True),
    ),
    filters=(
        Filter("kind", _("类别"), lambda rows, code: rows.filter(kind=code), kind="choice", choices=VenueKind.choices),
        Filter("q", _("名称或地方"), _named),
    ),
    sorts={"order": Sort(_("网络顺序"), "sort")},
    row=_row,
    empty_title=_("还没有登记站点"),
)
