"""A paper of the house as a page to print, or as a file: Excel always, Word and PDF where their extras are installed.

A room builds a `core.documents.letters` paper and answers with `respond`; every file that leaves is noted in the log
of exports. The words in a paper are Chinese whatever language the screen has.
"""

import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, BinaryIO, Final, cast
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.core import clock
from lianxin.core.documents.letters import pdf, word, wording
from lianxin.core.documents.letters.model import Block, Form, Grid, Paper, TooLong
from lianxin.core.late import late
from lianxin.people.access import actor_of
from lianxin.people.actions.exports import record_export
from lianxin.ui.errors import error_page
from lianxin.ui.listing import listed

book = late("lianxin.core.documents.letters.book")

#: Format → its word; in the order of the buttons.
FORMATS: Final[dict[str, str | Promise]] = {
    "xlsx": gettext_lazy("Excel"), "docx": gettext_lazy("Word"), "pdf": gettext_lazy("PDF"),
}  # fmt: skip
_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
#: The extra a format needs, and how to ask whether it is there.
_NEEDS: Final[dict[str, Callable[[], bool]]] = {"docx": word.available, "pdf": pdf.available}
_IN_MEMORY: Final = 4 * 1024 * 1024


def offered() -> list[tuple[str, str]]:
    """The formats that can be made here, as (code, word)."""
    return [(code, str(label)) for code, label in FORMATS.items() if _is_there(code)]


@cache
def _is_there(code: str) -> bool:
    """Whether the format can be made here; what is installed does not change while a process runs."""
    return code not in _NEEDS or _NEEDS[code]()


def forget() -> None:
    """Ask anew what is installed (tests)."""
    _is_there.cache_clear()


def links(address: str, query: str = "") -> list[dict[str, str]]:
    """Buttons for the files of a paper at an address; ``query`` is kept."""
    before = f"{address}?{query}&" if query else f"{address}?"
    return [{"label": label, "href": f"{before}format={code}"} for code, label in offered()]


def respond(request: HttpRequest, paper: Paper, *, back: str) -> HttpResponseBase:
    """The paper as the page that ``?format=`` does not ask for, or as the file that it does."""
    wanted = request.GET.get("format", "")
    if wanted not in FORMATS:
        return _page(request, paper, back)
    if not _is_there(wanted):
        return error_page(request, 404, text=no_extra(wanted), href=back, link=_("返回"))
    record_export(actor_of(request), paper.name, wanted)
    try:
        return _file(paper, wanted)
    except TooLong as error:
        text = _("超过 %(n)d 行，纸面放不下；请缩小筛选范围，或者导出 Excel。") % {"n": error.most}
        return error_page(request, 400, text=text, href=back, link=_("返回"))


def no_extra(code: str) -> str:
    """How to get a format that is not installed."""
    what = {"what": FORMATS[code], "code": code}
    return _("这里没有安装 %(what)s 附加包。请管理员用 python3 dev.py run --with %(code)s serve 启动。") % what


def _page(request: HttpRequest, paper: Paper, back: str) -> HttpResponse:
    query = request.GET.copy()
    query.pop("format", None)
    missing = [str(label) for code, label in FORMATS.items() if not _is_there(code)]
    context = {
        "paper": paper, "blocks": list(_blocks(paper)), "back_href": back,
        "files": links(request.path, query.urlencode()), "missing": listed(missing),
        "head_line": wording.head_line(paper), "day": wording.day(paper.issued_on),
        "is_letter": paper.form == Form.LETTER, "is_wide": paper.form == Form.TABLE,
        "is_notice": paper.form == Form.NOTICE,
    }  # fmt: skip
    return render(request, "ui/paper.html", context)


def _blocks(paper: Paper) -> Iterator[dict[str, Any]]:
    """The blocks for the template, each with the word of its kind; a grid's values as paper shows them."""
    for block in wording.numbered(paper):
        yield {"kind": type(block).__name__.lower(), "one": block, "rows": _rows(block)}


def _rows(block: Block) -> list[list[dict[str, Any]]]:
    if not isinstance(block, Grid):
        return []
    heads = block.columns
    return [
        [
            {"text": wording.value_text(value), "head": head.header, "number": head.number}
            for head, value in zip(heads, row, strict=True)
        ]
        for row in block.rows
    ]


def _file(paper: Paper, wanted: str) -> HttpResponseBase:
    """The download; a workbook is written to a file of its own, so that a long ledger does not stand in memory."""
    if wanted == "xlsx":
        target = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
        book.write_book(paper, target)
        target.seek(0)
        answer: HttpResponseBase = FileResponse(target, content_type=_TYPES[wanted])
    elif wanted == "docx":
        answer = HttpResponse(word.docx_bytes(paper), content_type=_TYPES[wanted])
    else:
        answer = HttpResponse(pdf.pdf_bytes(paper, settings.LIANXIN_FONT_FOLDER), content_type=_TYPES[wanted])
    stem = "-".join(filter(None, (paper.name, paper.mark, f"{clock.today():%Y%m%d}")))
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stem)}.{wanted}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
