"""One request to another machine, guarded: where to, how long, how much, and never led on.

* ``https`` only; ``http`` and private addresses only for hosts the operator has named (option ``internal_hosts``);
* the name is resolved once, every address found is judged, and the connection goes to the address that was judged;
* no redirect is followed, no proxy of the environment is used, an answer is read up to a bound, and the whole exchange
  has an end even if the other side sends a byte a second.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

CONNECT_SECONDS: Final = 5.0
WHOLE_SECONDS: Final = 15.0
LONGEST_ANSWER: Final = 64 * 1024


class WireError(Exception):
    """A request that got no answer.

    ``code`` is a word without personal data.  ``fate`` says what became of it: ``forbidden`` and ``unsent`` never left
    here, ``unclear`` may have arrived.
    """

    def __init__(self, code: str, fate: str) -> None:
        """Keep both; the message is the code."""
        super().__init__(code)
        self.code = code
        self.fate = fate


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said; ``retry_after`` in seconds, 0 when it did not say."""

    status: int
    body: bytes
    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A judged address: where to connect, and as whom to speak."""

    split: SplitResult
    host: str
    port: int
    address: str
    family: int


def check_url(url: str, internal: Collection[str]) -> SplitResult:
    """The parts of an address we may speak to, by its form alone; raises ``WireError`` (forbidden)."""
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError:
        raise WireError("bad_address", "forbidden") from None
    if not url.isascii() or any(sign.isspace() or ord(sign) < 33 for sign in url):
        raise WireError("bad_address", "forbidden")
    if split.scheme not in {"http", "https"} or not split.hostname or split.username is not None or split.fragment:
        raise WireError("bad_address", "forbidden")
    if split.scheme == "http" and not is_internal(split.hostname, port or 80, internal):
        raise WireError("not_https", "forbidden")
    return split


def is_internal(host: str, port: int, internal: Collection[str]) -> bool:
    """Whether the operator named this host (or host and port)."""
    return host.lower() in internal or f"{host.lower()}:{port}" in internal


def resolve(url: str, internal: Collection[str]) -> Place:
    """Look a host up once and judge every address it has; raises ``WireError``."""
    split = check_url(url, internal)
    host = split.hostname or ""
    port = split.port or (443 if split.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise WireError("no_such_host", "unsent") from None
    addresses = [(info[0], str(info[4][0])) for info in found]
    if not is_internal(host, port, internal) and not all(_is_public(address) for _family, address in addresses):
        raise WireError("private_address", "forbidden")
    if not addresses:
        raise WireError("no_such_host", "unsent")
    family, address = addresses[0]
    return Place(split, host, port, address, family)


def _is_public(address: str) -> bool:
    """Whether an address belongs to the open Internet, also when an IPv4 address is wrapped in an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return parsed.is_global and not parsed.is_multicast


_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class _Pinned(http.client.HTTPConnection):
    """A connection to the judged address; the name is used for TLS and the Host line only."""

    def __init__(self, place: Place, seconds: float) -> None:
        super().__init__(place.host, place.port, timeout=seconds)
        self._place = place

    def connect(self) -> None:
        """Connect to the address itself."""
        plain = socket.socket(self._place.family, socket.SOCK_STREAM)
        plain.settimeout(self.timeout)
        try:
            plain.connect((self._place.address, self._place.port))
            self.sock = plain
            if self._place.split.scheme == "https":
                context = ssl.create_default_context()
                name = self._place.host
                self.sock = context.wrap_socket(plain, server_hostname=name, do_handshake_on_connect=False)
                self.sock.do_handshake()
        except BaseException:
            plain.close()
            raise


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    internal: Collection[str],
    *,
    connect_seconds: float = CONNECT_SECONDS,
    whole_seconds: float = WHOLE_SECONDS,
) -> Answer:
    """Send a body and read the answer; raises ``WireError``.  A redirect is an answer like any other."""
    place = resolve(url, internal)
    connection = _Pinned(place, connect_seconds)
    with _ends_after(connection, whole_seconds) as over, contextlib.closing(connection):
        try:
            connection.connect()
        except ssl.SSLError:
            raise WireError("tls", "unsent") from None
        except OSError:
            raise WireError("no_connection", "unsent") from None
        try:
            connection.request("POST", _target(place.split), body, {**headers, "Connection": "close"})
            response = connection.getresponse()
            text = response.read(LONGEST_ANSWER)
            if over.is_set():
                raise WireError("too_slow", "unclear")
            return Answer(response.status, text, _seconds(response.getheader("Retry-After")))
        except TimeoutError:
            raise WireError("too_slow", "unclear") from None
        except (OSError, http.client.HTTPException, ValueError):
            raise WireError("broken_answer", "unclear") from None


def _target(split: SplitResult) -> str:
    """The path and the query."""
    path = split.path or "/"
    return f"{path}?{split.query}" if split.query else path


@contextlib.contextmanager
def _ends_after(connection: http.client.HTTPConnection, seconds: float) -> Iterator[threading.Event]:
    """Cut the line when the whole exchange takes longer, however the bytes drip; whether it was cut."""
    over = threading.Event()

    def cut() -> None:
        over.set()
        with contextlib.suppress(OSError, AttributeError):
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()


def _seconds(value: str | None) -> int:
    """A ``Retry-After`` in seconds, at most an hour; a date is not understood."""
    return min(int(value), 3600) if value and value.isascii() and value.isdigit() and len(value) < 7 else 0
