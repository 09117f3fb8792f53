"""Totals that must agree with their parts, in workbooks and in Word tables, after rows were added too."""

import decimal
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from lianxin.core.documents.blanks import BlankError, Filled, WordBlank, WorkbookBlank, open_blank
from lianxin.core.documents.blanks.refs import Box, Cell, Insertion, box_of
from lianxin.core.documents.blanks.sums import NotPlain, as_number
from lianxin.reports.models import FormCheck

_WORD: Final = re.compile(r"R([1-9]\d{0,3})C([1-9]\d{0,2})(?::R([1-9]\d{0,3})C([1-9]\d{0,2}))?", re.IGNORECASE)
_MOST_PARTS: Final = 5_000
#: What one place of a filled form counts, by row and column.
Amount = Callable[[str, int, int], decimal.Decimal]


def box_in(kind: str, name: str) -> Box | None:
    """The cells that a name means in a workbook (``C5:C9``) or in a Word table (``r2c3:r6c3``); None for none."""
    if kind == "xlsx":
        return box_of(name)
    found = _WORD.fullmatch(name)
    if found is None:
        return None
    top, left = int(found[1]), int(found[2])
    return Box(top, left, int(found[3] or top), int(found[4] or left))


def read_parts(kind: str, typed: str) -> list[str] | None:
    """The names in what a person typed; None where one of them means nothing."""
    names = typed.upper().replace("，", " ").replace(",", " ").replace("：", ":").split()
    return None if any(box_in(kind, name) is None for name in names) else names


def failed_checks(filled: Filled, checks: Sequence[FormCheck]) -> list[str]:
    """Sentences for totals that do not agree with their parts or cannot be counted."""
    after = open_blank(filled.data)
    amount = _in_workbook(after) if isinstance(after, WorkbookBlank) else _in_document(after)
    return [sentence for check in checks for sentence in _failed(filled, after.kind, check, amount)]


def _failed(filled: Filled, kind: str, check: FormCheck, amount: Amount) -> Iterator[str]:
    try:
        total = _sum(filled, kind, check.area, check.total_ref, amount)
        parts = sum((_sum(filled, kind, check.area, part, amount) for part in check.parts.split()), decimal.Decimal(0))
    except NotPlain:
        yield _("%(ref)s 的合计算不出来，里面有不是数字的内容。") % {"ref": check.total_ref}
        return
    if total != parts:
        facts = {"ref": check.total_ref, "total": f"{total.normalize():f}", "sum": f"{parts.normalize():f}"}
        yield _("%(ref)s 写的是 %(total)s，各项相加是 %(sum)s，对不上。") % facts


def _sum(filled: Filled, kind: str, area: str, name: str, amount: Amount) -> decimal.Decimal:
    """The sum of a cell or range, named as in the empty form; NotPlain where something is no number."""
    box = box_in(kind, name)
    if box is None:
        raise NotPlain(name)
    for place, after, added in filled.added:
        box = Insertion(place, after, added).box(box) if place == area else box
    cells = [(row, column) for row in range(box.top, box.bottom + 1) for column in range(box.left, box.right + 1)]
    return sum((amount(area, row, column) for row, column in cells[:_MOST_PARTS]), decimal.Decimal(0))


def _in_workbook(blank: WorkbookBlank) -> Amount:
    """Amounts as a spreadsheet program would count them."""
    sheets = blank.fresh()

    def amount(area: str, row: int, column: int) -> decimal.Decimal:
        if area not in sheets:
            raise NotPlain(area)
        cell = sheets[area].at(Cell(row, column))
        if cell and cell.formula and cell.value is None:
            raise NotPlain(area)
        return as_number(cell.value) if cell else decimal.Decimal(0)

    return amount


def _in_document(blank: WordBlank) -> Amount:
    """Amounts as they are written in the cells of a table; an empty cell counts nothing."""

    def amount(area: str, row: int, column: int) -> decimal.Decimal:
        try:
            said = str(blank.value(area, f"r{row}c{column}")).strip().replace(",", "").replace("，", "")
            return decimal.Decimal(said or 0)
        except (BlankError, decimal.InvalidOperation):
            raise NotPlain(area) from None

    return amount
