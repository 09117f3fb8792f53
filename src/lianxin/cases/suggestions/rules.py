"""The rules of suggestions: pure, no database, no Django.

[L] = read in the Shanghai regulation of 2015 (towns follow it by its Art. 28);
待核 = our own choice or taken from elsewhere.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

SOURCE: Final = "《上海市人民代表大会关于代表建议、批评和意见的规定》（2015）"
MOST_MONTHS: Final = 3
"""[L] An extension is at most three months."""
MOST_EXTENSIONS: Final = 1
"""[L] Once."""
MOST_RETURNS: Final = 2
"""待核: after the second one the desk decides (our default)."""
MOST_ROUNDS: Final = 2
"""待核: re-handled once; after that both sides meet (Chongqing 2017)."""
LEAST_WORDS: Final = 20
"""待核: a concrete suggestion of fewer characters is taken for empty."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a text may be no suggestion; only a warning: the congress office decides."""

    code: str
    words: tuple[str, ...]


#: Art. 8 [L]; the words that make us ask are our own choice (待核).
ARTICLE_8: Final[Mapping[str, tuple[str, ...]]] = {
    "outside": ("国家层面", "全市范围", "修改法律", "立法", "中央", "全国统一", "市级层面"),
    "private": ("我家", "本人的", "我本人", "我单位", "本公司", "我公司", "我的补偿", "我亲戚"),
    "court": ("判决", "起诉", "诉讼", "仲裁", "上诉", "法院已", "执行案件", "再审"),
    "letter": ("来信", "转交信件", "群众信件", "上访", "信访件", "附信"),
    "academic": ("学术", "论文", "课题成果", "推广产品", "本产品", "专利产品", "推介"),
}
TICKS: Final = (*ARTICLE_8, "other")
_ALSO: Final = ("另外还", "此外还", "同时还建议", "另一方面还", "还有一件事", "第二件事")
_LISTED: Final = re.compile(r"(?:^|\n)\s*(?:[一二三四五六七八九]、|[1-9][.、．])")
_TWO_IN_TITLE: Final = re.compile(r"(?:以及|及其|和|与)[^，。]{0,12}(?:两|二)(?:件|项)|[；;]")


def doubts(title: str, facts: str, proposal: str, ticks: Collection[str] = ()) -> list[Doubt]:
    """Possible reasons why this is no suggestion (Art. 8), or two matters in one, with the words that made us ask."""
    text = f"{title}\n{facts}\n{proposal}"
    found = []
    for code, words in ARTICLE_8.items():
        hits = tuple(word for word in words if word in text)
        if hits or code in ticks:
            found.append(Doubt(code, hits))
    if len("".join(proposal.split())) < LEAST_WORDS:
        found.append(Doubt("empty", ()))
    if "other" in ticks:
        found.append(Doubt("other", ()))
    two = tuple(word for word in _ALSO if word in text)
    if two or _TWO_IN_TITLE.search(title):
        found.append(Doubt("two_matters", two))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at."""

    today: dt.date = dt.date.min
    title: str = ""
    proposal: str = ""
    words: str = ""
    reason: str = ""
    is_town: bool = True
    deputy_is_town: bool = True
    invited_are_town: bool = True
    lead_named: bool = False
    lead_may_lead: bool = False
    lead_helps: bool = False
    returns: int = 0
    return_due: dt.date | None = None
    reply_due: dt.date | None = None
    evaluation_due: dt.date | None = None
    co_due: dt.date | None = None
    co_missing: int = 0
    contacted: bool = False
    day: dt.date | None = None
    months: int = 0
    extensions: int = 0
    request_open: bool = False
    result_known: bool = False
    needs_date: bool = False
    needs_reason: bool = False
    promise_on: dt.date | None = None
    attitude: str = ""
    result: str = ""
    round: int = 1
    said_already: bool = False
    consent: bool = False
    replied: bool = False
    publish_result: bool = False
    withdrawal: str = ""
    not_withdrawing: int = 0
    filed_complete: bool = False


def title_given(facts: Facts) -> bool:
    """A draft has at least a title."""
    return bool(facts.title)


def town_level(facts: Facts) -> bool:
    """City and district deputies file theirs elsewhere."""
    return facts.is_town


def other_level(facts: Facts) -> bool:
    """Only a prepared text is filed elsewhere."""
    return not facts.is_town


def is_town_deputy(facts: Facts) -> bool:
    """The deputy still has a mandate of the town congress."""
    return facts.deputy_is_town


def invited_are_town_deputies(facts: Facts) -> bool:
    """Only town deputies sign with a town deputy."""
    return facts.invited_are_town


def text_complete(facts: Facts) -> bool:
    """Facts and a suggestion; whether it is a good one is for the office."""
    return bool(facts.words and facts.proposal)


def reason_given(facts: Facts) -> bool:
    """A reason was written."""
    return bool(facts.reason)


def words_given(facts: Facts) -> bool:
    """Something was written."""
    return bool(facts.words)


def day_given(facts: Facts) -> bool:
    """A day that has come."""
    return facts.day is not None and facts.day <= facts.today


def lead_may_lead(facts: Facts) -> bool:
    """Exactly one unit leads; never a residents' committee (上海市居民委员会工作条例)."""
    return facts.lead_named and facts.lead_may_lead


def lead_is_not_helping(facts: Facts) -> bool:
    """Who leads does not help itself."""
    return not facts.lead_helps


def return_in_time(facts: Facts) -> bool:
    """[L] Within seven working days."""
    return facts.return_due is None or facts.today <= facts.return_due


def returns_left(facts: Facts) -> bool:
    """待核: twice."""
    return facts.returns < MOST_RETURNS


def months_allowed(facts: Facts) -> bool:
    """[L] One to three months."""
    return 1 <= facts.months <= MOST_MONTHS


def reply_not_overdue(facts: Facts) -> bool:
    """On the last day it can still be asked, on the next day no more."""
    return facts.reply_due is None or facts.today <= facts.reply_due


def never_extended(facts: Facts) -> bool:
    """[L] Once."""
    return facts.extensions < MOST_EXTENSIONS


def no_open_request(facts: Facts) -> bool:
    """One request at a time."""
    return not facts.request_open


def open_request(facts: Facts) -> bool:
    """There is a request to decide."""
    return facts.request_open


def result_known(facts: Facts) -> bool:
    """A category of the scheme."""
    return facts.result_known


def result_has_date(facts: Facts) -> bool:
    """[L] Being solved and planned have a date, and the date is to come."""
    return not facts.needs_date or (facts.promise_on is not None and facts.promise_on > facts.today)


def result_has_reason(facts: Facts) -> bool:
    """[L] For reference only: says plainly why."""
    return not facts.needs_reason or bool(facts.reason)


def deputy_was_contacted(facts: Facts) -> bool:
    """[L] Contact with the deputy comes before the answer."""
    return facts.contacted


def co_opinions_there(facts: Facts) -> bool:
    """[L] Who helps has a month; after that the leading unit need not wait any longer (待核)."""
    return not facts.co_missing or (facts.co_due is not None and facts.today > facts.co_due)


def grades_given(facts: Facts) -> bool:
    """Attitude and result, each."""
    return bool(facts.attitude and facts.result)


def bad_has_reason(facts: Facts) -> bool:
    """[L] Who is dissatisfied says why."""
    return "bad" not in {facts.attitude, facts.result} or bool(facts.reason)


def result_is_bad(facts: Facts) -> bool:
    """Only the result is handled again, an attitude is not."""
    return facts.result == "bad"


def first_round(facts: Facts) -> bool:
    """待核: handled again once."""
    return facts.round < MOST_ROUNDS


def not_yet_said(facts: Facts) -> bool:
    """A deputy speaks once about an answer."""
    return not facts.said_already


def evaluation_overdue(facts: Facts) -> bool:
    """The deputy had its time."""
    return facts.evaluation_due is not None and facts.today > facts.evaluation_due


def report_item_given(facts: Facts) -> bool:
    """The line for the report to the congress."""
    return bool(facts.words)


def publishable(facts: Facts) -> bool:
    """The deputy consents and did not ask for confidence."""
    return facts.consent


def result_after_reply(facts: Facts) -> bool:
    """No result is published before there is one."""
    return facts.replied or not facts.publish_result


def withdrawal_asked(facts: Facts) -> bool:
    """[L] In writing, by the lead deputy."""
    return bool(facts.withdrawal)


def everybody_withdraws(facts: Facts) -> bool:
    """[L] A co-signed one needs all who signed."""
    return facts.not_withdrawing == 0


def filing_complete(facts: Facts) -> bool:
    """Where, when, under which number."""
    return facts.filed_complete


GUARDS: Final[Mapping[str, Callable[[Facts], bool]]] = {
    guard.__name__: guard
    for guard in (
        title_given, town_level, other_level, is_town_deputy, invited_are_town_deputies, text_complete, reason_given,
        words_given, day_given, lead_may_lead, lead_is_not_helping, return_in_time, returns_left, months_allowed,
        reply_not_overdue, never_extended, no_open_request, open_request, result_known, result_has_date,
        result_has_reason, deputy_was_contacted, co_opinions_there, grades_given, bad_has_reason, result_is_bad,
        first_round, not_yet_said, evaluation_overdue, report_item_given, publishable, result_after_reply,
        withdrawal_asked, everybody_withdraws, filing_complete,
    )
}  # fmt: skip
