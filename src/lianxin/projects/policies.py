"""Who may: the congress office and the government desk keep ideas and projects, scrutineers count and confirm."""

from typing import Final

from lianxin.people import roles
from lianxin.people.policies import RolePolicy

READERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER)
KEEPERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.GOVERNMENT_DESK)
OFFICE: Final = RolePolicy(roles.CONGRESS_OFFICE)
DESK: Final = RolePolicy(roles.GOVERNMENT_DESK)
#: Enters a count sheet: two different people.
COUNTERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.SCRUTINEER)
#: Confirms the count; must not have entered a sheet.
SCRUTINEERS: Final = RolePolicy(roles.SCRUTINEER)
#: Sees a vote.
AT_VOTE: Final = RolePolicy(
    roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER, roles.SCRUTINEER
)
