"""Which columns an installation encrypts with its own key, and how: opened when the seed is made, sealed on loading."""

import re
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, is_password_usable, make_password

from lianxin.cases.delivery.actions import carrying_token
from lianxin.cases.sealing import code_digest, fingerprint, open_code, open_contact, seal_code, seal_contact
from lianxin.core.hashing import text_digest
from lianxin.people.actions.heads import context_of, name_of, phone_of
from lianxin.people.sealing import cipher

#: How a stored cipher text begins (`core.crypto`).
_CIPHER_TEXT: Final = re.compile(r"v1\.[0-9a-f]{8}\.")

Change = Callable[[Any], None]


class NotRegistered(RuntimeError):
    """A column holds a cipher text and nobody said here how to open it."""


def _open_opinion(row: Any) -> None:
    row.code_cipher, row.code_digest, row.fingerprint = open_code(row.code_cipher, row.pk), "", ""


def _seal_opinion(row: Any) -> None:
    row.code_digest = code_digest(row.code_cipher)
    row.fingerprint = fingerprint(row.verbatim, row.place_id)
    row.code_cipher = seal_code(row.code_cipher, row.pk)


def _open_contact(row: Any) -> None:
    row.name_cipher = open_contact(row.name_cipher, row.opinion_id)
    row.contact_cipher = open_contact(row.contact_cipher, row.opinion_id)


def _seal_contact(row: Any) -> None:
    row.name_cipher = seal_contact(row.name_cipher, row.opinion_id)
    row.contact_cipher = seal_contact(row.contact_cipher, row.opinion_id)


def _open_head(row: Any) -> None:
    row.name_encrypted, row.phone_encrypted = name_of(row), phone_of(row)


def _seal_head(row: Any) -> None:
    for column in ("name_encrypted", "phone_encrypted"):
        text = getattr(row, column)
        setattr(row, column, cipher().encrypt(text, context_of(row)) if text else "")


def _open_account(row: Any) -> None:
    """What makes a password unusable is drawn at random; the seed only keeps that it is unusable."""
    if is_password_usable(row.password):
        raise NotRegistered("an account of the example town has a password; it must sign in by links only")
    row.password = UNUSABLE_PASSWORD_PREFIX


def _seal_account(row: Any) -> None:
    row.password = make_password(None)


def _open_once(row: Any) -> None:
    """What was asked is kept under an installation's key and means nothing elsewhere; the key stays spent."""
    row.request_digest = ""


def _seal_once(_row: Any) -> None:
    """Nobody presses the forms of the seed again."""


def _open_run(row: Any) -> None:
    """The carrying link is made from an installation's own key."""
    row.token_digest = ""


def _seal_run(row: Any) -> None:
    row.token_digest = text_digest(carrying_token(row.pk))


#: Model label → how its rows are opened and sealed.
SEALED: Final[dict[str, tuple[Change, Change]]] = {
    "cases.Opinion": (_open_opinion, _seal_opinion),
    "journal.IdempotencyKey": (_open_once, _seal_once),
    "cases.DeliveryRun": (_open_run, _seal_run),
    "cases.ResidentContact": (_open_contact, _seal_contact),
    "people.Account": (_open_account, _seal_account),
    "people.BuildingHead": (_open_head, _seal_head),
}


def open_row(row: Any) -> None:
    """Put a row's encrypted columns in clear; raises `NotRegistered` for a cipher text nobody knows how to open."""
    label = row._meta.label
    if label in SEALED:
        SEALED[label][0](row)
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, str) and _CIPHER_TEXT.match(value):
            raise NotRegistered(f"{label}.{field.attname} is encrypted: say in lianxin.demo.sealed how to open it")


def seal_row(row: Any) -> None:
    """Encrypt a row's columns with this installation's key."""
    if row._meta.label in SEALED:
        SEALED[row._meta.label][1](row)
