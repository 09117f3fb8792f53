"""One-time codes against the vectors of RFC 4226 (appendix D) and RFC 6238 (appendix B)."""

import datetime as dt

import pytest

from lianxin.core import totp

SECRET = b"12345678901234567890"


def test_the_codes_of_rfc_4226() -> None:
    wanted = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    assert [totp.code_at(SECRET, n) for n in range(10)] == wanted


@pytest.mark.parametrize(
    ("seconds", "sha1", "sha256", "sha512"),
    [
        (59, "94287082", "46119246", "90693936"),
        (1111111109, "07081804", "68084774", "25091201"),
        (1234567890, "89005924", "91819424", "93441116"),
        (20000000000, "65353130", "77737706", "47863826"),
    ],
)
def test_the_codes_of_rfc_6238(seconds: int, sha1: str, sha256: str, sha512: str) -> None:
    step = totp.step_of(dt.datetime.fromtimestamp(seconds, dt.UTC))
    keys = {name: (SECRET * 4)[:size] for name, size in (("sha1", 20), ("sha256", 32), ("sha512", 64))}
    found = [totp.code_at(key, step, 8, name) for name, key in keys.items()]
    assert found == [sha1, sha256, sha512]


def test_a_code_works_one_step_early_and_late_but_only_once() -> None:
    moment = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
    step = totp.step_of(moment)
    for near in (-1, 0, 1):
        assert totp.matching_step(SECRET, totp.code_at(SECRET, step + near), moment) == step + near
    assert totp.matching_step(SECRET, totp.code_at(SECRET, step + 2), moment) is None
    assert totp.matching_step(SECRET, totp.code_at(SECRET, step), moment, after=step) is None
    assert totp.matching_step(SECRET, "12345", moment) is None


def test_a_secret_is_long_and_never_the_same() -> None:
    first, second = totp.new_secret(), totp.new_secret()
    assert len(first) == 20
    assert first != second


def test_the_address_for_the_app_names_town_and_account() -> None:
    found = totp.address(SECRET, "chen", "示例镇")
    assert found.startswith("otpauth://totp/%E7%A4%BA%E4%BE%8B%E9%95%87:chen?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&")
