"""A picture of a filled sheet as a draft: what is wrong with the picture, the code printed on it, its rows.

The recogniser's models are inside its package; nothing is fetched.  What it says is a draft: a person confirms it
beside the picture, and handwriting more than print.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lianxin.aggregation.sheets import picture, table
from lianxin.aggregation.sheets.table import Cell, Word


@dataclass(frozen=True)
class Draft:
    """``trouble`` (of `picture.trouble`, or ``no_table``) asks for a better picture; ``code`` is what the QR says."""

    trouble: str
    code: str = ""
    rows: tuple[dict[str, Cell], ...] = ()


class Reader:
    """The recogniser, opened once.  Raises ``ImportError`` without the extra ``ocr``."""

    def __init__(self, threads: int = 2) -> None:
        """Open the models."""
        from rapidocr import RapidOCR

        self._read: Any = RapidOCR(
            params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": threads}
        )

    def draft(self, data: bytes, heads: Sequence[str]) -> Draft:
        """Read a picture (JPEG or PNG) of a table with these headings."""
        grey = picture.opened(data)
        trouble = picture.trouble(grey)
        if trouble:
            return Draft(trouble)
        code = code_of(grey)
        straight = picture.straightened(grey)
        across, down = picture.lines(straight)
        rows = table.filled(table.rows_of(self.words(straight), across, down), heads) if across and down else []
        return Draft("" if rows else "no_table", code, tuple(rows))

    def words(self, grey: Any) -> list[Word]:
        """All words of a picture with their boxes."""
        import cv2

        found = self._read(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), use_cls=False)
        if found.boxes is None:
            return []
        return [
            Word(text, float(sure), *(float(x) for x in (*box.min(axis=0), *box.max(axis=0))))
            for box, text, sure in zip(found.boxes, found.txts, found.scores, strict=True)
        ]


def code_of(grey: Any) -> str:
    """The text of the QR code on a sheet, which says to which visit it belongs; empty where none is found."""
    import cv2

    return str(cv2.QRCodeDetector().detectAndDecode(grey)[0] or "")
