"""The resident's face as a resident uses it: three screens, a code, a verdict; nothing typed is lost, nothing twice."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from lianxin.cases.models import Addition, Opinion, ResidentContact
from lianxin.core.ids import query_code
from lianxin.records.models import Attachment
from tests.cases.factories import Town

WORDS = "我们楼的路灯坏了三天，老人晚上不敢出门。\n请派人来看看。"


@pytest.fixture
def phone(town: Town) -> Client:
    """A resident's browser without JavaScript."""
    return Client()


def send(phone: Client, screen: int, go: str = "next", **fields: Any) -> Any:
    """Press a button on one of the three screens with everything typed so far."""
    return phone.post(reverse("cases:speak"), {"screen": str(screen), "go": go, **fields})


def spoken(phone: Client, **fields: Any) -> Opinion:
    """Somebody spoke; the newest opinion."""
    answer = send(phone, 3, words=WORDS, **fields)
    assert answer.status_code == 302, answer.content.decode()
    return Opinion.objects.select_related("case").order_by("-id")[0]


def test_three_screens_lead_to_a_receipt_with_number_and_code(phone: Client, town: Town) -> None:
    first = phone.get(reverse("cases:speak"))
    assert "您想说什么" in first.content.decode()
    second = send(phone, 1, words=WORDS)
    assert "在哪里" in second.content.decode()
    third = send(phone, 2, words=WORDS, place=str(town.compound.pk), place_note="3 号楼门口")
    assert "怎么回您" in third.content.decode()
    assert f'name="place" value="{town.compound.pk}"' in third.content.decode()
    last = send(phone, 3, words=WORDS, place=str(town.compound.pk), place_note="3 号楼门口")
    page = phone.get(last.headers["Location"]).content.decode()
    opinion = Opinion.objects.get()
    assert opinion.verbatim == WORDS
    assert opinion.place_id == town.compound.pk
    assert opinion.case.number in page
    assert re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", page)


def test_a_step_back_keeps_everything_that_was_typed(phone: Client, town: Town) -> None:
    page = send(phone, 3, go="back", words=WORDS, place=str(town.first.pk), contact="13900000000").content.decode()
    assert f'<option value="{town.first.pk}" selected' in page
    assert 'name="contact" value="13900000000"' in page
    assert "路灯坏了三天" in page


def test_empty_words_are_asked_for_on_the_first_screen(phone: Client, town: Town) -> None:
    answer = send(phone, 3, words="  \u200b ", contact="13900000000")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请先写下您想说的事" in page
    assert 'name="contact" value="13900000000"' in page
    assert not Opinion.objects.exists()


def test_a_telephone_number_that_cannot_be_one_is_named_at_its_field(phone: Client, town: Town) -> None:
    answer = send(phone, 3, words=WORDS, contact="一二三")
    assert answer.status_code == 422
    assert 'id="id_contact"' in answer.content.decode()
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "好" * 20_000,
        "😀👨‍👩‍👧‍👦 谢谢",
        "\u202eabc 反过来的字",
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "\u200b零宽\u200d",
    ],
    ids=["20000", "emoji", "right-to-left", "html", "formula", "zero-width"],
)
def test_strange_words_are_kept_and_shown_harmlessly(phone: Client, town: Town, words: str) -> None:
    assert send(phone, 3, words=words).status_code == 302
    opinion = Opinion.objects.get()
    page = phone.get(reverse("cases:status", args=[opinion.public_token])).content.decode()
    assert "<script>alert" not in page
    assert page.count("verbatim") >= 1


def test_more_than_twenty_thousand_characters_are_refused_with_the_limit_and_kept(phone: Client, town: Town) -> None:
    answer = send(phone, 1, words="好" * 20_001)
    assert answer.status_code == 422
    assert "20000" in answer.content.decode().replace(",", "").replace("\u202f", "")
    assert "好" * 20_001 in answer.content.decode()


def test_pressing_submit_twice_gives_one_opinion_and_the_same_receipt(phone: Client, town: Town) -> None:
    one = send(phone, 3, words=WORDS, once="a" * 22)
    two = send(phone, 3, words=WORDS, once="a" * 22)
    assert one.headers["Location"] == two.headers["Location"]
    assert Opinion.objects.count() == 1


def test_the_same_page_sent_with_other_words_is_offered_as_something_new(phone: Client, town: Town) -> None:
    send(phone, 3, words=WORDS, once="a" * 22)
    answer = send(phone, 3, words="别的话", once="a" * 22)
    assert answer.status_code == 422
    assert "别的话" in answer.content.decode()
    assert Opinion.objects.count() == 1


def test_words_about_a_fire_show_the_emergency_numbers_at_once_and_do_not_block(phone: Client, town: Town) -> None:
    page = send(phone, 1, words="楼道着火了，冒烟").content.decode()
    assert "119" in page
    assert "下一步" in page


def test_the_code_opens_the_page_whatever_case_and_dashes(phone: Client, town: Town) -> None:
    opinion = spoken(phone)
    page = phone.get(reverse("cases:receipt", args=[opinion.public_token])).content.decode()
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", page)
    assert found is not None
    answer = phone.post(reverse("cases:follow"), {"code": found.group().lower().replace("-", " ")})
    assert answer.headers["Location"] == reverse("cases:status", args=[opinion.public_token])


def test_wrong_codes_are_answered_with_advice_and_slowed_down(phone: Client, town: Town) -> None:
    spoken(phone)
    answers = [phone.post(reverse("cases:follow"), {"code": query_code()}).status_code for _ in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_a_right_code_does_not_buy_more_guesses(phone: Client, town: Town) -> None:
    opinion = spoken(phone)
    page = phone.get(reverse("cases:receipt", args=[opinion.public_token])).content.decode()
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", page)
    assert found is not None
    guess = {"code": query_code()}
    assert [phone.post(reverse("cases:follow"), guess).status_code for _ in range(9)] == [422] * 9
    for _ in range(3):
        assert phone.post(reverse("cases:follow"), {"code": found.group()}).status_code == 302
    assert phone.post(reverse("cases:follow"), guess).status_code == 422
    locked = phone.post(reverse("cases:follow"), guess)
    assert locked.status_code == 429
    assert 0 < int(locked.headers["Retry-After"]) <= 15 * 60


def test_an_unknown_token_is_not_found(phone: Client, town: Town) -> None:
    assert phone.get(reverse("cases:status", args=["nobody"])).status_code == 404


def test_the_resident_adds_words_and_the_first_ones_stay(phone: Client, town: Town) -> None:
    opinion = spoken(phone)
    phone.post(reverse("cases:add", args=[opinion.public_token]), {"text": "今天又坏了一盏", "kind": "add"})
    assert Addition.objects.get().text == "今天又坏了一盏"
    opinion.refresh_from_db()
    assert opinion.verbatim == WORDS


def test_contact_can_be_left_is_shown_masked_and_can_be_erased(phone: Client, town: Town) -> None:
    opinion = spoken(phone)
    token = opinion.public_token
    phone.post(reverse("cases:contact", args=[token]), {"name": "张阿姨", "contact": "13900001234"})
    page = phone.get(reverse("cases:status", args=[token])).content.decode()
    assert "13900001234" not in page
    assert "1234" in page
    phone.post(reverse("cases:delete_contact", args=[token]))
    assert ResidentContact.objects.get().contact_cipher == ""


def test_consent_is_changed_in_one_plain_choice(phone: Client, town: Town) -> None:
    opinion = spoken(phone, openness="secret")
    assert opinion.confidential
    phone.post(reverse("cases:consent", args=[opinion.public_token]), {"openness": "text"})
    opinion.refresh_from_db()
    assert (opinion.consent_text, opinion.consent_name, opinion.confidential) == (True, False, False)


def test_who_withdraws_sees_it_said(phone: Client, town: Town) -> None:
    opinion = spoken(phone)
    phone.post(reverse("cases:withdraw", args=[opinion.public_token]), {"reason": "已经修好了"})
    opinion.case.refresh_from_db()
    assert opinion.case.state == "withdrawn"


def test_a_verdict_before_any_answer_is_refused_in_words(phone: Client, town: Town) -> None:
    opinion = spoken(phone)
    answer = phone.post(reverse("cases:verdict", args=[opinion.public_token]), {"result": "solved"})
    assert answer.status_code == 409
    assert Opinion.objects.get().case.resident_says == ""


def picture() -> SimpleUploadedFile:
    """A small photo."""
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "JPEG")
    return SimpleUploadedFile("灯.jpg", target.getvalue(), "image/jpeg")


def test_a_photo_is_kept_and_a_fake_one_costs_no_word(phone: Client, town: Town) -> None:
    fake = SimpleUploadedFile("假.jpg", b"MZ not a picture", "image/jpeg")
    answer = send(phone, 3, words=WORDS, photos=[picture(), fake])
    page = phone.get(answer.headers["Location"]).content.decode()
    assert Opinion.objects.count() == 1
    assert Attachment.objects.count() == 1
    assert "假.jpg" in page


def test_a_qr_code_on_a_wall_brings_its_place_and_is_remembered_as_the_way_it_came(phone: Client, town: Town) -> None:
    at = f"{reverse('cases:speak')}?at={town.first.public_token}"
    page = phone.get(at).content.decode()
    assert f'name="place" value="{town.first.pk}"' in page
    assert town.first.name in page
    phone.post(at, {"screen": "3", "go": "next", "words": WORDS, "place": str(town.first.pk)})
    opinion = Opinion.objects.get()
    assert (opinion.channel, opinion.place_id) == ("qr", town.first.pk)


@pytest.mark.parametrize("name", ["status", "receipt", "slip", "verdict", "add", "withdraw", "contact", "consent"])
def test_every_page_of_the_slip_opens_in_few_statements(
    phone: Client, town: Town, name: str, django_assert_max_num_queries: Any
) -> None:
    opinion = spoken(phone)
    with django_assert_max_num_queries(12):
        assert phone.get(reverse(f"cases:{name}", args=[opinion.public_token])).status_code == 200
