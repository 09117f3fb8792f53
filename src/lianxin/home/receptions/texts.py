"""Sentences of receptions: one for every guard, at the field where it belongs."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GUARD_SENTENCES: Final[dict[str, tuple[str, Promise]]] = {
    "in_order": ("closes", _("结束时间要晚于开始时间，一场接待不超过 12 小时。")),
    "to_come": ("day", _("这场接待的时间已经过了。")),
    "somebody_sits": ("", _("还没有代表可以来，请先邀请代表。")),
    "in_time_or_reason": ("reason", _("离接待的日子太近，不够说好的提前天数；请写明为什么临时通知。")),
    "has_begun": ("", _("接待还没有开始，现在不能结束。")),
    "attendance_known": ("", _("请先写明每位代表来了没有。")),
    "nobody_waits": ("", _("还有人在等：请听完，或者记下已经离开。")),
    "nobody_heard": ("", _("已经有人来反映过，不能取消；请按“结束”。")),
    "reason_given": ("reason", _("请写原因，大家会看到。")),
}
