"""Digests with known values, chains and trees that notice every change, and fields that open only where they belong."""

import datetime as dt
import decimal
import enum
import hashlib
import json
import uuid
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.core import entropy, hashing
from lianxin.core.crypto import DecryptError, FieldCipher, new_key

digests = st.binary(min_size=1, max_size=8).map(hashing.digest)


class Colour(enum.Enum):
    """An enum as payloads may carry it."""

    RED = "红"


def test_canonical_json_has_one_form() -> None:
    value = {
        "b": [1, 2.5, None, True, "文"],
        "a": {"z": (), "c": Colour.RED},
        "d": dt.date(2025, 1, 24),
        "t": dt.datetime(2025, 1, 24, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        "n": decimal.Decimal("1.50"),
        "u": uuid.UUID(int=1),
    }
    assert hashing.canonical_json(value).decode() == (
        '{"a":{"c":"红","z":[]},"b":[1,2.5,null,true,"文"],"d":"2025-01-24","n":"1.50",'
        '"t":"2025-01-24T01:00:00.000000Z","u":"00000000-0000-0000-0000-000000000001"}'
    )


@pytest.mark.parametrize("value", [{1: "x"}, {"x": object()}, {"x": b"y"}, [{2}], dt.datetime(2025, 1, 24)])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="canonical"):
        hashing.canonical_json(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_numbers_that_are_not_finite_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not finite"):
        hashing.canonical_json(value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_canonical_json_says_the_same_and_is_stable(value: object) -> None:
    written = hashing.canonical_json(value)
    assert json.loads(written) == value
    assert hashing.canonical_json(json.loads(written)) == written


def test_digests_are_sha256() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert hashing.digest(b"") == empty == hashing.EMPTY_ROOT
    assert hashing.text_digest("文") == hashlib.sha256("文".encode()).hexdigest()


def test_an_entry_hash_covers_the_entry_before_and_the_payload() -> None:
    first = hashing.entry_hash("", {"a": 1})
    assert first == hashlib.sha256(b'lianxin-entry-1\x00\x00{"a":1}').hexdigest()
    assert hashing.entry_hash(first, {"a": 1}) == hashlib.sha256(
        b"lianxin-entry-1\x00" + first.encode() + b'\x00{"a":1}'
    ).hexdigest()  # fmt: skip
    assert hashing.entry_hash("", {"a": 2}) != first


def test_a_salted_digest_needs_its_salt() -> None:
    salt, other = hashing.new_salt(), hashing.new_salt()
    assert len(salt) == 32
    assert salt != other
    assert hashing.salted_digest("13812345678", salt) == hashing.salted_digest("13812345678", salt)
    assert hashing.salted_digest("13812345678", salt) != hashing.salted_digest("13812345678", other)
    with entropy.seeded(1):
        one = hashing.new_salt()
    with entropy.seeded(1):
        assert hashing.new_salt() == one


def test_comparing_secrets() -> None:
    assert hashing.same("文a", "文a")
    assert not hashing.same("文a", "文b")


def test_the_merkle_tree_has_the_shape_of_rfc_6962() -> None:
    leaves = [hashing.digest(bytes([at])) for at in range(5)]
    hashed = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in leaves]

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + left + right).digest()

    four = node(node(hashed[0], hashed[1]), node(hashed[2], hashed[3]))
    assert hashing.merkle_root([]) == hashing.EMPTY_ROOT
    assert hashing.merkle_root(leaves[:1]) == hashed[0].hex()
    assert hashing.merkle_root(leaves[:3]) == node(node(hashed[0], hashed[1]), hashed[2]).hex()
    assert hashing.merkle_root(leaves) == node(four, hashed[4]).hex()
    assert hashing.merkle_proof(leaves, 4) == [hashing.ProofStep("L", four.hex())]
    assert [step.side for step in hashing.merkle_proof(leaves, 2)] == ["R", "L", "R"]
    assert hashing.merkle_proof(leaves[:1], 0) == []


@given(st.lists(digests, min_size=1, max_size=40), st.data())
def test_every_leaf_can_be_proved_and_nothing_else(leaves: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    root = hashing.merkle_root(leaves)
    proof = hashing.merkle_proof(leaves, at)
    assert hashing.verify_proof(leaves[at], proof, root)
    assert hashing.verify_proof(leaves[at], json.loads(json.dumps(proof)), root)
    assert not hashing.verify_proof(hashing.digest(b"something else"), proof, root)
    assert not hashing.verify_proof(leaves[at], proof, hashing.digest(b"another root"))
    if proof and len(set(leaves)) == len(leaves):
        assert not hashing.verify_proof(leaves[at], proof[:-1], root)
        turned = [hashing.ProofStep("R" if step.side == "L" else "L", step.digest) for step in proof]
        assert not hashing.verify_proof(leaves[at], turned, root)


@given(st.lists(digests, min_size=2, max_size=20, unique=True))
def test_order_and_number_of_leaves_matter(leaves: list[str]) -> None:
    root = hashing.merkle_root(leaves)
    assert hashing.merkle_root(leaves[::-1]) != root
    assert hashing.merkle_root(leaves[:-1]) != root
    assert hashing.merkle_root([*leaves, leaves[-1]]) != root
    assert all(one != other for one, other in pairwise(leaves))


@pytest.mark.parametrize("at", [-1, 2])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(at: int) -> None:
    with pytest.raises(IndexError, match="no such leaf"):
        hashing.merkle_proof([hashing.digest(b"a"), hashing.digest(b"b")], at)


@pytest.mark.parametrize(
    ("leaf", "proof"),
    [("zz", []), ("ab", [["X", "ab"]]), ("ab", [["L", "zz"]]), ("ab", [["L"]]), ("ab", [["L", 3]]), ("ab", [7])],
)
def test_a_malformed_proof_is_simply_false(leaf: str, proof: list[list[str]]) -> None:
    assert hashing.verify_proof(leaf, proof, hashing.EMPTY_ROOT) is False


# --- encrypted fields --------------------------------------------------------------------------------------------


@given(st.text(), st.text())
def test_a_field_opens_again_in_its_own_place(text: str, context: str) -> None:
    cipher = FieldCipher("k" * 16)
    assert cipher.decrypt(cipher.encrypt(text, context), context) == text


def test_a_field_does_not_open_in_another_place_or_when_touched() -> None:
    cipher = FieldCipher(new_key())
    stored = cipher.encrypt("13812345678", "contact:1")
    touched = stored[:-6] + ("A" if stored[-6] != "A" else "B") + stored[-5:]
    for value, context in ((stored, "contact:2"), (stored, ""), (touched, "contact:1")):
        with pytest.raises(DecryptError, match="changed") as refused:
            cipher.decrypt(value, context)
        assert refused.value.code == "changed"
        assert "138" not in str(refused.value)


def test_equal_texts_are_stored_differently_but_share_an_index() -> None:
    cipher = FieldCipher(new_key())
    assert cipher.encrypt("13812345678") != cipher.encrypt("13812345678")
    assert cipher.blind_index("13812345678") == cipher.blind_index("13812345678")
    assert cipher.blind_index("13812345678") != cipher.blind_index("13812345679")
    assert FieldCipher(new_key()).blind_index("13812345678") != cipher.blind_index("13812345678")


def test_keys_can_be_changed_without_losing_old_fields() -> None:
    old = FieldCipher("old secret of enough length")
    stored = old.encrypt("电话")
    cipher = FieldCipher(b"new secret of enough length", ["old secret of enough length"])
    assert cipher.decrypt(stored) == "电话"
    assert cipher.needs_rotation(stored)
    assert not cipher.needs_rotation(cipher.encrypt("电话"))
    assert cipher.encrypt("电话").startswith(f"v1.{cipher.key_id}.")
    assert cipher.key_id != old.key_id
    with pytest.raises(DecryptError) as refused:
        old.decrypt(cipher.encrypt("电话"))
    assert refused.value.code == "unknown_key"


@pytest.mark.parametrize(
    "stored", ["", "v1", "v1..", "v1.0.AAAA", "v2.{id}.AAAAAAAAAAAAAAAAAAAAAAAA", "v1.{id}.!!", "v1.{id}.电"]
)
def test_what_is_no_stored_field_is_refused(stored: str) -> None:
    cipher = FieldCipher(new_key())
    with pytest.raises(DecryptError) as refused:
        cipher.decrypt(stored.replace("{id}", cipher.key_id))
    assert refused.value.code == "format"


def test_a_short_key_is_refused_and_new_keys_are_long_enough() -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        FieldCipher("k" * 15)
    with pytest.raises(ValueError, match="at least 16 bytes"):
        FieldCipher("k" * 16, ["short"])
    assert len(new_key()) == 44
    assert new_key() != new_key()
