"""A paper as PDF in the national layout, set by typst; needs the extra ``pdf``.

The text of a paper reaches typst as data, never as source, so nothing typed by a person is ever run. Fonts: a folder
of the town's own licensed ones first, else the open Song and Hei that the extra brings; the machine's other fonts are
not looked at, so that the same paper is the same file everywhere.
"""

import datetime as dt
import importlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from lianxin.core.documents.letters import measures as m
from lianxin.core.documents.letters import wording
from lianxin.core.documents.letters.model import Block, Form, Grid, Missing, Paper, QrCode, TooLong
from lianxin.core.documents.qr import qr_svg

EXTRA: Final = "pdf"
#: So many rows of a table go onto paper; more belong into a workbook.
MOST_ROWS: Final = 1_000


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("typst") is not None and find_spec("pylopdf_fonts_zh_cn") is not None


def pdf_bytes(paper: Paper, font_folder: str = "") -> bytes:
    """Return the paper as a PDF file; Missing without the extra, TooLong for a table paper cannot carry."""
    if not available():
        raise Missing(EXTRA)
    typst = importlib.import_module("typst")
    fonts, families = _fonts(font_folder)
    data = json.dumps(as_data(paper, families), ensure_ascii=False)
    made = typst.compile(
        _template(), sys_inputs={"paper": data}, font_paths=fonts, ignore_system_fonts=True, format="pdf",
        timestamp=int(dt.datetime.combine(paper.issued_on, dt.time(), dt.UTC).timestamp()),
    )  # fmt: skip
    return bytes(made)


def png_pages(paper: Paper, font_folder: str = "", ppi: float = 80) -> list[bytes]:
    """Return each page as a picture, for looking at it."""
    if not available():
        raise Missing(EXTRA)
    typst = importlib.import_module("typst")
    fonts, families = _fonts(font_folder)
    data = json.dumps(as_data(paper, families), ensure_ascii=False)
    made = typst.compile(
        _template(), sys_inputs={"paper": data}, font_paths=fonts, ignore_system_fonts=True, format="png", ppi=ppi
    )
    return [made] if isinstance(made, bytes) else list(made)


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files(__package__).joinpath("paper.typ").read_bytes()


@lru_cache(maxsize=8)
def _fonts(folder: str) -> tuple[Any, frozenset[str]]:
    """The fonts to set with, and the names of their families."""
    typst = importlib.import_module("typst")
    open_fonts = importlib.import_module("pylopdf_fonts_zh_cn").serif_path().parent
    paths = [str(path) for path in (*([Path(folder)] if folder else []), open_fonts)]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
    return fonts, frozenset(fonts.families())


def as_data(paper: Paper, families: frozenset[str]) -> dict[str, Any]:
    """Return what the template is given: the paper in plain values, the measures, the faces that are there."""
    red = paper.red_head
    return {
        "form": str(paper.form), "title": paper.title, "number": paper.number, "issuer": paper.issuer,
        "today": wording.day(paper.issued_on),
        "day": [paper.issued_on.year, paper.issued_on.month, paper.issued_on.day],
        "made_by": paper.made_by, "addressee": paper.addressee, "closing": paper.closing, "sealed": paper.sealed,
        "contact": paper.contact, "attachments": paper.attachments, "copies": paper.copies, "notes": paper.notes,
        "mark": paper.mark, "red": None if red is None else {"mark": red.mark, "issue_number": red.issue_number},
        "signatures": [{"label": one.label, "value": one.value} for one in paper.signatures],
        "blocks": [_block(block) for block in wording.numbered(paper)],
        "measures": _measures(), "faces": _faces(families, notice=paper.form == Form.NOTICE),
    }  # fmt: skip


def _faces(families: frozenset[str], *, notice: bool) -> Mapping[str, Sequence[str]]:
    """The faces by role, only those that are there; a notice is set in Hei, which old eyes read best."""
    wanted = {**m.FACES, "body": m.FACES["head"], "quote": m.FACES["quote"]} if notice else m.FACES
    return {role: [name for name in names if name in families] for role, names in wanted.items()}


def _measures() -> dict[str, Any]:
    return {
        "top": m.TOP_MM, "left": m.LEFT_MM, "right": m.RIGHT_MM, "bottom": m.BOTTOM_MM, "body": m.BODY_PT,
        "title": m.TITLE_PT, "small": m.SMALL_PT, "tiny": m.TINY_PT, "table": m.TABLE_PT, "pitch": m.LINE_PITCH_PT,
        "leading": m.LINE_PITCH_PT - m.BODY_PT, "character": m.CHARACTER_PITCH_PT,
        "number_below": m.PAGE_NUMBER_BELOW_MM, "mark_top": m.MARK_TOP_MM, "rule": m.RULE_MM,
        "rule_below": m.RULE_BELOW_MARK_MM, "lower_rule": m.LOWER_RULE_MM, "table_top": m.TABLE_TOP_MM,
        "table_side": m.TABLE_SIDE_MM, "table_bottom": m.TABLE_BOTTOM_MM, "notice": m.NOTICE_PT,
        "notice_margin": m.NOTICE_MM,
    }  # fmt: skip


def _block(block: Block) -> dict[str, Any]:
    """A block as plain values; ``kind`` is what the template asks for."""
    if isinstance(block, Grid):
        return _grid(block)
    values = {one.name: getattr(block, one.name) for one in fields(block)}
    values["kind"] = type(block).__name__.lower()
    if isinstance(block, QrCode):
        values["svg"] = str(qr_svg(block.address, title=block.caption))
    return values


def _grid(grid: Grid) -> dict[str, Any]:
    rows: list[list[str]] = []
    for row in grid.rows:
        if len(rows) == MOST_ROWS:
            raise TooLong(MOST_ROWS)
        rows.append([wording.value_text(value) for value in row])
    columns = [{"header": one.header, "share": one.share, "number": one.number} for one in grid.columns]
    return {"kind": "grid", "columns": columns, "rows": rows, "empty": grid.empty}
