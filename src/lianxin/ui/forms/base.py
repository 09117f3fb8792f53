"""The base form: our renderer, our error sentences, and refusals of actions placed at their fields."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.journal.errors import Invalid

#: Sentences that say what to do, by Django's error code; ``%(label)s`` is the field's label.
SENTENCES: Final[dict[str, Promise]] = {
    "required": _("请填写“%(label)s”。"),
    "max_length": _("“%(label)s”太长了，最多 %(limit)s 个字，请删短一些。"),
    "min_length": _("“%(label)s”太短了，至少要 %(limit)s 个字。"),
    "invalid": _("“%(label)s”的格式不对，请检查后重新填写。"),
    "invalid_choice": _("“%(label)s”请从列出的选项中选择。"),
    "invalid_list": _("“%(label)s”请从列出的选项中选择。"),
    "max_value": _("“%(label)s”不能大于 %(limit)s。"),
    "min_value": _("“%(label)s”不能小于 %(limit)s。"),
}


class Renderer(TemplatesSetting):
    """Finds widget templates in the rooms first, then Django's own (``django.forms`` is an installed app)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Form(forms.Form):
    """Base of every form.

    ``once = OnceField()`` in a subclass guards against double submits. ``take(error)`` puts the refusal of an action
    at the fields it names, so that a view reads::

        if form.is_valid():
            try:
                result = SubmitOpinion(actor, **form.cleaned_data).execute()
            except Invalid as problem:
                form.take(problem)
            else:
                return redirect(...)
        return render(request, "…", {"form": form}, status=form.status)
    """

    default_renderer = Renderer
    error_css_class = "has-error"
    required_css_class = "is-required"
    use_required_attribute = False
    #: Name in sessionStorage under which ui.js keeps unsent input; empty: not kept. Never for secrets.
    keep_as: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give every field its Chinese sentences unless it has its own."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _give_sentences(str(field.label or name), field)

    @property
    def status(self) -> int:
        """HTTP status to answer with: 422 when there are errors, else 200."""
        return 422 if self.is_bound and self.errors else 200

    @property
    def has_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return self.is_multipart()

    def take(self, problem: Invalid) -> None:
        """Place every sentence of a refused action at its field; unknown fields go to the top of the form."""
        for item in problem.problems:
            self.add_error(item.field if item.field in self.fields else None, item.message)


class _Sentence(str):
    """A sentence with the label filled in; Django fills ``limit_value`` later, so percent signs stay literal."""


def _give_sentences(label: str, field: forms.Field) -> None:
    """Replace Django's standard texts of *field* by ours; texts given by the field's author are kept."""
    own: Mapping[str, Any] = getattr(field, "own_messages", {})
    for code in ("required", "invalid", "invalid_choice", "invalid_list"):
        if code in field.error_messages and code not in own:
            sentence = str(SENTENCES[code]) % {"label": label}
            field.error_messages[code] = _Sentence(
                sentence.replace("%", "%%") if code == "invalid_choice" else sentence
            )
    for validator in field.validators:
        code = getattr(validator, "code", "")
        limit = getattr(validator, "limit_value", None)
        if code in SENTENCES and limit is not None and not callable(limit):
            field.error_messages.setdefault(code, str(SENTENCES[code]) % {"label": label, "limit": limit})


def first_errors(form: forms.BaseForm) -> list[dict[str, str]]:
    """Rows of the error summary: ``[{"href": "#id_words", "message": "…"}]``, form-wide errors first."""
    rows = [{"href": "", "message": str(message)} for message in form.non_field_errors()]
    for name, errors in form.errors.items():
        if name == "__all__" or not errors:
            continue
        bound = form[name]
        target = bound.id_for_label or bound.auto_id
        rows.append({"href": f"#{target}", "message": str(errors[0])})
    return rows
