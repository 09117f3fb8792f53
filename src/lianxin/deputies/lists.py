"""The register as a list on the desk."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.core.clock import today
from lianxin.deputies.models import Constituency, ContactPlace, Deputy, DeputyGroup, Level, Mandate
from lianxin.deputies.selectors import contacts_on, mandates_on
from lianxin.places.models import PlaceKind
from lianxin.places.selectors import places_of_kind
from lianxin.ui.listing import listed
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort


def _row(deputy: Any) -> Mapping[str, Any]:
    """One deputy; ``present_mandates`` and ``present_contacts`` come from ``selectors.register``."""
    mandates: list[Mandate] = deputy.present_mandates
    contacts: list[ContactPlace] = deputy.present_contacts
    seats = [str(one.constituency) if one.constituency else one.electing_unit for one in mandates]
    return {
        "name": Cell(
            deputy.display_name,
            href=reverse("deputies:deputy", args=[deputy.pk]),
            sub="" if deputy.label == deputy.display_name else deputy.label,
        ),
        "code": deputy.code,
        "level": listed(str(one.get_level_display()) for one in mandates) or "—",
        "seat": listed(seats),
        "term": listed(one.term.name for one in mandates),
        "group": deputy.group.name if deputy.group else "",
        "contacts": listed(contact.place.label for contact in contacts),
        "field": deputy.field,
        "link": _("已关联") if deputy.account_id else _("还没有"),
    }


def _of_level(rows: QuerySet[Deputy], level: str) -> QuerySet[Deputy]:
    return rows.filter(Exists(mandates_on().filter(deputy_id=OuterRef("pk"), level=level)))


def _in_touch_with(rows: QuerySet[Deputy], code: str) -> QuerySet[Deputy]:
    near = contacts_on(today()).filter(deputy_id=OuterRef("pk"), place__code=code, place__kind=PlaceKind.NEIGHBOURHOOD)
    return rows.filter(Exists(near))


def _of_seat(rows: QuerySet[Deputy], code: str) -> QuerySet[Deputy]:
    return rows.filter(Exists(mandates_on().filter(deputy_id=OuterRef("pk"), constituency__code=code)))


def _named(rows: QuerySet[Deputy], text: str) -> QuerySet[Deputy]:
    """By name, by the beginning of the number, or by where the present mandate comes from."""
    seats = mandates_on().filter(deputy_id=OuterRef("pk"))
    of_seat = Exists(seats.filter(Q(constituency__name__icontains=text) | Q(electing_unit__icontains=text)))
    return rows.filter(Q(display_name__icontains=text) | Q(label__icontains=text) | Q(code__istartswith=text) | of_seat)


def _seats(_request: HttpRequest) -> list[tuple[str, str]]:
    rows = Constituency.objects.filter(is_active=True).order_by("level", "code")
    return [(one.code, f"{one.get_level_display()} {one.name}") for one in rows]


def _groups(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(group.code, group.name) for group in DeputyGroup.objects.filter(is_active=True).order_by("id")]


def _homes(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(place.code, place.label) for place in places_of_kind(PlaceKind.NEIGHBOURHOOD)]


REGISTER: Final = ListSpec(
    name="deputies",
    caption=_("代表名册"),
    columns=(
        Column("name", _("代表"), main=True),
        Column("code", _("编号")),
        Column("level", _("层级")),
        Column("seat", _("选区或选举单位")),
        Column("term", _("届次"), export_only=True),
        Column("group", _("代表小组")),
        Column("contacts", _("联系社区")),
        Column("field", _("工作领域"), export_only=True),
        Column("link", _("专属链接账号")),
    ),
    filters=(
        Filter("seat", _("选区"), _of_seat, kind="choice", choices=_seats),
        Filter("level", _("层级"), _of_level, kind="choice", choices=Level.choices),
        Filter(
            "group", _("代表小组"), lambda rows, code: rows.filter(group__code=code), kind="choice", choices=_groups
        ),
        Filter("place", _("联系社区"), _in_touch_with, kind="choice", choices=_homes),
        Filter("q", _("姓名、编号或选区"), _named),
    ),
    sorts={"order": Sort(_("名册顺序"), "sort")},
    row=_row,
    empty_title=_("名册里还没有代表"),
)
