"""What the results of a round hang on the house: verbs of the log, figures, tables for forms."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.contact.results import figures, tables
from lianxin.journal import verbs

_VERBS: Final = (
    ("round.take_in", _("意见列入走访清单")),
    ("round.teams", _("登记走访分组")),
    ("round.earlier", _("补登往年活动")),
    ("round.set_level", _("写明层级")),
    ("round.transfer", _("一轮转交")),
    ("round.close", _("结束这一轮")),
    ("round.write_text", _("写活动总结")),
    ("round.hall_issued", _("生成大屏地址")),
    ("round.hall_withdrawn", _("收回大屏地址")),
)


def register() -> None:
    """Tell the house."""
    for verb in _VERBS:
        verbs.register(*verb)
    figures.register()
    tables.register()
