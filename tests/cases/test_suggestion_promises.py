"""Promises in answers to suggestions: files that show them, a note every year, until they are kept or have changed."""

import datetime as dt

import pytest
from django.urls import reverse

from lianxin.cases import notices
from lianxin.cases.models import Suggestion
from lianxin.cases.models.promise import SuggestionYear
from lianxin.cases.promises import selectors
from lianxin.cases.suggestions import upkeep
from lianxin.cases.suggestions.actions.promised import WriteYearNote
from lianxin.clocks.models import Promise
from lianxin.core import clock as time
from lianxin.core.clock import today
from lianxin.deputies.models import Term
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.journal.upkeep import deliver
from lianxin.messages.models import Notice
from lianxin.people import roles
from lianxin.records.access import may_read_file
from lianxin.records.models import Attachment
from tests.cases.desk import photo_file, signed_in, text_of
from tests.cases.factories import Town
from tests.cases.suggesting import REPLY, do, make, sit, walk


@pytest.fixture
def mandates(town: Town) -> Term:
    """Both deputies of the small town sit in the town congress."""
    return sit(town)


def promised(town: Town, days: int = 200) -> tuple[Suggestion, Promise]:
    """A suggestion answered with a promise, judged and closed."""
    row = walk(town, "contact", make(town))
    reply = {**REPLY, "result": "planned", "promise_on": today() + dt.timedelta(days=days), "promise_text": "装路灯"}
    do(town, row, "reply", "handler", **reply)
    do(town, row, "sign", "head")
    do(town, row, "evaluate", "deputy", attitude="good", result="good")
    return do(town, row, "close", "office", text="已办结"), Promise.objects.get(owner_id=row.pk)


def test_files_of_the_form_lie_with_the_promise_and_are_read_by_who_may_open_the_suggestion(
    town: Town, mandates: Term
) -> None:
    row, promise = promised(town)
    desk = signed_in(roles.GOVERNMENT_DESK)
    form = reverse("cases:suggestion_do", args=[row.pk, "settle_promise"])
    page = desk.get(form)
    assert 'enctype="multipart/form-data"' in text_of(page)
    typed = {
        "promise_id": promise.pk, "state": "kept", "reason": "见验收照片", "files": [photo_file("验收.jpg")],
        "expected_version": row.version, "once": page.context["form"]["once"].value(),
    }  # fmt: skip
    assert desk.post(form, typed).status_code == 302
    file = Attachment.objects.get(owner_kind="promise", owner_id=promise.pk)
    page = text_of(desk.get(reverse("cases:suggestion", args=[row.pk])))
    assert reverse("records:file", args=[file.token]) in page
    assert desk.get(reverse("records:file", args=[file.token])).status_code == 200
    assert "附件 1 个" in text_of(desk.get(reverse("cases:desk_promises")))
    logged = LogEntry.objects.get(verb="suggestion.settle_promise").data
    assert file.sha256 in logged
    assert "验收.jpg" not in logged
    stranger = town.handler(town.police_unit)
    for actor, may in (
        (town.office, True), (town.desk, True), (town.head(), True), (town.deputy_actor, True),
        (stranger, False), (town.other_deputy_actor, False), (town.secretary, False), (town.resident, False),
    ):  # fmt: skip
        assert may_read_file(actor, file) == may, actor.label


def test_a_file_that_is_none_is_refused_at_its_field(town: Town, mandates: Term) -> None:
    row, promise = promised(town)
    desk = signed_in(roles.GOVERNMENT_DESK)
    bad = photo_file("坏.jpg")
    bad.file.truncate(40)
    typed = {"promise_id": promise.pk, "state": "kept", "reason": "见照片", "files": [bad], "once": "x" * 32}
    answer = desk.post(reverse("cases:suggestion_do", args=[row.pk, "settle_promise"]), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["files"]
    promise.refresh_from_db()
    assert (promise.state, Attachment.objects.count()) == ("open", 0)


def test_a_promise_is_kept_a_year_later_and_every_year_is_written_down(town: Town, mandates: Term) -> None:
    row, promise = promised(town, days=60)
    with pytest.raises(WrongState):
        WriteYearNote(actor=town.head(), promise_id=promise.pk, text="已招标").execute()
    time.set_fixed(dt.date(2027, 3, 1))
    upkeep.miss_promises()
    assert [one.pk for one in selectors.filtered(selectors.whole_ledger(town.office), "year")] == [promise.pk]
    for actor in (town.deputy_actor, town.secretary, town.handler(town.police_unit), town.resident):
        with pytest.raises(NotAllowed):
            WriteYearNote(actor=actor, promise_id=promise.pk, text="已招标").execute()
    with pytest.raises(Invalid):
        WriteYearNote(actor=town.head(), promise_id=promise.pk, text=" ").execute()
    desk = signed_in(roles.GOVERNMENT_DESK)
    form = reverse("cases:desk_promise_year", args=[promise.pk])
    assert row.number in text_of(desk.get(form))
    sent = {"text": "已招标，六月进场", "once": desk.get(form).context["form"]["once"].value()}
    assert desk.post(form, sent).status_code == 302
    assert not selectors.filtered(selectors.whole_ledger(town.office), "year")
    with pytest.raises(WrongState):
        WriteYearNote(actor=town.head(), promise_id=promise.pk, text="再写一遍").execute()
    deliver(town.row)
    assert Notice.objects.filter(verb="suggestion.promise_year").count() == 1
    page = text_of(desk.get(reverse("cases:suggestion", args=[row.pk])))
    assert "2027 年的情况：已招标，六月进场" in page
    time.set_fixed(dt.date(2028, 2, 1))
    WriteYearNote(actor=town.office, promise_id=promise.pk, text="在装").execute()
    do(town, row, "settle_promise", "handler", promise_id=promise.pk, state="kept", reason="验收单 2028-7")
    (line,) = selectors.by_unit(town.office)
    assert (line.unit_id, line.kept.due, line.kept.kept, line.suggested) == (town.office_unit.pk, 1, 1, 1)
    assert list(SuggestionYear.objects.order_by("id").values_list("year", flat=True)) == [2027, 2028]
    with pytest.raises(WrongState):
        WriteYearNote(actor=town.head(), promise_id=promise.pk, text="还写").execute()


def test_the_unit_is_reminded_once_a_year_that_the_note_is_missing(town: Town, mandates: Term) -> None:
    promised(town)
    time.set_fixed(dt.date(2027, 1, 4))
    stages = []
    for _time in range(2):
        upkeep.remind()
        stages = [one.data for one in LogEntry.objects.filter(verb="suggestion.reminded")]
    assert sum(f'"stage":"{notices.YEAR}"' in data for data in stages) == 1
    deliver(town.row)
    assert Notice.objects.filter(sentence__contains=f":{notices.YEAR}:").exists()


def test_nobody_of_another_town_or_unit_opens_the_form_of_the_year(town: Town, mandates: Term) -> None:
    _row, promise = promised(town)
    stranger = signed_in(roles.UNIT_HANDLER, unit=town.police_unit)
    assert stranger.get(reverse("cases:desk_promise_year", args=[promise.pk])).status_code == 404
