"""What the cases room offers lower rooms: who may read its files, how its objects are named, and its figures."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from lianxin.cases import burden, labels, policies
from lianxin.cases.figures import measures
from lianxin.cases.models import Case, Opinion
from lianxin.cases.selectors.scope import visible
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.journal.actors import RESIDENT, Actor
from lianxin.people import roles
from lianxin.people.policies import DESK
from lianxin.records import access
from lianxin.records.access import Label
from lianxin.records.models import Attachment
from lianxin.ui import registry


def register() -> None:
    """Register policies, labels and figures."""
    access.files_of("case", may_read_files)
    access.labels_of("case", case_labels)
    access.labels_of("opinion", opinion_labels)
    labels.register()
    registry.panel("case", "cases/desk/chain_panel.html", order=80, policy=policies.SEE_CASE, context=chain_link)
    measures.register()
    burden.register()


def may_read_files(actor: Actor, case_id: int, attachment: Attachment) -> bool:
    """Whoever may open the case may see its photos and documents; who spoke sees the own ones, until withdrawing."""
    if actor.kind == RESIDENT:
        own = attachment.uploaded_by_kind == RESIDENT and attachment.uploaded_by_id == actor.id
        return own and Opinion.objects.filter(pk=int(actor.id or 0), case_id=case_id, withdrawn_at=None).exists()
    return visible(actor).filter(pk=case_id).exists()


def case_labels(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Number and title of the cases among ``ids`` that the actor may open."""
    rows = visible(actor).filter(pk__in=list(ids)).values_list("pk", "number", "title")
    return {pk: Label(f"{number} {title}", _address(number, actor)) for pk, number, title in rows}


def opinion_labels(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """The summary of the opinions among ``ids`` whose case the actor may open; it leads to the case."""
    rows = Opinion.objects.filter(pk__in=list(ids), case__in=visible(actor)).values_list(
        "pk", "summary", "case__number"
    )
    return {pk: Label(shorten(mask(summary), 40) or number, _address(number, actor)) for pk, summary, number in rows}


def chain_link(_request: HttpRequest, case: Case) -> Mapping[str, object]:
    """The way from a case to the drawing of its chain; no statement."""
    return {"chain_href": reverse("records:chain", args=["case", case.pk])}


def _address(number: str, actor: Actor) -> str:
    """The page of a case on the actor's own face; empty where it is not mounted."""
    on_desk = DESK.check(actor) or not actor.has(roles.DEPUTY)
    try:
        return reverse("cases:desk_case" if on_desk else "cases:deputy_case", args=[number])
    except NoReverseMatch:
        return ""
