"""What rounds hang on the house: verbs of the log, entries of the desk, who is told what."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.journal import verbs

_VERBS: Final = (
    ("round.plan", _("安排集中联系社区活动")),
    ("round.change", _("更正集中联系社区活动")),
    ("round.places", _("选定走访的居民区")),
    ("round.begin", _("活动开始")),
    ("round.gather", _("走访结束，开始汇总")),
    ("round.cancel", _("活动取消")),
)


def register() -> None:
    """Verbs of the log."""
    for verb in _VERBS:
        verbs.register(*verb)
