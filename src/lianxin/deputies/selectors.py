"""How the register is read: who is a deputy on a day, who votes, who belongs to a place."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from lianxin.core.clock import today
from lianxin.deputies.models import Constituency, ConstituencyPlace, ContactPlace, Deputy, Level, Mandate
from lianxin.deputies.rules import VOTING_LEVEL
from lianxin.places.models import Place


def holding_on(day: dt.date) -> Q:
    """The condition that a mandate or contact holds on a civil date (both ends inclusive)."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def mandates_on(day: dt.date | None = None) -> QuerySet[Mandate]:
    """The mandates that hold on a civil date (today)."""
    return Mandate.objects.filter(holding_on(day or today()))


def deputies_on(day: dt.date | None = None, *levels: str) -> QuerySet[Deputy]:
    """Everybody with a mandate on that day, of some levels when levels are named; in the order of the register."""
    mandates = mandates_on(day).filter(deputy_id=OuterRef("pk"))
    mandates = mandates.filter(level__in=levels) if levels else mandates
    return Deputy.objects.filter(Exists(mandates)).order_by("sort", "id")


def voting_deputies(on: dt.date | None = None) -> QuerySet[Deputy]:
    """The town deputies of a civil date: the only ones who vote in 票决, and the N of every majority."""
    return deputies_on(on, VOTING_LEVEL)


def register(day: dt.date | None = None) -> QuerySet[Deputy]:
    """The whole register with group, present mandates and contact places, in four statements."""
    on = day or today()
    mandates = mandates_on(on).select_related("term", "constituency").order_by("level", "id")
    contacts = contacts_on(on).select_related("place").order_by("place__sort")
    return Deputy.objects.select_related("group").prefetch_related(
        Prefetch("mandates", mandates, to_attr="present_mandates"),
        Prefetch("contact_places", contacts, to_attr="present_contacts"),
    )


def contacts_on(day: dt.date) -> QuerySet[ContactPlace]:
    """The contacts between deputies and neighbourhoods that hold on a civil date."""
    return ContactPlace.objects.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


@dataclass(frozen=True, slots=True)
class NearDeputy:
    """A deputy of a place, and why: by contact (联系社区) or by constituency (选区)."""

    deputy: Deputy
    level: str
    by_contact: bool
    by_constituency: bool


def deputies_for_place(place: Place, on: dt.date | None = None) -> list[NearDeputy]:
    """The deputies residents of a place can turn to: town first, then district, then city.

    By constituency when a constituency covers the place or anything above it, by contact when the deputy keeps
    in touch with the place or anything above it.
    """
    day = on or today()
    constituencies = set(constituencies_of(place).values_list("pk", flat=True))
    contacts = set(contacts_on(day).filter(place_id__in=place.ancestor_ids).values_list("deputy_id", flat=True))
    mandates = mandates_on(day).filter(Q(constituency_id__in=constituencies) | Q(deputy_id__in=contacts))
    rows = mandates.select_related("deputy", "deputy__group").order_by("deputy__sort", "deputy_id")
    order = {Level.TOWN: 0, Level.DISTRICT: 1, Level.CITY: 2}
    found = [
        NearDeputy(
            row.deputy,
            row.level,
            by_contact=row.deputy_id in contacts,
            by_constituency=row.constituency_id in constituencies,
        )
        for row in rows
    ]
    return sorted(found, key=lambda near: order[Level(near.level)])


def constituencies_of(place: Place) -> QuerySet[Constituency]:
    """The constituencies a place belongs to: those that name it or anything above it."""
    named = ConstituencyPlace.objects.filter(constituency_id=OuterRef("pk"), place_id__in=place.ancestor_ids)
    return Constituency.objects.filter(Exists(named), is_active=True)


def deputy_of_account(account_id: int) -> Deputy | None:
    """The deputy an account stands for, in the current town."""
    return Deputy.objects.filter(account_id=account_id).first()


def contact_paths(deputies: Iterable[int], on: dt.date | None = None) -> dict[int, list[Place]]:
    """The contact places of several deputies; one statement."""
    found: dict[int, list[Place]] = {}
    for contact in contacts_on(on or today()).filter(deputy_id__in=list(deputies)).select_related("place"):
        found.setdefault(contact.deputy_id, []).append(contact.place)
    return found
