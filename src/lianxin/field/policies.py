"""Who works in the field, and who sends people there."""

from typing import Final

from lianxin.people import roles
from lianxin.people.policies import RolePolicy

#: Whoever may open ``/field/`` and deliver; each kind asks again.
FIELD: Final = RolePolicy(*roles.IN_THE_FIELD, roles.DEPUTY)
#: Who hands out visit links.
SEND_OUT: Final = RolePolicy(roles.CONGRESS_OFFICE)
