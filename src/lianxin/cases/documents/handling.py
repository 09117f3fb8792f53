"""办理情况报告: how the matters of a period were handled, for the congress: figures with their definitions, by unit,
promises, the four voices apart, and the list of the matters.

Plain facts come in finished words (`Handling`); nothing is counted here.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lianxin.cases.documents.house import House, day
from lianxin.core.documents.letters.model import Block, Column, Form, Grid, Heading, Paper, Text, Tone


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure: its name, the value with its unit, n (and the share beside it), how it is counted."""

    name: str
    value: str
    n: str
    definition: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit: counts only, each share as "so many of so many"."""

    name: str
    assigned: int
    on_time: str
    unit_says: str
    resident_says: str
    open: int
    overdue: int
    promises: str


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """One voice: whose, how many of each, out of how many."""

    who: str
    words: str
    n: int


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter of the list."""

    number: str
    title: str
    unit: str
    received_on: dt.date
    state: str
    unit_says: str
    resident_says: str


@dataclass(frozen=True, slots=True)
class Handling:
    """Everything the report says; ``matters`` may be a stream, ``count`` says how many of them there are."""

    first: dt.date
    last: dt.date
    as_of: dt.date
    figures: Sequence[FigureRow]
    units: Sequence[UnitRow]
    voices: Sequence[VoiceRow]
    matters: Iterable[MatterRow]
    count: int


_FIGURES: Final = (
    Column("指标", 1.6), Column("数值", 1.2), Column("样本与占比", 2.6), Column("口径", 4.2),
)  # fmt: skip
_UNITS: Final = (
    Column("单位", 1.8), Column("期内交办", 0.9, number=True), Column("按期答复", 1.2), Column("单位说解决了", 1.3),
    Column("居民说解决了", 1.3), Column("未办结", 0.8, number=True), Column("其中逾期", 0.9, number=True),
    Column("承诺兑现", 1.2),
)  # fmt: skip
_VOICES: Final = (Column("谁说的", 1.6), Column("怎么说", 5.0), Column("总数", 0.8, number=True))
_MATTERS: Final = (
    Column("序号", 0.5, number=True), Column("编号", 1.5), Column("事项", 3.4), Column("承办单位", 1.3),
    Column("收到", 1.1), Column("现在", 1.1), Column("单位说", 1.1), Column("居民说", 1.1),
)  # fmt: skip


def report(facts: Handling, house: House) -> Paper:
    """The report as a paper, from the government's desk to the congress."""
    span = f"{day(facts.first)}至{day(facts.last)}"
    intro = f"现将{span}居民意见的办理情况报告如下。统计截至{day(facts.as_of)}，每个数都写明口径和样本。"
    blocks: list[Block] = [
        Text(intro),
        Heading("总的情况"), Grid(_FIGURES, [(one.name, one.value, one.n, one.definition) for one in facts.figures]),
        Heading("四种声音，分开来说"), Grid(_VOICES, [(one.who, one.words, one.n) for one in facts.voices]),
        Text("单位说解决了，不等于居民说解决了；问过没有回应，不算满意；还没有问过的，单独列出。", Tone.NOTE),
        Heading("各单位"), Grid(_UNITS, [_unit(one) for one in facts.units], "期内没有交办、到期或没有办结的事项。"),
        Text("按单位的固定次序排列，不是名次；“甲/乙”指乙件里的甲件，“—”表示没有可以算的。", Tone.NOTE),
        Heading("事项清单"), Grid(_MATTERS, _matters(facts.matters), "期内没有收到意见。"),
    ]  # fmt: skip
    return Paper(
        code="handling", form=Form.TABLE, title="居民意见办理情况报告",
        number=f"报告-{facts.first:%Y%m%d}-{facts.last:%Y%m%d}", issued_on=house.day,
        issuer=house.desk, addressee=house.congress_office, blocks=tuple(blocks),
        made_by=house.made_by, mark=house.mark,
        notes=(f"清单列期内收到的{facts.count}件；保密的控告检举件和撤销的导入不在其中。",),
    )  # fmt: skip


def _unit(one: UnitRow) -> tuple[object, ...]:
    return (
        one.name, one.assigned, one.on_time, one.unit_says, one.resident_says, one.open, one.overdue, one.promises,
    )  # fmt: skip


def _matters(rows: Iterable[MatterRow]) -> Iterable[tuple[object, ...]]:
    for at, one in enumerate(rows, start=1):
        yield (
            at, one.number, one.title, one.unit, one.received_on, one.state, one.unit_says or "—",
            one.resident_says or "—",
        )  # fmt: skip
