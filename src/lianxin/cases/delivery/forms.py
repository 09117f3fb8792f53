"""Forms of the way to the door."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases.delivery.rules import DELIVERED, MOVED, NOT_HOME, REFUSED
from lianxin.cases.models import Outcome, Result
from lianxin.ui import forms


class RunForm(forms.Form):
    """For which neighbourhood, when, who carries."""

    place_id = django_forms.TypedChoiceField(label=_("居民区"), coerce=int, choices=())
    day = forms.DateField(label=_("哪一天送"))
    carrier_label = django_forms.CharField(
        label=_("谁去送"), max_length=60, required=False, help_text=_("写职务或组别，例如“各楼楼组长”；不必写姓名。")
    )
    once = forms.OnceField()


class QuickForm(forms.Form):
    """Numbers and ticks as they come back in a pile."""

    lines = forms.WordsField(
        label=_("快速登记"), max_length=6000, rows=6,
        help_text=_(
            "一行一张：号 + 勾。1 解决了，2 部分解决，3 没有解决；后面可以写居民写的话。"
            "只写号表示送到了、没有交回条；没送到的写“没人”“不收”“搬走”。例如：12 3 灯还是不亮"
        ),
    )  # fmt: skip


class MarkForm(forms.Form):
    """One slip, by the carrier's button."""

    item = django_forms.IntegerField(widget=django_forms.HiddenInput)
    outcome = django_forms.ChoiceField(
        required=False, choices=[(code, Outcome(code).label) for code in (DELIVERED, NOT_HOME, REFUSED, MOVED)]
    )
    tick = django_forms.ChoiceField(required=False, choices=[("", ""), *Result.choices])


class CallsForm(forms.Form):
    """Why the numbers are looked at: each look is recorded."""

    reason = forms.WordsField(
        label=_("为什么要看电话"), max_length=200, rows=2, help_text=_("每一个号码的查看都会留下记录。")
    )
