"""A passkey made of software: what a phone's chip would answer, and everything a thief could change in it."""

import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

UP, UV, AT = 1, 4, 64


@dataclass
class SoftKey:
    """One key on one device, for one account of one site."""

    host: str = "testserver"
    origin: str = "http://testserver"
    flags: int = UP | UV
    counter: int = 0
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = b"soft-key-0000001"
    handle: bytes = b""

    def make(self, options: str) -> str:
        """Answer ``navigator.credentials.create``."""
        asked = json.loads(options)
        self.handle = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.secret.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        data = AuthenticatorData.create(sha256(self.host.encode()), self.flags | AT, self.counter, credential)
        client = self._client("webauthn.create", asked["challenge"])
        response = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._answer(response)

    def show(self, options: str, **changed: Any) -> str:
        """Answer ``navigator.credentials.get``; ``changed`` replaces parts of the response."""
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        data = AuthenticatorData.create(sha256(self.host.encode()), self.flags, self.counter)
        signature = self.secret.sign(data + client.hash, ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(self.handle),
        }
        return self._answer({**response, **changed})

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(type=kind, challenge=websafe_decode(challenge), origin=self.origin)

    def _answer(self, response: dict[str, Any]) -> str:
        key = websafe_encode(self.credential_id)
        return json.dumps(
            {"id": key, "rawId": key, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )
