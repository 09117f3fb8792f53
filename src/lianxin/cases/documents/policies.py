"""Who may ask for which list on paper; a matter's own papers follow whoever may open the matter."""

from typing import Final

from lianxin.cases.policies import SEE_CASE
from lianxin.people import roles
from lianxin.people.policies import RolePolicy

_OFFICE: Final = (roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
_AT_PLACE: Final = (roles.SECRETARY, roles.COMMITTEE)

#: 办理台账 and 承诺台账: everybody with work lists; each finds only the matters that he or she may open.
LEDGERS: Final = SEE_CASE
#: 上轮反馈单: who prepares the next visit.
FEEDBACK: Final = RolePolicy(*_OFFICE, *_AT_PLACE)
#: 办理情况报告: who reports, and whom it is for.
HANDLING: Final = RolePolicy(roles.GOVERNMENT_DESK, *_OFFICE)
