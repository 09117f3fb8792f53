"""Words that make a person look twice: an emergency, an accusation, a court case, a threat of self-harm.

Suggestions only, always with the words that fired: a person decides.  Pure; no Django, no model, no learning.  The word
lists are our own and to be confirmed (待核) by each town; they are short on purpose, because a false alarm costs a look
and a missed one is still read by the office.
"""

import re
from dataclasses import dataclass
from typing import Final

from lianxin.core.text import fold

EMERGENCY: Final = "emergency"
ACCUSATION: Final = "accusation"
LAWSUIT: Final = "lawsuit"
SELF_HARM: Final = "self_harm"

_PATTERNS: Final[dict[str, tuple[str, ...]]] = {
    EMERGENCY: (
        r"着火|起火|失火|火灾|冒浓烟", r"煤气泄漏|燃气泄漏|漏煤气|煤气味|燃气味", r"正在(?:打人|砸|撬|抢)",
        r"(?:有人|老人|孩子|小孩)(?:昏倒|晕倒|落水|坠楼|触电|被困)|困在电梯|电梯(?:困人|关人)",
        r"快(?:要)?(?:塌|倒塌)|马上要塌|墙(?:要|快)倒", r"救命|大出血|没有呼吸|叫救护车", r"持刀|拿刀",
    ),
    ACCUSATION: (
        r"举报(?!电话)|检举|揭发", r"受贿|行贿|收(?:了)?(?:红包|好处费?|回扣)|吃拿卡要", r"贪污|挪用|侵吞|中饱私囊",
        r"以权谋私|滥用职权|徇私|官商勾结|优亲厚友", r"打击报复",
    ),
    LAWSUIT: (r"已(?:经)?(?:起诉|立案)|法院(?:已|正在|判)|开庭|仲裁(?:中|委)|行政复议|一审|二审|上诉",),
    SELF_HARM: (r"不想活|活不下去|活着没意思|自杀|跳楼|轻生|死给",),
}  # fmt: skip

_COMPILED: Final = {kind: [re.compile(pattern) for pattern in patterns] for kind, patterns in _PATTERNS.items()}

#: Said before a word, these turn it into its opposite: 没有着火, 不是举报, 防火灾演练.
_DENIALS: Final = ("没有", "不是", "并非", "防止", "预防", "避免", "防", "以免", "演练", "不会", "不用")


@dataclass(frozen=True, slots=True)
class Signal:
    """One suspicion and the words that fired it, as they stand in the (folded) text."""

    kind: str
    words: tuple[str, ...]


def find_signals(text: str) -> tuple[Signal, ...]:
    """What in a text should be looked at by a person first, in the order of urgency."""
    plain = fold(text)
    found = []
    for kind, patterns in _COMPILED.items():
        words = [hit.group() for pattern in patterns for hit in pattern.finditer(plain) if not _denied(plain, hit)]
        if words:
            found.append(Signal(kind, tuple(dict.fromkeys(words))))
    return tuple(found)


def _denied(text: str, hit: re.Match[str]) -> bool:
    """Whether the words just before a hit deny it."""
    before = text[max(0, hit.start() - 3) : hit.start()]
    return any(before.endswith(denial) for denial in _DENIALS)


def suggested_kind(text: str) -> str:
    """The kind a person should consider: ``emergency``, ``accusation`` or ``""``."""
    kinds = {signal.kind for signal in find_signals(text)}
    if kinds & {EMERGENCY, SELF_HARM}:
        return EMERGENCY
    return ACCUSATION if ACCUSATION in kinds else ""
