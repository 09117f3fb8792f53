"""Lists as files: CSV that Excel opens in Chinese, and XLSX; sent while they are written, formulas in cells defused."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.core import clock
from lianxin.core.documents import xlsx_stream
from lianxin.core.text import formula_safe
from lianxin.ui import dates

FORMATS: Final[dict[str, str | Promise]] = {"xlsx": _("Excel 表格"), "csv": _("CSV 文本")}
_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
#: Characters between two pieces of a CSV file.
PIECE: Final = 65_536


def file_response(
    wanted: str, title: str, headers: Sequence[str], rows: Iterable[Sequence[Any]], note: str = ""
) -> StreamingHttpResponse:
    """A download named ``<title>-<date>``; *note* (such as 演示数据) stands in the file's first row and its name.

    *rows* may be lazy: each is made when its piece is sent, in the language of this request, and then forgotten.
    """
    headers = [_cell(header) for header in headers]  # a stranger's file may have brought them
    cells = ([_cell(value) for value in row] for row in rows)
    name = title.strip() or dates.zh_date(clock.today())
    pieces = xlsx_stream.stream(name, headers, cells, note or None) if wanted == "xlsx" else _csv(headers, cells, note)
    stem = "-".join(part for part in (title, note, f"{clock.today():%Y%m%d}") if part)
    response = StreamingHttpResponse(_spoken(pieces, translation.get_language()), content_type=_TYPES[wanted])
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stem)}.{wanted}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _cell(value: Any) -> Any:
    """Moments on the town's clock, lazy text as text, dangerous beginnings defused."""
    if isinstance(value, str):
        return formula_safe(value)
    if isinstance(value, dt.datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, int | float):
        return value
    return formula_safe(str(value))


class _Lines:
    """A file for the CSV writer; what it wrote is taken away between two pieces."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0

    def write(self, text: str) -> None:
        """Keep a line."""
        self.parts.append(text)
        self.size += len(text)

    def take(self) -> bytes:
        """Everything since the last time."""
        found = "".join(self.parts).encode()
        self.parts.clear()
        self.size = 0
        return found


def _csv(headers: Sequence[str], rows: Iterable[Sequence[Any]], note: str) -> Iterator[bytes]:
    out = _Lines()
    out.write("\ufeff")
    writer = csv.writer(out)
    if note:
        writer.writerow([note])
    writer.writerow(headers)
    for row in rows:
        writer.writerow(row)
        if out.size >= PIECE:
            yield out.take()
    yield out.take()


def _spoken(pieces: Iterator[bytes], language: str | None) -> Iterator[bytes]:
    """Each piece made in the language that the request had: a streamed answer outlives the middleware."""
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        if piece:
            yield piece
