"""What a page of figures asks for: from which day to which, as of which day, and what is left in."""

import datetime as dt
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.core.clock import today
from lianxin.db.scope import current_town
from lianxin.places.models import Place
from lianxin.reports.figures import cuts
from lianxin.reports.figures.model import Scope
from lianxin.reports.registry import Period
from lianxin.ui import forms


class PeriodForm(forms.Form):
    """From which day to which day, as of which."""

    first = forms.DateField(label=gettext_lazy("从"))
    last = forms.DateField(label=gettext_lazy("到"))
    as_of = forms.DateField(
        label=gettext_lazy("截止到哪天"),
        required=False,
        help_text=gettext_lazy("这一天过完时是什么样。空着就是到现在。"),
    )

    def clean(self) -> dict[str, Any]:
        """A period runs forward."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("结束日期不能早于开始日期。"))
        return data


class ScopeForm(PeriodForm):
    """The same with unit, neighbourhood, category and track."""

    unit = django_forms.ChoiceField(label=gettext_lazy("承办单位"), required=False)
    place = django_forms.ChoiceField(label=gettext_lazy("居民区"), required=False)
    category = django_forms.ChoiceField(label=gettext_lazy("大类"), required=False)
    track = django_forms.ChoiceField(label=gettext_lazy("办理轨道"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the groups of each cut; three statements."""
        super().__init__(*args, **kwargs)
        for code in cuts.LABELS:
            field = self.fields[code]
            if isinstance(field, django_forms.ChoiceField):
                field.choices = [("", _("全部")), *((key, str(label)) for key, label in cuts.Names(code).pairs)]


def usual() -> Period:
    """This year up to today."""
    return Period(today().replace(month=1, day=1), today())


def read_period(request: HttpRequest, form_class: type[PeriodForm] = PeriodForm) -> tuple[PeriodForm, Period]:
    """The period asked for; the usual one when nothing or nonsense was asked."""
    default = usual()
    if "first" not in request.GET:
        return form_class(initial={"first": default.first, "last": default.last}), default
    form = form_class(request.GET)
    if not form.is_valid():
        return form, default
    first: dt.date = form.cleaned_data["first"]
    last: dt.date = form.cleaned_data["last"]
    return form, Period(first, last, form.cleaned_data["as_of"])


def read_scope(request: HttpRequest) -> tuple[PeriodForm, Scope]:
    """The whole scope asked for; what is not understood narrows nothing."""
    form, period = read_period(request, ScopeForm)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return form, narrowed(period, chosen)


def narrowed(period: Period, chosen: dict[str, Any]) -> Scope:
    """A period and the chosen groups as a scope; one statement when a neighbourhood is chosen."""
    place = Place.objects.filter(pk=chosen["place"]).first() if chosen.get("place") else None
    category = chosen.get("category")
    return Scope(
        town=current_town(),
        first=period.first,
        last=period.last,
        as_of=period.as_of or today(),
        unit=int(chosen["unit"]) if chosen.get("unit") else None,
        place=place.path if place else "",
        category=int(category) if category else None,
        track=chosen.get("track") or "",
    )


def words_of(form: PeriodForm) -> list[str]:
    """What narrows, in words."""
    if not form.is_bound or not form.is_valid():
        return []
    found = []
    for code, label in cuts.LABELS.items():
        field = form.fields.get(code)
        value = form.cleaned_data.get(code)
        if value and isinstance(field, django_forms.ChoiceField):
            found.append(f"{label}：{dict(field.choices)[value]}")  # type: ignore[arg-type]
    return found
