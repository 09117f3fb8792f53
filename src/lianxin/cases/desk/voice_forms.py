"""Forms of what belongs to a voice: more words, consent, contact data, and looking at contact data."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases.desk.forms import MoveForm, line_field, reason_field
from lianxin.cases.selectors.case_page import CasePage, OpinionView
from lianxin.core.text import shorten
from lianxin.ui import forms


class OpinionForm(MoveForm):
    """A move on one voice of the case."""

    opinion_id = django_forms.TypedChoiceField(label=_("谁的话"), coerce=int, widget=forms.RadioCards())
    field_order = ("opinion_id",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the voices of this case; a single one needs no choice."""
        super().__init__(*args, **kwargs)
        voices = [one for one in self.page.opinions if self.fits(one)]
        self.choose("opinion_id", [(str(one.id), _voice(n, one)) for n, one in enumerate(voices, 1)])
        if len(voices) == 1:
            self.fields["opinion_id"].widget = django_forms.HiddenInput()

    def fits(self, opinion: OpinionView) -> bool:
        """Whether the move makes sense for a voice."""
        return not opinion.withdrawn


def _voice(n: int, opinion: OpinionView) -> str:
    """A voice by its number, whose it is, and how it begins."""
    return f"{n}. {opinion.source_label}：{shorten(opinion.words, 24)}"


class AddWordsForm(OpinionForm):
    """Something more that the resident said, written down for the resident."""

    kind = forms.OneChoice(
        label=_("补充还是更正"), choices=[("add", _("补充新的情况")), ("correct", _("更正前面说的"))], initial="add",
        widget=forms.RadioCards(layout="inline"),
    )  # fmt: skip
    text = forms.WordsField(
        label=_("居民又说了什么"), help_text=_("用居民自己的话，一字不改。"), max_length=20_000,
        error_messages={"required": _("请写下要补充或更正的话。")},
    )  # fmt: skip


class GiveContactForm(OpinionForm):
    """How the resident can be reached."""

    name = line_field(_("怎么称呼"), 40)
    contact = line_field(_("联系电话"), 60, help_text=_("手机号、座机号或邮箱。"))


class DeleteContactForm(OpinionForm):
    """Erase how to be reached."""

    def fits(self, opinion: OpinionView) -> bool:
        """Only where something was left."""
        return bool(opinion.contact_masked)


class ConsentForm(OpinionForm):
    """What the speaker wants shown: text and name apart, or nothing at all."""

    consent_text = django_forms.BooleanField(label=_("同意公开内容"), required=False, widget=forms.YesNo())
    consent_name = django_forms.BooleanField(label=_("同意公开称呼"), required=False, widget=forms.YesNo())
    confidential = django_forms.BooleanField(label=_("要求保密"), required=False, widget=forms.YesNo())

    def fits(self, opinion: OpinionView) -> bool:
        """Not where one may not read what would be opened."""
        return super().fits(opinion) and not opinion.words_hidden

    def known(self, page: CasePage) -> dict[str, Any]:
        """As it is now, where there is only one voice."""
        present = [one for one in page.opinions if self.fits(one)]
        if len(present) != 1:
            return {}
        names = ("consent_text", "consent_name", "confidential")
        return {name: getattr(present[0], name) for name in names}

    def notes(self) -> list[str]:
        """Whose word it must be."""
        return [gettext("请只按反映人本人的意思改，并告诉本人已经改好。什么都不勾：只给办理的人看。")]

    def facts(self) -> dict[str, Any]:
        """All three, the unticked ones too."""
        names = ("opinion_id", "consent_text", "consent_name", "confidential")
        return {name: self.cleaned_data[name] for name in names}


class ReadContactForm(OpinionForm):
    """Why somebody looks at contact data; the look is written down."""

    reason = reason_field(
        label=_("为什么要看"), help_text=_("例如“约上门看电梯”。这句话和您的名字会记进查看记录。"), required=False
    )

    def fits(self, opinion: OpinionView) -> bool:
        """Only where something was left and may be read."""
        return opinion.may_read_contact
