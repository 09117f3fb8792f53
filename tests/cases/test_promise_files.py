"""What shows that a promise was kept: photos and papers with the promise, for those who may open its case."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.documents.reading import promise_rows
from lianxin.cases.promises import selectors
from lianxin.clocks.models import Promise
from lianxin.core.clock import today
from lianxin.journal.errors import Invalid
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.records.access import may_read_file
from lianxin.records.attachments import prepare, store
from lianxin.records.models import Attachment
from tests.api.factories import Caller, make_key
from tests.cases.desk import form_of, photo_file, press, signed_in, text_of
from tests.cases.factories import Town, make_case, start

PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 20


def settled(town: Town, **more: Any) -> Any:
    """A case whose promise was kept, with a photo and a paper."""
    walk = make_case(town, w.TRACKING)
    files = [prepare(photo_file().read(), "电梯.jpg"), prepare(PDF, "验收单.pdf")]
    promise = Promise.objects.get(owner_id=walk.case.pk)
    return walk.do(
        act.SettlePromise, town.head(), promise_id=promise.pk, state="kept", reason="见验收单", files=files, **more
    )


def test_files_sent_with_the_form_lie_with_the_promise_and_are_shown_on_the_page(town: Town) -> None:
    case = make_case(town, w.TRACKING).case
    desk = signed_in(roles.GOVERNMENT_DESK)
    page = text_of(desk.get(form_of(case, "settle_promise")))
    assert 'enctype="multipart/form-data"' in page
    promise = Promise.objects.get()
    typed = {"promise_id": promise.pk, "state": "kept", "reason": "见照片", "files": [photo_file("新主板.jpg")]}
    assert press(desk, case, "settle_promise", **typed).status_code == 302
    file = Attachment.objects.get(owner_kind="promise", owner_id=promise.pk)
    page = text_of(desk.get(reverse("cases:desk_case", args=[case.number])))
    assert reverse("records:file", args=[file.token]) in page
    assert "见照片" in page
    assert desk.get(reverse("records:file", args=[file.token])).status_code == 200
    assert "附件 1 个" in text_of(desk.get(reverse("cases:desk_promises")))
    logged = LogEntry.objects.get(verb="case.settle_promise").data
    assert file.sha256 in logged
    assert "主板" not in logged


def test_a_file_of_another_kind_is_refused_at_its_field_and_nothing_changes(town: Town) -> None:
    case = make_case(town, w.TRACKING).case
    desk = signed_in(roles.GOVERNMENT_DESK)
    promise = Promise.objects.get()
    bad = photo_file("坏.jpg")
    bad.file.truncate(40)
    typed = {"promise_id": promise.pk, "state": "kept", "reason": "见照片", "files": [bad]}
    answer = press(desk, case, "settle_promise", **typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["files"]
    promise.refresh_from_db()
    assert (promise.state, Attachment.objects.count()) == ("open", 0)


def test_who_may_open_the_case_may_read_them_and_nobody_else(town: Town) -> None:
    walk = settled(town)
    photo, paper = Attachment.objects.filter(owner_kind="promise").order_by("id")
    stranger = town.handler(town.police_unit)
    for actor, may in (
        (town.office, True), (town.desk, True), (town.head(), True), (town.secretary, True), (town.leader, True),
        (stranger, False), (town.other_secretary, False), (town.other_deputy_actor, False), (town.resident, False),
        (town.speaker(walk.opinion.pk), False),
    ):  # fmt: skip
        assert (may_read_file(actor, photo), may_read_file(actor, paper)) == (may, may), actor.label
    assert Client().get(reverse("records:file", args=[photo.token])).status_code in {302, 403, 404}


def test_the_ledgers_count_them(town: Town) -> None:
    settled(town)
    assert [row.files for row in selectors.ledger(town.office)] == [2]
    assert [row.proof for row in promise_rows(town.office)] == ["见验收单（附件 2 个）"]
    make_case(town, w.TRACKING)
    assert sorted(row.files or 0 for row in selectors.ledger(town.office)) == [0, 2]


def test_everybody_who_has_the_promise_has_what_shows_it(town: Town) -> None:
    lead, other = start(town), start(town, words="三楼也下不来")
    lead.leads(other)
    promise = {"result_code": "planned", "promise_text": "换新电梯", "promise_on": today() + dt.timedelta(days=30)}
    lead.transferred().assigned().accepted().to_reply(**promise)
    files = [prepare(PDF, "验收单.pdf")]
    (row,) = selectors.ledger(town.office)
    lead.do(act.SettlePromise, town.head(), promise_id=row.pk, state="kept", reason="见验收单", files=files)
    assert [len(selectors.shown_for(one.case.pk)) for one in (lead, other)] == [1, 1]
    assert [one.files for one in selectors.ledger(town.office)] == [1]


def test_a_machine_names_files_that_lie_with_the_case(town: Town) -> None:
    walk, foreign = make_case(town, w.TRACKING), start(town, words="门禁坏了")
    kept = store(PDF, "验收单.pdf", "case", walk.case.pk, town.head())
    other = store(PDF + b"x", "别的.pdf", "case", foreign.case.pk, town.office)
    promise = Promise.objects.get(owner_id=walk.case.pk)
    with pytest.raises(Invalid) as refused:
        walk.do(act.SettlePromise, town.head(), promise_id=promise.pk, reason="见单", file_ids=[kept.pk, other.pk])
    assert [one.field for one in refused.value.problems] == ["file_ids"]
    desk = Caller(make_key(roles.GOVERNMENT_DESK).token)
    body = {
        "move": "settle_promise", "expected_version": walk.case.version, "promise_id": str(promise.pk),
        "reason": "见单", "file_ids": [str(kept.pk)],
    }  # fmt: skip
    assert desk.post(f"/cases/{walk.case.number}/moves", body).status_code == 200
    assert [row["name"] for row in selectors.shown_for(walk.case.pk)] == ["验收单.pdf"]
