"""A speaker's own photos: seen and taken back with the slip, closed to everybody else, gone when the words are."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianxin.api.endpoints import opinions
from lianxin.cases import actions as act
from lianxin.cases.public import photos
from lianxin.journal.actors import Actor, anonymous_resident
from lianxin.people.throttles import Limit
from lianxin.records import storage
from lianxin.records.access import may_read_file
from lianxin.records.attachments import store
from lianxin.records.models import Attachment
from tests.cases.factories import Town, Walk, start
from tests.records.test_attachments import photo


@pytest.fixture
def phone(town: Town) -> Client:
    """A resident's browser."""
    return Client()


def with_photo(town: Town, words: str = "路灯坏了") -> tuple[Walk, Attachment]:
    """Somebody spoke and sent a photo."""
    walk = start(town, words=words)
    opinion = walk.opinion
    sent = store(
        photo(), "IMG_0001.jpg", "case", walk.case.pk, town.speaker(opinion.pk), quota_key=opinion.public_token
    )
    return walk, sent


def address(name: str, walk: Walk, sent: Attachment) -> str:
    """One of the addresses of a photo, under a slip."""
    return reverse(f"cases:{name}", args=[walk.opinion.public_token, sent.token])


def test_the_status_page_shows_the_photos_with_words_for_who_cannot_see(phone: Client, town: Town) -> None:
    walk, sent = with_photo(town)
    page = phone.get(reverse("cases:status", args=[walk.opinion.public_token])).content.decode()
    assert address("small_photo", walk, sent) in page
    assert 'alt="您发的第1张照片，' in page
    assert "IMG_0001" not in page
    for name in ("photo", "small_photo"):
        answer = phone.get(address(name, walk, sent))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("image/")
        assert "no-store" in answer.headers["Cache-Control"]


def test_another_residents_slip_does_not_open_it(phone: Client, town: Town) -> None:
    _walk, sent = with_photo(town)
    other, _theirs = with_photo(town, "楼道堆物")
    for name in ("photo", "small_photo"):
        assert phone.get(address(name, other, sent)).status_code == 404
    assert phone.post(address("remove_photo", other, sent)).status_code == 404
    assert Attachment.objects.get(pk=sent.pk).erased_at is None


def test_without_a_slip_nobody_sees_it(phone: Client, town: Town) -> None:
    _walk, sent = with_photo(town)
    assert phone.get(reverse("records:file", args=[sent.token])).status_code == 404
    assert phone.get(reverse("records:thumb", args=[sent.token])).status_code == 404
    assert phone.get(reverse("cases:photo", args=["no-such-slip", sent.token])).status_code == 404
    assert not may_read_file(anonymous_resident(), sent)
    assert not may_read_file(Actor("resident", "not-a-number", ""), sent)


def test_a_photo_the_handler_took_is_not_the_speakers(phone: Client, town: Town) -> None:
    walk = start(town)
    sent = store(photo(), "处理后.jpg", "case", walk.case.pk, town.desk)
    assert phone.get(address("photo", walk, sent)).status_code == 404


def test_withdrawn_words_show_no_photo(phone: Client, town: Town) -> None:
    walk, sent = with_photo(town)
    walk.do(act.Withdraw, town.speaker(walk.opinion.pk))
    for name in ("photo", "small_photo"):
        assert phone.get(address(name, walk, sent)).status_code == 404
    assert phone.get(reverse("cases:photos", args=[walk.opinion.public_token])).status_code == 404
    status = phone.get(reverse("cases:status", args=[walk.opinion.public_token])).content.decode()
    assert "您发的照片" not in status


def test_a_photo_is_added_later_and_taken_back(phone: Client, town: Town) -> None:
    walk = start(town)
    page = reverse("cases:photos", args=[walk.opinion.public_token])
    file = SimpleUploadedFile("灯.jpg", photo("blue"), content_type="image/jpeg")
    assert phone.post(page, {"photos": file}).status_code == 302
    sent = Attachment.objects.get()
    assert address("small_photo", walk, sent) in phone.get(page).content.decode()
    assert phone.post(address("remove_photo", walk, sent)).status_code == 302
    sent.refresh_from_db()
    assert sent.erased_at is not None
    assert sent.sha256 == ""
    assert phone.get(address("photo", walk, sent)).status_code == 404
    assert phone.post(address("remove_photo", walk, sent)).status_code == 404


def test_a_removed_photo_leaves_no_bytes(phone: Client, town: Town, django_capture_on_commit_callbacks: object) -> None:
    walk, sent = with_photo(town)
    assert storage.location(sent.path).is_file()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        phone.post(address("remove_photo", walk, sent))
    assert not storage.location(sent.path).exists()


def test_what_is_no_picture_is_refused_by_name_and_an_empty_form_says_so(phone: Client, town: Town) -> None:
    walk = start(town)
    page = reverse("cases:photos", args=[walk.opinion.public_token])
    assert phone.post(page, {}).status_code == 422
    fake = SimpleUploadedFile("假.jpg", b"MZ not a picture", content_type="image/jpeg")
    answer = phone.post(page, {"photos": fake}, follow=True)
    assert "假.jpg" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_whoever_sends_photos_without_end_is_slowed_down(
    phone: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = Limit(1, dt.timedelta(hours=1), dt.timedelta(minutes=10))
    monkeypatch.setattr(photos, "SENDING", once)
    monkeypatch.setattr(opinions, "SENDING", once)
    token = start(town).opinion.public_token
    page, machine = reverse("cases:photos", args=[token]), f"/api/v1/opinions/{token}/files"

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("a.jpg", photo(), "image/jpeg")

    assert phone.post(page, {"photos": file()}).status_code == 302
    assert phone.post(page, {"photos": file()}).status_code == 429
    assert phone.post(machine, {"file": file()}, headers={"Idempotency-Key": "k" * 20}).status_code == 429
