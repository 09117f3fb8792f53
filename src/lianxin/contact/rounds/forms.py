"""Forms of rounds and of a neighbourhood's preparation."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.contact.base import clock_words
from lianxin.contact.models import AgendaKind, GuestKind, Presence, Round, WishKind
from lianxin.contact.rounds.actions import FRAME_FIELDS, Frame
from lianxin.ui import forms

Choices = list[tuple[str, str]]
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


def time_field(label: Any, *, required: bool = False, help_text: Any = "") -> django_forms.TimeField:
    """A local time of day."""
    widget = django_forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return django_forms.TimeField(label=label, widget=widget, required=required, help_text=help_text)


class SessionsField(django_forms.CharField):
    """Times of day separated by anything, read as minutes after midnight."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """The minutes in the order they were written; a text without a time is an error."""
        text = super().clean(value)
        found = tuple(int(hour) * 60 + int(minute) for hour, minute in _TIME.findall(text))
        if not found:
            raise django_forms.ValidationError(gettext("请按“14:30 15:40”的样子写每一场的开始时间。"))
        return found


class RoundForm(forms.Form):
    """The frame of a round."""

    name = django_forms.CharField(label=_("活动名称"), max_length=80, help_text=_("会写在每条意见的“场合”里。"))
    year = django_forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    ordinal = django_forms.IntegerField(label=_("这一年第几次"), min_value=1, max_value=60)
    day = forms.DateField(label=_("哪一天"))
    plenary_from = time_field(_("大会开始"), help_text=_("没有大会就空着。"))
    visits_from = time_field(_("从会场出发"), required=True)
    visits_until = time_field(_("走访全部结束"), required=True)
    sessions = SessionsField(
        label=_("每一场几点开始"), max_length=60,
        help_text=_("例如：14:30 15:40。居民按这个时间来；第一场要留出从会场过去的时间。"),
    )  # fmt: skip
    visit_minutes = django_forms.IntegerField(label=_("一场多少分钟"), min_value=15, max_value=180, initial=50)
    most_visits = django_forms.IntegerField(label=_("每位代表最多去几处"), min_value=1, max_value=6, initial=2)
    list_days = django_forms.IntegerField(label=_("居民区几个工作日内交清单"), min_value=1, max_value=30, initial=3)
    meeting_place = django_forms.CharField(label=_("会场"), max_length=80, required=False)
    theme = django_forms.CharField(label=_("主题"), max_length=120, required=False)
    ordered_by = django_forms.CharField(
        label=_("按谁的通知"), max_length=80, required=False, help_text=_("写单位，不写个人。")
    )
    reported_to = django_forms.CharField(label=_("结果报给谁"), max_length=80, required=False)
    notice = forms.WordsField(label=_("通知正文"), max_length=4000, rows=4, required=False)

    def frame(self) -> Frame:
        """What the actions take."""
        return Frame(**{name: self.cleaned_data[name] for name in FRAME_FIELDS})


def frame_of(one: Round) -> dict[str, Any]:
    """The fields of a round as the form shows them."""
    shown = {name: getattr(one, name) for name in FRAME_FIELDS}
    return shown | {"sessions": " ".join(clock_words(part) for part in one.session_minutes)}


class NewRoundForm(RoundForm):
    """A round to be planned, with who and where preselected."""

    places = forms.ManyChoices(label=_("去哪些居民区"), widget=forms.FoldedCards(layout="two"))
    deputies = forms.ManyChoices(label=_("哪些市、区代表参加"), widget=forms.FoldedCards(layout="two"), required=False)

    def __init__(self, *args: Any, places: Choices, deputies: Choices, **kwargs: Any) -> None:
        """Offer what the town has."""
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = places  # type: ignore[attr-defined]
        self.fields["deputies"].choices = deputies  # type: ignore[attr-defined]


class PlacesForm(forms.Form):
    """Which neighbourhoods are visited."""

    places = forms.ManyChoices(label=_("去哪些居民区"), widget=forms.CheckCards(layout="two"))

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        """Offer the active neighbourhoods."""
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = places  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason that may be needed."""

    reason = django_forms.CharField(label=_("原因"), max_length=120, required=False)


class PersonForm(forms.Form):
    """How far a deputy takes part."""

    away = django_forms.BooleanField(label=_("不去走访"), required=False, widget=forms.YesNo())
    away_because = django_forms.CharField(label=_("原因"), max_length=120, required=False)
    here_from = time_field(_("几点以后才能到"))
    here_until = time_field(_("几点要离开"))
    most_visits = django_forms.IntegerField(
        label=_("最多去几处"), min_value=0, max_value=6, required=False, help_text=_("空着就按这一轮的规定。")
    )


class WishForm(forms.Form):
    """A deputy and a place that should, or must not, come together."""

    kind = forms.OneChoice(label=_("是什么"), choices=WishKind.choices, initial=WishKind.WISH)
    deputy = django_forms.ChoiceField(label=_("代表"))
    place = django_forms.ChoiceField(label=_("居民区"))
    reason = django_forms.CharField(label=_("原因"), max_length=120, required=False, help_text=_("回避时要写。"))

    def __init__(self, *args: Any, deputies: Choices, places: Choices, **kwargs: Any) -> None:
        """Offer who and what is on the round."""
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = deputies  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class ApartForm(forms.Form):
    """Two deputies who should not be in one team."""

    one = django_forms.ChoiceField(label=_("一位"))
    other = django_forms.ChoiceField(label=_("另一位"))
    reason = django_forms.CharField(label=_("原因"), max_length=120)

    def __init__(self, *args: Any, deputies: Choices, **kwargs: Any) -> None:
        """Offer who is on the round."""
        super().__init__(*args, **kwargs)
        self.fields["one"].choices = self.fields["other"].choices = deputies  # type: ignore[attr-defined]


class HostingForm(forms.Form):
    """When a place can host, and how many."""

    open_from = time_field(_("几点以后可以接待"), help_text=_("空着就整个下午都可以。"))
    open_until = time_field(_("接待到几点"))
    least = django_forms.IntegerField(label=_("至少几位市、区代表"), min_value=1, max_value=12, initial=1)
    most = django_forms.IntegerField(label=_("最多几位"), min_value=1, max_value=12, initial=2)


class CancelForm(forms.Form):
    """Who cannot come after all."""

    gone = forms.ManyChoices(label=_("谁来不了"), widget=forms.CheckCards(layout="two"))
    reason = django_forms.CharField(label=_("原因"), max_length=120, help_text=_("例如：临时有会。只有人大办看得到。"))

    def __init__(self, *args: Any, deputies: Choices, late: bool, **kwargs: Any) -> None:
        """Offer who was to go; nobody need be ticked where the register already knows of a leave (``late``)."""
        super().__init__(*args, **kwargs)
        self.fields["gone"].choices = deputies  # type: ignore[attr-defined]
        self.fields["gone"].required = not late
        if late:
            self.fields["gone"].label = gettext("还有谁来不了")
            self.fields["reason"].initial = gettext("请假")


class AgendaForm(forms.Form):
    """One item of the plenary."""

    kind = forms.OneChoice(label=_("是什么"), choices=AgendaKind.choices, initial=AgendaKind.BRIEFING)
    title = django_forms.CharField(label=_("标题"), max_length=120)
    minutes = django_forms.IntegerField(label=_("多少分钟"), min_value=0, max_value=240, initial=10)
    speaker = django_forms.CharField(
        label=_("谁来讲"), max_length=80, required=False, help_text=_("写职务，例如“副镇长”。电视片不用写。")
    )
    text = forms.WordsField(
        label=_("内容"), max_length=20000, rows=8, required=False, help_text=_("电视片只记标题和时长。")
    )


class QuestionForm(forms.Form):
    """What a deputy asked."""

    asked_by = django_forms.CharField(label=_("谁问的"), max_length=80)
    question = forms.WordsField(label=_("问了什么"), max_length=4000, rows=3)
    answered_by = django_forms.CharField(label=_("谁答的"), max_length=80, required=False)
    answer = forms.WordsField(
        label=_("怎么答的"), max_length=4000, rows=3, required=False, help_text=_("当场没答就空着，以后再补。")
    )


class AnswerForm(forms.Form):
    """The answer that was owed."""

    answered_by = django_forms.CharField(label=_("谁答的"), max_length=80)
    answer = forms.WordsField(label=_("怎么答的"), max_length=4000, rows=4)


class PlenaryForm(forms.Form):
    """Who came: one row of choices a deputy."""

    def __init__(self, *args: Any, people: Sequence[tuple[int, str, str]], **kwargs: Any) -> None:
        """*people* are (id, name, present word)."""
        super().__init__(*args, **kwargs)
        words = [(one.value, str(one.label)) for one in (Presence.PRESENT, Presence.LEAVE, Presence.ABSENT)]
        for pk, name, word in people:
            self.fields[f"p{pk}"] = forms.OneChoice(
                label=name, choices=words, required=False, initial=word, widget=forms.RadioCards(layout="inline")
            )

    def presence(self) -> dict[int, str]:
        """What was ticked, by deputy."""
        return {int(name[1:]): word for name, word in self.cleaned_data.items() if word}


class PrepareForm(forms.Form):
    """How a neighbourhood prepares its visit."""

    meeting_point = django_forms.CharField(
        label=_("在哪里碰头"), max_length=80, required=False, help_text=_("例如：居委会二楼会议室。")
    )
    route = django_forms.CharField(
        label=_("走访哪些小区、从哪里到哪里"), max_length=200, required=False
    )  # fmt: skip
    recorder_label = django_forms.CharField(
        label=_("谁来记录"), max_length=60, required=False, help_text=_("写岗位就可以，例如“社工小陈”。")
    )
    is_ready = django_forms.BooleanField(
        label=_("都准备好了"), required=False, widget=forms.YesNo(),
        help_text=_("选“是”以后，人大办就看到你们准备好了；以后还可以改。"),
    )  # fmt: skip
    field_order: Sequence[str] = ("meeting_point", "route", "recorder_label")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A number for every kind of guest, before the last question."""
        super().__init__(*args, **kwargs)
        for kind in GuestKind:
            self.fields[f"invited_{kind.value}"] = django_forms.IntegerField(
                label=_("请了几位：%(kind)s") % {"kind": kind.label}, min_value=0, max_value=999, required=False
            )
        self.order_fields([*self.field_order, *(f"invited_{kind.value}" for kind in GuestKind), "is_ready"])

    def invited(self) -> Mapping[str, int]:
        """How many of each kind."""
        return {kind.value: self.cleaned_data[f"invited_{kind.value}"] or 0 for kind in GuestKind}
