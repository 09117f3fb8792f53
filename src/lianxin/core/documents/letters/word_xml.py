"""What python-docx has no words for: faces for Han text, fields, the grid of a page, rules, repeated head rows.

Imported only where the extra ``docx`` is installed.
"""

import re
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from lianxin.core.documents.letters import measures as m

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Text as XML can hold it."""
    return _ILLEGAL.sub("", text)


def element(name: str, **attributes: str) -> Any:
    """An element of the word-processing namespace with attributes of the same one."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_face(run: Any, role: str, size: float, *, red: bool = False) -> None:
    """Name the face of a run for Han and for other text, and its size in points."""
    name = m.WORD_FACES[role]
    run.font.size = int(size * 12_700)
    properties = run._element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name))
    if red:
        properties.append(element("color", val="D7000F"))


def add_field(paragraph: Any, code: str, role: str, size: float) -> None:
    """A field such as PAGE, with a value that a reader replaces."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        set_face(run, role, size)
        if kind == "text":
            run.text = text
        elif kind:
            run._element.append(element("fldChar", fldCharType=kind))
        else:
            instruction = element("instrText")
            instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            instruction.text = f" {text} "
            run._element.append(instruction)


def set_grid(section: Any) -> None:
    """The grid of 22 lines, in 20ths of a point; 28 characters of 3号 fill a line without a grid of their own.

    A grid of characters would also space out figures and titles in some programs.
    """
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    pitch = round(m.LINE_PITCH_PT * 20)
    properties.append(element("docGrid", type="lines", linePitch=str(pitch)))


def rule_below(paragraph: Any, kind: str = "single", colour: str = "000000", width: int = 4) -> None:
    """A rule below a paragraph; ``kind`` as Word calls it, ``width`` in eighths of a point."""
    borders = element("pBdr")
    borders.append(element("bottom", val=kind, sz=str(width), space="1", color=colour))
    paragraph._element.get_or_add_pPr().append(borders)


def bar_left(paragraph: Any) -> None:
    """A bar beside words that were said."""
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="12", space="8", color="808080"))
    paragraph._element.get_or_add_pPr().append(borders)


def repeat_row(row: Any) -> None:
    """Repeat a row at the head of every page."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_row(row: Any) -> None:
    """Do not break a row across pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))
