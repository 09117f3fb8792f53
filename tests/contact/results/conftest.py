"""The small town, in scope; the clock stands on the afternoon of the round."""

from collections.abc import Iterator

import pytest

from lianxin.db.models import Town as TownRow
from lianxin.db.scope import town_scope
from tests.cases.small_town import START, Town, make_town
from tests.conftest import FrozenClock


@pytest.fixture
def small(db: None, frozen_clock: FrozenClock) -> Iterator[Town]:
    """The small town; it is the default one, so that requests mean it too."""
    frozen_clock.move_to(START)
    made = make_town()
    TownRow.objects.filter(pk=made.row.pk).update(is_default=True)
    with town_scope(made.row):
        yield made
