"""Passkeys with the library fido2 (extra ``sso``): what is asked of a browser, and how its answer is judged.

A passkey is bound to this site's host name (or to ``passkey_domain`` of the settings) and always asks the person for a
finger, face or PIN, so it is two steps in one.  Without the extra :func:`is_there` says no and pages say so.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from lianxin.core.hashing import digest
from lianxin.people.models import Account, Passkey

try:
    from fido2.server import Fido2Server
    from fido2.webauthn import (
        AttestedCredentialData,
        AuthenticationResponse,
        PublicKeyCredentialDescriptor,
        PublicKeyCredentialRpEntity,
        PublicKeyCredentialType,
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )
except ImportError:  # pragma: no cover - the extra is part of the development lock
    _THERE = False
else:
    _THERE = True

#: Answers longer than this are not looked at.
LONGEST: Final = 20_000
#: What a browser may send that is no answer: broken JSON, missing parts, a wrong challenge, host, flag or signature.
_BROKEN: Final = (ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError)


class Refused(Exception):
    """The browser's answer does not hold; why is nobody's business."""


@dataclass(frozen=True, slots=True)
class Made:
    """A key a browser has made."""

    digest: str
    credential: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A key a browser has shown, its signature found right, with the device's counter."""

    passkey: Passkey
    sign_count: int


def is_there() -> bool:
    """Whether the extra is installed."""
    return _THERE


def to_make(request: HttpRequest, account: Account) -> tuple[str, dict[str, Any]]:
    """The options for making a key, as JSON, and the state to keep in the session until it answers."""
    known = [
        PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=_attested(one).credential_id)
        for one in Passkey.objects.filter(account_id=account.pk)
    ]
    handle = str(account.pk).encode()
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=account.username, display_name=account.display_name),
        credentials=known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return json.dumps(dict(options)["publicKey"]), dict(state)


def made(request: HttpRequest, state: dict[str, Any], answer: str) -> Made:
    """Judge the answer to :func:`to_make`; raises :class:`Refused`."""
    try:
        data = _server(request).register_complete(state, _parsed(answer))
        credential = data.credential_data
        if credential is None:
            raise Refused
        return Made(digest(credential.credential_id), base64.b64encode(bytes(credential)).decode(), data.counter)
    except _BROKEN:
        raise Refused from None


def to_show(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    """The options for showing any key of this site, as JSON, and the state to keep in the session."""
    options, state = _server(request).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return json.dumps(dict(options)["publicKey"]), dict(state)


def shown(request: HttpRequest, state: dict[str, Any], answer: str) -> Shown:
    """Judge the answer to :func:`to_show`: challenge, host, flags, signature, owner; raises :class:`Refused`."""
    try:
        given = AuthenticationResponse.from_dict(_parsed(answer))
        passkey = Passkey.objects.select_related("account").filter(digest=digest(given.raw_id)).first()
        if passkey is None or given.response.user_handle not in {None, str(passkey.account_id).encode()}:
            raise Refused
        _server(request).authenticate_complete(state, [_attested(passkey)], given)
        return Shown(passkey, given.response.authenticator_data.counter)
    except _BROKEN:
        raise Refused from None


def _server(request: HttpRequest) -> "Fido2Server":
    """The library's judge for the host of this request; only the very address of this site is taken."""
    host, _port = split_domain_port(request.get_host())
    origin = f"{request.scheme}://{request.get_host()}"
    relying = PublicKeyCredentialRpEntity(id=settings.LIANXIN_PASSKEY_DOMAIN or host, name="连心桥")
    return Fido2Server(relying, verify_origin=lambda given: given == origin)


def _parsed(answer: str) -> Any:
    if len(answer) > LONGEST:
        raise Refused
    return json.loads(answer)


def _attested(passkey: Passkey) -> "AttestedCredentialData":
    return AttestedCredentialData(base64.b64decode(passkey.credential))
