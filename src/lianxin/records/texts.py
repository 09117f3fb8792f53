"""Sentences of the records room that people read."""

from django.utils.translation import gettext as _

from lianxin.records.models import AttachmentKind


def file_refused(code: str, detail: str) -> str:
    """Why a file was not taken and what to do, by the codes of ``core.filetypes`` and ``core.images``."""
    sentences = {
        "empty": _("这个文件是空的，请重新选择。"),
        "too_large": _("这个文件太大（上限 %(limit)s），请压缩后再传，或改传照片。"),
        "too_many_pixels": _("这张照片的像素太多（上限 4000 万），请在手机里改小后再传。"),
        "not_an_image": _("这个文件不是照片，请选择 JPG、PNG 或 WebP 照片。"),
        "unsupported": _("不支持这种照片格式，请在手机里另存为 JPG 后再传。"),
        "damaged": _("这张照片已损坏，打不开，请重新拍摄或另选一张。"),
        "unknown_kind": _("认不出这是什么文件，请传照片、PDF、OFD 或 Word、Excel、PPT 文件。"),
        "kind_not_allowed": _("不接收这类文件，请传照片、PDF、OFD 或 Word、Excel、PPT（新格式、不含宏）文件。"),
        "wrong_ending": _("文件名的后缀和内容不符，请用原来的文件名再传。"),
    }
    return sentences[code] % {"limit": size_words(int(detail)) if detail.isdigit() else detail}


def too_many(kind: str, limit: int) -> str:
    """The object has as many files of a kind as it may have."""
    if kind == AttachmentKind.PHOTO:
        return _("照片最多 %(limit)s 张，请先去掉一些。") % {"limit": limit}
    return _("文件最多 %(limit)s 个，请先去掉一些。") % {"limit": limit}


def over_quota() -> str:
    """A key has uploaded too much within a day."""
    return _("今天从这个链接上传的文件太多了，请明天再传，或交给工作人员。")


def size_words(size: int) -> str:
    """A number of bytes in words: ``860 KB``, ``2.4 MB``."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    megabytes = size / 1024 / 1024
    return f"{megabytes:.0f} MB" if megabytes >= 10 or megabytes == int(megabytes) else f"{megabytes:.1f} MB"
