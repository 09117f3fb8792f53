"""How a state is shown: a word, a tone (colour) and a shape, so that colour is never the only carrier.

Rooms register their own codes at start-up (``states.register``); the words of the loop itself are here.
Tones: ``info`` moving on, ``warn`` someone waits, ``bad`` overdue or refused (the only red), ``good`` done,
``mute`` at rest, ``plain`` neutral label.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TONES: Final = ("info", "warn", "bad", "good", "mute", "plain")


@dataclass(frozen=True)
class StateLook:
    """Word, tone and shape of one state code."""

    word: str | Promise
    tone: str
    shape: str


_LOOKS: dict[str, StateLook] = {}


def register(code: str, word: str | Promise, tone: str = "info", shape: str = "dot") -> None:
    """Tell how state *code* looks. The same code may be registered again only with the same look (``ValueError``)."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}")
    look = StateLook(word, tone, shape)
    known = _LOOKS.get(code)
    if known is not None and (known.tone, known.shape, str(known.word)) != (tone, shape, str(word)):
        raise ValueError(f"state {code!r} is already registered with another look")
    _LOOKS[code] = look


def look(code: str) -> StateLook:
    """Return the look of *code*; an unknown code shows its own name in neutral dress instead of failing a page."""
    return _LOOKS.get(code) or StateLook(code, "plain", "ring")


def known() -> Mapping[str, StateLook]:
    """All registered looks, for the style guide."""
    return dict(_LOOKS)


for _code, _word, _tone, _shape in (
    ("draft", _("草稿"), "mute", "ring"),
    ("received", _("已收到"), "info", "ring"),
    ("answered", _("当场答复"), "good", "check"),
    ("triaged", _("待交办"), "warn", "half"),
    ("transferred", _("已转交政府"), "info", "arrow"),
    ("redirected", _("已告知正确渠道"), "mute", "arrow"),
    ("assigned", _("已交办"), "info", "arrow"),
    ("accepted", _("已受理"), "info", "dot"),
    ("contacted", _("办理中"), "info", "dot"),
    ("return_pending", _("退回待裁定"), "warn", "back"),
    ("handed_over", _("已移交"), "mute", "arrow"),
    ("rehandling_draft", _("再次答复待签"), "info", "half"),
    ("meeting", _("代表当面会商"), "warn", "diamond"),
    ("returned", _("已退回"), "warn", "back"),
    ("reply_draft", _("答复待签"), "info", "half"),
    ("replied", _("已答复，等评价"), "info", "square"),
    ("waiting_verdict", _("等居民回应"), "warn", "half"),
    ("evaluated", _("已评价"), "good", "dot"),
    ("rehandling", _("再次办理"), "warn", "diamond"),
    ("tracking", _("承诺跟踪中"), "info", "diamond"),
    ("closed", _("已办结"), "good", "check"),
    ("reopened", _("重新打开"), "warn", "diamond"),
    ("withdrawn", _("已撤回"), "mute", "bar"),
    ("following", _("并入议题一起办"), "info", "arrow"),
    ("silent", _("两次询问未回应"), "mute", "half"),
    ("due_today", _("今天到期"), "warn", "half"),
    ("overdue", _("已逾期"), "bad", "triangle"),
    ("paused", _("暂停计时"), "mute", "pause"),
    ("satisfied", _("满意"), "good", "check"),
    ("partly", _("基本满意"), "info", "half"),
    ("dissatisfied", _("不满意"), "bad", "cross"),
    ("not_asked", _("还没问"), "mute", "ring"),
    ("solved", _("已解决"), "good", "check"),
    ("not_solved", _("没有解决"), "bad", "cross"),
    ("promise_open", _("承诺未到期"), "info", "diamond"),
    ("promise_kept", _("承诺已兑现"), "good", "check"),
    ("promise_missed", _("承诺已过期"), "bad", "triangle"),
    ("ok", _("正常"), "good", "check"),
    ("active", _("启用"), "good", "dot"),
    ("revoked", _("已停用"), "mute", "cross"),
    ("failed", _("失败"), "bad", "cross"),
    ("pending", _("待处理"), "warn", "half"),
    ("to_confirm", _("待核"), "warn", "ring"),
):
    register(_code, _word, _tone, _shape)
