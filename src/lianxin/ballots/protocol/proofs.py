"""Zero-knowledge proofs of the format, made and checked: all are challenge and response, bound to their context.

Source: public Belenios specification v1 (fact sheet §2.3–§2.6 of our notes).  ``y`` is the election's key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lianxin.ballots.protocol.chance import Chance, random_exponent
from lianxin.ballots.protocol.encoding import fields, listed
from lianxin.ballots.protocol.group import (
    FixedBase,
    G,
    P,
    Q,
    Squares,
    exponent,
    g_inverse,
    g_power,
    hash_to_exponent,
    power,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """Challenge and response, both in [0, q)."""

    challenge: Any
    response: Any

    def written(self) -> dict[str, str]:
        """As the format writes it."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """An ElGamal ciphertext with the message in the exponent: α = g^r, β = y^r · g^m."""

    alpha: Any
    beta: Any

    def written(self) -> dict[str, str]:
        """As the format writes it."""
        return {"alpha": str(self.alpha), "beta": str(self.beta)}

    def times(self, other: "Ciphertext") -> "Ciphertext":
        """The ciphertext of the sum."""
        return Ciphertext(self.alpha * other.alpha % P, self.beta * other.beta % P)


NOTHING = Ciphertext(G**0, G**0)


def read_proof(value: Any) -> Proof:
    """A proof from JSON; raises ``Malformed``."""
    challenge, response = fields(value, ("challenge", "response"))
    return Proof(exponent(challenge), exponent(response))


def read_proofs(value: Any, length: int) -> tuple[Proof, ...]:
    """A list of so many proofs; raises ``Malformed``."""
    return tuple(read_proof(one) for one in listed(value, length))


def product(parts: Sequence[Ciphertext]) -> Ciphertext:
    """The ciphertext of the sum of all."""
    found = NOTHING
    for one in parts:
        found = found.times(one)
    return found


def knows_key(secret: Any, public: Any, group_name: str, chance: Chance) -> Proof:
    """That whoever publishes a key knows its secret."""
    nonce = random_exponent(chance)
    challenge = hash_to_exponent(f"pok|{group_name}|{public}|{g_power(nonce)}")
    return Proof(challenge, (nonce - secret * challenge) % Q)


def key_is_known(proof: Proof, public: Any, group_name: str) -> bool:
    """Check `knows_key`."""
    commitment = g_power(proof.response) * power(public, proof.challenge) % P
    return bool(hash_to_exponent(f"pok|{group_name}|{public}|{commitment}") == proof.challenge)


def sign(prefix: str, message: str, secret: Any, chance: Chance) -> Proof:
    """A Schnorr signature over ``prefix|message``."""
    nonce = random_exponent(chance)
    challenge = hash_to_exponent(f"{prefix}|{message}|{g_power(nonce)}")
    return Proof(challenge, (nonce - secret * challenge) % Q)


def is_signed(proof: Proof, prefix: str, message: str, public: Any) -> bool:
    """Check `sign`."""
    commitment = g_power(proof.response) * power(public, proof.challenge) % P
    return bool(hash_to_exponent(f"{prefix}|{message}|{commitment}") == proof.challenge)


@dataclass(frozen=True, slots=True)
class Opening:
    """What only the voter knows of a ciphertext: its randomness and its message."""

    randomness: Any
    message: int


@dataclass(frozen=True, slots=True)
class Branch:
    """One claim of a disjunction: the ciphertext encrypts ``value``."""

    cipher: Ciphertext
    value: int


def commitments(branch: Branch, proof: Proof, key: FixedBase) -> tuple[Any, Any]:
    """A = g^response · α^challenge and B = y^response · (β / g^value)^challenge."""
    alpha, beta = branch.cipher.alpha, branch.cipher.beta
    if branch.value:
        beta = beta * g_inverse(branch.value) % P
    first = g_power(proof.response) * power(alpha, proof.challenge) % P
    second = key.power(proof.response) * power(beta, proof.challenge) % P
    return first, second


#: From so many claims about one ciphertext on, sharing its squarings costs less than it saves.
_SHARED: Final = 5


def total_commitments(
    cipher: Ciphertext, values: Sequence[int], proofs: Sequence[Proof], key: FixedBase
) -> list[tuple[Any, Any]]:
    """`commitments` of several claims about one ciphertext: (β / g^v)^c is β^c · g^(−v·c)."""
    if len(values) < _SHARED:
        return [commitments(Branch(cipher, one), proof, key) for one, proof in zip(values, proofs, strict=True)]
    alpha, beta = Squares(cipher.alpha), Squares(cipher.beta)
    found = []
    for value, proof in zip(values, proofs, strict=True):
        first = g_power(proof.response) * alpha.power(proof.challenge) % P
        second = key.power(proof.response) * beta.power(proof.challenge) % P
        found.append((first, second * g_power(-value * proof.challenge % Q) % P))
    return found


def disjunction_holds(start: str, branches: Sequence[Branch], proofs: Sequence[Proof], key: FixedBase) -> bool:
    """Whether one of the claims is true: the challenges add up to the hash of everything."""
    made = [commitments(branch, proof, key) for branch, proof in zip(branches, proofs, strict=True)]
    return challenges_fit(start, made, proofs)


def challenges_fit(start: str, made: Sequence[tuple[Any, Any]], proofs: Sequence[Proof]) -> bool:
    """Whether the challenges add up to the hash of everything."""
    sums = sum(proof.challenge for proof in proofs) % Q
    return bool(hash_to_exponent(start + ",".join(str(one) for pair in made for one in pair)) == sums)


def prove_disjunction(
    start: str, branches: Sequence[Branch], openings: Sequence[Opening], true_one: int, key: FixedBase, chance: Chance
) -> tuple[Proof, ...]:
    """Prove that one of the claims (``true_one``) is true without saying which.

    The prover knows all randomness, so false branches need powers of fixed bases only:
    A = g^(response + r · challenge), B = y^(response + r · challenge) · g^((m − value) · challenge).
    """
    made: list[Proof | None] = []
    parts: list[str] = []
    nonce = random_exponent(chance)
    for at, (branch, opening) in enumerate(zip(branches, openings, strict=True)):
        if at == true_one:
            made.append(None)
            parts += [str(g_power(nonce)), str(key.power(nonce))]
            continue
        proof = Proof(random_exponent(chance), random_exponent(chance))
        joint = (proof.response + opening.randomness * proof.challenge) % Q
        shift = (opening.message - branch.value) * proof.challenge % Q
        made.append(proof)
        parts += [str(g_power(joint)), str(key.power(joint) * g_power(shift) % P)]
    others = sum(proof.challenge for proof in made if proof is not None)
    challenge = (hash_to_exponent(start + ",".join(parts)) - others) % Q
    truth = Proof(challenge, (nonce - openings[true_one].randomness * challenge) % Q)
    return tuple(truth if proof is None else proof for proof in made)


def prove_decryption(fingerprint: str, secret: Any, public: Any, alpha: Any, chance: Chance) -> tuple[Any, Proof]:
    """A decryption factor α^x and the proof that it was made with the secret of ``public``."""
    nonce = random_exponent(chance)
    first, second = g_power(nonce), power(alpha, nonce)
    challenge = hash_to_exponent(f"decrypt|{fingerprint}|{public}|{first},{second}")
    return power(alpha, secret), Proof(challenge, (nonce - secret * challenge) % Q)


def decryption_holds(fingerprint: str, public: Any, alpha: Any, factor: Any, proof: Proof) -> bool:
    """Check `prove_decryption`."""
    first = g_power(proof.response) * power(public, proof.challenge) % P
    second = power(alpha, proof.response) * power(factor, proof.challenge) % P
    return bool(hash_to_exponent(f"decrypt|{fingerprint}|{public}|{first},{second}") == proof.challenge)
