"""Two texts side by side: which words both have, and which words name a place.  Pure; texts come masked."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from lianxin.aggregation.engine.grams import grams
from lianxin.aggregation.engine.normal import normal

#: Pairs that stand in every text and show nothing.
IDLE: Final = frozenset(
    {
        "我们", "你们", "他们", "希望", "能不", "不能", "一个", "一下", "这个", "那个", "没有", "就是", "已经", "现在",
        "什么", "时候", "怎么", "问题", "反映", "解决", "是不", "不是", "还是", "都是", "可以", "大家", "尽快", "一直",
        "每天",
    }
)  # fmt: skip


class Piece(NamedTuple):
    """A stretch of a text: ``kind`` is empty, ``same`` or ``place``."""

    text: str
    kind: str


def marked(text: str, other: str, places: Iterable[str] = ()) -> list[Piece]:
    """The text in pieces: what the other has too, what names a place."""
    kinds = [""] * len(text)
    theirs = set(grams(normal(other))) - IDLE
    plain = [normal(sign) for sign in text]
    for at in range(len(text) - 1):
        if plain[at] + plain[at + 1] in theirs:
            kinds[at] = kinds[at + 1] = "same"
    for name in sorted({one for one in places if len(one) >= 2}, key=len):
        start = text.find(name)
        while start >= 0:
            kinds[start : start + len(name)] = ["place"] * len(name)
            start = text.find(name, start + len(name))
    pieces: list[Piece] = []
    for sign, kind in zip(text, kinds, strict=True):
        if pieces and pieces[-1].kind == kind:
            pieces[-1] = Piece(pieces[-1].text + sign, kind)
        else:
            pieces.append(Piece(sign, kind))
    return pieces
