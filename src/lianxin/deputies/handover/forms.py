"""Forms of handovers."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.deputies.forms import terms
from lianxin.ui import forms


class OpenForm(forms.Form):
    """From which term to which."""

    old_term = django_forms.ChoiceField(label=_("哪一届结束"), choices=terms)
    new_term = django_forms.ChoiceField(
        label=_("接着是哪一届"), choices=terms, help_text=_("新一届还没有登记的，先到“届次”里登记，再登记当选的代表。")
    )


class ReelectedForm(forms.Form):
    """Who was elected again."""

    deputies = forms.ManyChoices(
        label=_("连任的代表"), help_text=_("选区、选举单位照旧；换了选区的，在名册里单独写任期。"),
        widget=forms.CheckCards(layout="inline"),
    )  # fmt: skip

    def __init__(self, *args: Any, can: list[tuple[str, str]], **kwargs: Any) -> None:
        """*can* are the deputies of the old term without a mandate of the new one."""
        super().__init__(*args, **kwargs)
        self.fields["deputies"].choices = can  # type: ignore[attr-defined]


class SuccessorForm(forms.Form):
    """Who takes over."""

    successor = django_forms.ChoiceField(label=_("由哪位代表接续"), required=False)

    def __init__(self, *args: Any, can: list[tuple[str, str]], **kwargs: Any) -> None:
        """*can* are those with a mandate on the day."""
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [("", _("先不定，进“待接续”")), *can]  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    """Who takes over one thing of the office's list."""

    successor = django_forms.ChoiceField(label=_("由哪位代表接续"))

    def __init__(self, *args: Any, can: list[tuple[str, str]], **kwargs: Any) -> None:
        """*can* are those with a mandate today."""
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = can  # type: ignore[attr-defined]
