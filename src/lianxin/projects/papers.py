"""The chain's own papers, from the call for ideas to the evaluation's announcement; a vote's count sheet and notice.

Rows come from the selectors, so that paper and screen say the same; words of residents are masked, nobody is named.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.ballots import texts as ballot_texts
from lianxin.cases.documents.house import House, day, spoken
from lianxin.core.documents.letters.model import (
    Block,
    Column,
    Fields,
    Form,
    Grid,
    Heading,
    Paper,
    QrCode,
    Signature,
    Text,
)
from lianxin.projects import selectors, watching
from lianxin.projects import workflow as w
from lianxin.projects.models import Evaluation, Idea, MonthReport, Overseer, Project, Season, Telling
from lianxin.projects.models import Judges as By
from lianxin.projects.selectors import Row, project_row, voices_counted, with_milestones, yuan
from lianxin.projects.texts import GRADES

Made = Callable[[Season, House, str], Paper]


def _sheet(season: Season, house: House, code: str, title: str, blocks: tuple[Block, ...], **more: Any) -> Paper:
    more = {"form": Form.TABLE, "issuer": house.congress_office, **more}
    return Paper(
        code=f"projects-{code}", title=title, number=f"{season.year}-实事-{code}", issued_on=house.day, blocks=blocks,
        made_by=house.made_by, mark=house.mark, **more,
    )  # fmt: skip


def call(season: Season, house: House, address: str) -> Paper:
    """The 征集公告: period, ways in, who helps, and what becomes of an idea."""
    ways = (
        ("征集时间", f"{day(season.opens_on)}至{day(season.closes_on)}"), ("征集范围", "本镇财力、职权能办的民生项目"),
        ("怎么提", "扫下面的码；到居民区、代表联络站当面说；打电话；写信"),
        ("请人帮忙", "不会上网的，居民区工作人员代填，读给您听了再交"),
        ("依据", " ".join(filter(None, (season.basis, f"（{season.status}）" if season.status else "")))),
    )  # fmt: skip
    words = (
        "有想法就提：一句话也行，不用写成项目。您会拿到一个查询码，"
        "想法并入了哪个项目、票决得了多少票、做到哪一步，凭码都看得到。"
    )
    limits = (
        "不列入的有：增加群众和企业负担的，有债务风险的，有社会稳定风险的，"
        "不属于本镇职权的（会转到该办的地方，并告诉您）。"
    )
    return _sheet(
        season, house, "公告", f"{season.name}征集公告",
        (Text(words), Fields(tuple(row for row in ways if row[1])), Text(limits), QrCode(address, "扫一扫，提一条")),
        form=Form.SHEET,
    )  # fmt: skip


_IDEAS: Final = (
    Column("序号", 0.5, number=True), Column("编号", 1.1), Column("提出人类别", 1.0), Column("内容", 3.2),
    Column("涉及居民区", 1.2), Column("去向", 1.8), Column("告知时间", 1.2),
)  # fmt: skip


def ideas(season: Season, house: House, _address: str) -> Paper:
    """The 项目线索汇总表: every voice with what became of it and when the giver was told; two statements."""
    rows = list(Idea.objects.filter(season=season).select_related("case__place", "project").order_by("number"))
    told: dict[int, Any] = {}
    for one in Telling.objects.filter(idea__season=season, told_on__isnull=False).order_by("told_on"):
        told[one.idea_id] = one.told_on
    lines = [
        (at, one.number, one.get_source_display(), spoken(one.text), _where(one), _fate(one), told.get(one.pk))
        for at, one in enumerate(rows, 1)
    ]
    return _sheet(season, house, "线索", f"{season.name}线索汇总表", (Grid(_IDEAS, lines),))


def _where(one: Idea) -> str:
    return one.case.place.label if one.case and one.case.place else ""


def _fate(one: Idea) -> str:
    if one.project is not None:
        return f"并入{one.project.name}（{one.project.get_state_display()}）"
    return "：".join(filter(None, (one.get_state_display(), one.words)))


def _projects(season: Season, *states: str) -> list[Any]:
    rows = voices_counted(season.projects.filter(state__in=states).select_related("unit", "place"))
    return list(with_milestones(rows.order_by("number")))


_CANDIDATES: Final = (
    Column("序号", 0.5, number=True), Column("项目名称", 1.6), Column("内容规模", 3.0), Column("地点", 1.0),
    Column("受益人数", 0.8, number=True), Column("总投资", 1.0), Column("资金来源", 1.0), Column("责任单位", 1.4),
    Column("完成时限", 1.1), Column("民意来源", 1.1),
)  # fmt: skip


def candidates(season: Season, house: House, _address: str) -> Paper:
    """The 候选项目表 that deputies get; two statements."""
    rows = _projects(season, w.CANDIDATE, w.ON_BALLOT, w.RESERVE, *w.VOTED_IN)
    lines = [
        (
            at, one.name, one.content, one.place.label if one.place else "", one.beneficiaries, yuan(one.cost),
            one.funds, one.unit.label if one.unit else "", one.due_on,
            f"线索 {one.n_ideas} 条，其中居民 {one.n_residents} 条",
        )
        for at, one in enumerate(rows, 1)
    ]  # fmt: skip
    return _sheet(season, house, "候选", f"{season.name}候选项目表", (Grid(_CANDIDATES, lines),), issuer=house.desk)


_TASKS: Final = (
    Column("序号", 0.5, number=True), Column("项目", 1.5), Column("牵头领导", 1.0), Column("责任单位", 1.4),
    Column("配合单位", 1.2), Column("目标", 2.4), Column("节点", 2.8), Column("资金", 1.0), Column("督办代表组", 1.4),
)  # fmt: skip


def tasks(season: Season, house: House, _address: str) -> Paper:
    """The 任务分解表 that is published with the plan; three statements."""
    rows = _projects(season, *w.VOTED_IN)
    groups: dict[int, list[str]] = {}
    found = Overseer.objects.filter(project__season=season).select_related("deputy").order_by("-is_contact", "id")
    for one in found:
        groups.setdefault(one.project_id, []).append(one.deputy.display_name)
    lines = [
        (
            at, one.name, one.leader, one.unit.label if one.unit else "", one.helpers, one.content, _steps(one),
            yuan(one.cost), "、".join(groups.get(one.pk, ())),
        )
        for at, one in enumerate(rows, 1)
    ]  # fmt: skip
    return _sheet(season, house, "任务", f"{season.name}任务分解表", (Grid(_TASKS, lines),), issuer=house.desk)


def _steps(one: Any) -> str:
    return "；".join(f"{step.name}（{step.weight}%，{day(step.planned_on)}前）" for step in one.steps)


_MONTH: Final = (
    Column("序号", 0.5, number=True), Column("项目", 1.6), Column("节点", 3.0), Column("进度", 0.7),
    Column("资金执行", 0.9), Column("状态", 1.6), Column("问题", 1.9), Column("下一步", 1.9),
)  # fmt: skip


def monthly(season: Season, house: House, _address: str) -> Paper:
    """The 进度月报 of all chosen projects; three statements."""
    last: dict[int, MonthReport] = {}
    for report in MonthReport.objects.filter(project__season=season).order_by("month"):
        last[report.project_id] = report
    lines = []
    for at, one in enumerate(_projects(season, *w.VOTED_IN), 1):
        row, said = project_row(one), last.get(one.pk)
        state = f"{row['colour']}：{row['why']}" if row["colour"] else row["state"]
        lines.append((
            at, one.name, _reached(one), row["progress"], row.get("spent_percent", ""), state,
            said.problems if said else "", said.next_step if said else "",
        ))  # fmt: skip
    return _sheet(season, house, "月报", f"{season.name}进度月报", (Grid(_MONTH, lines),), issuer=house.desk)


def _reached(one: Any) -> str:
    return "；".join(
        f"{step.name} {'完成' if step.done_on else '计划'} {day(step.done_on or step.planned_on)}" for step in one.steps
    )


_GRADES: Final = (
    Column("序号", 0.5, number=True), Column("项目", 2.0), Column("评价", 1.2), Column("满意", 0.8, number=True),
    Column("基本满意", 0.9, number=True), Column("不满意", 0.8, number=True), Column("收回", 0.8, number=True),
    Column("应答", 0.8, number=True), Column("等次", 1.0), Column("怎么评的", 2.6),
)  # fmt: skip


def grades(season: Season, house: House, _address: str) -> Paper:
    """The 测评结果公告: raw counts of all who judged, with the rule of the grade; one statement."""
    rows = Evaluation.objects.filter(project__season=season).select_related("project")
    lines = [
        (at, one.project.name, By(one.judges).label, one.good, one.fair, one.bad, one.returned, one.eligible,
         str(GRADES[one.grade]), one.method)
        for at, one in enumerate(rows.order_by("project__number", "held_on", "id"), 1)
    ]  # fmt: skip
    rule = (
        "代表测评：满意超过全体代表半数为满意；满意加基本满意超过半数为基本满意；正好半数不算超过（待核）。"
        "其他评价按收回数算。"
    )
    return _sheet(season, house, "测评", f"{season.name}测评结果公告", (Grid(_GRADES, lines),), notes=(rule,))


#: Papers of a year: code → word and maker; the order of the buttons.
OF_SEASON: Final[Mapping[str, tuple[str | Promise, Made]]] = {
    "call": (_("征集公告"), call), "ideas": (_("线索汇总表"), ideas), "candidates": (_("候选项目表"), candidates),
    "tasks": (_("任务分解表"), tasks), "monthly": (_("进度月报"), monthly), "grades": (_("测评结果公告"), grades),
}  # fmt: skip


def count_sheet(row: Row, house: House) -> Paper:
    """The 计票记录单, empty: 正 groups and numbers, two counters, signatures."""
    names = ("满意", "基本满意", "不满意", "没有评") if row["graded"] else _columns(row)
    columns = [Column("序号", 0.5, number=True), Column("项目", 2.2)]
    for name in names:
        columns += [Column(f"{name}（画“正”）", 2.0), Column(f"{name}（数字）", 0.9)]
    lines = [(one["number"], one["name"], *([""] * (2 * len(names)))) for one in row["candidates"]]
    heads = tuple((name, "") for name in ("应到代表", "实到代表", "发出选票", "收回选票", "有效", "无效", "其中空白"))
    return _vote_paper(
        row, house, "计票", "计票记录单", (Fields(heads), Grid(tuple(columns), lines)),
        signatures=(Signature("计票人"), Signature("计票人"), Signature("监票人"), Signature("总监票人")),
        notes=("两名计票人各填一张，互相不看；收回不等于有效加无效的，不要签字。",),
    )  # fmt: skip


def _columns(row: Row) -> tuple[str, ...]:
    if row["per_item"]:
        return ("赞成", "反对", "弃权")
    return ("写了次序的票数", "次序数合计") if row["ranked"] else ("得票",)


def announcement(row: Row, house: House) -> Paper | None:
    """The 公告 of the presidium; nothing before the count is confirmed."""
    if not row["outcome"]:
        return None
    counts, vote = row["counts"], row["vote"]
    heads = (
        ("应到代表", counts.in_office), ("实到代表", counts.present), ("发出选票", counts.issued),
        ("收回选票", counts.returned), ("有效", counts.valid), ("无效", counts.void),
    )  # fmt: skip
    head = ("满意", "基本满意", "不满意") if row["graded"] else _columns(row)
    columns = (Column("序号", 0.5, number=True), Column("项目", 2.4), *(Column(one, 1.0, number=True) for one in head),
               Column("结果", 1.4))  # fmt: skip
    lines = [(one["number"], one["name"], *_numbers(row, one), one["standing"]) for one in row["rows"]]
    chosen = [one["name"] for one in row["rows"] if one["standing"] == selectors.standings()["chosen"]]
    body: list[Block] = [
        Text(
            f"{vote.meeting}于{day(vote.held_on)}以无记名投票方式"
            + ("测评了下列项目。" if row["graded"] else f"票决确定{len(chosen)}个项目，现予公告。")
        )
    ]
    body += [Fields(tuple((name, str(n)) for name, n in heads)), Grid(columns, lines)]
    if not row["graded"]:
        body += [Text(one) for one in ballot_texts.sentences(row["outcome"].reasons)]
        body += [Heading("没有确定的项目"), Text("列入储备库，明年可以再提；提出想法的人逐一告知得票。")]
    title = f"{vote.season.name}{'测评' if row['graded'] else '票决'}结果公告"
    return _vote_paper(
        row, house, "公告", title, tuple(body), form=Form.SHEET, issuer=f"{house.town}人民代表大会主席团",
        signatures=(Signature("计票人", "、".join(one["label"] for one in row["sheets"])),
                    Signature("监票人", vote.confirmed_by), Signature("总监票人")),
    )  # fmt: skip


def rule(row: Row, house: House) -> Paper | None:
    """The 票决办法, clause by clause, with its digest; an evaluation has none."""
    if row["graded"]:
        return None
    title = f"{row['vote'].season.name}票决办法"
    blocks = tuple(Text(words) for words in row["printed"])
    notes = (f"摘要（SHA-256）：{row['digest']}", f"{row['vote'].season.status}")
    return _vote_paper(
        row, house, "办法", title, blocks, form=Form.SHEET, notes=notes, issuer=f"{house.town}人民代表大会主席团"
    )  # fmt: skip


def _numbers(row: Row, one: Row) -> tuple[int, ...]:
    if row["graded"]:
        return one["yes"], one["score"], one["no"]
    if row["per_item"]:
        return one["yes"], one["no"], one["abstain"]
    return (one["yes"], one["score"]) if row["ranked"] else (one["yes"],)


def _vote_paper(row: Row, house: House, code: str, title: str, blocks: tuple[Block, ...], **more: Any) -> Paper:
    return _sheet(row["vote"].season, house, f"{code}{row['vote'].pk % 1000:03d}", title, blocks, **more)


#: Papers of a vote.
OF_VOTE: Final[Mapping[str, tuple[str | Promise, Callable[[Row, House], Paper | None]]]] = {
    "rule": (_("票决办法"), rule), "count": (_("计票记录单"), count_sheet), "announcement": (_("公告"), announcement),
}  # fmt: skip


def _answer(one: Row) -> str:
    if one["answer"]:
        return f"{one['answer']}（{one['answered']}）"
    return f"{one['answer_by']}前答复" if one["waits"] else ""


def visit_report(project: Project, house: House) -> Paper:
    """The 视察记录 of a project's group: what was found, what was answered; two statements."""
    names = "、".join(one["name"] for one in watching.group_of(project.pk))
    columns = (Column("序号", 0.5, number=True), Column("做了什么", 0.9), Column("日期", 1.0), Column("参加", 1.4),
               Column("看到什么、提了什么", 3.2), Column("答复", 3.0))  # fmt: skip
    lines = [
        (at, one["task"], one["day"], one["people"], one["findings"], _answer(one))
        for at, one in enumerate(watching.inspections_of(project.pk), 1)
    ]  # fmt: skip
    return _sheet(
        project.season, house, f"督办{project.number.rpartition('项')[2]}", f"{project.name}督办记录",
        (Fields((("督办代表组", names or "还没有定"),)), Grid(columns, lines)),
    )  # fmt: skip
