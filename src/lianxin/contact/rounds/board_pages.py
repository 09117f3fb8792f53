"""The board: the plan that stands, and a change by hand whose effect is shown before anybody decides."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.contact import workflow
from lianxin.contact.base import ASSIGNED, clock_words
from lianxin.contact.models import Round, RoundDeputy, VisitDeputy
from lianxin.contact.planning.adjusting import Add, Change, Drop, Give, Retime, Swap
from lianxin.contact.planning.explaining import alternatives
from lianxin.contact.planning.model import Stop, start_at
from lianxin.contact.policies import OFFICE, READERS
from lianxin.contact.rounds import forms
from lianxin.contact.rounds import selectors as found
from lianxin.contact.rounds.assigning import ChangeBoard, FixVisit, effect_on
from lianxin.contact.rounds.drafts import notes, points_rows
from lianxin.contact.rounds.material import Material, material_of
from lianxin.contact.rounds.pages import page_of, round_here
from lianxin.contact.texts import MISSING, REASONS, VIOLATIONS
from lianxin.core.ids import typed_id
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.acting import posted
from lianxin.ui.listing import listed, told

Row = dict[str, Any]

#: How many others are offered first, the cheapest before.
_OFFERED: Final = 8
#: A start is a minute of the day.
MINUTES_A_DAY: Final = 24 * 60


@requires(READERS, round_here)
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Every place by time: who goes, what is fixed, what is missing."""
    one = loaded(request, Round)
    rows = found.visit_rows(one)
    people = found.people_rows(one)
    sessions: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["start"]):
        sessions.setdefault(row["when"], []).append(row)
    context = {
        "round": one, "sub": found.sub_of(one), "sessions": list(sessions.items()),
        "counts": found.counts_of(one, rows),
        "idle": [row["name"] for row in people if not row["goes"] and not row["away"]],
        "away": [row for row in people if row["away"]], "late": found.late_leaves(people, rows),
        "may_keep": OFFICE.check(actor_of(request)) and one.state in workflow.PLANNABLE,
    }  # fmt: skip
    return render(request, "contact/board.html", context)


def _visit_of(material: Material, visit: int) -> Any:
    row = next((one for one in material.visits if one.pk == visit), None)
    if row is None:
        raise Http404
    return row


@requires(OFFICE, round_here)
@require_safe
def board_visit(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    """One place on the board: everything that can be changed, each with who else could go and what it costs."""
    one = loaded(request, Round)
    material = material_of(one)
    place = _visit_of(material, visit)
    key = str(place.place_id)
    here = [stop for stop in material.stops if stop.place == key]
    there = {stop.deputy for stop in here}
    context = {
        "round": one, "visit": place, "key": key, "when": found.when(place), "sub": found.sub_of(one),
        "is_open": place.state == workflow.PLANNED and one.state in workflow.PLANNABLE,
        "who": [_seated(material, stop, place.pk) for stop in here],
        "could_add": [_named(material, key) for key in map(_key, material.people) if key not in there],
        "times": _times(material, key), "full": len(here) >= place.most, "others": _others(material, key),
    }  # fmt: skip
    return render(request, "contact/board_visit.html", context)


def _key(row: RoundDeputy) -> str:
    """The planner's key of a deputy of a round."""
    return str(row.deputy_id)


def _named(material: Material, key: str) -> Row:
    visits = [stop for stop in material.stops if stop.deputy == key]
    where = listed(f"{material.name(stop.place)} {clock_words(stop.start)}" for stop in visits)
    return {"key": key, "name": material.name(key), "where": where}


def _seated(material: Material, stop: Stop, visit: int) -> Row:
    """A deputy at a place: why, whether fixed, and who else could go and by how many points worse."""
    row = next(one for one in material.on_visits if one.visit_id == visit and str(one.deputy_id) == stop.deputy)
    others = alternatives(material.problem, material.stops, stop)[:_OFFERED]
    return {
        "key": stop.deputy, "pk": row.pk, "name": material.name(stop.deputy), "fixed": row.fixed,
        "why": told(material.say(REASONS, notes(json.loads(row.reasons)))),
        "others": [{**_named(material, key), "points": points} for points, key in others],
    }  # fmt: skip


def _times(material: Material, key: str) -> list[Row]:
    """At which times the place could be visited."""
    place = next(one for one in material.problem.places if one.key == key)
    sessions = range(len(material.problem.afternoon.sessions))
    present = {stop.start for stop in material.stops if stop.place == key}
    starts = [start_at(material.problem, place, number) for number in sessions]
    return [
        {"value": start, "word": clock_words(start)} for start in starts if start is not None and start not in present
    ]


def _others(material: Material, key: str) -> list[Row]:
    """Everybody who goes somewhere else, to swap with."""
    return [
        {"value": f"{stop.deputy}.{stop.place}", "word": f"{material.name(stop.deputy)}（{material.name(stop.place)}）"}
        for stop in material.stops
        if stop.place != key and material.visit_at[stop.place].state == workflow.PLANNED
    ]


def _minute(typed: str) -> int | None:
    """A minute of the day as typed; None for anything else."""
    value = typed_id(typed)
    return value if value is not None and value < MINUTES_A_DAY else None


def change_from(data: Mapping[str, str]) -> Change:
    """The change that a request names; raises ``Http404`` for nonsense."""
    kind, place, deputy = data.get("kind", ""), data.get("place", ""), data.get("deputy", "")
    other = data.get("other", "")
    if kind == "give":
        return Give(place, deputy, other)
    if kind == "swap":
        someone, _dot, somewhere = other.partition(".")
        return Swap(deputy, place, someone, somewhere)
    start = _minute(data.get("start", ""))
    if kind == "add":
        return Add(deputy, place, start)
    if kind == "drop":
        return Drop(deputy, place)
    if kind == "retime" and start is not None:
        return Retime(place, start)
    raise Http404


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def effect(request: HttpRequest, pk: int) -> HttpResponse:
    """What a change would do; sent, it is done.  A broken rule is shown in words and needs a reason."""
    one = loaded(request, Round)
    asked = {name: request.GET.get(name, "") for name in ("kind", "place", "deputy", "other", "start")}
    change = change_from(asked)
    material = material_of(one)
    seen = effect_on(material, change)
    form = forms.ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            ChangeBoard(actor=actor_of(request), round=one, change=change, reason=form.cleaned_data["reason"]).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _("已经改好。"))
            return HttpResponseRedirect(page_of(one.pk, "board"))
    visit = material.visit_at.get(asked["place"])
    context = {
        "round": one, "form": form, "what": _in_words(material, change),
        "broken": material.say(VIOLATIONS, seen.broken), "mended": material.say(VIOLATIONS, seen.mended),
        "newly_missing": material.say(MISSING, seen.newly_missing), "points": seen.points, "worse": seen.points > 0,
        "better": -seen.points, "added": points_rows(material, seen.added),
        "removed": points_rows(material, seen.removed), "told": one.state != workflow.PREPARING,
        "back": reverse("contact:board_visit", args=[one.pk, visit.pk]) if visit else page_of(one.pk, "board"),
    }  # fmt: skip
    return render(request, "contact/effect.html", context, status=form.status)


def _in_words(material: Material, change: Change) -> str:
    """The change as a sentence."""
    name = material.name
    if isinstance(change, Give):
        facts = {"place": name(change.place), "giver": name(change.giver), "taker": name(change.taker)}
        return _("%(place)s：由%(taker)s去，代替%(giver)s。") % facts
    if isinstance(change, Swap):
        facts = {"one": name(change.one), "other": name(change.other), "a": name(change.place_of_one),
                 "b": name(change.place_of_other)}  # fmt: skip
        return _("%(one)s（%(a)s）和%(other)s（%(b)s）对换。") % facts
    if isinstance(change, Retime):
        return _("%(place)s改到 %(time)s。") % {"place": name(change.place), "time": clock_words(change.start)}
    facts = {"deputy": name(change.deputy), "place": name(change.place)}
    return (_("%(deputy)s增加去%(place)s。") if isinstance(change, Add) else _("%(deputy)s不去%(place)s了。")) % facts


@requires(OFFICE, round_here)
@require_POST
def fix(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Fix somebody's visit, or set it free; nothing else changes, so nothing has to be shown first."""
    one = loaded(request, Round)
    on_visit = VisitDeputy.objects.filter(pk=row, visit__round_id=one.pk, level__in=ASSIGNED).first()
    if on_visit is None:
        raise Http404
    fixed = request.POST.get("fixed") == "1"
    FixVisit(actor=actor_of(request), round=one, on_visit=on_visit, fixed=fixed).execute()
    messages.success(request, _("已经固定，重新计算时不动。") if fixed else _("已经放开。"))
    return HttpResponseRedirect(reverse("contact:board_visit", args=[one.pk, on_visit.visit_id]))
