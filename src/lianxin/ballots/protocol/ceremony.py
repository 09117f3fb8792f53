"""Making trustees' keys: single ones, and the hardened threshold ceremony (t of n).

In a real ceremony each trustee runs `Trustee` on a device of its own and only what `certificate`, `commitment`,
`share_for` and `verification_key` give leaves it; shares travel over a channel of the product's own.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lianxin.ballots.protocol.chance import Chance, random_exponent
from lianxin.ballots.protocol.encoding import BASE58, compact
from lianxin.ballots.protocol.group import NAME, Malformed, P, Q, element, g_power, number, power
from lianxin.ballots.protocol.proofs import knows_key, sign
from lianxin.ballots.protocol.trustees import ceremony_message

SEED_SIGNS = 22


def single(secret: Any, chance: Chance) -> dict[str, Any]:
    """The public part of a single trustee's key."""
    public = g_power(secret)
    return {"pok": knows_key(secret, public, NAME, chance).written(), "public_key": str(public)}


def new_seed(chance: Chance) -> str:
    """What a trustee keeps, and prints for the envelope: twenty-two Base58 signs."""
    return "".join(BASE58[chance.below(58)] for _ in range(SEED_SIGNS))


def _from_seed(seed: str, purpose: str) -> Any:
    return number(int.from_bytes(hashlib.sha256(f"{purpose}|{seed}".encode()).digest(), "big")) % Q


@dataclass
class Trustee:
    """One trustee in the ceremony: number ``index`` (from 1) of ``size``, of whom ``threshold`` are needed."""

    index: int
    size: int
    threshold: int
    seed: str
    chance: Chance
    _polynomial: list[Any] = field(init=False, repr=False)
    _received: dict[int, Any] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Draw the polynomial."""
        if not 1 <= self.index <= self.size or not 1 <= self.threshold <= self.size:
            raise ValueError("index or threshold out of range")
        self._polynomial = [random_exponent(self.chance) for _ in range(self.threshold)]

    @property
    def _signing(self) -> Any:
        return _from_seed(self.seed, "sk")

    def _signed(self, message: str) -> dict[str, Any]:
        return {"message": message, "signature": sign("sigmsg", message, self._signing, self.chance).written()}

    def certificate(self) -> dict[str, Any]:
        """First step: keys for signing and encrypting, in their context."""
        context = {"group": NAME, "size": self.size, "threshold": self.threshold, "index": self.index}
        keys = {
            "verification": str(g_power(self._signing)), "encryption": str(g_power(_from_seed(self.seed, "dk"))),
        }  # fmt: skip
        return self._signed(compact({"context": context, **keys}))

    def commitment(self) -> dict[str, Any]:
        """Second step: what the polynomial is, in the exponent."""
        return self._signed(compact({"coefexps": [str(g_power(one)) for one in self._polynomial]}))

    def ceremony_signature(self, certificates: Sequence[Any]) -> dict[str, str]:
        """Second step: that these were the certificates seen."""
        message = ceremony_message(certificates, [g_power(one) for one in self._polynomial])
        return sign("sigmsg", message, self._signing, self.chance).written()

    def share_for(self, other: int) -> Any:
        """Second step: the polynomial's value for another trustee; for its eyes only."""
        return sum(coefficient * other**degree for degree, coefficient in enumerate(self._polynomial)) % Q

    def take_share(self, sender: int, share: Any, coefficients: Sequence[str]) -> None:
        """Third step: a share received, checked against its sender's commitment; raises `Malformed`."""
        expected = number(1)
        for degree, one in enumerate(coefficients):
            expected = expected * power(element(one), self.index**degree) % P
        if len(coefficients) != self.threshold or g_power(share) != expected:
            raise Malformed("false_share")
        self._received[sender] = share

    @property
    def secret(self) -> Any:
        """The trustee's part of the key; known once all shares have come."""
        if len(self._received) != self.size:
            raise ValueError("shares are missing")
        return sum(self._received.values()) % Q

    def verification_key(self) -> dict[str, Any]:
        """Third step: the public part, proven and signed."""
        secret = self.secret
        found = single(secret, self.chance)
        found["signature"] = sign("sigmsg", found["public_key"], self._signing, self.chance).written()
        return found


def hold(size: int, threshold: int, chance: Chance) -> tuple[list[Trustee], dict[str, Any]]:
    """A whole ceremony in one process (simulation and tests): the trustees and the public parameters."""
    trustees = [Trustee(at, size, threshold, new_seed(chance), chance) for at in range(1, size + 1)]
    certificates = [one.certificate() for one in trustees]
    commitments = [one.commitment() for one in trustees]
    for sender in trustees:
        coefficients = [str(g_power(one)) for one in sender._polynomial]
        for receiver in trustees:
            receiver.take_share(sender.index, sender.share_for(receiver.index), coefficients)
    parameters = {
        "threshold": threshold, "certs": certificates, "coefexps": commitments,
        "signatures": [one.ceremony_signature(certificates) for one in trustees],
        "verification_keys": [one.verification_key() for one in trustees],
    }  # fmt: skip
    return trustees, parameters
