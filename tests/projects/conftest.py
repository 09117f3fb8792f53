"""The small town, in scope, at a fixed morning."""

from collections.abc import Iterator

import pytest

from lianxin.db.scope import town_scope
from tests.cases.factories import START, Town, make_town
from tests.conftest import FrozenClock


@pytest.fixture
def clock(frozen_clock: FrozenClock) -> FrozenClock:
    """The clock, standing at Tuesday 2026-11-24, 09:00."""
    frozen_clock.move_to(START)
    return frozen_clock


@pytest.fixture
def town(db: None, clock: FrozenClock) -> Iterator[Town]:
    """The small town, in scope for the whole test."""
    made = make_town()
    with town_scope(made.row):
        yield made
