"""Text tables: reading CSV in whatever encoding and delimiter it was saved, writing CSV that spreadsheets open well."""

import collections
import csv
import datetime as dt
import io
import itertools
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from lianxin.core import clock
from lianxin.core.documents.layout import Grid, Line, build_table
from lianxin.core.documents.model import MAX_FILE, MAX_ROWS, MAX_UNPACKED, Table, TableError
from lianxin.core.text import formula_safe

_DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE = 64 * 1024
_SAMPLE_ROWS = 40
_LONGEST_FIELD = 200_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
GZIP = b"\x1f\x8b"


def read_table(source: bytes | BinaryIO) -> Table:
    """Read a CSV file, packed with gzip or not; TableError when it cannot be read.

    Encodings: UTF-8 with and without mark, UTF-16, GB 18030 (and so GBK, GB 2312). Delimiters: comma, tab, semicolon,
    bar, full-width comma. Header rows are found as in spreadsheets.
    """
    data = source if isinstance(source, bytes) else source.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise TableError("too_large", str(MAX_FILE))
    if data.startswith(GZIP):
        data = unpack(data)
    text, encoding = decode(data)
    delimiter = guess_delimiter(text)
    return build_table(Grid(_lines(text, delimiter)), encoding=encoding, delimiter=delimiter)


def unpack(data: bytes) -> bytes:
    """Unpack gzip data; TableError when it is damaged or unpacks to too much."""
    packer = zlib.decompressobj(wbits=31)
    try:
        unpacked = packer.decompress(data, MAX_UNPACKED)
    except zlib.error:
        raise TableError("damaged") from None
    if packer.unconsumed_tail:
        raise TableError("too_large", str(MAX_UNPACKED))
    if not packer.eof:
        raise TableError("damaged")
    return unpacked


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding; TableError when it is in none that we know."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding), encoding
    for encoding in _likely_encodings(data):
        try:
            return data.decode(encoding).replace("\x00", ""), encoding
        except UnicodeDecodeError:
            continue
    raise TableError("encoding")


def _decoded(data: bytes, encoding: str) -> str:
    """Decode data whose mark names the encoding."""
    try:
        return data.decode(encoding).replace("\x00", "")
    except UnicodeDecodeError:
        raise TableError("encoding") from None


def _likely_encodings(data: bytes) -> tuple[str, ...]:
    """Return the encodings to try: UTF-16 first when zero bytes show it."""
    sample = data[:_SAMPLE]
    if len(sample) > 1 and sample.count(0) > len(sample) // 8:
        little = sample[1::2].count(0) >= sample[::2].count(0)
        return ("utf-16-le" if little else "utf-16-be", "utf-8", "gb18030")
    return ("utf-8", "gb18030")


def guess_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most columns most evenly; a comma if none does."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    scores = {delimiter: _evenness(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0.0, 0) else ","


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """Return what share of lines has the commonest number (above one) of columns, and that number."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    filled = (cells for cells in reader if any(cell.strip() for cell in cells))
    widths = [len(cells) for cells in itertools.islice(filled, _SAMPLE_ROWS)]
    counted = collections.Counter(width for width in widths if width > 1)
    if not counted:
        return (0.0, 0)
    width, lines = max(counted.items(), key=lambda item: (item[1], item[0]))
    return (round(lines / len(widths), 1), width)


def _lines(text: str, delimiter: str) -> list[Line]:
    """Cut text into lines, numbered as a spreadsheet numbers its rows when it opens the file."""
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[Line] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                lines.append(Line(number, [cell or None for cell in cells]))
            if len(lines) > MAX_ROWS + 100:
                raise TableError("too_many_rows", str(MAX_ROWS))
    except csv.Error as error:
        raise TableError("damaged", str(error)) from None
    return lines


def iter_csv(headers: Sequence[str], rows: Iterable[Sequence[object]], *, note: str = "") -> Iterator[bytes]:
    """Yield a CSV file in pieces: UTF-8 with mark, CRLF, formula signs made harmless, a note row first if given."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    if note:
        writer.writerow([formula_safe(note)])
    writer.writerow([formula_safe(header) for header in headers])
    for row in rows:
        writer.writerow([formula_safe(csv_value(value)) for value in row])
        if buffer.tell() > _SAMPLE:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def write_csv(target: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[object]], *, note: str = "") -> None:
    """Write a CSV file to a binary file; see ``iter_csv``."""
    target.writelines(iter_csv(headers, rows, note=note))


def csv_value(value: object) -> object:
    """Return a value as CSV shows it: nothing for None, town time for moments, Chinese for yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        moment = clock.local(value) if value.tzinfo is not None else value
        return moment.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, dt.date) else value
