"""Forms of handed matters."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.deputies.selectors import deputies_on
from lianxin.ui import forms


class ReportForm(forms.Form):
    """Where the deputy took it."""

    words = forms.WordsField(
        label=_("带到哪里，那边怎么说"), max_length=400, rows=4,
        help_text=_("居民凭查询码会看到这几句话。写事，不写人的姓名和电话。"),
    )  # fmt: skip


class PassOnForm(forms.Form):
    """Another deputy of the same level, and why."""

    deputy = django_forms.ChoiceField(label=_("改请哪位代表"))
    words = django_forms.CharField(label=_("为什么改请"), max_length=120)

    def __init__(self, *args: Any, level: str, without: int, **kwargs: Any) -> None:
        """Deputies of *level*, but not the one who has it now."""
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.display_name) for one in deputies_on(None, level) if one.pk != without
        ]
