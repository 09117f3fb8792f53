"""The archive inside .xlsx and .docx: parts are read, single parts exchanged, all others kept byte by byte."""

import io
import re
import zipfile
import zlib

from lianxin.core.documents.blanks.model import BlankError
from lianxin.core.documents.model import MAX_FILE

#: Most bytes one part and all parts together may unpack to. Forms are small; this is far above any real one.
_MOST_UNPACKED = 60 * 1024 * 1024
_MOST_MEMBERS = 2_000
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)[\"']", re.IGNORECASE)


#: What a zip that is cut off, locked or packed in an unknown way raises.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class Package:
    """A zip archive of XML parts; BlankError when it is damaged or would unpack to too much."""

    def __init__(self, data: bytes) -> None:
        """Open and check; nothing is unpacked yet."""
        self.source = data
        if len(data) > MAX_FILE:
            raise BlankError("too_large", str(MAX_FILE))
        if data[:4] == b"\xd0\xcf\x11\xe0":
            raise BlankError("old_word")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError):
            raise BlankError("not_supported") from None
        if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
            raise BlankError("too_large", str(_MOST_UNPACKED))
        self.names = [member.filename for member in members]
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise BlankError("macros")
        self._check_whole()
        self._changed: dict[str, bytes] = {}
        self._removed: set[str] = set()

    def _check_whole(self) -> None:
        """Every part can be read, also one that is only passed on: filling must not be where it first fails."""
        try:
            broken = self._archive.testzip()
        except _UNREADABLE:
            raise BlankError("damaged") from None
        if broken is not None:
            raise BlankError("damaged", broken[:80])

    def has(self, name: str) -> bool:
        """Say whether the archive holds this part."""
        return name in self.names

    def part(self, name: str) -> bytes:
        """Return a part as it stands now, in UTF-8; BlankError when it is missing, damaged or carries a DTD."""
        if name in self._changed:
            return self._changed[name]
        try:
            data = self._archive.read(name)
        except (KeyError, *_UNREADABLE):
            raise BlankError("damaged", name) from None
        return _plain(data)

    def exchange(self, name: str, data: bytes) -> None:
        """Put another content in the place of a part."""
        self._changed[name] = data

    def remove(self, name: str) -> None:
        """Leave a part out; whoever refers to it must be changed too."""
        self._removed.add(name)

    def save(self) -> bytes:
        """Return the archive with the exchanged parts; the order, dates and all other parts are as they were."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for member in self._archive.infolist():
                if member.filename in self._removed:
                    continue
                data = self._changed.get(member.filename)
                if data is None:
                    data = self._archive.read(member.filename)
                kept = zipfile.ZipInfo(member.filename, member.date_time)
                kept.compress_type = zipfile.ZIP_DEFLATED if member.compress_type else zipfile.ZIP_STORED
                kept.external_attr = member.external_attr
                out.writestr(kept, data)
        return target.getvalue()


def _plain(data: bytes) -> bytes:
    """Return XML as UTF-8 without a byte order mark; a document type definition is refused (entities could grow)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = re.sub(r"encoding\s*=\s*[\"'][\w.-]+[\"']", 'encoding="UTF-8"', data.decode("utf-16"), count=1).encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(data)
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise BlankError("not_supported", declared[1].decode("ascii", "replace"))
    if b"<!DOCTYPE" in data[:4096]:
        raise BlankError("damaged", "DOCTYPE")
    return data
