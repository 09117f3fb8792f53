"""Encryption of single fields (contact data): AES-256-GCM, with keys that can be changed without a flag day.

A stored value reads ``v1.<key id>.<base64url(nonce + ciphertext)>``. The key id is derived from the key, so old and
new values live side by side while ``needs_rotation`` says which ones to write again.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = "v1"
_NONCE_BYTES = 12
_MIN_SECRET = 16


class DecryptError(ValueError):
    """A stored value cannot be opened: ``code`` is ``format``, ``unknown_key`` or ``changed``."""

    def __init__(self, code: str) -> None:
        """Keep the code; the value itself is never part of the message."""
        super().__init__(f"cannot decrypt: {code}")
        self.code = code


def new_key() -> str:
    """Return a fresh secret of 256 bits, as text for a settings file."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")


def _derive(secret: bytes, purpose: bytes) -> bytes:
    """Derive a 256-bit key for one purpose from a secret."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lianxin/" + purpose).derive(secret)


def _secret_bytes(key: str | bytes) -> bytes:
    """Return a secret as bytes; ValueError when it is shorter than 16 bytes."""
    secret = key.encode("utf-8") if isinstance(key, str) else key
    if len(secret) < _MIN_SECRET:
        raise ValueError("an encryption key needs at least 16 bytes")
    return secret


class FieldCipher:
    """Encrypts with one key and decrypts with that and older ones."""

    def __init__(self, key: str | bytes, old_keys: Iterable[str | bytes] = ()) -> None:
        """Take the present secret and any retired ones; ValueError for a secret shorter than 16 bytes."""
        self._ciphers: dict[str, AESGCM] = {}
        for old in old_keys:
            self._add(_secret_bytes(old))
        secret = _secret_bytes(key)
        self.key_id = self._add(secret)
        self._index_key = _derive(secret, b"index")

    def _add(self, secret: bytes) -> str:
        """Keep the cipher of a secret and return its id."""
        key_id = hashlib.sha256(_derive(secret, b"key-id")).hexdigest()[:8]
        self._ciphers[key_id] = AESGCM(_derive(secret, b"field"))
        return key_id

    def encrypt(self, text: str, context: str = "") -> str:
        """Return the stored form of a text.

        ``context`` (say ``contact:17``) must be given again to open it: values cannot change rows.
        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[self.key_id].encrypt(nonce, text.encode("utf-8"), context.encode("utf-8"))
        return f"{_VERSION}.{self.key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode('ascii')}"

    def decrypt(self, stored: str, context: str = "") -> str:
        """Return the text of a stored value; DecryptError when the form, the key or the content is wrong."""
        version, _, rest = stored.partition(".")
        key_id, _, body = rest.partition(".")
        try:
            raw = base64.b64decode(body.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError):
            raise DecryptError("format") from None
        if version != _VERSION or len(raw) <= _NONCE_BYTES:
            raise DecryptError("format")
        if key_id not in self._ciphers:
            raise DecryptError("unknown_key")
        try:
            opened = self._ciphers[key_id].decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode("utf-8"))
        except InvalidTag:
            raise DecryptError("changed") from None
        return opened.decode("utf-8")

    def needs_rotation(self, stored: str) -> bool:
        """Say whether a stored value was written with another key than the present one."""
        return not stored.startswith(f"{_VERSION}.{self.key_id}.")

    def blind_index(self, text: str) -> str:
        """Return a keyed digest by which equal values (the same phone number) can be found without decrypting any."""
        return hmac.new(self._index_key, text.encode("utf-8"), hashlib.sha256).hexdigest()
