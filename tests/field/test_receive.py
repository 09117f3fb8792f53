"""The receiver: everything once, nothing altered, nothing from elsewhere, a sentence for everything refused."""

import datetime as dt
import json
import secrets
from typing import Any

import pytest
from django.test import Client

from lianxin.cases.models import Case, Opinion, OpinionDeputy, ResidentContact
from lianxin.core import clock as time
from lianxin.field import envelope as envelopes
from lianxin.field import kinds
from lianxin.field.models import Item, Seat, Upload, Visit
from lianxin.field.views import receive as views
from lianxin.journal.models import LogEntry
from lianxin.journal.verify import verify_town
from lianxin.people.actions.links import RevokeLink
from lianxin.people.throttles import Limit
from lianxin.places.models import Place
from lianxin.records.models import Attachment
from tests.cases.factories import Town
from tests.conftest import FrozenClock
from tests.field.factories import OURS, Phone, picture


def test_an_opinion_arrives_with_everything_the_recorder_wrote(phone: Phone, town: Town) -> None:
    building = Place.objects.filter(kind="building", parent=town.compound).order_by("sort")[0]
    sent = phone.envelope(
        "电梯三天两头停，\n老人下不来。",
        payload={
            "place": str(town.compound.pk), "building": str(building.pk), "place_note": "大门口",
            "read_back": "on", "kind": "problem", "points": "什么时候修\n\n为什么又坏",
            "contact_name": "张阿姨", "contact": "13800138000", "on_behalf_of": "楼上老伯",
            "openness": "text", "channel": "visit", "occasion": "二季度走访",
            "deputies": [str(town.deputy.pk)], "deputy_opinion": "情况属实", "urgent": "on",
        },
    )  # fmt: skip
    answer = phone.send(sent)
    assert answer.status_code == 200, answer.content.decode()
    data = answer.json()
    opinion = Opinion.objects.get()
    case = opinion.case
    assert (data["state"], data["number"], data["slip"]) == ("received", case.number, sent["slip"])
    assert opinion.verbatim == "电梯三天两头停，\n老人下不来。"
    assert (opinion.place, opinion.place_note, opinion.channel) == (building, "大门口", "visit")
    assert opinion.read_back
    assert opinion.consent_text
    assert not opinion.consent_name
    assert (opinion.occasion, opinion.deputy_opinion, opinion.on_behalf_of) == ("二季度走访", "情况属实", "楼上老伯")
    assert opinion.client_key == sent["key"]
    assert opinion.recorder_label == "第三组"
    assert [point.text for point in opinion.points.order_by("order")] == ["什么时候修", "为什么又坏"]
    assert OpinionDeputy.objects.get().deputy == town.deputy
    assert ResidentContact.objects.get().masked
    assert (case.kind, case.urgent) == ("problem", True)


def test_what_a_deputy_saw_is_no_residents_word(phone: Phone, town: Town) -> None:
    sent = phone.envelope(
        "绿化带被停满了车", payload={"mode": "seen", "deputies": [str(town.deputy.pk)], "read_back": "on"}
    )
    assert phone.send(sent).status_code == 200
    opinion = Opinion.objects.get()
    assert opinion.source == "observation"
    assert not opinion.read_back


def test_the_same_item_twice_gives_the_same_receipt_and_one_case(phone: Phone) -> None:
    sent = phone.envelope()
    first, second = phone.send(sent).json(), phone.send(sent).json()
    assert first == second
    assert (Case.objects.count(), Item.objects.count()) == (1, 1)


def test_the_same_key_with_other_words_is_refused_with_both_hashes(phone: Phone) -> None:
    sent = phone.envelope()
    number = phone.send(sent).json()["number"]
    answer = phone.send({**sent, "payload": {**sent["payload"], "words": "别的话"}})
    data = answer.json()
    assert (answer.status_code, data["code"], data["number"]) == (409, "altered", number)
    assert data["stored"] == Item.objects.get().digest
    assert len(data["sent"]) == 64
    assert data["sent"] != data["stored"]
    assert Opinion.objects.get().verbatim == "三楼的灯坏了"


def test_another_contact_under_the_same_key_is_noticed_too(phone: Phone) -> None:
    sent = phone.envelope(payload={"contact": "13800138000"})
    phone.send(sent)
    assert phone.send({**sent, "payload": {**sent["payload"], "contact": "13800138001"}}).status_code == 409


def test_a_refused_item_can_be_corrected_under_its_own_key_and_slip(phone: Phone) -> None:
    sent = phone.envelope("")
    answer = phone.send(sent)
    assert answer.status_code == 422
    assert answer.json()["problems"] == [{"field": "words", "message": "请先写下居民说的话，或代表看到的情况。"}]
    assert not Item.objects.exists()
    again = phone.send({**sent, "payload": {**sent["payload"], "words": "灯坏了"}})
    assert (again.status_code, again.json()["slip"]) == (200, sent["slip"])


def test_a_refusal_of_the_action_stands_at_the_forms_own_field(phone: Phone) -> None:
    answer = phone.send(phone.envelope("看到了", payload={"mode": "seen"}))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["problems"]] == ["deputies"]


def test_a_place_outside_the_visit_is_refused(phone: Phone, town: Town) -> None:
    answer = phone.send(phone.envelope(payload={"place": str(town.second.pk)}))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["problems"]] == ["place"]


def test_the_phones_wrong_clock_is_corrected_and_shown(phone: Phone, clock: FrozenClock) -> None:
    told = time.now() - dt.timedelta(days=3)
    sent = phone.envelope(captured_at=(told - dt.timedelta(hours=30)).isoformat())
    data = phone.send(sent, **{"X-Field-Sent-At": told.isoformat()}).json()
    assert data["clock_skew"] == 3 * 86400
    item = Item.objects.get()
    assert item.captured_at == told - dt.timedelta(hours=30)
    assert Opinion.objects.get().spoken_on == (time.now() - dt.timedelta(hours=30)).astimezone(time.TOWN_TZ).date()


def test_a_phone_that_lives_in_the_future_records_today(phone: Phone) -> None:
    sent = phone.envelope(captured_at="2031-01-01T10:00:00+08:00")
    assert phone.send(sent, **{"X-Field-Sent-At": "not a time"}).status_code == 200
    assert Opinion.objects.get().spoken_on == time.today()


@pytest.mark.parametrize(
    "broken",
    [
        b"", b"[]", b"{", b"null", b"\xff\xfe", b'"x"', b"[" * 5000,
        {"key": "zz"}, {"version": True}, {"version": 0}, {"version": "1"}, {"captured_at": "yesterday"},
        {"captured_at": "2026-11-24T09:00:00"}, {"captured_at": 5}, {"slip": "K7QM-03-0012-2"}, {"pin": "0O1I"},
        {"device": "x"}, {"payload": []}, {"payload": {"words": 5}}, {"payload": {"words": ["a", 1]}},
        {"payload": {"": "x"}}, {"payload": {"x" * 65: "x"}}, {"payload": {f"f{n}": "" for n in range(61)}},
        {"payload": {"deputies": ["1"] * 201}}, {"photos": ["x"]}, {"photos": "x"}, {"photos": ["0" * 64] * 10},
        {"extra": 0.5}, {"extra": [{"deep": float("inf")}]},
    ],
)  # fmt: skip
def test_what_is_no_envelope_is_refused_with_a_sentence(phone: Phone, broken: Any) -> None:
    sent = broken if isinstance(broken, bytes) else {**phone.envelope(), **broken}
    answer = phone.send(sent)
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    assert "还在手机上" in answer.json()["message"]


def test_a_kind_nobody_knows_stays_on_the_phone(phone: Phone) -> None:
    for unknown in ({"kind": "inspection"}, {"version": 2}):
        answer = phone.send({**phone.envelope(), **unknown})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_kind")


def test_an_envelope_that_is_too_large_gets_413_before_it_is_read(phone: Phone) -> None:
    answer = phone.send(phone.envelope("灯" * envelopes.LARGEST))
    assert answer.status_code == 413
    assert "太长" in answer.json()["message"]


def test_twenty_thousand_characters_fit(phone: Phone) -> None:
    assert phone.send(phone.envelope("灯😀" * 10_000)).status_code == 200
    assert len(Opinion.objects.get().verbatim) == 20_000


class TestWhoMayDeliver:
    """Only our own page, only somebody in the field, only what the link may record."""

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"X-Lianxin-Field": "1"},
            {"X-Lianxin-Field": "1", "Sec-Fetch-Site": "cross-site"},
            {"X-Lianxin-Field": "1", "Sec-Fetch-Site": "same-site"},
            {"X-Lianxin-Field": "1", "Origin": "https://evil.example"},
            {"X-Lianxin-Field": "1", "Origin": "null"},
            {"Sec-Fetch-Site": "same-origin"},
        ],
    )
    def test_a_foreign_page_delivers_nothing(self, phone: Phone, headers: dict[str, str]) -> None:
        body = json.dumps(phone.envelope())
        answer = phone.client.post("/field/receive/", body, content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "not_from_here")
        assert not Item.objects.exists()

    def test_an_older_browser_is_believed_by_its_origin(self, phone: Phone) -> None:
        headers = {"X-Lianxin-Field": "1", "Origin": "http://testserver"}
        body = json.dumps(phone.envelope())
        answer = phone.client.post("/field/receive/", body, content_type="application/json", headers=headers)
        assert answer.status_code == 200

    def test_a_page_opened_before_the_session_needs_no_form_token(self, phone: Phone) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = phone.client.cookies
        phone.client = strict
        assert phone.send(phone.envelope()).status_code == 200

    def test_a_revoked_link_delivers_nothing_and_another_link_delivers_the_same_item(
        self, phone: Phone, town: Town
    ) -> None:
        sent = phone.envelope()
        assert phone.issued is not None
        RevokeLink(actor=town.office, link=phone.issued.link, reason="手机遗失").execute()
        assert phone.send(sent).status_code == 401
        fresh = Phone.on_visit(town.first)
        phone.client = fresh.client
        assert phone.send(sent).json()["slip"] == sent["slip"]

    def test_a_volunteer_cannot_record_an_opinion(self, town: Town) -> None:
        phone = Phone.on_visit(town.first, "volunteer")
        phone.take_seat()
        answer = phone.send(phone.envelope())
        assert (answer.status_code, answer.json()["code"]) == (403, "kind_not_allowed")

    def test_an_upload_link_reads_nothing(self, phone: Phone) -> None:
        number = phone.send(phone.envelope()).json()["number"]
        for path in ("/desk/", "/desk/cases/", f"/desk/cases/{number}/", "/desk/visit-links/", "/deputy/"):
            assert phone.client.get(path).status_code in {403, 404}, path
        assert phone.client.get("/field/receive/").status_code == 405

    def test_too_many_items_wait(self, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
        limit = Limit(3, dt.timedelta(hours=1), dt.timedelta(minutes=5))
        guarded = views.upload(envelopes.LARGEST, limit, "field_test")(lambda request: views._say(200, ""))
        request = phone.client.get("/field/").wsgi_request
        request.META.update({"HTTP_X_LIANXIN_FIELD": "1", "HTTP_SEC_FETCH_SITE": "same-origin", "CONTENT_LENGTH": "5"})
        assert [guarded(request).status_code for _n in range(4)] == [200, 200, 200, 429]
        assert int(guarded(request).headers["Retry-After"]) > 0


class TestNumbers:
    """Every phone has a number of its own, and every slip stands for one record."""

    def test_two_phones_of_one_link_share_the_code_and_not_the_number(self, phone: Phone, other_phone: Phone) -> None:
        assert phone.visit == other_phone.visit
        assert (phone.recorder, other_phone.recorder) == (1, 2)

    def test_the_same_phone_gets_the_same_number_again(self, phone: Phone) -> None:
        before = (phone.visit, phone.recorder)
        phone.take_seat()
        assert (phone.visit, phone.recorder) == before
        assert (Seat.objects.count(), Visit.objects.count()) == (1, 1)

    def test_the_hundredth_phone_begins_another_code(self, phone: Phone, other_phone: Phone) -> None:
        Seat.objects.filter(recorder=2).update(recorder=99)
        third = Phone(phone.client, phone.issued)
        third.take_seat()
        assert third.recorder == 1
        assert third.visit != phone.visit

    def test_a_phone_without_a_key_gets_no_number(self, phone: Phone) -> None:
        assert phone.client.post("/field/seat/", headers=OURS).status_code == 400

    def test_a_slip_of_another_phone_is_refused(self, phone: Phone, other_phone: Phone) -> None:
        sent = {**phone.envelope(), "slip": other_phone.envelope()["slip"]}
        assert phone.send(sent).json()["code"] == "foreign_slip"

    def test_a_slip_is_used_once(self, phone: Phone) -> None:
        first = phone.envelope()
        phone.send(first)
        answer = phone.send({**phone.envelope(), "slip": first["slip"]})
        assert (answer.status_code, answer.json()["code"]) == (422, "used_slip")

    def test_a_record_without_a_slip_is_taken_as_well(self, phone: Phone) -> None:
        assert phone.send({**phone.envelope(), "slip": "", "pin": ""}).status_code == 200


class TestPhotos:
    """Photos come in pieces after the words, and go on where they stopped."""

    def test_a_photo_in_pieces_becomes_one_attachment(self, phone: Phone) -> None:
        photo = picture(side=200)
        sent = phone.envelope(photos=[photo])
        phone.send(sent)
        assert phone.send_photo(sent["key"], photo, 300) == {"received": len(photo), "done": True, "refusal": ""}
        attachment = Attachment.objects.get()
        assert (attachment.owner_kind, attachment.owner_id) == ("case", Case.objects.get().pk)
        assert LogEntry.objects.filter(verb="field.photo", object_kind="case").count() == 1
        assert phone.send_photo(sent["key"], photo)["done"]
        assert Attachment.objects.count() == 1

    def test_nobody_else_adds_a_photo_to_a_record(self, phone: Phone, town: Town) -> None:
        photo = picture(side=200)
        sent = phone.envelope(photos=[photo])
        phone.send(sent)
        stranger = Phone.on_visit(town.first)
        assert stranger.send_piece(sent["key"], photo, 0, photo[:100]).status_code == 409
        assert not Attachment.objects.exists()

    def test_a_piece_that_comes_twice_or_too_early_changes_nothing(self, phone: Phone) -> None:
        photo = picture(side=200)
        sent = phone.envelope(photos=[photo])
        phone.send(sent)
        for offset, expected in ((0, 100), (0, 100), (500, 100), (100, 200)):
            data = phone.send_piece(sent["key"], photo, offset, photo[offset : offset + 100]).json()
            assert data["received"] == expected
        assert phone.send_photo(sent["key"], photo)["done"]

    def test_bytes_that_broke_on_the_way_are_sent_again(self, phone: Phone) -> None:
        photo = picture()
        sent = phone.envelope(photos=[photo])
        phone.send(sent)
        data = phone.send_piece(sent["key"], photo, 0, b"x" * len(photo)).json()
        assert data == {"received": 0, "done": False, "refusal": ""}
        assert phone.send_photo(sent["key"], photo)["done"]

    def test_a_file_that_is_no_photo_is_named_and_the_words_stay(self, phone: Phone) -> None:
        fake = b"GIF89a" + b"x" * 300
        sent = phone.envelope(photos=[fake])
        phone.send(sent)
        data = phone.send_photo(sent["key"], fake)
        assert data["done"]
        assert data["refusal"]
        assert not Attachment.objects.exists()
        assert Case.objects.count() == 1
        assert phone.send_photo(sent["key"], fake)["refusal"] == data["refusal"]

    def test_a_photo_nobody_announced_is_not_taken(self, phone: Phone) -> None:
        sent = phone.envelope()
        phone.send(sent)
        assert phone.send_piece(sent["key"], picture(), 0, b"").status_code == 422

    def test_a_photo_before_its_record_waits(self, phone: Phone) -> None:
        assert phone.send_piece(secrets.token_hex(16), picture(), 0, b"").status_code == 409

    def test_photos_and_pieces_have_a_size(self, phone: Phone) -> None:
        photo = picture()
        sent = phone.envelope(photos=[photo])
        phone.send(sent)
        huge = phone.send_piece(sent["key"], photo, 0, b"", **{"X-Field-Size": str(11 * 1024 * 1024)})
        assert huge.status_code == 422
        assert phone.send_piece(sent["key"], photo, 0, b"x" * 600_000).status_code == 413
        assert phone.send_piece(sent["key"], photo, 0, b"", **{"X-Field-Size": "-1"}).status_code == 422

    def test_a_link_uploads_only_so_much_a_day(self, phone: Phone) -> None:
        photo = picture()
        sent = phone.envelope(photos=[photo])
        phone.send(sent)
        item = Item.objects.get()
        owner = f"field:{item.actor_kind}:{item.actor_id}"
        Upload.objects.create(item=item, sha256="0" * 64, size=200 * 1024 * 1024, owner=owner, begun_at=time.now())
        assert phone.send_piece(sent["key"], photo, 0, b"").status_code == 429


def test_a_later_room_only_registers_its_kind(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[kinds.Received] = []

    def handler(received: kinds.Received) -> kinds.Result:
        got.append(received)
        return kinds.Result("town", 7, "J-1")

    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    first = next(kinds.newest())
    kinds.register(kinds.Kind("check", 1, "检查", "eye", first.policy, "field:home", handler))
    kinds.register(kinds.Kind("check", 2, "检查", "eye", first.policy, "field:home", handler))
    sent = phone.envelope(kind="check", version=1, payload={"result": "good", "deputies": ["1", "2"]})
    assert phone.send(sent).json()["number"] == "J-1"
    assert got[0].fields.getlist("deputies") == ["1", "2"]
    assert got[0].captured_on == time.today()
    offered = {kind.code: kind.version for kind in kinds.newest()}
    assert (offered["opinion"], offered["check"]) == (1, 2)


def test_the_log_holds_no_word_and_its_chains_are_whole(phone: Phone, town: Town) -> None:
    sent = phone.envelope("三楼的灯坏了", payload={"contact": "13800138000"})
    phone.send(sent)
    written = "".join(LogEntry.objects.values_list("data", flat=True))
    for secret in ("三楼", "13800138000", sent["pin"], sent["salt"], sent["device"]):
        assert secret not in written
    assert not verify_town(town.row).findings
