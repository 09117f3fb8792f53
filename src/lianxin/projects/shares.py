"""Residents' advisory vote within a budget: by votes, and by equal shares with completion, in exact arithmetic.

Pure.  Every ballot approves some projects; a project has a whole cost.  ``by_votes`` is what is shown to everybody:
projects in the order of their approvals as long as the money lasts.  ``equal_shares`` (Peters, Skowron 2020) is an
internal analysis beside it: each ballot gets the same share of the budget, a project is bought by those who want it,
the one that is cheapest for its supporters first.  What a project is worth to a supporter is its cost, as in use
elsewhere, or one.  Completion: the budget is raised by a step a ballot until it would be overspent or all is bought
(``add1``), and what is left then goes by votes.
Equal ones are taken in the order of approvals, then of the list; a tie is reported, for nothing here decides anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final


class Worth(StrEnum):
    """What a bought project is worth to somebody who wanted it."""

    COST = "cost"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Poll:
    """Costs by project in the order of the list, a budget, and the ballots: sets of projects.

    ``weights`` says how often each ballot was cast, once where it is left out; the outcome is that of single ballots.
    """

    budget: int
    costs: Mapping[str, int]
    ballots: Sequence[frozenset[str]]
    weights: Sequence[int] = ()

    @property
    def times(self) -> Sequence[int]:
        """How often each ballot was cast."""
        return self.weights or (1,) * len(self.ballots)

    @property
    def size(self) -> int:
        """How many ballots were cast."""
        return sum(self.times)

    @property
    def votes(self) -> dict[str, int]:
        """Approvals of each project."""
        found = dict.fromkeys(self.costs, 0)
        for ballot, times in zip(self.ballots, self.times, strict=True):
            for name in ballot:
                found[name] += times
        return found


@dataclass(frozen=True, slots=True)
class Bought:
    """What is bought, in the order of buying; ``tied`` says that some step had equals to choose from."""

    names: tuple[str, ...]
    spent: int
    tied: bool = False
    completed: tuple[str, ...] = field(default=())


#: Raising the budget stops after so many steps; each is one yuan (or the step asked for) a ballot.
_MOST_STEPS: Final = 100_000


def by_votes(poll: Poll, have: Sequence[str] = (), *, skip: bool = True) -> Bought:
    """In the order of approvals as long as the money lasts; what no longer fits is skipped."""
    votes = poll.votes
    order = {name: at for at, name in enumerate(poll.costs)}
    names, spent = list(have), sum(poll.costs[name] for name in have)
    rest = sorted((name for name in poll.costs if name not in names), key=lambda one: (-votes[one], order[one]))
    for name in rest:
        if spent + poll.costs[name] <= poll.budget:
            names.append(name)
            spent += poll.costs[name]
        elif not skip:
            break
    taken = set(names)
    edge = {votes[name] for name in rest if name in taken} & {votes[name] for name in rest if name not in taken}
    return Bought(tuple(names), spent, bool(edge), tuple(names[len(have) :]))


def equal_shares(poll: Poll, worth: Worth = Worth.COST, *, budget: Fraction | None = None) -> Bought:
    """The method without completion; ``budget`` is what is shared where it is not the poll's own."""
    if not poll.size:
        return Bought((), 0)
    share = Fraction(poll.budget if budget is None else budget) / poll.size
    purses = [share] * len(poll.ballots)
    votes, order = poll.votes, {name: at for at, name in enumerate(poll.costs)}
    wanted = {name: [at for at, ballot in enumerate(poll.ballots) if name in ballot] for name in poll.costs}
    # A lower bound of each project's price: purses only shrink, so that it only rises.
    bound = {
        name: Fraction(1 if worth is Worth.COST else poll.costs[name], votes[name])
        for name in poll.costs
        if votes[name] and poll.costs[name] <= votes[name] * share
    }
    names: list[str] = []
    tied = False
    while bound:
        best, equals = _cheapest(poll, worth, bound, wanted, purses)
        if not equals:
            break
        tied = tied or len(equals) > 1
        chosen = min(equals, key=lambda one: (-votes[one], order[one]))
        _pay(purses, wanted[chosen], best * (poll.costs[chosen] if worth is Worth.COST else 1))
        names.append(chosen)
        del bound[chosen]
    return Bought(tuple(names), sum(poll.costs[name] for name in names), tied)


def _cheapest(
    poll: Poll, worth: Worth, bound: dict[str, Fraction], wanted: Mapping[str, list[int]], purses: list[Fraction]
) -> tuple[Fraction, list[str]]:
    """The lowest price and who has it; ``bound`` is sharpened, and loses what its supporters can no longer pay."""
    best, equals = Fraction(0), list[str]()
    for name in sorted(bound, key=lambda one: bound[one]):
        if equals and bound[name] > best:
            break
        price = _price(poll.costs[name], [(purses[at], poll.times[at]) for at in wanted[name]], worth)
        if price is None:
            del bound[name]
            continue
        bound[name] = price
        if not equals or price < best:
            best, equals = price, [name]
        elif price == best:
            equals.append(name)
    return best, equals


def _price(cost: int, purses: list[tuple[Fraction, int]], worth: Worth) -> Fraction | None:
    """The least that each supporter must pay for one unit of worth so that the cost is met; None where it cannot be."""
    left, many = Fraction(cost), sum(times for _purse, times in purses)
    for purse, times in sorted(purses):
        if purse * many >= left:
            each = left / many
            return each / cost if worth is Worth.COST else each
        left -= purse * times
        many -= times
    return None


def _pay(purses: list[Fraction], supporters: Sequence[int], most: Fraction) -> None:
    """Take the price out of every supporter's purse, and no more than there is."""
    for at in supporters:
        purses[at] -= min(purses[at], most)


def raised(poll: Poll, worth: Worth = Worth.COST, *, step: int = 1) -> Bought:
    """Equal shares with every ballot's share raised by ``step`` until it would be overspent: the last outcome within.

    Ends too when nothing more fits into the budget, or after a bound of steps.
    """
    found = equal_shares(poll, worth)
    budget = Fraction(poll.budget)
    for _step in range(_MOST_STEPS if poll.size else 0):
        if _exhausts(poll, found):
            break
        budget += step * poll.size
        further = equal_shares(poll, worth, budget=budget)
        if further.spent > poll.budget:
            break
        found = further
    return found


def _exhausts(poll: Poll, found: Bought) -> bool:
    """Whether no wanted project fits into what is left."""
    votes, left = poll.votes, poll.budget - found.spent
    return all(cost > left for name, cost in poll.costs.items() if name not in found.names and votes[name])


def completed(poll: Poll, worth: Worth = Worth.COST, *, step: int = 1) -> Bought:
    """Equal shares with completion: raised, then what is left goes by votes; ``completed`` names those."""
    found = raised(poll, worth, step=step)
    rest = by_votes(poll, found.names)
    return Bought(rest.names, rest.spent, found.tied or rest.tied, rest.completed)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many ballots of a group, and how many of them got at least one project they wanted."""

    ballots: int
    covered: int


def coverage(poll: Poll, groups: Sequence[str], bought: Sequence[str]) -> dict[str, Coverage]:
    """For each group (a neighbourhood): ballots, and how many of them got at least one project they wanted."""
    got = frozenset(bought)
    found: dict[str, list[int]] = {}
    for group, ballot, times in zip(groups, poll.ballots, poll.times, strict=True):
        row = found.setdefault(group, [0, 0])
        row[0] += times
        row[1] += times * bool(ballot & got)
    return {group: Coverage(*row) for group, row in found.items()}


@dataclass(frozen=True, slots=True)
class Differs:
    """A project that only one of two ways buys: its votes, its cost, and from how many groups its votes come."""

    name: str
    only: str
    votes: int
    cost: int
    groups: int


def differences(poll: Poll, groups: Sequence[str], public: Bought, shares: Bought) -> list[Differs]:
    """Where the two ways differ and why: few large groups carry the one, many small ones the other."""
    votes = poll.votes
    found = []
    for name in poll.costs:
        here, there = name in public.names, name in shares.names
        if here != there:
            where = {group for group, ballot in zip(groups, poll.ballots, strict=True) if name in ballot}
            only = "votes" if here else "shares"
            found.append(Differs(name, only, votes[name], poll.costs[name], len(where)))
    return found


# Pabulib files --------------------------------------------------------------------------------------------------------


def read_pb(text: str) -> Poll:
    """A poll out of a file in the format of Pabulib; raises ``ValueError`` for any other vote than approval."""
    parts = _sections(text)
    meta = {row[0].strip(): ";".join(row[1:]).strip() for row in parts.get("META", [])[1:]}
    costs = {row["project_id"]: _whole(row["cost"]) for row in _rows(parts.get("PROJECTS", []))}
    ballots = [
        frozenset(one.strip() for one in row["vote"].split(",") if one.strip()) for row in _rows(parts.get("VOTES", []))
    ]
    if meta.get("vote_type", "approval") != "approval" or "budget" not in meta:
        raise ValueError("not an approval vote with a budget")
    if any(not ballot <= costs.keys() for ballot in ballots):
        raise ValueError("a ballot names an unknown project")
    return Poll(_whole(meta["budget"]), costs, ballots)


def _sections(text: str) -> dict[str, list[list[str]]]:
    """The lines of each section, split at semicolons, the header first."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in (one.strip() for one in text.lstrip("\ufeff").splitlines()):
        if line.upper() in ("META", "PROJECTS", "VOTES"):
            rows = found.setdefault(line.upper(), [])
        elif line:
            rows.append([one.strip() for one in line.split(";")])
    return found


def _rows(lines: list[list[str]]) -> list[dict[str, str]]:
    """Lines by their columns."""
    if not lines:
        return []
    names = [one.lower() for one in lines[0]]
    return [dict(zip(names, line, strict=False)) for line in lines[1:]]


def _whole(text: str) -> int:
    """Money of a file; fractions of a unit are refused rather than rounded."""
    value = Fraction(text.strip().replace(",", "."))
    if value.denominator != 1:
        raise ValueError("money that is not whole")
    return int(value)
