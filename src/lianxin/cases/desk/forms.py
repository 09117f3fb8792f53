"""Forms of the moves on a case: one class a kind of move; ``facts`` are the arguments of its action."""

from typing import Any, ClassVar

from django import forms as django_forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies, rules
from lianxin.cases.actions.carry import ASKABLE, TELLING
from lianxin.cases.desk import choices
from lianxin.cases.desk.beside import open_extension
from lianxin.cases.evidence import files_field, prepared
from lianxin.cases.models import Track
from lianxin.cases.models.contact import ContactHow, ContactPurpose
from lianxin.cases.models.verdict import Attitude, Result
from lianxin.cases.selectors.case_page import CasePage
from lianxin.clocks.models import PromiseState
from lianxin.clocks.promises import UNSETTLED
from lianxin.clocks.rulesets import limit
from lianxin.core.clock import today
from lianxin.journal.actors import Actor, anonymous_resident
from lianxin.ui import forms
from lianxin.ui.dates import zh_date

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

    #: The page of the form; most moves need nothing but the ordinary one.
    template: ClassVar[str] = "cases/desk/do.html"

    #: Fields the form lets pass empty and the action does not: they are not called （选填）.
    asked: frozenset[str] = frozenset()

    expected_version = django_forms.IntegerField(required=False, widget=django_forms.HiddenInput)
    once = forms.OnceField()

    def __init__(self, *args: Any, page: CasePage, actor: Actor | None = None, **kwargs: Any) -> None:
        """Take the page of the case, for the version it shows and what can be chosen on it, and who is asking."""
        self.page, self.actor = page, actor or anonymous_resident()
        initial = {"expected_version": page.case.version, **self.known(page)}
        super().__init__(*args, initial=initial, **kwargs)

    def choose(self, name: str, pairs: choices.Pairs) -> None:
        """Offer *pairs* at the field *name*; the only one there is stands chosen."""
        field = self.fields[name]
        assert isinstance(field, django_forms.ChoiceField)
        field.choices = pairs
        if len(pairs) == 1:
            self.initial.setdefault(name, pairs[0][0])

    def rows(self) -> list[tuple[BoundField, bool]]:
        """The visible fields, each with whether it may be called （选填）."""
        return [(field, field.name not in self.asked) for field in self.visible_fields()]

    def known(self, page: CasePage) -> dict[str, Any]:
        """What stands in the form before anybody types."""
        return {}

    def notes(self) -> list[str]:
        """Sentences above the form: what the person should know about this case before typing."""
        return []

    def action(self, usual: type[Any]) -> type[Any]:
        """The action the pressed button means: the usual one of the move."""
        return usual

    def done(self, label: str) -> str:
        """The sentence after it worked."""
        return gettext("“%(move)s”已办好。") % {"move": label}

    def context(self) -> dict[str, Any]:
        """What the page of the form needs beside the form."""
        return {"notes": self.notes()}

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

    kind = forms.OneChoice(
        label=_("这是什么事"), choices=choices.entries("opinion_kind"), widget=forms.RadioCards(layout="inline")
    )
    category = django_forms.ChoiceField(label=_("分类"), choices=choices.categories, required=False)
    track = forms.OneChoice(label=_("办理轨道"), choices=Track.choices, widget=forms.RadioCards(layout="inline"))
    title = line_field(_("标题"), 80)
    urgent = django_forms.BooleanField(label=_("急，要先办"), required=False, widget=forms.YesNo())

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

    asked = frozenset({"text"})

    text = forms.WordsField(label=_("怎么答复的"), max_length=4000, required=False)
    told_how = django_forms.ChoiceField(
        label=_("怎么告诉居民的"), choices=[("", _("还没有告诉")), *ContactHow.choices], required=False
    )


class RedirectForm(ReasonForm):
    """The right channel."""

    channel = line_field(_("正确的渠道"), 60, help_text=_("写单位和电话，例如“区房管局，电话 12345”。居民会看到。"))


class HandOverForm(RedirectForm):
    """Where it leaves to."""

    channel = line_field(_("交给哪个机关"), 60, help_text=_("写清机关的名称，例如“区信访办”。"))
    exit_to = forms.OneChoice(label=_("移交到"), choices=choices.EXITS)
    field_order = ("exit_to", "channel", "reason")


class AcceptForm(MoveForm):
    """Who handles it."""

    handler_label = line_field(_("经办人"), 40)


class ReturnForm(ReasonForm):
    """Why it does not belong here, and to whom it does."""

    reason = reason_field(label=_("为什么不归本单位"))
    basis = line_field(_("依据"), 300, help_text=_("例如“三定方案第几条”“权责表第几条”。"))
    proposed_unit_id = unit_field(_("建议改派给"), required=False)

    def notes(self) -> list[str]:
        """How often it can still be returned."""
        left = rules.MAX_RETURNS - self.page.case.return_count
        if left <= 0:
            return [gettext("这件事已经退回过两次，不能再退回；请与政府交办台商定。")]
        return [
            gettext("每件事最多退回 %(most)d 次，这次以后还剩 %(left)d 次。")
            % {"most": rules.MAX_RETURNS, "left": left - 1}
        ]


class FirstContactForm(MoveForm):
    """How the resident was contacted before anything was decided."""

    how = forms.OneChoice(label=_("怎么联系的"), choices=ContactHow.choices, widget=forms.RadioCards(layout="inline"))
    reached = django_forms.TypedChoiceField(
        label=_("联系上了吗"), choices=[("yes", _("联系上了")), ("no", _("没有联系上"))],
        coerce=lambda typed: typed == "yes", initial="yes", widget=forms.RadioCards(layout="inline"),
    )  # fmt: skip
    note = line_field(_("说了什么"), 500, help_text=_("几个字就好，例如“约周三上午看现场”。请不要写电话号码。"))


class ContactForm(FirstContactForm):
    """Any later contact, with its purpose: only what the state of the case and the actor's part allow."""

    purpose = forms.OneChoice(label=_("为什么联系"), widget=forms.RadioCards(layout="inline"))
    field_order = ("purpose", "how", "reached", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Telling needs an answer; asking needs an answer, no verdict yet, and somebody who did not handle."""
        super().__init__(*args, **kwargs)
        state, words = self.page.case.state, dict(ContactPurpose.choices)
        wanted = [ContactPurpose.INFORM] if state in TELLING else []
        if state in ASKABLE and not policies.works_for_handler(self.actor, self.page.case):
            wanted.append(ContactPurpose.ASK_VERDICT)
        self.choose("purpose", [(str(one.value), words[one.value]) for one in [*wanted, ContactPurpose.OTHER]])

    def known(self, page: CasePage) -> dict[str, Any]:
        """Telling first, while the answer has not arrived."""
        telling = page.case.state in TELLING and page.case.delivered_on is None
        return {"purpose": ContactPurpose.INFORM.value} if telling else {}

    def notes(self) -> list[str]:
        """Whether the answer has arrived, and how often the resident was asked."""
        case, found = self.page.case, []
        if case.state in TELLING:
            told = (
                gettext("答复 %(day)s 已经送到居民手上。") % {"day": zh_date(case.delivered_on)}
                if case.delivered_on
                else ""
            )
            found.append(
                told or gettext("答复还没有送到居民手上：电话、上门、现场、纸质告知单、短信、信函都算，网页公布不算。")
            )
        if case.asked_count:
            found.append(
                gettext("已经问过 %(n)d 次评价；要用两种不同方式各问一次，才能记为“问过、未回应”。")
                % {"n": case.asked_count}
            )
        return found


class DaysForm(ReasonForm):
    """More time: asked for by the unit, or granted by the desk as asked."""

    n = django_forms.IntegerField(label=_("延长几个工作日"), min_value=1, max_value=60, required=False)
    field_order = ("n", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """At most as long as the rule of the track."""
        super().__init__(*args, **kwargs)
        rule = limit(self.page.case.track, "extension", today())
        if rule is not None:
            self.fields["n"].help_text = gettext(
                "最多 %(n)d 个工作日，空着就按最多算；每件事只能延一次，理由会告诉居民。"
            ) % {"n": rule.n}

    def notes(self) -> list[str]:
        """What the unit asked for, where it did."""
        asked = open_extension(self.page)
        if asked is None:
            return []
        return [gettext("%(unit)s申请延期：%(reason)s") % {"unit": asked.extra, "reason": asked.text}]


class RefuseForm(ReasonForm):
    """No more time, with the reason."""

    def notes(self) -> list[str]:
        """What was asked for."""
        asked = open_extension(self.page)
        words = {"unit": asked.extra, "reason": asked.text} if asked is not None else {}
        return [gettext("%(unit)s申请延期：%(reason)s") % words if words else gettext("现在没有等待决定的延期申请。")]


class TextForm(MoveForm):
    """The opinion of a co-unit."""

    asked = frozenset({"text"})

    text = forms.WordsField(label=_("会办意见"), max_length=4000, required=False)

    def known(self, page: CasePage) -> dict[str, Any]:
        """What this unit gave before."""
        own = self.actor.unit_ids()
        return {"text": next((one.text for one in page.co_units if one.ref in own), "")}


class VerdictForm(MoveForm):
    """What the resident said about the answer, in the resident's words."""

    result = forms.OneChoice(label=_("真的解决了吗"), choices=Result.choices, widget=forms.RadioCards(layout="inline"))
    attitude = forms.OneChoice(
        label=_("对办理的态度"), choices=Attitude.choices, required=False, widget=forms.RadioCards(layout="inline")
    )
    reason = reason_field(label=_("居民怎么说"), help_text=_("用居民自己的话；没有解决的，必须写还差什么。"))
    via = forms.OneChoice(
        label=_("怎么听到的"), initial="phone", widget=forms.RadioCards(layout="inline"),
        choices=[("phone", _("电话")), ("visit", _("上门")), ("paper", _("纸质评价"))],
    )  # fmt: skip
    again = django_forms.BooleanField(label=_("部分解决，请再办一次"), required=False, widget=forms.YesNo())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Another round can only be asked of a unit that handled."""
        super().__init__(*args, **kwargs)
        if not self.page.case.lead_unit_id:
            del self.fields["again"]

    def notes(self) -> list[str]:
        """Which round it is."""
        if self.page.case.rehandle_count >= rules.MAX_REHANDLINGS:
            return [gettext("已经再办过一次：这次仍说没有解决的，下一步请代表当面会商。")]
        return []


class ExplainForm(ReasonForm):
    """What was explained face to face."""

    meeting_on = forms.DateField(label=_("当面会商的日期"))
    told_how = django_forms.ChoiceField(label=_("怎么告诉居民的"), choices=ContactHow.choices)
    field_order = ("meeting_on", "reason", "told_how")


class PromiseForm(MoveForm):
    """What became of a promise."""

    promise_id = django_forms.TypedChoiceField(label=_("哪一项承诺"), coerce=int, widget=forms.RadioCards())
    state = forms.OneChoice(
        label=_("怎么样了"),
        choices=[pair for pair in PromiseState.choices if pair[0] != PromiseState.OPEN],
        widget=forms.RadioCards(
            hints={
                "kept": _("写明凭什么说兑现了：照片、验收单、谁去看过。"),
                "missed": _("写明为什么没做到；这项承诺继续留在清单上。"),
                "changed": _("写明情况怎么变了，再写新的承诺和日期。"),
            }
        ),
    )
    reason = reason_field(label=_("凭什么，或者为什么"))
    new_text = line_field(_("新的承诺"), 500, help_text=_("只有“情况变化”才要写；空着就还是原来的承诺。"))
    new_due_on = forms.DateField(label=_("新的日期"), required=False)
    files = files_field(help_text=_("现场照片、验收单等，能打开这件事项的工作人员和代表看得到。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the promises of this case that are not settled, with their days."""
        super().__init__(*args, **kwargs)
        waiting = [one for one in self.page.promises if one.code in UNSETTLED]
        words = gettext("%(text)s（%(day)s，%(unit)s）")
        self.choose(
            "promise_id",
            [
                (str(one.id), words % {"text": one.text, "day": zh_date(one.on) if one.on else "", "unit": one.extra})
                for one in waiting
            ],
        )

    def facts(self) -> dict[str, Any]:
        """A new promise belongs to a change only; what was typed otherwise is left in the form, not stored."""
        found = super().facts()
        if found.get("state") != PromiseState.CHANGED:
            found = {name: value for name, value in found.items() if name not in {"new_text", "new_due_on"}}
        if "files" in found:
            found["files"] = prepared(found["files"])
        return found


class ReleaseForm(ReasonForm):
    """A co-unit that is let go."""

    unit_id = django_forms.TypedChoiceField(label=_("会办单位"), coerce=int, widget=forms.RadioCards(layout="inline"))
    field_order = ("unit_id", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the co-units that still count."""
        super().__init__(*args, **kwargs)
        counting = self.page.case.co_unit_ids
        self.choose("unit_id", [(str(one.ref), one.extra) for one in self.page.co_units if one.ref in counting])
