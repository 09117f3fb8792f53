"""Who may read the register as a list.  Who keeps it is the congress office."""

from typing import Final

from lianxin.people import roles
from lianxin.people.policies import RolePolicy

#: The congress office and the chair.
READERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
#: Only the office writes in it.
KEEPERS: Final = RolePolicy(roles.CONGRESS_OFFICE)
