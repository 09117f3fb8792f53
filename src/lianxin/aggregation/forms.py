"""Forms of the room."""

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.aggregation.models import LikenessState
from lianxin.ui import forms

#: The buttons: what is sent, what it says, which key.
ANSWERS = (
    (LikenessState.SAME.value, _("是同一件事"), "1"),
    (LikenessState.DIFFERENT.value, _("不是同一件事"), "2"),
    (LikenessState.LATER.value, _("以后再看"), "3"),
)


class AnswerForm(forms.Form):
    """One answer; the reason is asked where the matters lie in different neighbourhoods."""

    answer = django_forms.ChoiceField(choices=[(value, label) for value, label, _key in ANSWERS])
    across_reason = forms.WordsField(
        label=_("跨居民区的理由"), max_length=300, rows=2, required=False,
        help_text=_("两件不在同一个居民区。答“是”，请写明为什么仍是同一件事。"),
    )  # fmt: skip


class PublishForm(forms.Form):
    """By whose decision which hot issues are made public, each under a name the office writes."""

    title = django_forms.CharField(label=_("标题"), max_length=80)
    decided_by = django_forms.CharField(label=_("谁决定的"), max_length=80, help_text=_("例如：镇人大主席团会议。"))
    decided_on = forms.DateField(label=_("决定的日期"))
    reference = django_forms.CharField(label=_("依据"), max_length=120, help_text=_("会议纪要或者批示的编号。"))


class SheetForm(forms.Form):
    """A picture of a filled sheet, and what its code may say anyway."""

    photo = django_forms.FileField(
        label=_("照片或扫描件"), help_text=_("JPEG 或 PNG，10 MB 以内。整张纸拍进来，放平，要亮。"),
        widget=django_forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )  # fmt: skip
    place = django_forms.ChoiceField(label=_("居民区"), required=False)
    occasion = django_forms.CharField(label=_("哪一次活动"), max_length=60, required=False)
    spoken_on = forms.DateField(label=_("哪一天说的"), required=False, help_text=_("不填就是今天。"))
    anyway = django_forms.BooleanField(label=_("照片就这样，我对着打字"), required=False)

    def __init__(self, *args: Any, homes: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """``homes`` are the neighbourhoods to choose from."""
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("纸上的码会说，或者以后再定")), *homes]  # type: ignore[attr-defined]


class RowForm(forms.Form):
    """One row beside the picture."""

    words = forms.WordsField(label=_("说了什么（原话）"), max_length=2000, rows=3)
    place_note = django_forms.CharField(label=_("地点"), max_length=120, required=False)
    contact_name = django_forms.CharField(label=_("姓名"), max_length=40, required=False)
    contact = django_forms.CharField(label=_("电话"), max_length=60, required=False)


class WithdrawForm(forms.Form):
    """Why a model is withdrawn."""

    reason = forms.WordsField(label=_("为什么退回"), max_length=300, rows=2)
    once = forms.OnceField()
