"""What tests of any room may use: a small town with its people, and cases in any state."""

from tests.cases.small_town import (
    PROFILE,
    START,
    Town,
    account,
    category,
    days_ago,
    make_place,
    make_town,
    make_unit,
    system,
)
from tests.cases.walk import WAYS, Walk, make_case, start

__all__ = [
    "PROFILE",
    "START",
    "WAYS",
    "Town",
    "Walk",
    "account",
    "category",
    "days_ago",
    "make_case",
    "make_place",
    "make_town",
    "make_unit",
    "start",
    "system",
]
