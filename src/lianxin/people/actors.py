"""From an account or a link to the actor of this request: only grants of this town that hold today."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db.models import Q

from lianxin.core.clock import today
from lianxin.db.scope import current_town_id
from lianxin.journal.actors import ACCOUNT, TOKEN, Actor, Grant
from lianxin.people.models import AccessLink, Account, RoleGrant

#: A reach that covers no place: what a role gets that needs places and has none.
NOWHERE: Final = "/-/"

Expander = Callable[[int, Grant], Iterable[Grant]]

_expanders: dict[str, Expander] = {}


def expand_role(role: str) -> Callable[[Expander], Expander]:
    """Let a higher room fill in what a grant of ``role`` means; it gets the account's id and the grant.

    ``deputies`` uses this to say which deputy an account stands for and which places are theirs.
    """

    def register(expander: Expander) -> Expander:
        _expanders[role] = expander
        return expander

    return register


def grants_on(account_id: int, on: dt.date) -> tuple[Grant, ...]:
    """The grants of an account in the current town that hold on a civil date; one statement and one per expander."""
    rows = (
        RoleGrant.objects.filter(account_id=account_id, valid_from__lte=on, ended_at=None)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .select_related("place")
        .order_by("id")
    )
    grants: list[Grant] = []
    for row in rows:
        grant = Grant(row.role, row.place_id, row.place.path if row.place else "", row.unit_id)
        expander = _expanders.get(row.role)
        grants.extend(expander(account_id, grant) if expander else (grant,))
    return tuple(grants)


def actor_of_account(account: Account, grants: tuple[Grant, ...] | None = None) -> Actor:
    """The actor an account is in the current town today; pass ``grants`` when they are already known."""
    held = grants_on(account.pk, today()) if grants is None else grants
    return Actor(ACCOUNT, str(account.pk), account.display_name, held, current_town_id())


def actor_of_link(link: AccessLink) -> Actor:
    """The actor a visit link makes: its one role at its one place."""
    path = link.place.path if link.place else NOWHERE
    grant = Grant(link.role, link.place_id, path)
    return Actor(TOKEN, str(link.pk), link.label or str(link.get_purpose_display()), (grant,), link.town_id)


def pack(grants: Iterable[Grant]) -> list[list[Any]]:
    """Grants as JSON-ready lists, for the session."""
    return [[g.role, g.place_id, g.place_path, g.unit_id, g.deputy_id] for g in grants]


def unpack(rows: Iterable[list[Any]]) -> tuple[Grant, ...]:
    """Grants from what :func:`pack` made."""
    return tuple(Grant(*row) for row in rows)
