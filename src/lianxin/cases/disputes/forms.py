"""The forms of a 现场会商单."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.dispute import DisputeReason, Scope
from lianxin.cases.pressing.pages.forms import MoveForm
from lianxin.ui import forms


class OpenForm(MoveForm):
    """Why, and which units do not agree."""

    reason = forms.OneChoice(label=_("为什么要会商"), choices=DisputeReason.choices, widget=forms.RadioCards())
    units = forms.ManyChoices(
        label=_("有争议的单位"), choices=(), required=False,
        help_text=_("退回过的单位、退回时建议的单位会自动写上，这里只补别的。"),
    )  # fmt: skip


class MeetForm(MoveForm):
    """Who was there, what was seen."""

    met_on = forms.DateField(label=_("会商日期"))
    met_where = django_forms.CharField(label=_("地点"), max_length=120, required=False)
    present = forms.WordsField(
        label=_("到场的人"), max_length=2000, rows=5, help_text=_("一行一位，写单位和职务，例如：城建办 副主任 李某。")
    )
    findings = forms.WordsField(label=_("现场情况"), max_length=4000, rows=5)


class DecideForm(MoveForm):
    """Who leads, who helps, by what, for where."""

    lead = forms.OneChoice(label=_("由谁牵头"), choices=(), widget=django_forms.Select())
    co_units = forms.ManyChoices(label=_("谁配合"), choices=(), required=False)
    basis = django_forms.CharField(label=_("依据"), max_length=200, help_text=_("法规、三定方案、会议决定或合同。"))
    scope = forms.OneChoice(
        label=_("适用范围"), choices=Scope.choices, widget=forms.RadioCards(),
        help_text=_("写进权责表以后，这个范围里的同类事都这样派，不再退回。"),
    )  # fmt: skip


class DropForm(MoveForm):
    """Why no meeting is needed."""

    reason = django_forms.CharField(label=_("理由"), max_length=300, help_text=_("会留在记录里。"))
