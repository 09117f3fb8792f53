"""A workbook as a blank form: what can be pointed at, and the filled file."""

import decimal
from collections.abc import Iterable, Sequence

from lianxin.core.documents.blanks.follow import BOOK, RELATIONS, follow_elsewhere, recount_on_opening, relation_targets
from lianxin.core.documents.blanks.labels import blank_at, filled_text
from lianxin.core.documents.blanks.model import Area, BlankError, Block, CellView, Filled, Problem, Put, Value
from lianxin.core.documents.blanks.package import Package
from lianxin.core.documents.blanks.refs import Box, Cell, Insertion, cell_of
from lianxin.core.documents.blanks.scan import Node, scan, text_of
from lianxin.core.documents.blanks.sheet import CellPart, SheetPart
from lianxin.core.documents.blanks.sums import NotPlain, as_number, total
from lianxin.core.late import late

_numbers = late("openpyxl.styles.numbers")

#: What is drawn of a sheet for pointing; nobody points at a cell beyond.
MOST_ROWS, MOST_COLUMNS = 300, 60
_DEEPEST = 60


class WorkbookBlank:
    """An .xlsx file opened for pointing and filling. Filling works on a fresh reading each time; the form stays."""

    kind = "xlsx"

    def __init__(self, package: Package | bytes) -> None:
        """Open it; BlankError when it is damaged or no workbook."""
        self._data = package if isinstance(package, Package) else Package(package)
        if not self._data.has(BOOK):
            raise BlankError("not_supported")
        self._paths = self._sheet_paths()
        self._strings = self._shared_strings()
        self._dates = self._date_styles()

    @staticmethod
    def recognises(data: bytes) -> Package | None:
        """Return the opened archive when it holds a workbook."""
        package = Package(data)
        return package if package.has(BOOK) else None

    # Pointing

    def areas(self) -> list[Area]:
        """The visible sheets as grids, each cut at 300 rows and 60 columns."""
        return [Area(name, _grid(self._sheet(name))) for name in self._paths]

    def value(self, area: str, ref: str) -> Value:
        """What the empty form holds in a cell; BlankError (``no_such_place``) for an unknown sheet or name."""
        cell = cell_of(ref)
        if area not in self._paths or cell is None:
            raise BlankError("no_such_place", f"{area}!{ref}")
        part = self._sheet(area).at(cell)
        return part.value if part else None

    # Filling

    def fill(self, puts: Iterable[Put], blocks: Iterable[Block] = ()) -> Filled:
        """Return the filled form.

        Puts and blocks name cells as they stand in the empty form. A cell that calculates is left alone and reported;
        a covered cell leads to the merged cell's first. Calculations that are plain sums are counted at once, so that
        a preview shows them; the workbook counts everything again when it is opened.
        """
        return _Filling(self).run(list(puts), list(blocks))

    def fresh(self) -> dict[str, SheetPart]:
        """All sheets, hidden ones too, read anew."""
        return {name: self._sheet(name) for name in self.paths()}

    def package(self) -> Package:
        """The archive, opened anew so that nothing of an earlier filling is in it."""
        return Package(self._data.source)

    # Reading the parts around the sheets

    def _sheet(self, name: str) -> SheetPart:
        return SheetPart(name, self._data.part(self.paths()[name]), self._strings, self._dates)

    def paths(self) -> dict[str, str]:
        """Sheet name → its part in the archive, hidden sheets too."""
        return self._all_paths

    def _sheet_paths(self) -> dict[str, str]:
        targets = relation_targets(self._data, RELATIONS, "xl")
        self._all_paths: dict[str, str] = {}
        shown: dict[str, str] = {}
        for node in scan(self._data.part(BOOK)).below("sheet"):
            relation = next((value for name, value in node.attrs.items() if name.endswith(":id")), "")
            path = targets.get(relation, "")
            if not path.startswith("xl/worksheets/") or not self._data.has(path):
                continue
            self._all_paths[node.attrs.get("name", "")] = path
            if node.attrs.get("state", "visible") == "visible":
                shown[node.attrs.get("name", "")] = path
        if not shown:
            raise BlankError("damaged", "sheets")
        return shown

    def _shared_strings(self) -> list[str]:
        path = "xl/sharedStrings.xml"
        if not self._data.has(path):
            return []
        data = self._data.part(path)
        return [_string(data, node) for node in scan(data).all("si")]

    def _date_styles(self) -> set[int]:
        path = "xl/styles.xml"
        if not self._data.has(path):
            return set()
        root = scan(self._data.part(path))
        own = {int(node.attrs.get("numFmtId", "0")): node.attrs.get("formatCode", "") for node in root.below("numFmt")}
        styles = root.first("cellXfs")
        return {
            index
            for index, node in enumerate(styles.all("xf") if styles else ())
            if _is_date(int(node.attrs.get("numFmtId", "0")), own)
        }


class _Filling:
    """One filling: rows are added first, from the bottom up, then values go in, then totals are counted."""

    def __init__(self, blank: WorkbookBlank) -> None:
        self.package = blank.package()
        self.paths = blank.paths()
        self.sheets = blank.fresh()
        self.insertions: list[Insertion] = []
        self.values: dict[tuple[str, str], Value] = {}
        self.problems: list[Problem] = []

    def run(self, puts: list[Put], blocks: list[Block]) -> Filled:
        known = [block for block in blocks if self._knows(block.area, f"A{block.first_row}")]
        for block in sorted(known, key=lambda one: (one.area, -one.first_row)):
            self._grow(block)
        for block in known:
            self._fill_block(block)
        self._put_all(puts)
        self._count()
        self._write()
        added = tuple((one.sheet, one.after, one.added) for one in self.insertions)
        return Filled(self.package.save(), self.values, tuple(self.problems), added)

    def _knows(self, area: str, ref: str) -> bool:
        if area in self.sheets and cell_of(ref) is not None:
            return True
        self.problems.append(Problem("no_such_place", area, ref))
        return False

    def _grow(self, block: Block) -> None:
        if not block.added:
            return
        insertion = Insertion(block.area, block.last_row, block.added)
        pattern = list(range(block.last_row - block.height + 1, block.last_row + 1))
        emptied = {(pattern[at], _column(letters)) for at, letters, _key in block.cells}
        for sheet in self.sheets.values():
            sheet.follow(insertion)
        self.sheets[block.area].insert(insertion, pattern, emptied)
        self.insertions.append(insertion)

    def _place(self, area: str, cell: Cell, *, of_block: Block | None = None) -> Cell:
        """Where a cell of the empty form stands now; rows added for its own block lie below it and do not count."""
        row = cell.row
        for insertion in self.insertions:
            own = of_block is not None and insertion.after == of_block.last_row
            if insertion.sheet == area and not own:
                row = insertion.moved(row)
        return Cell(row, cell.column)

    def _fill_block(self, block: Block) -> None:
        top = self._place(block.area, Cell(block.first_row, 1), of_block=block).row
        for number, record in enumerate(block.records):
            for at, letters, key in block.cells:
                cell = Cell(top + number * block.height + at, _column(letters))
                self._into(block.area, cell, record.get(key), cell.name)

    def _put_all(self, puts: list[Put]) -> None:
        """Values into cells; several blanks behind labels in one cell are filled together."""
        labelled: dict[tuple[str, Cell], dict[int, Value]] = {}
        for put in puts:
            name, at = blank_at(put.ref)
            if not self._knows(put.area, name):
                continue
            cell = self._place(put.area, cell_of(name) or Cell(1, 1))
            if at:
                labelled.setdefault((put.area, cell), {})[at] = put.value
            else:
                self._into(put.area, cell, put.value, put.ref)
        for (area, cell), values in labelled.items():
            part = self.sheets[area].at(self.sheets[area].covering(cell))
            text, missing = filled_text(str(part.value or "") if part else "", values)
            self.problems += [Problem("no_such_place", area, f"{cell.name}#{at}") for at in missing]
            self._into(area, cell, text, cell.name)

    def _into(self, area: str, cell: Cell, value: Value, shown: str) -> None:
        sheet = self.sheets[area]
        target = sheet.covering(cell)
        if target != cell:
            self.problems.append(Problem("covered", area, shown, target.name))
        if sheet.put(target, value):
            self.values[area, target.name] = value
        else:
            self.problems.append(Problem("formula", area, shown))

    def _count(self) -> None:
        counter = Counter(self.sheets)
        for name, sheet in self.sheets.items():
            for cell, _part in sheet.formulas():
                result = counter.number(name, cell)
                sheet.settle(cell, result)
                if result is not None:
                    self.values[name, cell.name] = result

    def _write(self) -> None:
        for name, sheet in self.sheets.items():
            self.package.exchange(self.paths[name], sheet.written())
        for insertion in self.insertions:
            follow_elsewhere(self.package, self.paths[insertion.sheet], insertion)
        recount_on_opening(self.package)


class Counter:
    """What the calculating cells come to, each counted once; None for what is not plain or runs in a circle."""

    def __init__(self, sheets: dict[str, SheetPart]) -> None:
        """Begin with nothing counted."""
        self._sheets = sheets
        self._known: dict[tuple[str, Cell], decimal.Decimal | None] = {}
        self._depth = 0

    def number(self, sheet: str, cell: Cell) -> decimal.Decimal | None:
        """What a calculating cell comes to."""
        key = (sheet, cell)
        if key not in self._known:
            self._known[key] = None
            part = self._part(sheet, cell)
            self._known[key] = self._total(part.formula, sheet) if part is not None else None
        return self._known[key]

    def _total(self, formula: str, sheet: str) -> decimal.Decimal | None:
        if self._depth > _DEEPEST:
            return None
        self._depth += 1
        try:
            return total(formula, lambda named, ref: self._value(named or sheet, ref))
        except NotPlain:
            return None
        finally:
            self._depth -= 1

    def _value(self, sheet: str, ref: str) -> Value:
        cell = cell_of(ref)
        part = self._part(sheet, cell) if cell else None
        if cell is None or part is None:
            return None
        if not part.formula:
            return part.value
        counted = self.number(sheet, cell)
        if counted is None:
            raise NotPlain(ref)
        return counted

    def _part(self, sheet: str, cell: Cell) -> CellPart | None:
        if sheet not in self._sheets:
            raise NotPlain(sheet)
        return self._sheets[sheet].at(cell)


def agrees(total_value: Value, parts: Sequence[Value]) -> bool | None:
    """Say whether a total is the sum of its parts; None when one of them is no number."""
    try:
        return as_number(total_value) == sum((as_number(part) for part in parts), decimal.Decimal(0))
    except NotPlain:
        return None


def _string(data: bytes, node: Node) -> str:
    """A shared text with all its runs, without the reading aids of phonetic runs."""
    aids = {id(text) for aid in node.below("rPh") for text in aid.below("t")}
    return "".join(text_of(data, text) for text in node.below("t") if id(text) not in aids)


def _is_date(number: int, own: dict[int, str]) -> bool:
    code = own.get(number) or _numbers.BUILTIN_FORMATS.get(number, "")
    return bool(_numbers.is_date_format(code)) or number in {27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58}


def _column(letters: str) -> int:
    cell = cell_of(f"{letters}1")
    if cell is None:
        raise BlankError("no_such_place", letters)
    return cell.column


def _grid(sheet: SheetPart) -> list[list[CellView]]:
    """The used part of a sheet with merged cells laid out."""
    last_row = min(max([*sheet.rows, *(box.bottom for box in sheet.merges)], default=0), MOST_ROWS)
    columns = [column for row in sheet.rows.values() for column in row.cells] + [box.right for box in sheet.merges]
    last_column = min(max(columns, default=0), MOST_COLUMNS)
    starts = {(box.top, box.left): box for box in sheet.merges}
    covered = {
        (row, column)
        for box in sheet.merges
        for row in range(box.top, min(box.bottom, last_row) + 1)
        for column in range(box.left, min(box.right, last_column) + 1)
    } - set(starts)
    return [
        [
            _view(sheet, Cell(row, column), starts.get((row, column)), last_row, last_column)
            for column in range(1, last_column + 1)
            if (row, column) not in covered
        ]
        for row in range(1, last_row + 1)
    ]


def _view(sheet: SheetPart, cell: Cell, box: Box | None, last_row: int, last_column: int) -> CellView:
    part = sheet.at(cell)
    text = "" if part is None or part.value is None else str(part.value)
    rows = min(box.bottom, last_row) - box.top + 1 if box else 1
    columns = min(box.right, last_column) - box.left + 1 if box else 1
    return CellView(cell.name, text, cell.row, cell.column, rows, columns, part.formula if part else "")
