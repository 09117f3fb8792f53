"""Photos and papers that show something: the field of a form, and what becomes of them before a transaction begins."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lianxin.records import attachments
from lianxin.records.attachments import Prepared
from lianxin.ui import forms

_MEGABYTE: Final = 1024 * 1024
_ACCEPT: Final = "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx"


def files_field(**more: Any) -> Any:
    """Photos and papers, nine at most."""
    return forms.PhotosField(
        label=_("照片或文件"), required=False, size=20 * _MEGABYTE, accept=_ACCEPT,
        widget=forms.PhotosInput({"accept": _ACCEPT}, note=_("一次最多 9 个，照片每张不超过 10 MB。")), **more,
    )  # fmt: skip


def prepared(files: Iterable[Any]) -> list[Prepared]:
    """Checked and converted, outside of any transaction; ``Invalid`` at ``files``."""
    return [attachments.prepare(one, one.name or "", field="files") for one in files]
