"""What the room hangs on the house when it is ready."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.journal import kinds, verbs
from lianxin.people import upkeep

_KINDS: Final = (
    ("account", "people.Account", "账号"),
    ("role_grant", "people.RoleGrant", "授权"),
    ("access_link", "people.AccessLink", "登录链接"),
    ("trusted_device", "people.TrustedDevice", "受信任的设备"),
    ("throttle", "people.Throttle", "登录限制"),
    ("sign_in_policy", "people.SignInPolicy", "登录要求"),
    ("building_head", "people.BuildingHead", "楼组长"),
)
_VERBS: Final[tuple[tuple[str, Promise, dict[str, str | Promise]], ...]] = (
    ("people.account_created", _("建立账号"), {"username": _("用户名")}),
    ("people.account_renamed", _("修改显示名称"), {}),
    ("people.account_closed", _("停用账号"), {"reason": _("原因")}),
    ("people.account_reopened", _("恢复账号"), {}),
    ("people.account_unlocked", _("解除登录暂停"), {}),
    ("people.password_set", _("设置密码"), {}),
    ("people.role_granted", _("授权"), {"role": _("角色"), "valid_to": _("截止日期"), "reason": _("依据")}),
    ("people.role_ended", _("结束授权"), {"reason": _("原因")}),
    ("people.link_issued", _("发放登录链接"), {"purpose": _("用途"), "expires_at": _("有效到")}),
    ("people.link_used", _("使用登录链接"), {}),
    ("people.link_revoked", _("停用登录链接"), {"reason": _("原因")}),
    ("people.device_trusted", _("信任设备"), {}),
    ("people.device_forgotten", _("不再信任设备"), {}),
    ("people.sign_in_tried", _("尝试登录"), {"attempt": _("第几次")}),
    ("people.pin_tried", _("尝试短码"), {"attempt": _("第几次")}),
    ("people.signed_in", _("登录"), {"method": _("方式")}),
    ("people.signed_out", _("退出"), {}),
    ("people.throttle_cleared", _("解除地址限制"), {}),
    ("people.first_step_passed", _("通过第一步，等第二步验证"), {"method": _("方式")}),
    ("people.second_step_tried", _("尝试第二步验证"), {"attempt": _("第几次")}),
    ("people.second_step_passed", _("通过第二步验证"), {"method": _("方式")}),
    ("people.second_step_replaced", _("用替代码通过第二步验证"), {}),
    ("people.second_step_reset", _("重设第二步验证"), {"reason": _("原因")}),
    ("people.administrator_let_in", _("从服务器给管理员重新开门"), {"reason": _("原因")}),
    ("people.app_set_up", _("设置手机动态码"), {}),
    ("people.app_removed", _("停用手机动态码"), {}),
    ("people.recovery_codes_made", _("生成恢复码"), {}),
    ("people.passkey_added", _("添加通行密钥"), {}),
    ("people.passkey_removed", _("删除通行密钥"), {}),
    ("people.passkey_used", _("出示通行密钥"), {}),
    ("people.passkey_suspended", _("停用可能被复制的通行密钥"), {}),
    ("people.identity_linked", _("关联统一身份"), {}),
    ("people.identity_unlinked", _("解除统一身份"), {}),
    ("people.identities_taken_away", _("重设时解除统一身份"), {"reason": _("原因")}),
    (
        "people.sign_in_policy_set",
        _("修改登录要求"),
        {"required_from": _("从哪天起"), "trust_days": _("信任设备的天数")},
    ),
    ("people.exported", _("导出"), {"what": _("内容"), "format": _("格式")}),
    ("people.head_appointed", _("登记楼组长"), {}),
    ("people.head_ended", _("结束楼组长登记"), {}),
)


def register() -> None:
    """Kinds and verbs of the log, and the daily upkeep."""
    upkeep.register()
    for kind in _KINDS:
        kinds.register(*kind)
    for code, label, facts in _VERBS:
        verbs.register(code, label, facts)
