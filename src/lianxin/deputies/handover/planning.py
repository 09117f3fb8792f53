"""The change of a handover as the register stands: read once, planned by ``rules``; at most eight statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lianxin.core.hashing import canonical_json, digest
from lianxin.deputies.handover import rules
from lianxin.deputies.models import (
    Basis,
    ConstituencyPlace,
    Handover,
    HandoverKind,
    HandoverLine,
    HandoverState,
    Level,
    Mandate,
)
from lianxin.deputies.selectors import contacts_on, mandates_on

_DAY: Final = dt.timedelta(days=1)


def planned(handover: Handover) -> tuple[rules.Line, ...]:
    """What would happen today, with what the office has said already."""
    return rules.plan(change_of(handover))


def change_of(handover: Handover) -> rules.Change:
    """The register before and after the day of a handover."""
    old, new = leaving_mandates(handover), following_mandates(handover)
    contacts = _contacts(handover.day - _DAY, handover.day)
    constituencies = {one.constituency_id for one in (*old, *new) if one.constituency_id}
    return rules.Change(
        old=_holders(old, contacts[0]),
        new=_holders(new, contacts[1]),
        elsewhere=_elsewhere(handover),
        areas=_areas(constituencies),
        by_contact=handover.level == Level.CITY,
        chosen=chosen(handover),
    )


def leaving_mandates(handover: Handover) -> list[Mandate]:
    """The mandates that end: every one of the old term that still held on the day before, or the one that ended."""
    rows = Mandate.objects.filter(term_id=handover.old_term_id).select_related("deputy")
    if handover.kind == HandoverKind.ONE:
        gone = HandoverLine.objects.filter(handover=handover).values("mandate_id")
        return list(rows.filter(pk__in=gone))
    held = mandates_on(handover.day - _DAY).values("pk")
    return list(rows.filter(pk__in=held))


def following_mandates(handover: Handover) -> list[Mandate]:
    """The mandates that hold on the day: of the new term, or of the congress that one deputy has left."""
    rows = mandates_on(handover.day).filter(level=handover.level).select_related("deputy")
    if handover.new_term_id is not None:
        rows = Mandate.objects.filter(term_id=handover.new_term_id).select_related("deputy")
    return list(rows)


def _elsewhere(handover: Handover) -> frozenset[int]:
    """Who holds a mandate of another congress on the day."""
    rows = mandates_on(handover.day).exclude(level=handover.level)
    return frozenset(rows.values_list("deputy_id", flat=True))


def chosen(handover: Handover) -> dict[tuple[int, int | None], int | None]:
    """What the office said by hand."""
    rows = HandoverLine.objects.filter(handover=handover, basis=Basis.HAND)
    return {(one.deputy_id, one.place_id): one.successor_id for one in rows}


def _contacts(*days: dt.date) -> list[dict[int, dict[int, str]]]:
    """Who keeps in touch with which place, by day."""
    found = []
    for day in days:
        by_deputy: dict[int, dict[int, str]] = defaultdict(dict)
        for one in contacts_on(day).select_related("place"):
            by_deputy[one.deputy_id][one.place_id] = one.place.path
        found.append(dict(by_deputy))
    return found


def _areas(constituencies: Iterable[int]) -> dict[int, rules.Paths]:
    """The paths of the places of some constituencies."""
    found: dict[int, set[str]] = defaultdict(set)
    for one in ConstituencyPlace.objects.filter(constituency_id__in=list(constituencies)).select_related("place"):
        found[one.constituency_id].add(one.place.path)
    return {pk: frozenset(paths) for pk, paths in found.items()}


def _holders(mandates: Sequence[Mandate], contacts: Mapping[int, Mapping[int, str]]) -> list[rules.Holder]:
    return [
        rules.Holder(one.deputy_id, one.deputy.sort, one.constituency_id, contacts.get(one.deputy_id, {}))
        for one in mandates
    ]


def seal(lines: Iterable[rules.Line]) -> str:
    """A short digest of a plan: what was looked at is what is done."""
    shown = [[one.deputy, one.fate, one.place, one.successor] for one in lines]
    return digest(canonical_json(shown))[:16]


def is_open(handover: Handover) -> bool:
    """Whether it is still being prepared, so that what is shown is a plan."""
    return handover.state == HandoverState.OPEN
