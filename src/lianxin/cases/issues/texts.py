"""Sentences of issues, me too and divided matters."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PROBLEMS: Final[Mapping[str, str | Promise]] = {
    "sealed": gettext_lazy("保密事项（举报）不能并入议题。"),
    "lead_answered": gettext_lazy("牵头事项已经在答复或已经了结，不能再带别的事项。请另选牵头事项。"),
    "lead_follows": gettext_lazy("牵头事项自己正随着另一个议题。请直接并入那个议题。"),
    "already_in_issue": gettext_lazy("这件事已经在一个议题里。请先撤出，再并入。"),
    "other_track": gettext_lazy("办理轨道不同（居民意见、代表建议、热线、信访的期限各算各的），不能并在一起。"),
    "lead_behind": gettext_lazy("牵头事项还没有转交政府，而这件已经转交；请让已经转交的一件牵头。"),
    "part_empty": gettext_lazy("每个新的一件至少要有一个要点。"),
    "parts_many": gettext_lazy("一次最多分成 9 件。"),
    "point_unknown": gettext_lazy("要点选重了，或者不是这件事的要点。"),
    "nothing_stays": gettext_lazy("原来的一件至少要留一个要点。"),
    "nobody": gettext_lazy("请至少选一件随同办理的事项。"),
    "too_many": gettext_lazy("一个议题最多 200 件。"),
    "title": gettext_lazy("请写一个议题名称，两个字以上、60 个字以内，不写人名。"),
    "across": gettext_lazy("这些事项不在同一个居民区。确实是同一件事的，请写明理由。"),
    "reason": gettext_lazy("请写明理由，这个理由会留在记录里。"),
    "not_joined": gettext_lazy("这件事不在这个议题里，或者已经有了答复；已经答复的不能再撤出。"),
    "repeat": gettext_lazy("“同一人”要指本议题里的另一件。"),
    "own_words": gettext_lazy("请不要把别人的原话写在这里；用自己的话写一个中性的名称。"),
    "closes": gettext_lazy("截止日期要在今天之后、一年以内。"),
    "not_open": gettext_lazy("这个“我也一样”已经结束。您仍然可以直接说您的事。"),
    "cannot_join": gettext_lazy("这件事已经有了答复，不再收“我也一样”。您仍然可以直接说您的事。"),
}


def sentence(code: str) -> str:
    """The sentence of a problem."""
    return str(PROBLEMS[code])


def left_the_issue(number: str) -> str:
    """Why a copied point no longer counts at the lead."""
    return _("%(number)s 已撤出议题") % {"number": number}


def lead_left() -> str:
    """Why everybody is back where they stood."""
    return _("牵头事项已移交或撤回，各件回到并入以前的位置")


def with_issue(number: str) -> str:
    """Who names a follower's unit and signs its copy."""
    return _("随议题 %(number)s") % {"number": number}


def part_moved(number: str) -> str:
    """Why a point no longer counts at the whole."""
    return _("分到 %(number)s") % {"number": number}


def same_words() -> str:
    """What is written down for a neighbour who adds nothing: never another's words."""
    return _("我也遇到同样的事（我也一样）。")
