"""How rounds, visits and items of an agenda are named on chains; rounds and visits can be cited by their numbers."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from lianxin.contact import workflow
from lianxin.contact.base import visits
from lianxin.contact.models import AgendaItem, Round, Visit
from lianxin.contact.policies import READERS, READS_VISIT
from lianxin.journal.actors import Actor
from lianxin.records.access import Label, labels_of, open_labels_of
from lianxin.records.citing import citable
from lianxin.ui.dates import zh_date


def _rounds(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Number and name, for the office and the chair."""
    if not READERS.check(actor):
        return {}
    rows = Round.objects.filter(pk__in=list(ids))
    return {one.pk: Label(f"{one.number} {one.name}", reverse("contact:round", args=[one.pk])) for one in rows}


def _visits(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Number and place, for whoever reads the visit on the desk."""
    rows = [one for one in visits().filter(pk__in=list(ids)) if READS_VISIT.check(actor, one)]
    return {one.pk: Label(f"{one.number} {one.place.label}", reverse("contact:visit", args=[one.pk])) for one in rows}


def _agenda(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """The title of the item and the round's name."""
    if not READERS.check(actor):
        return {}
    rows = AgendaItem.objects.filter(pk__in=list(ids)).select_related("round")
    pages = {one.pk: reverse("contact:agenda", args=[one.round_id]) for one in rows}
    return {one.pk: Label(f"{one.title}（{one.round.name}）", pages[one.pk]) for one in rows}


def _open_rounds(ids: Iterable[int]) -> Mapping[int, Label]:
    """Name and day of rounds that were told of."""
    rows = Round.objects.filter(pk__in=list(ids)).exclude(state__in=(workflow.PREPARING, workflow.CANCELLED))
    return {one.pk: Label(f"{one.name} {zh_date(one.day)}") for one in rows}


def _open_visits(ids: Iterable[int]) -> Mapping[int, Label]:
    """Neighbourhood and day of visits that were held."""
    rows = Visit.objects.filter(pk__in=list(ids), state__in=(workflow.HELD, workflow.LISTED))
    found = rows.select_related("place", "round")
    return {one.pk: Label(f"{one.place.label} {zh_date(one.round.day)}") for one in found}


def _round_numbers(number: str) -> list[int]:
    return list(Round.objects.filter(number=number).values_list("pk", flat=True))


def _visit_numbers(number: str) -> list[int]:
    return list(Visit.objects.filter(number=number).values_list("pk", flat=True))


def register() -> None:
    """Name and offer them."""
    labels_of("contact_round", _rounds)
    labels_of("contact_visit", _visits)
    labels_of("contact_agenda", _agenda)
    open_labels_of("contact_round", _open_rounds)
    open_labels_of("contact_visit", _open_visits)
    citable("contact_round", _round_numbers)
    citable("contact_visit", _visit_numbers)
