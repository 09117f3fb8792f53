"""A default town in scope, so that requests and direct calls mean the same town."""

from collections.abc import Iterator

import pytest

from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from tests.places.factories import make_town


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """The default town, in scope for the whole test."""
    row = make_town(is_default=True)
    with town_scope(row):
        yield row
