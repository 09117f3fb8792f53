"""Pure decisions about issues: what may lead what, who counts as a person, how points are divided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lianxin.cases import workflow as w

#: Where a lead may stand: it has no answer yet, so that one answer can be made for all.
CAN_LEAD: Final = (w.RECEIVED, w.TRANSFERRED, w.ASSIGNED, w.RETURN_PENDING, w.ACCEPTED, w.CONTACTED, w.REHANDLING)

#: Most matters in one issue and most parts of one opinion: what a person can still read on one page.
MAX_MEMBERS: Final = 200
MAX_PARTS: Final = 9


@dataclass(frozen=True, slots=True)
class Stands:
    """What decides whether a matter may lead or follow."""

    state: str
    track: str
    reached_desk: bool
    sealed: bool
    in_issue: bool
    leads: bool


def lead_problem(lead: Stands, follower: Stands) -> str:
    """Why ``lead`` may not lead ``follower``: a code, empty when it may.

    Clocks of different tracks are never mixed (domain notes §3.1); an accusation is nobody else's matter; a matter that
    reached the government desk does not go back to wait with one that has not.
    """
    if lead.sealed or follower.sealed:
        return "sealed"
    if lead.state not in CAN_LEAD:
        return "lead_answered"
    if lead.in_issue and not lead.leads:
        return "lead_follows"
    if follower.in_issue:
        return "already_in_issue"
    if lead.track != follower.track:
        return "other_track"
    if follower.reached_desk and not lead.reached_desk:
        return "lead_behind"
    return ""


def people(repeats: Iterable[bool], withdrawn_lead: bool = False) -> tuple[int, int]:
    """(people, repetitions): the lead's speaker, each member who is somebody new; apart those who said it again."""
    marks = list(repeats)
    again = sum(marks)
    return (0 if withdrawn_lead else 1) + len(marks) - again, again


def parts_problem(points: Sequence[int], parts: Sequence[Sequence[int]]) -> str:
    """Why points cannot be divided like this: a code, empty when they can.

    Every part takes at least one point, no point goes twice, and at least one stays.
    """
    moved = [point for part in parts for point in part]
    if not parts or any(not part for part in parts):
        return "part_empty"
    if len(parts) > MAX_PARTS:
        return "parts_many"
    if len(moved) != len(set(moved)) or not set(moved) <= set(points):
        return "point_unknown"
    return "" if len(moved) < len(points) else "nothing_stays"
