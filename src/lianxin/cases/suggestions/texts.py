"""Sentences about suggestions that a lawyer or a translator may change."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "title_given": gettext_lazy("请写一个标题，一眼看得出是什么事。"),
    "town_level": gettext_lazy("市、区人大代表的建议不在本镇提出：这里只备好文稿，请向本级人大提出后记下编号和答复。"),
    "other_level": gettext_lazy("镇人大代表的建议就在这里提交，不用另记。"),
    "is_town_deputy": gettext_lazy("您现在没有本镇人大代表的任期，不能提交。"),
    "invited_are_town_deputies": gettext_lazy("请从本镇人大代表里选联名的人，不能选自己。"),
    "text_complete": gettext_lazy("请写明情况和具体建议，再提交。"),
    "reason_given": gettext_lazy("请写明理由，这个理由会留在记录里。"),
    "words_given": gettext_lazy("请写明内容。"),
    "day_given": gettext_lazy("请写明是哪一天，不能晚于今天。"),
    "lead_may_lead": gettext_lazy("请选一个主办单位；居委会不能主办政府的工作。"),
    "lead_is_not_helping": gettext_lazy("主办单位不能同时是会办单位。"),
    "return_in_time": gettext_lazy("退回的期限（7个工作日）已过，请接着办理；确有困难的请与交办台商量。"),
    "returns_left": gettext_lazy("已经退回过两次，请由交办台协调，不再退回。"),
    "months_allowed": gettext_lazy("延期一至三个月，请写一个数。"),
    "reply_not_overdue": gettext_lazy("答复期限已过，不能再请求延期。"),
    "never_extended": gettext_lazy("已经延期过一次，不能再延。"),
    "no_open_request": gettext_lazy("已有一份延期请求在等交办台决定。"),
    "open_request": gettext_lazy("没有等着决定的延期请求。"),
    "result_known": gettext_lazy("请选办理结果的类别。"),
    "result_has_date": gettext_lazy("这一类结果要写明哪一天做到，日期要在今天以后。"),
    "result_has_reason": gettext_lazy("留作参考的，请说明法律上或实际上为什么做不到。"),
    "deputy_was_contacted": gettext_lazy("还没有和代表联系的记录。请先联系代表、听取意见，再签发答复。"),
    "co_opinions_there": gettext_lazy("还有会办单位没有给意见，且未满一个月，请先催会办意见。"),
    "grades_given": gettext_lazy("请分别评价办理态度和办理结果。"),
    "bad_has_reason": gettext_lazy("不满意的，请写明理由。"),
    "result_is_bad": gettext_lazy("只有对办理结果不满意，才再次办理。"),
    "first_round": gettext_lazy("已经再次办理过一次；仍不满意的，由镇人大办请双方当面商量。"),
    "not_yet_said": gettext_lazy("您已经评价过这份答复。"),
    "evaluation_overdue": gettext_lazy("代表评价的期限还没有过，请再等一等或提醒代表。"),
    "report_item_given": gettext_lazy("请写下给人代会报告用的一句话。"),
    "publishable": gettext_lazy("代表没有同意公开，或要求保密，不能公开。"),
    "result_after_reply": gettext_lazy("还没有签发的答复，不能公开办理结果。"),
    "withdrawal_asked": gettext_lazy("领衔代表还没有书面要求撤回。"),
    "everybody_withdraws": gettext_lazy("还有联名代表没有同意撤回；联名的建议要全体同意才能撤回。"),
    "filing_complete": gettext_lazy("请写明向哪里提出、哪一天提出和编号。"),
}
FIELDS: Final[Mapping[str, str]] = {
    "title_given": "title", "invited_are_town_deputies": "deputies", "reason_given": "reason", "words_given": "text",
    "day_given": "on", "lead_may_lead": "lead_unit", "lead_is_not_helping": "co_units", "months_allowed": "months",
    "result_known": "result", "result_has_date": "promise_on", "result_has_reason": "reason",
    "grades_given": "result", "bad_has_reason": "reason", "report_item_given": "text", "filing_complete": "number",
}  # fmt: skip
DOUBTS: Final[Mapping[str, str | Promise]] = {
    "outside": gettext_lazy("可能不是镇里能决定的事"),
    "private": gettext_lazy("可能是代表本人或所在单位的事"),
    "court": gettext_lazy("可能是具体的司法案件"),
    "letter": gettext_lazy("可能是转交群众信件"),
    "academic": gettext_lazy("可能是学术探讨或产品推介"),
    "empty": gettext_lazy("具体建议写得太少，没有实际内容"),
    "other": gettext_lazy("其他不应作为建议提出的情况"),
    "two_matters": gettext_lazy("可能把两件事写在了一起，一件建议只说一件事"),
}


def refusal(guard: str) -> str:
    """Why a guard refuses."""
    return str(REFUSALS[guard])


def not_this_party(label: str) -> str:
    """Somebody else makes this move."""
    return _("“%(move)s”不由您来做。") % {"move": label}


def not_from_here(label: str) -> str:
    """The moment has passed."""
    return _("现在不能做“%(move)s”，请刷新页面看看最新的情况。") % {"move": label}


def faster() -> str:
    """Somebody was faster."""
    return _("别人刚刚处理过，请看过最新的情况再决定。")


def gone() -> str:
    """No such suggestion in this town."""
    return _("没有这件建议。")


def too_long(limit: int) -> str:
    """A text that does not fit."""
    return _("太长了，请写在 %(n)d 字以内。") % {"n": limit}


def no_promise() -> str:
    """Not a promise of this suggestion, or settled already."""
    return _("请选一项还没有了结的承诺。")


def promise_state() -> str:
    """What became of it was not chosen."""
    return _("请选这项承诺怎么样了：做到、没做到，还是情况有变化。")


def how_unknown() -> str:
    """No way of contact was chosen."""
    return _("请选联系方式。")


def deputy_unknown() -> str:
    """Nobody was chosen, or not a town deputy of today."""
    return _("请选一位现任的本镇人大代表。")
