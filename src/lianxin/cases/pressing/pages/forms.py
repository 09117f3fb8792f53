"""The forms of pressing: what a person types for each move."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases.evidence import files_field
from lianxin.clocks.orders.models import Evidence
from lianxin.ui import forms


class MoveForm(forms.Form):
    """What every move sends: which version was seen, and that it was pressed once."""

    expected_version = django_forms.IntegerField(required=False, widget=django_forms.HiddenInput)
    once = forms.OnceField()


class DraftForm(MoveForm):
    """An order by hand."""

    step = forms.OneChoice(label=_("哪一级"), choices=(("oversee", _("督办")), ("leader", _("领导包案"))),
                           widget=forms.RadioCards(layout="inline"))  # fmt: skip
    text = forms.WordsField(label=_("要求"), required=False, help_text=_("不写就用这一级的标准要求。"), rows=4)


class DemandForm(MoveForm):
    """What is demanded, by when, and who has taken it on."""

    text = forms.WordsField(label=_("要求"), max_length=4000, rows=5)
    answer_n = django_forms.IntegerField(label=_("几个工作日内回复"), min_value=1, max_value=60)
    leader_label = django_forms.CharField(
        label=_("包案领导"), max_length=60, required=False, help_text=_("只有“领导包案”要写，写职务和姓名。")
    )


class SignForm(MoveForm):
    """Signing: the leader's name where one takes it on."""

    leader_label = django_forms.CharField(
        label=_("包案领导"), max_length=60, required=False, help_text=_("只有“领导包案”要写，写职务和姓名。")
    )


class ReasonForm(MoveForm):
    """A reason."""

    reason = django_forms.CharField(label=_("理由"), max_length=500, help_text=_("会留在记录里。"))


class AnswerForm(MoveForm):
    """The unit's answer."""

    text = forms.WordsField(
        label=_("办了什么、为什么晚了、什么时候办完"), max_length=4000, rows=6, help_text=_("逐件写清楚。")
    )
    files = files_field()


class LiftForm(MoveForm):
    """The evidence."""

    evidence = forms.OneChoice(label=_("凭什么解除"), choices=Evidence.choices, widget=forms.RadioCards())
    statement = forms.WordsField(label=_("证实的话，或需要说明的"), required=False, max_length=2000, rows=3)
    witness = django_forms.CharField(
        label=_("证实的人"), max_length=120, required=False,
        help_text=_("写身份，例如：青枫居民区书记；不能是回复督办单的人。"),
    )  # fmt: skip
    files = files_field()


class ProposeForm(MoveForm):
    """A congress step by hand."""

    step = forms.OneChoice(label=_("哪一项"), choices=(), widget=forms.RadioCards())
    text = forms.WordsField(label=_("内容"), required=False, help_text=_("不写就用这一项的标准写法。"), rows=4)


class AskForm(MoveForm):
    """What a congress step says."""

    text = forms.WordsField(label=_("内容"), max_length=4000, rows=5)


class StartForm(MoveForm):
    """Starting: who decided, and when."""

    decided_by = django_forms.CharField(
        label=_("谁决定的"), max_length=120, required=False,
        help_text=_("重点督办、代表视察、听取报告要写：主席团或人大主席、副主席的哪一位。"),
    )  # fmt: skip
    decided_on = forms.DateField(label=_("哪一天决定的"), required=False)


class ReportForm(MoveForm):
    """The town government's answer."""

    text = forms.WordsField(label=_("镇政府的回复"), max_length=4000, rows=6)


class ConcludeForm(MoveForm):
    """What came of it."""

    text = forms.WordsField(label=_("结果"), max_length=4000, rows=5)
    held_on = forms.DateField(label=_("视察或会议的日期"), required=False)


class StepForm(forms.Form):
    """A step of a ladder as data."""

    after_n = django_forms.IntegerField(label=_("到这一级的时间"), min_value=1, max_value=250, required=False)
    answer_n = django_forms.IntegerField(label=_("回复期限（工作日）"), min_value=1, max_value=250, required=False)
    demand = forms.WordsField(label=_("标准要求"), max_length=500, required=False, rows=3)
    enabled = django_forms.BooleanField(label=_("到时间自动做"), required=False, widget=forms.YesNo())
    source = django_forms.CharField(label=_("依据"), max_length=300)
    confirmed = django_forms.BooleanField(label=_("依据已经核对"), required=False, widget=forms.YesNo())
