"""One sheet of a workbook: its cells as they are written, exchanged one by one, and rows added in between."""

import datetime as dt
import decimal
import re
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lianxin.core.documents.blanks.model import BlankError, Value
from lianxin.core.documents.blanks.refs import Box, Cell, Insertion, box_of, cell_of, copied
from lianxin.core.documents.blanks.scan import Node, escaped, scan, splice, text_of

_LAST_ROW = 1_048_576
#: Attributes outside the rows that name ranges.
_RANGES = {
    "dimension": "ref",
    "mergeCell": "ref",
    "conditionalFormatting": "sqref",
    "dataValidation": "sqref",
    "protectedRange": "sqref",
    "hyperlink": "ref",
    "autoFilter": "ref",
}
_FORMULAS = ("formula", "formula1", "formula2")
_LONGEST = 32_000
_KEPT_DIGITS = 10**15
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 — the zero of workbook dates has no zone


@dataclass
class CellPart:
    """A cell as written: its attributes, the formula (plain text, without ``=``) and its value."""

    attrs: dict[str, str]
    formula: str = ""
    formula_attrs: dict[str, str] = field(default_factory=dict)
    value: Value = None
    raw: bytes = b""
    """What stands between its tags; empty once it was changed and must be written anew."""


@dataclass
class RowPart:
    """A row as written: its attributes and its cells by column."""

    attrs: dict[str, str]
    cells: dict[int, CellPart] = field(default_factory=dict)


class SheetPart:
    """The XML of a sheet, taken apart. ``strings`` are the workbook's shared texts, ``dates`` its date styles."""

    def __init__(self, name: str, data: bytes, strings: list[str], dates: set[int]) -> None:
        """Read it; BlankError when it is no sheet."""
        self.name = name
        self.data = data
        self.dates = dates
        self.root = scan(data)
        found = self.root.first("sheetData")
        if self.root.name != "worksheet" or found is None:
            raise BlankError("damaged", name)
        self.prefix = f"{found.prefix}:" if found.prefix else ""
        self._node = found
        self.rows: dict[int, RowPart] = {}
        self._read(strings)
        self.merges = [box for node in self.root.below("mergeCell") if (box := box_of(node.attrs.get("ref", "")))]
        self.touched = False
        self._insertions: list[Insertion] = []

    # Reading

    def _read(self, strings: list[str]) -> None:
        number = 0
        for row in self._node.all("row"):
            number = int(row.attrs.get("r", number + 1))
            part = self.rows.setdefault(number, RowPart(dict(row.attrs)))
            column = 0
            for node in row.all("c"):
                place = cell_of(node.attrs.get("r", ""))
                column = place.column if place else column + 1
                part.cells[column] = self._cell(node, strings)
        self._spread_shared()

    def _cell(self, node: Node, strings: list[str]) -> CellPart:
        formula, value = node.first("f"), node.first("v")
        written = text_of(self.data, value) if value else ""
        kind = node.attrs.get("t", "n")
        part = CellPart(dict(node.attrs), raw=self.data[node.inside : node.inner_end])
        if kind == "s" and written.isdigit() and int(written) < len(strings):
            part.value = strings[int(written)]
        elif kind == "inlineStr":
            part.value = "".join(text_of(self.data, text) for text in node.below("t"))
        elif kind in {"str", "b", "e", "d"}:
            part.value = written
        elif written:
            part.value = _number(written)
        if formula is not None:
            part.formula, part.formula_attrs = text_of(self.data, formula), dict(formula.attrs)
        return part

    def _spread_shared(self) -> None:
        """Give every cell of a shared formula its own text, so that rows can move."""
        masters: dict[str, tuple[str, str]] = {}
        for cell, part in self._all():
            shared = part.formula_attrs.get("si", "") if part.formula_attrs.get("t") == "shared" else ""
            if shared and part.formula:
                masters[shared] = (part.formula, cell.name)
            elif shared and shared in masters:
                part.formula = copied(*masters[shared], cell.name)
            if shared:
                part.formula_attrs, part.raw = {}, b""

    def _all(self) -> list[tuple[Cell, CellPart]]:
        return [
            (Cell(number, column), part)
            for number in sorted(self.rows)
            for column, part in sorted(self.rows[number].cells.items())
        ]

    def formulas(self) -> list[tuple[Cell, CellPart]]:
        """The cells that calculate."""
        return [(cell, part) for cell, part in self._all() if part.formula]

    def at(self, cell: Cell) -> CellPart | None:
        """The cell, if it is written."""
        row = self.rows.get(cell.row)
        return row.cells.get(cell.column) if row else None

    def covering(self, cell: Cell) -> Cell:
        """The cell to fill when this one is covered by a merged cell: that one's first, else itself."""
        for box in self.merges:
            if box.holds(cell):
                return Cell(box.top, box.left)
        return cell

    # Changing

    def put(self, cell: Cell, value: Value) -> bool:
        """Put a value into a cell, keeping its style; False for one that calculates, which is left alone."""
        row = self.rows.setdefault(cell.row, RowPart({"r": str(cell.row)}))
        part = row.cells.setdefault(cell.column, CellPart({"r": cell.name}))
        if part.formula:
            return False
        part.value, part.raw = value, b""
        self.touched = True
        return True

    def insert(self, insertion: Insertion, pattern: list[int], emptied: set[tuple[int, int]]) -> None:
        """Add rows after ``insertion.after`` that look like the rows ``pattern``, again and again until enough.

        ``emptied`` are the ``(row of the pattern, column)`` whose content is not copied.
        """
        self._move(insertion, pattern[0])
        height = len(pattern)
        sources = {number: self.rows.get(number) for number in pattern}
        inner = [box for box in self.merges if box.top in pattern and box.bottom in pattern]
        for offset in range(insertion.added):
            source, target = pattern[offset % height], insertion.after + 1 + offset
            row = sources[source]
            if row is not None:
                self.rows[target] = self._copy_row(row, source, target, emptied)
        for lot in range(0, insertion.added, height):
            down = insertion.after + 1 + lot - pattern[0]
            self.merges += [Box(box.top + down, box.left, box.bottom + down, box.right) for box in inner]
        self.touched = True

    def _move(self, insertion: Insertion, pattern_top: int) -> None:
        if max(self.rows, default=0) + insertion.added > _LAST_ROW:
            raise BlankError("too_large", str(_LAST_ROW))
        moved: dict[int, RowPart] = {}
        for number, row in self.rows.items():
            target = insertion.moved(number)
            row.attrs["r"] = str(target)
            for column, part in row.cells.items():
                part.attrs["r"] = Cell(target, column).name
            moved[target] = row
        self.rows = moved
        self.merges = [_merge_after(insertion, box, pattern_top) for box in self.merges]
        self._insertions.append(insertion)

    def _copy_row(self, row: RowPart, source: int, target: int, emptied: set[tuple[int, int]]) -> RowPart:
        copy = RowPart({**row.attrs, "r": str(target)})
        for column, part in row.cells.items():
            origin, place = Cell(source, column).name, Cell(target, column).name
            fresh = CellPart({**part.attrs, "r": place}, value=part.value, raw=part.raw)
            if (source, column) in emptied:
                fresh.value, fresh.raw = None, b""
            elif part.formula:
                fresh.formula, fresh.raw, fresh.value = copied(part.formula, origin, place), b"", None
            copy.cells[column] = fresh
        return copy

    def follow(self, insertion: Insertion) -> None:
        """Change the formulas of this sheet after rows were added here or on another sheet."""
        for _cell, part in self.formulas():
            changed = insertion.formula(part.formula, self.name)
            if changed != part.formula:
                part.formula, part.raw = changed, b""
                self.touched = True

    def settle(self, cell: Cell, value: decimal.Decimal | None) -> None:
        """Keep with a calculating cell what it comes to, or nothing where we cannot tell; the workbook recounts."""
        part = self.rows[cell.row].cells[cell.column]
        part.value, part.raw, self.touched = value, b"", True

    # Writing

    def written(self) -> bytes:
        """Return the sheet's XML with everything that was changed."""
        if not self.touched:
            return self.data
        changes = [(self._node.start, self._node.end, self._rows_xml())]
        if self._insertions:
            changes += self._outside()
        return splice(self.data, changes)

    def _rows_xml(self) -> bytes:
        p = self.prefix
        lines = [f"<{p}sheetData>"]
        for number in sorted(self.rows):
            row = self.rows[number]
            attrs = {name: value for name, value in row.attrs.items() if name != "spans"}
            cells = b"".join(self._cell_xml(row.cells[column]) for column in sorted(row.cells)).decode("utf-8")
            lines.append(f"<{p}row{_attributes(attrs)}>{cells}</{p}row>")
        lines.append(f"</{p}sheetData>")
        return "".join(lines).encode("utf-8")

    def _cell_xml(self, part: CellPart) -> bytes:
        p = self.prefix
        if part.raw:
            return f"<{p}c{_attributes(part.attrs)}>".encode() + part.raw + f"</{p}c>".encode()
        attrs = {name: value for name, value in part.attrs.items() if name not in {"t", "cm", "vm"}}
        if part.formula:
            inner = f"<{p}f{_attributes(part.formula_attrs)}>{escaped(part.formula)}</{p}f>"
            inner += f"<{p}v>{part.value}</{p}v>" if isinstance(part.value, decimal.Decimal) else ""
            return f"<{p}c{_attributes(attrs)}>{inner}</{p}c>".encode()
        if part.value is None or part.value == "":
            return f"<{p}c{_attributes(attrs)}/>".encode()
        number = self._as_number(part)
        if number is not None:
            return f"<{p}c{_attributes(attrs)}><{p}v>{number}</{p}v></{p}c>".encode()
        text = escaped(_as_text(part.value))
        inner = f'<{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is>'
        return f"<{p}c{_attributes({**attrs, 't': 'inlineStr'})}>{inner}</{p}c>".encode()

    def _as_number(self, part: CellPart) -> str | None:
        """How a number or, in a cell styled as a date, a date is written; None for what goes in as text."""
        value = part.value
        if isinstance(value, dt.date):
            return _serial(value) if int(part.attrs.get("s", "0")) in self.dates else None
        if isinstance(value, bool) or not isinstance(value, int | float | decimal.Decimal):
            return None
        return str(value) if -_KEPT_DIGITS < value < _KEPT_DIGITS else None

    def _outside(self) -> list[tuple[int, int, bytes]]:
        """What must change outside the rows after rows were added: ranges, merged cells, page breaks, formulas."""
        changes: list[tuple[int, int, bytes]] = []
        ranged = [node for node in self.root.below(*_RANGES) if node.name != "mergeCell"]
        changes += [self._moved_attribute(node, _RANGES[node.name]) for node in ranged]
        for node in self.root.below(*_FORMULAS):
            text = text_of(self.data, node)
            for insertion in self._insertions:
                text = insertion.formula(text, self.name)
            changes.append((node.inside, node.inner_end, escaped(text).encode()))
        merged = self.root.first("mergeCells")
        if merged is not None:
            p = self.prefix
            inner = "".join(f'<{p}mergeCell ref="{box.name}"/>' for box in self.merges)
            whole = f'<{p}mergeCells count="{len(self.merges)}">{inner}</{p}mergeCells>'
            changes.append((merged.start, merged.end, whole.encode()))
        return changes + self._breaks()

    def _moved_attribute(self, node: Node, attribute: str) -> tuple[int, int, bytes]:
        value = node.attrs.get(attribute, "")
        for insertion in self._insertions:
            value = insertion.sqref(value)
        tag = self.data[node.start : node.inside].decode("utf-8")
        pattern = rf"(\s{attribute}\s*=\s*)(\"[^\"]*\"|'[^']*')"
        new = re.sub(pattern, lambda found: found[1] + quoteattr(value), tag, count=1)
        return node.start, node.inside, new.encode()

    def _breaks(self) -> list[tuple[int, int, bytes]]:
        rows = self.root.first("rowBreaks")
        found = []
        for node in rows.all("brk") if rows else ():
            row = int(node.attrs.get("id", "0"))
            for insertion in self._insertions:
                row = insertion.moved(row)
            tag = re.sub(
                rb"\sid\s*=\s*([\"'])\d+\1", f' id="{row}"'.encode(), self.data[node.start : node.inside], count=1
            )
            found.append((node.start, node.inside, tag))
        return found


def _merge_after(insertion: Insertion, box: Box, pattern_top: int) -> Box:
    """A merged cell inside the repeated rows only moves; one that spans the whole list grows with it."""
    if box.top < pattern_top and box.top != box.bottom:
        return insertion.box(box)
    return Box(insertion.moved(box.top), box.left, insertion.moved(box.bottom), box.right)


def _serial(day: dt.date) -> str:
    """The number that a workbook keeps for a day or a moment."""
    moment = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001
    span = moment.replace(tzinfo=None) - _DAY_ZERO
    return str(span.days) if not span.seconds else f"{span.days + span.seconds / 86_400:.6f}"


def _number(written: str) -> Value:
    try:
        return decimal.Decimal(written)
    except decimal.InvalidOperation:
        return written


def _attributes(attrs: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attrs.items())


def _as_text(value: Value) -> str:
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(value)[:_LONGEST]
