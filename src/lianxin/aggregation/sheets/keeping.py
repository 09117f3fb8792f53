"""Picture and rows of a sheet as they are stored: encrypted, row by row with what became of each."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from lianxin.cases.sealing import open_bytes, seal_bytes

#: The headings of the sheet, in the order of its columns.
HEADS: Final = ("姓名", "电话", "地点", "说了什么")
#: Below this a cell is marked for a second look.
UNSURE: Final = 0.9
#: A sheet that nobody's machine read begins with so many empty rows, and has at most so many.
EMPTY: Final = 6
MOST: Final = 40
WAITING, TAKEN, LEFT = "waiting", "taken", "left"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row: what stands in it, which cells a machine was not sure of, what became of it."""

    name: str = ""
    phone: str = ""
    place: str = ""
    words: str = ""
    unsure: tuple[str, ...] = ()
    state: str = WAITING
    number: str = ""


def sealed_picture(data: bytes, pk: int) -> str:
    """A picture as it is stored."""
    return seal_bytes(data, f"sheet-picture:{pk}").decode("ascii")


def picture_of(stored: str, pk: int) -> bytes:
    """The picture again; empty once it was erased."""
    return open_bytes(stored.encode("ascii"), f"sheet-picture:{pk}") if stored else b""


def sealed_rows(rows: Sequence[DraftRow], pk: int) -> str:
    """Rows as they are stored."""
    data = json.dumps([asdict(row) for row in rows], ensure_ascii=False).encode()
    return seal_bytes(data, f"sheet-rows:{pk}").decode("ascii")


def rows_of(stored: str, pk: int) -> list[DraftRow]:
    """The rows again; none once they were erased."""
    if not stored:
        return []
    found = json.loads(open_bytes(stored.encode("ascii"), f"sheet-rows:{pk}"))
    return [DraftRow(**{**row, "unsure": tuple(row["unsure"])}) for row in found]
