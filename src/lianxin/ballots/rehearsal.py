"""规则预演: how likely a rule ends with too few projects or a tie, before the meeting adopts it.

Voters like a project by its popularity (normal, spread σ between projects) plus a liking of their own (normal, 1).
Form B and C: they mark their best K.  Form A: each project they like better than a mark set so that ``approval``
percent of all answers are 赞成.  Form D: they rank.  The same seed gives the same numbers.  A model, no forecast.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from statistics import NormalDist
from typing import Final

from lianxin.ballots.rules import Note, Preset, Rule

#: Projects alike, and projects that differ much: §1.4 of our notes gives figures for both.
SPREADS: Final = (0.5, 1.0)
RUNS: Final = 300
#: Runs with which a change of the rule is tried.
TRIED: Final = 60
#: Up to this share of runs a shortage is called unlikely.
ACCEPTABLE: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What is expected: deputies in office, and how many come."""

    in_office: int
    present: int
    approval: int = 80


@dataclass(frozen=True, slots=True)
class Chance:
    """In how many of ``runs`` something happened, for one spread."""

    spread: float
    runs: int
    short: int
    tied: int
    #: By attendance in percent: in how many runs too few passed.
    short_at: dict[int, int]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The figures for both spreads, and what to do."""

    chances: tuple[Chance, ...]
    advice: tuple[Note, ...]

    @property
    def short_percent(self) -> int:
        """The worse of the two spreads."""
        return max(percent(one.short, one.runs) for one in self.chances)

    @property
    def tied_percent(self) -> int:
        """The worse of the two spreads."""
        return max(percent(one.tied, one.runs) for one in self.chances)


ATTENDANCE: Final = (67, 70, 75, 80, 85, 90, 95, 100)


def percent(part: int, whole: int) -> int:
    """Whole percent, half up."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def rehearse(rule: Rule, meeting: Meeting, *, runs: int = RUNS, seed: int = 1) -> Rehearsal:
    """Play a vote many times and say what to change."""
    chances = tuple(play(rule, meeting, spread, runs, seed) for spread in SPREADS)
    found = Rehearsal(chances, ())
    return replace(found, advice=tuple(_advice(rule, meeting, found, seed)))


def heads(in_office: int, share: int) -> int:
    """How many deputies a percentage is, at least the two thirds where it says 67."""
    return -(-2 * in_office // 3) if share == ATTENDANCE[0] else -(-in_office * share // 100)


def play(rule: Rule, meeting: Meeting, spread: float, runs: int, seed: int, *, curve: bool = True) -> Chance:
    """Some runs with one spread; with ``curve`` every run asks all deputies, the first so many of whom are present."""
    chance = random.Random(f"{seed}/{spread}/{rule.candidates}/{rule.seats}/{meeting.in_office}")
    wanted = {one: heads(meeting.in_office, one) for one in ATTENDANCE if curve}
    stops = sorted({meeting.present, *wanted.values()})
    short = dict.fromkeys(stops, 0)
    tied = 0
    for _run in range(runs):
        votes = _one_vote(rule, meeting, spread, chance, stops)
        for heads_there in stops:
            passed = _passed(rule, votes[heads_there], meeting.in_office, heads_there)
            short[heads_there] += len(passed) < rule.seats
            if heads_there == meeting.present:
                tied += _is_tied(passed, rule.seats)
    at = {share: short[there] for share, there in wanted.items()}
    return Chance(spread, runs, short[meeting.present], tied, at)


def _one_vote(
    rule: Rule, meeting: Meeting, spread: float, chance: random.Random, stops: Sequence[int]
) -> dict[int, list[int]]:
    """The votes of every project after the first so many deputies."""
    popular = [chance.gauss(0, spread) for _ in range(rule.candidates)]
    votes = [0] * rule.candidates
    mark = NormalDist(0, (1 + spread * spread) ** 0.5).inv_cdf(1 - min(max(meeting.approval, 1), 99) / 100)
    found = {}
    for done in range(1, max(stops) + 1):
        likes = [chance.gauss(one, 1) for one in popular]
        if rule.preset is Preset.RANK:
            _add_ranks(votes, likes)
        else:
            edge = mark if rule.preset is Preset.PER_ITEM else sorted(likes)[-rule.seats]
            votes = [had + (like >= edge) for had, like in zip(votes, likes, strict=True)]
        if done in stops:
            found[done] = list(votes)
    return found


def _add_ranks(votes: list[int], likes: Sequence[float]) -> None:
    """Points: the last gets one, the first as many as there are."""
    for points, (_like, at) in enumerate(sorted((like, at) for at, like in enumerate(likes)), 1):
        votes[at] += points


def _passed(rule: Rule, votes: Sequence[int], in_office: int, present: int) -> list[int]:
    if rule.passing is None:
        return [one for one in votes if one]
    base = in_office if rule.base.value == "in_office" else present
    return [one for one in votes if rule.passing.holds(one, base)]


def _is_tied(passed: Sequence[int], seats: int) -> bool:
    rows = sorted(passed, reverse=True)
    return len(rows) > seats and rows[seats - 1] == rows[seats]


# Advice ---------------------------------------------------------------------------------------------------------------


def _advice(rule: Rule, meeting: Meeting, found: Rehearsal, seed: int) -> list[Note]:
    if not rule.quorum.holds(meeting.present, meeting.in_office):
        needed = rule.quorum.needed(meeting.in_office)
        return [Note("no_quorum_planned", {"present": meeting.present, "needed": needed})]
    short = found.short_percent
    facts = {"seats": rule.seats, "percent": short}
    notes = [Note("unlikely_short" if short <= ACCEPTABLE else "likely_short", facts)]
    if short > ACCEPTABLE:
        notes += [_attendance(meeting, found), *_fewer(rule, meeting, seed), *_per_item(rule, meeting, seed)]
    if found.tied_percent:
        notes.append(Note("likely_tie", {"percent": found.tied_percent}))
    return notes


def _attendance(meeting: Meeting, found: Rehearsal) -> Note:
    """The attendance from which on a shortage is unlikely, whichever spread."""
    worst = [max(percent(one.short_at[share], one.runs) for one in found.chances) for share in ATTENDANCE]
    from_here = list(accumulate(reversed(worst), max))[::-1]
    for share, most in zip(ATTENDANCE, from_here, strict=True):
        if most <= ACCEPTABLE:
            return Note("raise_attendance", {"present": heads(meeting.in_office, share), "percent": share})
    return Note("attendance_cannot", {"percent": worst[-1]})


def _fewer(rule: Rule, meeting: Meeting, seed: int) -> list[Note]:
    """The largest number of candidates, of those close to the places, with which a shortage is unlikely."""
    if rule.preset is Preset.PER_ITEM:
        return []
    best = 0
    for candidates in range(rule.seats + 1, min(rule.candidates, rule.seats + 4)):
        if not _safe(replace(rule, candidates=candidates), meeting, seed):
            break
        best = candidates
    return [Note("fewer_candidates", {"candidates": best})] if best else []


def _per_item(rule: Rule, meeting: Meeting, seed: int) -> list[Note]:
    """Voting on each project by itself, only where that would help with the approval that is expected."""
    tried = replace(rule, preset=Preset.PER_ITEM, least_marks=0)
    if rule.preset is Preset.PER_ITEM or not _safe(tried, meeting, seed):
        return []
    return [Note("use_per_item", {"approval": meeting.approval})]


def _safe(rule: Rule, meeting: Meeting, seed: int) -> bool:
    """Whether a shortage is unlikely, by fewer runs."""
    rows = (play(rule, meeting, spread, TRIED, seed, curve=False) for spread in SPREADS)
    return all(percent(one.short, one.runs) <= ACCEPTABLE for one in rows)
