"""From ballots to counts: which ballots count, their product, the trustees' parts, and the numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from itertools import product as choices_of
from typing import Any

from lianxin.ballots.protocol.ballot import Ballot
from lianxin.ballots.protocol.chance import Chance
from lianxin.ballots.protocol.election import Election
from lianxin.ballots.protocol.encoding import compact, fields, listed, parse
from lianxin.ballots.protocol.group import G, Malformed, P, Q, element, inverse, number, power
from lianxin.ballots.protocol.proofs import (
    NOTHING,
    Ciphertext,
    Proof,
    decryption_holds,
    prove_decryption,
    read_proof,
)
from lianxin.ballots.protocol.trustees import Item, Trustees

Tally = tuple[tuple[Ciphertext, ...], ...]


def counted(ballots: Iterable[Ballot]) -> list[Ballot]:
    """For each credential its last ballot, in the order of the chain."""
    last: dict[Any, Ballot] = {}
    for ballot in ballots:
        last.pop(ballot.credential, None)
        last[ballot.credential] = ballot
    return list(last.values())


def add_up(ballots: Sequence[Ballot], election: Election) -> Tally:
    """The product of all choices, position by position."""
    sums = [[NOTHING] * question.positions for question in election.questions]
    for ballot in ballots:
        for row, answer in zip(sums, ballot.answers, strict=True):
            for at, cipher in enumerate(answer.choices):
                row[at] = row[at].times(cipher)
    return tuple(tuple(row) for row in sums)


def written_tally(tally: Tally) -> bytes:
    """The tally as the format writes it."""
    return compact([[cipher.written() for cipher in row] for row in tally]).encode()


@dataclass(frozen=True, slots=True)
class Part:
    """One trustee's decryption factors with their proofs."""

    owner: int
    factors: tuple[tuple[Any, ...], ...]


def decrypt(tally: Tally, election: Election, secret: Any, public: Any, chance: Chance) -> bytes:
    """A trustee's part, as the format writes it."""
    factors: list[list[str]] = []
    proofs: list[list[dict[str, str]]] = []
    for row in tally:
        made = [prove_decryption(election.fingerprint, secret, public, cipher.alpha, chance) for cipher in row]
        factors.append([str(factor) for factor, _proof in made])
        proofs.append([proof.written() for _factor, proof in made])
    return compact({"decryption_factors": factors, "decryption_proofs": proofs}).encode()


def read_part(raw: bytes, owner: int, public: Any, tally: Tally, election: Election) -> Part:
    """A part with every proof checked; raises `Malformed` (``decryption_proof`` where one is wrong)."""
    factors, proofs = fields(parse(raw), ("decryption_factors", "decryption_proofs"))
    table: list[tuple[Any, ...]] = []
    pairs = zip(tally, listed(factors, len(tally)), listed(proofs, len(tally)), strict=True)
    for row, some_factors, some_proofs in pairs:
        values = [element(one) for one in listed(some_factors, len(row))]
        checks: list[Proof] = [read_proof(one) for one in listed(some_proofs, len(row))]
        for cipher, factor, proof in zip(row, values, checks, strict=True):
            if not decryption_holds(election.fingerprint, public, cipher.alpha, factor, proof):
                raise Malformed("decryption_proof")
        table.append(tuple(values))
    return Part(owner, tuple(table))


def weight(index: int, others: Sequence[int]) -> Any:
    """The Lagrange coefficient of ``index`` at 0 among ``others`` (which contain it), modulo q."""
    found = number(1)
    for other in others:
        if other != index:
            found = found * other * number(pow(int((other - index) % int(Q)), -1, int(Q))) % Q
    return found


def subsets(trustees: Trustees, parts: Mapping[int, Part]) -> list[dict[int, Any]]:
    """Every sufficient choice of parts as exponents by owner: all singles, and of each group just as many as needed."""
    each = [_of_item(item, parts) for item in trustees.items]
    return [{owner: share for some in chosen for owner, share in some.items()} for chosen in choices_of(*each)]


def _of_item(item: Item, parts: Mapping[int, Part]) -> list[dict[int, Any]]:
    there = [owner.number for owner in item.owners if owner.number in parts]
    if not item.threshold:
        return [{item.owners[0].number: number(1)}] if there else []
    first = item.owners[0].number - 1
    return [
        {owner: weight(owner - first, [one - first for one in some]) for owner in some}
        for some in combinations(there, item.threshold)
    ]


def decode(tally: Tally, parts: Mapping[int, Part], shares: Mapping[int, Any], most: int) -> list[list[int]] | None:
    """The counts, by a table up to ``most``; None where a value is not there (a part is false)."""
    logarithms: dict[Any, int] = {}
    value = number(1)
    for count in range(most + 1):
        logarithms[value] = count
        value = value * G % P
    found = []
    for at, row in enumerate(tally):
        numbers = []
        for place, cipher in enumerate(row):
            factor = number(1)
            for owner, share in shares.items():
                factor = factor * power(parts[owner].factors[at][place], share) % P
            found_count = logarithms.get(cipher.beta * inverse(factor) % P)
            if found_count is None:
                return None
            numbers.append(found_count)
        found.append(numbers)
    return found


def written_result(counts: Sequence[Sequence[int]]) -> bytes:
    """The result as the format writes it."""
    return compact({"result": [list(row) for row in counts]}).encode()
