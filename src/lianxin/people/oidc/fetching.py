"""One careful request to the provider: no redirects, no plain http but to this machine, bounded in time and size."""

import http.client
import json
import ssl
from typing import Any, Final
from urllib.parse import urlsplit

#: Seconds for each step of a request.
TIMEOUT: Final = 5
#: Bytes of an answer that are looked at.
LARGEST: Final = 512 * 1024
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Unreachable(Exception):
    """The provider did not answer, or not with JSON."""


def is_safe(address: str) -> bool:
    """Whether an address may be asked: https, or http on this very machine (tests)."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.username is not None or parts.fragment or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)


def fetch(address: str, body: str | None = None, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """Status and parsed JSON object of one GET, or POST where there is a body; raises :class:`Unreachable`."""
    if not is_safe(address):
        raise Unreachable
    parts = urlsplit(address)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        connection.request(
            "GET" if body is None else "POST", path, body, {"Accept": "application/json", **(headers or {})}
        )
        answer = connection.getresponse()
        data = json.loads(answer.read(LARGEST))
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        raise Unreachable from None
    finally:
        connection.close()
    if not isinstance(data, dict):
        raise Unreachable
    return answer.status, data


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
