"""The small town, in scope; the clock stands on the afternoon of the round."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from lianxin.db.models import Town as TownRow
from lianxin.db.scope import town_scope
from tests.cases.small_town import START, Town, make_town
from tests.conftest import FrozenClock
from tests.scenarios.stage import Stage, opened


@pytest.fixture
def small(db: None, frozen_clock: FrozenClock) -> Iterator[Town]:
    """The small town; it is the default one, so that requests mean it too."""
    frozen_clock.move_to(START)
    made = make_town()
    TownRow.objects.filter(pk=made.row.pk).update(is_default=True)
    with town_scope(made.row):
        yield made


@pytest.fixture
def stage(transactional_db: None, live_server: Any, browser: Browser, frozen_clock: FrozenClock) -> Iterator[Stage]:
    """The small town, served, with a browser of their own for everybody."""
    frozen_clock.move_to(START)
    with opened(Stage(make_town(), live_server.url, frozen_clock, browser)) as made:
        yield made
