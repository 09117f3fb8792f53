"""Who may: the congress office prepares, scrutineers hold keys, open, seal and decrypt; others look."""

from typing import Final

from lianxin.people import roles
from lianxin.people.policies import RolePolicy

OFFICE: Final = RolePolicy(roles.CONGRESS_OFFICE)
SCRUTINEERS: Final = RolePolicy(roles.SCRUTINEER)
#: Both sign for a step of the run sheet.
BOTH: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.SCRUTINEER)
#: Sees the run sheet.
AT_VOTE: Final = RolePolicy(
    roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER, roles.SCRUTINEER
)
#: Drops an archive on the auditor's page; whoever else wants to takes the program of the handbook.
CHECKERS: Final = RolePolicy(
    roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER, roles.SCRUTINEER, roles.DEPUTY
)
