"""Sentences of performance files: one for every guard, at the field where it belongs; words for standings."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.home.performance.rules import Standing

GUARD_SENTENCES: Final[dict[str, tuple[str, Promise]]] = {
    "can_see": ("", _("这位代表还没有账号，看不到。请打印出来交给本人，再按“已经把单子交给代表”。")),
    "heard_from_deputy": ("", _("只能由代表本人核对，或者本人在纸上签过字由镇人大办代记。")),
    "waited_long_enough": ("", _("还没有到核对的最后一天。")),
    "reason_given": ("reason", _("请写原因，对方会看到。")),
    "something_changes": ("presence", _("更正后的内容和原来一样，请改要更正的地方。")),
}

#: Word, tone and shape of a standing.
STANDINGS: Final[dict[str, tuple[Promise, str, str]]] = {
    Standing.MET: (_("已做到"), "good", "check"),
    Standing.NOT_YET: (_("还没有"), "warn", "half"),
    Standing.NOT_APPLICABLE: (_("今年不适用"), "mute", "ring"),
}
