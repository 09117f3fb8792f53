"""From counts to what is decided: one function for paper, electronic and mixed votes; codes and numbers come out.

Order, as in the counting room: entries possible → quorum → papers → who passes → who is chosen → ties → shortage.
Nothing is ever decided by the order of the list or by lot.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from lianxin.ballots.counts import Counts, Item, wrong
from lianxin.ballots.rules import Base, Note, Preset, Ranking, Rule, Shortage, Tie


class Status(StrEnum):
    """What a count leads to."""

    WRONG = "wrong"  # the entries cannot be true
    VOID = "void"  # the vote as a whole does not count
    DECIDED = "decided"
    TIED = "tied"  # a further vote among the tied
    SHORT = "short"  # a further vote, or another session, for the places left


class Standing(StrEnum):
    """What a candidate is after the vote."""

    CHOSEN = "chosen"
    TIED = "tied"
    PASSED_NOT_CHOSEN = "passed_not_chosen"
    NOT_PASSED = "not_passed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision.  Numbers are those of the ballot; ``open_seats`` is what a further vote is about."""

    status: Status
    chosen: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    not_passed: tuple[int, ...] = ()
    passed_not_chosen: tuple[int, ...] = ()
    open_seats: int = 0
    base: int = 0
    needed: int = 0
    reasons: tuple[Note, ...] = ()

    def standing(self, number: int) -> Standing:
        """What became of a candidate."""
        for kind in (Standing.CHOSEN, Standing.TIED, Standing.PASSED_NOT_CHOSEN):
            if number in getattr(self, kind.value):
                return kind
        return Standing.NOT_PASSED


_BASES: Final = {Base.IN_OFFICE: "in_office", Base.PRESENT: "present", Base.VALID: "valid"}


def outcome(rule: Rule, counts: Counts) -> Outcome:
    """What a vote decided."""
    faults = wrong(counts, rule)
    if faults:
        return Outcome(Status.WRONG, reasons=tuple(faults))
    void = _void(rule, counts)
    if void is not None:
        return Outcome(Status.VOID, reasons=(void,))
    base = getattr(counts, _BASES[rule.base])
    needed = rule.passing.needed(base) if rule.passing is not None else 0
    passed = [one for one in counts.items if _passes(rule, one, base)]
    failed = tuple(one.number for one in counts.items if one not in passed)
    found = _chosen(rule, passed)
    reasons = (*_passing_notes(rule, base, needed, len(passed)), *found.reasons)
    return replace(found, not_passed=failed, base=base, needed=needed, reasons=reasons)


def _void(rule: Rule, counts: Counts) -> Note | None:
    if not rule.quorum.holds(counts.present, counts.in_office):
        needed = rule.quorum.needed(counts.in_office)
        return Note("no_quorum", {"present": counts.present, "in_office": counts.in_office, "needed": needed})
    if counts.returned > counts.issued:
        return Note("returned_gt_issued", {"returned": counts.returned, "issued": counts.issued})
    return None


def _passes(rule: Rule, item: Item, base: int) -> bool:
    """The majority test; where it is off, whoever got a vote at all."""
    return item.yes > 0 if rule.passing is None else rule.passing.holds(item.yes, base)


def _passing_notes(rule: Rule, base: int, needed: int, passed: int) -> tuple[Note, ...]:
    if rule.passing is None:
        return (Note("by_votes_alone", {"passed": passed}),)
    return (Note("passing", {"base": base, "needed": needed, "passed": passed, "of": rule.base.value}),)


def merit(rule: Rule, item: Item) -> int:
    """What candidates are ordered by, the highest first: votes, or the places given them."""
    if rule.preset is not Preset.RANK:
        return item.yes
    return -item.score if rule.ranking is Ranking.SUM else item.score


def ordered(rule: Rule, items: Sequence[Item]) -> list[Item]:
    """By votes; equal ones by number, which decides nothing."""
    return sorted(items, key=lambda one: (-merit(rule, one), one.number))


def _chosen(rule: Rule, passed: Sequence[Item]) -> Outcome:
    rows = ordered(rule, passed)
    if len(rows) <= rule.seats:
        return _short(rule, rows)
    edge = merit(rule, rows[rule.seats - 1])
    if merit(rule, rows[rule.seats]) != edge:
        chosen, rest = rows[: rule.seats], rows[rule.seats :]
        return Outcome(Status.DECIDED, _numbers(chosen), passed_not_chosen=_numbers(rest),
                       reasons=(Note("enough", {"chosen": len(chosen), "edge": abs(edge)}),))  # fmt: skip
    above = [one for one in rows if merit(rule, one) > edge]
    tied = [one for one in rows if merit(rule, one) == edge]
    below = [one for one in rows if merit(rule, one) < edge]
    left = rule.seats - len(above)
    note = {"votes": abs(edge), "tied": len(tied), "left": left}
    if rule.tie is Tie.ALL:
        return Outcome(Status.DECIDED, _numbers([*above, *tied]), passed_not_chosen=_numbers(below),
                       reasons=(Note("all_tied_chosen", note),))  # fmt: skip
    return Outcome(Status.TIED, _numbers(above), _numbers(tied), passed_not_chosen=_numbers(below), open_seats=left,
                   reasons=(Note("tie_at_cut", note),))  # fmt: skip


def _short(rule: Rule, rows: Sequence[Item]) -> Outcome:
    left = rule.seats - len(rows)
    if not left:
        return Outcome(Status.DECIDED, _numbers(rows), reasons=(Note("just_enough", {"chosen": len(rows)}),))
    note = Note(f"short_{rule.shortage.value}", {"chosen": len(rows), "seats": rule.seats, "left": left})
    if rule.shortage is Shortage.FEWER:
        return Outcome(Status.DECIDED, _numbers(rows), open_seats=left, reasons=(note,))
    return Outcome(Status.SHORT, _numbers(rows), open_seats=left, reasons=(note,))


def _numbers(items: Sequence[Item]) -> tuple[int, ...]:
    return tuple(one.number for one in items)


# Further votes --------------------------------------------------------------------------------------------------------


def again(rule: Rule, first: Outcome) -> tuple[Rule, tuple[int, ...]] | None:
    """The linked vote that a result asks for: its rule and its candidates; None where nothing is open.

    Among the tied, who have passed already, most votes decide (local organisation law Art. 29 by analogy, 待核); for
    places left, the same majority is asked again.
    """
    if first.status is Status.TIED:
        rule = replace(rule, seats=first.open_seats, candidates=len(first.tied), passing=None)
        return _fitting(rule), first.tied
    if first.status is Status.SHORT and rule.shortage is Shortage.REVOTE and first.not_passed:
        seats = min(first.open_seats, len(first.not_passed))
        return _fitting(replace(rule, seats=seats, candidates=len(first.not_passed))), tuple(sorted(first.not_passed))
    return None


def _fitting(rule: Rule) -> Rule:
    return replace(rule, least_marks=min(rule.least_marks, rule.seats))


def joined(first: Outcome, second: Outcome) -> Outcome:
    """A vote and the vote that followed from it, as one result: what is chosen now, and what is still open."""
    chosen = tuple(sorted((*first.chosen, *second.chosen)))
    others = {*first.not_passed, *first.passed_not_chosen, *first.tied, *second.not_passed, *second.passed_not_chosen}
    lost = others - set(chosen) - set(second.tied)
    passed = {*first.passed_not_chosen, *first.tied, *second.passed_not_chosen} & lost
    return replace(
        second, chosen=chosen, not_passed=tuple(sorted(lost - passed)), passed_not_chosen=tuple(sorted(passed)),
        reasons=(*first.reasons, *second.reasons),
    )  # fmt: skip
