"""The guards of the workflow and other pure decisions: no database, no clock of their own, no Django.

A guard takes :class:`Facts` and says yes or no; the table in :mod:`lianxin.cases.workflow` names it, an action fills in
the facts, and the sentence for a refusal lives in :mod:`lianxin.cases.texts`.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lianxin.core.text import fold

MAX_RETURNS: Final = 2
"""A unit may return a matter twice, then the desk decides (domain notes §3.4)."""

MAX_EXTENSIONS: Final = 1
"""Once, before the due day (北京市接诉即办条例 Art. 15; Shanghai 2015 for suggestions)."""

MAX_REHANDLINGS: Final = 1
"""One re-handling, then a meeting (domain notes §3.4)."""

ASKS_BEFORE_SILENT: Final = 2
CHANNELS_BEFORE_SILENT: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at; an action fills in what its move needs."""

    words: str = ""
    observation: str = ""
    deputies: int = 0
    kind: str = "unknown"
    has_category: bool = False
    leaves_flow: bool = False
    reached_desk: bool = False
    party: str = ""
    reason: str = ""
    channel: str = ""
    answer: str = ""
    may_lead: bool = False
    is_committee: bool = False
    on_its_own_list: bool = False
    is_enterprise: bool = False
    own_unit: bool = False
    has_lead: bool = False
    return_count: int = 0
    settled: bool = False
    extension_count: int = 0
    rehandle_count: int = 0
    contact_noted: bool = False
    due_on: dt.date | None = None
    today: dt.date = dt.date.min
    points: Sequence[int] = ()
    answered_points: Sequence[int] = ()
    result_problems: int = 0
    co_opinions_missing: int = 0
    may_judge: bool = False
    meeting_on: dt.date | None = None
    asks: Sequence[str] = ()
    asking_until: dt.date | None = None
    open_promises: int = 0
    right_closer: bool = False
    delivered: bool = False
    heard: bool = False
    expects_verdict: bool = True
    reopen_until: dt.date | None = None
    own_voice: bool = False
    lead_fits: bool = False
    others: int = 0
    parts: int = 0


def words_or_observation(facts: Facts) -> bool:
    """A resident's words, or what a deputy saw; never both, never neither."""
    return bool(facts.words) != bool(facts.observation) and (not facts.observation or facts.deputies > 0)


def still_at_hand(facts: Facts) -> bool:
    """The congress office decides until it transfers, the government desk from then on."""
    return facts.party == ("government_desk" if facts.reached_desk else "congress_office")


def answer_given(facts: Facts) -> bool:
    """A text was written."""
    return bool(facts.answer)


def reason_given(facts: Facts) -> bool:
    """A reason was written."""
    return bool(facts.reason)


def channel_told(facts: Facts) -> bool:
    """The right channel is named, so that the person knows where to go."""
    return bool(facts.channel)


def triaged(facts: Facts) -> bool:
    """Kind and category are known before anything is transferred."""
    return facts.kind != "unknown" and facts.has_category


def stays_in_flow(facts: Facts) -> bool:
    """Accusations and emergencies leave the flow; the accused unit must never see them (信访工作条例)."""
    return not facts.leaves_flow


def lawful_lead(facts: Facts) -> bool:
    """A residents' committee leads only what is on its own list, never government work.

    北京市接诉即办条例 Art. 17; 上海市居民委员会工作条例 Art. 27.  Enterprises (物业、公用企业) are informed of what
    they have to do by contract; they may lead such a matter but no government work.
    """
    return facts.may_lead or ((facts.is_committee or facts.is_enterprise) and facts.on_its_own_list)


def own_unit(facts: Facts) -> bool:
    """The actor works for the unit that leads."""
    return facts.own_unit


def returns_left(facts: Facts) -> bool:
    """At most two returns."""
    return facts.return_count < MAX_RETURNS


def not_settled(facts: Facts) -> bool:
    """What a dispute decided is not returned again, unless the line of the 权责表 is changed (谁管说清)."""
    return not facts.settled


def contact_logged(facts: Facts) -> bool:
    """A contact says how and what came of it."""
    return facts.contact_noted


def before_due(facts: Facts) -> bool:
    """Up to and including the last day."""
    return facts.due_on is not None and facts.today <= facts.due_on


def once_only(facts: Facts) -> bool:
    """At most one extension."""
    return facts.extension_count < MAX_EXTENSIONS


def every_point_answered(facts: Facts) -> bool:
    """No asked point is left without an answer or a stated reason."""
    return set(facts.points) <= set(facts.answered_points)


def result_complete(facts: Facts) -> bool:
    """The result has what its scheme demands: a date, a reason, the facts of an honest no."""
    return facts.result_problems == 0


def co_opinions_in(facts: Facts) -> bool:
    """Where co-units owe an opinion within a time limit (代表建议), the reply waits for it."""
    return facts.co_opinions_missing == 0


def may_judge(facts: Facts) -> bool:
    """See :func:`judge_of`."""
    return facts.may_judge


def somebody_leads(facts: Facts) -> bool:
    """A unit handled the matter, so it can handle it again."""
    return facts.has_lead


def nobody_leads(facts: Facts) -> bool:
    """It was answered or redirected before any unit had it."""
    return not facts.has_lead


def rehandling_left(facts: Facts) -> bool:
    """The first "not solved" leads to a re-handling."""
    return facts.rehandle_count < MAX_REHANDLINGS


def rehandling_used(facts: Facts) -> bool:
    """The second one leads to a meeting with the deputy; there is no third round."""
    return not rehandling_left(facts)


def meeting_held(facts: Facts) -> bool:
    """The meeting took place, today at the latest."""
    return facts.meeting_on is not None and facts.meeting_on <= facts.today


def asked_twice_by_two_channels(facts: Facts) -> bool:
    """Silence counts only after asking twice, by two channels."""
    return len(facts.asks) >= ASKS_BEFORE_SILENT and len(set(facts.asks)) >= CHANNELS_BEFORE_SILENT


def verdict_window_over(facts: Facts) -> bool:
    """The time to answer has passed."""
    return facts.asking_until is None or facts.asking_until < facts.today


def promise_open(facts: Facts) -> bool:
    """There is something to track."""
    return facts.open_promises > 0


def no_promise_open(facts: Facts) -> bool:
    """Nothing promised is still open."""
    return facts.open_promises == 0


def right_closer(facts: Facts) -> bool:
    """See :func:`closer`."""
    return facts.right_closer


def delivered(facts: Facts) -> bool:
    """It reached the resident: logged contact, slip, or own verdict. A web page delivers nothing."""
    return facts.delivered


def heard_or_asked(facts: Facts) -> bool:
    """A verdict is there, or silence after asking; what expects no verdict (感谢) needs only delivery."""
    return facts.heard or not facts.expects_verdict


def new_facts(facts: Facts) -> bool:
    """Reopening needs something new; the same facts again count as a repeat (北京市接诉即办条例 Art. 11)."""
    return bool(facts.reason)


def within_reopen_window(facts: Facts) -> bool:
    """Up to and including the last day of the window."""
    return facts.reopen_until is not None and facts.today <= facts.reopen_until


def reached_desk(facts: Facts) -> bool:
    """The government desk had it before."""
    return facts.reached_desk


def never_reached_desk(facts: Facts) -> bool:
    """It ended before the government desk."""
    return not facts.reached_desk


def own_voice(facts: Facts) -> bool:
    """Only who spoke takes the words back, or the office on the speaker's word."""
    return facts.own_voice


def lead_fits(facts: Facts) -> bool:
    """See :func:`lianxin.cases.issues.rules.lead_problem`: the lead is open, of the same track, and as far as this."""
    return facts.lead_fits


def others_stay(facts: Facts) -> bool:
    """Other voices follow this matter, so it goes on although one of them was taken back."""
    return facts.others > 0


def several_parts(facts: Facts) -> bool:
    """Something is left here, and something goes into a part of its own."""
    return facts.parts > 1


GUARDS: Final[Mapping[str, Callable[[Facts], bool]]] = {
    guard.__name__: guard
    for guard in (
        words_or_observation, still_at_hand, answer_given, reason_given, channel_told, triaged, stays_in_flow,
        lawful_lead, own_unit, returns_left, not_settled, contact_logged, before_due, once_only, every_point_answered,
        result_complete, co_opinions_in, may_judge, somebody_leads, nobody_leads, rehandling_left,
        rehandling_used, meeting_held,
        asked_twice_by_two_channels, verdict_window_over, promise_open, no_promise_open, right_closer, delivered,
        heard_or_asked, new_facts, within_reopen_window, reached_desk, never_reached_desk, own_voice,
        lead_fits, others_stay, several_parts,
    )
}  # fmt: skip


def closer(*, reached_desk: bool, lead_is_desk: bool) -> str:
    """Who may close: the government desk what it assigned, the congress office everything else (ADR 5)."""
    return "government_desk" if reached_desk and not lead_is_desk else "congress_office"


#: Ways in which the desk may learn a resident's verdict; the web is the resident's own way.
TOLD_WAYS: Final = ("phone", "paper", "visit")


def judge_of(
    parties: frozenset[str], *, observation: bool, handled_here: bool, via: str, works_for_handler: bool
) -> str:
    """Who judges (``resident``, ``deputy``, ``neighbourhood``), or ``""`` when this actor may not record a verdict.

    A resident judges by code.  What a deputy saw is judged by that deputy (or who took it over), or by the
    neighbourhood where it did not handle the matter.  A desk or secretary writes down what the resident said by phone,
    on paper or at a visit.  Nobody of a unit that handles records a verdict.
    """
    if works_for_handler:
        return ""
    if observation:
        if parties & {"deputy", "successor"}:
            return "deputy"
        return "neighbourhood" if "secretary" in parties and not handled_here else ""
    if "resident" in parties:
        return "resident"
    told = parties & {"secretary", "congress_office", "government_desk"}
    return "resident" if told and via in TOLD_WAYS else ""


def verdict_move(result: str, *, again: bool, has_lead: bool, reached_desk: bool, rehandle_count: int) -> str:
    """Which move a verdict is: solved (or partly and content), not solved, not solved again."""
    if result != "unsolved" and not again:
        return "verdict_solved"
    if not has_lead:
        return "not_answered_at_desk" if reached_desk else "not_answered"
    return "verdict_unsolved" if rehandle_count < MAX_REHANDLINGS else "verdict_unsolved_again"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a result still lacks: which field, which code, which fact of an honest no."""

    field: str
    code: str
    key: str = ""


def result_lacks(
    *,
    requires_date: bool,
    requires_reason: bool,
    promise_on: dt.date | None,
    promise_text: str,
    reason: str,
    no_reason: str,
    facts: Mapping[str, Any],
    required: Sequence[str] | None,
    today: dt.date,
) -> list[Lack]:
    """What a result lacks; ``required`` are the facts the chosen honest no demands (``None``: no such reason).

    A date promised must lie in the future; a "no" says why in one of the five honest ways, or in plain words.
    """
    lacks = []
    if requires_date and promise_on is None:
        lacks.append(Lack("promise_on", "date_needed"))
    if promise_on is not None and promise_on <= today:
        lacks.append(Lack("promise_on", "date_past"))
    if promise_on is not None and not promise_text:
        lacks.append(Lack("promise_text", "promise_text_needed"))
    if requires_reason and not reason and not no_reason:
        lacks.append(Lack("result_reason", "reason_needed"))
    if no_reason and required is None:
        lacks.append(Lack("no_reason", "unknown_no_reason"))
    lacks += [Lack("no_facts", "fact_needed", key) for key in required or () if not str(facts.get(key, "")).strip()]
    return lacks


def worst_result(order: Sequence[str], codes: Sequence[str]) -> str:
    """The least solved of several results, by the order of the scheme (best first)."""
    known = [code for code in codes if code in order]
    return max(known, key=order.index) if known else ""


_PUNCTUATION: Final = re.compile(r"[\W_]+")


def same_words(words: str, place_id: int | None) -> str:
    """A text that is equal for the same words at the same place, whatever the punctuation, case and width."""
    plain = _PUNCTUATION.sub("", fold(words))
    return f"{place_id or ''}|{plain}"
