"""Whether it was settled who is in charge: the line of the 权责表 that counts here is a decision about a dispute."""

from lianxin.cases.models.case import Case
from lianxin.core.clock import today
from lianxin.places.models import DutyRule, LeadKind, Origin, Unit, UnitPlace, UnitPlaceRole
from lianxin.places.rules import Line, Matter, choose


def settled_line(case: Case) -> DutyRule | None:
    """The decided line that routes this case today, if there is one; one statement.

    Only lines of the case's own categories can ever count for it, so the others are not read.
    """
    category = case.category
    if category is None:
        return None
    chain = [pk for pk in (category.parent_id, category.pk) if pk is not None]
    rules = {rule.pk: rule for rule in DutyRule.objects.filter(category_id__in=chain)}
    if not any(rule.origin == Origin.SETTLEMENT and rule.valid_to is None for rule in rules.values()):
        return None
    place = case.place
    matter = Matter(chain, place.ancestor_ids if place else (), place.jurisdiction if place else "")
    line = choose([_line_of(rule) for rule in rules.values()], matter, today()).line
    rule = rules[line.key] if line is not None else None
    return rule if rule is not None and rule.origin == Origin.SETTLEMENT else None


def _line_of(rule: DutyRule) -> Line:
    lead = rule.lead_kind if rule.lead_kind != LeadKind.UNIT else str(rule.lead_unit_id)
    return Line(rule.pk, rule.category_id, rule.place_id, rule.jurisdiction, lead, rule.valid_from, rule.valid_to)


def bound_to(case: Case) -> DutyRule | None:
    """The decided line by which the case's present unit is in charge: it cannot return the case; two statements."""
    line = settled_line(case)
    if line is None:
        return None
    return line if _lead_of(line, case) == case.lead_unit_id else None


def _lead_of(line: DutyRule, case: Case) -> int | None:
    """The unit a line means here: the named one, or the nearest committee or property company of the place."""
    if line.lead_kind == LeadKind.UNIT:
        return line.lead_unit_id
    places = case.place.ancestor_ids if case.place is not None else ()
    if line.lead_kind == LeadKind.COMMITTEE:
        units = Unit.objects.filter(is_active=True, kind="committee", place_id__in=places)
        own = dict(units.values_list("place_id", "pk"))
    else:
        serving = UnitPlace.objects.filter(role=UnitPlaceRole.PROPERTY, unit__is_active=True, place_id__in=places)
        own = {one.place_id: one.unit_id for one in serving}
    return next((own[pk] for pk in reversed(places) if pk in own), None)
