"""Sentences of the people room that somebody may want to change; each says what to do next."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianxin.core.clock import local
from lianxin.core.written import written_day


def wrong_password(left: int) -> str:
    """A user name and password that do not fit; the same for names that do not exist."""
    if left > 0:
        return _("用户名或密码不对，请检查后再试。再错 %(left)d 次，登录会暂停 15 分钟。") % {"left": left}
    return _("用户名或密码不对。登录现在暂停 15 分钟。")


def wrong_code(left: int) -> str:
    """A code that does not fit or no longer holds."""
    if left > 0:
        return _(
            "这个登录码不对，或者已经用过、已经过期。请核对后再试，还可以试 %(left)d 次；或者请办公室重新打印一张。"
        ) % {"left": left}
    return _("这个登录码不对，或者已经用过、已经过期。登录现在暂停 15 分钟，请与发放的办公室联系。")


def wrong_pin(left: int) -> str:
    """A deputy's short code that does not fit."""
    if left > 0:
        return _("短码不对，请核对后再试，还可以试 %(left)d 次。短码是和链接一起交给您的数字。") % {"left": left}
    return _("短码不对。为了安全，这个链接现在暂停 15 分钟。忘记短码时，请镇人大办重新发放。")


def locked(until: dt.datetime) -> str:
    """Too many failures; the same for names that do not exist."""
    return _(
        "连续多次没有成功，登录暂停到 %(time)s。请到时再试；着急的话，请本镇的安全管理员解锁，"
        "或者用办公室打印的一次性登录码。"
    ) % {"time": f"{local(until):%H:%M}"}


def too_many(until: dt.datetime) -> str:
    """Too many requests of another kind from one place."""
    return _("短时间内次数太多，请在 %(time)s 以后再试。") % {"time": f"{local(until):%H:%M}"}


def dead_link() -> str:
    """A link that is wrong, used, expired or revoked: one sentence for all, so that it tells nothing more."""
    return _("这个链接不能用：可能已经用过、过期或停用。请与发给您链接的办公室联系，重新要一个。")


def not_yet(start: dt.datetime) -> str:
    """A good link that holds from a later day on."""
    begins = local(start)
    english = (get_language() or "").startswith("en")
    day = f"{written_day(begins.date(), english=english, year=False)} {begins:%H:%M}"
    return _("这个链接还没有到开始的日子，%(when)s 起才能用。请到那天再打开，链接先留着。") % {"when": day}


def no_export() -> str:
    """An export asked for by a visit link or the system."""
    return _("导出清单要用自己的账号登录。")


def wrong_first_code() -> str:
    """The first code of an app that is being set up does not fit."""
    return _("动态码不对。请看手机上现在显示的 6 位数字再输一次；总是不对的话，请检查手机的时间是否自动校准。")


def wrong_second_step(left: int) -> str:
    """A code of the second step that does not fit or was used before."""
    if left > 0:
        return _("验证码不对，或者刚才已经用过。请等手机上换成下一个数字再输，还可以试 %(left)d 次。") % {"left": left}
    return _("验证码不对。第二步验证现在暂停 15 分钟。")


def second_step_locked(until: dt.datetime) -> str:
    """Too many wrong codes of the second step."""
    return _(
        "连续多次没有成功，第二步验证暂停到 %(time)s。请到时再试；手机丢了的话，请本镇的安全管理员发一个替代码。"
    ) % {"time": f"{local(until):%H:%M}"}


def wrong_passkey() -> str:
    """A passkey that is unknown, ended or did not sign rightly: one sentence for all."""
    return _("这个通行密钥不能用：可能已经删除，或者不是这个网站的。请换一种方式登录。")


def copied_passkey() -> str:
    """A passkey whose counter went backwards."""
    return _("这个通行密钥可能被复制过，已经停用。请用密码登录，删掉它再重新添加，并告诉安全管理员。")


def no_oidc() -> str:
    """The extra is not installed or nobody registered this installation."""
    return _("这个安装没有接统一身份认证，请用密码登录。")


def oidc_away() -> str:
    """The provider does not answer."""
    return _("统一身份认证现在连不上。请用密码或办公室打印的登录码登录，过一会儿再试。")


def oidc_failed() -> str:
    """What came back was not what we asked for; one sentence for every reason."""
    return _("这次统一身份认证没有完成，可能等得太久，或者在别的窗口里打开过。请重新开始。")


def oidc_unknown() -> str:
    """The identity is linked to no open account."""
    return _("这个统一身份还没有关联账号。请先用密码登录，在“登录方式”里关联；没有密码的，请安全管理员发设置链接。")
