"""The guard over the whole test run: what it refuses, what it lets pass, and whom it does not judge."""

from typing import Any

import pytest

from lianxin.db.models import Town
from lianxin.db.scope import city_reading, town_scope
from tests.db.plugin import PRODUCT, Guard, TownsMixed
from tests.db.toytown.models import Event, Matter


@pytest.fixture
def product_reads() -> Any:
    """A function that evaluates a query as if it stood in a file of the product."""
    namespace: dict[str, Any] = {}
    exec(compile("def read(query):\n    return list(query)\n", f"{PRODUCT}/cases/selectors.py", "exec"), namespace)
    return namespace["read"]


def test_the_product_may_not_read_every_town_without_a_reason(
    towns: list[Town], product_reads: Any, town_guard: Guard
) -> None:
    with pytest.raises(TownsMixed, match=r"(?s)fan-out.*selectors.py:2 in read"):
        product_reads(Matter.all_towns.all())
    with city_reading("a roll-up"):
        assert product_reads(Matter.all_towns.all()) == []
    with town_scope(towns[0]):
        assert product_reads(Matter.objects.all()) == []
    assert len(town_guard.faults) == 1
    town_guard.faults.clear()


def test_a_split_statement_is_refused_with_and_without_a_reason(
    towns: list[Town], product_reads: Any, town_guard: Guard
) -> None:
    with town_scope(towns[0]), city_reading("no reason is good enough"):
        with pytest.raises(TownsMixed, match=r"split \(U1 \(toytown_event\)\)"):
            product_reads(Matter.objects.exclude(events__kind="note"))
        with pytest.raises(TownsMixed, match="locks rows of every town"):
            product_reads(Matter.all_towns.select_for_update())
    town_guard.faults.clear()


def test_a_refusal_that_was_swallowed_is_remembered(towns: list[Town], product_reads: Any, town_guard: Guard) -> None:
    with pytest.raises(TownsMixed):
        product_reads(Event.all_towns.all())
    assert "toytown_event" in town_guard.faults[0]
    town_guard.faults.clear()


def test_what_a_test_itself_reads_is_not_judged(towns: list[Town], town_guard: Guard) -> None:
    assert list(Matter.all_towns.all()) == []
    assert town_guard.faults == []
