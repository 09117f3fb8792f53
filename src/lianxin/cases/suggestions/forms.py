"""The forms of suggestions, one a move."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases.evidence import files_field
from lianxin.cases.models.contact import ContactHow
from lianxin.cases.models.suggestion import Grade, Wish
from lianxin.cases.pressing.pages.forms import MoveForm
from lianxin.cases.suggestions.rules import TICKS
from lianxin.cases.suggestions.texts import DOUBTS
from lianxin.clocks.models import PromiseState
from lianxin.ui import forms


class WriteForm(MoveForm):
    """A draft: one matter; saved with a title alone."""

    title = django_forms.CharField(label=_("标题"), max_length=120, help_text=_("一件建议只说一件事。"))
    facts_text = forms.WordsField(label=_("情况（案由）"), required=False, max_length=4000, rows=5)
    analysis = forms.WordsField(label=_("分析"), required=False, max_length=4000, rows=4)
    proposal = forms.WordsField(
        label=_("具体建议"), required=False, max_length=4000, rows=5, help_text=_("请谁做什么、做到什么样。")
    )
    wish = forms.OneChoice(label=_("希望怎样答复"), choices=Wish.choices, widget=forms.RadioCards(layout="inline"))
    confidential = django_forms.BooleanField(label=_("要求对承办单位保密我的姓名"), required=False)
    consent_public = django_forms.BooleanField(label=_("同意公开建议和答复（不含姓名）"), required=False)
    ticks = forms.ManyChoices(
        label=_("自己对照一下：有没有这些情况"), required=False, choices=[(code, DOUBTS[code]) for code in TICKS],
        help_text=_("有的只是提醒，能不能作为建议由镇人大办审定。"),
    )  # fmt: skip


class ProposeForm(MoveForm):
    """For whom the office begins a draft, under which title."""

    deputy = forms.OneChoice(
        label=_("请哪位代表"), choices=(), widget=django_forms.Select(), help_text=_("在场听到的代表排在前面。")
    )
    title = django_forms.CharField(label=_("标题"), max_length=120, help_text=_("代表可以改。"))


class InviteForm(MoveForm):
    """Who is asked to sign."""

    deputies = forms.ManyChoices(label=_("请哪些代表联名"), choices=())


class ReasonForm(MoveForm):
    """A reason."""

    reason = forms.WordsField(label=_("理由"), max_length=500, rows=3)


class OptionalReasonForm(MoveForm):
    """A word of the desk, if it likes."""

    reason = forms.WordsField(label=_("说明"), max_length=500, rows=3, required=False)


class AssignForm(MoveForm):
    """Who leads, who helps."""

    lead_unit = forms.OneChoice(label=_("主办单位"), choices=(), widget=django_forms.Select())
    co_units = forms.ManyChoices(label=_("会办单位"), choices=(), required=False)


class ReturnForm(ReasonForm):
    """Why it is not this unit's, and whose."""

    proposed_unit = forms.OneChoice(
        label=_("建议由谁办"), choices=(), required=False, widget=django_forms.Select(),
        help_text=_("须经交办台同意，不得自行转给别的单位。"),
    )  # fmt: skip


class ContactForm(MoveForm):
    """A contact with the deputy."""

    how = forms.OneChoice(label=_("方式"), choices=ContactHow.choices, widget=django_forms.Select())
    on = forms.DateField(label=_("日期"))
    text = forms.WordsField(label=_("说了什么"), max_length=1000, rows=4)


class TextForm(MoveForm):
    """A text."""

    text = forms.WordsField(label=_("内容"), max_length=4000, rows=5)


class CloseForm(MoveForm):
    """The line of the report."""

    text = forms.WordsField(label=_("给人代会报告用的一句话"), max_length=500, rows=3)


class ExtensionForm(ReasonForm):
    """How long."""

    months = django_forms.IntegerField(label=_("延长几个月"), min_value=1, max_value=3)


class ReplyForm(MoveForm):
    """The answer."""

    result = forms.OneChoice(label=_("办理结果"), choices=(), widget=forms.RadioCards())
    text = forms.WordsField(label=_("答复"), max_length=4000, rows=7)
    reason = forms.WordsField(
        label=_("理由"), max_length=500, rows=3, required=False, help_text=_("留作参考的必须写明理由。")
    )
    promise_on = forms.DateField(
        label=_("哪一天做到"), required=False, help_text=_("正在解决、计划解决的必须写；会记入承诺台账。")
    )
    promise_text = django_forms.CharField(label=_("承诺做什么"), max_length=500, required=False)
    contact = django_forms.CharField(label=_("联系人和办公电话"), max_length=120, required=False)


class EvaluateForm(MoveForm):
    """Attitude and result apart."""

    attitude = forms.OneChoice(label=_("办理态度"), choices=Grade.choices, widget=forms.RadioCards(layout="inline"))
    result = forms.OneChoice(label=_("办理结果"), choices=Grade.choices, widget=forms.RadioCards(layout="inline"))
    reason = forms.WordsField(label=_("理由"), required=False, max_length=500, rows=3, help_text=_("不满意的请写明。"))


class PromiseForm(MoveForm):
    """What became of a promise."""

    promise_id = django_forms.TypedChoiceField(label=_("哪一项承诺"), coerce=int, widget=forms.RadioCards())
    state = forms.OneChoice(
        label=_("怎么样了"), choices=[pair for pair in PromiseState.choices if pair[0] != PromiseState.OPEN],
        widget=forms.RadioCards(),
    )  # fmt: skip
    reason = forms.WordsField(label=_("凭什么，或者为什么"), max_length=500, rows=3)
    new_text = django_forms.CharField(
        label=_("新的承诺"), max_length=500, required=False,
        help_text=_("只有“情况变化”才要写；空着就还是原来的承诺。"),
    )  # fmt: skip
    new_due_on = forms.DateField(label=_("新的日期"), required=False)
    files = files_field()


class PublishForm(MoveForm):
    """How far it may be public."""

    with_result = django_forms.BooleanField(label=_("连同办理结果一起公开"), required=False)
    note = django_forms.CharField(label=_("说明"), max_length=300, required=False)


class FileForm(MoveForm):
    """Where a prepared text was filed."""

    where = django_forms.CharField(label=_("向哪里提出"), max_length=120)
    on = forms.DateField(label=_("哪一天"))
    filed_number = django_forms.CharField(label=_("编号"), max_length=32)


class HearForm(MoveForm):
    """The answer from elsewhere."""

    on = forms.DateField(label=_("答复日期"))
    result = django_forms.CharField(label=_("办理结果"), max_length=60, required=False)
    text = forms.WordsField(label=_("答复内容"), max_length=4000, rows=6)


#: The form of a move; others only ask once more.
FORMS: Final[Mapping[str, type[Any]]] = {
    "edit": WriteForm, "invite": InviteForm, "send_back": ReasonForm, "letter": ReasonForm, "assign": AssignForm,
    "ask_return": ReturnForm, "grant_return": ReasonForm, "refuse_return": ReasonForm, "contact": ContactForm,
    "co_opinion": TextForm, "ask_extension": ExtensionForm, "grant_extension": OptionalReasonForm,
    "refuse_extension": ReasonForm, "reply": ReplyForm, "evaluate": EvaluateForm, "evaluate_too": EvaluateForm,
    "close": CloseForm, "publish": PublishForm, "ask_withdraw": ReasonForm, "file": FileForm, "hear": HearForm,
    "settle_promise": PromiseForm,
}  # fmt: skip
