"""Sentences about blank forms that a file or a binding was refused for."""

from django.utils.translation import gettext as _


def refused(code: str) -> str:
    """Why a file cannot serve as a blank form."""
    sentences = {
        "old_word": _("这是旧格式（.doc 或 .xls）。请在 Word 或 Excel 里“另存为” .docx 或 .xlsx，再传一次。"),
        "macros": _("这个文件带有宏，不能用。请另存为不带宏的 .docx 或 .xlsx，再传一次。"),
        "too_large": _("这个文件太大了。空白表不超过 20 MB，请去掉里面的大图片再传。"),
        "damaged": _("这个文件打不开，可能没有传完整。请重新下载上级发的表，再传一次。"),
    }
    return sentences.get(code, _("只能用 Word（.docx）或 Excel（.xlsx）的空白表。"))
