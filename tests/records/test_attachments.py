"""Files are taken by content, freed of what they betray, and sent only to whom the owner's policy allows."""

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianxin.core.clock import Frozen, frozen
from lianxin.core.hashing import digest
from lianxin.core.ids import random_token
from lianxin.db.models import Town
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid
from lianxin.records import access, attachments, storage
from lianxin.records.models import Attachment

CLERK = Actor(ACCOUNT, "7", "人大办")
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 20


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """A media folder of the test's own, and a kind of owner whose files everybody may read."""
    settings.MEDIA_ROOT = tmp_path
    before = dict(access._files)
    access.files_of("thing", lambda actor, owner_id, attachment: owner_id != 404)
    yield tmp_path
    access._files.clear()
    access._files.update(before)


def photo(colour: str = "red", camera: bool = True, size: tuple[int, int] = (800, 600)) -> bytes:
    """A JPEG as a telephone makes it, with a position in it."""
    exif = Image.Exif()
    if camera:
        exif[0x010F] = "TelephoneMaker"
        exif.get_ifd(0x8825)[1] = "N"
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG", exif=exif)
    return target.getvalue()


def test_a_photo_loses_camera_and_position_and_gets_a_small_version(town: Town) -> None:
    row = attachments.store(photo(), "IMG_0001.HEIC.jpeg", "thing", 1, CLERK)
    stored = b"".join(storage.stream(row.path))
    assert (row.kind, row.mime, row.width, row.height) == ("photo", "image/jpeg", 800, 600)
    assert digest(stored) == row.sha256
    assert b"TelephoneMaker" not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()
    assert Image.open(storage.location(row.thumb_path)).size == (320, 240)
    assert (row.uploaded_by_label, row.name) == ("人大办", "IMG_0001.HEIC.jpg")


def test_an_original_is_kept_sealed_beside_the_clean_photo_and_nobody_can_read_it(town: Town) -> None:
    data = photo()
    attachments.store(data, "a.jpg", "thing", 1, CLERK, keep_original=True)
    original = Attachment.objects.get(sealed=True)
    assert original.sha256 == digest(data)
    assert not access.may_read_file(CLERK, original)
    assert len(attachments.of("thing", 1)) == 1


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.jpg", "file_empty"),
        (b"GIF89a" + b"0" * 20, "a.jpg", "file_unsupported"),
        (photo()[:300], "a.jpg", "file_damaged"),
        (b"MZ" + b"0" * 50, "a.pdf", "file_kind_not_allowed"),
        (b"<html><script>alert(1)</script>", "a.pdf", "file_kind_not_allowed"),
        (PDF, "a.docx", "file_wrong_ending"),
        (b"\x00\x01\x02\x03", "a.pdf", "file_unknown_kind"),
        (PDF + b"0" * (20 * 1024 * 1024), "a.pdf", "file_too_large"),
        (photo() + b"0" * (10 * 1024 * 1024), "a.jpg", "file_too_large"),
    ],
)
def test_what_is_not_taken_is_refused_with_a_sentence_and_leaves_nothing(
    town: Town, media: Path, data: bytes, name: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        attachments.store(data, name, "thing", 1, CLERK)
    assert refused.value.code == code
    assert refused.value.problems[0].field == "files"
    assert refused.value.message.endswith("。")
    assert not Attachment.objects.exists()
    assert not list(media.iterdir())


def test_nine_photos_are_enough(town: Town) -> None:
    for number in range(9):
        attachments.store(photo(f"#0000{number}0"), f"{number}.jpg", "thing", 1, CLERK)
    with pytest.raises(Invalid) as refused:
        attachments.store(photo("blue"), "10.jpg", "thing", 1, CLERK)
    assert refused.value.code == "too_many_files"
    attachments.store(PDF, "说明.pdf", "thing", 1, CLERK)
    attachments.store(photo("blue"), "10.jpg", "thing", 2, CLERK)


def test_the_same_file_again_is_the_attachment_that_is_there(town: Town) -> None:
    one = attachments.store(PDF, "一.pdf", "thing", 1, CLERK)
    again = attachments.store(PDF, "二.pdf", "thing", 1, CLERK)
    assert again.pk == one.pk


def test_a_link_can_upload_only_so_much_a_day(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "QUOTA_FILES", 2)
    with frozen_at(0):
        attachments.store(photo("red"), "1.jpg", "thing", 1, CLERK, quota_key="visit-1")
        attachments.store(photo("blue"), "2.jpg", "thing", 1, CLERK, quota_key="visit-1")
        with pytest.raises(Invalid, match="太多"):
            attachments.store(photo("green"), "3.jpg", "thing", 1, CLERK, quota_key="visit-1")
        attachments.store(photo("green"), "3.jpg", "thing", 1, CLERK, quota_key="visit-2")
    with frozen_at(2):
        attachments.store(photo("black"), "4.jpg", "thing", 1, CLERK, quota_key="visit-1")


def frozen_at(days: int) -> AbstractContextManager[Frozen]:
    """The clock so many days after the first of June."""
    return frozen(dt.date(2026, 6, 1 + days))


def test_a_bad_file_does_not_cost_the_others(town: Town) -> None:
    files = [SimpleUploadedFile("坏.jpg", b"no photo"), SimpleUploadedFile("好.jpg", photo())]
    sentences = attachments.store_all(actor=CLERK, owner_kind="thing", owner_id=1, files=files)
    assert len(sentences) == 1
    assert sentences[0].startswith("坏.jpg：")
    assert [row["name"] for row in attachments.of("thing", 1)] == ["好.jpg"]


def test_a_download_cannot_run_and_says_what_it_is(town: Town, client: Client) -> None:
    row = attachments.store(PDF, "会议 记录.pdf", "thing", 1, CLERK)
    response = client.get(f"/files/{row.token}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


def test_a_photo_is_shown_in_the_page_and_has_a_small_version(town: Town, client: Client) -> None:
    row = attachments.store(photo(), "a.jpg", "thing", 1, CLERK)
    assert client.get(f"/files/{row.token}")["Content-Disposition"].startswith("inline")
    assert client.get(f"/files/{row.token}/small")["Content-Type"] == "image/webp"


def test_whoever_may_not_read_it_sees_nothing_at_all(town: Town, client: Client) -> None:
    foreign = attachments.store(PDF, "a.pdf", "thing", 404, CLERK)
    unregistered = attachments.store(PDF, "a.pdf", "other", 1, CLERK)
    for token in (foreign.token, unregistered.token, random_token(), "x"):
        assert client.get(f"/files/{token}").status_code == 404
        assert client.get(f"/files/{token}/small").status_code == 404


def test_a_document_has_no_small_version_and_a_lost_file_is_not_found(town: Town, client: Client) -> None:
    row = attachments.store(PDF, "a.pdf", "thing", 1, CLERK)
    assert client.get(f"/files/{row.token}/small").status_code == 404
    storage.drop(row.path)
    assert client.get(f"/files/{row.token}").status_code == 404


def test_erasing_removes_the_bytes_that_nobody_else_needs(
    town: Town, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    one = attachments.store(PDF, "a.pdf", "thing", 1, CLERK)
    two = attachments.store(PDF, "a.pdf", "thing", 2, CLERK)
    file = storage.location(two.path)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert attachments.erase([one]) == 1
    assert client.get(f"/files/{one.token}").status_code == 404
    assert client.get(f"/files/{two.token}").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert attachments.erase([two, two]) == 1
    assert not file.exists()
    left = Attachment.objects.get(pk=one.pk)
    assert (left.sha256, left.path, left.name) == ("", "", "")


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "1/../../x"])
def test_no_path_leads_out_of_the_media_folder(path: str) -> None:
    with pytest.raises(ValueError, match="media"):
        storage.location(path)
