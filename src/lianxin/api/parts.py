"""The small types every request is made of: bounded numbers, bounded texts, no unknown field."""

import datetime as dt
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict

#: The largest id a 63-bit column holds.
LARGEST_ID: Final = 2**63 - 1
FIRST_DAY: Final = dt.date(1990, 1, 1)
LAST_DAY: Final = dt.date(2100, 12, 31)
KEY_PATTERN: Final = r"^[A-Za-z0-9_-]{16,64}$"


def _fits(text: str) -> str:
    if int(text) > LARGEST_ID:
        raise ValueError("not an id")
    return text


def _day_text(raw: object) -> object:
    if isinstance(raw, str) and len(raw) == 10:
        return raw
    raise ValueError("a day is written YYYY-MM-DD")


def _in_reach(day: dt.date) -> dt.date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("a day between 1990-01-01 and 2100-12-31")
    return day


#: An id as the API writes it: digits in a string.
Id = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,18}$", max_length=19), AfterValidator(_fits)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{0,48}$", max_length=48)]
Day = Annotated[dt.date, BeforeValidator(_day_text), AfterValidator(_in_reach)]
Flag = Annotated[bool, Strict()]
Words = Annotated[str, Field(max_length=20_000)]
Text = Annotated[str, Field(max_length=5_000)]
Reason = Annotated[str, Field(max_length=500)]
Line = Annotated[str, Field(max_length=200)]
Version = Annotated[int, Strict(), Field(ge=1, le=2**31 - 1)]
Days = Annotated[int, Strict(), Field(ge=1, le=366)]


class Asked(BaseModel):
    """A request body or query: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")


class Given(BaseModel):
    """An answer."""
