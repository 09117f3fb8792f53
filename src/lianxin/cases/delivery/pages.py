"""The desk's pages: what waits to be carried, one run with its slips, quick entry of what came back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.cases.delivery import rules, selectors
from lianxin.cases.delivery.actions import CloseRun, MakeRun, mark_all
from lianxin.cases.delivery.forms import QuickForm, RunForm
from lianxin.cases.delivery.policies import CARRY
from lianxin.cases.models import DeliveryItem, DeliveryRun, Outcome, Result
from lianxin.core.clock import today
from lianxin.core.masking import mask
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.policies import reach_of
from lianxin.places.models import Place, PlaceKind
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import told


def paths_of(actor: Actor) -> tuple[str, ...] | None:
    """The places whose answers the actor carries; ``None`` for the whole town."""
    if actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR):
        return None
    reach = reach_of(actor, roles.SECRETARY, roles.COMMITTEE)
    return None if reach.whole_town else reach.paths


def homes_of(actor: Actor) -> list[Place]:
    """The neighbourhoods one may carry for; one statement."""
    rows = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD, is_active=True).order_by("sort", "id")
    paths = paths_of(actor)
    return [place for place in rows if paths is None or any(place.path.startswith(path) for path in paths)]


def waiting(homes: Sequence[Place]) -> dict[int, int]:
    """How many answers wait to be told, by neighbourhood; one statement."""
    found = dict.fromkeys((place.pk for place in homes), 0)
    for path in selectors.answers_to_carry().values_list("place_path", flat=True)[:5000]:
        for place in homes:
            if path.startswith(place.path):
                found[place.pk] += 1
    return found


@requires(CARRY)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """How much waits where; make a run; the latest runs."""
    actor = actor_of(request)
    homes = homes_of(actor)
    counts = waiting(homes)
    form = RunForm(request.POST if request.method == "POST" else None, initial={"day": today()})
    field = form.fields["place_id"]
    field.choices = [(place.pk, f"{place.label}（{counts[place.pk]}）") for place in homes]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            run = MakeRun(
                actor=actor,
                place_id=data["place_id"],
                day=data["day"],
                carrier_label=data["carrier_label"],
                once=None,
            ).execute()
        except Invalid as problem:
            form.take(problem)
        except WrongState as problem:
            form.add_error(None, problem.message)
        else:
            return redirect("cases:desk_run", number=run.number)
    busy = sorted((place for place in homes if counts[place.pk]), key=lambda place: -counts[place.pk])
    context = {
        "form": form,
        "rows": [{"name": place.label, "count": counts[place.pk]} for place in busy],
        "runs": list(selectors.runs(paths_of(actor))[:30]),
    }
    return render(request, "cases/delivery/home.html", context, status=form.status)


def run_or_404(_request: HttpRequest, number: str) -> DeliveryRun:
    """The run of an address."""
    run = DeliveryRun.objects.select_related("place").filter(number=number).first()
    if run is None:
        raise Http404
    return run


@requires(CARRY, run_or_404)
@require_http_methods(["GET", "HEAD", "POST"])
def run_page(request: HttpRequest, number: str) -> HttpResponse:
    """The slips and where each is; type in what came back."""
    run = loaded(request, DeliveryRun)
    items = selectors.items_of(run)
    form = QuickForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed, strange = rules.read_lines(form.cleaned_data["lines"])
        done = mark_all(actor_of(request), items, typed)
        if done.marked or done.ticked:
            messages.success(
                request, _("登记了 %(n)d 张，其中 %(t)d 张有评价。") % {"n": done.marked, "t": done.ticked}
            )
        for order, sentence in done.refused:
            messages.warning(request, _("第 %(n)d 号：%(why)s") % {"n": order, "why": sentence})
        if not strange:
            return redirect("cases:desk_run", number=number)
        form.add_error("lines", _("这些行没看懂：%(lines)s") % {"lines": told(strange)})
        items = selectors.items_of(run)
    context = {
        "run": run,
        "form": form,
        "rows": [row_of(item) for item in items],
        "stats": stats_of(items),
        "day": zh_date(run.day),
    }
    return render(request, "cases/delivery/run.html", context, status=form.status)


def row_of(item: DeliveryItem) -> dict[str, Any]:
    """One slip as a line: never the words, never a name."""
    return {
        "order": item.order,
        "building": mask(item.building_label),
        "number": item.case.number,
        "title": item.case.title,
        "what": _("承诺的消息") if item.is_news else _("答复"),
        "outcome": str(Outcome(item.outcome).label),
        "pending": item.outcome == Outcome.PENDING,
        "delivered": item.outcome in rules.HANDED_OVER,
        "tick": str(Result(item.tick).label) if item.tick else "",
        "by": item.marked_by_label,
    }


def stats_of(items: Sequence[DeliveryItem]) -> list[dict[str, Any]]:
    """Counts, each of the whole."""
    count = selectors.tally(items)
    names = [(str(label), count[code]) for code, label in Outcome.choices] + [(_("交回回条"), count["ticked"])]
    return [
        {"name": name, "value": value, "unit": _("张"), "n": _("共 %(n)d 张") % {"n": count["all"]}}
        for name, value in names
    ]


@requires(CARRY, run_or_404)
@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Take the run in."""
    CloseRun(actor=actor_of(request), run_id=loaded(request, DeliveryRun).pk).execute()
    messages.success(request, _("这一趟已收回。没有登记的不算送到，下一趟会再出纸条。"))
    return redirect("cases:desk_run", number=number)
