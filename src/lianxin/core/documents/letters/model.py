"""What a paper is: head, blocks, signatures, foot; plain data in finished words.

Measures of the national layout (GB/T 9704-2012, values from the town's notes) live in `measures`, not here.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: What a table shows in an empty cell on paper.
NOTHING: Final = ""


class Form(StrEnum):
    """How a paper is laid out."""

    LETTER = "letter"
    """To somebody: addressee, body, who signs, date; the red head only where the sender is entitled."""
    SHEET = "sheet"
    """A form with ruled boxes, upright."""
    TABLE = "table"
    """One wide table, lying."""
    NOTICE = "notice"
    """For a resident: one page, large type."""


class Tone(StrEnum):
    """What a piece of text is."""

    BODY = "body"
    QUOTE = "quote"
    """The resident's own words, never touched."""
    NOTE = "note"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level; writers number them 一、二、三、 in order, except on a notice."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; line breaks in it are kept."""

    text: str
    tone: Tone = Tone.BODY


@dataclass(frozen=True, slots=True)
class Points:
    """A numbered list: 1. 2. 3."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values; on a sheet a ruled box."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid: header, its share of the width, and how a workbook treats it."""

    header: str
    share: float = 1.0
    number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``rows`` may be a stream, which is then read once by one writer.

    Values are text, whole numbers, days or empty; a workbook keeps them as what they are.
    """

    columns: tuple[Column, ...]
    rows: Iterable[Sequence[object]]
    empty: str = "没有记录。"


@dataclass(frozen=True, slots=True)
class Boxes:
    """A question with boxes to tick; ``ticked`` is one of the choices, or empty on a form still to be filled."""

    question: str
    choices: tuple[str, ...]
    ticked: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """Room to write by hand: so many lines below a label."""

    label: str
    lines: int = 3


@dataclass(frozen=True, slots=True)
class QrCode:
    """An address as a code to scan, with the sentence beside it."""

    address: str
    caption: str


Block = Heading | Text | Points | Fields | Grid | Boxes | Blank | QrCode


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: what for, and the name where it is known."""

    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class RedHead:
    """The mark of an organ entitled to it, and its 发文字号; the serial stays open when a registry gives it.

    Who is entitled is data of the town, with its source; no office gets one by the program.
    """

    mark: str
    issue_number: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One document in finished words.

    ``number`` is our own and never empty; ``issuer`` is the body that issues, ``made_by`` the person at the desk.
    ``mark`` is 演示数据 in the example town and stands on every page of every form. ``notes`` are the small sentences
    at the foot. ``name`` is what the file is called, without the date.
    """

    code: str
    form: Form
    title: str
    number: str
    issued_on: dt.date
    issuer: str
    blocks: tuple[Block, ...]
    made_by: str = ""
    addressee: str = ""
    red_head: RedHead | None = None
    closing: str = ""
    sealed: bool = False
    contact: str = ""
    attachments: tuple[str, ...] = ()
    copies: str = ""
    signatures: tuple[Signature, ...] = ()
    notes: tuple[str, ...] = ()
    mark: str = ""

    @property
    def name(self) -> str:
        """What its file is called."""
        return " ".join(filter(None, (self.title.replace("\n", ""), self.number)))


class TooLong(ValueError):
    """A table that paper cannot carry; ``most`` is how many rows it may have."""

    def __init__(self, most: int) -> None:
        """Keep the bound."""
        super().__init__(str(most))
        self.most = most


class Missing(RuntimeError):
    """A writer whose extra is not installed; ``extra`` is its name."""

    def __init__(self, extra: str) -> None:
        """Keep the name of the extra."""
        super().__init__(extra)
        self.extra = extra
