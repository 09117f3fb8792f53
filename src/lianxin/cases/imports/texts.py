"""Sentences of the import that a clerk reads: what a column is, what is wrong with a file, what was noticed in it."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.cases.imports import columns as c
from lianxin.core.documents.model import Note
from lianxin.ui.listing import listed

#: What a column may become, in the order of the template; fields that no opinion has yet are not offered.
FIELD_LABELS: Final[dict[str, str | Promise]] = {
    c.WORDS: gettext_lazy("原话（必有）"),
    c.SUMMARY: gettext_lazy("摘要"),
    c.SPOKEN_ON: gettext_lazy("反映日期"),
    c.PLACE: gettext_lazy("居民区"),
    c.COMPOUND: gettext_lazy("小区"),
    c.BUILDING: gettext_lazy("楼号"),
    c.KIND: gettext_lazy("诉求性质"),
    c.CATEGORY: gettext_lazy("分类"),
    c.CHANNEL: gettext_lazy("来源渠道"),
    c.NAME: gettext_lazy("反映人称呼"),
    c.PHONE: gettext_lazy("联系电话"),
    c.RECORDER: gettext_lazy("记录人"),
    c.OCCASION: gettext_lazy("来源活动"),
    c.CONFIDENTIAL: gettext_lazy("是否保密"),
    c.CONSENT: gettext_lazy("是否同意公开"),
    c.REFERENCE: gettext_lazy("原编号"),
    c.VISIT: gettext_lazy("走访编号"),
}

#: Sentences of an action that speak to a resident, said to a clerk before a table.
FOR_CLERKS: Final[dict[str, str | Promise]] = {
    "words_missing": gettext_lazy("这一格是空的，请补上居民的原话。"),
}

_UNREADABLE: Final[dict[str, str | Promise]] = {
    "empty": gettext_lazy("这个文件里没有内容。请打开看一看，确认表格里有字，再上传。"),
    "too_many_rows": gettext_lazy("一次最多导入 %(detail)s 行，请拆成几个文件。"),
    "too_many_columns": gettext_lazy("这张表的列太多（最多 %(detail)s 列），请删去不用的列再上传。"),
    "old_excel": gettext_lazy("这是老式的 .xls 文件。请在 Excel 或 WPS 里“另存为” .xlsx 再上传。"),
    "encrypted": gettext_lazy("这个文件设了打开密码。请去掉密码，另存一份再上传。"),
    "html": gettext_lazy("这其实是一个网页文件。请用 Excel 或 WPS 打开它，“另存为” .xlsx 再上传。"),
    "damaged": gettext_lazy("这个文件已损坏，打不开。请从原处重新导出一份再上传。"),
    "encoding": gettext_lazy("认不出这个文件的文字编码。请用 Excel 或 WPS 打开，“另存为” .xlsx 再上传。"),
    "no_such_sheet": gettext_lazy("文件里没有叫“%(detail)s”的工作表，请重新选择。"),
}


def unreadable(code: str, detail: str, suffix: str) -> str:
    """Why a file cannot be read as a table, and what to do; ``suffix`` is the ending of its name, with the dot."""
    if code == "too_large":
        return _("文件太大，最多 20 MB。请删去图片和不用的工作表，或者拆成几个文件。")
    if code == "not_supported":
        if suffix in {".xlsx", ".csv"}:
            return _(
                "这个文件的名字以 %(suffix)s 结尾，里面却不是表格（可能是图片或别的文件改了名）。请上传真正的表格。"
            ) % {"suffix": suffix}
        return _("这不是表格文件。请上传 .xlsx、.csv 或 .csv.gz。")
    return str(_UNREADABLE.get(code, _UNREADABLE["damaged"])) % {"detail": detail}


#: Endings of pictures and scans, which people try first.
_PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif", ".bmp", ".tif", ".tiff"})


def wrong_ending(suffix: str) -> str:
    """The name already says that it is no table."""
    if suffix in _PICTURES:
        return _("这是一张图片（%(suffix)s），里面的表格读不了。请上传 .xlsx、.csv 或 .csv.gz。") % {"suffix": suffix}
    return _("这不是表格文件（%(suffix)s）。请上传 .xlsx、.csv 或 .csv.gz。") % {"suffix": suffix}


def unknown_place(cell: str, name: str) -> str:
    """A place that the register does not know, named with its cell."""
    return _("%(cell)s：“%(name)s”") % {"cell": cell, "name": name}


_NOTES: Final[dict[str, str | Promise]] = {
    "merged": gettext_lazy("%(cells)s 等 %(n)s 个合并单元格：已把同一个内容填到每一行。"),
    "lost_digits": gettext_lazy(
        "%(cells)s 等 %(n)s 个很长的数字在表格软件里已经丢了末几位，请在原表里改成文本再上传。"
    ),
    "formula_error": gettext_lazy("%(cells)s 等 %(n)s 格的公式出错（如 #N/A），当作空格读。"),
    "hidden_sheet": gettext_lazy("隐藏的工作表“%(detail)s”没有读。"),
    "no_header": gettext_lazy("没有找到表头，各列用“列A、列B”称呼，请对照样例选好每一列。"),
    "blank_header": gettext_lazy("%(cells)s 没有表头，用列号称呼。"),
}


def noticed(notes: Iterable[Note]) -> list[str]:
    """What a person should know about the file, one sentence a kind."""
    grouped: dict[str, list[Note]] = {}
    for note in notes:
        grouped.setdefault(note.code, []).append(note)
    found = []
    for code, group in grouped.items():
        if code in _NOTES:
            cells = listed(note.cell for note in group[:3] if note.cell)
            detail = listed(note.detail for note in group if note.detail)
            found.append(str(_NOTES[code]) % {"cells": cells, "n": len(group), "detail": detail})
    return found


def no_rows() -> str:
    """A table of headers only."""
    return _("表里只有表头，下面没有内容。请填好再上传。")


def no_words() -> str:
    """The one column that must be named."""
    return _("请指明哪一列是居民的原话。")


def named_twice(header: str) -> str:
    """Two columns were said to be the same thing."""
    return _("和“%(header)s”选了同一项，一项只能来自一列。") % {"header": header}


def template_columns(words: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """Header, width in characters and advice for each column of the template; ``words`` lists what a column may say."""
    return [
        (_("原话"), 50, _("必填。居民怎么说就怎么写，一字不改，可以换行。")),
        (_("摘要"), 24, _("可空。清单上显示的一句话，空着就取原话的开头。")),
        (_("反映日期"), 14, _("可空，写成 2026-06-03 的样子；空着算导入当天。")),
        (_("居民区"), 14, _("写名录里的名称，例如“青枫居民区”；名录里没有的会留作备注，由人补。")),
        (_("小区"), 14, _("可空，写小区名。")),
        (_("楼号"), 10, _("可空，例如“3号楼”。")),
        (_("诉求性质"), 12, _("可空，写其中一个：%(words)s。") % {"words": words["kind"]}),
        (_("分类"), 14, _("可空，写分类名或编码。")),
        (_("来源渠道"), 12, _("可空，写其中一个：%(words)s。") % {"words": words["channel"]}),
        (_("反映人"), 12, _("可空，怎么称呼；只在留了电话时保存，加密存放。")),
        (_("联系电话"), 16, _("可空，加密存放，每次查看都有记录。")),
        (_("记录人"), 12, _("可空。")),
        (_("来源活动"), 18, _("可空，例如“6月代表集中联系社区”。")),
        (_("是否保密"), 10, _("写“是”就只给两个台看原话。")),
        (_("是否同意公开"), 14, _("写“是”才可以公开内容。")),
        (_("原编号"), 16, _("可空，原系统里的编号。")),
    ]
