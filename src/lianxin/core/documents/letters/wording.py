"""The few words that writers add themselves: Chinese numerals of headings, dates, the lines of a head and foot."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from lianxin.core.documents.letters.model import Block, Form, Heading, Paper

_DIGITS: Final = "零一二三四五六七八九"
#: Left and right of a page's number (GB/T 9704-2012: a dash on either side).
DASH: Final = "—"
BOX, TICKED = "□", "☑"


def numeral(number: int) -> str:
    """A number from 1 to 99 as Chinese numerals: 十二."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def day(value: dt.date) -> str:
    """A day as official papers write it: Arabic figures, no leading zero."""
    return f"{value.year}年{value.month}月{value.day}日"


def numbered(paper: Paper) -> Iterator[Block]:
    """The blocks with their headings numbered; a notice speaks to a resident and numbers nothing."""
    count = 0
    for block in paper.blocks:
        if isinstance(block, Heading) and paper.form != Form.NOTICE:
            count += 1
            yield Heading(f"{numeral(count)}、{block.text}")
        else:
            yield block


def head_line(paper: Paper) -> str:
    """The line below the title: number, who issues, day."""
    return "　".join((f"编号：{paper.number}", paper.issuer, day(paper.issued_on)))


def value_text(value: object) -> str:
    """A value of a grid as paper shows it."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    return str(value)


def tick(choice: str, ticked: str) -> str:
    """A choice with its box."""
    return f"{TICKED if choice == ticked else BOX}{choice}"


def foot_lines(paper: Paper) -> Iterator[str]:
    """What stands below the signature of a paper, a line each; for writers that set it as plain lines."""
    if paper.contact:
        yield f"（联系人：{paper.contact}）"
    if paper.signatures:
        yield "　　".join(f"{one.label}：{one.value or '＿' * 8}" for one in paper.signatures)
    if paper.copies:
        yield f"抄送：{paper.copies}。"
    yield from (f"注：{note}" for note in paper.notes)
    if paper.made_by:
        yield f"制单：{paper.made_by}"
