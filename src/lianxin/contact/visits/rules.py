"""What a late phone may still bring, and in which order old matters are told: pure functions."""

import datetime as dt

from lianxin.contact import workflow


def may_still_come(state: str, round_state: str, captured_on: dt.date, listed_on: dt.date | None) -> bool:
    """Whether something may be recorded on a visit.

    While the visit can be recorded on, always.  Once its list was given in, what was captured until that day is still
    taken, whenever the phone comes back: nothing that somebody said is lost because a list was quick.
    """
    if round_state == workflow.CANCELLED or state == workflow.NOT_HELD:
        return False
    if state in workflow.RECORDABLE:
        return True
    return listed_on is not None and captured_on <= listed_on


def is_late(added_at: dt.datetime, listed_at: dt.datetime | None) -> bool:
    """Whether an item came after the list was given in; both moments in UTC."""
    return listed_at is not None and added_at > listed_at


def telling_order(resident_says: str, answered: bool, is_open: bool) -> int:
    """The place of an earlier matter on the feedback sheet; smaller is told earlier.

    What is not solved comes first, then what nobody answered, what is partly solved, what is still open, the rest.
    """
    if resident_says == "unsolved":
        return 0
    if not answered:
        return 1
    if resident_says == "partly":
        return 2
    return 3 if is_open else 4
