"""Sentences of the electronic vote that people see: refusals, what it does not protect from, the run sheet."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.ballots.protocol.archive import BALLOT, DECRYPTION, END, RESULT, SETUP, TALLY

#: Why a ballot is not taken → status and sentence.
REFUSALS: Final[dict[str, tuple[int, Promise]]] = {
    "not_open": (409, _("现在没有在投票：还没开始，或者已经封箱。这张票没有计入。")),
    "too_large": (413, _("这不是本次票决的选票：太大了。")),
    "malformed": (422, _("这不是一张写得对的选票，没有计入。请重新封一张，或者用纸质选票。")),
    "other_election": (422, _("这张选票是另一次票决的，没有计入。")),
    "unknown_credential": (422, _("信封里的密码不在这次票决的名单上，没有计入。请看看有没有输错。")),
    "void_credential": (422, _("这个信封已经当众作废，不能投票。请找发票的工作人员。")),
    "already": (409, _("这个信封已经投过一张票；本次办法规定不能改投。")),
    "seen": (409, _("这张票已经在箱子里了，不会重复计入。")),
    "unproven": (422, _("选票上的证明核对不上，没有计入。请重新封一张，或者用纸质选票。")),
    "busy": (503, _("箱子正忙，请过几秒再按一次“投出去”。")),
}

#: What the electronic vote does not protect from: stands on each of its pages.
LIMITS: Final = (
    _("有人逼您投、买您的票，或者要您交出信封：程序防不住。请在写票处一个人投；有为难，用纸质选票。"),
    _("手机本身被动了手脚：程序防不住。可以用会场的平板，或者用纸质选票。"),
    _("投票的人很少，或者大家投得一样：从结果就看得出谁怎么投。"),
    _("两位监票人串通：能拆开单张选票；信封是随手抽的，他们仍然不知道那是谁的。"),
    _("公开的格式规定了算法，不是国密算法。"),
    _("正式用来作决定以前，先要请外面的专家审过；没有审过，只能演练。"),
)

#: Kind of the last event → what the board says.
STAGES: Final[dict[str, Promise]] = {
    SETUP: _("箱子是空的"), BALLOT: _("正在投票"), END: _("已封箱"), TALLY: _("已封箱，等监票人解密"),
    DECRYPTION: _("监票人正在解密"), RESULT: _("结果已得出"),
}  # fmt: skip
