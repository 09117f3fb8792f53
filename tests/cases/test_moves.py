"""The life of a case, move by move."""

import pytest

from lianxin.cases import workflow as w
from lianxin.clocks.models import Clock, ClockState
from tests.cases.factories import Town
from tests.cases.walk import make_case


@pytest.mark.parametrize("state", w.STATES)
def test_every_state_is_reached_by_lawful_moves(town: Town, state: str) -> None:
    walk = make_case(town, state)
    assert walk.case.state == state
    running = Clock.objects.filter(owner_id=walk.case.pk, state=ClockState.RUNNING)
    if state in w.CLOCKLESS_STATES:
        assert not running.exists()
