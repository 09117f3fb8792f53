"""What became of the last visit's matters: read for the sheet that is told first, and for the phone."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from lianxin.cases import lists, texts, workflow
from lianxin.cases.models import Opinion, Reply
from lianxin.cases.selectors.answers import shown
from lianxin.cases.selectors.rows import place_in_full
from lianxin.contact import workflow as rounds
from lianxin.contact.models import Feedback, Visit, VisitItem
from lianxin.contact.visits.rules import telling_order
from lianxin.core.text import shorten
from lianxin.records import attachments
from lianxin.ui.dates import zh_date

Row = dict[str, Any]


def last_visits(of: Sequence[Visit]) -> dict[int, Visit]:
    """The visit before each: of the round's named predecessor, else the latest earlier one there; one statement."""
    places = {one.place_id for one in of}
    rows = Visit.objects.select_related("round").filter(place_id__in=places).exclude(state=rounds.NOT_HELD)
    by_place: dict[int, list[Visit]] = {}
    for row in rows.order_by("-round__day", "-id"):
        by_place.setdefault(row.place_id, []).append(row)
    found = {}
    for one in of:
        before = [row for row in by_place.get(one.place_id, []) if row.round.day < one.round.day]
        named = [row for row in before if row.round_id == one.round.previous_id]
        if before:
            found[one.pk] = (named or before)[0]
    return found


def told_rows(of: Sequence[Visit], *, pictures: bool = False) -> dict[int, list[Row]]:
    """The matters of the last visit to tell at each of some visits, unsolved first; six statements at most.

    A matter that repeats another of its list is told once.  Of words spoken in confidence only the number is said.
    """
    before = last_visits(of)
    rows = VisitItem.objects.select_related("opinion__place__parent", "case__lead_unit").filter(
        visit_id__in=[one.pk for one in before.values()], same_as=None
    )
    items = list(rows.order_by("visit_id", "order"))
    ids = [one.case_id for one in items]
    replies = _replies(ids)
    photos = attachments.listed("case", ids) if pictures and ids else {}
    told = _told([one.pk for one in of], ids)
    book = lists.book()
    by_visit: dict[int, list[VisitItem]] = {}
    for item in items:
        by_visit.setdefault(item.visit_id, []).append(item)
    return {
        one.pk: _ordered(
            [_row(item, replies, photos, told.get((one.pk, item.case_id)), book)
             for item in by_visit.get(before[one.pk].pk, [])] if one.pk in before else []
        )
        for one in of
    }  # fmt: skip


def _replies(ids: Sequence[int]) -> dict[int, Reply]:
    """The signed reply that counts, by case; one statement."""
    rows = Reply.objects.select_related("unit").filter(case_id__in=ids, superseded=False).exclude(signed_at=None)
    return {one.case_id: one for one in rows.order_by("id")}


def _told(visits: Sequence[int], cases: Sequence[int]) -> dict[tuple[int, int], Feedback]:
    rows = Feedback.objects.filter(visit_id__in=visits, case_id__in=cases)
    return {(one.visit_id, one.case_id): one for one in rows}


def _ordered(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["rank"], row["order"]))


def _row(
    item: VisitItem, replies: dict[int, Reply], photos: dict[int, list[Row]], told: Feedback | None, book: lists.Book
) -> Row:
    case, opinion, reply = item.case, item.opinion, replies.get(item.case_id)
    answer = shown(reply, (), {}, reply.unit.label, book) if reply is not None else None
    hidden = opinion.confidential or case.sealed
    pictures = [one for one in photos.get(case.pk, []) if one["is_photo"]] if not hidden else []
    return {
        "case": case.pk, "number": case.number, "order": item.order,
        "words": _("本人要求保密，只告诉本人。") if hidden else opinion.verbatim,
        "short": case.number if hidden else shorten(opinion.verbatim, 40), "hidden": hidden,
        "place": "" if hidden else place_in_full(opinion.place, ""), "said_on": zh_date(opinion.spoken_on),
        "unit": case.lead_unit.label if case.lead_unit else "", "result": _result(item, answer, opinion),
        "answer": "" if hidden else (answer.text if answer else opinion.on_spot_answer),
        "reason": _why(item, answer), "promise": answer.promise if answer else "",
        "verdict": texts.verdict_word(case.resident_says) if case.resident_says else _("还没有评价"),
        "unsolved": case.resident_says == "unsolved" or (case.is_open and not (answer or opinion.on_spot_answer)),
        "rank": telling_order(case.resident_says, answer is not None or bool(opinion.on_spot_answer), case.is_open),
        "picture": pictures[-1] if pictures else None,
        **_told_words(told),
    }  # fmt: skip


def _told_words(told: Feedback | None) -> Row:
    """What was said to the matter at the present visit."""
    if told is None:
        return {"told": False, "says": "", "told_words": "", "verdict_recorded": False, "can_judge": False}
    says = texts.verdict_word(told.resident_says) if told.resident_says else _("知道的人不在")
    return {
        "told": True, "says": told.resident_says, "says_word": says, "told_words": told.words, "feedback": told.pk,
        "verdict_recorded": told.verdict_recorded, "can_judge": told.agreed and not told.verdict_recorded,
    }  # fmt: skip


def _result(item: VisitItem, answer: Any, opinion: Opinion) -> str:
    """The result in a word: what the answer says, else where the matter stands."""
    if answer is not None:
        return str(answer.result)
    if opinion.on_spot_answer:
        return _("当场答复")
    return str(item.case.get_state_display())


def _why(item: VisitItem, answer: Any) -> str:
    """Why it is not done: the honest no, the reason of the result, where it was sent, or that it is under way."""
    case = item.case
    if answer is not None:
        return "　".join(part for part in (answer.no_reason, answer.reason) if part)
    if case.redirect_channel:
        return _("请向“%(channel)s”反映。%(reason)s") % {
            "channel": case.redirect_channel, "reason": case.redirect_reason,
        }  # fmt: skip
    if case.state in workflow.FINAL_STATES or item.opinion.on_spot_answer:
        return ""
    unit = case.lead_unit.label if case.lead_unit else ""
    return _("还在办理，现在由%(unit)s负责。") % {"unit": unit} if unit else _("还没有交给承办单位。")
