"""Rounds on the desk: the list, one round, its frame, its moves, its people and places."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.contact import workflow
from lianxin.contact.models import Apart, Round, RoundDeputy, Visit, Wish
from lianxin.contact.policies import OFFICE, READERS
from lianxin.contact.rounds import forms
from lianxin.contact.rounds import selectors as found
from lianxin.contact.rounds.actions import (
    BeginRound,
    CancelRound,
    ChangeRound,
    ChoosePlaces,
    GatherRound,
    PlanRound,
    default_name,
    levels_on,
    next_ordinal,
    places_to_visit,
)
from lianxin.contact.rounds.announcing import AnnounceRound
from lianxin.contact.rounds.lists import ROUNDS
from lianxin.contact.rounds.people import KeepApart, SetHosting, SetPerson, SetWish, TakeBack
from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Place
from lianxin.ui.acting import form_page, posted


def round_here(_request: HttpRequest, pk: int, **_rest: object) -> Round | None:
    """A round of this town, or nothing."""
    return Round.objects.select_related("previous").filter(pk=pk).first()


def page_of(pk: int, name: str = "round") -> str:
    """The address of a page of a round."""
    return reverse(f"contact:{name}", args=[pk])


@requires(READERS)
@require_safe
def rounds(request: HttpRequest) -> HttpResponseBase:
    """Every round; exports as a spreadsheet."""
    context = {"title": _("集中联系社区"), "may_keep": OFFICE.check(actor_of(request))}
    return ROUNDS.respond(request, found.rounds(), "contact/rounds.html", context)


#: The stations of a round: state it is reached in, word.
_STEPS: Final = (
    (workflow.PREPARING, gettext_lazy("准备")),
    (workflow.ANNOUNCED, gettext_lazy("通知")),
    (workflow.UNDER_WAY, gettext_lazy("走访")),
    (workflow.GATHERING, gettext_lazy("汇总")),
    (workflow.TRANSFERRED, gettext_lazy("交办")),
    (workflow.CLOSED, gettext_lazy("结束")),
)


def steps_of(one: Round) -> list[dict[str, Any]]:
    """The stations with where the round stands; none for a cancelled one."""
    codes = [code for code, _word in _STEPS]
    at = codes.index(one.state) if one.state in codes else len(codes)
    return [{"label": str(word), "done": n < at, "current": n == at} for n, (_code, word) in enumerate(_STEPS)]


@requires(READERS, round_here)
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: where it stands, what is to be done next, every visit with who goes."""
    one = loaded(request, Round)
    rows = found.visit_rows(one)
    people = found.people_rows(one)
    context = {
        "round": one, "sub": found.sub_of(one), "rows": rows, "counts": found.counts_of(one, rows),
        "people": len(people), "away": sum(row["away"] for row in people), "steps": steps_of(one),
        "late": found.late_leaves(people, rows) if one.state in workflow.PLANNABLE else [],
        "is_preparing": one.state == workflow.PREPARING, "is_announced": one.state == workflow.ANNOUNCED,
        "is_under_way": one.state == workflow.UNDER_WAY, "is_cancelled": one.state == workflow.CANCELLED,
        "is_plannable": one.state in workflow.PLANNABLE,
        "may_cancel": one.state in workflow.ROUND_BY_CODE["cancel"].sources,
        "may_keep": OFFICE.check(actor_of(request)),
    }  # fmt: skip
    return render(request, "contact/round.html", context)


def _place_choices() -> list[tuple[str, str]]:
    return [(str(one.pk), one.label) for one in places_to_visit()]


def _people_choices() -> list[tuple[str, str]]:
    levels = levels_on(today())
    names = dict(Deputy.objects.filter(pk__in=list(levels)).values_list("pk", "display_name"))
    return [(str(pk), names[pk]) for pk in levels]


@requires(OFFICE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a round; every active neighbourhood and everybody in office is ticked beforehand."""
    year = today().year
    ordinal = next_ordinal(year)
    places, people = _place_choices(), _people_choices()
    initial = {
        "name": default_name(year, ordinal), "year": year, "ordinal": ordinal, "plenary_from": "13:30",
        "visits_from": "14:10", "visits_until": "17:00", "sessions": "14:30 15:40",
        "places": [pk for pk, _name in places], "deputies": [pk for pk, _name in people],
    }  # fmt: skip
    made: list[Round] = []

    def run(data: Mapping[str, Any]) -> None:
        chosen = {int(pk) for pk in data["places"]}
        action = PlanRound(
            actor=actor_of(request), frame=form.frame(),
            places=tuple(one for one in places_to_visit() if one.pk in chosen),
            deputies=tuple(Deputy.objects.filter(pk__in=[int(pk) for pk in data["deputies"]]).order_by("sort", "id")),
        )  # fmt: skip
        made.append(action.execute())

    form = forms.NewRoundForm(posted(request), initial=initial, places=places, deputies=people)
    answer = form_page(
        request,
        form,
        run,
        title=_("安排一轮活动"),
        back=page_or_list(made),
        done=_("这一轮已经建好。接着写请假和意愿，再分配。"),
    )
    return HttpResponseRedirect(page_of(made[0].pk)) if made else answer


def page_or_list(made: list[Round]) -> str:
    """The list of rounds, before there is a page to go to."""
    return page_of(made[0].pk) if made else reverse("contact:rounds")


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is written about a round."""
    one = loaded(request, Round)

    def run(_data: Mapping[str, Any]) -> None:
        ChangeRound(actor=actor_of(request), round=one, frame=form.frame()).execute()

    form = forms.RoundForm(posted(request), initial=forms.frame_of(one))
    return form_page(
        request, form, run, title=_("更正这一轮"), sub=one.name, back=page_of(one.pk),
        done=_("已经更正。改了日期或时间的，请重新分配。"),
    )  # fmt: skip


#: Moves that need no more than a reason: action, title, message.
_MOVES: Final = {
    "announce": (AnnounceRound, gettext_lazy("发通知"), gettext_lazy("已经通知代表和各居民区书记。")),
    "begin": (BeginRound, gettext_lazy("活动开始"), gettext_lazy("活动开始了。")),
    "gather": (GatherRound, gettext_lazy("走访结束，开始汇总"), gettext_lazy("走访全部结束，等各居民区交清单。")),
    "cancel": (CancelRound, gettext_lazy("取消这一轮"), gettext_lazy("已经取消。")),
}


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Announce, begin, gather or cancel."""
    one = loaded(request, Round)
    action, title, done = _MOVES[code]

    def run(data: Mapping[str, Any]) -> None:
        action(actor=actor_of(request), round=one, reason=data["reason"]).execute()

    return form_page(
        request, forms.ReasonForm(posted(request)), run, title=str(title), sub=one.name, back=page_of(one.pk),
        done=str(done),
    )  # fmt: skip


# --- who can be where ------------------------------------------------------------------------------


@requires(READERS, round_here)
@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The deputies of a round: who is away, who is there for a part; wishes, recusals, pairs apart."""
    one = loaded(request, Round)
    context = {
        "round": one, "sub": found.sub_of(one), "rows": found.people_rows(one),
        "wishes": Wish.objects.filter(round_id=one.pk).select_related("deputy", "place").order_by("kind", "id"),
        "apart": Apart.objects.filter(round_id=one.pk).select_related("one", "other").order_by("id"),
        "may_keep": OFFICE.check(actor_of(request)) and one.state in workflow.PLANNABLE,
    }  # fmt: skip
    return render(request, "contact/people.html", context)


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int, deputy: int) -> HttpResponse:
    """Write down how far a deputy takes part."""
    one = loaded(request, Round)
    row = RoundDeputy.objects.filter(round_id=one.pk, deputy_id=deputy).select_related("deputy").first()
    if row is None:
        raise Http404
    names = ("away", "away_because", "here_from", "here_until", "most_visits")

    def run(data: Mapping[str, Any]) -> None:
        SetPerson(actor=actor_of(request), round=one, deputy=row.deputy, **data).execute()

    form = forms.PersonForm(posted(request), initial={name: getattr(row, name) for name in names})
    return form_page(
        request, form, run, title=row.deputy.display_name, sub=one.name, back=page_of(one.pk, "round_people"),
        done=_("已经记下。"),
    )  # fmt: skip


def _on_round(one: Round) -> list[tuple[str, str]]:
    rows = RoundDeputy.objects.filter(round_id=one.pk).order_by("deputy__sort", "deputy_id")
    return [(str(pk), name) for pk, name in rows.values_list("deputy_id", "deputy__display_name")]


def _visited(one: Round) -> list[tuple[str, str]]:
    rows = found.round_visits(one).exclude(state=workflow.NOT_HELD)
    return [(str(row.place_id), row.place.label) for row in rows]


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a wish, whom a place asks for, or a recusal."""
    one = loaded(request, Round)

    def run(data: Mapping[str, Any]) -> None:
        deputy, place = Deputy.objects.get(pk=int(data["deputy"])), Place.objects.get(pk=int(data["place"]))
        SetWish(
            actor=actor_of(request), round=one, deputy=deputy, place=place, kind=data["kind"], reason=data["reason"]
        ).execute()

    form = forms.WishForm(posted(request), deputies=_on_round(one), places=_visited(one))
    return form_page(
        request, form, run, title=_("意愿和回避"), sub=one.name, back=page_of(one.pk, "round_people"),
        done=_("已经记下。"),
    )  # fmt: skip


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def apart(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down two who should not be in one team."""
    one = loaded(request, Round)

    def run(data: Mapping[str, Any]) -> None:
        pair = {str(row.pk): row for row in Deputy.objects.filter(pk__in=[int(data["one"]), int(data["other"])])}
        KeepApart(
            actor=actor_of(request), round=one, one=pair[data["one"]], other=pair[data["other"]], reason=data["reason"]
        ).execute()

    form = forms.ApartForm(posted(request), deputies=_on_round(one))
    return form_page(
        request, form, run, title=_("不安排在一处"), sub=one.name, back=page_of(one.pk, "round_people"),
        done=_("已经记下。"),
    )  # fmt: skip


@requires(OFFICE, round_here)
@require_POST
def take_back(request: HttpRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Take a wish, a recusal or a pair off the list."""
    one = loaded(request, Round)
    model: type[Wish] | type[Apart] = Wish if kind == "wish" else Apart
    gone = model.objects.filter(pk=row, round_id=one.pk).first()
    if gone is None:
        raise Http404
    TakeBack(actor=actor_of(request), round=one, row_to_go=gone).execute()
    messages.success(request, _("已经去掉。"))
    return HttpResponseRedirect(page_of(one.pk, "round_people"))


@requires(READERS, round_here)
@require_safe
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """The neighbourhoods of a round: when they can host, how many, how far they are with preparing."""
    one = loaded(request, Round)
    context = {
        "round": one, "sub": found.sub_of(one), "rows": found.visit_rows(one),
        "may_keep": OFFICE.check(actor_of(request)) and one.state in workflow.PLANNABLE,
        "may_choose": OFFICE.check(actor_of(request)) and one.state == workflow.PREPARING,
    }  # fmt: skip
    return render(request, "contact/places.html", context)


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def choose_places(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which neighbourhoods are visited."""
    one = loaded(request, Round)

    def run(data: Mapping[str, Any]) -> None:
        chosen = {int(pk) for pk in data["places"]}
        rows = tuple(place for place in places_to_visit() if place.pk in chosen)
        ChoosePlaces(actor=actor_of(request), round=one, places=rows).execute()

    initial = {"places": [pk for pk, _name in _visited(one)]}
    form = forms.PlacesForm(posted(request), initial=initial, places=_place_choices())
    return form_page(
        request, form, run, title=_("去哪些居民区"), sub=one.name, back=page_of(one.pk, "round_places"),
        done=_("名单已经改好。"),
    )  # fmt: skip


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def hosting(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    """Write down when a place can host and how many."""
    one = loaded(request, Round)
    row = Visit.objects.filter(round_id=one.pk, pk=visit).select_related("place").first()
    if row is None:
        raise Http404
    names = ("open_from", "open_until", "least", "most")

    def run(data: Mapping[str, Any]) -> None:
        SetHosting(actor=actor_of(request), round=one, visit=row, **data).execute()

    form = forms.HostingForm(posted(request), initial={name: getattr(row, name) for name in names})
    return form_page(
        request, form, run, title=row.place.label, sub=one.name, back=page_of(one.pk, "round_places"),
        done=_("已经记下。"),
    )  # fmt: skip
