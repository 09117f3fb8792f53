"""Widgets: choices as cards, dates that accept Chinese typing, several photos at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _


class _Cards:
    """Adds a hint line to single options; ``inline`` shows short options side by side."""

    hints: Mapping[str, Any]
    layout: str

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option plus its ``hint``."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value), "")
        return option


class RadioCards(_Cards, forms.RadioSelect):
    """One of several, as cards a thumb can hit. ``layout``: ``""`` (one below the other), ``two``, ``inline``."""

    template_name = "ui/forms/widgets/cards.html"
    option_template_name = "ui/forms/widgets/card.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, hints: Mapping[str, Any] | None = None, layout: str = ""
    ) -> None:
        """*hints* maps option values to one line of explanation."""
        super().__init__(attrs)
        self.hints = hints or {}
        self.layout = layout

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Hand the layout to the template."""
        return {**super().get_context(name, value, attrs), "layout": self.layout}


class CheckCards(_Cards, forms.CheckboxSelectMultiple):
    """Any number of several, as cards."""

    template_name = "ui/forms/widgets/cards.html"
    option_template_name = "ui/forms/widgets/card.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, hints: Mapping[str, Any] | None = None, layout: str = ""
    ) -> None:
        """*hints* maps option values to one line of explanation."""
        super().__init__(attrs)
        self.hints = hints or {}
        self.layout = layout

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Hand the layout to the template."""
        return {**super().get_context(name, value, attrs), "layout": self.layout}


class FoldedCards(CheckCards):
    """Any number of very many, in groups that fold: what is chosen stands open, the rest opens at a touch.

    A browser's own search finds a word in a folded group and opens it; nothing here needs a script.
    """

    template_name = "ui/forms/widgets/folded.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The groups with their options and how many of them are chosen."""
        context = super().get_context(name, value, attrs)
        context["groups"] = [
            {"title": title, "options": options, "chosen": sum(bool(one["selected"]) for one in options)}
            for title, options, _index in context["widget"]["optgroups"]
        ]
        return context


class YesNo(forms.CheckboxInput):
    """A single tick, shown as a card with its label inside."""

    template_name = "ui/forms/widgets/tick.html"


class DateInput(forms.DateInput):
    """The browser's own date field; typed text such as 6月3日 is read by ``DateField`` as well."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Fix the format that ``<input type="date">`` requires."""
        super().__init__(attrs, format="%Y-%m-%d")


class PhotosInput(forms.FileInput):
    """Several photos or files; ui.js adds thumbnails, without it the browser lists the names."""

    allow_multiple_selected = True
    template_name = "ui/forms/widgets/files.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, most: int = 9, note: Any = None) -> None:
        """*most* files at once; *note* replaces the line below the field."""
        super().__init__({"multiple": most > 1, "data-files": str(most), **(attrs or {})})
        self.most = most
        self.note = note or _("最多 %(most)s 张，单张照片不超过 10 MB。照片里的拍摄地点等信息会自动去掉。") % {
            "most": most
        }

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Sequence[Any]:
        """All uploaded files under *name*."""
        return files.getlist(name) if hasattr(files, "getlist") else [f for f in [files.get(name)] if f]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Hand the note to the template."""
        return {**super().get_context(name, value, attrs), "note": self.note}
