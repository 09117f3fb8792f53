"""The page for whoever watches the machine."""

import pytest
from django.db import OperationalError
from django.test import Client

from lianxin.conf import middleware


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
