"""What words should make a clerk stop at: danger, an accusation, a court case, personal data of somebody."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.cases import texts
from lianxin.cases.signals import ACCUSATION, EMERGENCY, LAWSUIT, SELF_HARM, find_signals, suggested_kind
from lianxin.core.masking import find_personal
from lianxin.ui.listing import listed


@dataclass(frozen=True, slots=True)
class Caution:
    """One sentence for the clerk, with the words that made us think so."""

    tone: str
    title: str
    text: str


def cautions_of(words: str) -> list[Caution]:
    """Everything worth a second look, the most urgent first; never a refusal."""
    found = []
    for signal in find_signals(words):
        heard = listed(signal.words)
        if signal.kind == EMERGENCY:
            found.append(Caution("bad", _("像是紧急情况：%(words)s") % {"words": heard}, str(texts.EMERGENCY_NUMBERS)))
        elif signal.kind == SELF_HARM:
            text = _("请先陪着他，马上打 12356（心理援助）或 120。")
            found.append(Caution("bad", _("说的人可能撑不住了：%(words)s") % {"words": heard}, text))
        elif signal.kind == ACCUSATION:
            text = _("举报不走普通办理：按举报记下后只有镇人大办看得到，单独移交。也可以告诉他打 12388。")
            found.append(Caution("warn", _("像是举报：%(words)s") % {"words": heard}, text))
        elif signal.kind == LAWSUIT:
            text = _("已经在法院、仲裁或复议程序里的事，这里不能改变结果，请说清楚该找哪里。")
            found.append(Caution("warn", _("像是涉法涉诉：%(words)s") % {"words": heard}, text))
    return found + _personal(words)


def _personal(words: str) -> list[Caution]:
    """Personal data in the words: kept as spoken, hidden wherever others read."""
    found = find_personal(words)
    if not found:
        return []
    text = _("原话照记，公开和列表里会自动遮住。是本人的电话，可以另外填在“联系电话”里。")
    return [Caution("info", _("原话里有 %(n)d 处个人信息（电话、证件号等）") % {"n": len(found)}, text)]


def other_kind(words: str, kind: str) -> str:
    """The kind the words suggest when the clerk chose another; empty when there is nothing to ask."""
    suggested = suggested_kind(words)
    return suggested if suggested and kind != suggested else ""
