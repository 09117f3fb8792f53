"""What the API answers: the same prepared rows as the pages, with codes beside the words."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from lianxin.api.parts import Given
from lianxin.cases.receipts import Receipt
from lianxin.cases.selectors.case_page import CasePage
from lianxin.cases.selectors.public_status import PublicStatus


class ReceiptOut(Given):
    """What a resident holds in hand: ``code`` and ``token`` open the status, nobody else sees them."""

    number: str
    code: str
    token: str
    received_on: dt.date
    due_on: dt.date | None
    provisional: bool
    emergency: bool


class StepOut(Given):
    """One step; ``on`` is empty while it is awaited."""

    label: str
    on: dt.date | None
    note: str


class PartOut(Given):
    """One promise of an answer."""

    text: str
    due_on: dt.date
    state: str


class AnswerOut(Given):
    """The signed answer."""

    unit: str
    on: dt.date
    text: str
    result: str
    reason: str
    no_reason: str
    promises: list[PartOut]


class StatusOut(Given):
    """Where a resident's matter stands; ``may`` are codes of what can be done now."""

    number: str
    version: int
    title: str
    words: str
    said_on: dt.date
    place: str
    state: str
    headline: str
    now_with: str
    next_text: str
    next_by: dt.date | None
    provisional: bool
    steps: list[StepOut]
    answer: AnswerOut | None
    on_spot_answer: str
    my_verdict: str
    closed: bool
    may: list[str]


class LineOut(Given):
    """One line of the list of cases."""

    id: str
    number: str
    version: int
    title: str
    state: str
    state_label: str
    track: str
    kind: str
    kind_label: str
    category: str
    place: str
    unit: str
    holder: str
    received_on: dt.date
    due_on: dt.date | None
    due_code: str
    working_days_left: int | None
    urgent: bool
    unit_says: str
    resident_says: str
    marks: list[str]


class LinesOut(Given):
    """A page of the list; ``next`` goes into ``cursor`` and is empty on the last page.  Nothing is counted."""

    items: list[LineOut]
    next: str


class VoiceOut(Given):
    """One opinion of a case, as its reader may read it; contact data is never given."""

    id: str
    source: str
    words: str
    words_hidden: bool
    summary: str
    channel: str
    place: str
    spoken_on: dt.date
    confidential: bool
    withdrawn: bool


class PointOut(Given):
    """One asked point and the present answer to it."""

    id: str
    order: int
    text: str
    answer: str
    no_answer_reason: str


class ReplyOut(Given):
    """One reply or draft."""

    id: str
    round: int
    text: str
    result: str
    result_reason: str
    no_reason: str
    is_draft: bool
    is_present: bool
    signed_by: str
    signed_at: dt.datetime | None


class ClockOut(Given):
    """One clock with its explanation."""

    code: str
    label: str
    due_on: dt.date
    provisional: bool
    state: str
    working_days_left: int
    lines: list[str]


class EntryOut(Given):
    """One line of the log; ``hash`` are the first signs of its seal."""

    verb: str
    label: str
    at: dt.datetime
    who: str
    hash: str


class ChoiceOut(Given):
    """A code with its word."""

    code: str
    label: str


class FileOut(Given):
    """An attachment, without its bytes."""

    id: str
    name: str
    is_photo: bool
    size: str


class CaseOut(LineOut):
    """One case in full; ``moves`` are what this key may try now."""

    opinions: list[VoiceOut]
    points: list[PointOut]
    replies: list[ReplyOut]
    promises: list[PartOut]
    clocks: list[ClockOut]
    timeline: list[EntryOut]
    files: list[FileOut]
    moves: list[ChoiceOut]


class FilesOut(Given):
    """The files of a matter after the upload."""

    files: list[FileOut]


def receipt(found: Receipt) -> dict[str, Any]:
    """A receipt."""
    return {name: getattr(found, name) for name in ReceiptOut.model_fields}


def status(found: PublicStatus) -> dict[str, Any]:
    """A resident's status."""
    plain = {name: getattr(found, name) for name in StatusOut.model_fields if name not in {"steps", "answer", "may"}}
    answer = found.answer
    return {
        **plain,
        "steps": [{"label": one.label, "on": one.on, "note": one.note} for one in found.steps],
        "answer": None
        if answer is None
        else {
            **{name: getattr(answer, name) for name in AnswerOut.model_fields if name != "promises"},
            "promises": [{"text": text, "due_on": on, "state": state} for text, on, state in answer.promises],
        },
        "may": list(found.may),
    }


def line(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the list from a prepared row."""
    plain = {name: row[name] for name in LineOut.model_fields if name not in {"id", "working_days_left"}}
    return {**plain, "id": str(row["id"]), "working_days_left": row["left"]}


_CLOCK: Final = [name for name in ClockOut.model_fields if name not in {"lines", "working_days_left"}]


def case(page: CasePage, files: list[dict[str, Any]]) -> dict[str, Any]:
    """A case in full."""
    return {
        **line(page.head),
        "opinions": [_with_id(VoiceOut, one, channel=str(one.channel)) for one in page.opinions],
        "points": [_with_id(PointOut, one) for one in page.points],
        "replies": [_with_id(ReplyOut, one) for one in page.replies],
        "promises": [{"text": one.text, "due_on": one.on, "state": one.code} for one in page.promises if one.on],
        "clocks": [
            {**{name: getattr(one, name) for name in _CLOCK}, "working_days_left": one.left, "lines": list(one.lines)}
            for one in page.clocks
        ],
        "timeline": [{name: row[name] for name in EntryOut.model_fields} for row in page.timeline],
        "files": file_rows(files),
        "moves": [{"code": one.code, "label": str(one.label)} for one in page.moves],
    }


def file_rows(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Attachments from their prepared rows."""
    return [{**{name: one[name] for name in FileOut.model_fields}, "id": str(one["id"])} for one in files]


def _with_id(shape: type[BaseModel], source: object, **more: Any) -> dict[str, Any]:
    found = {name: getattr(source, name) for name in shape.model_fields}
    return {**found, "id": str(found["id"]), **more}
