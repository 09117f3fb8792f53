"""The application the web server calls, at the root of a host and below a path of somebody else's."""

import pytest
from django.test import RequestFactory

from lianxin.conf.wsgi import application, below


def test_the_application_answers_without_a_web_server(transactional_db: None) -> None:
    started: list[str] = []
    environ = RequestFactory().get("/health/").environ
    body = b"".join(application(environ, lambda status, headers: started.append(status)))
    assert started == ["200 OK"]
    assert b'"ok"' in body


@pytest.mark.parametrize(
    ("arrives", "is_seen_as"),
    [("/lx/desk/", "/desk/"), ("/desk/", "/desk/"), ("/lx/", "/"), ("/lxx/desk/", "/lxx/desk/"), ("/lx", "/lx")],
)
def test_a_prefix_counts_once_whether_or_not_the_proxy_took_it_away(arrives: str, is_seen_as: str) -> None:
    seen: list[str] = []
    wrapped = below("/lx", lambda environ, start_response: seen.append(environ["PATH_INFO"]) or [])
    wrapped({"PATH_INFO": arrives}, lambda *args: None)
    assert seen == [is_seen_as]
