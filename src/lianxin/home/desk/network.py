"""The network on the desk: the list, a venue's page, its forms."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.deputies.models import Deputy
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.home import forms, rules
from lianxin.home.actions import SetDay, SetHours, SetMembers, SetVenue
from lianxin.home.actions.venues import VenueFacts
from lianxin.home.lists import NETWORK_LIST
from lianxin.home.models import Courtyard, Venue
from lianxin.home.selectors import venues as found
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Place
from lianxin.ui.acting import form_page, posted
from lianxin.ui.dates import zh_date


def venue_here(_request: HttpRequest, pk: int) -> Venue | None:
    """A venue of this town, or nothing."""
    return found.venues().filter(pk=pk).first()


def _page(venue: Venue) -> str:
    return reverse("home:venue", args=[venue.pk])


@requires(READERS)
@require_safe
def network(request: HttpRequest) -> HttpResponseBase:
    """Every venue with its place, head, members and hours; exports as a spreadsheet."""
    context = {"title": _("家站点网络"), "may_keep": KEEPERS.check(actor_of(request))}
    return NETWORK_LIST.respond(request, found.venues(), "home/network.html", context)


@requires(READERS, venue_here)
@require_safe
def venue(request: HttpRequest, pk: int) -> HttpResponse:
    """One venue: facts, week, coming exceptions, members, the code at its door."""
    one = loaded(request, Venue)
    words, is_open = found.opening_words(one)
    context = {
        "venue": one,
        "facts": _facts(one),
        "opening": words,
        "is_open": is_open,
        "week": found.week_rows(one),
        "days": found.day_rows(one),
        "members": found.member_rows(one),
        "address": request.build_absolute_uri(reverse("home:public_venue", args=[one.public_token])),
        "may_keep": KEEPERS.check(actor_of(request)),
    }
    return render(request, "home/venue.html", context)


def _facts(one: Venue) -> list[dict[str, Any]]:
    rows = (
        (_("类别"), one.get_kind_display()),
        (_("代码"), one.code),
        (_("在哪里"), one.place.label),
        (_("地址"), one.address),
        (_("办公电话"), one.phone),
        (_("面积"), _("%(n)d 平方米") % {"n": one.area} if one.area else ""),
        (_("上级"), one.parent.name if one.parent else ""),
        (_("共享庭院"), one.courtyard.name if one.courtyard else ""),
        (_("负责人"), one.head.display_name if one.head else ""),
        (_("联络员"), one.liaison),
        (_("启用日期"), zh_date(one.opened_on) if one.opened_on else ""),
        (_("停用日期"), zh_date(one.closed_on) if one.closed_on else ""),
    )
    return [{"name": name, "value": value} for name, value in rows if value]


def _facts_from(data: Mapping[str, Any]) -> VenueFacts:
    """The typed facts with what they name found in this town."""
    given = dict(data)
    given.pop("code", None)
    one_of = {"place": Place, "head": Deputy, "parent": Venue, "courtyard": Courtyard}
    for name, model in one_of.items():
        given[name] = model.objects.filter(pk=int(given[name] or 0)).first()
    return VenueFacts(**given)


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def new_venue(request: HttpRequest) -> HttpResponse:
    """Enter a venue."""

    def run(data: Mapping[str, Any]) -> None:
        SetVenue(actor=actor_of(request), facts=_facts_from(data), code=data["code"]).execute()

    return form_page(
        request, forms.VenueForm(posted(request)), run, title=_("登记站点"), back=reverse("home:network"),
        done=_("已经登记。接着写开放时间和编入的代表。"),
    )  # fmt: skip


@requires(KEEPERS, venue_here)
@require_http_methods(["GET", "POST"])
def change_venue(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is written about a venue."""
    one = loaded(request, Venue)
    plain = ("kind", "name", "short_name", "address", "phone", "area", "liaison", "opened_on", "closed_on", "about")
    initial = {name: getattr(one, name) for name in plain}
    initial |= {name: str(getattr(one, f"{name}_id") or "") for name in ("place", "head", "parent", "courtyard")}

    def run(data: Mapping[str, Any]) -> None:
        SetVenue(actor=actor_of(request), facts=_facts_from(data), venue=one).execute()

    form = forms.ChangeVenueForm(posted(request), initial=initial)
    return form_page(request, form, run, title=_("更正站点"), sub=one.name, back=_page(one), done=_("已经更正。"))


@requires(KEEPERS, venue_here)
@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the week."""
    one = loaded(request, Venue)

    def run(data: Mapping[str, Any]) -> None:
        SetHours(actor=actor_of(request), venue=one, week=data["week"]).execute()

    form = forms.WeekForm(posted(request), initial={"week": rules.written_week(found.week_of(one))})
    return form_page(
        request, form, run, title=_("每周开放时间"), sub=one.name, back=_page(one), done=_("开放时间已经改好。")
    )


@requires(KEEPERS, venue_here)
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a day is different."""
    one = loaded(request, Venue)

    def run(data: Mapping[str, Any]) -> None:
        SetDay(actor=actor_of(request), venue=one, **data).execute()

    return form_page(
        request, forms.DayForm(posted(request)), run, title=_("临时开放时间"), sub=one.name, back=_page(one),
        done=_("已经写上，居民马上能看到。"),
    )  # fmt: skip


@requires(KEEPERS, venue_here)
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which deputies belong here."""
    one = loaded(request, Venue)
    present = [str(member.deputy_id) for member in getattr(one, "present_members", ())]

    def run(data: Mapping[str, Any]) -> None:
        rows = tuple(Deputy.objects.filter(pk__in=[int(number) for number in data["deputies"]]).order_by("id"))
        SetMembers(actor=actor_of(request), venue=one, deputies=rows).execute()

    form = forms.MembersForm(posted(request), initial={"deputies": present})
    return form_page(request, form, run, title=_("编入的代表"), sub=one.name, back=_page(one), done=_("名单已经改好。"))


@requires(READERS, venue_here)
@require_safe
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the door: name, week, QR code."""
    one = loaded(request, Venue)
    context = {
        "name": one.name,
        "address": request.build_absolute_uri(reverse("home:public_venue", args=[one.public_token])),
        "week": found.week_rows(one),
        "phone": one.phone,
        "lead": _("扫一扫，看今天开不开、哪位代表在。"),
    }
    return render(request, "home/sign.html", context)
