"""Cell values as text, and text as dates: everything a clerk may write for a day."""

import datetime as dt
import decimal
import math
import re

from lianxin.core.clock import TOWN_TZ
from lianxin.core.documents.model import unguard
from lianxin.core.text import halfwidth, tidy

DIGITS_KEPT = 15
"""A spreadsheet number keeps 15 digits; what is longer has lost its end."""
ERRORS = frozenset({"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!"})

_HAN = {
    "〇": "0",
    "零": "0",
    "○": "0",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
_HAN_YEAR = re.compile(
    r"([〇零○一二三四五六七八九]{4})年(十?[一二三四五六七八九十]?)月([一二三四五六七八九十]{1,3})日?"
)
_DATE = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?|(\d{4})(\d{2})(\d{2}))(?:\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)?",
    re.ASCII,
)
_TIME = re.compile(
    r"[\sT]*(上午|下午|早上|凌晨|中午|晚上|傍晚|AM|PM)?\s*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})分?(?:\s*[:]?(\d{1,2})(?:\.\d+)?秒?)?)?\s*(AM|PM)?(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_PLAIN_BELOW = 10**21
_AFTERNOON = frozenset({"下午", "晚上", "傍晚", "PM"})
_SERIAL_ZERO = dt.datetime.combine(dt.date(1899, 12, 30), dt.time.min)
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_415
"""Serial numbers read as dates: 1950 to 2100."""


def as_text(value: object) -> str:
    """Return a stored cell value as tidy text: whole numbers without a point, days as ISO dates, yes/no in Chinese."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return _moment_text(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float | decimal.Decimal):
        return _number_text(value)
    text = tidy(unguard(tidy(str(value))))
    return "" if text in ERRORS else text


def _moment_text(value: dt.datetime) -> str:
    """Return a moment as text, without the clock when it is midnight."""
    if value.time() == dt.time.min:
        return value.date().isoformat()
    return value.replace(microsecond=0).isoformat(" ")


def _number_text(value: float | decimal.Decimal) -> str:
    """Return a number without exponent and without a trailing point."""
    if not math.isfinite(value):
        return ""
    if value == int(value) and -_PLAIN_BELOW < value < _PLAIN_BELOW:
        return str(int(value))
    return format(decimal.Decimal(repr(value) if isinstance(value, float) else value), "f")


def lost_digits(value: object) -> bool:
    """Say whether a number was too long for a spreadsheet number (identity and card numbers typed into a number.

    Cell).
    """
    return isinstance(value, int | float) and abs(value) >= 10**DIGITS_KEPT


def read_date(value: object) -> dt.date | None:
    """Return the day a value names, or None.

    Takes dates, moments (the civil day in town), serial numbers of 1950-2100, and text such as 2025-01-05, 2025/1/5,
    2025.1.5, 2025年1月5日, 20250105, 二〇二五年一月五日, with or without a weekday or a time of day after it.
    """
    moment = _read(value)
    return None if moment is None else moment.date()


def read_moment(value: object) -> dt.datetime | None:
    """Return the moment a value names as an aware datetime on the town's clock, or None; a bare day is its midnight."""
    moment = _read(value)
    if moment is None:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=TOWN_TZ)


def _read(value: object) -> dt.datetime | None:
    """Return what a value says: aware in town time if it said a zone, else naive."""
    if isinstance(value, dt.datetime):
        return value.astimezone(TOWN_TZ) if value.tzinfo is not None else value
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time.min)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _read_serial(value)
    return _read_text(str(value)) if value is not None else None


def _read_serial(value: float) -> dt.datetime | None:
    """Return the moment of a spreadsheet serial number, or of a day written as the number 20250105."""
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        seconds = round(value % 1 * 86_400)
        return _SERIAL_ZERO + dt.timedelta(days=int(value), seconds=seconds)
    return _read_text(str(int(value))) if value == int(value) else None


def _han_number(written: str) -> int:
    """Return a number below 100 written in Han numerals (二十五)."""
    tens, mark, ones = written.rpartition("十")
    if not mark:
        return int("".join(_HAN[sign] for sign in written) or 0)
    return int(_HAN.get(tens, "1") if tens else 1) * 10 + int(_HAN[ones] if ones else 0)


def _plain(text: str) -> str:
    """Return text in half-width signs, a date in Han numerals rewritten in digits."""
    plain = halfwidth(text).strip()
    han = _HAN_YEAR.match(plain)
    if han is None:
        return plain
    year = "".join(_HAN[sign] for sign in han[1])
    return f"{year}-{_han_number(han[2])}-{_han_number(han[3])}{plain[han.end() :]}"


def _read_text(text: str) -> dt.datetime | None:
    """Return the moment written in text, or None when it is not exactly one."""
    plain = _plain(text)
    found = _DATE.match(plain)
    if found is None:
        return None
    year, month, day = (int(group) for group in found.groups() if group is not None)
    try:
        midnight = dt.datetime.combine(dt.date(year, month, day), dt.time.min)
    except ValueError:
        return None
    rest = plain[found.end() :].strip()
    return _with_time(midnight, rest) if rest else midnight


def _with_time(midnight: dt.datetime, rest: str) -> dt.datetime | None:
    """Return a day at the time written after it, or None when that is no time."""
    found = _TIME.fullmatch(rest)
    if found is None:
        return None
    half = (found[1] or found[5] or "").upper()
    hour, minute, second = (int(found[group] or 0) for group in (2, 3, 4))
    if half in _AFTERNOON and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        return None
    moment = midnight.replace(hour=hour, minute=minute, second=second)
    if not found[6]:
        return moment
    zone = "+00:00" if found[6].upper() == "Z" else found[6]
    return dt.datetime.fromisoformat(f"{moment.isoformat()}{zone}").astimezone(TOWN_TZ)
