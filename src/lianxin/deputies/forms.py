"""Forms of the register."""

from collections.abc import Iterable
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.deputies.endings import basis
from lianxin.deputies.models import Constituency, DeputyGroup, EndReason, Level, Term
from lianxin.places.models import PlaceKind
from lianxin.places.selectors import places_of_kind
from lianxin.ui import forms

Choices = list[tuple[str, str]]


def _pairs(rows: Iterable[Any]) -> Choices:
    return [(str(row.pk), str(row)) for row in rows]


def groups() -> Choices:
    """The groups in use."""
    return [("", "—"), *_pairs(DeputyGroup.objects.filter(is_active=True).order_by("id"))]


def constituencies() -> Choices:
    """The constituencies in use, with their congress."""
    rows = Constituency.objects.filter(is_active=True).order_by("level", "code")
    return [("", "—"), *((str(row.pk), f"{row.get_level_display()} {row.name}") for row in rows)]


def terms() -> Choices:
    """Every term, newest first."""
    return _pairs(Term.objects.order_by("-starts_on", "level"))


def reasons() -> list[tuple[str, str]]:
    """Why a mandate can end, each with the law it goes by."""
    return [(code, " · ".join(filter(None, [str(label), basis(code)]))) for code, label in EndReason.choices]


def neighbourhoods() -> Choices:
    """The neighbourhoods a deputy may keep in touch with."""
    return [(str(place.pk), place.label) for place in places_of_kind(PlaceKind.NEIGHBOURHOOD)]


class DeputyForm(forms.Form):
    """A person of the register."""

    code = django_forms.CharField(label=_("编号"), max_length=32, help_text=_("本镇内不重复，换届也不变。"))
    label = django_forms.CharField(label=_("名册上的称呼"), max_length=40)
    display_name = django_forms.CharField(label=_("姓名"), max_length=60)
    field_of_work = django_forms.CharField(label=_("工作领域"), max_length=60, required=False)
    group = forms.OneChoice(label=_("代表小组"), choices=groups, required=False)


class SeatForm(forms.Form):
    """Where a mandate comes from and when it begins."""

    constituency = forms.OneChoice(label=_("选区"), choices=constituencies, required=False)
    electing_unit = django_forms.CharField(
        label=_("选举单位"), max_length=80, required=False, help_text=_("市代表写选举单位，区、镇代表选选区。")
    )
    starts_on = forms.DateField(label=_("任期从哪一天开始"))


class MandateForm(SeatForm):
    """A new mandate."""

    term = forms.OneChoice(label=_("届次"), choices=terms)


class EndMandateForm(forms.Form):
    """When and why a mandate ends."""

    ends_on = forms.DateField(label=_("最后一天"))
    reason = forms.OneChoice(label=_("原因"), choices=reasons)
    note = django_forms.CharField(
        label=_("凭什么"), max_length=120, required=False,
        help_text=_("写决议、公告或者书面材料和日期；选“其他”的必须写。"),
    )  # fmt: skip


class ContactsForm(forms.Form):
    """Which neighbourhoods a deputy keeps in touch with."""

    places = forms.ManyChoices(label=_("联系社区"), choices=neighbourhoods, required=False)


class TermForm(forms.Form):
    """A term of a congress."""

    level = forms.OneChoice(label=_("哪一级"), choices=Level.choices)
    code = django_forms.CharField(label=_("代码"), max_length=32)
    name = django_forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：示例镇第五届人民代表大会"))
    starts_on = forms.DateField(label=_("从哪一天开始"))
    ends_on = forms.DateField(label=_("到哪一天为止"), required=False)


class EndTermForm(forms.Form):
    """The last day of a term."""

    ends_on = forms.DateField(label=_("最后一天"))
