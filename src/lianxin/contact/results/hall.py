"""The screen in the hall during the afternoon: neighbourhoods fill up; counts only, at an address the office issues."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.cases.models import IMPORT_UNDONE
from lianxin.contact.base import RoundAction
from lianxin.contact.models import HallLink, Round, Visit, VisitState
from lianxin.contact.policies import OFFICE
from lianxin.contact.results.pages import frame, round_here
from lianxin.contact.workflow import CANCELLED
from lianxin.core.clock import local, now
from lianxin.core.hashing import text_digest
from lianxin.journal.errors import WrongState
from lianxin.people.access import actor_of, loaded, public, requires
from lianxin.ui.charts import GAP, TILE
from lianxin.ui.dates import zh_date

#: So often the screen asks, in seconds.
EVERY: Final = 5
#: State of a visit → which of three it is on the screen, tone, shape.
_STATES: Final = {
    VisitState.PLANNED: ("waiting", "mute", "ring"),
    VisitState.UNDER_WAY: ("under_way", "info", "dot"),
    VisitState.HELD: ("done", "good", "check"),
    VisitState.LISTED: ("done", "good", "check"),
    VisitState.NOT_HELD: ("waiting", "mute", "ring"),
}

Row = dict[str, Any]


# --- the address ----------------------------------------------------------------------------------


@dataclass(kw_only=True)
class IssueHall(RoundAction[HallLink]):
    """Issue the address of a round's hall page."""

    verb: ClassVar[str] = "round.hall_issued"

    link: HallLink = field(init=False, repr=False)

    def check(self) -> None:
        """Not for a cancelled round."""
        super().check()
        if self.row.state == CANCELLED:
            raise WrongState("cancelled", _("这一轮已经取消了。"))

    def perform(self) -> HallLink:
        """Store it."""
        self.link = HallLink(
            round=self.row, issued_at=now(), issued_by_label=self.actor.label[:120], town_id=self.row.town_id
        )
        self.link.save(force_insert=True)
        return self.link

    def entry_data(self) -> dict[str, object]:
        """Which link, by id; the token stays out of the log."""
        return {"number": self.row.number, "link": str(self.link.pk)}


@dataclass(kw_only=True)
class WithdrawHall(RoundAction[HallLink]):
    """Take an address back: from now on it shows nothing."""

    verb: ClassVar[str] = "round.hall_withdrawn"

    link: HallLink

    def perform(self) -> HallLink:
        """Store the moment."""
        self.link = HallLink.objects.select_for_update(of=("self",)).get(pk=self.link.pk, round=self.row.pk)
        if self.link.withdrawn_at is None:
            self.link.withdrawn_at = now()
            self.link.save(update_fields=["withdrawn_at"])
        return self.link

    def entry_data(self) -> dict[str, object]:
        """Which link."""
        return {"number": self.row.number, "link": str(self.link.pk)}


@requires(OFFICE, round_here)
@require_safe
def hall_links(request: HttpRequest, pk: int) -> HttpResponse:
    """The addresses of the hall page, with a code to open them on the screen's own machine."""
    one = loaded(request, Round)
    rows = [
        {
            "pk": link.pk, "url": request.build_absolute_uri(reverse("contact:hall", args=[link.token])),
            "issued": f"{zh_date(local(link.issued_at).date())} {link.issued_by_label}",
        }
        for link in HallLink.objects.filter(round=one.pk, withdrawn_at=None).order_by("pk")
    ]  # fmt: skip
    return render(request, "contact/results/hall_links.html", frame(request, one, "hall_links", rows=rows))


@requires(OFFICE, round_here)
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue an address."""
    one = loaded(request, Round)
    IssueHall(actor=actor_of(request), round=one).execute()
    messages.success(request, _("大屏地址已经生成。谁有这个地址谁就看得到，只有件数，没有个人信息。"))
    return HttpResponseRedirect(reverse("contact:hall_links", args=[one.pk]))


def link_here(_request: HttpRequest, pk: int) -> HallLink | None:
    """A link of this town, or nothing."""
    return HallLink.objects.select_related("round").filter(pk=pk).first()


@requires(OFFICE, link_here)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an address back."""
    link = loaded(request, HallLink)
    WithdrawHall(actor=actor_of(request), round=link.round, link=link).execute()
    messages.success(request, _("这个地址已经收回，大屏不再显示。"))
    return HttpResponseRedirect(reverse("contact:hall_links", args=[link.round_id]))


# --- the screen -----------------------------------------------------------------------------------


def _of_token(token: str) -> Round:
    """The round an address shows; 404 for an unknown or withdrawn one and for a round that was cancelled."""
    link = HallLink.objects.filter(token=token, withdrawn_at=None).select_related("round").first()
    if link is None or link.round.state == CANCELLED:
        raise Http404
    found: Round = link.round
    return found


def picture(one: Round) -> Row:
    """What the screen shows: a tile a neighbourhood with how many items, and sums; no word, no name; one statement."""
    counts = Count(
        "items", filter=Q(items__same_as=None, items__case__sealed=False) & ~Q(items__case__outcome=IMPORT_UNDONE)
    )
    visits = Visit.objects.filter(round=one.pk).annotate(n=counts).select_related("place")
    tiles = [_tile(at, visit) for at, visit in enumerate(visits.order_by("place__sort", "place_id"))]
    states = Counter(tile["state"] for tile in tiles)
    wide = max((tile["x"] for tile in tiles), default=0) + TILE
    tall = max((tile["y"] for tile in tiles), default=0) + TILE
    return {
        "round": one, "tiles": tiles, "side": TILE, "width": wide, "height": tall, "every": EVERY,
        "items": sum(tile["n"] for tile in tiles), "all": len(tiles),
        "waiting": states["waiting"], "under_way": states["under_way"], "done": states["done"],
        "day": zh_date(one.day),
    }  # fmt: skip


def _tile(at: int, visit: Any) -> Row:
    place = visit.place
    state, tone, shape = _STATES[VisitState(visit.state)]
    col, row = (at % 8, at // 8) if place.tile_x is None or place.tile_y is None else (place.tile_x, place.tile_y)
    x, y = round(col * (TILE + GAP)), round(row * (TILE + GAP))
    return {
        "name": place.label, "state": state, "tone": tone, "shape": shape, "n": visit.n, "x": x, "y": y,
        "middle": x + TILE // 2, "name_y": y + 31, "value_y": y + 66, "mark_x": x + TILE // 2 - 7, "mark_y": y + 75,
    }  # fmt: skip


@public
@require_safe
def hall(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page for the large screen; without JavaScript it loads itself anew."""
    response = render(request, "contact/results/hall.html", {**picture(_of_token(token)), "token": token})
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response


@public
@require_safe
def hall_state(request: HttpRequest, token: str) -> HttpResponseBase:
    """The part that changes, with an ETag of its content: 304 while nothing happened."""
    body = render_to_string("contact/results/_hall_state.html", picture(_of_token(token)), request)
    etag = quote_etag(text_digest(body)[:32])
    response = HttpResponse(body, headers={"ETag": etag})
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response
