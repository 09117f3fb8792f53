"""The installation's field key at work: contact data, query codes, and by what the same words are known again.

A query code is found by a keyed digest and printed again from a cipher text (ADR 4); contact data is only ever stored
encrypted.  The same words are found by a keyed digest too: without the key nobody can try sentences against a stored
one.  Retired keys still open what they wrote and still find old codes and words.
"""

import base64
import zlib
from functools import lru_cache
from typing import Final

from django.conf import settings

from lianxin.cases import rules
from lianxin.core.crypto import FieldCipher

_CODE: Final = "query-code"
_CONTACT: Final = "contact"
_WORDS: Final = "words"


@lru_cache(maxsize=4)
def _ciphers(keys: tuple[tuple[str, bytes], ...]) -> tuple[FieldCipher, ...]:
    """One cipher a key, newest first; the newest also opens what older ones wrote."""
    secrets = [secret for _key_id, secret in keys]
    return (FieldCipher(secrets[0], secrets[1:]), *(FieldCipher(secret) for secret in secrets[1:]))


def _all() -> tuple[FieldCipher, ...]:
    return _ciphers(tuple(settings.LIANXIN_FIELD_KEYS))


def code_digest(code: str) -> str:
    """The digest under which a query code is stored; ``code`` in its one stored form."""
    return _all()[0].blind_index(code)


def code_digests(code: str) -> list[str]:
    """Every digest under which a code may have been stored, newest key first."""
    return [cipher.blind_index(code) for cipher in _all()]


def fingerprint(words: str, place_id: int | None) -> str:
    """The digest under which words are stored to be known again at the same place."""
    return _all()[0].blind_index(_said(words, place_id))


def fingerprints(words: str, place_id: int | None) -> list[str]:
    """Every digest under which the same words may have been stored, newest key first."""
    return [cipher.blind_index(_said(words, place_id)) for cipher in _all()]


def _said(words: str, place_id: int | None) -> str:
    return f"{_WORDS}|{rules.same_words(words, place_id)}"


def seal_code(code: str, opinion_id: int) -> str:
    """A query code as it is stored for printing the slip again."""
    return _all()[0].encrypt(code, f"{_CODE}:{opinion_id}")


def open_code(stored: str, opinion_id: int) -> str:
    """The query code of an opinion; ``DecryptError`` when the key that wrote it is gone."""
    return _all()[0].decrypt(stored, f"{_CODE}:{opinion_id}")


def seal_contact(text: str, opinion_id: int) -> str:
    """Contact data as it is stored; an empty text stays empty."""
    return _all()[0].encrypt(text, f"{_CONTACT}:{opinion_id}") if text else ""


def open_contact(stored: str, opinion_id: int) -> str:
    """Contact data in clear; only for a reader whose look has been logged."""
    return _all()[0].decrypt(stored, f"{_CONTACT}:{opinion_id}") if stored else ""


def seal_bytes(data: bytes, purpose: str) -> bytes:
    """A file with personal data as it is stored: packed, then encrypted; ``purpose`` must be named again to open it."""
    packed = base64.b64encode(zlib.compress(data, 6)).decode("ascii")
    return _all()[0].encrypt(packed, purpose).encode("ascii")


def open_bytes(stored: bytes, purpose: str) -> bytes:
    """The file again; ``DecryptError`` when the key that wrote it is gone."""
    return zlib.decompress(base64.b64decode(_all()[0].decrypt(stored.decode("ascii"), purpose)))
