"""Whether it was settled who is in charge: the line of the 权责表 that counts here is a decision about a dispute."""

from lianxin.cases.models.case import Case
from lianxin.places.models import DutyRule, Origin
from lianxin.places.routing import suggest


def settled_line(case: Case) -> DutyRule | None:
    """The decided line that routes this case today, if there is one; one statement where nothing was ever decided."""
    category = case.category
    if category is None:
        return None
    lines = DutyRule.objects.filter(origin=Origin.SETTLEMENT, valid_to=None)
    if not lines.filter(category__in=[category.pk, category.parent_id or category.pk]).exists():
        return None
    line = suggest(category, case.place).line
    return line if line is not None and line.origin == Origin.SETTLEMENT else None


def bound_to(case: Case) -> DutyRule | None:
    """The decided line by which the case's present unit is in charge: it cannot return the case."""
    line = settled_line(case)
    if line is None:
        return None
    return line if suggest(case.category, case.place).unit == case.lead_unit else None
