"""The form of a citation: what it is, and its number."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.records import citing
from lianxin.ui import forms


class CiteForm(forms.Form):
    """A record that is cited: its kind and number."""

    kind = django_forms.ChoiceField(label=_("是什么"), choices=citing.choices, initial="case", required=False)
    number = django_forms.CharField(
        label=_("编号"), max_length=40, help_text=_("写在那一页标题下面的编号；承诺写它那件事项的编号。")
    )

    def clean_kind(self) -> str:
        """A matter where nothing was chosen."""
        return str(self.cleaned_data["kind"] or "case")


class CiteWithNoteForm(CiteForm):
    """A citation that says what it shows."""

    note = django_forms.CharField(label=_("说明什么"), max_length=200, required=False)
