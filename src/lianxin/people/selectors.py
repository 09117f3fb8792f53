"""How people and their rights are read."""

from django.db.models import Q, QuerySet

from lianxin.core.clock import today
from lianxin.people.models import Account, BuildingHead, RoleGrant


def holding(grants: QuerySet[RoleGrant]) -> QuerySet[RoleGrant]:
    """Of some grants, those that hold today."""
    day = today()
    return grants.filter(ended_at=None, valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


def grants_today(account: Account) -> QuerySet[RoleGrant]:
    """What an account may do in the current town today, with places and units."""
    return holding(RoleGrant.objects.filter(account_id=account.pk)).select_related("place", "unit").order_by("id")


def accounts_with_role(*names: str, unit_id: int | None = None, place_id: int | None = None) -> QuerySet[Account]:
    """Open accounts that hold one of the roles here today (for one unit or at one place), for inboxes and lists."""
    grants = holding(RoleGrant.objects.filter(role__in=names))
    if unit_id is not None:
        grants = grants.filter(unit_id=unit_id)
    if place_id is not None:
        grants = grants.filter(place_id=place_id)
    ids = list(grants.values_list("account_id", flat=True).distinct())
    return Account.objects.filter(pk__in=ids, is_active=True).order_by("display_name")


def heads_below(path: str) -> QuerySet[BuildingHead]:
    """The present building heads of all buildings below a place; names stay encrypted until shown."""
    return (
        BuildingHead.objects.filter(building__path__startswith=path, erased_at=None)
        .filter(Q(valid_to=None) | Q(valid_to__gte=today()))
        .select_related("building")
        .order_by("building__path")
    )
