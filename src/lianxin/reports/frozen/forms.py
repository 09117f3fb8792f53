"""What is asked before a report is frozen."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.reports import registry
from lianxin.reports.figures.forms import PeriodForm
from lianxin.reports.frozen.content import Wanted, count_tables
from lianxin.reports.frozen.models import ReportKind
from lianxin.reports.registry import Period
from lianxin.ui import forms


class ReportForm(PeriodForm):
    """Title, period, figures, tables, text."""

    title = django_forms.CharField(label=gettext_lazy("标题"), max_length=120)
    kind = forms.OneChoice(label=gettext_lazy("哪一种报告"), choices=ReportKind.choices, initial=ReportKind.HALF)
    figures = forms.ManyChoices(label=gettext_lazy("放哪些数"), choices=[])
    tables = forms.ManyChoices(label=gettext_lazy("放哪些表"), choices=[], required=False)
    text = forms.WordsField(
        label=gettext_lazy("文字"),
        rows=10,
        max_length=20_000,
        required=False,
        help_text=gettext_lazy("先看一看时，系统按数字写好一份草稿，您再改。不要写姓名、电话。"),
    )
    once = forms.OnceField()
    field_order: Any = ("title", "kind", "first", "last", "as_of", "figures", "tables", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the measures and the tables of counts."""
        super().__init__(*args, **kwargs)
        self._offer("figures", [(one.code, str(one.title)) for one in registry.measures()])
        self._offer("tables", list(count_tables().items()))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, django_forms.MultipleChoiceField):
            field.choices = choices

    def wanted(self) -> Wanted:
        """What shall be frozen."""
        data = self.cleaned_data
        period = Period(data["first"], data["last"], data["as_of"])
        return Wanted(data["title"], period, data["figures"], data["tables"], data["text"])


class CorrectionForm(ReportForm):
    """The same with why."""

    reason = django_forms.CharField(
        label=gettext_lazy("为什么更正"),
        max_length=300,
        help_text=gettext_lazy("写进新的一版，和改了哪些一起给人看。"),
    )
    field_order: Any = ("reason", *ReportForm.field_order)


def all_figures() -> list[str]:
    """The figures a new report proposes: all."""
    return [one.code for one in registry.measures()]


def title_for(period: str) -> str:
    """The title a new report proposes."""
    return _("%(period)s居民意见办理情况报告") % {"period": period}
