"""How disputes and returns are read: sheets an actor sees, and the figures of returns and bounces."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from lianxin.cases.models import IMPORT_UNDONE, Case, Dispute, ReturnRequest
from lianxin.core.clock import day_bounds
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.places.models import Unit


def disputes(actor: Actor) -> QuerySet[Dispute]:
    """The sheets an actor sees (`policies.SEE_DISPUTE` as a filter)."""
    rows = Dispute.objects.select_related("case", "category", "place", "lead_unit", "duty_rule")
    if actor.has(roles.GOVERNMENT_DESK, roles.LEADER):
        return rows
    found = Q(pk__in=[])
    for unit in actor.unit_ids(*roles.OF_A_UNIT):
        found |= Q(unit_path__contains=f"/{unit}/") | Q(co_unit_path__contains=f"/{unit}/") | Q(lead_unit=unit)
    return rows.filter(found)


@dataclass(frozen=True, slots=True)
class Returns:
    """Counts of a stretch of days.  A bounce is a matter returned at least twice.

    ``categories``: (name, assigned, returned, bounced); ``pairs``: (who returned, whom they proposed, how often).
    """

    assigned: int
    returned: int
    bounced: int
    settled: int
    categories: list[tuple[str, int, int, int]]
    pairs: list[tuple[str, str, int]]


def returns(first: dt.date, last: dt.date) -> Returns:
    """What was returned of what was assigned from ``first`` to ``last``; three statements."""
    assigned = Case.objects.filter(assigned_on__range=(first, last), sealed=False).exclude(outcome=IMPORT_UNDONE)
    by_category = (
        assigned.values(name=F("category__name"))
        .annotate(n=Count("pk"), back=Count("pk", filter=Q(return_count__gt=0)),
                  twice=Count("pk", filter=Q(return_count__gt=1)))
        .order_by("-back", "-n", "name")
    )  # fmt: skip
    rows = [(one["name"] or "", one["n"], one["back"], one["twice"]) for one in by_category]
    begin, end = day_bounds(first)[0], day_bounds(last)[1]
    pairs = (
        ReturnRequest.objects.filter(made_at__gte=begin, made_at__lt=end)
        .values(who=F("unit__name"), to=F("proposed_unit__name"))
        .annotate(n=Count("pk"))
        .order_by("-n", "who", "to")
    )
    settled = Dispute.objects.filter(decided_at__gte=begin, decided_at__lt=end).count()
    return Returns(
        assigned=sum(one[1] for one in rows),
        returned=sum(one[2] for one in rows),
        bounced=sum(one[3] for one in rows),
        settled=settled,
        categories=[one for one in rows if one[2]],
        pairs=[(one["who"], one["to"] or "", one["n"]) for one in pairs],
    )


def unit_names(ids: frozenset[int]) -> Mapping[int, str]:
    """Names of units; one statement, none without ids."""
    return dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


Row = dict[str, Any]
