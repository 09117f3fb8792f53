"""Whom somebody before the desk asked to handle a matter: rooms above say so, and the form of 交办 begins with it.

A proposal is never an assignment: the government desk decides, and what a committee leads still needs its basis.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lianxin.cases.models import Case


@dataclass(frozen=True, slots=True)
class Proposal:
    """The unit, and the sentence that says who proposed it and why."""

    unit_id: int
    why: str


Propose = Callable[[Case], Proposal | None]
_rooms: list[Propose] = []


def proposed_by(propose: Propose) -> None:
    """Let a room propose; registering the same function again changes nothing."""
    if propose not in _rooms:
        _rooms.append(propose)


def proposal_for(case: Case) -> Proposal | None:
    """The first proposal there is; a statement or two for each room that may propose."""
    return next((found for found in (propose(case) for propose in _rooms) if found is not None), None)
