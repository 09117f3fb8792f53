"""Requests to other machines: where they may go, and how badly the other side may behave."""

import socket
import threading

import pytest

from lianxin.messages.channels import wire
from lianxin.messages.channels.wire import WireError, post, resolve
from tests.messages.channels.servers import provider, raw_server


def refused(url: str, internal: frozenset[str] = frozenset()) -> tuple[str, str]:
    """How a request fails."""
    with pytest.raises(WireError) as problem:
        post(url, b"{}", {}, internal, connect_seconds=0.5, whole_seconds=0.5)
    return problem.value.code, problem.value.fate


@pytest.mark.parametrize(
    "url",
    ["ftp://robot.example/", "file:///etc/passwd", "https:///x", "https://a:b@robot.example/", "https://robot.example/#a",
     "https://robot.example/ x", "https://robot.example/\r\nHost: x", "https://机器人.example/", "https://robot.example:99999/"],
)  # fmt: skip
def test_what_is_no_plain_https_address_is_refused(url: str) -> None:
    assert refused(url) == ("bad_address", "forbidden")


def test_http_is_refused_unless_the_operator_named_the_host() -> None:
    assert refused("http://robot.example/") == ("not_https", "forbidden")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1"],
)  # fmt: skip
def test_a_name_that_leads_into_the_own_network_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 443)), (family, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    assert refused("https://robot.example/") == ("private_address", "forbidden")


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(
        [[(socket.AF_INET, 1, 6, "", ("93.184.216.34", 443))], [(socket.AF_INET, 1, 6, "", ("127.0.0.1", 443))]]
    )
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: next(answers))
    reached = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, where: reached.append(where) or _no_line())
    assert refused("https://robot.example/") == ("no_connection", "unsent")
    assert reached == [("93.184.216.34", 443)]


def _no_line() -> None:
    raise ConnectionRefusedError


def test_a_public_address_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET6, 1, 6, "", ("2606:2800:220:1::1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    assert resolve("https://robot.example/a?b=c", frozenset()).address == "2606:2800:220:1::1"


def test_an_internal_host_is_spoken_to_and_answers() -> None:
    with provider(headers={"Retry-After": "30"}) as heard:
        answer = post(heard.url, b"hello", {"X-A": "1"}, frozenset({heard.host}))
    assert (answer.status, answer.retry_after) == (200, 30)
    assert heard.requests[0]["path"] == "/robot?key=geheim"
    assert heard.requests[0]["body"] == b"hello"


def test_a_redirect_is_not_followed() -> None:
    with provider() as elsewhere, provider(status=302, headers={"Location": elsewhere.url}) as heard:
        answer = post(heard.url, b"{}", {}, frozenset({heard.host, elsewhere.host}))
    assert answer.status == 302
    assert elsewhere.requests == []


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with provider() as proxy, provider() as heard:
        monkeypatch.setenv("http_proxy", f"http://{proxy.host}")
        post(heard.url, b"{}", {}, frozenset({heard.host}))
    assert proxy.requests == []
    assert len(heard.requests) == 1


def test_a_silent_server_is_left_after_a_while_and_the_fate_is_unclear() -> None:
    with provider(hold=threading.Event()) as heard:
        code, fate = refused(heard.url, frozenset({heard.host}))
    assert fate == "unclear"
    assert code in {"too_slow", "broken_answer"}


def test_an_answer_that_never_ends_is_cut() -> None:
    with raw_server(b"HTTP/1.1 200 OK\r\nX-Slow: ", then_hold=True) as port:
        assert refused(f"http://localhost:{port}/", frozenset({"localhost"}))[1] == "unclear"


def test_a_long_answer_is_read_up_to_the_bound() -> None:
    with provider(body=b"x" * (wire.LONGEST_ANSWER * 3)) as heard:
        assert len(post(heard.url, b"{}", {}, frozenset({heard.host})).body) == wire.LONGEST_ANSWER


def test_nonsense_is_no_answer() -> None:
    with raw_server(b"SSH-2.0-hello\r\n\r\n") as port:
        assert refused(f"http://localhost:{port}/", frozenset({"localhost"})) == ("broken_answer", "unclear")


def test_a_closed_door_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert refused(f"http://localhost:{port}/", frozenset({"localhost"})) == ("no_connection", "unsent")


def test_a_server_without_tls_is_no_https_server() -> None:
    with raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        assert refused(f"https://localhost:{port}/", frozenset({"localhost"})) == ("tls", "unsent")
