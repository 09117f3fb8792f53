"""What stands in a calendar feed: numbers, fixed words and days of what the reader sees, and nothing sealed."""

import datetime as dt

from lianxin.cases import due_days
from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.cases.pressing import run
from lianxin.clocks.models import Promise, SupervisionOrder
from lianxin.clocks.orders.government import SignOrder
from lianxin.core import clock
from lianxin.core.clock import today
from lianxin.messages.calendar.sources import days_of
from tests.cases.factories import Town, make_case


def titles(actor: object) -> list[str]:
    """The words of somebody's feed."""
    return [day.entry.title for day in days_of(actor)]  # type: ignore[arg-type]


def test_a_unit_reads_the_days_of_its_matters_and_nobody_elses(town: Town) -> None:
    case = make_case(town, w.CONTACTED).case
    (day,) = due_days.matters(town.head())
    assert day.entry.title.startswith(case.number)
    assert day.entry.title.endswith("到期")
    assert (day.entry.on, day.path) == (case.due_on, f"desk/cases/{case.number}/")
    assert titles(town.resident) == []
    assert not [title for title in titles(town.office) if case.title in title]


def test_a_sealed_matter_is_in_no_feed(town: Town) -> None:
    make_case(town, w.CONTACTED)
    assert titles(town.office)
    Case.objects.update(sealed=True)
    assert titles(town.office) == []


def test_a_moved_day_keeps_its_entry_and_raises_its_sequence(town: Town) -> None:
    case = make_case(town, w.CONTACTED).case
    (before,) = due_days.matters(town.office)
    Case.objects.filter(pk=case.pk).update(due_on=case.due_on + dt.timedelta(days=7), version=case.version + 1)
    (after,) = due_days.matters(town.office)
    assert before.entry.uid == after.entry.uid
    assert after.entry.sequence > before.entry.sequence


def test_a_promise_is_an_entry_until_it_is_settled(town: Town) -> None:
    walk = make_case(town, w.TRACKING)
    promise = Promise.objects.get()
    (day,) = due_days.promises(town.office)
    assert (day.entry.title, day.entry.on) == (f"{walk.case.number} 承诺到期", promise.due_on)
    Promise.objects.update(state="kept")
    assert list(due_days.promises(town.office)) == []


def test_an_order_is_in_the_feed_of_the_unit_once_it_is_signed(town: Town) -> None:
    make_case(town, w.CONTACTED)
    clock.set_fixed(dt.date(2026, 12, 4))
    run.raise_due()
    assert list(due_days.supervision_orders(town.head())) == []
    SignOrder(actor=town.desk, pk=SupervisionOrder.objects.get().pk).execute()
    order = SupervisionOrder.objects.get()
    (day,) = due_days.supervision_orders(town.head())
    assert (day.entry.title, day.entry.on) == (f"督办单 {order.number} 回复到期", order.due_on)


def test_what_is_long_past_or_far_ahead_is_left_out(town: Town) -> None:
    make_case(town, w.CONTACTED)
    for on in (today() - dt.timedelta(days=60), today() + dt.timedelta(days=800)):
        Case.objects.update(due_on=on)
        assert list(due_days.matters(town.office)) == []
