"""Fields: words of any length, dates as people type them, query codes, photos, and the token against double submits."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lianxin.core import ids, text
from lianxin.ui import dates
from lianxin.ui.forms.widgets import CheckCards, DateInput, PhotosInput, RadioCards

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_MEGABYTE: Final = 1024 * 1024


class WordsField(forms.CharField):
    """Free text, tidied (line ends, control characters) but never rewritten, with a visible character counter.

    The limit is checked on the server only, so that pasted text is never cut off silently by the browser.
    """

    def __init__(self, *, max_length: int = 2000, rows: int = 5, **kwargs: Any) -> None:
        """*max_length* in characters as Python counts them (an emoji may count more than one)."""
        self.own_messages = kwargs.get("error_messages") or {}
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A soft limit for the counter instead of the browser's hard ``maxlength``."""
        return {"data-counter": str(self.max_length)}

    def to_python(self, value: Any) -> str:
        """The tidied text."""
        return text.tidy(super().to_python(value) or "").strip("\n")


class DateField(forms.Field):
    """A civil date; reads ``2026-06-03``, ``2026年6月3日``, ``6月3日`` and full-width digits."""

    widget = DateInput
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("请按“2026年6月3日”的样子填写日期。")}
    own_messages: Mapping[str, Any] = default_error_messages

    def __init__(self, *, not_before: dt.date | None = None, not_after: dt.date | None = None, **kwargs: Any) -> None:
        """Optional inclusive bounds."""
        self.not_before, self.not_after = not_before, not_after
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show dates in the form the browser's field wants."""
        return value.isoformat() if isinstance(value, dt.date) else value

    def to_python(self, value: Any) -> dt.date | None:
        """The date, or None when empty; raises ``ValidationError`` for anything unreadable."""
        if value in self.empty_values:
            return None
        found = value if isinstance(value, dt.date) else dates.parse_date(str(value))
        if found is None or found.year < 1900:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if self.not_before and found < self.not_before:
            raise ValidationError(
                _("日期不能早于 %(day)s。") % {"day": dates.zh_date(self.not_before)}, code="min_value"
            )
        if self.not_after and found > self.not_after:
            raise ValidationError(
                _("日期不能晚于 %(day)s。") % {"day": dates.zh_date(self.not_after)}, code="max_value"
            )
        return found


class CodeField(forms.CharField):
    """A resident's query code: case, spaces, dashes and full-width letters do not matter; the check letter does."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("查询码不对。请照回执上的 12 位字母和数字再输一遍；数字 0、1 和字母 O、I、L 不会出现。")
    }
    own_messages: Mapping[str, Any] = default_error_messages

    def __init__(self, **kwargs: Any) -> None:
        """A field for one code."""
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"class": "code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
            ),
        )
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> str:
        """The normal form of the code (``K7QM-3XWD-9FHC``)."""
        typed = super().clean(value)
        if not typed:
            return ""
        code = ids.check_query_code(typed)
        if code is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return code


class OneChoice(forms.ChoiceField):
    """One of several, shown as cards."""

    widget = RadioCards


class ManyChoices(forms.MultipleChoiceField):
    """Any number of several, shown as cards."""

    widget = CheckCards


class PhotosField(forms.Field):
    """Several uploads; ``clean`` gives a list of ``UploadedFile`` (content is checked again by ``records``).

    Limits: *most* files, *size* bytes each (photos 10 MB, other files 20 MB, see design §2.8).
    """

    widget = PhotosInput
    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("请至少选一个文件。")}
    own_messages: Mapping[str, Any] = default_error_messages

    def __init__(
        self, *, most: int = 9, size: int = 10 * _MEGABYTE, accept: str = "image/jpeg,image/png", **kwargs: Any
    ) -> None:
        """*accept* is a hint to the browser only."""
        self.most, self.size = most, size
        kwargs.setdefault("widget", PhotosInput(attrs={"accept": accept}, most=most))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[UploadedFile[Any]]:
        """The uploads; raises ``ValidationError`` when there are too many or one is too big or empty."""
        files: Sequence[UploadedFile[Any]] = list(value or [])
        if len(files) > self.most:
            raise ValidationError(
                _("一次最多 %(most)s 个文件，您选了 %(n)s 个。") % {"most": self.most, "n": len(files)}, code="most"
            )
        for one in files:
            if not one.size:
                raise ValidationError(_("“%(name)s”是空文件，请重新选择。") % {"name": one.name}, code="empty")
            if one.size > self.size:
                raise ValidationError(
                    _("“%(name)s”太大，单个文件不超过 %(mb)s MB。") % {"name": one.name, "mb": self.size // _MEGABYTE},
                    code="size",
                )
        return list(files)


class OnceField(forms.CharField):
    """Hidden token that makes a form act once: pass ``cleaned_data["once"]`` to the action as its idempotency key.

    A token that is missing or was tampered with is replaced by a fresh one rather than refused: the worst case is
    then an ordinary submit.
    """

    def __init__(self, *, make: Callable[[], str] = ids.random_token, **kwargs: Any) -> None:
        """*make* produces a new token (tests give a fixed one)."""
        self.make = make
        super().__init__(required=False, widget=forms.HiddenInput, initial=make, max_length=64, **kwargs)

    def clean(self, value: Any) -> str:
        """The token as sent, or a new one."""
        sent = str(value or "")
        return sent if _TOKEN.fullmatch(sent) else self.make()
