"""A paper as a Word file that an office can go on editing; needs the extra ``docx``.

The file names the faces of the standard (仿宋_GB2312, 方正小标宋简体, 黑体, 楷体_GB2312), which office machines have;
measures, the grid of 22 lines by 28 characters and the page number are those of the national layout.
"""

import importlib
from importlib.util import find_spec
from typing import Final

from lianxin.core.documents.letters.model import Missing, Paper

EXTRA: Final = "docx"


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("docx") is not None


def docx_bytes(paper: Paper) -> bytes:
    """Return the paper as a .docx file; Missing without the extra, TooLong for a table paper cannot carry."""
    if not available():
        raise Missing(EXTRA)
    writer = importlib.import_module("lianxin.core.documents.letters.word_writer")
    return bytes(writer.write(paper))
