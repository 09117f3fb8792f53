"""Forms of a round's results."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.contact.results.texts import LEVELS
from lianxin.core.text import MAX_TEXT
from lianxin.ui import forms


class LevelForm(forms.Form):
    """Whose power several items are."""

    level = forms.OneChoice(
        label=_("这些事由哪一级管"), choices=[(code, label) for code, label in LEVELS.items() if code],
        help_text=_("按事权说，不按谁来听；拿不准的先空着，转交以后由交办台再定。"),
    )  # fmt: skip
    ids = django_forms.CharField(widget=django_forms.HiddenInput, max_length=4000)


class TransferForm(forms.Form):
    """What goes to the desk, and the words that go with it."""

    case_ids = forms.ManyChoices(label=_("这次转交的"), required=False, widget=django_forms.MultipleHiddenInput)
    note = forms.WordsField(
        label=_("附言"), help_text=_("写给交办台，例如优先顺序。"), max_length=300, rows=2, required=False
    )
    reason = django_forms.CharField(
        label=_("清单没有交齐就转，为什么"), max_length=120, required=False,
        help_text=_("都交齐了就空着。"),
    )  # fmt: skip
    once = forms.OnceField()

    def __init__(self, *args: Any, ready: list[str], **kwargs: Any) -> None:
        """*ready* are the matters that can go."""
        super().__init__(*args, **kwargs)
        self.fields["case_ids"].choices = [(pk, pk) for pk in ready]  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """The words of the 活动总结."""

    text = forms.WordsField(
        label=_("总结的文字"), max_length=MAX_TEXT, rows=16,
        help_text=_("这是按记录生成的草稿，只有数字；情况、做法和打算由您来写。表格会附在后面，不用抄。"),
    )  # fmt: skip


class NothingForm(forms.Form):
    """A button and nothing else."""
