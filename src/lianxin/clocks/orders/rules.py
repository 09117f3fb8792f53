"""The guards of the two workflows: pure, no database, no Django; sentences for refusals are in ``texts``."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

ATTACHMENT: Final = "attachment"
REPLY: Final = "reply"
STATEMENT: Final = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at; an action fills in what its move needs."""

    text: str = ""
    reason: str = ""
    open_matters: int = 0
    may_be_ordered: bool = False
    of_the_unit: bool = False
    role: str = ""
    issuer_role: str = ""
    step: str = ""
    leader_label: str = ""
    needs_decision: bool = False
    decided_by: str = ""
    decided_on: dt.date | None = None
    needs_day: bool = False
    held_on: dt.date | None = None
    today: dt.date = dt.date.min
    evidence: str = ""
    files: int = 0
    signed_since: bool = False
    witness: str = ""
    statement: str = ""
    answered_by: str = ""


def may_be_ordered(facts: Facts) -> bool:
    """Only units the government directs or may ask: never the desk itself, a residents' committee, an enterprise."""
    return facts.may_be_ordered


def text_given(facts: Facts) -> bool:
    """A demand, an answer, an outcome was written."""
    return bool(facts.text)


def reason_given(facts: Facts) -> bool:
    """A reason was written."""
    return bool(facts.reason)


def something_to_press(facts: Facts) -> bool:
    """At least one matter still waits for its answer; what was answered meanwhile needs no order."""
    return facts.open_matters > 0


def not_of_the_unit(facts: Facts) -> bool:
    """Nobody signs or lifts an order to the unit they work for."""
    return not facts.of_the_unit


def own_step(facts: Facts) -> bool:
    """A leader signs what a leader takes on (领导包案) and no other order."""
    return facts.role != "leader" or facts.step == "leader"


def leader_named(facts: Facts) -> bool:
    """领导包案 names the leader."""
    return facts.step != "leader" or bool(facts.leader_label)


def issuer(facts: Facts) -> bool:
    """Who issued it decides on it."""
    return facts.role == facts.issuer_role


def evidence_given(facts: Facts) -> bool:
    """A photo or paper; a reply signed since; or what a second person says, who is not the one that answered."""
    if facts.evidence == ATTACHMENT:
        return facts.files > 0
    if facts.evidence == REPLY:
        return facts.signed_since
    if facts.evidence == STATEMENT:
        return bool(facts.witness and facts.statement) and facts.witness != facts.answered_by
    return False


def decision_named(facts: Facts) -> bool:
    """Who of the presidium decided, and on which day, not in the future."""
    if not facts.needs_decision:
        return True
    return bool(facts.decided_by) and facts.decided_on is not None and facts.decided_on <= facts.today


def held_when_it_must(facts: Facts) -> bool:
    """An inspection or a meeting has a day, and that day has come."""
    return not facts.needs_day or (facts.held_on is not None and facts.held_on <= facts.today)


GUARDS: Final[Mapping[str, Callable[[Facts], bool]]] = {
    guard.__name__: guard
    for guard in (
        may_be_ordered, text_given, reason_given, something_to_press, not_of_the_unit, own_step, leader_named, issuer,
        evidence_given, decision_named, held_when_it_must,
    )
}  # fmt: skip
