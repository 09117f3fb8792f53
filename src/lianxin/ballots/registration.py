"""What the room hangs on the house when it is ready.  No navigation: without a decision nobody meets it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.journal import kinds, verbs

_VERBS: Final = (
    ("election.prepare", _("记下电子票决的决定")),
    ("election.voters", _("交凭证的公开名单")),
    ("election.key", _("监票人的密钥")),
    ("election.setup", _("固定电子票决的设定")),
    ("election.open", _("开始电子投票")),
    ("election.close", _("电子票箱封箱")),
    ("election.part", _("监票人解密")),
    ("election.verify", _("复核电子票决")),
    ("election.break", _("中止电子票决")),
)


def register() -> None:
    """Kind and verbs."""
    kinds.register("election", "ballots.Election", "电子票决")
    for verb in _VERBS:
        verbs.register(*verb)
