"""Sentences of the home room."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Code of ``rules.problems`` → sentence.
WEEK_PROBLEMS: Final[dict[str, Promise]] = {
    "weekday": _("星期只能写一到日。"),
    "order": _("结束时间要晚于开始时间。"),
    "overlap": _("同一天有两段时间重叠，请改开。"),
}

WEEKDAYS: Final[dict[int, Promise]] = {
    1: _("周一"), 2: _("周二"), 3: _("周三"), 4: _("周四"), 5: _("周五"), 6: _("周六"), 7: _("周日"),
}  # fmt: skip
