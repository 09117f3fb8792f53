"""The secret keys of an installation: made once by ``init``, readable by the owner only, never made silently later.

``keys/secret.key`` signs sessions and links. ``keys/fields.key`` holds one line a key, newest first,
``<key id>:<32 bytes as url-safe base64>``; older lines stay so that older contact data can still be read.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

SECRET_FILE = "secret.key"
FIELDS_FILE = "fields.key"


class BadKeys(ValueError):
    """A key file exists but cannot be used; the message is a Chinese sentence for the operator."""


@dataclass(frozen=True)
class Keys:
    """The keys in use. ``temporary`` is true where no installation holds them: nothing may be stored with them."""

    secret: str
    fields: tuple[tuple[str, bytes], ...]
    temporary: bool


def load_keys(folder: Path) -> Keys:
    """Read the keys, or make temporary ones where there are none. Raises `BadKeys`."""
    secret_file, fields_file = folder / SECRET_FILE, folder / FIELDS_FILE
    if not secret_file.exists() or not fields_file.exists():
        return Keys(secrets.token_urlsafe(48), (("tmp", secrets.token_bytes(32)),), temporary=True)
    secret = secret_file.read_text(encoding="ascii").strip()
    if len(secret) < 32:
        raise BadKeys(f"密钥文件 {secret_file} 太短或已损坏，请从备份恢复。")
    return Keys(secret, _read_fields(fields_file), temporary=False)


def create_keys(folder: Path) -> None:
    """Write new keys where they are missing; existing files are never touched."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _write_once(folder / SECRET_FILE, secrets.token_urlsafe(48))
    fresh = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")
    _write_once(folder / FIELDS_FILE, f"k1:{fresh}")


def _read_fields(path: Path) -> tuple[tuple[str, bytes], ...]:
    pairs = []
    for line in path.read_text(encoding="ascii").split():
        name, _, text = line.partition(":")
        try:
            key = base64.urlsafe_b64decode(text)
        except ValueError:
            key = b""
        if not name or len(key) != 32:
            raise BadKeys(f"密钥文件 {path} 已损坏，请从备份恢复。")
        pairs.append((name, key))
    if not pairs:
        raise BadKeys(f"密钥文件 {path} 是空的，请从备份恢复。")
    return tuple(pairs)


def _write_once(path: Path, content: str) -> None:
    """Create ``path`` with mode 0600; leave it alone where it exists."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content + "\n")
