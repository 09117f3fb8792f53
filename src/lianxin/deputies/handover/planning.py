"""The change of a handover as the register stands: read once, planned by ``rules``; at most eight statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from lianxin.core.clock import today
from lianxin.core.hashing import canonical_json, digest
from lianxin.deputies.handover import rules
from lianxin.deputies.models import (
    Basis,
    ConstituencyPlace,
    ContactPlace,
    Handover,
    HandoverKind,
    HandoverLine,
    Level,
    Mandate,
)
from lianxin.deputies.selectors import mandates_on

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sight:
    """A change together with the words a page needs: names, where each one was elected, places."""

    change: rules.Change
    names: Mapping[int, str]
    seats: Mapping[int, str]
    places: Mapping[int, str]


def planned(handover: Handover) -> tuple[rules.Line, ...]:
    """What would happen today, with what the office has said already."""
    return rules.plan(sight_of(handover).change)


def sight_of(handover: Handover) -> Sight:
    """The register before and after the day of a handover; six statements."""
    old, new = leaving_mandates(handover), following_mandates(handover)
    contacts = _contacts(handover.day)
    named = list(HandoverLine.objects.filter(handover=handover, basis=Basis.HAND).select_related("successor"))
    change = rules.Change(
        old=_holders(old, contacts, handover.day - _DAY),
        new=_holders(new, contacts, handover.day),
        elsewhere=_elsewhere(handover),
        areas=_areas({one.constituency_id for one in (*old, *new) if one.constituency_id}),
        by_contact=handover.level == Level.CITY,
        chosen={(one.deputy_id, one.place_id): one.successor_id for one in named},
    )
    return Sight(
        change=change,
        names={
            **{one.successor_id: one.successor.display_name for one in named if one.successor is not None},
            **{one.deputy_id: one.deputy.display_name for one in (*old, *new)},
        },
        seats={one.deputy_id: str(one.constituency or one.electing_unit) for one in (*new, *old)},
        places={one.place_id: one.place.label for one in contacts},
    )


def leaving_mandates(handover: Handover) -> list[Mandate]:
    """The mandates that end: what held on the day before and has no handover of its own, or the one that ended."""
    rows = Mandate.objects.filter(term_id=handover.old_term_id).select_related("deputy", "constituency")
    if handover.kind == HandoverKind.ONE:
        return list(rows.filter(pk__in=_gone(handover)))
    held = mandates_on(handover.day - _DAY).values("pk")
    by_itself = HandoverLine.objects.filter(handover__kind=HandoverKind.ONE).exclude(mandate=None).values("mandate_id")
    return list(rows.filter(pk__in=held).exclude(pk__in=by_itself))


def following_mandates(handover: Handover) -> list[Mandate]:
    """The mandates that hold on the day: of the new term, or of the congress that one deputy has left."""
    rows = mandates_on(handover.day).filter(level=handover.level).exclude(pk__in=_gone(handover))
    if handover.new_term_id is not None:
        rows = Mandate.objects.filter(term_id=handover.new_term_id)
    return list(rows.select_related("deputy", "constituency"))


def _gone(handover: Handover) -> "QuerySet[HandoverLine, Any]":
    """The mandate that ended, for a handover of one deputy."""
    return HandoverLine.objects.filter(handover=handover).exclude(mandate=None).values("mandate_id")


def _elsewhere(handover: Handover) -> frozenset[int]:
    """Who holds a mandate of another congress on the day."""
    rows = mandates_on(handover.day).exclude(level=handover.level)
    return frozenset(rows.values_list("deputy_id", flat=True))


def _contacts(day: dt.date) -> list[ContactPlace]:
    """The contacts that hold on the day or on the one before."""
    rows = ContactPlace.objects.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day - _DAY))
    return list(rows.select_related("place").order_by("id"))


def _areas(constituencies: Iterable[int]) -> dict[int, rules.Paths]:
    """The paths of the places of some constituencies."""
    found: dict[int, set[str]] = defaultdict(set)
    for one in ConstituencyPlace.objects.filter(constituency_id__in=list(constituencies)).select_related("place"):
        found[one.constituency_id].add(one.place.path)
    return {pk: frozenset(paths) for pk, paths in found.items()}


def _holders(mandates: Sequence[Mandate], contacts: Sequence[ContactPlace], day: dt.date) -> list[rules.Holder]:
    """The holders of some mandates with the places they keep in touch with on a day."""
    by_deputy: dict[int, dict[int, str]] = defaultdict(dict)
    for one in contacts:
        if one.valid_from <= day and (one.valid_to is None or one.valid_to >= day):
            by_deputy[one.deputy_id][one.place_id] = one.place.path
    return [
        rules.Holder(one.deputy_id, one.deputy.sort, one.constituency_id, by_deputy.get(one.deputy_id, {}))
        for one in mandates
    ]


def held_today() -> "QuerySet[Mandate, Any]":
    """The ids of the mandates that hold today, as a subquery."""
    return mandates_on(today()).values("pk")


def seal(lines: Iterable[rules.Line]) -> str:
    """A short digest of a plan: what was looked at is what is done."""
    shown = [[one.deputy, one.fate, one.place, one.successor] for one in lines]
    return digest(canonical_json(shown))[:16]
