"""Watches every SQL statement of the test run: what the product reads must be tied to a town.

A statement over all towns is allowed inside ``city_reading(...)`` only, a split one never. Statements that a test
writes itself are not judged, nor are those of Django's own set-up.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.signals import connection_created

import lianxin
from lianxin.db.classes import town_owned_models
from lianxin.db.classifier import Finding, Verdict, classify
from lianxin.db.scope import city_reading_reason
from tests.replay import REPLAY

PRODUCT = str(Path(lianxin.__file__).parent)
TESTS = str(Path(__file__).parents[1])
#: The engine's own files stand between the ORM and the code that asked.
ENGINE = tuple(
    f"{PRODUCT}/db/{name}"
    for name in ("backends/", "base.py", "deletion.py", "fields.py", "managers.py", "related.py", "scope.py")
)


class TownsMixed(AssertionError):
    """The product sent a statement that is not tied to a town."""


@cache
def town_tables() -> frozenset[str]:
    """Names of all town-owned tables."""
    return frozenset(model._meta.db_table for model in town_owned_models())


def origin() -> str:
    """The innermost line of the product that caused the current statement; empty if a test or Django did."""
    frame = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(TESTS) and file != __file__:
            return ""
        if file.startswith(PRODUCT) and not file.startswith(ENGINE):
            return f"{file.removeprefix(PRODUCT)}:{frame.f_lineno} in {frame.f_code.co_name}"
        frame = frame.f_back
    return ""


def complaint(finding: Finding) -> str:
    """What is wrong with a statement in the present context; empty if nothing is."""
    if finding.verdict in {Verdict.NONE, Verdict.SINGLE}:
        return ""
    if finding.verdict is Verdict.SPLIT:
        return "some of its tables are tied to no town and not to each other: add the town to the sub-query or join"
    if finding.locks:
        return "it locks rows of every town: select_for_update() needs the town"
    if not city_reading_reason():
        return "it reads every town: use `objects` inside town_scope(), or say why inside `with city_reading(...)`"
    return ""


class Guard:
    """An execute wrapper of Django's that refuses statements without a town."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Judge the statement, then run it."""
        for values in params if many else [params]:
            finding = classify(sql, values, town_tables())
            wrong = complaint(finding)
            where = origin() if wrong else ""
            if where:
                fault = f"{finding.verdict} ({', '.join(finding.loose)}): {wrong}\n  from {where}\n  {sql}"
                self.faults.append(fault)
                raise TownsMixed(fault)
        return execute(sql, params, many, context)

    def watch(self, connection: Any, **kwargs: Any) -> None:
        """Look over this connection's shoulder (also the receiver of ``connection_created``)."""
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.append(self)


@pytest.fixture(scope="session")
def town_guard_of_the_run() -> Iterator[Guard]:
    """One guard for all connections of the run, those of other threads included."""
    guard = Guard()
    for connection in connections.all(initialized_only=True):
        guard.watch(connection)
        connection.execute_wrappers.append(REPLAY)
    connection_created.connect(guard.watch)
    yield guard
    connection_created.disconnect(guard.watch)


@pytest.fixture(autouse=True)
def town_guard(town_guard_of_the_run: Guard) -> Iterator[Guard]:
    """Fail the test for a refused statement even if the code under test swallowed the refusal."""
    town_guard_of_the_run.faults.clear()
    REPLAY.begin()
    yield town_guard_of_the_run
    assert town_guard_of_the_run.faults == []
