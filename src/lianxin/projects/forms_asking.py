"""Forms of what residents are asked."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.places.models import PlaceKind
from lianxin.places.selectors import places_of_kind
from lianxin.projects.selectors import Row
from lianxin.ui import forms


def homes() -> list[tuple[str, Any]]:
    """The neighbourhoods."""
    return [("", _("请选择")), *((str(one.pk), one.label) for one in places_of_kind(PlaceKind.NEIGHBOURHOOD))]


def _home() -> django_forms.ChoiceField:
    return django_forms.ChoiceField(label=_("居民区"), choices=homes)


class ConsultationForm(forms.Form):
    """A question with its choices."""

    title = django_forms.CharField(label=_("题目"), max_length=60)
    question = forms.WordsField(label=_("问什么"), max_length=300, rows=2)
    choices = forms.WordsField(label=_("选项，一行一个"), max_length=600, rows=4)
    opens_on = forms.DateField(label=_("开始"))
    closes_on = forms.DateField(label=_("结束"))


class AnswerForm(forms.Form):
    """A resident's answer: no name, no room."""

    place = _home()
    building = django_forms.CharField(
        label=_("几号楼"), max_length=40, required=False, help_text=_("只写楼号，不写室号；不写也可以。")
    )
    choice = forms.OneChoice(label=_("您的意见"), choices=[])

    def __init__(self, choices: list[str], *args: Any, **kwargs: Any) -> None:
        """The question's own choices."""
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(str(at), word) for at, word in enumerate(choices)]  # type: ignore[attr-defined]
        self.fields["choice"].label = _("您的意见")


class TallyForm(forms.Form):
    """What the sheets of one building add up to."""

    place = _home()
    building = django_forms.CharField(label=_("几号楼"), max_length=40, required=False)

    def __init__(self, choices: list[str], *args: Any, **kwargs: Any) -> None:
        """A number a choice."""
        super().__init__(*args, **kwargs)
        self.names = [f"n{at}" for at in range(len(choices))]
        for name, word in zip(self.names, choices, strict=True):
            self.fields[name] = django_forms.IntegerField(label=word, min_value=0, max_value=100_000, initial=0)

    def counts(self) -> dict[int, int]:
        """Choice → how many."""
        return {at: self.cleaned_data[name] for at, name in enumerate(self.names)}


class WishForm(forms.Form):
    """An advisory vote."""

    budget = django_forms.IntegerField(label=_("预算（元）"), min_value=1, max_value=10_000_000_000)
    opens_on = forms.DateField(label=_("开始"))
    closes_on = forms.DateField(label=_("结束"))


class CodesForm(forms.Form):
    """How many codes for which neighbourhood."""

    place = _home()
    many = django_forms.IntegerField(label=_("几户"), min_value=1, max_value=500)


class CastForm(forms.Form):
    """A household's choice."""

    code = django_forms.CharField(label=_("通知单上的码"), max_length=40)
    picks = forms.ManyChoices(label=_("选项目"), choices=[])

    def __init__(self, items: list[Row], *args: Any, **kwargs: Any) -> None:
        """The vote's own projects with their costs."""
        super().__init__(*args, **kwargs)
        named = [(str(one["number"]), f"{one['number']} {one['name']}（{one['cost']}）") for one in items]
        self.fields["picks"].choices = named  # type: ignore[attr-defined]
