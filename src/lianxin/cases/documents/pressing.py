"""催办单, 督办单 and the letters of the congress's steps as papers, from plain facts: whoever presses fills them in."""

import datetime as dt
from dataclasses import dataclass

from lianxin.cases.documents.house import CONGRESS, House, day, pairs, spoken
from lianxin.core.documents.letters.model import (
    Blank,
    Block,
    Fields,
    Form,
    Heading,
    Paper,
    Points,
    Signature,
    Text,
)


@dataclass(frozen=True, slots=True)
class Pressing:
    """One step of pressing, in finished words.

    ``step`` is its word on the ladder (催办, 督办, 领导包案, 重点督办, 代表视察 …), ``issuer`` the body that presses:
    the government's desk on its ladder, the congress on its own. ``matters`` are pairs
    of number and title; ``late_days`` counts working days past the date.
    """

    number: str
    step: str
    issuer: str
    unit: str
    matters: tuple[tuple[str, str], ...]
    demand: str
    issued_on: dt.date
    answer_by: dt.date | None = None
    due_on: dt.date | None = None
    late_days: int = 0
    signed_by: str = ""
    answer: str = ""
    answered_on: dt.date | None = None
    lifted_on: dt.date | None = None
    lifted_because: str = ""


def pressing_sheet(pressing: Pressing, house: House) -> Paper:
    """The 督办单 (or 催办单): whom, what, how late, what is asked by when, room for the answer, how it was lifted."""
    facts = pairs(
        ("级别", pressing.step),
        ("对象", pressing.unit),
        ("事项", "\n".join(f"{spoken(title)}（受理编号{number}）" for number, title in pressing.matters)),
        ("原办理期限", day(pressing.due_on)),
        ("已逾期", f"{pressing.late_days}个工作日" if pressing.late_days > 0 else "未逾期"),
        ("回复时限", f"{day(pressing.answer_by)}前" if pressing.answer_by else ""),
    )
    blocks: list[Block] = [Fields(facts), Heading("要求"), Text(spoken(pressing.demand)), Heading("承办单位回复")]
    if pressing.answer:
        blocks.append(Text(f"{spoken(pressing.answer)}（{day(pressing.answered_on)}）"))
    else:
        blocks.append(Blank("办理情况、下一步和完成时间", 5))
    if pressing.lifted_on is not None:
        lifted = f"{day(pressing.lifted_on)}解除。依据：{spoken(pressing.lifted_because)}"
        blocks += [Heading("解除"), Text(lifted)]
    word = pressing.step if pressing.step.endswith("办") else "督办"
    return Paper(
        code="pressing", form=Form.SHEET, title=f"{word}单", number=pressing.number, issued_on=pressing.issued_on,
        issuer=pressing.issuer, blocks=tuple(blocks), made_by=house.made_by, mark=house.mark,
        signatures=(Signature("签发", pressing.signed_by), Signature("签收"), Signature("日期")),
        notes=("凭佐证解除，不凭口头说明解除。",),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CongressPaper:
    """One step of the congress's own means, in finished words; it goes to the town government, never to a unit."""

    number: str
    step: str
    matters: tuple[tuple[str, str], ...]
    ask: str
    issued_on: dt.date
    decided: str = ""
    answer_by: dt.date | None = None
    held_on: dt.date | None = None
    signed_by: str = ""
    report: str = ""
    reported_on: dt.date | None = None
    outcome: str = ""


def congress_letter(facts: CongressPaper, government: str, house: House) -> Paper:
    """The letter of a step to the town government: the matters, what is asked by when, what was answered."""
    what = Points(tuple(f"{spoken(title)}（受理编号{number}）" for number, title in facts.matters))
    known = pairs(
        ("决定", facts.decided),
        ("回复时限", f"{day(facts.answer_by)}前" if facts.answer_by else ""),
        ("举行日期", day(facts.held_on)),
    )
    blocks: list[Block] = [Heading("所涉意见"), what, Heading("请镇政府"), Text(spoken(facts.ask))]
    blocks += [Fields(known)] if known else []
    if facts.report:
        blocks += [Heading("镇政府的回复"), Text(f"{spoken(facts.report)}（{day(facts.reported_on)}）")]
    if facts.outcome:
        blocks += [Heading("结果"), Text(spoken(facts.outcome))]
    return Paper(
        code="congress", form=Form.LETTER, title=f"关于{facts.step}的函", number=facts.number,
        issued_on=facts.issued_on, issuer=house.congress_office, addressee=government,
        red_head=house.red_head(CONGRESS), blocks=tuple(blocks), closing="特此函告。", sealed=True,
        contact=facts.signed_by, made_by=house.made_by, mark=house.mark,
    )  # fmt: skip
