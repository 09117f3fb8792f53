"""Where each role begins."""

from typing import Final

from django.urls import get_script_prefix

from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.people import roles

#: Where each role begins, first match counts.
_HOMES: Final = (
    ((roles.SYSTEM_ADMIN,), "admin-system/"),
    ((roles.SECURITY_ADMIN,), "admin-security/"),
    ((roles.AUDIT_ADMIN,), "admin-audit/"),
    (roles.AT_THE_DESK, "desk/"),
    ((roles.DEPUTY,), "deputy/"),
    (roles.IN_THE_FIELD, "field/"),
    ((roles.SCRUTINEER,), "desk/projects/"),
)


def home_of(actor: Actor) -> str:
    """The first page of an actor, below the current town's path."""
    for names, path in _HOMES:
        if actor.has(*names):
            return get_script_prefix() + path
    return get_script_prefix() + ("accounts/me/" if actor.kind == ACCOUNT else "")
