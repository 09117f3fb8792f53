"""What several home pages draw: matters by neighbourhood on the schematic map, and two weeks of in and out.

Counts only what the actor may see (`visible`); matters whose import was undone count nowhere.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import get_script_prefix
from django.utils.translation import gettext as _

from lianxin.cases import workflow
from lianxin.cases.models import IMPORT_UNDONE, Case
from lianxin.cases.selectors.scope import visible
from lianxin.core.clock import today
from lianxin.journal.actors import Actor
from lianxin.places.models import Place, PlaceKind
from lianxin.places.selectors import places_of_kind

#: How many days the in-and-out drawing looks back, today included.
DAYS: Final = 14
#: How many days back the resident's front page counts.
LATELY: Final = 90

Row = dict[str, Any]


def counted(actor: Actor) -> QuerySet[Case]:
    """What the actor sees and what counts."""
    return visible(actor).exclude(outcome=IMPORT_UNDONE)


def neighbourhoods() -> list[Place]:
    """All active neighbourhoods, in the order of the profile; one statement."""
    return list(places_of_kind(PlaceKind.NEIGHBOURHOOD))


def map_of(actor: Actor, places: Iterable[Place]) -> list[Row]:
    """A tile for each neighbourhood: how many matters are open there and how many of them overdue; one statement."""
    places = list(places)
    here = counts_of(counted(actor), places)
    return [_tile(place, *here[place.pk]) for place in places if place.tile_x is not None and place.tile_y is not None]


def counts_of(cases: QuerySet[Case], places: Iterable[Place]) -> dict[int, tuple[int, int]]:
    """How many of these matters are open at each place, and how many of them overdue; one statement."""
    found = (
        cases.filter(state__in=workflow.OPEN_STATES)
        .values("place_path")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today())))
        .values_list("place_path", "open", "late")
    )
    here = {place.pk: (0, 0) for place in places}
    for path, count, late in found:
        home = next((pk for pk in map(int, filter(None, path.split("/"))) if pk in here), None)
        if home is not None:
            here[home] = (here[home][0] + count, here[home][1] + late)
    return here


def _tile(place: Place, count: int, late: int) -> Row:
    state = "late" if late else "open" if count else "clear"
    return {
        "name": place.label,
        "col": place.tile_x,
        "row": place.tile_y,
        "state": state,
        "value": count,
        "late": late,
        "note": _("逾期 %(n)d") % {"n": late} if late else "",
        "href": f"{get_script_prefix()}desk/cases/?list=open&place={place.pk}",
    }


def in_and_out(actor: Actor) -> list[Row]:
    """For each of the last days how many matters came in and how many were closed; two statements."""
    last = today()
    days = [last - dt.timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    came, went = (_by_day(actor, name, days[0], last) for name in ("received_on", "closed_on"))
    return [{"label": f"{day.month}/{day.day}", "first": came.get(day, 0), "second": went.get(day, 0)} for day in days]


def _by_day(actor: Actor, name: str, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    rows = counted(actor).filter(**{f"{name}__gte": first, f"{name}__lte": last}).values(name)
    return dict(rows.annotate(n=Count("pk")).values_list(name, "n"))


def lately() -> dict[str, int]:
    """What became of the words of the last `LATELY` days, as counts and nothing else; one statement."""
    since = today() - dt.timedelta(days=LATELY)
    rows = Case.objects.filter(received_on__gte=since, sealed=False).exclude(outcome=IMPORT_UNDONE)
    found: dict[str, int] = rows.aggregate(
        received=Count("pk"),
        assigned=Count("pk", filter=Q(assigned_on__isnull=False)),
        answered=Count("pk", filter=Q(replied_on__isnull=False) | Q(state=workflow.ANSWERED)),
        judged=Count("pk", filter=Q(judged_on__isnull=False)),
    )
    return found
