"""A town to write in, and a small object whose life the journal tests record."""

from collections.abc import Iterator

import pytest

from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal import kinds


@pytest.fixture(autouse=True)
def thing_kind() -> Iterator[None]:
    """Let counters stand for a room's objects."""
    kinds.register("thing", "journal.NumberSeries", "物件")
    yield
    kinds._kinds.pop("thing")


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """A town that is in scope for the whole test."""
    row = Town.objects.create(code="SL", slug="shili", name="示例镇")
    with town_scope(row):
        yield row
