"""What a file really is, judged by its content; names and browsers' claims count for nothing."""

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

MAX_UPLOAD = 20 * 1024 * 1024
"""Largest file taken that is not a photo, in bytes."""
_HEAD = 4096
_MOST_MEMBERS = 5_000


@dataclass(frozen=True)
class FileType:
    """A kind of file: short name, media type for sending it, and the name endings that fit it."""

    kind: str
    mime: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, FileType] = {
    known.kind: known
    for known in (
        FileType("pdf", "application/pdf", ("pdf",)),
        FileType("ofd", "application/ofd", ("ofd",)),
        FileType("docx", _OFFICE + "wordprocessingml.document", ("docx",)),
        FileType("xlsx", _OFFICE + "spreadsheetml.sheet", ("xlsx",)),
        FileType("pptx", _OFFICE + "presentationml.presentation", ("pptx",)),
        FileType("macro", "application/octet-stream", ("docm", "xlsm", "pptm")),
        FileType("odf", "application/octet-stream", ("odt", "ods", "odp")),
        FileType("ole", "application/octet-stream", ("doc", "xls", "ppt", "wps", "et")),
        FileType("zip", "application/zip", ("zip",)),
        FileType("rar", "application/vnd.rar", ("rar",)),
        FileType("7z", "application/x-7z-compressed", ("7z",)),
        FileType("gzip", "application/gzip", ("gz",)),
        FileType("jpeg", "image/jpeg", ("jpg", "jpeg")),
        FileType("png", "image/png", ("png",)),
        FileType("gif", "image/gif", ("gif",)),
        FileType("webp", "image/webp", ("webp",)),
        FileType("bmp", "image/bmp", ("bmp",)),
        FileType("tiff", "image/tiff", ("tif", "tiff")),
        FileType("heic", "image/heic", ("heic", "heif")),
        FileType("mp3", "audio/mpeg", ("mp3",)),
        FileType("amr", "audio/amr", ("amr",)),
        FileType("wav", "audio/wav", ("wav",)),
        FileType("ogg", "audio/ogg", ("ogg", "oga", "opus")),
        FileType("m4a", "audio/mp4", ("m4a",)),
        FileType("mp4", "video/mp4", ("mp4", "mov", "m4v")),
        FileType("webm", "video/webm", ("webm",)),
        FileType("rtf", "application/rtf", ("rtf",)),
        FileType("html", "application/octet-stream", ("html", "htm", "svg", "xhtml", "xml")),
        FileType("program", "application/octet-stream", ("exe", "dll", "so", "sh", "class", "apk")),
        FileType("text", "text/plain", ("txt", "csv", "md", "log")),
    )
}
PHOTOS = frozenset({"jpeg", "png", "webp"})
"""Kinds of picture that become photos."""
PAPERS = frozenset({"pdf", "ofd", "docx", "xlsx", "pptx"})
"""Kinds of document that may be attached."""

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"#!AMR", "amr"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "webm"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav"}
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|script|svg|table|iframe|\?xml|!--)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class FileRefused(ValueError):
    """A file that is not taken.

    ``code`` is ``empty``, ``too_large``, ``unknown_kind``, ``kind_not_allowed`` or ``wrong_ending``.

    ``detail`` is the size limit, the kind found, or the ending.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep code and detail."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


def sniff(data: bytes) -> FileType | None:
    """Return what a file's content is, or None when it is nothing we know."""
    kind = _by_start(data) or _by_inside(data)
    return TYPES[kind] if kind else None


def _by_start(data: bytes) -> str:
    """Return the kind that the first bytes show, "" if none does."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12], "")
    if data[4:8] == b"ftyp":
        return _by_brand(data[8:12])
    return ""


def _by_brand(brand: bytes) -> str:
    """Return the kind of an ISO media file by its brand."""
    if brand in _HEIC:
        return "heic"
    return "m4a" if brand.startswith(b"M4A") else "mp4"


def _by_inside(data: bytes) -> str:
    """Return the kind that needs a look inside: archives, markup, text; "" if none fits."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _by_members(data)
    head = data[:_HEAD]
    if _MARKUP.match(head.lstrip(b"\xef\xbb\xbf")):
        return "html"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (head and not _CONTROL.search(head)):
        return "text"
    return ""


def _by_members(data: bytes) -> str:
    """Return the kind of a zip archive by the files in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:_MOST_MEMBERS])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return "macro"
    parts = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx", "OFD.xml": "ofd"}
    for name, kind in parts.items():
        if name in names:
            return kind
    if "AndroidManifest.xml" in names:
        return "program"
    return "odf" if {"mimetype", "content.xml"} <= names else "zip"


def check_file(
    name: str, source: bytes | BinaryIO, allowed: Collection[str] = PAPERS, *, limit: int = MAX_UPLOAD
) -> tuple[FileType, bytes]:
    """Return what an uploaded file is, and its content; FileRefused when it is empty, too large or not allowed.

    The name's ending must fit the content, so that what is downloaded later opens as what it seems to be.
    """
    data = source if isinstance(source, bytes) else source.read(limit + 1)
    if not data:
        raise FileRefused("empty")
    if len(data) > limit:
        raise FileRefused("too_large", str(limit))
    known = sniff(data)
    if known is None:
        raise FileRefused("unknown_kind")
    if known.kind not in allowed:
        raise FileRefused("kind_not_allowed", known.kind)
    ending = PurePosixPath(name.lower()).suffix.removeprefix(".")
    if ending not in known.endings:
        raise FileRefused("wrong_ending", ending)
    return known, data


_UNSAFE_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


def safe_name(name: str, *, fallback: str = "file", longest: int = 100) -> str:
    """Return a file name fit for saving and sending.

    No path, no control or direction signs, ending kept when shortened.
    """
    base = _UNSAFE_NAME.sub("", re.split(r"[/\\]", name)[-1]).strip(" .")
    if not base:
        return fallback
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending) > 10:
        return base[:longest]
    return f"{stem[: longest - len(ending) - 1]}.{ending}"
