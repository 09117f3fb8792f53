"""What units write to the desk and to each other: 退回(异议)单, 延期申请单, 会办意见函."""

import datetime as dt
from dataclasses import dataclass

from lianxin.cases.documents.house import House, day, matter, pairs, spoken
from lianxin.cases.selectors.case_page import CasePage
from lianxin.cases.selectors.events import Event
from lianxin.core.clock import civil_date
from lianxin.core.documents.letters.model import Fields, Form, Heading, Paper, Signature, Text, Tone


@dataclass(frozen=True, slots=True)
class About:
    """What a request is about: title, number, the day the unit was given it, and who is told of more time."""

    title: str
    number: str
    given_on: dt.date | None = None
    whom: str = "反映人"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a unit and what the desk decided, in finished words; ``decision`` is empty while it waits."""

    unit: str
    reason: str
    made_on: dt.date
    made_by: str
    decision: str = ""
    decided_on: dt.date | None = None
    decided_by: str = ""
    decision_reason: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A return: the request, its basis, whom the unit proposes, and which time it is."""

    asked: Asked
    basis: str = ""
    proposed: str = ""
    time: int = 1


@dataclass(frozen=True, slots=True)
class Extended:
    """A request for more time: the old day and the new one, and what was told to whoever waits."""

    asked: Asked
    wanted: str
    old_due: dt.date | None = None
    new_due: dt.date | None = None
    done_so_far: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def return_sheet(about: About, house: House, returned: Returned) -> Paper:
    """The 退回(异议)单."""
    asked = returned.asked
    facts = pairs(
        ("事项", spoken(about.title)),
        ("退回单位", asked.unit),
        ("第几次退回", f"第{returned.time}次"),
        ("收到时间", day(about.given_on)),
        ("退回时间", day(asked.made_on)),
        ("退回理由", spoken(asked.reason)),
        ("依据", spoken(returned.basis)),
        ("建议单位", returned.proposed or "没有建议"),
        ("经办人", asked.made_by),
    )
    return _sheet(about, house, "return", "退回（异议）单", facts, asked, f"退{returned.time}")


def extension_sheet(about: About, house: House, extended: Extended) -> Paper:
    """The 延期申请单."""
    asked = extended.asked
    facts = pairs(
        ("事项", spoken(about.title)),
        ("申请单位", asked.unit),
        ("申请时间", day(asked.made_on)),
        ("原期限", day(extended.old_due)),
        ("申请延长", extended.wanted),
        ("延至", day(extended.new_due)),
        ("理由", spoken(asked.reason)),
        ("已做工作", "\n".join(map(spoken, extended.done_so_far)) or "没有登记"),
        (f"告知{about.whom}", "\n".join(map(spoken, extended.told)) or f"尚未登记；延期的理由应当告诉{about.whom}"),
        ("经办人", asked.made_by),
    )
    return _sheet(about, house, "extension", "延期申请单", facts, asked, "延")


def _sheet(
    about: About, house: House, code: str, title: str, facts: tuple[tuple[str, str], ...], asked: Asked, mark: str
) -> Paper:
    """A request of a unit with room for, or the record of, the desk's decision."""
    decided = pairs(
        ("审定", asked.decision),
        ("审定时间", day(asked.decided_on)),
        ("审定人", asked.decided_by),
        ("审定意见", spoken(asked.decision_reason)),
    )
    waits = (("审定", "□同意　□不同意"), ("审定意见", "\n\n"))
    return Paper(
        code=code, form=Form.SHEET, title=title, number=f"{about.number}-{mark}", issued_on=asked.made_on,
        issuer=asked.unit, made_by=house.made_by, mark=house.mark,
        blocks=(Heading("申请"), Fields(facts), Heading(f"{house.desk}审定"), Fields(decided or waits)),
        signatures=(Signature("单位负责人"), Signature("审定人", asked.decided_by), Signature("日期")),
    )  # fmt: skip


def co_opinion(page: CasePage, house: House, given: Event) -> Paper:
    """The 会办意见函 of one unit that handles with the lead unit; ``given`` is its event of the case page."""
    lead = page.case.lead_unit.name if page.case.lead_unit else ""
    facts = pairs(
        ("主办单位", lead), ("会办单位", given.extra), ("承办人", given.who), ("受理编号", page.case.number),
    )  # fmt: skip
    at = civil_date(given.at) if given.at is not None else house.day
    return Paper(
        code="co_opinion", form=Form.LETTER, title=f"关于“{matter(page.case.title, 30)}”的会办意见函",
        number=f"{page.case.number}-会", issued_on=at, issuer=given.extra, addressee=lead,
        blocks=(
            Text(f"你单位主办的“{matter(page.case.title)}”（受理编号{page.case.number}），我单位会办意见如下："),
            Heading("会办意见"), Text(spoken(given.text)),
            Heading("会办情况"), Fields(facts),
            Text("意见由会办单位在系统里提交，主办单位签发答复前应当收齐。", Tone.NOTE),
        ),
        sealed=True, made_by=house.made_by, mark=house.mark,
    )  # fmt: skip
