"""The operator's manual says everything there is to say, and what it says about a district's sub-path is tried."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from lianxin.conf.cli import command_names
from lianxin.conf.options import describe
from lianxin.conf.supervisor import wait_until_open

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "operations.md"
HOST = "portal.example.gov.cn"
SETTINGS = {
    "LIANXIN_HOSTS": HOST, "LIANXIN_SITE_URL": f"https://{HOST}", "LIANXIN_PATH_PREFIX": "/lianxin",
    "LIANXIN_HTTPS": "1", "LIANXIN_BEHIND_PROXY": "1", "LIANXIN_WORKERS": "1",
    "DJANGO_SETTINGS_MODULE": "lianxin.conf.settings",
}  # fmt: skip


def test_every_option_and_every_command_stands_in_the_manual() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    missing = [name for variable, name, *_rest in describe() for name in (variable, name) if f"`{name}`" not in text]
    missing += [name for name in command_names() if f"`{name}`" not in text]
    assert missing == []


def test_every_file_that_the_manual_points_to_is_there() -> None:
    targets = re.findall(r"\]\((\.\./deploy/[^)]*)\)", MANUAL.read_text(encoding="utf-8"))
    assert len(targets) >= 5
    assert [target for target in targets if not (MANUAL.parent / target).exists()] == []


def test_both_proxies_keep_the_same_pages_inside() -> None:
    found = {
        re.search(r"\((desk\|[^)]*)\)", (ROOT / "deploy" / name).read_text(encoding="utf-8"))[1]  # type: ignore[index]
        for name in ("nginx.conf", "Caddyfile")
    }
    assert found == {"desk|admin-system|admin-security|admin-audit|styleguide"}


class District:
    """The district's proxy as the server behind it sees it: HTTPS outside, one path of a larger site."""

    def __init__(self, port: int, strips: bool) -> None:
        self.port, self.strips, self.cookies = port, strips, ""

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, str]:
        """Pass one request on, with the prefix or without it."""
        sent = path.removeprefix("/lianxin") if self.strips else path
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", "Cookie": self.cookies,
        }  # fmt: skip
        if fields is None:
            connection.request("GET", sent, headers=headers)
        else:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}
            connection.request("POST", sent, urlencode(fields), headers)
        answer = connection.getresponse()
        return answer, answer.read().decode("utf-8", "replace")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is not there yet."""
    return tmp_path_factory.mktemp("district") / "data"


@pytest.fixture(scope="module")
def port(data: Path) -> Iterator[int]:
    """A served installation below /lianxin."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LIANXIN_", "COV"))}
    environment |= SETTINGS | {"LIANXIN_DATA": str(data)}
    lianxin = [sys.executable, "-m", "lianxin"]
    done = subprocess.run([*lianxin, "init"], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.count(f"https://{HOST}/lianxin/accounts/link/") == 3, done.stdout
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with subprocess.Popen(
        [*lianxin, "serve", "--port", str(free)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        try:
            assert wait_until_open("127.0.0.1", free, 60)
            yield free
        finally:
            server.send_signal(signal.SIGTERM)
            out, _err = server.communicate(timeout=30)
    assert f"https://{HOST}/lianxin/\n" in out.decode()


@pytest.mark.parametrize("strips", [False, True], ids=["prefix passed on", "prefix taken away"])
@pytest.mark.parametrize("below", ["/lianxin", "/lianxin/t/town"], ids=["default town", "town by its short name"])
def test_under_a_district_every_link_style_cookie_and_form_keeps_the_prefix(
    port: int, below: str, strips: bool
) -> None:
    district = District(port, strips)
    answer, page = district.ask(f"{below}/")
    assert answer.status == 200
    links = set(re.findall(r'(?:href|src|action)="(/[^"]*)"', page))
    styles = {link for link in links if "/static/" in link}
    assert styles
    assert all(link.startswith("/lianxin/static/") for link in styles)
    assert all(link.startswith(f"{below}/") for link in links - styles), links
    assert district.ask(min(styles))[0].status == 200
    answer, page = district.ask(f"{below}/speak/")
    cookie = answer.headers["Set-Cookie"]
    assert "Path=/lianxin/" in cookie
    assert "Secure" in cookie
    district.cookies = cookie.partition(";")[0]
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    typed = {"csrfmiddlewaretoken": token[1], "screen": "3", "go": "next", "words": "路灯坏了"}
    answer, page = district.ask(f"{below}/speak/", typed)
    assert answer.status == 302, page
    assert answer.headers["Location"].startswith(f"{below}/o/")
    answer, page = district.ask(answer.headers["Location"])
    assert answer.status == 200
    assert 'id="receipt-code"' in page


def test_web_process_and_worker_make_ids_under_numbers_of_their_own(port: int, data: Path) -> None:
    assert District(port, strips=False).ask("/lianxin/speak/")[0].status == 200
    assert len(list((data / "workers").glob("worker-*.lock"))) >= 2
