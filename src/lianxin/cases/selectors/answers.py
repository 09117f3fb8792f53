"""An answer as the resident will read it: one shape for the page of the resident, the preview and the signing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lianxin.cases import lists
from lianxin.cases.models import PointAnswer, Reply
from lianxin.cases.selectors.case_page import no_fact_pairs, no_reason_label
from lianxin.ui.dates import zh_date


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One point with its answer, and its own result, honest no and promise where it has them."""

    asked: str
    text: str
    unanswered: bool
    result: str
    no_reason: str
    no_facts: tuple[tuple[str, str], ...]
    promise: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """The whole answer in finished words."""

    unit: str
    text: str
    result: str
    reason: str
    no_reason: str
    no_facts: tuple[tuple[str, str], ...]
    promise: str
    points: tuple[ShownPart, ...]


def shown(
    reply: Reply, answers: Sequence[PointAnswer], points: Mapping[int, str], unit: str, book: lists.Book
) -> ShownAnswer:
    """The answer of a stored or not yet stored reply; ``points`` are the asked points by id, in order."""
    by_point = {one.point_id: one for one in answers}
    return ShownAnswer(
        unit=unit,
        text=reply.text,
        result=_result(book, reply.scheme, reply.result_code),
        reason=reply.result_reason,
        no_reason=no_reason_label(reply.no_reason, book) if reply.no_reason else "",
        no_facts=no_fact_pairs(reply.no_reason, reply.no_facts, book),
        promise=_promise(reply),
        points=tuple(_part(text, by_point.get(pk), reply.scheme, book) for pk, text in points.items()),
    )


def told_once(one: ShownAnswer) -> ShownAnswer:
    """The same without a single point that only repeats the answer, for small papers.

    What the point alone says (a promise, an honest no) stays with the whole; a point that says something else stays.
    """
    part = one.points[0] if len(one.points) == 1 else None
    if part is None or part.unanswered or part.text.strip() != one.text.strip():
        return one
    pairs = ((part.result, one.result), (part.no_reason, one.no_reason), (part.promise, one.promise))
    if any(own and whole and own != whole for own, whole in pairs):
        return one
    return replace(
        one, result=one.result or part.result, no_reason=one.no_reason or part.no_reason,
        no_facts=one.no_facts or part.no_facts, promise=one.promise or part.promise, points=(),
    )  # fmt: skip


def _part(asked: str, answer: PointAnswer | None, scheme: str, book: lists.Book) -> ShownPart:
    if answer is None or not (answer.answer or answer.no_answer_reason):
        return ShownPart(asked, "", True, "", "", (), "")
    return ShownPart(
        asked=asked,
        text=answer.answer or _("这一点现在不能答复：%(reason)s") % {"reason": answer.no_answer_reason},
        unanswered=False,
        result=_result(book, scheme, answer.result_code),
        no_reason=no_reason_label(answer.no_reason, book) if answer.no_reason else "",
        no_facts=no_fact_pairs(answer.no_reason, answer.no_facts, book),
        promise=_promise(answer),
    )


def _promise(part: Reply | PointAnswer) -> str:
    """What is promised until when; empty without a date."""
    if part.promise_on is None:
        return part.promise_text
    return _("%(day)s前：%(text)s") % {"day": zh_date(part.promise_on), "text": part.promise_text}


def _result(book: lists.Book, scheme: str, code: str) -> str:
    """The word for a result in its scheme."""
    entry = book["result_scheme"].get(scheme)
    rows: Sequence[Mapping[str, str]] = entry.extra["results"] if entry is not None else []
    return next((str(row["label"]) for row in rows if row["code"] == code), code)
