"""A ballot: encrypted choices with proofs that they are within the rule, signed by a credential.

Everything is bound to the election (fingerprint φ) and to the credential, so that nothing can be copied over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lianxin.ballots.protocol.chance import Chance, random_exponent
from lianxin.ballots.protocol.election import Election, Question
from lianxin.ballots.protocol.encoding import b64_digest, compact, fields, listed, parse
from lianxin.ballots.protocol.group import G, P, Q, element, g_power
from lianxin.ballots.protocol.proofs import (
    Branch,
    Ciphertext,
    Opening,
    Proof,
    challenges_fit,
    commitments,
    disjunction_holds,
    is_signed,
    product,
    prove_disjunction,
    read_proof,
    read_proofs,
    sign,
    total_commitments,
)

#: Longer ballots are refused unread: the longest form a town uses takes some 70 kB.
LARGEST: Final = 2_000_000


class WrongBallot(ValueError):
    """A ballot does not count; the message is a code."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The encrypted answer to one question."""

    choices: tuple[Ciphertext, ...]
    individual: tuple[tuple[Proof, ...], ...]
    overall: tuple[Proof, ...]
    blank: tuple[Proof, ...]

    def written(self) -> dict[str, Any]:
        """As the format writes it."""
        found: dict[str, Any] = {
            "choices": [one.written() for one in self.choices],
            "individual_proofs": [[proof.written() for proof in some] for some in self.individual],
            "overall_proof": [proof.written() for proof in self.overall],
        }
        if self.blank:
            found["blank_proof"] = [proof.written() for proof in self.blank]
        return found


@dataclass(frozen=True)
class Ballot:
    """A ballot as it was cast; ``raw`` are its bytes, from which the tracker is made."""

    raw: bytes
    uuid: str
    fingerprint: str
    credential: Any
    answers: tuple[Answer, ...]
    hash: str
    proof: Proof

    @property
    def tracker(self) -> str:
        """What the voter notes down."""
        return b64_digest(self.raw)


def elements_of(ballot: Ballot) -> list[Any]:
    """Every number of a ballot that must lie in the group, the credential first."""
    return [ballot.credential, *(x for row in ballot.answers for one in row.choices for x in (one.alpha, one.beta))]


def _start(election: Election, credential: Any) -> str:
    return f"{election.fingerprint}|{credential}"


def _whole_start(start: str, choices: Sequence[Ciphertext]) -> str:
    return f"{start}|" + ",".join(f"{one.alpha},{one.beta}" for one in choices)


# Reading -------------------------------------------------------------------------------------------------------------


def read_ballot(
    raw: bytes, election: Election, number: Callable[[object], Any] = element, *, written_before: bool = False
) -> Ballot:
    """A ballot from its bytes, written canonically and for this election; raises `Malformed` or `WrongBallot`.

    ``number`` may be `checked_before` for bytes that were read and accepted once, or whose numbers are checked jointly;
    ``written_before`` says that these bytes were found canonical once.
    """
    if len(raw) > LARGEST:
        raise WrongBallot("too_long")
    data = parse(raw)
    uuid, fingerprint, credential, answers, signature = fields(
        data, ("election_uuid", "election_hash", "credential", "answers", "signature")
    )
    if uuid != election.uuid or fingerprint != election.fingerprint:
        raise WrongBallot("other_election")
    digest, proof = fields(signature, ("hash", "proof"))
    rows = listed(answers, len(election.questions))
    found = Ballot(
        raw, uuid, fingerprint, number(credential),
        tuple(_read_answer(row, question, number) for row, question in zip(rows, election.questions, strict=True)),
        digest, read_proof(proof),
    )  # fmt: skip
    if not written_before and written(found).encode() != raw:
        raise WrongBallot("not_canonical")
    return found


def _read_answer(value: Any, question: Question, number: Callable[[object], Any]) -> Answer:
    names = ("choices", "individual_proofs", "overall_proof", *(("blank_proof",) if question.blank else ()))
    choices, individual, overall, *blank = fields(value, names)
    size = question.positions
    ciphers = []
    for one in listed(choices, size):
        alpha, beta = fields(one, ("alpha", "beta"))
        ciphers.append(Ciphertext(number(alpha), number(beta)))
    span = question.most - question.least + 1
    return Answer(
        tuple(ciphers),
        tuple(read_proofs(one, 2) for one in listed(individual, size)),
        read_proofs(overall, span + question.blank),
        read_proofs(blank[0], 2) if question.blank else (),
    )


def unsigned(uuid: str, fingerprint: str, credential: Any, answers: Sequence[Answer]) -> dict[str, Any]:
    """The ballot without its signature, keys in the order of the format."""
    return {
        "election_uuid": uuid, "election_hash": fingerprint, "credential": str(credential),
        "answers": [one.written() for one in answers],
    }  # fmt: skip


def written(ballot: Ballot) -> str:
    """The canonical text of a ballot."""
    value = unsigned(ballot.uuid, ballot.fingerprint, ballot.credential, ballot.answers)
    return compact({**value, "signature": {"hash": ballot.hash, "proof": ballot.proof.written()}})


# Checking ------------------------------------------------------------------------------------------------------------


def check_signature(ballot: Ballot) -> None:
    """The signature, which costs little and is checked first; raises `WrongBallot`."""
    text = compact(unsigned(ballot.uuid, ballot.fingerprint, ballot.credential, ballot.answers))
    if b64_digest(text.encode()) != ballot.hash or not is_signed(ballot.proof, "sig", ballot.hash, ballot.credential):
        raise WrongBallot("signature")


def check_proofs(ballot: Ballot, election: Election) -> None:
    """All proofs of all answers; raises `WrongBallot`."""
    start = _start(election, ballot.credential)
    for answer, question in zip(ballot.answers, election.questions, strict=True):
        _check_answer(answer, question, election, start)


def check_ballot(raw: bytes, election: Election) -> Ballot:
    """Read and check everything but whether the credential is on the list; raises `Malformed` or `WrongBallot`."""
    ballot = read_ballot(raw, election)
    check_signature(ballot)
    check_proofs(ballot, election)
    return ballot


def _check_answer(answer: Answer, question: Question, election: Election, start: str) -> None:
    for cipher, proofs in zip(answer.choices, answer.individual, strict=True):
        claim = f"prove|{start}|{cipher.alpha},{cipher.beta}|"
        if not disjunction_holds(claim, (Branch(cipher, 0), Branch(cipher, 1)), proofs, election.key):
            raise WrongBallot("individual_proof")
    whole = _whole_start(start, answer.choices)
    if question.blank:
        _check_with_blank(answer, question, election, whole)
        return
    total = product(answer.choices)
    claim = f"prove|{whole}|{total.alpha},{total.beta}|"
    made = total_commitments(total, range(question.least, question.most + 1), answer.overall, election.key)
    if not challenges_fit(claim, made, answer.overall):
        raise WrongBallot("overall_proof")


def _check_with_blank(answer: Answer, question: Question, election: Election, whole: str) -> None:
    flag, total = answer.choices[0], product(answer.choices[1:])
    if not disjunction_holds(f"bproof0|{whole}|", (Branch(flag, 0), Branch(total, 0)), answer.blank, election.key):
        raise WrongBallot("blank_proof")
    first, *rest = answer.overall
    made = [commitments(Branch(flag, 1), first, election.key)]
    made += total_commitments(total, range(question.least, question.most + 1), rest, election.key)
    if not challenges_fit(f"bproof1|{whole}|", made, answer.overall):
        raise WrongBallot("overall_proof")


# Making --------------------------------------------------------------------------------------------------------------


def make_ballot(election: Election, secret: Any, choices: Sequence[Sequence[int]], chance: Chance) -> bytes:
    """Encrypt, prove and sign; ``choices`` are zeros and ones, the blank flag first where blank is allowed.

    Raises ``ValueError`` for choices outside the rule: a proof of a falsehood cannot be made.
    """
    credential = g_power(secret)
    start = _start(election, credential)
    answers = [
        _make_answer(row, question, election, start, chance)
        for row, question in zip(choices, election.questions, strict=True)
    ]
    value = unsigned(election.uuid, election.fingerprint, credential, answers)
    digest = b64_digest(compact(value).encode())
    proof = sign("sig", digest, secret, chance)
    return compact({**value, "signature": {"hash": digest, "proof": proof.written()}}).encode()


def allowed(row: Sequence[int], question: Question) -> bool:
    """Whether choices keep to the rule of the question."""
    if len(row) != question.positions or set(row) - {0, 1}:
        return False
    if question.blank and row[0]:
        return not any(row[1:])
    return question.least <= sum(row[question.blank :]) <= question.most


def _make_answer(row: Sequence[int], question: Question, election: Election, start: str, chance: Chance) -> Answer:
    if not allowed(row, question):
        raise ValueError("choices outside the rule")
    openings = [Opening(random_exponent(chance), bit) for bit in row]
    ciphers = tuple(_encrypt(one, election) for one in openings)
    individual = tuple(
        prove_disjunction(
            f"prove|{start}|{cipher.alpha},{cipher.beta}|", (Branch(cipher, 0), Branch(cipher, 1)),
            (opening, opening), opening.message, election.key, chance,
        )
        for cipher, opening in zip(ciphers, openings, strict=True)
    )  # fmt: skip
    whole = _whole_start(start, ciphers)
    if question.blank:
        overall, blank = _prove_with_blank(ciphers, openings, question, election, whole, chance)
        return Answer(ciphers, individual, overall, blank)
    total, opening = product(ciphers), _sum(openings)
    branches = [Branch(total, value) for value in range(question.least, question.most + 1)]
    overall = prove_disjunction(
        f"prove|{whole}|{total.alpha},{total.beta}|", branches, [opening] * len(branches),
        opening.message - question.least, election.key, chance,
    )  # fmt: skip
    return Answer(ciphers, individual, overall, ())


def _encrypt(opening: Opening, election: Election) -> Ciphertext:
    beta = election.key.power(opening.randomness)
    return Ciphertext(g_power(opening.randomness), beta * G % P if opening.message else beta)


def _sum(openings: Sequence[Opening]) -> Opening:
    return Opening(sum(one.randomness for one in openings) % Q, sum(one.message for one in openings))


def _prove_with_blank(
    ciphers: Sequence[Ciphertext], openings: Sequence[Opening], question: Question, election: Election, whole: str,
    chance: Chance,
) -> tuple[tuple[Proof, ...], tuple[Proof, ...]]:  # fmt: skip
    flag, total = ciphers[0], product(ciphers[1:])
    first, rest = openings[0], _sum(openings[1:])
    blank = prove_disjunction(
        f"bproof0|{whole}|", (Branch(flag, 0), Branch(total, 0)), (first, rest), 1 if first.message else 0,
        election.key, chance,
    )  # fmt: skip
    values = range(question.least, question.most + 1)
    branches = [Branch(flag, 1), *(Branch(total, value) for value in values)]
    true_one = 0 if first.message else 1 + rest.message - question.least
    overall = prove_disjunction(
        f"bproof1|{whole}|", branches, (first, *[rest] * len(values)), true_one, election.key, chance
    )
    return overall, blank
