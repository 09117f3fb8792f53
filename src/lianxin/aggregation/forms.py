"""Forms of the room."""

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

    title = forms.WordsField(label=_("标题"), max_length=80)
    decided_by = forms.WordsField(label=_("谁决定的"), max_length=80, help_text=_("例如：镇人大主席团会议。"))
    decided_on = forms.DateField(label=_("决定的日期"))
    reference = forms.WordsField(label=_("依据"), max_length=120, help_text=_("会议纪要或者批示的编号。"))


class WithdrawForm(forms.Form):
    """Why a model is withdrawn."""

    reason = forms.WordsField(label=_("为什么退回"), max_length=300, rows=2)
    once = forms.OnceField()
