"""When a round's items are dealt with: pure functions over facts.

A round ends only when every item is answered and the answer was brought to the resident, was sent elsewhere with a
reason that was told, or stands under a promise that is watched (our reading of 件件有着落, to be confirmed by the
town). A matter that is being handled again is not dealt with, whatever was answered before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

#: Dealt with.
TOLD: Final = "told"
REDIRECTED: Final = "redirected"
PROMISED: Final = "promised"
LEFT: Final = "left"
WITHDRAWN: Final = "withdrawn"
#: Still to do.
TO_SORT: Final = "to_sort"
TO_TRANSFER: Final = "to_transfer"
AT_DESK: Final = "at_desk"
AT_UNIT: Final = "at_unit"
TO_TELL: Final = "to_tell"
AGAIN: Final = "again"
WITH_LEAD: Final = "with_lead"

SETTLED: Final = (TOLD, PROMISED, REDIRECTED, LEFT, WITHDRAWN)
OPEN: Final = (TO_SORT, TO_TRANSFER, AT_DESK, AT_UNIT, TO_TELL, AGAIN, WITH_LEAD)
#: In the order in which an office asks for them.
STANDINGS: Final = (*OPEN, *SETTLED)

#: State of the matter → where it stands, where the state alone decides.
BY_STATE: Final[Mapping[str, str]] = {
    "transferred": AT_DESK, "return_pending": AT_DESK,
    "assigned": AT_UNIT, "accepted": AT_UNIT, "contacted": AT_UNIT, "reply_draft": AT_UNIT,
    "rehandling": AGAIN, "rehandling_draft": AGAIN, "meeting": AGAIN,
    "tracking": PROMISED, "closed": TOLD, "withdrawn": WITHDRAWN, "following": WITH_LEAD,
}  # fmt: skip
#: States in which an answer was given; whether it was brought decides.
ANSWERED: Final = ("answered", "replied", "evaluated", "silent")
#: States of what went elsewhere; the reason decides.
ELSEWHERE: Final[Mapping[str, str]] = {"redirected": REDIRECTED, "handed_over": LEFT}
#: Before the transfer; whether it is sorted decides.
RECEIVED: Final = "received"


@dataclass(frozen=True, slots=True)
class Item:
    """What the rule looks at: the state of the matter, whether it is sorted, delivered, and has a reason."""

    state: str
    is_sorted: bool = True
    delivered: bool = False
    reason: bool = False


def standing(item: Item) -> str:
    """Where an item stands; an unknown state is a ``KeyError``."""
    if item.state == RECEIVED:
        return TO_TRANSFER if item.is_sorted else TO_SORT
    if item.state in ANSWERED:
        return TOLD if item.delivered else TO_TELL
    if item.state in ELSEWHERE:
        return ELSEWHERE[item.state] if item.reason else TO_TELL
    return BY_STATE[item.state]


def still_open(standings: Iterable[str]) -> int:
    """How many are not dealt with."""
    return sum(one in OPEN for one in standings)
