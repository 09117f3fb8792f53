"""Trustees' keys, read and checked: single ones, and the hardened (or old) threshold ceremony.

A threshold item holds certificates, commitments to polynomials, signatures and verification keys; everything that can
be recomputed is recomputed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lianxin.ballots.protocol.encoding import compact, fields, listed, parse, text, whole
from lianxin.ballots.protocol.group import NAME, Malformed, P, element, power
from lianxin.ballots.protocol.proofs import Proof, is_signed, key_is_known, read_proof

MOST_TRUSTEES = 60


class WrongTrustees(ValueError):
    """The trustees' file does not prove what it must; the message is a code."""


@dataclass(frozen=True, slots=True)
class Owner:
    """One trustee as decryptions name them: numbered from 1 across the file."""

    number: int
    public_key: Any


@dataclass(frozen=True, slots=True)
class Item:
    """A single key (``threshold`` 0), or a group of which ``threshold`` are needed."""

    owners: tuple[Owner, ...]
    threshold: int
    joint_key: Any
    hardened: bool


@dataclass(frozen=True, slots=True)
class Trustees:
    """All items; their joint keys multiply to the election's key."""

    items: tuple[Item, ...]

    @property
    def owners(self) -> tuple[Owner, ...]:
        """Everybody, by number."""
        return tuple(owner for item in self.items for owner in item.owners)

    @property
    def public_key(self) -> Any:
        """The product that must be the election's key."""
        found = power(self.items[0].joint_key, 1)
        for item in self.items[1:]:
            found = found * item.joint_key % P
        return found


def read_trustees(raw: bytes) -> Trustees:
    """Trustees from their bytes, with all proofs checked; raises `Malformed` or `WrongTrustees`."""
    items: list[Item] = []
    count = 0
    for row in listed(parse(raw)):
        kind, value = listed(row, 2)
        item = _single(value, count) if kind == "Single" else _threshold(value, count) if kind == "Pedersen" else None
        if item is None:
            raise Malformed("trustee_kind")
        count += len(item.owners)
        if count > MOST_TRUSTEES:
            raise Malformed("too_many_trustees")
        items.append(item)
    if not items:
        raise Malformed("no_trustees")
    return Trustees(tuple(items))


def _public(value: Any) -> tuple[Any, Proof, Proof | None]:
    """A key with its proof of knowledge, and its signature where there is one."""
    pok, key, signature = fields(value, ("pok", "public_key"), ("signature", "name"))[:3]
    public = element(key)
    proof = read_proof(pok)
    if public == 1:
        raise WrongTrustees("key_is_one")
    if not key_is_known(proof, public, NAME):
        raise WrongTrustees("key_not_known")
    return public, proof, None if signature is None else read_proof(signature)


def _single(value: Any, before: int) -> Item:
    public, _proof, _signature = _public(value)
    return Item((Owner(before + 1, public),), 0, public, hardened=True)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A trustee's certificate of the ceremony: keys for signing and for encrypting, and, hardened, its context."""

    verification: Any
    encryption: Any
    context: tuple[int, int, int] | None


def _signed(value: Any) -> tuple[str, Any, Proof]:
    """The message of a signed message as text and as data, and its signature."""
    message, signature = fields(value, ("message", "signature"))
    return text(message), parse(message.encode()), read_proof(signature)


def read_certificate(value: Any) -> Certificate:
    """A trustee's certificate with its signature checked; raises `Malformed` or `WrongTrustees`."""
    raw, data, proof = _signed(value)
    verification, encryption, context = fields(data, ("verification", "encryption"), ("context",))
    found = Certificate(element(verification), element(encryption), None if context is None else _context(context))
    if not is_signed(proof, "sigmsg", raw, found.verification):
        raise WrongTrustees("certificate_signature")
    return found


def _context(value: Any) -> tuple[int, int, int]:
    group, size, threshold, index = fields(value, ("group", "size", "threshold", "index"))
    if group != NAME:
        raise WrongTrustees("certificate_group")
    return whole(size), whole(threshold), whole(index)


def _threshold(value: Any, before: int) -> Item:
    threshold, certs, coefexps, keys, signatures = fields(
        value, ("threshold", "certs", "coefexps", "verification_keys"), ("signatures",)
    )
    rows = listed(certs)
    size = len(rows)
    needed = whole(threshold, 1, max(1, size))
    certificates = [read_certificate(row) for row in rows]
    contexts = [one.context for one in certificates]
    hardened = all(context == (size, needed, at) for at, context in enumerate(contexts, 1)) and signatures is not None
    if not hardened and any(context is not None for context in contexts):
        raise WrongTrustees("certificate_context")
    commitments = [
        read_commitment(row, certificate, needed)
        for row, certificate in zip(listed(coefexps, size), certificates, strict=True)
    ]
    if hardened:
        _check_ceremony(rows, commitments, listed(signatures, size), certificates)
    owners = _owners(listed(keys, size), certificates, commitments, before, hardened=hardened)
    joint = power(commitments[0][0], 1)
    for row in commitments[1:]:
        joint = joint * row[0] % P
    return Item(owners, needed, joint, hardened)


def read_commitment(value: Any, certificate: Certificate, needed: int) -> list[Any]:
    """The commitments to one trustee's polynomial."""
    raw, data, proof = _signed(value)
    if not is_signed(proof, "sigmsg", raw, certificate.verification):
        raise WrongTrustees("commitment_signature")
    (coefficients,) = fields(data, ("coefexps",))
    return [element(one) for one in listed(coefficients, needed)]


def ceremony_message(certs: Sequence[Any], coefficients: Sequence[Any]) -> str:
    """What a trustee signs in the hardened ceremony: all certificates as signed, and its own commitments."""
    return "certs_sig|" + compact({"certs": list(certs), "coefexps": [str(one) for one in coefficients]})


def _check_ceremony(
    certs: Sequence[Any], commitments: Sequence[Sequence[Any]], signatures: Sequence[Any],
    certificates: Sequence[Certificate],
) -> None:  # fmt: skip
    """That every trustee saw the same certificates: a lying server cannot show each of them others."""
    for own, signature, certificate in zip(commitments, signatures, certificates, strict=True):
        if not is_signed(read_proof(signature), "sigmsg", ceremony_message(certs, own), certificate.verification):
            raise WrongTrustees("ceremony_signature")


def expected_key(commitments: Sequence[Sequence[Any]], index: int) -> Any:
    """The public key that trustee ``index`` (from 1) must have, out of all commitments."""
    found = power(commitments[0][0], 0)
    for row in commitments:
        for degree, coefficient in enumerate(row):
            found = found * power(coefficient, index**degree) % P
    return found


def _owners(
    keys: Sequence[Any], certificates: Sequence[Certificate], commitments: Sequence[Sequence[Any]], before: int,
    *, hardened: bool,
) -> tuple[Owner, ...]:  # fmt: skip
    owners = []
    for at, (value, certificate) in enumerate(zip(keys, certificates, strict=True), 1):
        public, _proof, signature = _public(value)
        if public != expected_key(commitments, at):
            raise WrongTrustees("verification_key")
        if hardened and (
            signature is None or not is_signed(signature, "sigmsg", str(public), certificate.verification)
        ):
            raise WrongTrustees("key_signature")
        owners.append(Owner(before + at, public))
    return tuple(owners)
