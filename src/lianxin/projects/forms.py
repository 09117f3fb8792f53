"""Forms of the projects room."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.ballots import texts as ballot_texts
from lianxin.ballots.rules import Base, Blank, Preset, Publish, Shortage, Tie
from lianxin.deputies.selectors import deputies_on
from lianxin.places.models import PlaceKind
from lianxin.places.selectors import active_units, places_of_kind
from lianxin.projects import texts
from lianxin.projects import workflow as w
from lianxin.projects.models import Channel, Project, Season, Source
from lianxin.ui import forms

Choices = list[tuple[str, str]]


def deputies() -> Choices:
    """Everybody with a mandate today, or nobody."""
    return [("", "—"), *((str(one.pk), one.display_name) for one in deputies_on())]


def units() -> Choices:
    """Units in service, or none."""
    return [("", "—"), *((str(one.pk), one.label) for one in active_units())]


def places() -> Choices:
    """The town and its neighbourhoods, or none."""
    rows = places_of_kind(PlaceKind.TOWN, PlaceKind.NEIGHBOURHOOD)
    return [("", "—"), *((str(place.pk), place.label) for place in rows)]


def _select(**kwargs: Any) -> django_forms.ChoiceField:
    return django_forms.ChoiceField(widget=django_forms.Select, **kwargs)


def _said(table: Any) -> list[tuple[str, Any]]:
    return [(str(code), _(words)) for code, words in table.items()]


class ChangeSeasonForm(forms.Form):
    """What is written about a year's collection."""

    name = django_forms.CharField(label=_("名称"), max_length=60)
    opens_on = forms.DateField(label=_("征集开始"))
    closes_on = forms.DateField(label=_("征集结束"))
    basis = django_forms.CharField(label=_("依据的文件"), max_length=120, required=False)
    party_on = forms.DateField(label=_("报镇党委研究的日期"), required=False)


class SeasonForm(ChangeSeasonForm):
    """A new year."""

    year = django_forms.IntegerField(label=_("哪一年的项目"), min_value=2000, max_value=2100)
    field_order = ("year",)


class IdeaForm(forms.Form):
    """An idea with its giver; which of the three is needed depends on the source."""

    text = forms.WordsField(label=_("想法"), max_length=500, rows=3)
    source = forms.OneChoice(label=_("谁提的"), choices=Source.choices)
    giver = django_forms.CharField(
        label=_("居民意见的受理编号"), max_length=32, required=False,
        help_text=_("居民的想法先登记成意见，这里写它的受理编号；联系方式只存在意见里。"),
    )  # fmt: skip
    deputy = _select(label=_("提出的代表"), choices=deputies, required=False)
    unit = _select(label=_("提出的单位或者居民区"), choices=units, required=False)


class MergeForm(forms.Form):
    """The project an idea goes into."""

    project = _select(label=_("并入哪个项目"))

    def __init__(self, season: Season, *args: Any, **kwargs: Any) -> None:
        """Projects of the season that still take ideas."""
        super().__init__(*args, **kwargs)
        rows = Project.objects.filter(season=season, state__in=w.OPEN_FOR_IDEAS).order_by("number")
        self.fields["project"].choices = [(str(one.pk), f"{one.number} {one.name}") for one in rows]  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """A reason that idea-givers read."""

    words = forms.WordsField(label=_("说明"), max_length=300, rows=3, help_text=_("提出想法的人会看到这段话。"))


class DecisionForm(WordsForm):
    """A reason with the decision it rests on."""

    decision = django_forms.CharField(label=_("依据的决定"), max_length=80, help_text=_("会议名称和日期，或者文号。"))


class ProjectForm(forms.Form):
    """The sheet of a project: what the deputies read, and the screening."""

    name = django_forms.CharField(label=_("项目名称"), max_length=40)
    content = forms.WordsField(label=_("内容和规模"), max_length=2000, required=False)
    place = _select(label=_("实施地点"), choices=places, required=False)
    beneficiaries = django_forms.IntegerField(label=_("受益人数"), min_value=1, max_value=10_000_000, required=False)
    cost = django_forms.IntegerField(label=_("总投资（元）"), min_value=1, max_value=10_000_000_000, required=False)
    funds = django_forms.CharField(label=_("资金来源"), max_length=80, required=False)
    unit = _select(label=_("责任单位"), choices=units, required=False)
    leader = django_forms.CharField(label=_("牵头领导"), max_length=40, required=False)
    helpers = django_forms.CharField(label=_("配合单位"), max_length=120, required=False)
    due_on = forms.DateField(label=_("完成日期"), required=False)
    needed = django_forms.CharField(label=_("必要性论证"), max_length=200, required=False)
    feasible = django_forms.CharField(label=_("可行性论证"), max_length=200, required=False)
    lawful = django_forms.CharField(label=_("合法性、用地审查"), max_length=200, required=False)
    negative = forms.OneChoice(label=_("负面清单"), choices=texts.NEGATIVE, required=False)


class MilestoneForm(forms.Form):
    """A weighted step."""

    name = django_forms.CharField(label=_("节点"), max_length=60)
    weight = django_forms.IntegerField(label=_("权重"), min_value=1, max_value=100)
    planned_on = forms.DateField(label=_("计划完成"))


class DoneForm(forms.Form):
    """When a step was reached, and what proves it."""

    done_on = forms.DateField(label=_("完成日期"))
    evidence = django_forms.CharField(label=_("凭什么说完成了"), max_length=200)


class TellForm(forms.Form):
    """How and when a giver was told."""

    channel = forms.OneChoice(label=_("怎么告知的"), choices=[one for one in Channel.choices if one[0] != "inbox"])
    told_on = forms.DateField(label=_("哪天"))


class RuleForm(forms.Form):
    """The rule that the meeting adopted."""

    meeting = django_forms.CharField(label=_("会议"), max_length=80)
    held_on = forms.DateField(label=_("哪天"))
    in_office = django_forms.IntegerField(label=_("全体代表人数"), min_value=1, max_value=5000)
    seats = django_forms.IntegerField(label=_("要确定几个项目"), min_value=1, max_value=60)
    preset = forms.OneChoice(label=_("票决形式"), choices=_said(ballot_texts.PRESETS), initial=Preset.MARK.value)
    base = forms.OneChoice(label=_("过半数以谁为准"), choices=_said(ballot_texts.BASES), initial=Base.IN_OFFICE.value)
    blank = forms.OneChoice(label=_("空白票"), choices=_said(ballot_texts.BLANKS), initial=Blank.ABSTAIN.value)
    tie = forms.OneChoice(
        label=_("末位票数相等"), initial=Tie.REVOTE.value,
        choices=[(Tie.REVOTE.value, _("就相等的项目再次投票")), (Tie.ALL.value, _("一并确定"))],
    )  # fmt: skip
    shortage = forms.OneChoice(
        label=_("通过的不够"), initial=Shortage.REVOTE.value,
        choices=[(Shortage.REVOTE.value, _("不足的名额另行票决")), (Shortage.FEWER.value, _("以通过的为准")),
                 (Shortage.DEFER.value, _("留待下次会议"))],
    )  # fmt: skip
    publish = forms.OneChoice(label=_("公布"), choices=_said(ballot_texts.PUBLISHED), initial=Publish.TOTALS.value)


class DraftForm(RuleForm):
    """A rule before the meeting: the candidates and who will come are assumed."""

    candidates = django_forms.IntegerField(label=_("候选项目几个"), min_value=1, max_value=60)
    present = django_forms.IntegerField(label=_("预计到会几人"), min_value=1, max_value=5000)
    field_order = ("in_office", "present", "candidates", "seats")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """No meeting yet."""
        super().__init__(*args, **kwargs)
        del self.fields["meeting"], self.fields["held_on"]


class AgainForm(forms.Form):
    """A further vote at the same or another meeting."""

    meeting = django_forms.CharField(label=_("会议"), max_length=80)
    held_on = forms.DateField(label=_("哪天"))


class ConfirmForm(forms.Form):
    """The scan of the signed sheets, by its digest."""

    scan = django_forms.CharField(
        label=_("签字计票单扫描件的 SHA-256 摘要"), max_length=64, required=False, help_text=_("没有扫描件可以空着。")
    )
