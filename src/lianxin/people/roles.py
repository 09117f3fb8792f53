"""The roles of the house, with the words people read.

A role is held in one town, at a place or for a unit, from a day to a day (``RoleGrant``).  A
resident has no role and no account; ``RESIDENT`` exists only for labels and for the matrix test.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RESIDENT: Final = "resident"
DEPUTY: Final = "deputy"
RECORDER: Final = "recorder"
SECRETARY: Final = "secretary"
COMMITTEE: Final = "committee"
CONGRESS_OFFICE: Final = "congress_office"
CONGRESS_CHAIR: Final = "congress_chair"
GOVERNMENT_DESK: Final = "government_desk"
UNIT_HANDLER: Final = "unit_handler"
UNIT_HEAD: Final = "unit_head"
LEADER: Final = "leader"
BUILDING_HEAD: Final = "building_head"
INSPECTOR: Final = "inspector"
VOLUNTEER: Final = "volunteer"
SCRUTINEER: Final = "scrutineer"
SYSTEM_ADMIN: Final = "system_admin"
SECURITY_ADMIN: Final = "security_admin"
AUDIT_ADMIN: Final = "audit_admin"

LABELS: Final[dict[str, Promise]] = {
    RESIDENT: _("居民"),
    DEPUTY: _("人大代表"),
    RECORDER: _("记录员"),
    SECRETARY: _("居民区书记"),
    COMMITTEE: _("居委会工作人员"),
    CONGRESS_OFFICE: _("镇人大办"),
    CONGRESS_CHAIR: _("镇人大主席、副主席"),
    GOVERNMENT_DESK: _("党政办·城运中心"),
    UNIT_HANDLER: _("承办单位经办人"),
    UNIT_HEAD: _("承办单位负责人"),
    LEADER: _("镇领导"),
    BUILDING_HEAD: _("楼组长"),
    INSPECTOR: _("检查员"),
    VOLUNTEER: _("志愿者"),
    SCRUTINEER: _("监票人、计票人"),
    SYSTEM_ADMIN: _("系统管理员"),
    SECURITY_ADMIN: _("安全管理员"),
    AUDIT_ADMIN: _("审计管理员"),
}

#: Every role a grant can name.
ALL: Final = tuple(role for role in LABELS if role != RESIDENT)

#: The three administrators; one account can hold only one of them, and no other role beside it.
ADMINISTRATORS: Final = (SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)

#: Roles that mean nothing without a place.
AT_A_PLACE: Final = (SECRETARY, COMMITTEE, BUILDING_HEAD)

#: Roles that mean nothing without a unit.
OF_A_UNIT: Final = (UNIT_HANDLER, UNIT_HEAD)

#: Roles of people who sit at a desk; any of them opens ``/desk/``.
AT_THE_DESK: Final = (
    SECRETARY, COMMITTEE, CONGRESS_OFFICE, CONGRESS_CHAIR, GOVERNMENT_DESK, UNIT_HANDLER, UNIT_HEAD, LEADER,
)  # fmt: skip

#: Roles of people out in the field; any of them opens ``/field/``.
IN_THE_FIELD: Final = (RECORDER, INSPECTOR, VOLUNTEER, SECRETARY, COMMITTEE, CONGRESS_OFFICE)


#: Roles whose own work is not built yet: their pages say so instead of showing nothing.
NOT_YET: Final = (BUILDING_HEAD,)


def label(role: str) -> str:
    """The word people read for a role, in the language of the request."""
    return str(LABELS[role])
