"""The guards of a 现场会商单: pure, no database, no Django."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LEAST_PRESENT: Final = 2
"""A dispute has two sides; one alone is no meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at."""

    has_category: bool = False
    waiting_at_desk: bool = False
    open_already: bool = False
    settled: bool = False
    present: Sequence[str] = ()
    met_on: dt.date | None = None
    today: dt.date = dt.date.min
    findings: str = ""
    is_party: bool = False
    basis: str = ""
    lead: str = ""
    reason: str = ""


def category_known(facts: Facts) -> bool:
    """A line of the 权责表 needs a category."""
    return facts.has_category


def nobody_handles(facts: Facts) -> bool:
    """The matter lies at the desk: not assigned yet, or returned."""
    return facts.waiting_at_desk


def not_open_already(facts: Facts) -> bool:
    """One sheet a matter."""
    return not facts.open_already


def not_settled_already(facts: Facts) -> bool:
    """What was decided is not decided again unless its line is changed."""
    return not facts.settled


def two_present(facts: Facts) -> bool:
    """At least two people, each once."""
    return len(set(facts.present)) >= LEAST_PRESENT


def day_given(facts: Facts) -> bool:
    """A day that has come."""
    return facts.met_on is not None and facts.met_on <= facts.today


def findings_given(facts: Facts) -> bool:
    """What was seen on the spot."""
    return bool(facts.findings)


def not_a_party(facts: Facts) -> bool:
    """Nobody decides a dispute of the unit they work for."""
    return not facts.is_party


def basis_given(facts: Facts) -> bool:
    """By what it was decided."""
    return bool(facts.basis)


def lead_named(facts: Facts) -> bool:
    """Who leads."""
    return bool(facts.lead)


def reason_given(facts: Facts) -> bool:
    """A reason was written."""
    return bool(facts.reason)


GUARDS: Final[Mapping[str, Callable[[Facts], bool]]] = {
    guard.__name__: guard
    for guard in (
        category_known, nobody_handles, not_open_already, not_settled_already, two_present, day_given, findings_given,
        not_a_party, basis_given, lead_named, reason_given,
    )
}  # fmt: skip
