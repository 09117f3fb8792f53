"""Sentences of orders and congress steps that a lawyer or a translator may change."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "may_be_ordered": gettext_lazy(
        "督办单只发给镇政府管理的单位或可以商请的单位；居委会、企业和交办台自己不发督办单，请用电话或会商督促。"
    ),
    "text_given": gettext_lazy("请写下内容再提交。"),
    "reason_given": gettext_lazy("请写明理由，这个理由会留在记录里。"),
    "something_to_press": gettext_lazy("这些事已经答复或办结，不需要再督办。"),
    "not_of_the_unit": gettext_lazy("您在被督办的单位任职，这一步要由别的人来做。"),
    "own_step": gettext_lazy("镇领导只签发自己包案的单子，其余由政府交办台签发。"),
    "leader_named": gettext_lazy("领导包案要写明是哪位领导。"),
    "issuer": gettext_lazy("谁签发的，由谁决定；这张单子不是您这一方签发的。"),
    "evidence_given": gettext_lazy(
        "解除要有凭据：照片或文件，或签发以后又签发的正式答复，或另一个人的证实（写明是谁、说了什么，不能是回复的人自己）。"
    ),
    "decision_named": gettext_lazy("请写明由主席团或人大主席的哪一位、在哪一天决定，日期不能晚于今天。"),
    "held_when_it_must": gettext_lazy("请写明视察或会议是哪一天举行的，日期不能晚于今天。"),
}

#: At which field a refusal is shown; the others concern the whole form.
FIELDS: Final[Mapping[str, str]] = {
    "text_given": "text",
    "reason_given": "reason",
    "leader_named": "leader_label",
    "evidence_given": "evidence",
    "decision_named": "decided_by",
    "held_when_it_must": "held_on",
}
FORBIDS: Final = frozenset({"not_of_the_unit", "own_step", "issuer"})


def refusal(guard: str) -> str:
    """Why a guard refuses."""
    return str(REFUSALS[guard])


def not_this_party(label: str) -> str:
    """Somebody else makes this move."""
    return _("“%(move)s”不由您这个角色来做。") % {"move": label}


def not_from_here(label: str) -> str:
    """The moment has passed."""
    return _("现在不能做“%(move)s”，请刷新页面看看最新的情况。") % {"move": label}


def faster() -> str:
    """Somebody was faster."""
    return _("别人刚刚处理过，请看过最新的情况再决定。")


def gone() -> str:
    """No such object in this town."""
    return _("没有这张单子。")


def too_long(limit: int) -> str:
    """A text that does not fit."""
    return _("太长了，最多 %(n)d 个字。") % {"n": limit}


def settled_meanwhile() -> str:
    """Why the system throws its own draft away."""
    return _("事项在签发前已经答复，不必督办")


def done() -> str:
    """A move was made."""
    return _("已办好")
