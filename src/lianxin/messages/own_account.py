"""Changes of one's own ways of signing in reach one's own inbox, so that nobody changes them unseen."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_account
from lianxin.messages.sentences import Sentence

_SENTENCES: Final[dict[str, Promise]] = {
    "people.password_set": _("您的密码改了"),
    "people.app_set_up": _("您的账号设置了手机动态码"),
    "people.app_removed": _("您的账号停用了手机动态码"),
    "people.recovery_codes_made": _("您的账号生成了新的恢复码"),
    "people.passkey_added": _("您的账号添加了一个通行密钥"),
    "people.passkey_removed": _("您的账号删除了一个通行密钥"),
    "people.passkey_suspended": _("您的一个通行密钥可能被复制过，已经停用"),
    "people.identity_linked": _("您的账号关联了一个统一身份"),
    "people.identity_unlinked": _("您的账号解除了统一身份"),
    "people.identities_taken_away": _("重设时解除了您账号关联的统一身份"),
    "people.second_step_replaced": _("您的账号用替代码登录了一次，旧的第二步验证已经作废"),
    "people.second_step_reset": _("安全管理员重设了您的第二步验证"),
}


def _owner(message: OutboxMessage, _data: Mapping[str, Any]) -> list[str]:
    return [to_account(message.object_id)]


def _link(_message: OutboxMessage, _data: Mapping[str, Any]) -> str:
    return "accounts/ways/"


def _warning(what: Promise) -> str:
    return gettext("%(what)s；不是您做的，请马上告诉安全管理员") % {"what": what}


_warned: Final = lazy(_warning, str)


def register() -> None:
    """One notice for each change."""
    for verb, sentence in _SENTENCES.items():
        notify_on(verb, _owner, Sentence(verb, _warned(sentence)), _link)
