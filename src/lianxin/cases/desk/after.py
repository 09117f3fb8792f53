"""What happens after the press of a button: who gets the matter, which clock starts, who is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.cases import workflow
from lianxin.cases.actions.take_back import desk_since
from lianxin.cases.models import Case
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.explain import limit_word
from lianxin.clocks.rules import first_deadline
from lianxin.clocks.rulesets import limits
from lianxin.core.clock import today
from lianxin.ui.dates import zh_date

#: One sentence a move, for the person about to press.
SENTENCES: Final[Mapping[str, str | Promise]] = {
    "edit_triage": gettext_lazy("只改分类，不移动这件事；改了办理轨道或性质，时限会按新的规则从今天重新算。"),
    "set_points": gettext_lazy("承办单位要逐点答复；少一点都签发不了。居民的原话不会变。"),
    "answer_on_the_spot": gettext_lazy("这件事记为“当场答复”，不再转交；还没有告诉居民的，接下来要登记告知。"),
    "redirect": gettext_lazy("这件事不再转交；接下来由镇人大办把正确的渠道告诉居民。"),
    "hand_over": gettext_lazy("这件事离开平台，普通单位从此看不到；居民只会看到“已按规定移交”。"),
    "transfer": gettext_lazy("转到政府交办台，由交办台确定承办单位。"),
    "assign": gettext_lazy("承办单位立刻收到，几个时限从今天开始；居民会看到由谁来办。"),
    "take_back": gettext_lazy("回到“待交办”，单位的时限取消，交办的时限照原来的日子接着算；单位在“消息”里看到已收回。"),
    "reassign": gettext_lazy("原单位的时限取消，新单位的时限从今天开始；居民会看到换了单位。"),
    "accept": gettext_lazy("表示这件事由本单位办；下一步是先和居民联系。"),
    "return": gettext_lazy("退到政府交办台裁定，裁定前所有时限停走；居民会看到“正在重新确定由谁办理”。"),
    "uphold": gettext_lazy("仍由原单位办，理由会给它看；停走的时限接着走。"),
    "first_contact": gettext_lazy("记下第一次联系，没有联系上也算一次；这件事进入“办理中”。"),
    "log_contact": gettext_lazy("联系上并告知了答复，才算送到居民手上；网页公布不算。"),
    "request_extension": gettext_lazy("申请交给政府交办台决定；决定以前，原来的期限照常走。"),
    "extend": gettext_lazy("答复期限顺延一次，延期的理由会告诉居民。"),
    "refuse_extension": gettext_lazy("期限不变，理由会给承办单位看。"),
    "co_opinion": gettext_lazy("意见交给主办单位，由主办单位写进答复；再交一次会替换前一次。"),
    "release_co_unit": gettext_lazy("这个单位不再会办，答复不用等它。"),
    "draft_reply": gettext_lazy("答复稿交给本单位负责人签发；签发以前居民看不到。"),
    "draft_again": gettext_lazy("答复稿交给本单位负责人签发；签发以前居民看不到。"),
    "redraft": gettext_lazy("退给经办人重写，已写的内容和您的理由都会带给他。"),
    "redraft_again": gettext_lazy("退给经办人重写，已写的内容和您的理由都会带给他。"),
    "sign": gettext_lazy("居民凭查询码马上能看到这份答复；写了日期的成为对居民的承诺；接下来要当面、电话或书面告知。"),
    "sign_again": gettext_lazy(
        "居民凭查询码马上能看到这份答复；写了日期的成为对居民的承诺；接下来要当面、电话或书面告知。"
    ),
    "verdict": gettext_lazy("解决了就等办结；没有解决的，第一次退给承办单位再办，第二次请代表当面会商。"),
    "explain": gettext_lazy("会商的说明记入档案，这件事转到等待办结。"),
    "fall_silent": gettext_lazy("记为“问过、未回应”，不算满意也不算不满意；居民以后仍然可以评价。"),
    "track": gettext_lazy("承诺兑现以前不会办结，到期那天会出现在工作清单上。"),
    "settle_promise": gettext_lazy("写进承诺台账，居民能看到；没有兑现的会一直留在清单上。"),
    "close": gettext_lazy("这件事结束，联系方式开始倒计时删除；期限内有新情况可以重新打开。"),
    "reopen": gettext_lazy("回到政府交办台，原来的经过都保留，交办时限从今天开始。"),
    "reopen_at_office": gettext_lazy("回到镇人大办，原来的经过都保留，转交时限从今天开始。"),
    "withdraw": gettext_lazy("按反映人本人的意思不再办理，记录保留；以后想反映要重新提交。"),
    "add_words": gettext_lazy("放在原话后面，原话一字不动；承办单位和居民都能看到。"),
    "change_consent": gettext_lazy("马上按新的意思执行；以前公开过的会在下一次公布时撤下。"),
    "give_contact": gettext_lazy("加密保存，只给需要联系居民的人看，每次查看都有记录。"),
    "delete_contact": gettext_lazy("立刻删除，不能恢复；这件事照常办理，以后只能凭查询码告诉居民结果。"),
    "attach": gettext_lazy("放在这件事下面，看得到这件事的人都能看；照片里的拍摄地点会自动去掉。"),
}


@dataclass(frozen=True, slots=True)
class After:
    """The sentence, and the days the new clocks end on: (what, day, provisional)."""

    sentence: str
    clocks: tuple[tuple[str, str, bool], ...] = ()


def after(case: Case, move: str) -> After:
    """What a person should know before pressing; two or three statements where clocks start, none otherwise."""
    sentence = str(SENTENCES.get(move, ""))
    found = workflow.BY_CODE.get(move)
    if found is None or not found.starts:
        return After(sentence)
    calendar, on = town_calendar(), desk_since(case) if move == "take_back" else today()
    rules = limits(case.track, found.starts, case.kind, on)
    ends = [(limit_word(rule), first_deadline(on, rule.n, rule.unit, calendar)) for rule in rules.values()]
    ordered = sorted(ends, key=lambda pair: pair[1].on)
    return After(sentence, tuple((label, zh_date(end.on), end.provisional) for label, end in ordered))


def provisional_note() -> str:
    """Why a day may still move."""
    return _("（暂定，放假安排公布后会重算）")
