"""Speaking at the counter: a clerk writes down what somebody said, reads it back, and hands out the slip."""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lianxin.cases import policies
from lianxin.cases.actions import RecordOpinion
from lianxin.cases.desk import choices
from lianxin.cases.desk.forms import line_field
from lianxin.cases.public.forms import MOST_WORDS, consents
from lianxin.cases.public.where import where_to_choose
from lianxin.journal.errors import FieldProblem, Invalid, WrongState
from lianxin.people.access import actor_of, requires
from lianxin.ui import forms

_RENAMED = {"place_id": "place", "consent_text": "openness", "consent_name": "openness"}


class RecordForm(forms.Form):
    """The words first; everything else may wait."""

    words = forms.WordsField(
        label=_("原话"), help_text=_("一字不改，说什么记什么。"), max_length=MOST_WORDS, rows=8,
        error_messages={"required": _("请先写下居民说的话。")},
    )  # fmt: skip
    read_back = django_forms.BooleanField(label=_("念给本人听过，本人认可"), required=False)
    place = django_forms.ChoiceField(label=_("在哪里"), required=False)
    place_note = line_field(_("具体位置"), 120)
    channel = django_forms.ChoiceField(label=_("怎么来的"), choices=choices.entries("channel"))
    kind = django_forms.ChoiceField(label=_("这是什么事"), choices=choices.entries("opinion_kind"), initial="unknown")
    category = django_forms.ChoiceField(label=_("分类"), choices=choices.categories, required=False)
    occasion = line_field(_("场合"), 120)
    spoken_on = forms.DateField(label=_("哪一天说的"), required=False)
    on_behalf_of = line_field(_("替谁说的"), 60)
    contact_name = line_field(_("怎么称呼"), 40)
    contact = line_field(_("联系电话"), 60)
    openness = django_forms.ChoiceField(
        label=_("内容可以公开吗"), required=False,
        choices=[
            ("office", _("只给办理的人看")), ("text", _("可以公开内容，不公开是谁")),
            ("name", _("可以公开内容和称呼")), ("secret", _("请保密")),
        ],
    )  # fmt: skip
    urgent = django_forms.BooleanField(label=_("急"), required=False)
    once = forms.OnceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the places of the town."""
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, django_forms.ChoiceField)
        field.choices = where_to_choose().choices

    def facts(self) -> dict[str, Any]:
        """Arguments of the action."""
        data = dict(self.cleaned_data)
        open_to, place = consents(data.pop("openness")), data.pop("place")
        return {
            **data,
            "once": data["once"] or None,
            "place_id": int(place) if place else None,
            "consent_text": open_to.text,
            "consent_name": open_to.name,
            "confidential": open_to.confidential,
        }


@requires(policies.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Write it down, then print the slip; a refusal keeps every word."""
    form = RecordForm(request.POST if request.method == "POST" else None)
    status = 0
    if request.method == "POST" and form.is_valid():
        try:
            receipt = RecordOpinion(actor=actor_of(request), **form.facts()).execute()
        except Invalid as problem:
            renamed = [FieldProblem(_RENAMED.get(p.field, p.field), p.code, p.message) for p in problem.problems]
            form.take(Invalid(*renamed))
        except WrongState as problem:
            data = request.POST.copy()
            data["once"], status = "", 409
            form = RecordForm(data)
            form.add_error(None, problem.message)
        else:
            return redirect("cases:slip", token=receipt.token)
    context = {"form": form, "title": _t("替居民记下来")}
    return render(request, "cases/desk/record.html", context, status=status or form.status)
