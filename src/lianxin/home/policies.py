"""Who keeps the home of the deputies.  What is public there is public to everybody."""

from typing import Final

from lianxin.people import roles
from lianxin.people.policies import RolePolicy

#: Only the office writes.
KEEPERS: Final = RolePolicy(roles.CONGRESS_OFFICE)
#: The office and the chair read the desk's pages.
READERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
