"""How the home's records are named on chains, and that receptions and activities can be cited by their numbers."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from lianxin.deputies.policies import READERS
from lianxin.home.models import Activity, ActivityState, MethodPart, Reception, ReceptionState
from lianxin.home.performance.standard import standard
from lianxin.journal.actors import Actor
from lianxin.records.access import Label, labels_of, open_labels_of
from lianxin.records.citing import citable
from lianxin.ui.dates import zh_date


def _receptions(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Number, venue and day, for those who read the home's desk."""
    if not READERS.check(actor):
        return {}
    rows = Reception.objects.filter(pk__in=list(ids)).select_related("venue")
    names = {one.pk: f"{one.number} {one.venue.name} {zh_date(one.starts_at)}" for one in rows}
    return {pk: Label(name, reverse("home:reception", args=[pk])) for pk, name in names.items()}


def _activities(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Number and title."""
    if not READERS.check(actor):
        return {}
    rows = Activity.objects.filter(pk__in=list(ids))
    return {one.pk: Label(f"{one.number} {one.title}", reverse("home:activity", args=[one.pk])) for one in rows}


def _parts(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """The method and the heading of a part."""
    if not READERS.check(actor):
        return {}
    rows = MethodPart.objects.filter(pk__in=list(ids)).select_related("method")
    return {
        one.pk: Label(f"{one.method.name} {one.title}", reverse("home:method", args=[one.method_id])) for one in rows
    }


def _open_receptions(ids: Iterable[int]) -> Mapping[int, Label]:
    """Venue and day of receptions that were told of, with the page at the venue's door."""
    told = (ReceptionState.ANNOUNCED, ReceptionState.CLOSED)
    rows = Reception.objects.filter(pk__in=list(ids), state__in=told).select_related("venue")
    return {
        one.pk: Label(
            f"{one.venue.name} {zh_date(one.starts_at)}", reverse("home:public_venue", args=[one.venue.public_token])
        )
        for one in rows
    }


def _open_activities(ids: Iterable[int]) -> Mapping[int, Label]:
    """Title and day of activities that were held and are of a public kind."""
    kinds = standard()
    rows = Activity.objects.filter(pk__in=list(ids), state=ActivityState.HELD)
    return {one.pk: Label(f"{one.title} {zh_date(one.starts_on)}") for one in rows if kinds.kind(one.kind).public}


def _numbered(number: str) -> list[int]:
    return list(Reception.objects.filter(number=number).values_list("pk", flat=True))


def _activity_numbers(number: str) -> list[int]:
    return list(Activity.objects.filter(number=number).values_list("pk", flat=True))


def register() -> None:
    """Name and offer them."""
    labels_of("reception", _receptions)
    labels_of("activity", _activities)
    labels_of("method_part", _parts)
    open_labels_of("reception", _open_receptions)
    open_labels_of("activity", _open_activities)
    citable("reception", _numbered)
    citable("activity", _activity_numbers)
