"""Logs are one JSON object a line."""

import json
import logging
import sys

from lianxin.conf.logs import JsonFormatter, logging_settings


def test_a_line_holds_the_message_and_the_kind_of_an_error() -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.LogRecord("lx", logging.ERROR, "", 0, "没有成功 %s", ("x",), sys.exc_info())
    record.status_code = 500
    line = json.loads(JsonFormatter().format(record))
    assert (line["level"], line["message"], line["status"], line["error"]) == ("ERROR", "没有成功 x", 500, "ValueError")


def test_the_chosen_level_reaches_the_root() -> None:
    assert logging_settings("DEBUG")["root"]["level"] == "DEBUG"
