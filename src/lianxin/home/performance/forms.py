"""Forms of performance files."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.home.forms import deputies
from lianxin.home.models import Attendance, Presence
from lianxin.home.performance.actions import Mark
from lianxin.home.performance.standard import standard
from lianxin.ui import forms

#: What can be written down about a deputy; the first is offered to whom nothing is known of yet.
MARKS: Final = (
    (Presence.PRESENT, Presence.PRESENT.label), (Presence.LEAVE, Presence.LEAVE.label),
    (Presence.ABSENT, Presence.ABSENT.label), (Presence.RELEASED, Presence.RELEASED.label),
)  # fmt: skip


def kinds() -> list[tuple[str, str]]:
    """The kinds that are typed."""
    return standard().typed()


class ActivityForm(forms.Form):
    """An activity, before or after it took place."""

    kind = django_forms.ChoiceField(
        label=_("什么活动"), choices=kinds, help_text=_("接待、联系社区和代表建议会自己记进档案，不用再填。")
    )
    title = django_forms.CharField(label=_("名称"), max_length=80)
    organiser = django_forms.CharField(
        label=_("谁组织的"), max_length=80, initial=_("镇人大办"), help_text=_("写单位，不写个人。")
    )
    starts_on = forms.DateField(label=_("哪一天"))
    ends_on = forms.DateField(label=_("到哪一天"), required=False, help_text=_("只有一天就空着。"))
    where = django_forms.CharField(label=_("地点"), max_length=80, required=False)
    deputies = forms.ManyChoices(
        label=_("应该参加的代表"), choices=deputies, required=False, widget=forms.CheckCards(layout="inline")
    )


class InviteForm(forms.Form):
    """More deputies for the list."""

    deputies = forms.ManyChoices(label=_("再请哪些代表"), required=False, widget=forms.CheckCards(layout="inline"))

    def __init__(self, *args: Any, listed: Sequence[int], **kwargs: Any) -> None:
        """Without those who are *listed* already."""
        super().__init__(*args, **kwargs)
        known = {str(pk) for pk in listed}
        self.fields["deputies"].choices = [  # type: ignore[attr-defined]
            choice for choice in deputies() if choice[0] not in known
        ]


class PresenceForm(forms.Form):
    """A line for every deputy on the list: whether there, why not, in what role, how many voters were met."""

    def __init__(
        self, *args: Any, listed: Sequence[Attendance], counts_people: bool, early: bool, **kwargs: Any
    ) -> None:
        """*listed* are the deputies with what is known so far; *early*, only leaves can be known."""
        super().__init__(*args, **kwargs)
        self._listed, self._counts = list(listed), counts_people
        expected = (Presence.PLANNED, Presence.PLANNED.label)
        self._marks = (expected, MARKS[1], MARKS[3]) if early else MARKS
        for one in self._listed:
            self._add(one)

    def _add(self, one: Attendance) -> None:
        known = one.state != Presence.PLANNED
        who = one.deputy.display_name
        self.fields[f"state_{one.deputy_id}"] = django_forms.ChoiceField(
            label=who, choices=self._marks, initial=one.state if known else self._marks[0][0]
        )
        self.fields[f"reason_{one.deputy_id}"] = django_forms.CharField(
            label=_("请假的原因"), max_length=120, required=False, initial=one.reason
        )
        self.fields[f"role_{one.deputy_id}"] = django_forms.CharField(
            label=_("做了什么"), max_length=40, required=False, initial=one.role
        )
        if self._counts:
            self.fields[f"people_{one.deputy_id}"] = django_forms.IntegerField(
                label=_("见了几位选民"), min_value=0, max_value=9999, required=False, initial=one.people or None
            )

    def lines(self) -> list[dict[str, Any]]:
        """The fields of each deputy side by side, for the table."""
        return [
            {
                "name": one.deputy.display_name, "state": self[f"state_{one.deputy_id}"],
                "reason": self[f"reason_{one.deputy_id}"], "role": self[f"role_{one.deputy_id}"],
                "people": self[f"people_{one.deputy_id}"] if self._counts else None,
            }
            for one in self._listed
        ]  # fmt: skip

    def marks(self) -> list[Mark]:
        """What was written down."""
        data = self.cleaned_data
        return [
            Mark(
                one.deputy_id, data[f"state_{one.deputy_id}"], data[f"reason_{one.deputy_id}"],
                data[f"role_{one.deputy_id}"], data.get(f"people_{one.deputy_id}") or 0,
            )
            for one in self._listed
        ]  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = django_forms.CharField(label=_("原因"), max_length=120)


class ObjectionForm(forms.Form):
    """What is wrong with an entry."""

    reason = forms.WordsField(
        label=_("哪里不对"), max_length=400, rows=4, help_text=_("用自己的话写，例如“那天我到了，签到表上有名字”。")
    )


class DecisionForm(forms.Form):
    """The reason the deputy will read."""

    reason = forms.WordsField(label=_("理由"), max_length=400, rows=4, help_text=_("代表会看到。"))


class CorrectionForm(DecisionForm):
    """How it really was."""

    presence = forms.OneChoice(label=_("实际情况"), choices=MARKS[:3])
    happened_on = forms.DateField(label=_("日期"))
    people = django_forms.IntegerField(label=_("见了几位选民"), min_value=0, max_value=9999, required=False)
    field_order = ("presence", "happened_on", "people", "reason")


class LeaveForm(forms.Form):
    """Whether a deputy comes to an activity."""

    comes = forms.OneChoice(label=_("去不去"), choices=(("no", _("去不了，请假")), ("yes", _("去"))))
    reason = django_forms.CharField(
        label=_("请假的原因"), max_length=120, required=False,
        help_text=_("一句话，例如“出差”，不用写病情。只有镇人大办看得到，不进档案。"),
    )  # fmt: skip
