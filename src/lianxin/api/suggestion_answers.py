"""What the API answers about suggestions: the rows of the page, with codes beside the words."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxin.api.answers import ChoiceOut
from lianxin.api.parts import Given
from lianxin.cases.lists import ResultCode
from lianxin.cases.models.suggestion import AskKind, Suggestion, SuggestionState
from lianxin.cases.suggestions import shown
from lianxin.cases.suggestions.selectors import Page, buttons, result_label, who
from lianxin.journal.selectors import entries_of


class SuggestionLineOut(Given):
    """One line of the list; ``deputy`` is empty where the deputy asked for confidence."""

    id: str
    number: str
    version: int
    title: str
    state: str
    state_label: str
    level: str
    session_year: int
    deputy: str
    unit: str
    unit_id: str
    round: int
    due_on: dt.date | None
    due_code: str
    result: str
    result_label: str
    attitude: str
    judged: str


class SuggestionLinesOut(Given):
    """A page of the list; ``next`` goes into ``cursor`` and is empty on the last page.  Nothing is counted."""

    items: list[SuggestionLineOut]
    next: str


class SuggestionReplyOut(Given):
    """One answer or draft."""

    round: int
    unit: str
    result: str
    result_label: str
    text: str
    reason: str
    promise_text: str
    promise_on: dt.date | None
    contact: str
    is_draft: bool
    signed_at: dt.datetime | None


class SuggestionPromiseOut(Given):
    """One promise of an answer."""

    id: str
    text: str
    due_on: dt.date
    state: str
    proof: str


class SuggestionVoiceOut(Given):
    """What a deputy said about an answer."""

    who: str
    round: int
    attitude: str
    result: str
    reason: str


class SuggestionTalkOut(Given):
    """One contact with the deputy."""

    on: dt.date
    how: str
    unit: str
    text: str


class SuggestionAskOut(Given):
    """A request of the unit to return it or for more time; ``granted`` is empty while it waits."""

    kind: str
    unit: str
    months: int
    reason: str
    proposed_unit: str
    granted: bool | None
    decision: str


class SuggestionHelpOut(Given):
    """What a helping unit says; empty until it is given."""

    unit: str
    unit_id: str
    text: str
    given_at: dt.datetime | None


class SuggestionClockOut(Given):
    """One time limit."""

    code: str
    label: str
    due_on: dt.date
    state: str


class SuggestionEntryOut(Given):
    """One line of the log."""

    verb: str
    label: str
    at: dt.datetime
    who: str


class SuggestionOut(SuggestionLineOut):
    """One suggestion in full; ``moves`` are what this key may try now."""

    facts: str
    analysis: str
    proposal: str
    wish: str
    confidential: bool
    may_be_public: bool
    signers: str
    replies: list[SuggestionReplyOut]
    promises: list[SuggestionPromiseOut]
    voices: list[SuggestionVoiceOut]
    contacts: list[SuggestionTalkOut]
    requests: list[SuggestionAskOut]
    co_opinions: list[SuggestionHelpOut]
    clocks: list[SuggestionClockOut]
    timeline: list[SuggestionEntryOut]
    moves: list[ChoiceOut]


def line(row: Suggestion, words: Mapping[str, ResultCode], *, hides_name: bool) -> dict[str, Any]:
    """A line of the list."""
    return {
        "id": str(row.pk), "number": row.number, "version": row.version, "title": row.title, "state": row.state,
        "state_label": str(SuggestionState(row.state).label), "level": row.level, "session_year": row.session_year,
        "deputy": "" if hides_name else row.deputy.label, "unit": row.lead_unit.name if row.lead_unit else "",
        "unit_id": str(row.lead_unit_id or ""), "round": row.round, "due_on": row.due_on, "due_code": row.due_code,
        "result": row.result, "result_label": shown.result_word(row, words), "attitude": row.attitude_grade,
        "judged": row.result_grade,
    }  # fmt: skip


def suggestion(page: Page, words: Mapping[str, ResultCode], known: Mapping[str, Any]) -> dict[str, Any]:
    """One suggestion in full; ``known`` are the moves the API has."""
    row = page.row
    return {
        **line(row, words, hides_name=page.hides_names),
        "facts": row.facts, "analysis": row.analysis, "proposal": row.proposal, "wish": row.wish,
        "confidential": row.confidential, "may_be_public": row.consent_public and not row.confidential,
        "signers": who(page), "replies": _replies(page), "voices": _voices(page),
        "promises": [
            {"id": str(one.pk), "text": one.text, "due_on": one.due_on, "state": one.state, "proof": one.proof}
            for one in page.promises
        ],
        "contacts": [
            {"on": one.on, "how": one.how, "unit": one.unit, "text": one.text} for one in page.contacts
        ],
        "requests": [_ask(one) for one in page.asks],
        "co_opinions": [
            {"unit": one.unit, "unit_id": str(one.unit_id), "text": one.text, "given_at": one.given_at}
            for one in page.co_opinions
        ],
        "clocks": [
            {"code": one.code, "label": one.label, "due_on": one.due_on, "state": one.state} for one in page.clocks
        ],
        "timeline": _timeline(page),
        "moves": [{"code": one.code, "label": one.label} for one in buttons(page) if one.code in known],
    }  # fmt: skip


def _replies(page: Page) -> list[dict[str, Any]]:
    names = ("round", "result", "text", "reason", "promise_text", "promise_on", "contact", "signed_at")
    books: dict[str, Mapping[str, ResultCode]] = {}
    return [
        {
            **{name: getattr(one, name) for name in names}, "unit": one.unit.name, "is_draft": one.signed_at is None,
            "result_label": result_label(one, books),
        }
        for one in page.replies
    ]  # fmt: skip


def _voices(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "who": "" if page.hides_names else one.deputy, "round": one.round, "attitude": one.attitude,
            "result": one.result, "reason": one.reason,
        }
        for one in page.voices
    ]  # fmt: skip


def _ask(one: Any) -> dict[str, Any]:
    return {
        "kind": str(AskKind(one.kind)), "unit": one.unit, "months": one.months, "reason": one.reason,
        "proposed_unit": one.proposed, "granted": one.granted, "decision": one.decision,
    }  # fmt: skip


def _timeline(page: Page) -> list[dict[str, Any]]:
    """The log, oldest first; one statement."""
    return [
        {"verb": row["verb"], "label": row["label"], "at": row["at"], "who": shown.who_did(page, row)}
        for row in entries_of("suggestion", page.row.pk)
    ]
