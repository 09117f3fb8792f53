"""Forms of the home room."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.deputies.leave.selectors import coming_leaves, coming_words
from lianxin.deputies.selectors import deputies_on
from lianxin.home.models import Audience, Body, Courtyard, Venue, VenueKind
from lianxin.home.selectors.venues import NETWORK
from lianxin.places.models import PlaceKind
from lianxin.places.selectors import places_of_kind
from lianxin.ui import forms

Choices = list[tuple[str, str]]

_SITES = (PlaceKind.TOWN, PlaceKind.AREA, PlaceKind.NEIGHBOURHOOD, PlaceKind.PARK, PlaceKind.TOWER, PlaceKind.STATION)


def sites() -> Choices:
    """Where a venue can stand: from the town down to the neighbourhoods, parks and stations."""
    return [(str(place.pk), f"{place.get_kind_display()} {place.label}") for place in places_of_kind(*_SITES)]


def deputies() -> Choices:
    """Everybody with a mandate today, with the leaves to come; two statements."""
    away = coming_leaves()
    return [(str(one.pk), one.display_name + coming_words(away.get(one.pk, ()))) for one in deputies_on()]


def heads() -> Choices:
    """A deputy, or nobody yet; a leave does not matter here."""
    return [("", "—"), *((str(one.pk), one.display_name) for one in deputies_on())]


def parents() -> Choices:
    """The venues of the network, or none."""
    rows = Venue.objects.filter(kind__in=NETWORK).order_by("sort", "id")
    return [("", "—"), *((str(one.pk), one.name) for one in rows)]


def courtyards() -> Choices:
    """The courtyards, or none."""
    return [("", "—"), *((str(one.pk), one.name) for one in Courtyard.objects.order_by("id"))]


def _select(**kwargs: Any) -> django_forms.ChoiceField:
    return django_forms.ChoiceField(widget=django_forms.Select, **kwargs)


class ChangeVenueForm(forms.Form):
    """What is written about a venue; the code of one that exists stays."""

    kind = forms.OneChoice(label=_("类别"), choices=VenueKind.choices)
    name = django_forms.CharField(label=_("名称"), max_length=80)
    short_name = django_forms.CharField(label=_("简称"), max_length=40, required=False)
    place = _select(label=_("在哪里"), choices=sites)
    address = django_forms.CharField(label=_("地址"), max_length=120, required=False)
    phone = django_forms.CharField(
        label=_("办公电话"), max_length=40, required=False, help_text=_("会对外公布，不要写个人手机。")
    )
    area = django_forms.IntegerField(label=_("面积（平方米）"), min_value=1, max_value=100000, required=False)
    parent = _select(label=_("上级"), choices=parents, required=False)
    courtyard = _select(label=_("在哪个共享庭院里"), choices=courtyards, required=False)
    head = _select(label=_("负责人（代表）"), choices=heads, required=False)
    liaison = django_forms.CharField(
        label=_("联络员"), max_length=80, required=False, help_text=_("写岗位，例如“晓钟居委会联络员”。")
    )
    opened_on = forms.DateField(label=_("启用日期"), required=False)
    closed_on = forms.DateField(label=_("停用日期"), required=False)
    about = forms.WordsField(label=_("介绍"), max_length=2000, required=False)


class VenueForm(ChangeVenueForm):
    """A new venue of the network, or a partner of a courtyard."""

    code = django_forms.CharField(label=_("代码"), max_length=32, help_text=_("本镇内不重复，以后不变。"))
    field_order = ("code",)


class WeekForm(forms.Form):
    """The regular hours of a week."""

    week = forms.WordsField(
        label=_("每周开放时间"), max_length=2000, rows=8, required=False,
        help_text=_("一行写一段，例如：周三 14:00-16:30 代表接待。空着表示没有固定时间。"),
    )  # fmt: skip


class TimesMixin(forms.Form):
    """A day with a beginning and an end."""

    day = forms.DateField(label=_("哪一天"))
    opens = django_forms.TimeField(
        label=_("开始"), widget=django_forms.TimeInput(attrs={"type": "time"}), required=False
    )
    closes = django_forms.TimeField(
        label=_("结束"), widget=django_forms.TimeInput(attrs={"type": "time"}), required=False
    )


class DayForm(TimesMixin):
    """A day on which a venue keeps other hours."""

    reason = django_forms.CharField(
        label=_("原因"), max_length=80, help_text=_("居民会看到。开始和结束都空着，表示全天不开。")
    )


class MembersForm(forms.Form):
    """Which deputies belong to a venue."""

    deputies = forms.ManyChoices(label=_("编入的代表"), choices=deputies, required=False)


class ChangeCourtyardForm(forms.Form):
    """What is written about a shared courtyard; the code of one that exists stays."""

    name = django_forms.CharField(label=_("名称"), max_length=80)
    place = _select(label=_("在哪里"), choices=sites)
    address = django_forms.CharField(label=_("地址"), max_length=120, required=False)
    about = forms.WordsField(label=_("介绍"), max_length=2000, required=False)


class CourtyardForm(ChangeCourtyardForm):
    """A new shared courtyard."""

    code = django_forms.CharField(label=_("代码"), max_length=32)
    field_order = ("code",)


class EventForm(TimesMixin):
    """Something that happens in a venue."""

    venue = _select(label=_("在哪里"))
    title = django_forms.CharField(label=_("活动名称"), max_length=80)
    audience = forms.OneChoice(label=_("谁可以来"), choices=Audience.choices, initial=Audience.RESIDENTS)
    note = django_forms.CharField(label=_("说明"), max_length=200, required=False)
    field_order = ("title", "venue", "day", "opens", "closes", "audience", "note")

    def __init__(self, *args: Any, venues: Choices, **kwargs: Any) -> None:
        """*venues* are the houses of the courtyard."""
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = venues  # type: ignore[attr-defined]
        self.fields["opens"].required = self.fields["closes"].required = True


class ReasonForm(forms.Form):
    """Why something is cancelled."""

    reason = django_forms.CharField(label=_("原因"), max_length=120, help_text=_("居民会看到。"))


class PostForm(forms.Form):
    """A post of the organisation chart."""

    body = forms.OneChoice(label=_("机构"), choices=Body.choices)
    title = django_forms.CharField(label=_("职务"), max_length=60)
    holder = django_forms.CharField(label=_("姓名"), max_length=60, required=False, help_text=_("按公布的写。"))
    duties = django_forms.CharField(label=_("职责"), max_length=200, required=False)
    sort = django_forms.IntegerField(
        label=_("排列顺序"), min_value=0, max_value=9999, initial=0, help_text=_("小的在前；按正式排名写。")
    )
    valid_from = forms.DateField(label=_("从哪一天起"))


class EndPostForm(forms.Form):
    """The last day of a holder."""

    valid_to = forms.DateField(label=_("到哪一天为止"))


class ChangeMethodForm(forms.Form):
    """What is written about a working method; the code of one that exists stays."""

    name = django_forms.CharField(label=_("名称"), max_length=60)
    lead = django_forms.CharField(label=_("一句话"), max_length=300, required=False)
    source = django_forms.CharField(label=_("依据"), max_length=200, required=False)
    is_public = django_forms.BooleanField(label=_("对外公布"), required=False, widget=forms.YesNo())


class MethodForm(ChangeMethodForm):
    """A new working method."""

    code = django_forms.SlugField(label=_("代码"), max_length=32, help_text=_("用字母、数字和短横线，例如 sanhua。"))
    field_order = ("code",)


class PartForm(forms.Form):
    """A pillar or a measure."""

    title = django_forms.CharField(label=_("标题"), max_length=60)
    text = forms.WordsField(label=_("内容"), max_length=2000, required=False)
