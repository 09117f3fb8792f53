"""The days of a visit in words."""

import datetime as dt

from lianxin.core.clock import local
from lianxin.people.models import AccessLink
from lianxin.ui.dates import zh_day


def days_words(first: dt.date | None, last: dt.date | None) -> str:
    """One day, or from a day to a day; empty where the visit has none."""
    if first is None or last is None:
        return ""
    return zh_day(first) if first == last else f"{zh_day(first)}—{zh_day(last)}"


def last_minute(link: AccessLink) -> dt.datetime:
    """The last minute in which a link still holds: 23:59 reads better than midnight of the day after."""
    return local(link.expires_at - dt.timedelta(minutes=1))
