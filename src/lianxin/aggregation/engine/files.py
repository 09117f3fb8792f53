"""The tables the offline commands read and write: CSV, plain or gzip, UTF-8 with or without its mark."""

import csv
import datetime as dt
import gzip
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lianxin.aggregation.engine.alike import Text
from lianxin.aggregation.engine.pairs import Message


class Unreadable(ValueError):
    """A table cannot be used; the message is a Chinese sentence for whoever runs the command."""


def read_rows(path: Path, needed: Sequence[str] = ()) -> list[dict[str, str]]:
    """The rows of a table by their headers; raises `Unreadable`."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            reader = csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline=""))
            rows = [{name: value or "" for name, value in row.items() if name} for row in reader]
            headers = reader.fieldnames or []
    except (OSError, UnicodeDecodeError, csv.Error, EOFError) as fault:
        raise Unreadable(f"读不了“{path.name}”：请给 UTF-8 的 .csv 或 .csv.gz 文件。") from fault
    missing = [name for name in needed if name not in headers]
    if missing:
        raise Unreadable(f"“{path.name}”里没有这些列：{'、'.join(missing)}。现有：{'、'.join(headers)}。")
    return rows


def write_rows(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table (gzip where the name says so, always the same bytes for the same rows)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(rows)
    data = text.getvalue().encode("utf-8")
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def key_of(rows: Sequence[dict[str, str]], name: str) -> str:
    """The column that names a message: ``sid`` where there is one, else ``id``; raises `Unreadable`."""
    for column in ("sid", "id"):
        if rows and column in rows[0]:
            return column
    raise Unreadable(f"“{name}”里要有 sid 或 id 列。")


def text_of(row: dict[str, str]) -> str:
    """The words of a row: ``tokens`` run together, or title and body."""
    if row.get("tokens"):
        return row["tokens"].replace(" ", "")
    return f"{row.get('title', '')}\n{row.get('body', '')}"


def messages(rows: Sequence[dict[str, str]]) -> Iterator[Message]:
    """Messages in the order of the rows; keys are positions, days are 0 where a time cannot be read."""
    for at, row in enumerate(rows):
        yield Message(
            at, Text.of(row.get("title", ""), row.get("body", "")), _day(row.get("time", "")), row.get("district", ""),
            row.get("author", ""),
        )  # fmt: skip


def _day(text: str) -> int:
    """The day number of ``2019-02-28 11:25`` or ``2019/2/28``; 0 otherwise."""
    parts = text.strip().split(" ")[0].replace("/", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts[:3])
        return dt.date(year, month, day).toordinal()
    except ValueError:
        return 0
