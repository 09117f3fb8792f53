"""What the leader's page counts: what is stuck, what repeats, what must be decided.  Counts with n, never of people."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.fields import TextField

from lianxin.cases import workflow as cases
from lianxin.cases.disputes import workflow as disputes
from lianxin.cases.models import Case, Dispute, ExtensionRequest
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.models import CongressStep, Promise, PromiseState, SupervisionOrder
from lianxin.clocks.orders import workflow as orders
from lianxin.clocks.rules import days_late
from lianxin.core.clock import today
from lianxin.faces import overview
from lianxin.journal.actors import Actor

#: How many days back repeats are looked for (as the rule "计作重复反映" of the standard rule set).
WINDOW: Final = 90
#: From how many matters of one category in one neighbourhood on it is called repeating.
REPEATS: Final = 3
#: Working days late: the upper ends of the groups; the last one is open.
GROUPS: Final = (2, 5, 10)
SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Stuck:
    """Overdue matters: all open ones, how many are late, by working days late, by state, and the latest ones."""

    open: int
    late: int
    groups: list[tuple[int, int | None, int]]
    states: list[tuple[str, int]]
    oldest: list[Case]
    unsolved: int
    judged: int


def seen_by(actor: Actor) -> QuerySet[Case]:
    """What counts on this page: what the actor sees, nothing sealed."""
    return overview.counted(actor).filter(sealed=False)


def stuck(actor: Actor) -> Stuck:
    """Four statements, whatever there is: totals, late ones by day and state, the calendar, the latest."""
    day = today()
    since = day - dt.timedelta(days=WINDOW)
    rows = seen_by(actor)
    is_open = Q(state__in=cases.OPEN_STATES)
    recently = Q(judged_on__gte=since)
    total = rows.aggregate(
        open=Count("pk", filter=is_open),
        judged=Count("pk", filter=recently & ~Q(resident_says="")),
        unsolved=Count("pk", filter=recently & Q(resident_says="unsolved")),
    )
    late = rows.filter(is_open, due_on__lt=day)
    counts = list(late.values_list("due_on", "state").annotate(n=Count("pk")).order_by("due_on", "state"))
    calendar = town_calendar()
    by_group: Counter[int] = Counter()
    by_state: Counter[str] = Counter()
    for due_on, state, n in counts:
        by_group[group_of(days_late(due_on, day, calendar))] += n
        by_state[state] += n
    ends = (*GROUPS, None)
    groups = [((GROUPS[i - 1] + 1) if i else 1, end, by_group[i]) for i, end in enumerate(ends)]
    oldest = late.select_related("lead_unit", "place", "category").order_by("due_on", "id")[:SHOWN]
    return Stuck(
        open=total["open"], late=sum(by_group.values()), groups=groups, states=by_state.most_common(),
        oldest=list(oldest), unsolved=total["unsolved"], judged=total["judged"],
    )  # fmt: skip


def group_of(late: int) -> int:
    """Which group of :data:`GROUPS` so many working days belong to."""
    return next((i for i, end in enumerate(GROUPS) if late <= end), len(GROUPS))


@dataclass(frozen=True, slots=True)
class Repeat:
    """One category in one neighbourhood, with how often in the window, and how many of them are still open."""

    category: str
    place: str
    place_id: int
    n: int
    open: int


def repeats(actor: Actor) -> list[Repeat]:
    """The same category in the same neighbourhood again and again; two statements."""
    since = today() - dt.timedelta(days=WINDOW)
    rows = (
        seen_by(actor)
        .filter(received_on__gte=since, category__isnull=False)
        .values_list("category__name", "place_path")
        .annotate(n=Count("pk"), open=Count("pk", filter=Q(state__in=cases.OPEN_STATES)))
        .order_by("category__name", "place_path")
    )
    homes = {place.pk: place.label for place in overview.neighbourhoods()}
    n: Counter[tuple[str, int]] = Counter()
    still: Counter[tuple[str, int]] = Counter()
    for name, path, count, open_ in rows:
        home = next((pk for pk in map(int, filter(None, path.split("/"))) if pk in homes), None)
        if home is not None:
            n[name, home] += count
            still[name, home] += open_
    found = [Repeat(name, homes[home], home, k, still[name, home]) for (name, home), k in n.items() if k >= REPEATS]
    return sorted(found, key=lambda one: (-one.n, one.category, one.place))


def undecided() -> Mapping[str, int]:
    """How much waits for a person to decide it, by sort; one statement."""
    day = today()
    late_answer = {"state": orders.ISSUED, "due_on__lt": day}
    parts = {
        "leader": SupervisionOrder.objects.filter(state=orders.DRAFT, step="leader"),
        "orders": SupervisionOrder.objects.filter(state=orders.DRAFT).exclude(step="leader"),
        "unanswered": SupervisionOrder.objects.filter(**late_answer),
        "answered": SupervisionOrder.objects.filter(state=orders.ANSWERED),
        "disputes": Dispute.objects.filter(state__in=disputes.UNDECIDED),
        "extensions": ExtensionRequest.objects.filter(decision=""),
        "promises": Promise.objects.filter(state=PromiseState.MISSED),
        "to_start": CongressStep.objects.filter(state=orders.DRAFT),
        "to_report": CongressStep.objects.filter(state=orders.STARTED),
        "reported": CongressStep.objects.filter(state=orders.REPORTED),
    }
    return counts_of(parts)


def counts_of(parts: Mapping[str, QuerySet[Any]]) -> Mapping[str, int]:
    """How many rows each queryset has; one statement for all."""
    counted = [
        rows.order_by().annotate(_of=Value(name, TextField())).values("_of").annotate(_n=Count("pk"))
        for name, rows in parts.items()
    ]
    first, *others = counted
    found: Sequence[Mapping[str, Any]] = list(first.union(*others, all=True))
    return dict.fromkeys(parts, 0) | {row["_of"]: row["_n"] for row in found}
