"""Sentences of the room that somebody may want to change."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Why a pair stands in the queue, and how places stand to each other.
REASONS: Final[dict[str, Promise]] = {
    "copy": gettext_lazy("话几乎一样"),
    "same_person": gettext_lazy("像是同一个人"),
    "same_place": gettext_lazy("同一个地方"),
    "same_category": gettext_lazy("同一类"),
    "other_category": gettext_lazy("类别不同"),
}
WHERES: Final[dict[str, Promise]] = {
    "same": gettext_lazy("地点相同"),
    "contains": gettext_lazy("地点一大一小"),
    "conflict": gettext_lazy("地点不同，请看清楚"),
    "unknown": gettext_lazy("地点说不准"),
}
#: What is found.
FOUND: Final[dict[str, Promise]] = {
    "case": gettext_lazy("意见"),
    "reply": gettext_lazy("答复"),
    "issue": gettext_lazy("议题"),
}
#: Why two matters that are the same cannot be joined.
NOT_JOINED: Final[dict[str, Promise]] = {
    "lead_answered": gettext_lazy("其中一件已经答复，不能再并；已记为“答复后又来”。"),
    "lead_follows": gettext_lazy("牵头的一件自己跟着别的议题，请先在议题页撤出。"),
    "already_in_issue": gettext_lazy("其中一件已在别的议题里，请先在议题页撤出。"),
    "other_track": gettext_lazy("两件走的渠道不同，时限不能混，不能并。"),
    "lead_behind": gettext_lazy("一件已经到政府交办台，另一件还没有转交，不能并。"),
    "sealed": gettext_lazy("举报类的不和别的并。"),
}


def gone() -> str:
    """The pair is not there."""
    return _("没有这一对，可能已经处理过。")


def not_you() -> str:
    """Only desks that see both."""
    return _("这两件不由您来比对。")


def decided_already() -> str:
    """Somebody was faster."""
    return _("这一对已经有人答过了。")


def not_decided() -> str:
    """Nothing to take back."""
    return _("这一对还没有回答，没有什么可撤回。")


def answered_meanwhile() -> str:
    """A given answer stays given."""
    return _("并在一起的已经答复，不能再撤出。")


def by_question(*, machine: bool) -> str:
    """The reason an issue is given."""
    return _("话几乎一样、地点相同，自动并入，可以撤出") if machine else _("比对两人的原话，确认是同一件事")


def moved_together() -> str:
    """Why an issue was dissolved."""
    return _("和另一个议题是同一件事，一起并过去")


def answer_taken_back() -> str:
    """Why somebody leaves."""
    return _("撤回了“是同一件事”的回答")


def together_before() -> str:
    """Why some stand together again."""
    return _("撤回以前就在一起")


def not_in_address() -> str:
    """Numbers of people stay out of addresses."""
    return _("电话、证件号这样的号码不放在网址里：请在上面的框里输入，再按“找”。")


def not_yours_to_publish() -> str:
    """Only those who record decisions."""
    return _("公开热点问题由镇人大办按决定办理。")


def too_few_people() -> str:
    """Who knows the place would know the person."""
    return _("说的人太少的议题不公开，免得认出是谁。")


def no_such_notice() -> str:
    """Not there."""
    return _("没有这一次公开。")


def withdrawn_already() -> str:
    """Somebody was faster."""
    return _("这一次公开已经撤回。")


def not_your_sheet() -> str:
    """Somebody else's."""
    return _("这张纸不由您来录。")


def sheet_gone() -> str:
    """Erased."""
    return _("这张照片已经删掉了，要录请重新拍一张。")


def row_done() -> str:
    """Somebody was faster."""
    return _("这一行已经录过了。")


def sheet_full() -> str:
    """Too many rows."""
    return _("一张纸的行数太多了，请另传一张。")


#: Why a better picture is asked for, and how to get one.
TROUBLES: Final[dict[str, Promise]] = {
    "unreadable": gettext_lazy("这个文件打不开，请用手机拍的照片（JPEG 或 PNG）。"),
    "small": gettext_lazy("照片太小，字看不清。请靠近一些，让整张纸占满画面，再拍一张。"),
    "flat": gettext_lazy("照片太暗或者太灰。请到亮的地方，不要让自己的影子落在纸上，再拍一张。"),
    "blurred": gettext_lazy("照片糊了。请把纸放平、手机拿稳，等对好焦再拍一张。"),
    "no_table": gettext_lazy("没有认出表格。请把整张表连同表头拍进来，纸要放平，再拍一张。"),
}


def too_few() -> str:
    """Nothing to learn from."""
    return _("确认过的还太少，先不学。")


def none_used() -> str:
    """No model to withdraw."""
    return _("现在没有在用的模型，用的是起步的算法。")
