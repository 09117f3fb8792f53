"""The small town, in scope at a fixed morning, and a folder of its own for boards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianxin.db.scope import town_scope
from tests.cases.factories import START, Town, make_town
from tests.conftest import FrozenClock


@pytest.fixture
def town(db: None, frozen_clock: FrozenClock) -> Iterator[Town]:
    """The small town, in scope for the whole test."""
    frozen_clock.move_to(START)
    made = make_town()
    with town_scope(made.row):
        yield made


@pytest.fixture
def folders(tmp_path: Path, settings: Any) -> Path:
    """Boards of a test stand in a folder of its own."""
    settings.MEDIA_ROOT, settings.LIANXIN_DATA = tmp_path / "media", tmp_path / "data"
    return tmp_path
