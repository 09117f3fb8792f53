"""What a key may be used for, beside the role it holds: both must agree."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.people import roles
from lianxin.ui.listing import listed

OPINIONS_CREATE: Final = "opinions:create"
CASES_READ: Final = "cases:read"
CASES_ACT: Final = "cases:act"
SUGGESTIONS_READ: Final = "suggestions:read"
SUGGESTIONS_ACT: Final = "suggestions:act"
HOME_READ: Final = "home:read"
CONTACT_READ: Final = "contact:read"
FILES_WRITE: Final = "files:write"
LISTS_READ: Final = "lists:read"
FIGURES_READ: Final = "figures:read"

LABELS: Final[dict[str, Promise]] = {
    OPINIONS_CREATE: _("记录意见"),
    CASES_READ: _("读事项"),
    CASES_ACT: _("办理事项（受理、答复、交办等）"),
    SUGGESTIONS_READ: _("读代表建议"),
    SUGGESTIONS_ACT: _("办理代表建议（接收、答复、交办等）"),
    HOME_READ: _("读代表家站点和接待安排"),
    CONTACT_READ: _("读集中联系社区活动"),
    FILES_WRITE: _("上传附件"),
    LISTS_READ: _("读分类、地点、单位等清单"),
    FIGURES_READ: _("读统计数据"),
}
ALL: Final = tuple(LABELS)

#: Roles a machine may hold.  Never an administrator, a deputy or a building head: those are persons.
ROLES: Final = (
    roles.RECORDER, roles.SECRETARY, roles.COMMITTEE, roles.CONGRESS_OFFICE, roles.GOVERNMENT_DESK,
    roles.UNIT_HANDLER, roles.UNIT_HEAD, roles.LEADER,
)  # fmt: skip


def words(codes: tuple[str, ...]) -> str:
    """Scopes as people read them."""
    return listed(str(LABELS[code]) for code in codes if code in LABELS)
