"""Addresses and secrets of channels and persons, sealed and opened; and how pages show them."""

from urllib.parse import urlsplit

from lianxin.core.masking import mask_email
from lianxin.messages.channels.models import Channel, OwnChoice
from lianxin.people.sealing import cipher


def seal_target(channel: Channel, text: str) -> None:
    """Put the address into the channel, with the hint that pages show."""
    channel.target_encrypted = cipher().encrypt(text, f"channel:{channel.pk}") if text else ""
    channel.hint = masked(text)


def seal_secret(channel: Channel, text: str) -> None:
    """Put the secret into the channel."""
    channel.secret_encrypted = cipher().encrypt(text, f"channel-secret:{channel.pk}") if text else ""


def target_of(channel: Channel) -> str:
    """The address; raises ``DecryptError``."""
    stored = channel.target_encrypted
    return cipher().decrypt(stored, f"channel:{channel.pk}") if stored else ""


def secret_of(channel: Channel) -> str:
    """The secret; raises ``DecryptError``."""
    stored = channel.secret_encrypted
    return cipher().decrypt(stored, f"channel-secret:{channel.pk}") if stored else ""


def seal_own(choice: OwnChoice, mail: str, phone: str) -> None:
    """Put a person's work addresses into their choice."""
    choice.mail_encrypted = cipher().encrypt(mail, f"own-mail:{choice.pk}") if mail else ""
    choice.phone_encrypted = cipher().encrypt(phone, f"own-phone:{choice.pk}") if phone else ""


def mail_of(choice: OwnChoice) -> str:
    """The work mail address; raises ``DecryptError``."""
    return cipher().decrypt(choice.mail_encrypted, f"own-mail:{choice.pk}") if choice.mail_encrypted else ""


def phone_of(choice: OwnChoice) -> str:
    """The work number; raises ``DecryptError``."""
    return cipher().decrypt(choice.phone_encrypted, f"own-phone:{choice.pk}") if choice.phone_encrypted else ""


def masked(text: str) -> str:
    """An address so that a person recognises it and nobody can use it: the host, or a masked mail address."""
    if not text:
        return ""
    if "://" not in text:
        return mask_email(text)[:80]
    return f"{urlsplit(text).hostname or ''}/…"[:80]
