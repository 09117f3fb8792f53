"""When a reception may be announced, closed or cancelled: pure functions over facts.

Three days' notice is the usual practice of stations (several local rules, seen as excerpts; to be confirmed by the
town); it is data of the reception, not of this file.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at.  Moments are aware; ``today`` and ``day`` are civil dates of the town."""

    now: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    today: dt.date
    day: dt.date
    notice_days: int = 3
    sitting: int = 0
    unknown_attendance: int = 0
    waiting: int = 0
    heard: int = 0
    reason: str = ""


def in_order(facts: Facts) -> bool:
    """It ends after it begins, on the same day."""
    return dt.timedelta(0) < facts.ends_at - facts.starts_at <= dt.timedelta(hours=12)


def to_come(facts: Facts) -> bool:
    """It has not begun."""
    return facts.now < facts.starts_at


def somebody_sits(facts: Facts) -> bool:
    """At least one deputy has been asked and has not declined."""
    return facts.sitting > 0


def in_time_or_reason(facts: Facts) -> bool:
    """Announced at least so many calendar days before, or with a reason why later."""
    return (facts.day - facts.today).days >= facts.notice_days or bool(facts.reason)


def has_begun(facts: Facts) -> bool:
    """It has begun."""
    return facts.now >= facts.starts_at


def attendance_known(facts: Facts) -> bool:
    """Of every deputy who did not decline it is written down whether he or she came."""
    return facts.unknown_attendance == 0


def nobody_waits(facts: Facts) -> bool:
    """Everybody who signed in was heard or left."""
    return facts.waiting == 0


def nobody_heard(facts: Facts) -> bool:
    """What has begun to be heard cannot be cancelled any more."""
    return facts.heard == 0


def reason_given(facts: Facts) -> bool:
    """A reason is written."""
    return bool(facts.reason)


GUARDS: Final[dict[str, Callable[[Facts], bool]]] = {
    "in_order": in_order,
    "to_come": to_come,
    "somebody_sits": somebody_sits,
    "in_time_or_reason": in_time_or_reason,
    "has_begun": has_begun,
    "attendance_known": attendance_known,
    "nobody_waits": nobody_waits,
    "nobody_heard": nobody_heard,
    "reason_given": reason_given,
}
