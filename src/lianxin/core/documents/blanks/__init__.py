"""Other people's blank forms: read as grids, filled without touching anything but the cells that were pointed at.

A superior's form must come back as it was sent: fonts, merged cells, pictures, print settings. So a file is never
written anew from a model of it; the wanted cells are exchanged inside its XML and every other byte stays.
"""

from lianxin.core.documents.blanks.model import Area, BlankError, Block, CellView, Filled, Problem, Put
from lianxin.core.documents.blanks.word import WordBlank
from lianxin.core.documents.blanks.workbook import WorkbookBlank

__all__ = [
    "Area",
    "BlankError",
    "Block",
    "CellView",
    "Filled",
    "Problem",
    "Put",
    "WordBlank",
    "WorkbookBlank",
    "open_blank",
]


def open_blank(data: bytes) -> WorkbookBlank | WordBlank:
    """Open an .xlsx or .docx form by its content; BlankError (``not_supported``) for anything else."""
    package = WorkbookBlank.recognises(data)
    if package is not None:
        return WorkbookBlank(package)
    word = WordBlank.recognises(data)
    if word is not None:
        return WordBlank(word)
    raise BlankError("not_supported")
