"""Forms of what follows the vote: group, monthly report, visit, answer, change, acceptance, evaluation, look-back."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases.evidence import files_field
from lianxin.deputies.selectors import voting_deputies
from lianxin.projects import texts
from lianxin.projects.models import Judges, Project, Task
from lianxin.ui import forms

Choices = list[tuple[str, str]]


def town_deputies() -> Choices:
    """Deputies of the town with a mandate today."""
    return [(str(one.pk), one.display_name) for one in voting_deputies()]


def _nobody() -> Choices:
    return [("", "—"), *town_deputies()]


class _Many(django_forms.MultipleChoiceField):
    """A plain list: seventy names as cards would be a page of their own."""

    widget = django_forms.SelectMultiple(attrs={"size": 10})


class GroupForm(forms.Form):
    """The deputies who oversee a project."""

    contact = django_forms.ChoiceField(label=_("联系的主席团成员"), choices=_nobody, required=False)
    deputies = _Many(label=_("督办代表组"), choices=town_deputies, help_text=_("按住 Ctrl 可以选几位。"))


class MonthForm(forms.Form):
    """A month's report."""

    month = forms.DateField(label=_("哪个月（写这个月的任何一天）"))
    spent = django_forms.IntegerField(label=_("累计支出（元）"), min_value=0, max_value=10_000_000_000)
    next_step = forms.WordsField(label=_("下一步"), max_length=300, rows=2)
    problems = forms.WordsField(label=_("遇到的问题"), max_length=300, rows=2, required=False)


class VisitForm(forms.Form):
    """What a group found."""

    task = forms.OneChoice(
        label=_("做了什么"), initial=Task.VISIT.value, choices=[one for one in Task.choices if one[0] != Task.LOOK_BACK]
    )
    held_on = forms.DateField(label=_("哪天"))
    people = django_forms.CharField(label=_("谁去的"), max_length=120)
    findings = forms.WordsField(label=_("看到什么、提了什么"), max_length=500, rows=4)
    wants_answer = django_forms.BooleanField(label=_("请责任单位答复"), required=False)


class LookBackForm(forms.Form):
    """A year later: still used, kept by whom."""

    held_on = forms.DateField(label=_("哪天"))
    people = django_forms.CharField(label=_("谁去的"), max_length=120)
    used = forms.OneChoice(label=_("现在还用不用"), choices=list(texts.USED.items()))
    keeper = django_forms.CharField(label=_("由谁管护"), max_length=80)
    findings = forms.WordsField(label=_("看到什么"), max_length=500, rows=4)


class AnswerForm(forms.Form):
    """The unit's answer."""

    answer = forms.WordsField(label=_("答复"), max_length=500, rows=4)


class ChangeForm(forms.Form):
    """A change that a decision allows."""

    what = django_forms.ChoiceField(label=_("调整什么"))
    new = forms.WordsField(
        label=_("调整成什么"), max_length=2000, rows=3, help_text=_("投资填整数（元），日期按 2026-09-30 的样子写。")
    )
    words = forms.WordsField(
        label=_("为什么"), max_length=300, rows=3, help_text=_("公告上和提出想法的人都会看到这段话。")
    )
    decision = django_forms.CharField(label=_("依据的决定"), max_length=80, help_text=_("会议名称和日期，或者文号。"))

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        """What may be changed: the project's own lines, and the days of milestones still to come."""
        super().__init__(*args, **kwargs)
        steps = project.milestones.filter(done_on=None).order_by("planned_on", "id")
        named = [(f"step:{one.pk}", _("节点日期：%(name)s") % {"name": one.name}) for one in steps]
        self.fields["what"].choices = [*texts.CHANGED.items(), *named]  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """The acceptance: who was there, what proves it."""

    accepted_on = forms.DateField(label=_("验收日期"))
    deputies = _Many(label=_("参加验收的代表"), choices=town_deputies, help_text=_("按住 Ctrl 可以选几位。"))
    people = django_forms.CharField(label=_("还有谁参加"), max_length=80, required=False)
    words = forms.WordsField(label=_("验收结论"), max_length=300, rows=3, help_text=_("提出想法的人会看到这段话。"))
    files = files_field()


class SurveyForm(forms.Form):
    """What residents or a third party say."""

    judges = forms.OneChoice(
        label=_("谁评的"), choices=[one for one in Judges.choices if one[0] != Judges.DEPUTIES],
        initial=Judges.RESIDENTS.value,
    )  # fmt: skip
    held_on = forms.DateField(label=_("哪天"))
    eligible = django_forms.IntegerField(label=_("问了多少人"), min_value=1, max_value=1_000_000)
    good = django_forms.IntegerField(label=_("满意"), min_value=0, max_value=1_000_000)
    fair = django_forms.IntegerField(label=_("基本满意"), min_value=0, max_value=1_000_000)
    bad = django_forms.IntegerField(label=_("不满意"), min_value=0, max_value=1_000_000)
    method = django_forms.CharField(label=_("怎么问的"), max_length=200)


class EvaluationForm(forms.Form):
    """The meeting at which the deputies evaluate."""

    meeting = django_forms.CharField(label=_("会议"), max_length=80)
    held_on = forms.DateField(label=_("哪天"))
    in_office = django_forms.IntegerField(label=_("全体代表人数"), min_value=1, max_value=5000)
