"""The administrators' entries of the navigation; each sees only their own."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.people.actions.heads import KEEPERS
from lianxin.people.policies import AUDIT_ADMIN, SECURITY_ADMIN, SYSTEM_ADMIN
from lianxin.ui import registry

_ENTRIES: Final = (
    (_("地点"), "administration:places", SYSTEM_ADMIN, "map"),
    (_("单位"), "administration:units", SYSTEM_ADMIN, "building"),
    (_("分类"), "administration:categories", SYSTEM_ADMIN, "list"),
    (_("清单"), "administration:items", SYSTEM_ADMIN, "list"),
    (_("权责表"), "administration:duties", SYSTEM_ADMIN, "flag"),
    (_("工作日历"), "administration:calendar", SYSTEM_ADMIN, "calendar"),
    (_("镇的名称"), "administration:town", SYSTEM_ADMIN, "settings"),
    (_("二维码"), "administration:qr_sheets", SYSTEM_ADMIN, "qr"),
    (_("导出城镇资料"), "administration:profile", SYSTEM_ADMIN, "download"),
    (_("保存期限"), "administration:retention", SYSTEM_ADMIN, "clock"),
    (_("其他管理员的操作"), "administration:watch_from_system", SYSTEM_ADMIN, "eye"),
    (_("账号"), "administration:accounts", SECURITY_ADMIN, "users"),
    (_("授权"), "administration:grants", SECURITY_ADMIN, "shield"),
    (_("登录链接"), "administration:links", SECURITY_ADMIN, "link"),
    (_("登录暂停"), "administration:locks", SECURITY_ADMIN, "lock"),
    (_("登录要求"), "administration:sign_in_rules", SECURITY_ADMIN, "shield"),
    (_("其他管理员的操作"), "administration:watch_from_security", SECURITY_ADMIN, "eye"),
    (_("操作记录"), "administration:log", AUDIT_ADMIN, "list"),
    (_("查看记录"), "administration:reads", AUDIT_ADMIN, "eye"),
    (_("导出记录"), "administration:exports", AUDIT_ADMIN, "download"),
    (_("核对完整"), "administration:verify", AUDIT_ADMIN, "seal"),
)


def register() -> None:
    """Add the entries to the face ``admin``."""
    for order, (label, url_name, policy, icon) in enumerate(_ENTRIES, start=1):
        registry.nav("admin", label, url_name, order=order * 10, policy=policy, icon=icon)
    registry.nav("desk", _("楼组长"), "administration:heads", order=85, policy=KEEPERS, icon="users")
