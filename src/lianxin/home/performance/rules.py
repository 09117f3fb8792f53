"""What must hold before an entry moves, what residents see of a file, and whether a minimum is met."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lianxin.home.performance import workflow as w
from lianxin.home.performance.standard import Kind, Minimum

PRESENT: Final = "present"
LEAVE: Final = "leave"
ABSENT: Final = "absent"
PLANNED: Final = "planned"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at."""

    today: dt.date
    silent_on: dt.date | None = None
    has_account: bool = False
    on_paper: bool = False
    by_deputy: bool = False
    reason: str = ""
    changes: bool = False


def can_see(facts: Facts) -> bool:
    """The deputy has an account to look with, or was handed the sheet on paper."""
    return facts.has_account or facts.on_paper


def heard_from_deputy(facts: Facts) -> bool:
    """The deputy says so, or has said so on paper."""
    return facts.by_deputy or facts.on_paper


def waited_long_enough(facts: Facts) -> bool:
    """The last day for looking has passed."""
    return facts.silent_on is not None and facts.today > facts.silent_on


def reason_given(facts: Facts) -> bool:
    """A reason is written."""
    return bool(facts.reason)


def something_changes(facts: Facts) -> bool:
    """The corrected entry says something else."""
    return facts.changes


GUARDS: Final[dict[str, Callable[[Facts], bool]]] = {
    "can_see": can_see,
    "heard_from_deputy": heard_from_deputy,
    "waited_long_enough": waited_long_enough,
    "reason_given": reason_given,
    "something_changes": something_changes,
}


def is_public(state: str, presence: str, kind: Kind) -> bool:
    """Whether residents see an entry: checked by the deputy, of a public kind, and the deputy was there."""
    return state in w.PUBLISHABLE and presence == PRESENT and kind.public


class Standing(StrEnum):
    """How a minimum stands."""

    MET = "met"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Counted:
    """An entry as the completeness view counts it."""

    kind: str
    presence: str
    people: int = 0


def standing(minimum: Minimum, entries: Iterable[Counted], *, whole_year: bool) -> Standing:
    """Whether a minimum is met.

    Who held no mandate for the whole of the year so far does not fall short of a number of the year; where nothing of
    a kind took place, nobody can have missed it.
    """
    mine = [one for one in entries if one.kind in minimum.kinds]
    if minimum.measure == "absences":
        if not mine:
            return Standing.NOT_APPLICABLE
        absences = sum(one.presence == ABSENT for one in mine)
        return Standing.MET if absences <= minimum.number else Standing.NOT_YET
    there = [one for one in mine if one.presence == PRESENT]
    reached = sum(one.people for one in there) if minimum.measure == "people" else len(there)
    if reached >= minimum.number:
        return Standing.MET
    return Standing.NOT_YET if whole_year else Standing.NOT_APPLICABLE
