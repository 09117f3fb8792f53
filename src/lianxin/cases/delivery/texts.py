"""Sentences of the way to the door."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PROBLEMS: Final[Mapping[str, str | Promise]] = {
    "place": gettext_lazy("请选一个您负责的居民区。"),
    "nothing": gettext_lazy("这个居民区现在没有要送的答复，也没有要告诉的承诺变化。"),
    "day": gettext_lazy("送达日期要在今天或以后 31 天以内。"),
    "long": gettext_lazy("最多 60 个字。"),
    "closed": gettext_lazy("这一趟已经收回，不能再登记。"),
    "no_slip": gettext_lazy("这一趟没有这个号。"),
    "outcome": gettext_lazy("请选送达的情况。"),
    "newer": gettext_lazy("这张纸条上的答复已经有了新的一稿，请重新出纸条再送。"),
    "marked": gettext_lazy("这张纸条已经登记过；登记错了的，请在事项页上补记一次联系。"),
    "not_delivered": gettext_lazy("没有送到的，不能登记评价。"),
    "no_verdict_now": gettext_lazy("这件事现在不能登记评价（可能已经评价过）。"),
}


def sentence(code: str) -> str:
    """The sentence of a problem."""
    return str(PROBLEMS[code])


def ticked_without_words() -> str:
    """The reason when the box "not solved" was ticked and nothing was written."""
    return _("（回条上勾了“没有解决”，没有写原因）")


def note_of(number: str, order: int, outcome: str) -> str:
    """What the contact log says of a slip."""
    return _("送达单 %(number)s 第 %(order)d 号：%(outcome)s") % {"number": number, "order": order, "outcome": outcome}


def carrier(number: str) -> str:
    """Who acts by the carrying link: the link, never a person."""
    return _("送达链接 %(number)s") % {"number": number}
