"""Five minutes before a visit: what a deputy must know of the place, unfinished matters of the last round first.

Composed from what others keep: the place, the last round's list, open and repeated matters, promises that fall due.
Nobody's name or number stands here; words asked to be kept secret are not quoted.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases import workflow
from lianxin.cases.models import IMPORT_UNDONE, Case
from lianxin.clocks.models import Promise, PromiseState
from lianxin.contact import base
from lianxin.contact import workflow as rounds
from lianxin.contact.models import Visit
from lianxin.contact.policies import NEIGHBOURHOOD, ON_VISIT, READERS, deputies_of
from lianxin.contact.visits.earlier import told_rows
from lianxin.contact.visits.selectors import head_of, when_words
from lianxin.core.clock import today
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.journal.actors import Actor
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Place, PlaceKind
from lianxin.ui.dates import zh_date, zh_day

MAY_READ: Final = ON_VISIT | READERS | NEIGHBOURHOOD
#: So many days back matters count as of late, as for repeats elsewhere.
LATELY: Final = 90
#: From how many matters of one class on they count as repeated.
REPEATED: Final = 3
#: So many promises and classes at most; a briefing is read in five minutes.
SHOWN: Final = 8
#: So many of the last round's dealt-with matters are spelled out; the unfinished ones always are.
DONE_SHOWN: Final = 4

Row = dict[str, Any]


def visit_here(request: HttpRequest, pk: int) -> Visit | None:
    """A visit with its deputies; for who only goes there, once the round was announced."""
    inside = Q(place__children__kind=PlaceKind.COMPOUND, place__children__is_active=True)
    rows = base.visits().annotate(
        compounds=Count("place__children", filter=inside), homes=Sum("place__children__households", filter=inside)
    )
    found: Visit | None = rows.filter(pk=pk).exclude(round__state=rounds.CANCELLED).first()
    if found is None or READERS.check(actor_of(request)) or NEIGHBOURHOOD.check(actor_of(request), found):
        return found
    return found if found.round.state != rounds.PREPARING else None


@requires(MAY_READ, visit_here)
@require_safe
def briefing(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; at most twelve statements."""
    visit = loaded(request, Visit)
    last = told_rows([visit])[visit.pk]
    undone = [_last(row) for row in last if row["unsolved"] or row["rank"] < _SETTLED]
    done = [_last(row) for row in last if not (row["unsolved"] or row["rank"] < _SETTLED)]
    classes = _classes(visit.place)
    context = {
        "head": head_of(visit), "visit": visit, "place": visit.place.name, "theme": visit.round.theme,
        "facts": _facts(visit), "undone": undone, "done": done[:DONE_SHOWN], "done_n": len(done),
        "last_n": len(last), "open": [row for row in classes if row["open"]][:SHOWN],
        "open_n": sum(row["open"] for row in classes), "lately": LATELY,
        "repeated": [row for row in classes if row["lately"] >= REPEATED][:SHOWN], "promises": _promises(visit),
    }  # fmt: skip
    return render(request, "faces/briefing.html", context)


#: The order of telling in which a matter counts as finished (``contact.visits.rules.telling_order``).
_SETTLED: Final = 4


def _last(row: Row) -> Row:
    """One matter of the last visit in short words, masked."""
    words = row["words"] if row["hidden"] else shorten(mask(row["words"]), 60)
    why = "" if row["hidden"] else shorten(mask(row["reason"]), 80)
    return {
        "number": row["number"], "words": words, "result": row["result"], "unit": row["unit"], "why": why,
        "verdict": row["verdict"], "promise": row["promise"], "unsolved": row["rank"] == 0,
    }  # fmt: skip


def _facts(visit: Any) -> list[Row]:
    """What the register knows of the place; no statement."""
    place, facts = visit.place, visit.place.fact_map
    found = [
        (_("小区"), _("%(n)d 个") % {"n": visit.compounds} if visit.compounds else ""),
        (_("户数"), place.households or visit.homes or ""),
        (_("人口"), place.population or ""),
        (_("地址"), facts.get("address", "")),
        (_("接待时间"), facts.get("office_hours", "")),
    ]
    return [{"name": name, "value": value} for name, value in found if value]


def _classes(place: Place) -> list[Row]:
    """Matters at the place by class: open now, and how many came of late; one statement."""
    since = today() - dt.timedelta(days=LATELY)
    is_open, is_new = Q(state__in=workflow.OPEN_STATES), Q(received_on__gte=since)
    rows = Case.objects.filter(is_open | is_new, place_path__startswith=place.path, sealed=False)
    counted = (
        rows.exclude(outcome=IMPORT_UNDONE).order_by().values("category__name")
        .annotate(open=Count("pk", filter=is_open), lately=Count("pk", filter=is_new),
                  late=Count("pk", filter=is_open & Q(due_on__lt=today())))
    )  # fmt: skip
    found = [
        {
            "name": row["category__name"] or _("还没有分类"), "open": row["open"], "lately": row["lately"],
            "late": row["late"],
        }
        for row in counted
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row["open"], -row["lately"], row["name"]))


def _promises(visit: Visit) -> list[Row]:
    """Open promises for the place due up to the month after the visit, the overdue ones first; one statement."""
    until = max(today(), visit.round.day) + dt.timedelta(days=31)
    cases = Case.objects.filter(place_path__startswith=visit.place.path, sealed=False).order_by().values("pk")
    rows = Promise.objects.filter(
        owner_kind="case", owner_id__in=cases, state__in=(PromiseState.OPEN, PromiseState.MISSED), due_on__lte=until,
        shared_from=None,
    )  # fmt: skip
    return [
        {
            "text": shorten(mask(one.text), 80), "unit": one.unit.label if one.unit is not None else "",
            "due": zh_date(one.due_on), "late": one.due_on < today(),
        }
        for one in rows.select_related("unit").order_by("due_on", "id")[:SHOWN]
    ]  # fmt: skip


# --- on the deputy's first page -------------------------------------------------------------------


def coming(request: HttpRequest, _obj: object = None) -> Mapping[str, Any]:
    """The deputy's visits that are still to come, for the panel on the first page; one statement."""
    return {"visits": next_visits(actor_of(request))}


def next_visits(actor: Actor) -> list[Row]:
    """Announced visits from today on; one statement."""
    rows = Visit.objects.filter(
        deputies__deputy__in=deputies_of(actor), deputies__dropped_because="", state=rounds.PLANNED,
        round__state__in=(rounds.ANNOUNCED, rounds.UNDER_WAY), round__day__gte=today(),
    )  # fmt: skip
    found = rows.select_related("round", "place").order_by("round__day", "starts_at", "pk").distinct()[:SHOWN]
    return [
        {"pk": one.pk, "place": one.place.name, "when": when_words(one), "day": zh_day(one.round.day)} for one in found
    ]
