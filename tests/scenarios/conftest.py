"""A stage for each story."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.cases.small_town import START, make_town
from tests.conftest import FrozenClock
from tests.scenarios.stage import Stage, opened


@pytest.fixture
def stage(transactional_db: None, live_server: Any, browser: Browser, frozen_clock: FrozenClock) -> Iterator[Stage]:
    """The small town on the morning of Tuesday 2026-11-24, served."""
    frozen_clock.move_to(START)
    with opened(Stage(make_town(), live_server.url, frozen_clock, browser)) as made:
        yield made
