"""Photos lose everything but the picture; files are what they contain, not what they are called."""

import hashlib
import io
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lianxin.core import filetypes, images
from lianxin.core.filetypes import PAPERS, PHOTOS, TYPES, FileRefused, check_file, safe_name, sniff
from lianxin.core.images import ImageRefused, check_photo, process_photo

RED, BLUE = (220, 30, 30), (30, 30, 220)


def two_colours(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Return a picture whose left half is red and right half blue."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """Return a picture as a file."""
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def decoded(data: bytes) -> Image.Image:
    """Return a file as a picture."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def near(one: object, other: tuple[int, int, int]) -> bool:
    """Say whether a pixel has about a colour."""
    assert isinstance(one, tuple)
    return all(abs(left - right) < 40 for left, right in zip(one[:3], other, strict=True))


def camera_photo() -> bytes:
    """Return a photo as a phone makes it: turned by EXIF, with a position, a maker and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETPHONE"
    exif[0x8825] = {1: "N", 2: (31.0, 13.0, 0.0), 3: "E", 4: (121.0, 21.0, 0.0)}
    return encoded(two_colours(), exif=exif, comment=b"SECRETCOMMENT", quality=95)


def test_a_photo_is_turned_upright_and_keeps_no_secret() -> None:
    original = camera_photo()
    assert b"SECRETPHONE" in original
    assert b"SECRETCOMMENT" in original
    photo = process_photo(original)
    picture = decoded(photo.data)
    assert (photo.width, photo.height) == picture.size == (40, 60)
    assert near(picture.getpixel((20, 10)), RED)
    assert near(picture.getpixel((20, 50)), BLUE)
    for data in (photo.data, *(small.data for small in photo.thumbnails.values())):
        assert b"SECRET" not in data
        assert dict(decoded(data).getexif()) == {}
        assert {"exif", "comment", "icc_profile", "xmp"}.isdisjoint(decoded(data).info)
    assert photo.mime == "image/jpeg"
    assert picture.format == "JPEG"
    assert photo.digest == hashlib.sha256(photo.data).hexdigest()
    assert photo.original_digest == hashlib.sha256(original).hexdigest()
    assert process_photo(io.BytesIO(original)) == photo


def test_a_photo_gets_small_versions_and_is_never_enlarged() -> None:
    photo = process_photo(encoded(two_colours(3000, 1500)))
    assert (photo.width, photo.height) == (2560, 1280)
    assert {side: (small.width, small.height, small.mime) for side, small in photo.thumbnails.items()} == {
        320: (320, 160, "image/webp"), 960: (960, 480, "image/webp"),
    }  # fmt: skip
    assert decoded(photo.thumbnails[320].data).size == (320, 160)
    small = process_photo(encoded(two_colours(100, 50)), thumbnails=(80, 100, 320))
    assert (small.width, small.height) == (100, 50)
    assert [one.width for one in small.thumbnails.values()] == [80, 100, 100]
    assert process_photo(encoded(two_colours(100, 50)), longest_side=10).width == 10


def test_a_photo_can_be_stored_as_webp() -> None:
    photo = process_photo(encoded(two_colours(), "PNG"), webp=True)
    assert photo.mime == "image/webp"
    assert decoded(photo.data).format == "WEBP"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_a_plain_photo(mode: str) -> None:
    picture = two_colours(mode="L").convert("I;16") if mode == "I;16" else two_colours(mode=mode)
    photo = decoded(process_photo(encoded(picture, "PNG")).data)
    assert (photo.mode, photo.size) == ("RGB", (60, 40))


def test_a_deep_grey_picture_keeps_its_contrast() -> None:
    picture = Image.new("I;16", (60, 40), 0)
    picture.paste(60_000, (30, 0, 60, 40))
    photo = decoded(process_photo(encoded(picture, "PNG")).data)
    assert near(photo.getpixel((10, 20)), (0, 0, 0))
    assert near(photo.getpixel((50, 20)), (255, 255, 255))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparent_parts_become_white(kind: str) -> None:
    clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    clear.paste((*RED, 255), (0, 0, 30, 40))
    photo = decoded(process_photo(encoded(clear, kind)).data)
    assert near(photo.getpixel((10, 20)), RED)
    assert near(photo.getpixel((50, 20)), (255, 255, 255))
    palette = two_colours(mode="P")
    photo = decoded(process_photo(encoded(palette, "PNG", transparency=palette.getpixel((50, 20)))).data)
    assert near(photo.getpixel((50, 20)), (255, 255, 255))


def test_a_print_colour_photo_becomes_ordinary_colours() -> None:
    assert decoded(process_photo(encoded(two_colours(mode="CMYK"))).data).mode == "RGB"


def png_head(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"


@pytest.mark.parametrize(
    ("data", "code", "detail"),
    [
        (b"", "empty", ""),
        (b"hello", "not_an_image", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not_an_image", ""),
        (b"%PDF-1.7", "not_an_image", ""),
        (b"\x00\x01\x02", "not_an_image", ""),
        (HEIC, "unsupported", "heic"),
        (encoded(two_colours(), "GIF"), "unsupported", "gif"),
        (encoded(two_colours(), "BMP"), "unsupported", "bmp"),
        (b"\xff\xd8\xff\xe0broken", "damaged", ""),
        (b"\x89PNG\r\n\x1a\nbroken", "damaged", ""),
        (png_head(100_000, 100_000), "too_many_pixels", "40000000"),
        (png_head(8_000, 5_001), "too_many_pixels", "40000000"),
        (png_head(60, 40), "damaged", ""),
        (encoded(two_colours(600, 400))[:-3_00], "damaged", ""),
        (b"\xff\xd8\xff" + b"\x00" * (10 * 1024 * 1024), "too_large", "10485760"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_code(data: bytes, code: str, detail: str) -> None:
    with pytest.raises(ImageRefused) as refused:
        process_photo(data)
    assert (refused.value.code, refused.value.detail) == (code, detail)
    assert str(refused.value) == (f"{code}: {detail}" if detail else code)


def test_the_limits_themselves_are_allowed() -> None:
    assert check_photo(png_head(8_000, 5_000)) == (8_000, 5_000)
    data = encoded(two_colours())
    assert check_photo(data + b"\x00" * (images.MAX_BYTES - len(data))) == (60, 40)


def test_too_many_pixels_are_refused_without_decoding() -> None:
    begin = time.process_time()
    with pytest.raises(ImageRefused):
        process_photo(png_head(30_000, 30_000))
    assert time.process_time() - begin < 0.5


@given(st.binary(max_size=60), st.integers(0, 400))
def test_a_damaged_photo_is_refused_or_read_but_never_a_crash(noise: bytes, at: int) -> None:
    good = encoded(two_colours(40, 30), "PNG")
    try:
        outcome = process_photo(good[:at] + noise + good[at + len(noise) :]).mime
    except ImageRefused as refused:
        outcome = refused.code
    assert outcome in {"image/jpeg", "damaged", "not_an_image", "unsupported", "too_many_pixels"}


# --- kinds of file -----------------------------------------------------------------------------------------------


def archive(*names: str) -> bytes:
    """Return a zip archive with these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


KINDS = [
    (b"%PDF-1.7", "pdf"),
    (archive("[Content_Types].xml", "word/document.xml"), "docx"),
    (archive("xl/workbook.xml"), "xlsx"),
    (archive("ppt/presentation.xml"), "pptx"),
    (archive("OFD.xml"), "ofd"),
    (archive("word/document.xml", "word/vbaProject.bin"), "macro"),
    (archive("mimetype", "content.xml"), "odf"),
    (archive("mimetype"), "zip"),
    (archive("AndroidManifest.xml"), "program"),
    (archive("a.txt"), "zip"),
    (archive(), "zip"),
    (b"\xff\xd8\xff\xe0", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM\x00\x00", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
    (b"RIFF\x00\x00\x00\x00WAVEfmt ", "wav"),
    (HEIC, "heic"),
    (b"\x00\x00\x00\x18ftypavif", "heic"),
    (b"\x00\x00\x00\x18ftypM4A ", "m4a"),
    (b"\x00\x00\x00\x18ftypisom", "mp4"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"Rar!\x1a\x07\x00", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"ID3\x03", "mp3"),
    (b"\xff\xfb\x90", "mp3"),
    (b"\xff\xf3\x90", "mp3"),
    (b"#!AMR\n", "amr"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "webm"),
    (b"{\\rtf1", "rtf"),
    (b"MZ\x90", "program"),
    (b"\x7fELF", "program"),
    (b"#!/bin/sh", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"<!DOCTYPE html><html>", "html"),
    (b"\xef\xbb\xbf <svg onload=x>", "html"),
    (b"<?xml version='1.0'?>", "html"),
    ("停车难\r\n\t很难".encode(), "text"),
    ("停车难".encode("gb18030"), "text"),
    ("停车难".encode("utf-16"), "text"),
    (b"a < b", "text"),
]


@pytest.mark.parametrize(("data", "kind"), KINDS, ids=[f"{kind}-{at}" for at, (_, kind) in enumerate(KINDS)])
def test_a_file_is_known_by_its_content(data: bytes, kind: str) -> None:
    assert sniff(data) is TYPES[kind]


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02\x03", b"RIFF\x00\x00\x00\x00AVI ", b"PK\x03\x04nothing", b"text\x00with zero"]
)
def test_what_is_nothing_we_know(data: bytes) -> None:
    assert sniff(data) is None


def test_every_kind_can_be_recognised_and_kinds_agree_with_their_table() -> None:
    assert {kind for _, kind in KINDS} == set(TYPES)
    assert all(kind == known.kind for kind, known in TYPES.items())
    assert set(TYPES) >= PAPERS | PHOTOS
    assert "html" not in PAPERS
    assert "macro" not in PAPERS


def test_an_allowed_file_is_returned_with_its_kind() -> None:
    known, data = check_file("报告.PDF", io.BytesIO(b"%PDF-1.7"))
    assert (known.mime, data) == ("application/pdf", b"%PDF-1.7")
    assert check_file("a.jpeg", b"\xff\xd8\xff", PHOTOS)[0].kind == "jpeg"
    assert check_file("a.txt", b"x" * 10, {"text"}, limit=10)[1] == b"x" * 10


@pytest.mark.parametrize(
    ("name", "data", "code", "detail"),
    [
        ("a.pdf", b"", "empty", ""),
        ("a.pdf", b"%PDF-" + b"x" * 6, "too_large", "10"),
        ("a.pdf", b"\x00\x01", "unknown_kind", ""),
        ("a.pdf", b"MZ", "kind_not_allowed", "program"),
        ("a.docx", b"<html>", "kind_not_allowed", "html"),
        ("a.exe", b"%PDF-", "wrong_ending", "exe"),
        ("pdf", b"%PDF-", "wrong_ending", ""),
        ("a.pdf.html", b"%PDF-", "wrong_ending", "html"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_file_that_is_not_taken_says_why(name: str, data: bytes, code: str, detail: str, stream: bool) -> None:
    with pytest.raises(FileRefused) as refused:
        check_file(name, io.BytesIO(data) if stream else data, limit=10)
    assert (refused.value.code, refused.value.detail) == (code, detail)
    assert str(refused.value) == (f"{code}: {detail}" if detail else code)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("报告 1.pdf", "报告 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\李\\报告.docx", "报告.docx"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ('<a>:"b"|?*.png', "ab.png"),
        ("", "file"),
        (" . ", "file"),
        ("很" * 200 + ".pdf", "很" * 96 + ".pdf"),
        ("很" * 200, "很" * 100),
        ("a." + "b" * 20, "a." + "b" * 20),
        (".hidden", "hidden"),
        ("x" * 100, "x" * 100),
    ],
)
def test_file_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text())
def test_a_safe_name_is_short_and_stays_where_it_is(name: str) -> None:
    made = safe_name(name)
    assert 0 < len(made) <= 100
    assert not set(made) & set('/\\<>:"|?*\x00\n\u202e')
    assert made not in (".", "..")


def test_limits_are_those_of_the_house() -> None:
    assert (images.MAX_BYTES, images.MAX_PIXELS, filetypes.MAX_UPLOAD) == (10_485_760, 40_000_000, 20_971_520)
