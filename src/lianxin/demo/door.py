"""What the example town does with several voices and at the door: issues, a link for neighbours, a run of slips.

Chosen from what the script left on its last day, in the order of ids, so that the town is the same however often it
is made.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lianxin.cases import workflow
from lianxin.cases.delivery.actions import MakeRun, mark_all
from lianxin.cases.delivery.rules import DELIVERED, NOT_HOME, Typed
from lianxin.cases.delivery.selectors import answers_to_carry, items_of
from lianxin.cases.issues.actions import MergeCases
from lianxin.cases.issues.me_too import OpenMeToo
from lianxin.cases.models import Case
from lianxin.core.clock import today
from lianxin.demo.cast import Cast
from lianxin.people import roles
from lianxin.places.models import Place, PlaceKind

#: So many issues, each of at most so many matters.
ISSUES: Final = 2
MEMBERS: Final = 3
_WHY: Final = "同一个居民区、同一件事（演示）"
_TITLE: Final = "同一件事"
#: A name so short cannot repeat anybody's words.
SHORT: Final = 11


def gather_and_carry(cast: Cast) -> None:
    """Bring alike matters together and carry what waits in one neighbourhood; the town must be in scope."""
    desk = cast.somebody(roles.GOVERNMENT_DESK)
    for lead, *others in islice(alike(), ISSUES):
        title = lead.category.name[:SHORT] if lead.category is not None else _TITLE
        ids = [case.pk for case in others]
        MergeCases(actor=desk, lead_id=lead.pk, case_ids=ids, title=title, reason=_WHY).execute()
        until = today() + dt.timedelta(days=30)
        OpenMeToo(actor=desk, case_id=lead.pk, title=title, closes_on=until).execute()
    _carry(cast)


def alike() -> Iterator[list[Case]]:
    """Matters the desk has, of one neighbourhood and one category, oldest first: the first of each leads."""
    homes = list(Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).order_by("sort", "id"))
    rows = Case.objects.select_related("category").filter(
        state__in=workflow.CAN_FOLLOW, reached_desk=True, sealed=False, track="resident", category__isnull=False
    )
    groups: dict[tuple[int, int], list[Case]] = {}
    for case in rows.exclude(kind__in=("accusation", "emergency")).order_by("received_on", "id"):
        home = next((place.pk for place in homes if case.place_path.startswith(place.path)), None)
        if home is not None:
            groups.setdefault((home, case.category_id), []).append(case)
    yield from (cases[:MEMBERS] for cases in groups.values() if len(cases) > 1)


def _carry(cast: Cast) -> None:
    """The neighbourhood with the most answers to tell sends its building heads out; some slips have come back."""
    waiting = list(answers_to_carry().values_list("place_path", flat=True))
    homes = list(Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).order_by("sort", "id"))
    home = max(homes, key=lambda place: sum(path.startswith(place.path) for path in waiting), default=None)
    if home is None or not any(path.startswith(home.path) for path in waiting):
        return
    secretary = cast.at(roles.SECRETARY, home.code)
    run = MakeRun(actor=secretary, place_id=home.pk, carrier_label="各楼楼组长（演示）").execute()
    items = items_of(run)
    back = [Typed(1, DELIVERED, "solved"), Typed(2, DELIVERED, "unsolved", "晚上还是不亮（演示）"), Typed(3, NOT_HOME)]
    mark_all(secretary, items, [one for one in back if one.order < len(items)])
