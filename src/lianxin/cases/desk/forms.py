"""Forms of the moves on a case: one class a kind of move; ``facts`` are the arguments of its action."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases.desk import choices
from lianxin.cases.models import Track
from lianxin.cases.models.contact import ContactHow, ContactPurpose
from lianxin.cases.models.verdict import Attitude, Result
from lianxin.cases.selectors.case_page import CasePage
from lianxin.clocks.models import PromiseState
from lianxin.ui import forms

_FRAME = frozenset({"once", "expected_version"})


def reason_field(**kwargs: Any) -> forms.WordsField:
    """A reason in a few sentences; whether it must be given is the action's rule, said at the field."""
    return forms.WordsField(**{"label": _("理由"), "max_length": 500, "rows": 3, "required": False, **kwargs})


def line_field(label: Any, limit: int = 120, **kwargs: Any) -> django_forms.CharField:
    """One line that may stay empty."""
    return django_forms.CharField(label=label, max_length=limit, **{"required": False, **kwargs})


def unit_field(label: Any, **kwargs: Any) -> django_forms.TypedChoiceField:
    """One unit, as its id."""
    return django_forms.TypedChoiceField(label=label, choices=choices.units, coerce=int, empty_value=None, **kwargs)


class MoveForm(forms.Form):
    """A move that needs nothing more than the press of its button; base of the others."""

    expected_version = django_forms.IntegerField(required=False, widget=django_forms.HiddenInput)
    once = forms.OnceField()

    def __init__(self, *args: Any, page: CasePage, **kwargs: Any) -> None:
        """Take the page of the case, for the version it shows and what can be chosen on it."""
        initial = {"expected_version": page.case.version, **self.known(page)}
        super().__init__(*args, initial=initial, **kwargs)
        self.page = page

    def known(self, page: CasePage) -> dict[str, Any]:
        """What stands in the form before anybody types."""
        return {}

    def facts(self) -> dict[str, Any]:
        """Arguments of the action; what was left empty keeps the action's default."""
        return {k: v for k, v in self.cleaned_data.items() if k not in _FRAME and v not in (None, "", [])}


class NoteForm(MoveForm):
    """A note that may stay empty."""

    note = line_field(_("备注"), 300)


class ReasonForm(MoveForm):
    """A reason."""

    reason = reason_field()


class TriageForm(MoveForm):
    """What it is."""

    kind = forms.OneChoice(label=_("这是什么事"), choices=choices.entries("opinion_kind"))
    category = django_forms.ChoiceField(label=_("分类"), choices=choices.categories, required=False)
    track = forms.OneChoice(label=_("办理轨道"), choices=Track.choices)
    title = line_field(_("标题"), 80)
    urgent = django_forms.BooleanField(label=_("急"), required=False)

    def known(self, page: CasePage) -> dict[str, Any]:
        """As it is now."""
        case = page.case
        return {
            "kind": case.kind, "category": case.category.code if case.category else "", "track": case.track,
            "title": case.title, "urgent": case.urgent,
        }  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Only what changed, so that nothing is decided by leaving it alone."""
        return {k: v for k, v in super().facts().items() if v != self.initial.get(k)}


class PointsForm(MoveForm):
    """The points, one a line."""

    points = forms.WordsField(label=_("诉求要点"), help_text=_("一行一点。"), max_length=4000, rows=6, required=False)
    reason = reason_field()

    def known(self, page: CasePage) -> dict[str, Any]:
        """The present points."""
        return {"points": "\n".join(point.text for point in page.points)}

    def facts(self) -> dict[str, Any]:
        """A list of lines."""
        lines = [line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip()]
        return {"points": lines, "reason": self.cleaned_data["reason"]}


class OnTheSpotForm(MoveForm):
    """An answer given at once."""

    text = forms.WordsField(label=_("怎么答复的"), max_length=4000, required=False)
    told_how = django_forms.ChoiceField(
        label=_("怎么告诉居民的"), choices=[("", _("还没有告诉")), *ContactHow.choices], required=False
    )


class RedirectForm(ReasonForm):
    """The right channel."""

    channel = line_field(_("正确的渠道"), 200)


class HandOverForm(RedirectForm):
    """Where it leaves to."""

    exit_to = forms.OneChoice(label=_("移交到"), choices=choices.entries("exit"))
    field_order = ("exit_to", "channel", "reason")


class AssignForm(MoveForm):
    """Who leads, who helps."""

    unit_id = unit_field(_("主办单位"))
    co_unit_ids = django_forms.TypedMultipleChoiceField(
        label=_("会办单位"), choices=choices.units, coerce=int, required=False
    )
    demand = line_field(_("办理要求"), 500)
    own_list_basis = line_field(_("事权清单依据"), 200)
    correction_reason = line_field(_("与建议不同的理由"), 300)


class AcceptForm(MoveForm):
    """Who handles it."""

    handler_label = line_field(_("经办人"), 40)


class ReturnForm(ReasonForm):
    """Why it does not belong here, and to whom it does."""

    basis = line_field(_("依据"), 300)
    proposed_unit_id = unit_field(_("建议改派给"), required=False)


class FirstContactForm(MoveForm):
    """How the resident was contacted before anything was decided."""

    how = forms.OneChoice(label=_("怎么联系的"), choices=ContactHow.choices)
    reached = django_forms.TypedChoiceField(
        label=_("联系上了吗"), choices=[("yes", _("联系上了")), ("no", _("没有联系上"))],
        coerce=lambda typed: typed == "yes", initial="yes",
    )  # fmt: skip
    note = line_field(_("说了什么"), 500)


class ContactForm(FirstContactForm):
    """Any later contact, with its purpose."""

    purpose = forms.OneChoice(
        label=_("为什么联系"), choices=[one for one in ContactPurpose.choices if one[0] != ContactPurpose.FIRST_CONTACT]
    )
    field_order = ("purpose", "how", "reached", "note")


class DaysForm(ReasonForm):
    """More time."""

    n = django_forms.IntegerField(label=_("延长几个工作日"), min_value=1, max_value=60, required=False)


class TextForm(MoveForm):
    """One text."""

    text = forms.WordsField(label=_("意见"), max_length=4000, required=False)


class VerdictForm(MoveForm):
    """What the resident said about the answer, in the resident's words."""

    result = forms.OneChoice(label=_("真的解决了吗"), choices=Result.choices)
    attitude = forms.OneChoice(label=_("对办理的态度"), choices=Attitude.choices, required=False)
    reason = reason_field(label=_("居民怎么说"))
    via = forms.OneChoice(
        label=_("怎么听到的"), initial="phone",
        choices=[("phone", _("电话")), ("visit", _("上门")), ("paper", _("纸质评价"))],
    )  # fmt: skip
    again = django_forms.BooleanField(label=_("部分解决，请再办一次"), required=False)


class ExplainForm(ReasonForm):
    """What was explained face to face."""

    meeting_on = forms.DateField(label=_("当面会商的日期"))
    told_how = django_forms.ChoiceField(label=_("怎么告诉居民的"), choices=ContactHow.choices)
    field_order = ("meeting_on", "reason", "told_how")


class PromiseForm(MoveForm):
    """What became of a promise."""

    promise_id = django_forms.TypedChoiceField(label=_("哪一项承诺"), coerce=int)
    state = forms.OneChoice(
        label=_("结果"), choices=[pair for pair in PromiseState.choices if pair[0] != PromiseState.OPEN]
    )
    reason = reason_field()
    new_text = line_field(_("改成什么承诺"), 500)
    new_due_on = forms.DateField(label=_("改到哪一天"), required=False)

    def __init__(self, *args: Any, page: CasePage, **kwargs: Any) -> None:
        """Offer the promises of this case."""
        super().__init__(*args, page=page, **kwargs)
        field = self.fields["promise_id"]
        assert isinstance(field, django_forms.TypedChoiceField)
        field.choices = [(str(one.id), one.text) for one in page.promises]


class OpinionForm(MoveForm):
    """A move on one voice of the case."""

    opinion_id = django_forms.TypedChoiceField(label=_("谁的话"), coerce=int)

    def __init__(self, *args: Any, page: CasePage, **kwargs: Any) -> None:
        """Offer the voices of this case."""
        super().__init__(*args, page=page, **kwargs)
        field = self.fields["opinion_id"]
        assert isinstance(field, django_forms.TypedChoiceField)
        field.choices = [(str(one.id), f"{n}. {one.source_label}") for n, one in enumerate(page.opinions, 1)]


class AddWordsForm(OpinionForm):
    """Something more that the resident said."""

    kind = forms.OneChoice(label=_("补充还是更正"), choices=[("add", _("补充")), ("correct", _("更正"))], initial="add")
    text = forms.WordsField(label=_("补充的话"), max_length=20_000)


class GiveContactForm(OpinionForm):
    """How the resident can be reached."""

    name = line_field(_("怎么称呼"), 40)
    contact = line_field(_("联系电话"), 60)


class ReadContactForm(OpinionForm):
    """Why somebody looks at contact data; the look is written down."""

    reason = reason_field(label=_("为什么要看"))


class ReleaseForm(ReasonForm):
    """A co-unit that is let go."""

    unit_id = django_forms.TypedChoiceField(label=_("会办单位"), coerce=int)
    field_order = ("unit_id", "reason")

    def __init__(self, *args: Any, page: CasePage, **kwargs: Any) -> None:
        """Offer the co-units of this case."""
        super().__init__(*args, page=page, **kwargs)
        field = self.fields["unit_id"]
        assert isinstance(field, django_forms.TypedChoiceField)
        field.choices = [(str(one.ref), one.extra) for one in page.co_units]
