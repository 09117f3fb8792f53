"""Pages of the system administrator: places, units, lists, the 权责表, QR sheets, the town's profile."""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.faces.administration import system_lists as lists
from lianxin.faces.administration.pages import NAV, form_page, posted, show
from lianxin.faces.administration.system_forms import (
    CategoryForm,
    DutyForm,
    ItemForm,
    NewPlaceForm,
    PlaceForm,
    UnitForm,
)
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.actions.exports import record_export
from lianxin.people.policies import SYSTEM_ADMIN
from lianxin.places.actions import ChangePlace, EndDuty, EnterPlace, SetCategory, SetDuty, SetListItem, SetUnit
from lianxin.places.models import Category, DutyRule, ListItem, Origin, Place, PlaceKind, Status, Unit
from lianxin.places.profiles import export_profile
from lianxin.places.selectors import WITH_QR, places_of_kind
from lianxin.ui.forms import Form

#: Where a scanned code leads; the room that hears residents answers there.
QR_PATH: Final = "q/"


def place_here(_request: HttpRequest, pk: int) -> Place | None:
    """A place of this town, or nothing."""
    return Place.objects.filter(pk=pk).first()


def unit_here(_request: HttpRequest, pk: int) -> Unit | None:
    """A unit of this town, or nothing."""
    return Unit.objects.filter(pk=pk).select_related("place").first()


def item_here(_request: HttpRequest, pk: int) -> ListItem | None:
    """A list entry of this town, or nothing."""
    return ListItem.objects.filter(pk=pk).first()


def category_here(_request: HttpRequest, pk: int) -> Category | None:
    """A category of this town, or nothing."""
    return Category.objects.filter(pk=pk).select_related("parent").first()


def duty_here(_request: HttpRequest, pk: int) -> DutyRule | None:
    """A line of this town's 权责表, or nothing."""
    return lists.duty_rows().filter(pk=pk).first()


@requires(SYSTEM_ADMIN)
@require_safe
def places(request: HttpRequest) -> HttpResponseBase:
    """The places of the town: the first page of the system administrator."""
    context = {**NAV, "title": _("地点"), "new_href": reverse("administration:new_place")}
    rows = lists.with_jurisdiction(Place.objects.select_related("parent"))
    return lists.PLACES.respond(request, rows, "administration/list.html", context)


@requires(SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def new_place(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    form = NewPlaceForm(posted(request))

    def run(data: Any) -> None:
        parent = form.parents[data["parent"]]
        kind = PlaceKind(data["kind"])
        EnterPlace(actor=actor_of(request), kind=kind, code=data["code"], parent=parent, facts=form.facts()).execute()

    return form_page(
        request, form, run, title=_("新增地点"), back=reverse("administration:places"), done=_("地点已经加上。")
    )


@requires(SYSTEM_ADMIN, place_here)
@require_http_methods(["GET", "POST"])
def change_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or move a place, or take it out of the lists."""
    place = loaded(request, Place)
    names = ("name", "short_name", "jurisdiction", "population", "households", "is_active")
    initial = {name: getattr(place, name) for name in names}
    initial |= {"aliases": "\n".join(place.alias_list), "roads": "\n".join(place.road_list)}
    form = PlaceForm(posted(request), initial=initial)

    def run(data: Any) -> None:
        ChangePlace(
            actor=actor_of(request),
            place=place,
            facts=form.facts(),
            parent=form.parents.get(data["parent"]),
            is_active=data["is_active"],
        ).execute()

    back = reverse("administration:places")
    sub = f"{place.get_kind_display()}　{place.code}"
    return form_page(request, form, run, title=place.name, sub=sub, back=back, done=_("地点已经改好。"))


@requires(SYSTEM_ADMIN)
@require_safe
def qr_sheets(request: HttpRequest) -> HttpResponse:
    """Posters with the QR codes of neighbourhoods, compounds or stations: one a sheet for a wall, or four to cut."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in WITH_QR else PlaceKind.NEIGHBOURHOOD
    base = request.build_absolute_uri(f"{get_script_prefix()}{QR_PATH}")
    found = places_of_kind(kind).select_related("parent")[:400]
    sheets = [
        {"name": place.name, "above": place.parent.label if place.parent else "", "url": f"{base}{place.public_token}/"}
        for place in found
    ]
    kinds = [{"code": one, "label": PlaceKind(one).label, "current": one == kind} for one in WITH_QR]
    per = 4 if request.GET.get("per") == "4" else 1
    context = {
        "title": _("二维码"),
        "pages": [sheets[start : start + per] for start in range(0, len(sheets), per)],
        "per": per,
        "sizes": [
            {"n": n, "label": label, "current": n == per}
            for n, label in ((1, _("一张一个（海报）")), (4, _("一张四个（剪开贴）")))
        ],
        "kind": kind,
        "kinds": kinds,
        "back": reverse("administration:places"),
    }
    return show(request, "qr_sheets.html", context)


@requires(SYSTEM_ADMIN)
@require_safe
def units(request: HttpRequest) -> HttpResponseBase:
    """The units of the town."""
    context = {**NAV, "title": _("单位"), "new_href": reverse("administration:new_unit")}
    rows = lists.with_jurisdiction(Unit.objects.select_related("place"))
    return lists.UNITS.respond(request, rows, "administration/list.html", context)


def _unit_page(request: HttpRequest, unit: Unit | None, title: str) -> HttpResponse:
    form = UnitForm(unit, posted(request))

    def run(data: Any) -> None:
        facts = {**data, "place": form.places.get(data["place"])}
        SetUnit(actor=actor_of(request), unit=unit, **facts).execute()

    back = reverse("administration:units")
    return form_page(request, form, run, title=title, back=back, done=_("单位已经保存。"))


@requires(SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    return _unit_page(request, None, _("新增单位"))


@requires(SYSTEM_ADMIN, unit_here)
@require_http_methods(["GET", "POST"])
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a unit, or take it out of the lists."""
    unit = loaded(request, Unit)
    return _unit_page(request, unit, unit.name)


@requires(SYSTEM_ADMIN)
@require_safe
def categories(request: HttpRequest) -> HttpResponseBase:
    """The two levels of categories."""
    context = {
        **NAV,
        "title": _("分类"),
        "sub": _("可以新增、改名、停用，不能删除；代码不变，事项和权责表照旧指向它。"),
        "new_href": reverse("administration:new_category"),
    }
    return lists.CATEGORIES.respond(request, lists.category_rows(), "administration/list.html", context)


def _category_page(request: HttpRequest, category: Category | None, title: str, sub: str = "") -> HttpResponse:
    form = CategoryForm(category, posted(request))

    def run(_data: Any) -> None:
        SetCategory(actor=actor_of(request), category=category, **form.facts()).execute()

    back = reverse("administration:categories")
    return form_page(request, form, run, title=title, sub=sub, back=back, done=_("分类已经保存。"))


@requires(SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def new_category(request: HttpRequest) -> HttpResponse:
    """Add a category."""
    return _category_page(request, None, _("新增分类"))


@requires(SYSTEM_ADMIN, category_here)
@require_http_methods(["GET", "POST"])
def change_category(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a category, or take it out of the lists."""
    category = loaded(request, Category)
    sub = _("%(code)s，第 %(n)d 版") % {"code": category.code, "n": category.version}
    return _category_page(request, category, category.name, sub)


@requires(SYSTEM_ADMIN)
@require_safe
def items(request: HttpRequest) -> HttpResponseBase:
    """The town's lists, all versions."""
    context = {**NAV, "title": _("清单"), "sub": _("改动会成为新的一版，旧记录仍按旧版显示。")}
    return lists.ITEMS.respond(request, ListItem.objects.all(), "administration/list.html", context)


@requires(SYSTEM_ADMIN, item_here)
@require_http_methods(["GET", "POST"])
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a list entry a new version."""
    item = loaded(request, ListItem)
    names = ("label", "label_en", "source", "is_current")
    initial = {**{name: getattr(item, name) for name in names}, "standing": item.status}
    form: Form = ItemForm(posted(request), initial=initial)

    def run(data: Any) -> None:
        facts = {**{name: data[name] for name in names}, "status": Status(data["standing"])}
        SetListItem(actor=actor_of(request), list_code=item.list_code, code=item.code, **facts).execute()

    sub = f"{lists.LIST_WORDS.get(item.list_code, item.list_code)}　{item.code}"
    back = reverse("administration:items")
    return form_page(request, form, run, title=item.label, sub=sub, back=back, done=_("新的一版已经生效。"))


@requires(SYSTEM_ADMIN)
@require_safe
def duties(request: HttpRequest) -> HttpResponseBase:
    """The 权责表, present and ended lines."""
    context = {
        **NAV,
        "title": _("权责表"),
        "sub": _("最具体的一条说了算；两条一样具体而牵头不同时，由人决定。"),
        "new_href": reverse("administration:new_duty"),
    }
    return lists.DUTIES.respond(request, lists.duty_rows(), "administration/list.html", context)


@requires(SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def new_duty(request: HttpRequest) -> HttpResponse:
    """Put a line into force."""
    form = DutyForm(None, posted(request))

    def run(_data: Any) -> None:
        SetDuty(actor=actor_of(request), origin=Origin.PROFILE, **form.facts()).execute()

    back = reverse("administration:duties")
    return form_page(request, form, run, title=_("新增权责条目"), back=back, done=_("条目今天起生效。"))


@requires(SYSTEM_ADMIN, duty_here)
@require_http_methods(["GET", "POST"])
def replace_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a line by another from today on; the old one stays readable."""
    line = loaded(request, DutyRule)
    form = DutyForm(line, posted(request))

    def run(_data: Any) -> None:
        SetDuty(actor=actor_of(request), origin=Origin.CORRECTION, supersedes=line, **form.facts()).execute()

    title = _("更改第 %(number)s 条") % {"number": line.number}
    sub = _("旧的一条保留，新的一条今天起生效。")
    back = reverse("administration:duties")
    return form_page(request, form, run, title=title, sub=sub, back=back, done=_("条目今天起生效。"))


@requires(SYSTEM_ADMIN, duty_here)
@require_http_methods(["GET", "POST"])
def end_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """End a line without another in its place."""
    line = loaded(request, DutyRule)

    def run(_data: Any) -> None:
        EndDuty(actor=actor_of(request), line=line).execute()

    title = _("停用第 %(number)s 条") % {"number": line.number}
    sub = f"{line.category.name}　{lists.lead_of(line)}"
    back = reverse("administration:duties")
    return form_page(
        request, Form(posted(request)), run, title=title, sub=sub, back=back, done=_("条目已经停用。"), danger=True
    )


@requires(SYSTEM_ADMIN)
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """The town's profile as a file that loads back."""
    town = request.town  # type: ignore[attr-defined]
    record_export(actor_of(request), _("城镇资料"), "json")
    text = json.dumps(export_profile(town), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="{town.slug}.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
