"""What may leave the house, when, and after which failure: pure functions.

A message out is made of a sort, a number, a day, the id of a unit and the address of a page behind the sign-in.  Each
is taken only in its exact form; whatever else an announcement carries is not looked at.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lianxin.core.clock import TOWN_TZ, local
from lianxin.core.ids import typed_id

#: Attempts after which a message is given up and shown to the system administrator.
TRIES: Final = 8

#: The series of numbers (matters, issues, transfers, deliveries, disputes, orders, congress steps, reports).
_NUMBER: Final = re.compile(r"[0-9A-Za-z]{1,3}-(?:[议送转商督监报]-)?20[0-9]{2}-[0-9]{3,6}")
#: A list of the desk, or a matter by its number; never a page named by digits alone, which could be anything.
_LINK: Final = re.compile(rf"(?:desk|deputy)/(?:(?:cases|orders|steps|disputes|inbox)/(?:{_NUMBER.pattern}/)?)?")
_ID_AT_END: Final = re.compile(r"(?<=/)[0-9]{1,20}/$")
_DAY: Final = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that may be said of one notice beside its sort."""

    number: str = ""
    due: str = ""
    unit: int = 0
    link: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For storing; only what is there."""
        named = {"number": self.number, "due": self.due, "unit": self.unit, "link": self.link}
        return {name: value for name, value in named.items() if value}


def exact(pattern: re.Pattern[str], value: object) -> str:
    """The value when it is wholly of the form, else an empty text."""
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""


def safe_facts(data: Mapping[str, Any], addresses: Iterable[str], link: str) -> Facts:
    """What an announcement may say outside: number, day, unit and link, each only in its exact form."""
    due = exact(_DAY, str(data.get("due") or data.get("due_on") or ""))
    units = {int(part) for kind, _colon, part in (one.partition(":") for one in addresses) if _is_unit(kind, part)}
    where = link.partition("?")[0]
    return Facts(
        number=exact(_NUMBER, data.get("number")),
        due=due if _is_day(due) else "",
        unit=next(iter(units)) if len(units) == 1 else 0,
        link=exact(_LINK, _ID_AT_END.sub("", where)),
    )


def stored_facts(data: Mapping[str, Any]) -> Facts:
    """Facts read back; held to the same forms again, whoever wrote the row."""
    unit = data.get("unit")
    own = [f"unit:{unit}"] if isinstance(unit, int) else []
    return safe_facts(data, own, str(data.get("link") or ""))


def _is_unit(kind: str, part: str) -> bool:
    return kind in {"unit", "unit_head"} and typed_id(part) is not None


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Hours:
    """When a channel may speak: outside ``quiet_from`` to ``quiet_to`` (full hours, may span midnight), on which days,
    and whether once a day at ``daily_at``."""

    quiet_from: int | None = None
    quiet_to: int | None = None
    working_days: bool = False
    daily_at: int | None = None


def next_moment(moment: dt.datetime, hours: Hours, is_working_day: Callable[[dt.date], bool]) -> dt.datetime:
    """The first moment from ``moment`` on at which a message that is not urgent may go."""
    there = local(moment)
    for _try in range(400):
        later = _not_yet(there, hours, is_working_day)
        if later is None:
            return there.astimezone(dt.UTC)
        there = later
    return there.astimezone(dt.UTC)


def _not_yet(there: dt.datetime, hours: Hours, is_working_day: Callable[[dt.date], bool]) -> dt.datetime | None:
    """The next moment to look at, or nothing when ``there`` is good."""
    if hours.working_days and not is_working_day(there.date()):
        return _at(there.date() + dt.timedelta(days=1), 0)
    if hours.daily_at is not None:
        if (there.hour, there.minute, there.second, there.microsecond) == (hours.daily_at, 0, 0, 0):
            return None
        today = _at(there.date(), hours.daily_at)
        return today if there < today else _at(there.date() + dt.timedelta(days=1), hours.daily_at)
    if not _is_quiet(there.hour, hours):
        return None
    morning = _at(there.date(), hours.quiet_to or 0)
    return morning if there < morning else _at(there.date() + dt.timedelta(days=1), hours.quiet_to or 0)


def _is_quiet(hour: int, hours: Hours) -> bool:
    begin, end = hours.quiet_from, hours.quiet_to
    if begin is None or end is None or begin == end:
        return False
    return begin <= hour < end if begin < end else hour >= begin or hour < end


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), TOWN_TZ)


def carries(audience: Iterable[str], addresses: Iterable[str], reached: Iterable[int]) -> bool:
    """Whether a channel for these addresses hears a notice to those; an account hears what reaches it in any way.

    An empty audience hears everything that goes to a desk (never what goes to a deputy alone).
    """
    wanted = set(audience)
    sent_to = {one for one in addresses if not one.startswith("deputy:")}
    if not wanted:
        return bool(sent_to)
    return bool(wanted & ({_whole_role(one) for one in sent_to} | sent_to | {f"account:{pk}" for pk in reached}))


def _whole_role(address: str) -> str:
    """A role at a place is a role, a unit's head reads what the unit reads."""
    return address.partition("@")[0].replace("unit_head:", "unit:")
