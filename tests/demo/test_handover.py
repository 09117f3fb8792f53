"""The example town's one deputy who left: what was open is a colleague's, and nothing waits."""

import datetime as dt
from collections.abc import Iterator

import pytest

from lianxin.cases import workflow as w
from lianxin.cases.heirs.estates import cases_waiting
from lianxin.core.clock import now, today
from lianxin.db.scope import town_scope
from lianxin.demo.handover import one_leaves
from lianxin.deputies.leave.selectors import who_is_away
from lianxin.deputies.models import Handover, Mandate
from tests.cases.factories import START, Town, make_town
from tests.cases.handovers import Terms, brought, constituency
from tests.conftest import FrozenClock


@pytest.fixture
def town(db: None, frozen_clock: FrozenClock) -> Iterator[Town]:
    """The small town with two deputies of one constituency."""
    frozen_clock.move_to(START)
    made = make_town()
    with town_scope(made.row):
        terms = Terms(made)
        for who in (made.deputy, made.other_deputy):
            terms.seat(who, terms.old, constituency("X1"))
        yield made


def test_one_deputy_leaves_and_a_colleague_follows(town: Town) -> None:
    case = brought(town, w.CONTACTED, town.other_deputy)
    one_leaves(town.office, now())
    case.refresh_from_db()
    assert case.heir_ids == {town.deputy.pk}
    assert cases_waiting(9) == []
    assert Handover.objects.get().state == "done"
    assert Mandate.objects.get(deputy=town.other_deputy).ends_on == today() - dt.timedelta(days=1)
    assert set(who_is_away(today())) == {town.deputy.pk}


def test_where_nobody_owes_anything_nobody_leaves(town: Town) -> None:
    one_leaves(town.office, now())
    assert not Handover.objects.exists()
