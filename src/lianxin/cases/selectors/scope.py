"""Which cases an actor sees: the policy ``SEE_CASE`` as a filter; a test keeps the two in step."""

from django.db.models import Q, QuerySet

from lianxin.cases.models import Case
from lianxin.journal.actors import SYSTEM_KIND, Actor
from lianxin.people import roles
from lianxin.people.policies import reach_of

_NOBODY = Q(pk__in=[])


def visible(actor: Actor) -> QuerySet[Case]:
    """The cases the actor may open, of the current town."""
    return Case.objects.filter(visible_where(actor))


def visible_where(actor: Actor) -> Q:
    """The same as a condition, for other querysets that look at a case."""
    if actor.kind == SYSTEM_KIND or actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR):
        return Q()
    return Q(sealed=False) & _own(actor)


def _own(actor: Actor) -> Q:
    """What the roles reach, sealed matters left out by the caller."""
    if actor.has(roles.LEADER):
        return Q()
    found = _NOBODY
    if actor.has(roles.GOVERNMENT_DESK):
        found |= Q(reached_desk=True)
    found |= _at_places(actor)
    units = unit_ids(actor)
    if units:
        found |= of_units(units)
    for grant in actor.grants_of(roles.DEPUTY):
        if grant.deputy_id is not None:
            key = f"/{grant.deputy_id}/"
            found |= Q(deputy_path__contains=key) | Q(heir_path__contains=key)
    return found


def _at_places(actor: Actor) -> Q:
    """What lies at the places of a secretary or committee."""
    reach = reach_of(actor, roles.SECRETARY, roles.COMMITTEE)
    if reach.whole_town:
        return Q(pk__isnull=False)
    found = _NOBODY
    for path in reach.paths:
        found |= Q(place_path__startswith=path)
    return found


def unit_ids(actor: Actor) -> frozenset[int]:
    """The units the actor handles for."""
    return actor.unit_ids(roles.UNIT_HANDLER, roles.UNIT_HEAD)


def of_units(units: frozenset[int]) -> Q:
    """Led by one of these units, or handled with one of them."""
    found = Q(lead_unit__in=units)
    for unit in units:
        found |= Q(co_unit_path__contains=f"/{unit}/")
    return found
