"""Rules of mandates: pure checks, no database.

City deputies are elected by the district congress, so they have an electing unit and no residents'
constituency; district and town deputies have a constituency (mission, "Who stands where").  Only town
deputies vote in 票决 (地方组织法 2022 Art. 12(3)).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

CITY: Final = "city"
DISTRICT: Final = "district"
TOWN: Final = "town"
#: The only level whose deputies vote in 票决.
VOTING_LEVEL: Final = TOWN


@dataclass(frozen=True, slots=True)
class Plan:
    """A mandate as it is to be stored; dates are inclusive civil dates."""

    level: str
    term_level: str
    term_starts: dt.date
    term_ends: dt.date | None
    has_constituency: bool
    constituency_level: str
    electing_unit: str
    starts_on: dt.date
    ends_on: dt.date | None


def problems(plan: Plan) -> tuple[str, ...]:
    """Codes of what is wrong with a plan; empty when nothing is."""
    found = [*_seat_problems(plan), *_date_problems(plan)]
    if plan.level != plan.term_level:
        found.append("term_level")
    return tuple(found)


def _seat_problems(plan: Plan) -> list[str]:
    if plan.level == CITY:
        missing = [] if plan.electing_unit.strip() else ["electing_unit_missing"]
        return missing + (["city_constituency"] if plan.has_constituency else [])
    if not plan.has_constituency:
        # Constituencies are drawn anew for each term: one that has ended may lie in none of today's.
        return [] if plan.ends_on is not None else ["constituency_missing"]
    return ["constituency_level"] if plan.constituency_level != plan.level else []


def _date_problems(plan: Plan) -> list[str]:
    found = []
    if plan.ends_on is not None and plan.ends_on < plan.starts_on:
        found.append("order")
    if plan.starts_on < plan.term_starts or (plan.term_ends is not None and plan.starts_on > plan.term_ends):
        found.append("outside_term")
    return found
