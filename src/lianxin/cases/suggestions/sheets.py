"""The papers of a suggestion beside its letter: 征询意见表 for the deputies; 延期申请单, 退回（异议）单 of the unit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases.documents.asking import About, Asked, Extended, Returned, extension_sheet, return_sheet
from lianxin.cases.documents.house import House, day, pairs, spoken
from lianxin.cases.models.contact import ContactHow
from lianxin.cases.models.suggestion import AskKind, Grade, SuggestionReply
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.around import Ask
from lianxin.cases.suggestions.selectors import KIND, Page, promise_of, result_label, who
from lianxin.clocks.models import Extension
from lianxin.core.clock import civil_date
from lianxin.core.documents.letters.model import Blank, Block, Boxes, Fields, Form, Heading, Paper, Signature
from lianxin.deputies.models import Level

_GRADES: Final = ("满意", "基本满意", "不满意")
_GRADE_OF: Final = dict(zip(Grade.values, _GRADES, strict=True))
_GIVEN: Final = {None: "", True: "同意", False: "不同意"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One paper: its word, whether the page offers it (no statement), how it is made (None: there is nothing yet)."""

    code: str
    label: str | Promise
    offered: Callable[[Page], bool]
    make: Callable[[Page, House], Paper | None]


def survey(page: Page, house: House) -> Paper | None:
    """The 征询意见表: attitude and result apart; ticked where the lead deputy has judged the last answer already."""
    reply = _answer(page)
    if reply is None:
        return None
    row, said = page.row, next((one for one in page.voices if _is_leads(page, one)), None)
    attitude, result = (_GRADE_OF[said.attitude], _GRADE_OF[said.result]) if said is not None else ("", "")
    facts = pairs(
        ("建议", f"{spoken(row.title)}（{row.number}）"), ("征询对象", who(page) or "代表（要求保密）"),
        ("答复单位", reply.unit.name), ("答复日期", f"{day(reply.signed_at)}（第{reply.round}次答复）"),
        ("结果分类", result_label(reply)), ("承诺和时限", spoken(promise_of(reply))),
    )  # fmt: skip
    words: tuple[Block, ...] = (Blank("理由（不满意的请写明）", 2),)
    if said is not None and said.reason:
        words = (Fields((("理由", spoken(said.reason)),)),)
    again = Boxes("是否请再次办理", ("需要", "不需要"), _again(page, said))
    return Paper(
        code="suggestion-survey", form=Form.SHEET, title="代表建议办理情况征询意见表",
        number=f"{row.number}-征{reply.round}", issued_on=house.day, issuer=house.congress_office,
        blocks=(
            Fields(facts), Heading("办理态度和结果"), Boxes("办理态度", _GRADES, attitude),
            Boxes("办理结果", _GRADES, result), Heading("您的意见"), *words, again,
        ),
        signatures=(Signature("代表签名"), Signature("日期", day(said.made_at) if said is not None else "")),
        notes=(
            "态度和结果分开评价。对结果不满意的，承办单位一个月内再次办理并答复；只再办一次，仍不满意的由镇人大办请双方当面商量。",
            f"请交{house.congress_office}；联名的代表可以各填一张。",
        ),
        made_by=house.made_by, mark=house.mark,
    )  # fmt: skip


def _answer(page: Page) -> SuggestionReply | None:
    return next((one for one in reversed(page.replies) if one.signed_at is not None), None)


def _is_leads(page: Page, voice: Any) -> bool:
    answer = _answer(page)
    theirs = {page.row.deputy_id, *page.row.heir_ids}
    return answer is not None and voice.reply_id == answer.pk and voice.deputy_id in theirs


def _again(page: Page, said: Any) -> str:
    """Ticked where it is known: a bad result of the first answer is handled again."""
    if said is None:
        return ""
    return "需要" if said.result == Grade.BAD and said.round < page.row.round else "不需要"


def _about(page: Page) -> About:
    return About(page.row.title, page.row.number, page.row.assigned_on, "代表")


def _asked(one: Ask) -> Asked:
    what = AskKind(one.kind).label
    return Asked(
        unit=one.unit, reason=one.reason, made_on=civil_date(one.asked_at), made_by="",
        decision=f"{_GIVEN[one.granted]}{what}" if one.granted is not None else "",
        decided_on=civil_date(one.decided_at) if one.decided_at is not None else None,
        decided_by=one.decided_by, decision_reason=one.decision,
    )  # fmt: skip


def extension(page: Page, house: House) -> Paper | None:
    """The 延期申请单: old and new day, the reason, what was done so far; one statement where it was granted."""
    one = next((one for one in reversed(page.asks) if one.kind == AskKind.EXTENSION), None)
    if one is None:
        return None
    given = None
    if one.granted:
        given = Extension.objects.filter(clock__owner_kind=KIND, clock__owner_id=page.row.pk).order_by("id").last()
    clock = next((clock for clock in page.clocks if clock.code == "answer"), None)
    done = [talk for talk in reversed(page.contacts) if talk.on <= civil_date(one.asked_at)]
    told = f"{day(one.decided_at)} 系统消息告知领衔代表和联名代表" if one.granted else ""
    found = Extended(
        _asked(one), wanted=f"{one.months}个月",
        old_due=given.old_due_on if given is not None else (clock.due_on if clock is not None else None),
        new_due=given.new_due_on if given is not None else None,
        done_so_far=tuple(f"{day(talk.on)} 联系代表（{ContactHow(talk.how).label}）{talk.text}" for talk in done),
        told=(told,) if told else (),
    )  # fmt: skip
    return extension_sheet(_about(page), house, found)


def returned(page: Page, house: House) -> Paper | None:
    """The 退回（异议）单 of the last return."""
    asks = [one for one in page.asks if one.kind == AskKind.RETURN]
    if not asks:
        return None
    last = asks[-1]
    return return_sheet(_about(page), house, Returned(_asked(last), "", last.proposed, len(asks)))


def _asked_for(kind: str) -> Callable[[Page], bool]:
    return lambda page: any(one.kind == kind for one in page.asks)


#: The letter itself, or the text while there is no answer, is `letter.paper_of`.
KINDS: Final = (
    Kind(
        "survey", _("征询意见表"),
        lambda page: page.row.level == Level.TOWN and page.row.state not in w.BEFORE_GOVERNMENT
        and _answer(page) is not None,
        survey,
    ),
    Kind("extension", _("延期申请单"), _asked_for(AskKind.EXTENSION), extension),
    Kind("return", _("退回（异议）单"), _asked_for(AskKind.RETURN), returned),
)  # fmt: skip
BY_CODE: Final = {one.code: one for one in KINDS}
