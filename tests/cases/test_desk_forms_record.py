"""Assisted entry: written down, read back in large type, confirmed, receipt; nothing typed is lost on the way."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.models import Case, Opinion, ResidentContact
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.records.attachments import of
from tests.cases.desk import photo_file, signed_in, text_of
from tests.cases.factories import Town
from tests.deputies.factories import make_deputy
from tests.people.factories import grant, make_person

WORDS = "二号楼电梯三天两头停，\n老人下不了楼。"


@pytest.fixture
def secretary(town: Town) -> Client:
    """Who sits with the resident."""
    return signed_in(roles.SECRETARY, place=town.first)


def typed(town: Town, **more: Any) -> dict[str, Any]:
    """A plain sheet; what a test is about comes on top."""
    return {
        "words": WORDS,
        "channel": "counter",
        "kind": "unknown",
        "place": town.compound.pk,
        "once": "o" * 32,
        **more,
    }


def send(client: Client, data: dict[str, Any]) -> Any:
    """Press a button of the page."""
    return client.post(reverse("cases:desk_record"), data)


def carried(answer: Any) -> dict[str, list[str]]:
    """The hidden fields of the read-back page, as a browser without script would send them."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text_of(answer)):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(unescape(value))
    return found


def test_from_the_words_to_the_receipt(town: Town, secretary: Client) -> None:
    deputy = make_deputy("T21")
    sheet = typed(
        town, go="read", points="电梯什么时候修好\n老人怎么下楼", tags=["elder"], deputy_ids=[deputy.pk],
        deputy_opinion="应当尽快", on_behalf_of="替楼下老伯", occasion="六月集中联系", contact_name="张阿姨",
        contact="13900001234", consent_text="on", photos=[photo_file()],
    )  # fmt: skip
    page = send(secretary, sheet)
    assert page.status_code == 200
    assert not Case.objects.exists()
    shown = text_of(page)
    for words in (
        "请念给居民听",
        "改一改",
        "居民确认",
        "老人下不了楼。",
        "张阿姨",
        "13900001234",
        "可以公开内容，不公开是谁",
    ):
        assert words in shown
    answer = send(secretary, {**carried(page), "go": "confirm"})
    opinion = Opinion.objects.get()
    assert answer.headers["Location"] == reverse("cases:desk_recorded", args=[opinion.public_token])
    assert (opinion.verbatim, opinion.read_back, opinion.consent_text, opinion.consent_name) == (
        WORDS,
        True,
        True,
        False,
    )
    assert (opinion.deputy_opinion, opinion.on_behalf_of, opinion.occasion) == (
        "应当尽快",
        "替楼下老伯",
        "六月集中联系",
    )
    assert opinion.case.deputy_ids == {deputy.pk}
    assert [one.code for one in opinion.tags.all()] == ["elder"]
    assert opinion.case.points.count() == 2
    assert len(of("case", opinion.case_id)) == 1
    receipt = text_of(secretary.get(answer.headers["Location"]))
    assert opinion.case.number in receipt
    assert "打印回执" in receipt


def test_a_step_back_keeps_every_word_and_every_photo(town: Town, secretary: Client) -> None:
    page = send(secretary, typed(town, go="read", place_note="12 号楼", consent_text="on", photos=[photo_file()]))
    back = send(secretary, {**carried(page), "go": "edit"})
    form = back.context["form"]
    assert back.status_code == 200
    assert not form.errors
    assert form["words"].value() == WORDS
    assert (form["place_note"].value(), form["consent_text"].value()) == ("12 号楼", "on")
    assert len(form.fields["kept"].choices) == len(form["kept"].value()) == 1
    assert not Case.objects.exists()


def test_a_photo_can_be_left_out_after_the_step_back(town: Town, secretary: Client) -> None:
    page = send(secretary, typed(town, go="read", photos=[photo_file()]))
    data = {name: value for name, value in carried(page).items() if name != "kept"}
    send(secretary, {**data, "go": "confirm"})
    assert of("case", Case.objects.get().pk) == []


def test_a_bad_photo_costs_no_word_and_a_foreign_slip_is_no_photo(town: Town, secretary: Client) -> None:
    bad = SimpleUploadedFile("坏.jpg", photo_file().read()[:200], "image/jpeg")
    answer = send(secretary, typed(town, go="read", photos=[bad]))
    assert answer.status_code == 422
    assert "photos" in answer.context["form"].errors
    assert WORDS.splitlines()[0] in text_of(answer)
    forged = send(secretary, typed(town, go="confirm", kept=["eyJwYXRoIjoiL2V0Yy9wYXNzd2QifQ:1abc:forged"]))
    assert forged.status_code == 422


def test_confirming_twice_gives_one_opinion_and_the_same_receipt(town: Town, secretary: Client) -> None:
    page = send(secretary, typed(town, go="read"))
    first, second = (send(secretary, {**carried(page), "go": "confirm"}) for _again in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Opinion.objects.count() == 1


def test_the_same_page_with_other_words_is_asked_about_and_keeps_them(town: Town, secretary: Client) -> None:
    send(secretary, typed(town, go="confirm"))
    answer = send(secretary, typed(town, go="confirm", words="另一件事：路灯坏了"))
    assert answer.status_code == 409
    assert "另一件事：路灯坏了" in text_of(answer)
    assert Opinion.objects.count() == 1


def test_what_was_not_read_back_does_not_say_so(town: Town, secretary: Client) -> None:
    assert send(secretary, typed(town, go="keep", channel="letter")).status_code == 302
    assert not Opinion.objects.get().read_back


def test_what_a_deputy_saw_is_kept_as_an_observation(town: Town, secretary: Client) -> None:
    deputy = make_deputy("T22")
    without = send(secretary, typed(town, go="confirm", source="observation"))
    assert without.status_code == 422
    assert "deputy_ids" in without.context["form"].errors
    page = send(secretary, typed(town, go="read", source="observation", deputy_ids=[deputy.pk]))
    assert "请念给代表听" in text_of(page)
    send(secretary, {**carried(page), "go": "confirm"})
    assert Opinion.objects.get().source == "observation"


#: (words, what the clerk is told, the kind that is offered)
HEARD = [
    ("三楼着火了，快来人", "119", "emergency"),
    ("我不想活了", "12356", "emergency"),
    ("我要举报科长收红包", "12388", "accusation"),
    ("已经起诉到法院了", "复议", ""),
    ("打我电话13812345678", "个人信息", ""),
    ("电梯坏了", "", ""),
]


@pytest.mark.parametrize(("words", "told", "kind"), HEARD)
def test_words_that_need_a_second_look_are_said_before_they_are_kept(
    town: Town, secretary: Client, words: str, told: str, kind: str
) -> None:
    page = send(secretary, typed(town, go="read", words=words))
    assert told in text_of(page)
    assert page.context["other_kind"] == kind
    assert bool(page.context["warnings"]) == bool(told)


def test_an_accusation_leaves_the_flow_unless_the_clerk_says_it_is_none(town: Town, secretary: Client) -> None:
    words = "我要举报科长收红包"
    page = send(secretary, typed(town, go="keep", words=words))
    assert page.status_code == 200  # asked first, though nobody is there to hear it
    assert not Case.objects.exists()
    send(secretary, {**carried(page), "go": "keep", "leave": "accusation"})
    case = Case.objects.get()
    assert (case.kind, case.sealed, case.due_code) == ("accusation", True, "hand_over")
    slip = reverse("cases:desk_recorded", args=[Opinion.objects.get().public_token])
    assert secretary.get(slip).status_code == 200  # who wrote it down hands over the slip
    assert signed_in(roles.GOVERNMENT_DESK).get(slip).status_code == 404
    assert signed_in(roles.CONGRESS_OFFICE).get(slip).status_code == 200
    send(secretary, {**carried(page), "once": "z" * 32, "go": "keep", "leave": ""})
    assert not Case.objects.exclude(pk=case.pk).get().sealed


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "\u200b\n"}, "words"),
        ({"words": "长" * 20_001}, "words"),
        ({"place": "1"}, "place"),
        ({"channel": "pigeon"}, "channel"),
        ({"kind": "nonsense"}, "kind"),
        ({"tags": ["nonsense"]}, "tags"),
        ({"deputy_ids": ["1"]}, "deputy_ids"),
        ({"spoken_on": "2027-01-01"}, "spoken_on"),
        ({"spoken_on": "上上个礼拜"}, "spoken_on"),
        ({"contact": "找老王"}, "contact"),
        ({"contact_name": "老王"}, "contact"),
        ({"consent_name": "on"}, "consent_name"),
        ({"consent_text": "on", "confidential": "on"}, "confidential"),
        ({"points": "\n".join(f"第{n}点" for n in range(13))}, "points"),
        ({"on_behalf_of": "替" * 61}, "on_behalf_of"),
    ],
)  # fmt: skip
def test_a_wrong_field_gets_its_sentence_and_the_words_stay(
    town: Town, secretary: Client, more: dict[str, Any], field: str
) -> None:
    answer = send(secretary, typed(town, go="confirm", **more))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"]["words"].value() == more.get("words", WORDS)
    assert not Case.objects.exists()


def test_a_place_that_is_not_the_own_is_said_at_the_place(town: Town, secretary: Client) -> None:
    answer = send(secretary, typed(town, go="confirm", place=town.second.pk))
    assert "place" in answer.context["form"].errors


@pytest.mark.parametrize(
    "words", ["长" * 20_000, "😀👨‍👩‍👧", "مرحبا بكم", "a\u202eb", "<script>alert(1)</script>", "=1+1"]
)
def test_strange_words_travel_through_every_step_unchanged(town: Town, secretary: Client, words: str) -> None:
    page = send(secretary, typed(town, go="read", words=words))
    assert "<script>alert(1)</script>" not in text_of(page)
    back = send(secretary, {**carried(page), "go": "edit"})
    assert back.context["form"]["words"].value() == words
    send(secretary, {**carried(page), "go": "confirm"})
    kept = Opinion.objects.get().verbatim
    assert kept.replace("\u202e", "") == words.replace("\u202e", "")


def test_a_lost_session_brings_the_words_back_after_signing_in(town: Town, secretary: Client) -> None:
    page = send(secretary, typed(town, go="read"))
    stranger = Client()
    answer = send(stranger, {**carried(page), "go": "confirm"})
    assert answer.status_code == 401
    assert answer.context["replay"]
    assert not Case.objects.exists()


def test_nothing_personal_stands_in_an_address_or_in_the_log(town: Town, secretary: Client) -> None:
    page = send(secretary, typed(town, go="read", contact="13900001234", contact_name="张阿姨"))
    answer = send(secretary, {**carried(page), "go": "confirm"})
    assert "13900001234" not in answer.headers["Location"]
    logged = "".join(LogEntry.objects.values_list("data", flat=True))
    for secret in ("13900001234", "张阿姨", "电梯"):
        assert secret not in logged
    assert ResidentContact.objects.get().masked == "张** 139****1234"


def test_a_recorder_without_a_case_page_keeps_photos_too(town: Town) -> None:
    recorder = signed_in(roles.RECORDER, place=town.first)
    page = send(recorder, typed(town, go="read", photos=[photo_file()]))
    answer = send(recorder, {**carried(page), "go": "confirm"})
    assert len(of("case", Case.objects.get().pk)) == 1
    assert "看这件事" not in text_of(recorder.get(answer.headers["Location"]))
    assert Case.objects.get().state == w.RECEIVED


def test_the_government_desk_records_a_hotline_order_which_waits_for_being_assigned(town: Town) -> None:
    desk = signed_in(roles.GOVERNMENT_DESK)
    first = text_of(desk.get(reverse("cases:desk_record")))
    assert "热线工单编号" in first
    assert "镇人大办马上看到" not in first
    assert "按什么记" not in first  # nothing to choose
    sheet = typed(town, go="read", channel="hotline", outside_number="GD-2026-0007")
    page = send(desk, sheet)
    assert page.status_code == 200
    assert "GD-2026-0007" in text_of(page)
    answer = send(desk, {**carried(page), "go": "confirm"})
    assert answer.status_code == 302
    opinion = Opinion.objects.select_related("case").get()
    assert (opinion.case.track, opinion.case.state, opinion.outside_number) == (
        "hotline",
        w.TRANSFERRED,
        "GD-2026-0007",
    )
    assert (opinion.case.due_code, opinion.case.reached_desk) == ("assign", True)
    assert "看这件事" in text_of(desk.get(answer.headers["Location"]))


def test_who_holds_both_desks_chooses_the_track_and_a_secretary_cannot_smuggle_one_in(
    town: Town, secretary: Client
) -> None:
    both = make_person(roles.CONGRESS_OFFICE)
    grant(both, roles.GOVERNMENT_DESK)
    client = Client()
    client.force_login(both)
    assert "按什么记" in text_of(client.get(reverse("cases:desk_record")))
    assert send(client, typed(town, go="keep")).status_code == 422  # not chosen
    send(client, typed(town, go="keep", track="hotline"))
    send(client, typed(town, go="keep", track="resident", once="p" * 32))
    assert list(Case.objects.order_by("id").values_list("track", "state")) == [
        ("hotline", w.TRANSFERRED),
        ("resident", w.RECEIVED),
    ]
    send(secretary, typed(town, go="keep", track="hotline", once="q" * 32))
    assert Case.objects.order_by("-id")[0].track == "resident"
