"""The first kind: an opinion heard (or a matter seen) on the spot, recorded by the same action as at the desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies
from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Opinion
from lianxin.cases.receipts import Receipt
from lianxin.field import kinds
from lianxin.field.forms import OpinionForm, form_name
from lianxin.journal.actors import Actor
from lianxin.journal.errors import FieldProblem, Invalid

CODE = "opinion"


def record(actor: Actor, form: OpinionForm, **more: object) -> Receipt:
    """Record what a valid form says; raises ``Invalid`` with the sentences at the form's own fields."""
    facts = {**form.facts(), **more}
    try:
        return RecordOpinion(actor=actor, **facts).execute()
    except Invalid as problem:
        raise Invalid(
            *[FieldProblem(form_name(one.field), one.code, one.message) for one in problem.problems]
        ) from None


def receive(received: kinds.Received) -> kinds.Result:
    """Record an item from a phone."""
    form = OpinionForm(received.fields, actor=received.actor)
    if not form.is_valid():
        raise Invalid(*_problems(form))
    receipt = record(
        received.actor,
        form,
        client_key=received.key,
        spoken_on=form.cleaned_data["spoken_on"] or received.captured_on,
    )
    return kinds.Result("case", receipt.case_id, receipt.number)


def _problems(form: OpinionForm) -> list[FieldProblem]:
    """Every sentence of a form at its field."""
    return [
        FieldProblem("" if name == "__all__" else name, "invalid", str(sentence))
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def follow(case_id: int) -> str:
    """The resident's own page of the matter."""
    token = Opinion.objects.filter(case_id=case_id).order_by("id").values_list("public_token", flat=True).first()
    return reverse("cases:status", args=[token]) if token else ""


KIND = kinds.Kind(
    code=CODE,
    version=1,
    label=_("记一条意见"),
    icon="speak",
    policy=policies.RECORD,
    url_name="field:opinion",
    handler=receive,
    follow=follow,
)
