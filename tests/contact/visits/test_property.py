"""Whatever the network does – any order, repeats, two phones, a list given in meanwhile – each item stands once."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lianxin.cases.models import Case, Opinion
from lianxin.contact.models import VisitItem
from lianxin.contact.visits.actions import EndVisit, ListVisit
from lianxin.contact.visits.rules import is_late, may_still_come, telling_order
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.journal.verify import verify_town
from lianxin.records.models import Attachment
from tests.contact.visits.conftest import Afternoon
from tests.contact.visits.test_recording import sent
from tests.examples import examples
from tests.field.factories import Phone, picture

PICTURES = tuple(picture(shade) for shade in (10, 120))
#: One step: which item, by which phone, what of it: its words, altered words, half a photo, or the list is given in.
STEPS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 1), st.sampled_from(("words", "altered", "half", "list"))),
    min_size=1, max_size=30,
)  # fmt: skip


def give_in(afternoon: Afternoon) -> None:
    """End the visit and give its list in, if that has not happened."""
    afternoon.visit.deputies.update(presence="present")
    secretary = afternoon.town.secretary
    if afternoon.fresh().state == "under_way":
        EndVisit(actor=secretary, visit=afternoon.visit).execute()
    if afternoon.fresh().state == "held":
        ListVisit(actor=secretary, visit=afternoon.visit).execute()


def play(afternoon: Afternoon, phones: Sequence[Phone], steps: list[tuple[int, int, str]]) -> set[str]:
    """Send what the steps say, then everything that is missing; the words that were recorded."""
    items = [sent(phones[n % 2], afternoon.visit.pk, f"第{n}条", photos=PICTURES[: n % 3]) for n in range(5)]
    arrived: set[str] = set()
    for n, phone, what in steps:
        item = items[n]
        if what == "list":
            give_in(afternoon)
        elif what == "words":
            assert phones[phone].send(item).status_code == 200
            arrived.add(item["key"])
        elif what == "altered":
            altered = {**item, "salt": "0" * 32}
            assert item["key"] not in arrived or phones[phone].send(altered).status_code == 409
        elif item["photos"]:
            photo = PICTURES[0]
            phones[phone].send_piece(item["key"], photo, 0, photo[:200])
    for item in reversed(items):
        assert phones[1].send(item).status_code == 200
        for photo in PICTURES[: len(item["photos"])]:
            assert phones[0].send_photo(item["key"], photo, 500)["done"]
    return {item["payload"]["words"] for item in items}


@pytest.mark.django_db
@settings(
    max_examples=examples(5, 40), deadline=None, phases=(Phase.explicit, Phase.generate), derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=STEPS)
def test_each_item_stands_once_on_the_list(afternoon: Afternoon, steps: list[tuple[int, int, str]]) -> None:
    with write(), town_scope(afternoon.town.row):
        phones = (afternoon.phone(), afternoon.phone())
        before, photos = VisitItem.objects.count(), Attachment.objects.count()
        words = play(afternoon, phones, steps)
        rows = list(VisitItem.objects.filter(visit=afternoon.visit).order_by("order")[before:])
        assert len(rows) == len({row.case_id for row in rows}) == 5
        assert {row.opinion.verbatim for row in rows} == words
        orders = list(VisitItem.objects.filter(visit=afternoon.visit).values_list("order", flat=True))
        assert sorted(orders) == list(range(1, len(orders) + 1))
        assert Opinion.objects.count() == Case.objects.count() == VisitItem.objects.count()
        assert Attachment.objects.count() == photos + 4
        listed = afternoon.fresh().listed_at
        assert all(is_late(row.added_at, listed) == (listed is not None and row.added_at > listed) for row in rows)
    assert not verify_town(afternoon.town.row).findings


@given(days=st.integers(-5, 5), state=st.sampled_from(("planned", "under_way", "held", "listed", "not_held")))
def test_a_late_phone_brings_what_was_captured_until_the_list_and_never_after(days: int, state: str) -> None:
    listed = dt.date(2026, 11, 27)
    came = may_still_come(state, "gathering", listed + dt.timedelta(days=days), listed if state == "listed" else None)
    assert came == (state in {"planned", "under_way", "held"} or (state == "listed" and days <= 0))
    assert not may_still_come(state, "cancelled", listed, listed)


@given(says=st.sampled_from(("", "solved", "partly")), answered=st.booleans(), is_open=st.booleans())
def test_what_is_unsolved_is_told_before_everything_else(says: str, answered: bool, is_open: bool) -> None:
    assert telling_order("unsolved", answered, is_open) < telling_order(says, answered, is_open)
