"""A Word document as a blank form: table cells and paragraphs are filled inside their own runs, so the look stays."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from lianxin.core.documents.blanks.labels import Edit, blank_at, edits, shown
from lianxin.core.documents.blanks.model import Area, BlankError, Block, CellView, Filled, Problem, Put, Value
from lianxin.core.documents.blanks.package import Package
from lianxin.core.documents.blanks.scan import Node, escaped, scan, splice, text_of

_DOCUMENT = "word/document.xml"
_CELL = re.compile(r"^r([1-9]\d{0,3})c([1-9]\d{0,2})$")
_PARAGRAPH = re.compile(r"^p([1-9]\d{0,4})$")
TEXT = "text"
"""The name of the area that holds the paragraphs outside tables."""

Change = tuple[int, int, bytes]


class Spot(NamedTuple):
    """A table cell or a paragraph: the element and, for a cell, its paragraphs."""

    node: Node
    paragraphs: list[Node]


class WordBlank:
    """A .docx file opened for pointing and filling. Tables are ``table1``, ``table2`` …, the rest is ``text``."""

    kind = "docx"

    def __init__(self, package: Package | bytes) -> None:
        """Open it; BlankError when it is damaged or no document."""
        self._package = package if isinstance(package, Package) else Package(package)
        if not self._package.has(_DOCUMENT):
            raise BlankError("not_supported")
        self._page = _Page(self._package.part(_DOCUMENT))

    @staticmethod
    def recognises(data: bytes) -> Package | None:
        """Return the opened archive when it holds a document."""
        package = Package(data)
        return package if package.has(_DOCUMENT) else None

    def areas(self) -> list[Area]:
        """The tables as grids, then the paragraphs outside tables that hold any text, one a row."""
        found = [Area(f"table{at}", self._page.grid(table)) for at, table in enumerate(self._page.tables, start=1)]
        rows = [
            [CellView(f"p{at}", text, at, 1)]
            for at, node in enumerate(self._page.paragraphs, start=1)
            if (text := self._page.text(node)).strip()
        ]
        return [*found, Area(TEXT, rows)] if rows else found

    def value(self, area: str, ref: str) -> Value:
        """What the empty form holds there; BlankError (``no_such_place``) when there is no such place."""
        spot = self._page.spot(area, ref)
        if spot is None:
            raise BlankError("no_such_place", f"{area}!{ref}")
        return "\n".join(self._page.text(node) for node in spot.paragraphs)

    def fill(self, puts: Iterable[Put], blocks: Iterable[Block] = ()) -> Filled:
        """Return the filled form; puts and blocks name places as they are in the empty form."""
        data, values, problems = self._page.data, {}, []  # type: bytes, dict[tuple[str, str], Value], list[Problem]
        moved: list[Block] = []
        for block in sorted(blocks, key=lambda one: (one.area, -one.first_row)):
            page = _Page(data)
            grown = page.grown(block)
            if grown is None:
                problems.append(Problem("no_such_place", block.area, f"r{block.first_row}"))
                continue
            data = grown
            moved.append(block)
        page = _Page(data)
        wanted = [*_block_puts(moved), *(_after(put, moved) for put in puts)]
        added = tuple((one.area, one.last_row, one.added) for one in moved if one.added)
        return replace(self._written(page, wanted, values, problems), added=tuple(sorted(added)))

    def _written(
        self, page: "_Page", puts: Sequence[Put], values: dict[tuple[str, str], Value], problems: list[Problem]
    ) -> Filled:
        changes: list[Change] = []
        labelled: dict[tuple[str, str], dict[int, Value]] = {}
        for put in puts:
            name, at = blank_at(put.ref)
            if page.spot(put.area, name) is None:
                problems.append(Problem("no_such_place", put.area, put.ref))
                continue
            labelled.setdefault((put.area, name), {})[at] = put.value
            values[put.area, put.ref] = put.value
        for (area, name), wanted in labelled.items():
            spot = page.spot(area, name)
            if spot is not None:
                made, missing = page.filling(spot, wanted)
                changes += made
                problems += [Problem("no_such_place", area, f"{name}#{at}") for at in missing]
        package = Package(self._package.source)
        package.exchange(_DOCUMENT, splice(page.data, changes))
        return Filled(package.save(), values, tuple(problems))


class _Page:
    """The document part, taken apart."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.root = scan(data)
        body = self.root.first("body")
        if body is None:
            raise BlankError("damaged", _DOCUMENT)
        self.prefix = f"{body.prefix}:" if body.prefix else ""
        self.tables = list(body.below("tbl"))
        inside = {id(node) for table in self.tables for node in table.below("p")}
        self.paragraphs = [node for node in body.below("p") if id(node) not in inside]

    def text(self, paragraph: Node) -> str:
        """What a paragraph says; tabs and line breaks as such."""
        signs = {"tab": "\t", "br": "\n"}
        nodes = [child for run in _runs(paragraph) for child in run.children]
        return "".join(text_of(self.data, node) if node.name == "t" else signs.get(node.name, "") for node in nodes)

    def table(self, area: str) -> Node | None:
        """The table of an area name."""
        number = area.removeprefix("table")
        at = int(number) if number.isdigit() else 0
        return self.tables[at - 1] if 0 < at <= len(self.tables) else None

    def spot(self, area: str, ref: str) -> Spot | None:
        """The cell or paragraph of that name."""
        if area == TEXT:
            found = _PARAGRAPH.match(ref)
            at = int(found[1]) if found else 0
            node = self.paragraphs[at - 1] if 0 < at <= len(self.paragraphs) else None
            return Spot(node, [node]) if node else None
        table, found = self.table(area), _CELL.match(ref)
        if table is None or found is None:
            return None
        rows = list(table.all("tr"))
        cells = list(rows[int(found[1]) - 1].all("tc")) if int(found[1]) <= len(rows) else []
        if int(found[2]) > len(cells):
            return None
        cell = cells[int(found[2]) - 1]
        return Spot(cell, list(cell.all("p")))

    def grid(self, table: Node) -> list[list[CellView]]:
        """A table with its merged cells laid out."""
        rows = [self._cells(row) for row in table.all("tr")]
        return [
            [self._view(rows, at, number, place) for number, place in enumerate(row, start=1) if not place[2]]
            for at, row in enumerate(rows, start=1)
        ]

    def _cells(self, row: Node) -> list[tuple[Node, int, bool, int]]:
        """Every cell of a row with its first column (from 1), whether it continues one above, and its span."""
        column, found = 1, []
        for cell in row.all("tc"):
            shape = cell.first("tcPr")
            span = int(_val(shape.first("gridSpan") if shape else None, "1"))
            vertical = shape.first("vMerge") if shape else None
            found.append((cell, column, vertical is not None and _val(vertical, "continue") == "continue", span))
            column += span
        return found

    def _view(
        self, rows: list[list[tuple[Node, int, bool, int]]], at: int, number: int, place: tuple[Node, int, bool, int]
    ) -> CellView:
        cell, column, _continued, span = place
        height = 1
        for below in rows[at:]:
            if not any(one[1] == column and one[2] for one in below):
                break
            height += 1
        text = "\n".join(self.text(node) for node in cell.all("p"))
        return CellView(f"r{at}c{number}", text, at, column, height, span)

    def grown(self, block: Block) -> bytes | None:
        """The part with the rows of the last copy repeated until there are enough; None when they are not there."""
        table = self.table(block.area)
        rows = list(table.all("tr")) if table else []
        if block.last_row > len(rows):
            return None
        if not block.added:
            return self.data
        first, last = rows[block.last_row - block.height], rows[block.last_row - 1]
        emptied = [
            node
            for at, cell, _key in block.cells
            if (spot := self.spot(block.area, f"r{block.last_row - block.height + 1 + at}c{cell}"))
            for node in spot.node.below("t")
        ]
        pattern = splice(
            self.data[first.start : last.end],
            [
                (node.inside - first.start, node.inner_end - first.start, b"")
                for node in emptied
                if not node.is_empty_tag
            ],
        )
        pattern = re.sub(rb'\s(?:\w+:)?(?:paraId|textId)="[^"]*"', b"", pattern)
        return splice(self.data, [(last.end, last.end, pattern * (block.added // block.height))])

    def filling(self, spot: Spot, values: dict[int, Value]) -> tuple[list[Change], list[int]]:
        """What to exchange so that a place holds the values (0: all of it; 1, 2 …: its blanks behind labels)."""
        if not spot.paragraphs:
            text = shown(values.get(0))
            new = f"<{self.prefix}p>{self._run(text, '')}</{self.prefix}p>".encode()
            at = spot.node.inner_end
            return [(at, at, new)], []
        first = spot.paragraphs[0]
        existing = self.text(first)
        if 0 in values:
            changes = self._exchanged(first, [Edit(0, len(existing), shown(values[0]))])
            for node in spot.paragraphs[1:]:
                changes += [(text.inside, text.inner_end, b"") for text in node.below("t") if not text.is_empty_tag]
            return changes, []
        made, missing = edits(existing, values)
        return self._exchanged(first, made), missing

    def _exchanged(self, paragraph: Node, wanted: list[Edit]) -> list[Change]:
        """Edits of a paragraph's text, each made in the run where it begins, so that the run's look stays."""
        texts, at = [], 0  # type: list[tuple[Node, int, str]], int
        for run in _runs(paragraph):
            for node in run.children:
                said = text_of(self.data, node) if node.name == "t" else "\t" if node.name in {"tab", "br"} else ""
                if node.name == "t":
                    texts.append((node, at, said))
                at += len(said)
        if not texts:
            said = "".join(edit.text for edit in wanted)
            end = paragraph.inner_end
            new = self._run(said, self._look(paragraph)).encode()
            if paragraph.is_empty_tag:
                tag = self.data[paragraph.start : paragraph.end - 2].rstrip()
                whole = tag + b">" + new + f"</{self.prefix}p>".encode()
                return [(paragraph.start, paragraph.end, whole)]
            return [(end, end, new)]
        return [change for place in texts if (change := self._in_run(place, texts, wanted))]

    def _in_run(
        self, place: tuple[Node, int, str], texts: list[tuple[Node, int, str]], wanted: list[Edit]
    ) -> Change | None:
        node, begin, said = place
        new, last = said, place is texts[-1]
        for edit in reversed(wanted):
            start, end = max(edit.start - begin, 0), min(edit.end - begin, len(said))
            begins_here = begin <= edit.start < begin + len(said) or (last and edit.start >= begin + len(said))
            begins_here = begins_here or (place is texts[0] and edit.start < begin)
            if begins_here:
                new = new[:start] + edit.text + new[max(end, start) :]
            elif start < end:
                new = new[:start] + new[end:]
        if new == said:
            return None
        tag = f'<{self.prefix}t xml:space="preserve">'
        lines = f"</{self.prefix}t><{self.prefix}br/>{tag}".join(escaped(line) for line in new.split("\n"))
        return node.start, node.end, f"{tag}{lines}</{self.prefix}t>".encode()

    def _look(self, paragraph: Node) -> str:
        """The look an empty paragraph keeps for what will be written in it."""
        shape = paragraph.first("pPr")
        look = shape.first("rPr") if shape else None
        return self.data[look.start : look.end].decode("utf-8") if look else ""

    def _run(self, text: str, look: str) -> str:
        p = self.prefix
        lines = f'</{p}t><{p}br/><{p}t xml:space="preserve">'.join(escaped(line) for line in text.split("\n"))
        return f'<{p}r>{look}<{p}t xml:space="preserve">{lines}</{p}t></{p}r>'


def _runs(paragraph: Node) -> Iterable[Node]:
    """The runs of a paragraph, those inside links and content controls too, but not of paragraphs inside it."""
    for child in paragraph.children:
        if child.name == "r":
            yield child
        elif child.name not in {"p", "pPr", "tbl", "del"}:
            yield from _runs(child)


def _val(node: Node | None, otherwise: str) -> str:
    """The ``val`` of a property element."""
    if node is None:
        return otherwise
    return html.unescape(next((value for name, value in node.attrs.items() if name.endswith("val")), otherwise))


def _block_puts(blocks: Sequence[Block]) -> list[Put]:
    """The records of blocks as single values, placed where their rows stand after all blocks grew."""
    puts = []
    for block in blocks:
        shift = _rows_above(block.area, block.first_row, blocks)
        for number, record in enumerate(block.records):
            for at, cell, key in block.cells:
                row = block.first_row + shift + number * block.height + at
                puts.append(Put(block.area, f"r{row}c{cell}", record.get(key)))
    return puts


def _after(put: Put, blocks: Sequence[Block]) -> Put:
    """A single value, moved down by the rows added above it."""
    name, at = blank_at(put.ref)
    found = _CELL.match(name)
    if not found:
        return put
    row = int(found[1]) + _rows_above(put.area, int(found[1]), blocks)
    return Put(put.area, f"r{row}c{found[2]}" + (f"#{at}" if at else ""), put.value)


def _rows_above(area: str, row: int, blocks: Sequence[Block]) -> int:
    return sum(block.added for block in blocks if block.area == area and block.last_row < row)
