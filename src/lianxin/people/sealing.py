"""Encryption of the personal fields of this room with the installation's field keys."""

from functools import lru_cache

from django.conf import settings

from lianxin.core.crypto import FieldCipher


@lru_cache(maxsize=4)
def _cipher(keys: tuple[tuple[str, bytes], ...]) -> FieldCipher:
    secrets = [secret for _key_id, secret in keys]
    return FieldCipher(secrets[0], secrets[1:])


def cipher() -> FieldCipher:
    """The cipher of the present keys, newest first."""
    return _cipher(tuple(settings.LIANXIN_FIELD_KEYS))
