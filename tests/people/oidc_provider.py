"""A tiny sign-in service for tests: real HTTP on this machine, really signed tokens, and what a bad one would do."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from lianxin.core.clock import now

CLIENT, SECRET = "lianxin", "s3cret:/ä"


@dataclass
class Provider:
    """What the service knows, and how it misbehaves: ``claims`` replace the token's, ``forge`` the whole token."""

    issuer: str = ""
    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=dict)
    signing: str = "k1"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    forge: Any = None
    called_itself: str = ""
    is_down: bool = False
    asked_for_keys: int = 0

    def add_key(self, name: str) -> None:
        """Change to another signing key."""
        self.keys[name] = rsa.generate_private_key(65537, 2048)
        self.signing = name

    def agree(self, address: str, subject: str = "alice") -> dict[str, str]:
        """Somebody signs in at the service and is sent back; the query of the way back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = {**asked, "subject": subject}
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The token endpoint: one code once, for whom it was made, with the right verifier."""
        kept = self.codes.pop(form.get("code", ""), None)
        wanted = "Basic " + base64.b64encode(b"lianxin:s3cret%3A%2F%C3%A4").decode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if authorization != wanted or kept is None or kept["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        if kept["code_challenge_method"] != "S256" or challenge.decode().rstrip("=") != kept["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        moment = int(now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": kept["subject"],
            "nonce": kept["nonce"],
            "iat": moment,
            "exp": moment + 300,
            "email": "boss@example.org",
            "roles": ["security_admin"],
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if name not in self.dropped}
        made = self.forge(claims) if self.forge else self.sign(claims)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": made}

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token signed with the present key."""
        return jwt.encode(claims, self.keys[self.signing], "RS256", {"kid": self.signing, **header})

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        """The pages that are read: discovery and keys."""
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.called_itself or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        self.asked_for_keys += 1
        listed = [
            {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": name, "use": "sig"}
            for name, key in self.keys.items()
        ]
        return 200, {"keys": listed}


@contextmanager
def running() -> Iterator[Provider]:
    """The service on a free port of this machine."""
    provider = Provider()
    provider.add_key("k1")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(*provider.get(self.path))

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            self._say(*provider.token(form, self.headers.get("Authorization", "")))

        def _say(self, status: int, data: dict[str, Any]) -> None:
            body = b"<html>" if provider.is_down else json.dumps(data).encode()
            self.send_response(503 if provider.is_down else status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
