"""A paper as plain text: what a clerk reads through, copies into another system, and what tests compare with."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from lianxin.core.documents.letters import wording
from lianxin.core.documents.letters.model import (
    Blank,
    Block,
    Boxes,
    Fields,
    Grid,
    Heading,
    Paper,
    Points,
    QrCode,
    Text,
    Tone,
)


def text_of(paper: Paper) -> str:
    """Return the whole paper as text, one line a line of the paper."""
    lines = [*_head(paper), ""]
    for block in wording.numbered(paper):
        lines.extend(_block(block))
    lines.extend(_foot(paper))
    text = "\n".join(line.rstrip() for line in lines).strip()
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"


def _head(paper: Paper) -> Iterator[str]:
    if paper.mark:
        yield f"【{paper.mark}】"
    if paper.red_head is not None:
        yield f"〔{paper.red_head.mark}〕　{paper.red_head.issue_number}"
    yield paper.title
    yield wording.head_line(paper)
    if paper.addressee:
        yield ""
        yield f"{paper.addressee}："


def _block(block: Block) -> Iterator[str]:
    return _WRITERS[type(block)](block)


def _heading(block: Heading) -> Iterator[str]:
    yield ""
    yield block.text


def _text(block: Text) -> Iterator[str]:
    yield from (f"｜{line}" if block.tone == Tone.QUOTE else line for line in block.text.split("\n"))


def _points(block: Points) -> Iterator[str]:
    yield from (f"{at}. {item}" for at, item in enumerate(block.items, start=1))


def _fields(block: Fields) -> Iterator[str]:
    yield from (f"{name}：{value}" for name, value in block.pairs)


def _boxes(block: Boxes) -> Iterator[str]:
    yield f"{block.question}　{'　'.join(wording.tick(one, block.ticked) for one in block.choices)}"


def _blank(block: Blank) -> Iterator[str]:
    yield f"{block.label}：{'＿' * 20}"


def _qr(block: QrCode) -> Iterator[str]:
    yield f"［二维码］{block.caption} {block.address}"


def _grid(grid: Grid) -> Iterator[str]:
    yield " | ".join(column.header for column in grid.columns)
    count = 0
    for row in grid.rows:
        count += 1
        yield " | ".join(wording.value_text(value).replace("\n", " ") for value in row)
    if not count:
        yield grid.empty


_WRITERS: Final[dict[type[Any], Callable[[Any], Iterator[str]]]] = {
    Heading: _heading, Text: _text, Points: _points, Fields: _fields, Grid: _grid, Boxes: _boxes, Blank: _blank,
    QrCode: _qr,
}  # fmt: skip


def _foot(paper: Paper) -> Iterator[str]:
    if paper.closing:
        yield paper.closing
    yield from ("", *(f"附件{at}：{one}" for at, one in enumerate(paper.attachments, start=1)))
    if paper.addressee:
        yield from ("", f"{paper.issuer}{'（盖章）' if paper.sealed else ''}", wording.day(paper.issued_on))
    yield from wording.foot_lines(paper)
