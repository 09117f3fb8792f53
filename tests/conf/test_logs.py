"""Logs are one JSON object a line and keep people's words out."""

import json
import logging
import sys
from types import SimpleNamespace

import pytest

from lianxin.conf.logs import JsonFormatter, OnlyTroubleOfTasks, logging_settings


def record(name: str = "lx", level: int = logging.ERROR, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord(name, level, "", 0, "没有成功 %s", ("x",), None)
    made.__dict__.update(extra)
    return made


def test_an_error_is_named_and_placed_without_its_words() -> None:
    try:
        raise ValueError("王阿姨的电话")
    except ValueError:
        text = JsonFormatter().format(record(exc_info=sys.exc_info()))
    line = json.loads(text)
    assert (line["level"], line["message"], line["error"]) == ("ERROR", "没有成功 x", "ValueError")
    assert "test_logs.py" in line["trace"][0]
    assert "王阿姨" not in text


def test_a_request_is_named_by_its_route_and_never_by_its_path() -> None:
    request = SimpleNamespace(method="GET", path="/q/K7QM/", resolver_match=SimpleNamespace(route="q/<code>/"))
    text = JsonFormatter().format(record(request=request, status_code=500))
    assert json.loads(text)["route"] == "q/<code>/"
    assert "K7QM" not in text


@pytest.mark.parametrize(
    ("name", "level", "kept"),
    [
        ("django_tasks", logging.INFO, False),
        ("django_tasks_db", logging.WARNING, False),
        ("django_tasks", logging.ERROR, True),
        ("lianxin.journal", logging.INFO, True),
    ],
)
def test_tasks_that_went_well_leave_no_line(name: str, level: int, kept: bool) -> None:
    assert OnlyTroubleOfTasks().filter(record(name, level)) is kept


def test_the_chosen_level_reaches_the_root() -> None:
    assert logging_settings("DEBUG")["root"]["level"] == "DEBUG"
