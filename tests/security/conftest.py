"""One world for the whole matrix: built once in a transaction that is rolled back at the end."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from lianxin.core import clock as now
from tests.cases.conftest import clock, town
from tests.security.world import World, build_world

__all__ = ["clock", "town", "world"]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world, in a transaction of its own (marked as a test's, so that durable blocks inside it are allowed).

    Its clock stands still: on a slow machine nobody's proof of who they are grows old before the last row.
    """
    now.set_fixed(now.now())
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]
        with block:
            yield build_world()
            transaction.set_rollback(True)
        connection.close()
    now.set_fixed(None)
