"""Dates and numbers as people in the town read and type them."""

import datetime as dt
import re
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianxin.core import clock
from lianxin.core.written import written_day

_FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")
_TYPED_DATE: Final = re.compile(r"(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*(?:日|号)?")
_TYPED_DAY: Final = re.compile(r"(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*(?:日|号)?")


def is_english() -> bool:
    """Whether the page is shown in English."""
    return (get_language() or "").startswith("en")


def civil(value: dt.date | dt.datetime) -> dt.date:
    """The civil date in town of a date or a moment."""
    return clock.civil_date(value) if isinstance(value, dt.datetime) else value


def zh_date(value: dt.date | dt.datetime | None, *, year: bool = True) -> str:
    """``2026年6月3日（周三）`` (English pages: ``Wed 3 Jun 2026``); empty for None."""
    if value is None:
        return ""
    return written_day(civil(value), english=is_english(), year=year)


def zh_day(value: dt.date | dt.datetime | None) -> str:
    """Like :func:`zh_date`, without the year when it is this year."""
    if value is None:
        return ""
    return zh_date(value, year=civil(value).year != clock.today().year)


def zh_datetime(value: dt.datetime | None) -> str:
    """``2026年6月3日（周三）14:05`` on the town's clock; empty for None."""
    if value is None:
        return ""
    gap = " " if is_english() else ""
    return f"{zh_date(value)}{gap}{clock.local(value):%H:%M}"


def zh_number(value: float | int | None) -> str:
    """``12,345`` up to 99,999, then ``12.3万``; a dash for None (a missing figure is not a zero)."""
    if value is None:
        return "—"
    if abs(value) >= 100_000 and not is_english():
        return f"{value / 10_000:,.1f}".rstrip("0").rstrip(".") + "万"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.1f}"
    return f"{int(value):,}"


def parse_date(text: str) -> dt.date | None:
    """Read what a person types: ``2026-6-3``, ``2026年6月3日``, ``6月3日`` (this year), full-width digits.

    Returns None when it is no date; a date that does not exist (30 February) is None as well.
    """
    plain = text.strip().translate(_FULL_WIDTH)
    full = _TYPED_DATE.fullmatch(plain)
    short = None if full else _TYPED_DAY.fullmatch(plain)
    if full:
        year, month, day = (int(part) for part in full.groups())
    elif short:
        year = clock.today().year
        month, day = (int(part) for part in short.groups())
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def due_words(due: dt.date, working_days_left: int | None = None) -> tuple[str, str]:
    """Tone and words of a due date: how much is left, or how long it is over.

    *working_days_left* comes from the calendar of the room ``clocks`` (negative when overdue); without it calendar
    days are counted and said as such.
    """
    today = clock.today()
    if working_days_left is None:
        left, unit = (due - today).days, _("天")
    else:
        left, unit = working_days_left, _("个工作日")
    if due < today:
        return "bad", _("已逾期 %(n)s %(unit)s") % {"n": max(abs(left), 1), "unit": unit}
    if due == today:
        return "warn", _("今天到期")
    return ("warn" if left <= 1 else "plain"), _("剩 %(n)s %(unit)s") % {"n": max(left, 0), "unit": unit}
