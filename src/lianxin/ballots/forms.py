"""Forms of the electronic vote."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.ballots.models import Ceremony
from lianxin.ui import forms


class DecisionForm(forms.Form):
    """The meeting's decision to vote electronically."""

    decision = django_forms.CharField(label=_("会议决定的文号或者名称"), max_length=80)
    decided_on = forms.DateField(label=_("哪一天决定的"))
    decided_by = django_forms.CharField(label=_("哪次会议、谁决定的"), max_length=80)
    ceremony = forms.OneChoice(label=_("谁来解密"), choices=Ceremony.choices, initial=Ceremony.TWO_OF_THREE)
    size = django_forms.IntegerField(
        label=_("全部到齐才能解密的，有几位监票人"), min_value=1, max_value=9, initial=3, required=False,
    )  # fmt: skip
    mixed = django_forms.BooleanField(label=_("混合投票：每位代表自己选信封或者纸质选票"), required=False)


class VotersForm(forms.Form):
    """The list that the envelope program wrote."""

    public = django_forms.CharField(
        label=_("公开名单（public.json 的内容）"),
        widget=django_forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("信封由不联网的电脑打印，只有这份公开名单交到这里；信封里的密码不要交。"),
    )  # fmt: skip


class OpenForm(forms.Form):
    """Who is there, what was given out, what was opened."""

    present = django_forms.IntegerField(label=_("实到代表"), min_value=1, max_value=5000)
    issued = django_forms.IntegerField(label=_("发出的信封"), min_value=1, max_value=5000)
    void = django_forms.CharField(
        label=_("作废的凭证（公开的部分，每行一个）"), required=False,
        widget=django_forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("没有发出的信封，请监票人当众拆开，全部作废。"),
    )  # fmt: skip


class SureForm(forms.Form):
    """A step that cannot be undone."""

    sure = django_forms.BooleanField(label=_("我确认，这一步不能撤回"), error_messages={"required": _("请先确认。")})


class CloseForm(SureForm):
    """Sealing the box of a purely electronic vote."""


class MixedCloseForm(SureForm):
    """Sealing the box of a mixed vote: the paper side must not be too small either."""

    paper = django_forms.IntegerField(label=_("收回的纸质选票"), min_value=0, max_value=5000)
    field_order = ("paper", "sure")


class BreakForm(SureForm):
    """Breaking off."""

    words = forms.WordsField(label=_("为什么中止"), max_length=300, rows=3)
    field_order = ("words", "sure")


class DeviceForm(forms.Form):
    """What a scrutineer's device sends."""

    number = django_forms.IntegerField(label=_("席位"), min_value=1, max_value=9, required=False)
    stage = django_forms.CharField(label=_("步骤"), max_length=12)
    given = django_forms.CharField(
        label=_("设备给的内容"), widget=django_forms.Textarea, max_length=2_000_000, strip=False,
        error_messages={"required": _("设备没有给出内容，请在设备上重做这一步。")},
    )  # fmt: skip


class CheckForm(forms.Form):
    """An archive to be audited."""

    file = django_forms.FileField(
        label=_("档案文件（.bel）"), error_messages={"required": _("请选择一个 .bel 文件。")},
    )  # fmt: skip
    setup_hash = django_forms.CharField(label=_("开箱时宣读的设定摘要"), max_length=64, required=False)
    last_hash = django_forms.CharField(label=_("宣读的最后摘要"), max_length=64, required=False)
    void = django_forms.CharField(
        label=_("作废凭证，每行一个"), required=False, widget=django_forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
