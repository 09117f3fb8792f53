"""What the room hangs on the house when it is ready."""

from django.utils.translation import gettext_lazy as _

from lianxin.api.actions import KIND
from lianxin.journal import kinds, verbs
from lianxin.people.policies import SECURITY_ADMIN
from lianxin.ui import registry


def register() -> None:
    """The kind and verbs of the log, and the entry of the security administrator."""
    kinds.register(KIND, "api.ApiKey", "接口密钥")
    verbs.register(
        "api.key_issued",
        _("发放接口密钥"),
        {"label": _("系统"), "role": _("角色"), "scopes": _("用途"), "expires_at": _("有效到")},
    )
    verbs.register("api.key_revoked", _("停用接口密钥"), {"reason": _("原因")})
    registry.nav("admin", _("接口密钥"), "api:keys", order=135, policy=SECURITY_ADMIN, icon="link")
