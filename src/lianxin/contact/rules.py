"""What must hold before a round or a visit moves on: pure functions over facts, codes only.

How many working days a neighbourhood has for its list and how many visits a deputy makes are data of the round, not of
this file.  That the results of the last round come first, and that a round is over only when every item is answered or
under a promise, is local practice (domain notes §2.3, 待核), not law.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at.

    ``sessions`` and the two ends of the visits are minutes after midnight.  ``unserved`` counts visits without a city
    or district deputy, ``running`` those neither over nor given up, ``unlisted`` neighbourhoods without a list,
    ``unsettled`` items neither answered and delivered, nor redirected, nor promised; ``recorded`` items at all.
    """

    today: dt.date
    day: dt.date
    begins: int = 0
    ends: int = 0
    sessions: tuple[int, ...] = ()
    visit_minutes: int = 0
    visits: int = 0
    unserved: int = 0
    running: int = 0
    unlisted: int = 0
    unsettled: int = 0
    recorded: int = 0
    unknown_attendance: int = 0
    open_remarks: int = 0
    transferred: bool = False
    reason: str = ""


def sessions_fit(begins: int, ends: int, minutes: int, sessions: Sequence[int]) -> bool:
    """Whether there is a session, none overlaps the next, and all lie between the two ends."""
    if not sessions or minutes < 1 or ends <= begins:
        return False
    if any(later < earlier + minutes for earlier, later in pairwise(sessions)):
        return False
    return begins <= sessions[0] and sessions[-1] + minutes <= ends


def in_order(facts: Facts) -> bool:
    """The sessions fit into the afternoon."""
    return sessions_fit(facts.begins, facts.ends, facts.visit_minutes, facts.sessions)


def has_visits(facts: Facts) -> bool:
    """At least one place is visited."""
    return facts.visits > 0


def every_visit_served_or_reason(facts: Facts) -> bool:
    """Somebody goes everywhere, or it is said why not."""
    return facts.unserved == 0 or bool(facts.reason)


def day_has_come(facts: Facts) -> bool:
    """It is the day, or later."""
    return facts.today >= facts.day


def visits_over(facts: Facts) -> bool:
    """Every visit is over, or it is written that it was not held."""
    return facts.running == 0


def lists_complete_or_reason(facts: Facts) -> bool:
    """Every neighbourhood has given its list, or it is said why one is not waited for."""
    return facts.unlisted == 0 or bool(facts.reason)


def every_item_settled(facts: Facts) -> bool:
    """Nothing that was heard is left without an answer, another address or a promise."""
    return facts.unsettled == 0


def nothing_recorded(facts: Facts) -> bool:
    """What has been heard can no longer be called off."""
    return facts.recorded == 0


def reason_given(facts: Facts) -> bool:
    """A reason is written."""
    return bool(facts.reason)


def attendance_known(facts: Facts) -> bool:
    """Of every deputy of the visit it is written whether he or she came."""
    return facts.unknown_attendance == 0


def remarks_answered(facts: Facts) -> bool:
    """Nothing a deputy wants added or corrected is left unanswered."""
    return facts.open_remarks == 0


def not_transferred(facts: Facts) -> bool:
    """The round has not gone to the government desk."""
    return not facts.transferred


GUARDS: Final[dict[str, Callable[[Facts], bool]]] = {
    "in_order": in_order,
    "has_visits": has_visits,
    "every_visit_served_or_reason": every_visit_served_or_reason,
    "day_has_come": day_has_come,
    "visits_over": visits_over,
    "lists_complete_or_reason": lists_complete_or_reason,
    "every_item_settled": every_item_settled,
    "nothing_recorded": nothing_recorded,
    "reason_given": reason_given,
    "attendance_known": attendance_known,
    "remarks_answered": remarks_answered,
    "not_transferred": not_transferred,
}
