"""What phones record on a visit: an item, and what was said to a matter of last time; with and without network."""

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lianxin.cases.models import Opinion
from lianxin.cases.receipts import Receipt, receipt_of
from lianxin.contact import base
from lianxin.contact.models import Visit
from lianxin.contact.visits import selectors, texts
from lianxin.contact.visits.actions import RecordVisitItem, TellResult
from lianxin.contact.visits.actions.items import at_form
from lianxin.contact.visits.earlier import told_rows
from lianxin.contact.visits.forms import NAMES, ToldForm, VisitItemForm
from lianxin.contact.visits.policies import RECORD_ON_VISIT
from lianxin.core.ids import typed_id
from lianxin.field import kinds
from lianxin.field.opinions import follow
from lianxin.journal.actors import Actor
from lianxin.journal.errors import FieldProblem, Invalid
from lianxin.ui.forms import Form

ITEM, TOLD = "visit_item", "visit_told"


def visits_for(actor: Actor, chosen: str) -> list[Visit]:
    """The visits a delivery may belong to: those offered now, and the one the phone was on when it recorded.

    A phone that comes back late, or by another link of the same place, still names its visit; the action asks whether
    this actor may record there and whether it was captured in time.
    """
    offered = selectors.recordable(actor)
    named = typed_id(chosen)
    if named is None or any(one.pk == named for one in offered):
        return offered
    rows = base.visits().filter(pk=named)
    return [*offered, *(one for one in rows if RECORD_ON_VISIT.check(actor, one))]


def record(actor: Actor, form: VisitItemForm, on: dt.date, *, key: str = "", once: str | None = None) -> Receipt:
    """Record what a valid form says; raises ``Invalid`` with the sentences at the form's own fields."""
    action = RecordVisitItem(
        actor=actor, visit=form.chosen, record=form.record(), captured_on=on, client_key=key, once=once
    )
    try:
        item = action.execute()
    except Invalid as problem:
        raise at_form(problem, NAMES) from None
    return action.receipt or _again(item.opinion_id)


def _again(opinion_id: int) -> Receipt:
    """The receipt of an item that is there already."""
    opinion = Opinion.objects.select_related("case").get(pk=opinion_id)
    return receipt_of(opinion, opinion.case)


def receive_item(received: kinds.Received) -> kinds.Result:
    """Record an item from a phone."""
    found = visits_for(received.actor, received.fields.get("visit") or "")
    if not found:
        raise Invalid.at("visit", "no_visit", texts.no_visit())
    form = VisitItemForm(received.fields, visits=found)
    if not form.is_valid():
        raise Invalid(*problems(form))
    receipt = record(received.actor, form, received.captured_on, key=received.key)
    return kinds.Result("case", receipt.case_id, receipt.number)


def receive_told(received: kinds.Received) -> kinds.Result:
    """Record from a phone what was said to a matter of last time."""
    found = visits_for(received.actor, received.fields.get("visit") or "")
    if not found:
        raise Invalid.at("visit", "no_visit", texts.no_visit())
    form = ToldForm(received.fields, visits=found, matters=matters(found))
    if not form.is_valid():
        raise Invalid(*problems(form))
    visit = tell(received.actor, form)[0]
    return kinds.Result("contact_visit", visit.pk, visit.number)


def tell(actor: Actor, form: ToldForm) -> tuple[Visit, str]:
    """Write down what a valid form says; the visit, and why the verdict could not be recorded, if so."""
    data = form.cleaned_data
    visit = form.visits[data["visit"]]
    action = TellResult(
        actor=actor, visit=visit, case_id=int(data["case"]), resident_says=data["resident_says"], words=data["words"],
        agreed=data["agreed"],
    )  # fmt: skip
    action.execute()
    return visit, action.refused


def matters(found: list[Visit]) -> list[tuple[str, str]]:
    """The matters to tell at some visits, for a choice."""
    return [(str(row["case"]), f"{row['short']}") for rows in told_rows(found).values() for row in rows]


def problems(form: Form) -> list[FieldProblem]:
    """Every sentence of a form at its field."""
    return [
        FieldProblem("" if name == "__all__" else name, "invalid", str(sentence))
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


#: Files the pages of a visit use besides those of every phone page.
FILES: Final = ("contact/css/visit.css", "contact/js/dictate.js")
KINDS: Final[tuple[Any, ...]] = (
    kinds.Kind(
        code=ITEM, version=1, label=_("走访：记一条"), icon="speak", policy=RECORD_ON_VISIT,
        url_name="contact:visit_item", handler=receive_item, order=10, follow=follow, files=FILES,
    ),
    kinds.Kind(
        code=TOLD, version=1, label=_("走访：告诉上轮结果"), icon="reply", policy=RECORD_ON_VISIT,
        url_name="contact:visit_told", handler=receive_told, order=20, files=FILES,
    ),
)  # fmt: skip
