"""The page for whoever watches the machine."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from lianxin.conf import middleware
from lianxin.conf.wsgi import application


class AwayConnection:
    """A database that refuses every connection."""

    def cursor(self) -> None:
        raise OperationalError("gone")


def test_a_working_process_says_ok_under_any_host_name_and_is_never_cached(db: None, client: Client) -> None:
    answer = client.get("/health/", headers={"Host": "10.0.0.7"})
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_database_that_does_not_answer_is_reported(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "connection", AwayConnection())
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["status"]) == (503, "database")


def test_the_wsgi_application_answers_without_a_web_server(transactional_db: None) -> None:
    started: list[str] = []
    environ = RequestFactory().get("/health/").environ
    body = b"".join(application(environ, lambda status, headers: started.append(status)))
    assert started == ["200 OK"]
    assert b'"ok"' in body
