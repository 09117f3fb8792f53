"""Counts of a vote: read off single ballots or entered from sheets, checked against the identities, added up.

One record for paper, electronic and mixed votes: whoever counted, the result is found by the same function.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lianxin.ballots.rules import MOST_DEPUTIES, Blank, Note, Preset, Ranking, Rule

#: Marks of a per-item ballot.
YES: Final = "赞成"
NO: Final = "反对"
ABSTAIN: Final = "弃权"


@dataclass(frozen=True, slots=True)
class Item:
    """One candidate's count.  ``yes`` are marks in forms B and C; ``score`` is only used where ballots rank."""

    number: int
    yes: int = 0
    no: int = 0
    abstain: int = 0
    score: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """应到、实到、发出、收回、有效、无效、空白 and the items.  Blank ballots are among the valid ones."""

    in_office: int
    present: int
    issued: int
    returned: int
    valid: int
    void: int
    items: tuple[Item, ...]
    blank: int = 0


# Single ballots -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What one paper is: ``void`` holds a code, or nothing where it is valid; ``values`` are the marks as counted."""

    values: tuple[str | int, ...] = ()
    blank: bool = False
    void: str = ""


def read(marks: Sequence[str | int], rule: Rule) -> Reading:
    """One paper.  Forms A: 赞成/反对/弃权 or nothing; B, C: 1 or 0; D: a place from 1, or 0.

    An item left empty or unclear is an abstention; a paper with too many marks, too few, or a place twice is void.
    """
    if len(marks) != rule.candidates:
        return Reading(void="unreadable")
    if rule.preset is Preset.PER_ITEM:
        return _per_item(marks, rule)
    if any(not isinstance(one, int) or one < 0 for one in marks):
        return Reading(void="unreadable")
    if not any(marks):
        return Reading(tuple(marks), blank=True, void="blank" if rule.blank is Blank.VOID else "")
    return _ranked(marks, rule) if rule.preset is Preset.RANK else _marked(marks, rule)


def _per_item(marks: Sequence[str | int], rule: Rule) -> Reading:
    values = tuple(one if one in (YES, NO) else ABSTAIN for one in marks)
    blank = not any(one in (YES, NO, ABSTAIN) for one in marks)
    return Reading(values, blank, "blank" if blank and rule.blank is Blank.VOID else "")


def _marked(marks: Sequence[str | int], rule: Rule) -> Reading:
    chosen = sum(1 for one in marks if one)
    if chosen > rule.seats:
        return Reading(void="marks_gt_seats")
    if chosen < rule.least_marks:
        return Reading(void="marks_lt_least")
    return Reading(tuple(1 if one else 0 for one in marks))


def _ranked(marks: Sequence[str | int], rule: Rule) -> Reading:
    """Places must be 1, 2, 3 … without a gap; with sums of ranks every project needs one."""
    places = sorted(int(one) for one in marks if one)
    if len(set(places)) != len(places):
        return Reading(void="rank_twice")
    if places != list(range(1, len(places) + 1)):
        return Reading(void="rank_gap")
    if len(places) < (rule.candidates if rule.ranking is Ranking.SUM else rule.least_marks):
        return Reading(void="rank_missing")
    return Reading(tuple(marks))


def count(
    papers: Iterable[Sequence[str | int]], rule: Rule, *, in_office: int, present: int, issued: int,
    numbers: Sequence[int] = (),
) -> Counts:  # fmt: skip
    """Count papers one by one; ``numbers`` are the candidates' numbers (1, 2, 3 … where left out)."""
    readings = [read(one, rule) for one in papers]
    good = [one for one in readings if not one.void]
    named = tuple(numbers) or tuple(range(1, rule.candidates + 1))
    items = tuple(_item(number, [one.values[at] for one in good], rule) for at, number in enumerate(named) if good)
    return Counts(
        in_office=in_office, present=present, issued=issued, returned=len(readings), valid=len(good),
        void=len(readings) - len(good), items=items or tuple(Item(number) for number in named),
        blank=sum(one.blank for one in good),
    )  # fmt: skip


def _item(number: int, values: Sequence[str | int], rule: Rule) -> Item:
    if rule.preset is Preset.PER_ITEM:
        return Item(number, values.count(YES), values.count(NO), values.count(ABSTAIN))
    placed = sum(1 for one in values if one)
    if rule.preset is not Preset.RANK:
        return Item(number, placed)
    return Item(number, placed, score=sum(points(int(one), rule) for one in values))


def points(place: int, rule: Rule) -> int:
    """What a place is worth: itself where sums count (an unranked blank counts nothing), else M for the first."""
    if not place or rule.ranking is Ranking.SUM:
        return place
    return rule.candidates + 1 - place


# Identities -----------------------------------------------------------------------------------------------------------


def wrong(counts: Counts, rule: Rule) -> list[Note]:
    """Which identities of the counting room do not hold: entries that cannot be true.

    More returned than issued is no wrong entry but makes the vote void; `outcome` says so.
    """
    return [*_heads(counts), *_rows(counts, rule)]


def _heads(counts: Counts) -> Iterator[Note]:
    numbers = (
        counts.in_office, counts.present, counts.issued, counts.returned, counts.valid, counts.void, counts.blank,
    )  # fmt: skip
    if min(numbers) < 0 or max(numbers) > MOST_DEPUTIES:
        yield Note("number_out_of_range", {"most": MOST_DEPUTIES})
    if counts.present > counts.in_office:
        yield Note("present_gt_in_office", {"present": counts.present, "in_office": counts.in_office})
    if counts.issued > counts.present:
        yield Note("issued_gt_present", {"issued": counts.issued, "present": counts.present})
    if counts.returned != counts.valid + counts.void:
        yield Note("returned_not_sum", {"returned": counts.returned, "valid": counts.valid, "void": counts.void})
    if counts.blank > counts.valid:
        yield Note("blank_gt_valid", {"blank": counts.blank, "valid": counts.valid})


def _rows(counts: Counts, rule: Rule) -> Iterator[Note]:
    numbers = [one.number for one in counts.items]
    if len(numbers) != rule.candidates or len(set(numbers)) != len(numbers):
        yield Note("rows", {"rows": len(numbers), "candidates": rule.candidates})
    for one in counts.items:
        yield from _row(one, counts, rule)
    if rule.preset in (Preset.MARK, Preset.TOP):
        marks, most = sum(one.yes for one in counts.items), rule.seats * (counts.valid - counts.blank)
        if marks > most:
            yield Note("marks_too_many", {"marks": marks, "most": most})
        if marks < rule.least_marks * (counts.valid - counts.blank):
            yield Note("marks_too_few", {"marks": marks})
    if rule.preset is Preset.RANK and rule.ranking is Ranking.SUM:
        found, wanted = sum(one.score for one in counts.items), full_sum(counts.valid - counts.blank, rule)
        if found != wanted:
            yield Note("ranks_not_sum", {"found": found, "wanted": wanted})


def _row(item: Item, counts: Counts, rule: Rule) -> Iterator[Note]:
    if min(item.yes, item.no, item.abstain, item.score) < 0:
        yield Note("row_negative", {"number": item.number})
    elif rule.preset is Preset.PER_ITEM:
        if item.yes + item.no + item.abstain != counts.valid:
            yield Note("row_not_sum", {"number": item.number, "sum": item.yes + item.no + item.abstain,
                                       "valid": counts.valid})  # fmt: skip
        elif item.abstain < counts.blank:
            yield Note("row_without_blank", {"number": item.number, "blank": counts.blank})
    elif item.yes > counts.valid - counts.blank:
        yield Note("row_gt_valid", {"number": item.number, "votes": item.yes, "valid": counts.valid - counts.blank})
    elif rule.preset is Preset.RANK and item.score > rule.candidates * item.yes:
        yield Note("row_score", {"number": item.number, "score": item.score})


def full_sum(ballots: int, rule: Rule) -> int:
    """What all places of so many full rankings add up to: 1 + 2 + … + M each."""
    return ballots * rule.candidates * (rule.candidates + 1) // 2


# Two ways of voting ---------------------------------------------------------------------------------------------------


def differences(first: Counts, second: Counts) -> list[Note]:
    """Where two counters disagree, field by field: nothing may be signed before this is empty."""
    found = [
        Note("field_differs", {"field": name, "first": getattr(first, name), "second": getattr(second, name)})
        for name in ("issued", "returned", "valid", "void", "blank")
        if getattr(first, name) != getattr(second, name)
    ]
    other = {one.number: one for one in second.items}
    for one in first.items:
        twin = other.pop(one.number, None)
        for name in ("yes", "no", "abstain", "score"):
            mine, theirs = getattr(one, name), getattr(twin, name, -1)
            if mine != theirs:
                found.append(Note("row_differs", {"number": one.number, "field": name, "first": mine,
                                                  "second": theirs}))  # fmt: skip
    return found + [Note("row_only_once", {"number": number}) for number in sorted(other)]


def mixed_refused(first: Counts, second: Counts, rule: Rule) -> list[Note]:
    """Why two sides must not be added: a small side would show how its few members voted."""
    few = min(first.returned, second.returned)
    found = [Note("mixed_too_few", {"few": few, "least": rule.mixed_minimum})] if few < rule.mixed_minimum else []
    if (first.in_office, first.present) != (second.in_office, second.present):
        found.append(Note("mixed_other_meeting", {}))
    if rule.preset is Preset.RANK:
        found.append(Note("paper_only", {}))
    return found


def added(first: Counts, second: Counts) -> Counts:
    """Paper and electronic together; those present are the same people and are not added."""
    other = {one.number: one for one in second.items}
    items = tuple(
        replace(one, yes=one.yes + twin.yes, no=one.no + twin.no, abstain=one.abstain + twin.abstain,
                score=one.score + twin.score)
        for one in first.items
        for twin in [other[one.number]]
    )  # fmt: skip
    return replace(
        first, issued=first.issued + second.issued, returned=first.returned + second.returned,
        valid=first.valid + second.valid, void=first.void + second.void, blank=first.blank + second.blank, items=items,
    )  # fmt: skip


def decoded(
    result: Sequence[Sequence[int]], rule: Rule, *, in_office: int, present: int, issued: int, ballots: int,
    numbers: Sequence[int] = (), with_blank: bool = False,
) -> Counts:  # fmt: skip
    """Counts out of an electronic result: one question with all candidates, or a question per candidate.

    A question per candidate has 赞成, 反对, 弃权 in this order.  With blank allowed each row begins with the blanks;
    what is neither marked nor blank counts as an abstention.  Raises ``ValueError`` where the shape does not fit.
    """
    named = tuple(numbers) or tuple(range(1, rule.candidates + 1))
    if rule.preset is Preset.RANK:
        raise ValueError("ranked ballots are counted on paper only")
    if rule.preset is Preset.PER_ITEM:
        rows = [_three(row, ballots, with_blank) for row in result]
        items = tuple(Item(number, *row) for number, row in zip(named, rows, strict=True))
        return Counts(in_office=in_office, present=present, issued=issued, returned=ballots, valid=ballots, void=0,
                      items=items)  # fmt: skip
    (row,) = result
    blank, marks = (row[0], row[1:]) if with_blank else (0, row)
    void = blank if rule.blank is Blank.VOID else 0
    items = tuple(Item(number, votes) for number, votes in zip(named, marks, strict=True))
    return Counts(in_office=in_office, present=present, issued=issued, returned=ballots, valid=ballots - void,
                  void=void, items=items, blank=blank - void)  # fmt: skip


def _three(row: Sequence[int], ballots: int, with_blank: bool) -> tuple[int, int, int]:
    yes, no, _abstain = row[1:] if with_blank else row
    return yes, no, ballots - yes - no
