"""What a notice is about, coarsely: the only thing beside numbers and days that leaves the house.

Higher rooms say which verb is which sort.  A verb nobody named stays in the inbox and goes nowhere else.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

URGENT: Final = "urgent"
WORK: Final = "work"
TIME: Final = "time"
PRESSING: Final = "pressing"
DISPUTE: Final = "dispute"
PROGRESS: Final = "progress"
TEST: Final = "test"

#: What people tick.
LABELS: Final[dict[str, Promise]] = {
    URGENT: _("紧急情况"),
    WORK: _("要办的事"),
    TIME: _("临期和逾期"),
    PRESSING: _("督办"),
    DISPUTE: _("权责会商"),
    PROGRESS: _("办理进展"),
}

#: The fixed sentence of each sort.
SENTENCES: Final[dict[str, Promise]] = {
    URGENT: _("有紧急情况，请马上登录处理"),
    WORK: _("有事项等待办理"),
    TIME: _("有事项临近或超过期限"),
    PRESSING: _("有督办方面的新消息"),
    DISPUTE: _("有权责会商方面的新消息"),
    PROGRESS: _("有事项取得新进展"),
    TEST: _("这是一条试发的消息，不必处理"),
}

ALL: Final = tuple(LABELS)
#: What mail carries for somebody who has just typed in an address.
USUAL: Final = (URGENT, WORK, TIME, PRESSING)

_sort_of: dict[str, str] = {}


def register(sort: str, *verbs: str) -> None:
    """Say that notices of these verbs are of this sort; ``ValueError`` for a sort nobody knows."""
    if sort not in LABELS:
        raise ValueError(f"{sort!r} is no sort of notice")
    _sort_of.update(dict.fromkeys(verbs, sort))


def sort_of(verb: str) -> str:
    """The sort of a verb; empty for one that stays in the inbox."""
    return _sort_of.get(verb, "")
