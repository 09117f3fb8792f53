"""Papers that are tables: 汇总表 with its 转交函, 承诺台账, 办理台账, 上轮反馈单; rows come finished or as a stream."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lianxin.cases.documents.house import CONGRESS, House, day
from lianxin.core.documents.letters.model import Column, Form, Grid, Heading, Paper, Signature, Text


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One matter of a 汇总表; ``words`` are masked, and empty where the speaker asked for secrecy."""

    number: str
    occasion: str
    home: str
    place: str
    words: str
    category: str
    level: str
    deputies: str
    on_spot: str
    unit: str
    due: dt.date | None


_SUMMARY: Final = (
    Column("序号", 0.5, number=True), Column("编号", 1.6), Column("来源活动", 1.3), Column("居民区", 1.0),
    Column("原话摘要", 3.6), Column("类别", 1.1), Column("事权层级", 0.75, number=True), Column("代表", 1.0),
    Column("当场答复", 1.3), Column("拟交办单位", 1.1), Column("时限", 1.2),
)  # fmt: skip


def summary(number: str, rows: Sequence[SummaryRow], house: House) -> Paper:
    """The 意见汇总表 of a transfer list."""
    lines = [
        (
            at, one.number, one.occasion, _where(one), one.words or "（反映人要求保密）", one.category, one.level,
            one.deputies, one.on_spot, one.unit, one.due,
        )
        for at, one in enumerate(rows, start=1)
    ]  # fmt: skip
    return Paper(
        code="summary", form=Form.TABLE, title="居民意见汇总表", number=number, issued_on=house.day,
        issuer=house.congress_office, blocks=(Grid(_SUMMARY, lines),), made_by=house.made_by, mark=house.mark,
        signatures=(Signature("转交"), Signature("接收"), Signature("日期")),
        notes=("原话中的电话、证件号等已遮住；拟交办单位是按权责表提出的建议，由交办台确定。",),
    )  # fmt: skip


def _where(row: SummaryRow) -> str:
    """The neighbourhood, and the place in it."""
    return row.home if row.place in {"", row.home} else f"{row.home} {row.place}".strip()


def handover(number: str, rows: Sequence[SummaryRow], went_on: dt.date | None, house: House) -> Paper:
    """The 转交函 that goes before the 汇总表: how many from where, and what is asked of the government's desk."""
    occasions = "、".join(dict.fromkeys(one.occasion for one in rows if one.occasion)) or "日常联系"
    places = Counter(one.home or one.place or "未注明" for one in rows)
    levels = Counter(one.level for one in rows)
    grid = Grid((Column("居民区", 3), Column("件数", 1, number=True)), [*places.most_common(), ("合计", len(rows))])
    split = "，".join(f"{name}级{count}件" if name else f"层级未定{count}件" for name, count in levels.items())
    return Paper(
        code="handover", form=Form.LETTER, title="关于转交居民意见的函", number=f"{number}-函",
        issued_on=went_on or house.day, issuer=house.congress_office, addressee=house.desk,
        red_head=house.red_head(CONGRESS),
        blocks=(
            Text(f"现将代表联系社区等活动（{occasions}）中收集的居民意见{len(rows)}件转交你单位，其中{split}。"),
            Heading("来自哪里"), grid,
            Heading("请你单位"),
            Text("按权责表确定承办单位，逐件交办，并把先行联系和办理的期限告知承办单位。"),
            Text("办理结果请逐件答复到人；居民的评价会由镇人大办核实后一并反馈给代表。"),
        ),
        closing="特此函告。", sealed=True, attachments=(f"居民意见汇总表（{number}，共{len(rows)}件）",),
        made_by=house.made_by, mark=house.mark,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise with what became of it; ``proof`` is what shows it, ``why`` why it changed."""

    number: str
    text: str
    unit: str
    promised_on: dt.date
    due_on: dt.date
    state: str
    settled_on: dt.date | None
    proof: str
    why: str


_PROMISES: Final = (
    Column("序号", 0.5, number=True), Column("编号", 1.6), Column("承诺", 3.4), Column("责任单位", 1.2),
    Column("承诺日期", 1.2), Column("期限", 1.2), Column("状态", 0.9, number=True), Column("了结日期", 1.2),
    Column("佐证", 2.2), Column("变更原因", 1.6),
)  # fmt: skip


def promises(rows: Iterable[PromiseRow], house: House, title: str = "承诺台账", number: str = "") -> Paper:
    """The 承诺台账: every date that an answer gave, across years, until it is kept, missed or changed."""
    lines = (
        (
            at, one.number, one.text, one.unit, one.promised_on, one.due_on, one.state, one.settled_on, one.proof,
            one.why,
        )
        for at, one in enumerate(rows, start=1)
    )  # fmt: skip
    return Paper(
        code="promises", form=Form.TABLE, title=title, number=number or f"承诺-{house.day:%Y%m%d}",
        issued_on=house.day, issuer=house.desk, blocks=(Grid(_PROMISES, lines, "没有承诺。"),),
        made_by=house.made_by, mark=house.mark, notes=("到期没有兑现的不删除；情况变化的写明原因，并另立新的期限。",),
    )  # fmt: skip


#: What the ledger shows on paper: key of the row, column.
ON_PAPER: Final = (
    ("number", Column("受理编号", 1.9)), ("received_on", Column("收到", 1.36)), ("title", Column("事项", 2.7)),
    ("place", Column("地点", 1.2)), ("category", Column("类别", 1.1)), ("unit", Column("承办单位", 1.1)),
    ("state_label", Column("状态", 0.95)), ("due_on", Column("到期", 1.36)), ("replied_on", Column("答复", 1.36)),
    ("unit_says", Column("单位说", 1.06)), ("resident_says", Column("居民说", 1.06)),
    ("closed_on", Column("办结", 1.36)),
)  # fmt: skip
#: What a workbook has: everything.
IN_FULL: Final = (
    *ON_PAPER[:2], ("track_label", Column("办理轨道", 1.0)), ("kind_label", Column("性质", 0.9)), ON_PAPER[4],
    ("level", Column("事权层级", 0.9)), ON_PAPER[3], ON_PAPER[2], ON_PAPER[6], ("holder", Column("现在在谁手里", 1.3)),
    ON_PAPER[5], ("transfer_list", Column("转交单", 1.3)), ("transferred_on", Column("转交", 1.2)),
    ("assigned_on", Column("交办", 1.2)), ("contacted_on", Column("先行联系", 1.2)), ON_PAPER[8],
    ("delivered_on", Column("送达", 1.2)), ("judged_on", Column("评价", 1.2)), ON_PAPER[11], ON_PAPER[7],
    ("due_label", Column("到期的是", 1.1)), ("due_text", Column("还有多久", 1.3)),
    ("voices", Column("反映人数", 0.7, number=True)), ("returns", Column("退回次数", 0.7, number=True)),
    ("extensions", Column("延期次数", 0.7, number=True)), ("again", Column("再办次数", 0.7, number=True)),
    ON_PAPER[9], ON_PAPER[10], ("marks", Column("标记", 1.4)),
)  # fmt: skip


def ledger(rows: Iterable[dict[str, object]], house: House, *, what: str, full: bool) -> Paper:
    """The 办理台账 of a filtered list; ``rows`` is read once, as it comes; ``full`` for a workbook."""
    chosen = IN_FULL if full else ON_PAPER
    columns = (Column("序号", 0.55, number=True), *(column for _key, column in chosen))
    lines = ((at, *(row[key] for key, _column in chosen)) for at, row in enumerate(rows, start=1))
    return Paper(
        code="ledger", form=Form.TABLE, title="办理台账", number=f"台账-{house.day:%Y%m%d}", issued_on=house.day,
        issuer=house.desk, made_by=house.made_by, mark=house.mark,
        blocks=(Grid(columns, lines, "没有符合条件的事项。"),),
        notes=(f"范围：{what}。", "单位说和居民说分开记；空着的表示还没有，不表示没问题。"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """What became of one opinion of the last round."""

    number: str
    words: str
    unit: str
    result: str
    answered_on: dt.date | None
    resident_says: str
    why_not: str
    is_done: bool


_FEEDBACK: Final = (
    Column("序号", 0.5, number=True), Column("编号", 1.6), Column("上次意见", 3.4), Column("承办单位", 1.1),
    Column("结果", 1.1), Column("答复日期", 1.2), Column("居民评价", 1.1), Column("未办原因、下一步", 2.6),
    Column("现状照片", 1.4),
)  # fmt: skip


def feedback(place: str, occasion: str, rows: Sequence[FeedbackRow], house: House) -> Paper:
    """The 上轮反馈单 of a neighbourhood: what is not done stands first, with its reason."""
    ordered = sorted(rows, key=lambda one: one.is_done)
    open_count = sum(not one.is_done for one in rows)
    lines = [
        (
            at, one.number, one.words or "（反映人要求保密）", one.unit, one.result, one.answered_on,
            one.resident_says or "还没有评价", one.why_not, "",
        )
        for at, one in enumerate(ordered, start=1)
    ]  # fmt: skip
    intro = (
        f"上一轮：{occasion}。共{len(rows)}件，已办结{len(rows) - open_count}件，没有办完{open_count}件。"
        "请先把没有办完的说清楚，再听新的意见。"
    )
    return Paper(
        code="feedback", form=Form.TABLE, title=f"{place}上轮意见反馈单", number=f"反馈-{house.day:%Y%m%d}",
        issued_on=house.day, issuer=house.congress_office,
        blocks=(Text(intro), Grid(_FEEDBACK, lines, "上一轮没有留下意见。")), made_by=house.made_by, mark=house.mark,
        signatures=(Signature("反馈代表"), Signature("居民区"), Signature("日期")),
        notes=(f"截至{day(house.day)}。",),
    )  # fmt: skip
