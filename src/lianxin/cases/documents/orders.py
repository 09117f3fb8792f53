"""交办单 (with the verb proper to the unit): what is asked, point by point, by when and why; never who spoke."""

from typing import Final

from lianxin.cases.documents.house import House, day, pairs, spoken
from lianxin.cases.selectors.case_page import CasePage
from lianxin.clocks.models import ClockState
from lianxin.core.documents.letters.model import (
    Block,
    Fields,
    Form,
    Heading,
    Paper,
    Points,
    Signature,
    Text,
    Tone,
)

#: The states of clocks that still bind somebody.
_RUNNING: Final = frozenset({ClockState.RUNNING, ClockState.PAUSED})


def order(page: CasePage, house: House, files: tuple[str, ...] = ()) -> Paper | None:
    """The 交办单 of the present assignment; None while nobody was named."""
    unit = page.case.lead_unit
    if unit is None:
        return None
    present = [one for one in page.assignments if one.on is None]
    last = present[-1] if present else None
    blocks: list[Block] = [Fields(_facts(page, day(last.at) if last else "", files)), Heading("事情"), *_words(page)]
    if page.points:
        blocks += [Heading("请逐点办理、逐点答复"), Points(tuple(spoken(one.text) for one in page.points))]
    if last is not None and last.text:
        blocks += [Heading("办理要求"), Text(spoken(last.text))]
    why = _why(page)
    if why:
        blocks += [Heading("期限的依据"), *why]
    return Paper(
        code="order", form=Form.SHEET, title=f"{unit.verb_label}单", number=page.case.number, issued_on=house.day,
        issuer=house.desk, blocks=tuple(blocks), made_by=house.made_by, mark=house.mark,
        contact=last.who if last is not None else "",
        signatures=(Signature("签收人"), Signature("签收时间")),
        notes=("本单不含反映人的联系方式；需要联系本人的，在系统里写明理由查看，查看会留下记录。",),
    )  # fmt: skip


def _facts(page: CasePage, assigned: str, files: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    head = page.head
    notes = [spoken(one.place_note) for one in page.opinions if one.place_note and not one.words_hidden]
    secret = any(one.confidential for one in page.opinions)
    return pairs(
        ("主办单位", page.case.lead_unit.name if page.case.lead_unit else ""),
        ("会办单位", "、".join(one.extra for one in page.co_units)),
        ("交办日期", assigned),
        ("收到日期", day(page.case.received_on)),
        ("地点", " ".join(filter(None, [head["place"], *dict.fromkeys(notes)]))),
        ("类别", " · ".join(filter(None, [head["kind_label"], head["category"]]))),
        *((one.label, _due(one.due_on, one.provisional)) for one in page.clocks if one.state in _RUNNING),
        ("保密要求", "反映人要求保密，不得向被反映方透露是谁说的" if secret else "按一般要求，不外传反映人信息"),
        ("附件", "、".join(files)),
    )


def _due(due: object, provisional: bool) -> str:
    return f"{day(due)}前{'（暂定：日历表尚未确认）' if provisional else ''}"  # type: ignore[arg-type]


def _words(page: CasePage) -> list[Block]:
    """The matter, and what was said; confidential words stay at the desks."""
    told = (one for one in page.opinions if not (one.withdrawn or one.words_hidden or one.confidential))
    said = [spoken(one.words) for one in told]
    title = spoken(page.case.title)
    head: list[Block] = [] if title in said else [Text(title, Tone.STRONG)]
    return [*head, *(Text(one, Tone.QUOTE) for one in said)]


def _why(page: CasePage) -> list[Block]:
    return [
        Text(f"{one.label}（{day(one.due_on)}）：{' '.join(one.lines)}", Tone.NOTE)
        for one in page.clocks
        if one.state in _RUNNING
    ]
