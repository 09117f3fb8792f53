"""Structured logs: one JSON object a line on standard error, without personal data.

A line holds time, level, logger and message; for a request the route instead of the path, since a path may hold a
resident's query code or somebody's link; for an error its type and place, never its words. What people did is in the
journal, where it belongs.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any


class JsonFormatter(logging.Formatter):
    """Turns a record into one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        request = getattr(record, "request", None)
        if request is None:
            line["message"] = record.getMessage()
        else:
            line["status"] = getattr(record, "status_code", None)
            line["method"] = getattr(request, "method", "")
            line["route"] = getattr(getattr(request, "resolver_match", None), "route", "")
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


class OnlyTroubleOfTasks(logging.Filter):
    """Leaves out what the task queue says about every task that went well."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is worth a line."""
        return not record.name.startswith("django_tasks") or record.levelno >= logging.ERROR


def logging_settings(level: str) -> dict[str, Any]:
    """Django's ``LOGGING`` for that level; of requests only those that ended in an error of ours."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "lianxin.conf.logs.JsonFormatter"}},
        "filters": {"trouble": {"()": "lianxin.conf.logs.OnlyTroubleOfTasks"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["trouble"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        },
    }
