"""The papers of a round, built from finished facts: 意见汇总表, 活动总结, 统计表. Written in Chinese always."""

from collections.abc import Sequence
from typing import Any, Final

from lianxin.cases.documents import lists
from lianxin.cases.documents.house import House, day, spoken
from lianxin.cases.documents.lists import SummaryRow
from lianxin.cases.documents.reading import level
from lianxin.contact.models import Presence, Round, VisitState
from lianxin.contact.results import rules as r
from lianxin.contact.results.items import Tally
from lianxin.contact.results.numbers import Numbers, PlaceNumbers
from lianxin.core.documents.letters.model import Block, Column, Form, Grid, Heading, Paper, Signature, Text, Tone
from lianxin.core.text import shorten
from lianxin.deputies.models import Level
from lianxin.places.routing import Router

#: Most words of one line of a table.
_SIGNS: Final = 160
_SHORT: Final = 60


def summary(one: Round, rows: Sequence[SummaryRow], house: House) -> Paper:
    """The 意见汇总表 of a round: every item, also what was answered on the spot."""
    made = lists.summary(one.number, rows, house)
    grid = made.blocks[-1]
    intro = Text(f"{one.name}，{day(one.day)}，共{len(rows)}件。")
    return Paper(
        code="round-summary", form=Form.TABLE, title="意见汇总表", number=one.number, issued_on=house.day,
        issuer=house.congress_office, blocks=(intro, grid), made_by=house.made_by, mark=house.mark,
        signatures=(Signature("汇总"), Signature("审核"), Signature("日期")), notes=made.notes,
    )  # fmt: skip


def summary_row(item: Any, names: dict[int, str], router: Router) -> SummaryRow:
    """The row of an item; ``names`` are the deputies', the unit is the one that has it, else the suggested one."""
    case, opinion = item.case, item.opinion
    unit = case.lead_unit
    if unit is None and not case.reached_desk and case.state == "received":
        unit = router.suggest(case.category, case.place).unit
    hidden = opinion.confidential or case.sealed
    return SummaryRow(
        number=case.number, occasion=opinion.occasion, home=item.visit.place.label,
        place=case.place.label if case.place is not None else "",
        words="" if hidden else shorten(spoken(opinion.summary or opinion.verbatim), _SIGNS),
        category=case.category.name if case.category is not None else "",
        level=level(case.authority_level),
        deputies="、".join(names.get(int(part), "") for part in case.deputy_path.split("/") if part),
        on_spot="" if hidden else shorten(spoken(opinion.on_spot_answer), _SHORT),
        unit=unit.label if unit is not None else "", due=case.due_on,
    )  # fmt: skip


# --- 统计表 ---------------------------------------------------------------------------------------

_PLACES: Final = (
    Column("居民区", 1.3), Column("走访", 0.8), Column("市代表", 0.6, number=True),
    Column("区代表", 0.6, number=True), Column("镇代表", 0.6, number=True),
    Column("到场居民", 0.7, number=True), Column("件数", 0.6, number=True), Column("走访发现", 0.7, number=True),
    Column("镇级", 0.55, number=True), Column("区级", 0.55, number=True), Column("市级", 0.55, number=True),
    Column("层级未定", 0.7, number=True), Column("当场答复", 0.7, number=True), Column("已转交", 0.65, number=True),
    Column("已反馈", 0.65, number=True), Column("没有着落", 0.7, number=True),
)  # fmt: skip


def _counts(what: str) -> tuple[Column, ...]:
    return (Column(what, 2.0), Column("件数", 0.8, number=True))


def statistics(found: Numbers, house: House) -> Paper:
    """The 统计表: a line for every neighbourhood and the sums; then classes and where everything stands."""
    one = found.round
    lines = [_line(place.name, _held(place), place.deputies, place.came, place.items) for place in found.places]
    lines.append(_line("合计", f"{found.held} 处", found.deputies, found.came, found.all))
    categories = sorted(found.all.by("category").items(), key=lambda pair: (-pair[1], pair[0]))
    blocks: list[Block] = [
        Text(f"{one.name}，{day(one.day)}。截至{day(house.day)}。"),
        Heading("各居民区"), Grid(_PLACES, lines, "没有走访。"),
        Heading("类别"), Grid(_counts("类别"), [(name or "还没有分类", n) for name, n in categories]),
        Heading("办理情况"), Grid(_counts("现在"), [(word, n) for word, n in _standing(found.all) if n]),
    ]  # fmt: skip
    return Paper(
        code="round-statistics", form=Form.TABLE, title="集中联系社区活动统计表", number=f"{one.number}-统",
        issued_on=house.day, issuer=house.congress_office, addressee=one.reported_to, blocks=tuple(blocks),
        made_by=house.made_by, mark=house.mark,
        notes=(
            "代表合计按人数，去两处的算一人；到场居民按各居民区清点的人数，空着的表示没有清点。",
            "已反馈指答复已经告知到人；没有着落指没有答复告知、没有承诺、也没有告知正确渠道。",
        ),
    )  # fmt: skip


def _held(place: PlaceNumbers) -> str:
    return {
        VisitState.PLANNED: "未走访", VisitState.UNDER_WAY: "走访中", VisitState.HELD: "已走访",
        VisitState.LISTED: "已走访", VisitState.NOT_HELD: "没去成",
    }[VisitState(place.visit.state)]  # fmt: skip


def _line(name: str, held: str, deputies: dict[str, int], came: int | None, items: Tally) -> tuple[object, ...]:
    levels = items.by("level")
    return (
        name, held, *(deputies.get(code, 0) for code in (Level.CITY, Level.DISTRICT, Level.TOWN)), came, items.n(),
        items.walking, *(levels.get(code, 0) for code in ("town", "district", "city")),
        items.n() - sum(levels.get(code, 0) for code in ("town", "district", "city")),
        items.n(lambda group: group.on_spot), items.n(lambda group: bool(group.lists)),
        items.by("standing").get(r.TOLD, 0), items.open,
    )  # fmt: skip


_STANDING: Final = {
    r.TO_SORT: "还没有分类", r.TO_TRANSFER: "等转交", r.AT_DESK: "交办台还没有交办", r.AT_UNIT: "承办单位在办",
    r.TO_TELL: "答复了，还没有告知到人", r.AGAIN: "居民说没有解决，再办", r.WITH_LEAD: "并入别的事项一起办",
    r.TOLD: "已答复并告知", r.PROMISED: "有承诺，在跟踪", r.REDIRECTED: "已告知正确渠道和理由",
    r.LEFT: "已移交，有理由", r.WITHDRAWN: "本人撤回",
}  # fmt: skip


def _standing(items: Tally) -> list[tuple[str, int]]:
    counts = items.by("standing")
    return [(word, counts.get(code, 0)) for code, word in _STANDING.items()]


# --- 活动总结 -------------------------------------------------------------------------------------


def draft(found: Numbers, today: str) -> str:
    """The words to begin with: what the records say in numbers, one sentence each; no praise, nothing invented."""
    one, items = found.round, found.all
    levels = items.by("level")
    by_level = "，".join(
        f"{word}{levels[code]}件"
        for code, word in (("town", "镇级"), ("district", "区级"), ("city", "市级"), ("", "层级未定"))
        if levels.get(code)
    )
    by_level = f"；{by_level}" if by_level else ""
    came = f"；到场居民代表、选民等{found.came}人" if found.came else ""
    heard = items.n() - items.walking
    sent = items.n(lambda group: bool(group.lists))
    lists_ = f"（转交单{'、'.join(items.lists)}）" if items.lists else ""
    standing = "，".join(f"{word}{n}件" for word, n in _standing(items) if n)
    sentences = [
        _what(one),
        _who(found),
        f"走访居民区{found.held}个，共{len(found.places)}个{came}。",
        f"听到和看到{items.n()}件，其中居民反映{heard}件、代表走访发现{items.walking}件{by_level}。",
        f"当场答复{items.n(lambda group: group.on_spot)}件，转交政府交办台{sent}件{lists_}。",
        f"截至{today}：{standing}。" if standing else "",
    ]  # fmt: skip
    return "\n".join(filter(None, sentences))


def _what(one: Round) -> str:
    ordered = f"按照{one.ordered_by}的部署，" if one.ordered_by else ""
    theme = f"，主题是“{one.theme}”" if one.theme else ""
    return f"{day(one.day)}，{ordered}开展{one.name}{theme}。"


def _who(found: Numbers) -> str:
    city, district, town = (found.deputies.get(code, 0) for code in (Level.CITY, Level.DISTRICT, Level.TOWN))
    came = found.plenary.get(Presence.PRESENT, 0)
    meeting = f"集中会议到会市、区代表{came}名。" if came else ""
    there = f"参加走访的市代表{city}名、区代表{district}名、镇代表{town}名。" if city + district + town else ""
    return meeting + there


_SHORT_PLACES: Final = (
    Column("居民区", 1.6), Column("代表", 0.7, number=True), Column("件数", 0.7, number=True),
    Column("已反馈", 0.8, number=True), Column("没有着落", 0.9, number=True),
)  # fmt: skip


def report(found: Numbers, text: str, house: House) -> Paper:
    """The 活动总结: the office's words (or the draft) and the table of the neighbourhoods."""
    one = found.round
    rows = [
        (
            place.name, sum(place.deputies.values()), place.items.n(), place.items.by("standing").get(r.TOLD, 0),
            place.items.open,
        )
        for place in found.places
    ]  # fmt: skip
    return Paper(
        code="round-report", form=Form.LETTER, title=f"{one.name}总结", number=f"{one.number}-总",
        issued_on=house.day, issuer=house.congress_office, addressee=one.reported_to,
        blocks=(
            *(Text(part) for part in text.split("\n") if part.strip()),
            Heading("各居民区情况"), Grid(_SHORT_PLACES, rows, "没有走访。"),
            Text("按居民区的固定次序排列，不是名次。", Tone.NOTE),
        ),
        made_by=house.made_by, mark=house.mark,
    )  # fmt: skip
