"""A town to keep records in."""

from collections.abc import Iterator

import pytest

from lianxin.db.models import Town
from lianxin.db.scope import town_scope


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """A town that is in scope for the whole test."""
    row = Town.objects.create(code="SL", slug="shili", name="示例镇")
    with town_scope(row):
        yield row
