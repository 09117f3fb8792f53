"""A town to write in, and a small object whose life the journal tests record."""

from collections.abc import Iterator

import pytest

from lianxin.journal import kinds


@pytest.fixture(autouse=True)
def thing_kind() -> Iterator[None]:
    """Let counters stand for a room's objects."""
    kinds.register("thing", "journal.NumberSeries", "物件")
    yield
    kinds._kinds.pop("thing")
