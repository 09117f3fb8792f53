"""Who may change places, units, lists and the 权责表.

``people`` lies above this room, so roles are named here by their codes; a test of ``people`` compares
them with its constants.
"""

from typing import Final

from django.utils.translation import gettext as _

from lianxin.journal.actors import SYSTEM_KIND, Actor
from lianxin.journal.errors import NotAllowed

#: Keeps the town's data: places, units, lists, duty lines.
SYSTEM_ADMIN: Final = "system_admin"
#: Corrects the 权责表 while assigning, and settles disputes.
GOVERNMENT_DESK: Final = "government_desk"


def must_hold(actor: Actor, *roles: str) -> None:
    """Raise ``NotAllowed`` unless the actor is the system itself or holds one of the roles in this town."""
    if actor.kind != SYSTEM_KIND and not actor.has(*roles):
        raise NotAllowed("not_allowed", _("您的角色不能做这一步。如果确实需要，请与本镇的管理员联系。"))
