"""What a resident sees with the query code: plain words, dates, who has it, what comes next.

Seven statements.  The page shows the speaker's own words, because only the code opens it; it never shows contact data,
other voices, or names of people, and about an accusation only that it was handed over.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.cases import lists, texts, workflow
from lianxin.cases.models import Addition, Case, Opinion, PointAnswer, PromiseNote, Reply, ResidentContact, Verdict
from lianxin.cases.sealing import code_digests
from lianxin.cases.selectors.answers import ShownPart, shown
from lianxin.cases.selectors.case_page import no_fact_pairs, no_reason_label
from lianxin.cases.selectors.meetings import Meeting, meeting_of
from lianxin.cases.selectors.rows import holder_label, place_in_full
from lianxin.clocks.models import Clock, ClockState, Extension, Promise
from lianxin.clocks.rulesets import limit
from lianxin.core.clock import civil_date, today
from lianxin.core.ids import check_query_code

#: Clocks whose day a resident can do something with; the others are the offices' own.
_SHOWN: Final = ("transfer", "assign", "contact", "answer", "rehandle", "meeting")

#: The outcome of a matter that ended with an explanation at a meeting.
EXPLAINED: Final = "explained"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened (``on`` is its day) or is awaited (``on`` is ``None``)."""

    label: str
    on: dt.date | None
    note: str = ""

    @property
    def done(self) -> bool:
        """Whether it happened."""
        return self.on is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """The present answer in full: its words, the points, what is promised, why not."""

    reply: Reply
    unit: str
    on: dt.date
    text: str
    result: str
    reason: str
    no_reason: str
    no_facts: tuple[tuple[str, str], ...]
    points: tuple[ShownPart, ...]
    promises: tuple[tuple[str, dt.date, str], ...]


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """The resident's page: where it stands, in words that need no explanation.

    ``may`` are codes of what the resident can do now: add_words, correct, verdict, withdraw, reopen, change_consent,
    give_contact, delete_contact.  ``next_by`` is a day by which the next thing should happen, ``provisional`` when no
    confirmed calendar stands behind it.
    """

    case_id: int
    opinion_id: int
    version: int
    number: str
    title: str
    words: str
    additions: tuple[tuple[dt.date, str, str], ...]
    said_on: dt.date
    place: str
    state: str
    headline: str
    now_with: str
    next_text: str
    next_by: dt.date | None
    provisional: bool
    extended: str
    steps: tuple[Step, ...]
    answer: Answer | None
    on_spot_answer: str
    my_verdict: str
    contact_masked: str
    consent_text: bool
    consent_name: bool
    confidential: bool
    closed: bool
    may: tuple[str, ...]
    parts: tuple["PartStatus", ...] = ()
    news: tuple[tuple[dt.date, str], ...] = ()
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class PartStatus:
    """One more matter the same words became: where it stands, its answer, whether it can be judged now."""

    number: str
    title: str
    headline: str
    now_with: str
    answer: Answer | None
    my_verdict: str
    may_judge: bool
    meeting: Meeting | None = None


def find(typed: str) -> Opinion | None:
    """The opinion a typed query code belongs to, whatever the spaces, dashes and width; ``None`` for no such code."""
    code = check_query_code(typed)
    if code is None:
        return None
    return _joined().filter(code_digest__in=code_digests(code)).first()


def by_token(token: str) -> Opinion | None:
    """The opinion of a QR address; the code is still asked before anything private is shown."""
    return _joined().filter(public_token=token).first() if token else None


def by_id(opinion_id: int) -> Opinion | None:
    """The opinion of a resident who has shown the code before (the id stands in the session)."""
    return _joined().filter(pk=opinion_id).first()


def _joined() -> QuerySet[Opinion]:
    return Opinion.objects.select_related("case__lead_unit", "place__parent")


def status(opinion: Opinion) -> PublicStatus:
    """The resident's page for an opinion of :func:`find`."""
    return status_of(opinion, opinion.case)


def status_of(opinion: Opinion, case: Case) -> PublicStatus:
    """The same for one of the matters the words became."""
    book = lists.book()
    clock = _next_clock(case)
    contact = ResidentContact.objects.filter(opinion_id=opinion.pk, erased_at=None).first()
    additions = Addition.objects.filter(opinion_id=opinion.pk).order_by("id")
    verdict = Verdict.objects.filter(case_id=case.pk).order_by("-id").first() if case.resident_says else None
    answer, meeting = answer_of(case, book), meeting_of(case)
    divided = case.pk == opinion.case_id and case.part_count > 0
    return PublicStatus(
        case_id=case.pk,
        opinion_id=opinion.pk,
        version=case.version,
        number=case.number,
        title=case.title,
        words=opinion.verbatim,
        additions=tuple((civil_date(one.made_at), one.kind, one.text) for one in additions),
        said_on=opinion.spoken_on,
        place=place_in_full(opinion.place, opinion.place_note),
        state=case.state,
        headline=headline(case),
        now_with="" if case.sealed else now_with(case),
        next_text=next_text(case),
        next_by=clock.due_on if clock is not None else (case.due_on if case.due_code == "promise" else None),
        provisional=clock is not None and clock.provisional,
        extended=_extension_told(case),
        steps=steps_of(case, meeting),
        answer=answer,
        on_spot_answer=opinion.on_spot_answer,
        my_verdict=texts.verdict_word(verdict.result) if verdict is not None else "",
        contact_masked=contact.masked if contact is not None else "",
        consent_text=opinion.consent_text,
        consent_name=opinion.consent_name,
        confidential=opinion.confidential,
        closed=case.state in workflow.FINAL_STATES,
        may=may_now(case, opinion, has_contact=contact is not None),
        parts=_parts(opinion, book) if divided else (),
        news=_news(case) if answer is not None and answer.promises else (),
        meeting=meeting,
    )


def _parts(opinion: Opinion, book: lists.Book) -> tuple[PartStatus, ...]:
    """The other matters of the same words, in order; three statements a part at most."""
    rows = Case.objects.select_related("lead_unit").filter(part_of=opinion.pk).order_by("id")
    return tuple(_part_status(opinion, case, book) for case in rows)


def _part_status(opinion: Opinion, case: Case, book: lists.Book) -> PartStatus:
    return PartStatus(
        number=case.number,
        title=case.title,
        headline=headline(case),
        now_with=holder_label(case),
        answer=answer_of(case, book),
        my_verdict=texts.verdict_word(case.resident_says),
        may_judge="verdict" in may_now(case, opinion, has_contact=False),
        meeting=meeting_of(case),
    )


def _news(case: Case) -> tuple[tuple[dt.date, str], ...]:
    """What became of what was promised, newest first."""
    rows = PromiseNote.objects.filter(case_id=case.pk).order_by("-id")
    return tuple((civil_date(made), text) for made, text in rows.values_list("made_at", "text"))


def _next_clock(case: Case) -> Clock | None:
    """The earliest running clock that matters to a resident."""
    if case.sealed:
        return None
    rows = Clock.objects.filter(owner_kind="case", owner_id=case.pk, state=ClockState.RUNNING, code__in=_SHOWN)
    return rows.order_by("due_on", "id").first()


def _extension_told(case: Case) -> str:
    """The reason of an extension is told to the resident (北京市接诉即办条例 Art. 15)."""
    if not case.extension_count:
        return ""
    last = Extension.objects.filter(clock__owner_kind="case", clock__owner_id=case.pk).order_by("-id").first()
    return last.reason if last is not None else ""


def now_with(case: Case) -> str:
    """Who has it now, said to the resident: what waits for the resident waits for 您."""
    who = workflow.holder(case.state, reached_desk=case.reached_desk, lead_is_desk=case.lead_is_desk)
    return _("等您回应") if who == workflow.RESIDENT else holder_label(case)


def headline(case: Case) -> str:
    """One sentence that says where it stands."""
    if case.state == workflow.EVALUATED and case.outcome == EXPLAINED:
        return _("和您当面谈过了，谈的结果写在下面。")
    return str(texts.HEADLINES[case.state])


def next_text(case: Case) -> str:
    """One sentence that says what comes next."""
    if case.state == workflow.REPLIED and case.delivered_on is None:
        return _("承办单位会把答复告诉您；您也可以现在就看，看完说说是不是真的解决了。")
    if case.state == workflow.REDIRECTED:
        return _("请向“%(channel)s”反映。原因：%(reason)s") % {
            "channel": case.redirect_channel,
            "reason": case.redirect_reason,
        }
    return str(texts.NEXT_STEPS[case.state])


def steps_of(case: Case, meeting: Meeting | None = None) -> tuple[Step, ...]:
    """What happened, with its day, and what is still to come on the ordinary way."""
    unit = case.lead_unit.name if case.lead_unit is not None else ""
    passed = [
        Step(_("收到您的话"), case.received_on),
        Step(_("转交政府"), case.transferred_on),
        Step(_("交给承办单位"), case.assigned_on, unit),
        Step(_("承办单位联系"), case.contacted_on),
        Step(_("给出答复"), case.replied_on),
        Step(_("您的评价"), case.judged_on, texts.verdict_word(case.resident_says)),
        *([Step(_("当面会商"), meeting.on)] if meeting is not None else []),
        Step(_("办结"), case.closed_on if case.state in workflow.FINAL_STATES else None),
    ]
    if case.state in workflow.FINAL_STATES or case.state in {workflow.ANSWERED, workflow.REDIRECTED} or case.sealed:
        return tuple(step for step in passed if step.done and not (case.sealed and step.note))
    return tuple(passed)


def answer_of(case: Case, book: lists.Book) -> Answer | None:
    """The signed answer that counts; nothing while it is only a draft."""
    if case.replied_on is None or case.sealed:
        return None
    reply = (
        Reply.objects.select_related("unit")
        .filter(case_id=case.pk, superseded=False)
        .exclude(signed_at=None)
        .order_by("-id")
        .first()
    )
    if reply is None or reply.signed_at is None:
        return None
    points = list(PointAnswer.objects.select_related("point").filter(reply_id=reply.pk).order_by("point__order", "id"))
    promises = Promise.objects.filter(owner_kind="case", owner_id=case.pk).order_by("due_on", "id")
    parts = shown(reply, points, {one.point_id: one.point.text for one in points}, reply.unit.name, book).points
    return Answer(
        reply=reply,
        unit=reply.unit.name,
        on=civil_date(reply.signed_at),
        text=reply.text,
        result=result_label(book, reply.scheme, reply.result_code),
        reason=reply.result_reason,
        no_reason=no_reason_label(reply.no_reason, book) if reply.no_reason else "",
        no_facts=no_fact_pairs(reply.no_reason, reply.no_facts, book),
        points=() if _repeated(parts, points, reply) else parts,
        promises=tuple((one.text, one.due_on, str(one.get_state_display())) for one in promises),
    )


def _repeated(parts: Sequence[ShownPart], points: Sequence[PointAnswer], reply: Reply) -> bool:
    """Whether the only point says what the whole answer says already, so that nobody has to read it twice."""
    if len(parts) != 1 or parts[0].text.strip() != reply.text.strip():
        return False
    one = points[0]
    return one.result_code in {"", reply.result_code} and one.no_reason in {"", reply.no_reason} and not one.no_facts


def result_label(book: lists.Book, scheme: str, code: str) -> str:
    """The word for a result."""
    entry = book["result_scheme"].get(scheme)
    rows: Sequence[dict[str, str]] = entry.extra["results"] if entry is not None else []
    return next((row["label"] for row in rows if row["code"] == code), code)


def may_now(case: Case, opinion: Opinion, *, has_contact: bool) -> tuple[str, ...]:
    """What the resident can do now."""
    found = []
    if case.state not in {workflow.WITHDRAWN, workflow.CLOSED}:
        found += ["add_words", "correct"]
    verdict_moves = {"verdict_solved", "verdict_unsolved", "not_answered"}
    if opinion.source == "resident" and any(move.code in verdict_moves for move in workflow.moves_from(case.state)):
        found.append("verdict")
    if workflow.can_move("withdraw", case.state) and not case.sealed:
        found.append("withdraw")
    if case.state == workflow.CLOSED and reopen_until(case) >= today():
        found.append("reopen")
    found += ["change_consent", "give_contact"]
    if has_contact:
        found.append("delete_contact")
    return tuple(found)


def reopen_until(case: Case) -> dt.date:
    """The last day on which new facts open the matter again."""
    rule = limit(case.track, "reopen_window", today())
    days = rule.n if rule is not None else 30
    return (case.closed_on or today()) + dt.timedelta(days=days)
