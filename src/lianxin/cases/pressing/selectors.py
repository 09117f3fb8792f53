"""How orders, congress steps and what they are about are read; every function says what it costs."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.cases.actions.base import KIND
from lianxin.cases.models import Case, CaseState
from lianxin.cases.pressing.policies import OFFICE
from lianxin.cases.selectors.scope import visible
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.models import CongressMatter, CongressStep, OrderMatter, SupervisionOrder
from lianxin.clocks.orders import workflow
from lianxin.clocks.rules import days_late
from lianxin.core.clock import today
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.ui.dates import zh_date

Row = dict[str, Any]
_LIVE_MATTERS: Final = Count("matters", filter=Q(matters__dropped_on=None))


def orders(actor: Actor) -> QuerySet[SupervisionOrder]:
    """The orders an actor sees (`policies.SEE_ORDER` as a filter), with how many matters each is about."""
    rows = SupervisionOrder.objects.select_related("unit").annotate(n_matters=_LIVE_MATTERS)
    if actor.has(roles.GOVERNMENT_DESK, roles.LEADER):
        return rows
    mine = actor.unit_ids(*roles.OF_A_UNIT)
    return rows.filter(unit__in=mine).exclude(state__in=(workflow.DRAFT, workflow.DISCARDED))


def congress_steps(actor: Actor) -> QuerySet[CongressStep]:
    """The congress steps an actor sees (`policies.SEE_STEP` as a filter)."""
    rows = CongressStep.objects.annotate(n_matters=_LIVE_MATTERS)
    return rows if actor.has(*OFFICE) else rows.exclude(state__in=(workflow.DRAFT, workflow.DROPPED))


def matters_of_order(order: SupervisionOrder) -> list[int]:
    """The cases an order is about; one statement."""
    return _ids(OrderMatter.objects.filter(order_id=order.pk))


def matters_of_step(step: CongressStep) -> list[int]:
    """The cases a congress step is about; one statement."""
    return _ids(CongressMatter.objects.filter(step_id=step.pk))


def _ids(rows: "QuerySet[OrderMatter] | QuerySet[CongressMatter]") -> list[int]:
    found = rows.filter(owner_kind=KIND, dropped_on=None).order_by("id")
    return list(found.values_list("owner_id", flat=True))


def case_rows(actor: Actor, ids: Iterable[int]) -> list[Row]:
    """Number, title, state, due day and lateness of the cases the actor may open; two statements."""
    wanted = list(ids)
    cases = {case.pk: case for case in visible(actor).filter(pk__in=wanted).select_related("place", "lead_unit")}
    calendar, day = town_calendar(), today()
    return [_case_row(cases[pk], calendar, day) for pk in wanted if pk in cases]


def _case_row(case: Case, calendar: Any, day: Any) -> Row:
    late = days_late(case.due_on, day, calendar) if case.due_on else 0
    return {
        "number": case.number,
        "title": case.title,
        "href": reverse("cases:desk_case", args=[case.number]),
        "place": case.place.label if case.place else "",
        "unit": case.lead_unit.label if case.lead_unit else "",
        "state": case.state,
        "state_label": str(CaseState(case.state).label),
        "due": zh_date(case.due_on) if case.due_on else "",
        "late": late,
        "late_text": _("逾期 %(n)d 个工作日") % {"n": late} if late else "",
    }
