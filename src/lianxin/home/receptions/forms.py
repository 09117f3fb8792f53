"""Forms of receptions."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases import lists
from lianxin.cases.desk import choices
from lianxin.cases.public.forms import MOST_WORDS
from lianxin.cases.public.where import where_to_choose
from lianxin.deputies.models import Level
from lianxin.deputies.selectors import deputies_on
from lianxin.home.forms import TimesMixin, deputies, heads
from lianxin.home.handing.addresses import choices as right_addresses
from lianxin.home.models import Exit, Venue, VenueKind
from lianxin.home.selectors.venues import NETWORK
from lianxin.places.selectors import active_units
from lianxin.ui import forms

Choices = list[tuple[str, str]]


def rooms() -> Choices:
    """Where a reception can be held: rooms first, then the rest of the network."""
    rows = sorted(
        Venue.objects.filter(kind__in=NETWORK, closed_on=None).order_by("sort", "id"),
        key=lambda one: one.kind != VenueKind.ROOM,
    )
    return [(str(one.pk), one.name) for one in rows]


def units() -> Choices:
    """The units that can join."""
    return [(str(one.pk), one.label) for one in active_units()]


def carriers() -> Choices:
    """The district and city deputies who can carry a matter to their congress; nobody chosen first."""
    rows = deputies_on(None, Level.DISTRICT, Level.CITY)
    return [("", "—"), *((str(one.pk), one.display_name) for one in rows)]


class PlanForm(TimesMixin):
    """A reception to be planned."""

    venue = django_forms.ChoiceField(label=_("在哪里"), choices=rooms)
    topic = django_forms.CharField(
        label=_("主题"), max_length=80, required=False, help_text=_("没有主题就空着，什么都可以来说。")
    )
    capacity = django_forms.IntegerField(
        label=_("最多接待几位"), min_value=0, max_value=200, initial=0, help_text=_("0 表示不限。")
    )
    notice_days = django_forms.IntegerField(label=_("提前几天通知"), min_value=0, max_value=30, initial=3)
    deputies = forms.ManyChoices(
        label=_("邀请的代表"), choices=deputies, required=False, widget=forms.CheckCards(layout="inline")
    )
    units = forms.ManyChoices(
        label=_("一起接待的部门（联合接待）"), choices=units, required=False, widget=forms.CheckCards(layout="inline")
    )
    field_order = ("venue", "day", "opens", "closes", "topic", "capacity", "notice_days", "deputies", "units")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Both times are needed."""
        super().__init__(*args, **kwargs)
        self.fields["opens"].required = self.fields["closes"].required = True


class ReasonForm(forms.Form):
    """A reason that may be needed."""

    reason = django_forms.CharField(label=_("原因"), max_length=120, required=False)


class AskForm(forms.Form):
    """One more deputy, perhaps in somebody's place."""

    deputy = django_forms.ChoiceField(label=_("邀请哪位代表"), choices=deputies)
    stands_in_for = django_forms.ChoiceField(label=_("替谁来"), choices=heads, required=False)


class AnswerForm(forms.Form):
    """What a deputy says to an invitation."""

    comes = forms.OneChoice(label=_("来不来"), choices=(("yes", _("来")), ("no", _("来不了，请假"))))
    reason = django_forms.CharField(label=_("请假的原因"), max_length=120, required=False)


class CameForm(forms.Form):
    """Who came."""

    came = forms.ManyChoices(label=_("到场的代表"), required=False)

    def __init__(self, *args: Any, asked: Choices, **kwargs: Any) -> None:
        """*asked* are those who did not decline."""
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = asked  # type: ignore[attr-defined]


class HearForm(forms.Form):
    """What a visitor said: the words, where, whose, where it goes."""

    words = forms.WordsField(
        label=_("原话"), max_length=MOST_WORDS, rows=7, required=False,
        help_text=_("一字不改，说什么记什么，记完念一遍。"),
    )  # fmt: skip
    place = django_forms.ChoiceField(label=_("在哪里"), required=False)
    place_note = django_forms.CharField(label=_("具体位置"), max_length=120, required=False)
    kind = django_forms.ChoiceField(label=_("这是什么事"), choices=choices.kinds, initial=lists.UNKNOWN)
    category = django_forms.ChoiceField(label=_("分类"), choices=choices.categories, required=False)
    deputy_opinion = forms.WordsField(label=_("代表的意见"), max_length=4000, rows=2, required=False)
    exit = forms.OneChoice(label=_("去向"), choices=Exit.choices)
    told = django_forms.CharField(
        label=_("当场怎么说的"), max_length=200, required=False, help_text=_("选“当场答复”时要写，居民会看到。")
    )
    deputy = django_forms.ChoiceField(
        label=_("由哪位代表带去"), choices=carriers, required=False,
        help_text=_("选“请区代表”“请市代表”时要选；代表会收到，居民会看到是谁。"),
    )  # fmt: skip
    address = django_forms.ChoiceField(
        label=_("应该去哪里"), choices=right_addresses, required=False,
        help_text=_("选“由别处受理”时要选，地址会印在给居民的单子上。"),
    )  # fmt: skip
    contact_name = django_forms.CharField(label=_("怎么称呼"), max_length=40, required=False)
    contact = django_forms.CharField(
        label=_("联系电话"), max_length=60, required=False, help_text=_("不想留就空着，凭查询码也能查。")
    )
    consent_text = django_forms.BooleanField(label=_("本人同意公开内容"), required=False, widget=forms.YesNo())
    consent_name = django_forms.BooleanField(label=_("本人同意公开称呼"), required=False, widget=forms.YesNo())
    confidential = django_forms.BooleanField(label=_("本人要求保密"), required=False, widget=forms.YesNo())
    once = forms.OnceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the places."""
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = where_to_choose().choices  # type: ignore[attr-defined]

    def record(self) -> dict[str, Any]:
        """The fields as the cases' action calls them."""
        data = self.cleaned_data
        same = (
            "words", "place_note", "kind", "category", "deputy_opinion", "contact_name", "contact", "consent_text",
            "consent_name", "confidential",
        )  # fmt: skip
        place = data["place"]
        return {name: data[name] for name in same} | {"place_id": int(place) if place else None, "read_back": True}
