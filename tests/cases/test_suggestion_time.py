"""What time does to suggestions: promises pass their day, whoever has it in hand is reminded, feeds show the days."""

import datetime as dt
import json

import pytest

from lianxin.cases import notices
from lianxin.cases.models import Suggestion
from lianxin.cases.suggestions import due_days, upkeep
from lianxin.clocks.models import Promise, PromiseState
from lianxin.core.clock import today
from lianxin.db.scope import current_town
from lianxin.deputies.models import Term
from lianxin.journal.models import LogEntry
from lianxin.journal.upkeep import deliver
from lianxin.journal.verify import verify_town
from lianxin.messages.addressing import to_deputy, to_role, to_unit
from lianxin.messages.calendar.sources import days_of
from lianxin.messages.models import Notice
from lianxin.messages.sentences import words_of
from lianxin.people import roles
from tests.cases.factories import Town
from tests.cases.suggesting import REPLY, do, due, make, sit, walk
from tests.conftest import FrozenClock


@pytest.fixture
def mandates(town: Town) -> Term:
    """Both deputies of the small town sit in the town congress."""
    return sit(town)


@pytest.fixture
def promised(town: Town, mandates: Term) -> Suggestion:
    """An answer that promises something for ten days ahead, to two deputies who signed."""
    row = do(town, make(town), "invite", "deputy", deputies=[town.other_deputy.pk])
    row = walk(town, "contact", do(town, row, "agree", "other"))
    day = today() + dt.timedelta(days=10)
    do(town, row, "reply", "handler", **{**REPLY, "result": "planned", "promise_on": day, "promise_text": "装好八盏灯"})
    return do(town, row, "sign", "head")


def heard(verb: str) -> set[tuple[str, str, str]]:
    """Address, sentence, link of the notices of a verb."""
    deliver(current_town())
    return {(one.address, words_of(one), one.link) for one in Notice.objects.filter(verb=verb)}


def test_a_promise_past_its_day_is_marked_once_and_everybody_concerned_hears_it(
    town: Town, promised: Suggestion, clock: FrozenClock
) -> None:
    clock.advance(days=10)
    upkeep.daily(town.row)
    assert Promise.objects.get().state == PromiseState.OPEN, "the last day is still in time"
    clock.advance(days=1)
    upkeep.daily(town.row)
    upkeep.daily(town.row)
    assert Promise.objects.get().state == PromiseState.MISSED
    assert LogEntry.objects.filter(verb="suggestion.promise_missed").count() == 1
    found = {address: link for address, _text, link in heard("suggestion.promise_missed")}
    assert found == {
        to_unit(town.office_unit.pk): f"desk/suggestions/{promised.pk}/",
        to_role(roles.CONGRESS_OFFICE): f"desk/suggestions/{promised.pk}/",
        to_deputy(town.deputy.pk): f"deputy/suggestions/{promised.pk}/",
        to_deputy(town.other_deputy.pk): f"deputy/suggestions/{promised.pk}/",
    }
    assert not any("装好八盏灯" in text for _address, text, _link in heard("suggestion.promise_missed"))
    assert verify_town(town.row).is_whole


def test_a_missed_promise_can_still_be_kept_late(town: Town, promised: Suggestion, clock: FrozenClock) -> None:
    clock.advance(days=11)
    upkeep.daily(town.row)
    promise = Promise.objects.get()
    do(town, promised, "settle_promise", "handler", promise_id=promise.pk, state="kept", reason="已全部装好")
    upkeep.daily(town.row)
    promise.refresh_from_db()
    assert (promise.state, promise.settled_on) == (PromiseState.KEPT, today())


def test_a_promise_is_reminded_of_once_before_its_day(town: Town, promised: Suggestion, clock: FrozenClock) -> None:
    for _day in range(12):
        upkeep.morning(town.row)
        assert upkeep.remind() == 0
        clock.advance(days=1)
    stages = [json.loads(data)["stage"] for data in LogEntry.objects.filter(verb="suggestion.reminded").order_by(
        "id").values_list("data", flat=True)]  # fmt: skip
    assert stages.count(notices.PROMISE) == 1
    addresses = {address for address, text, _link in heard("suggestion.reminded") if "承诺" in text}
    assert addresses == {to_unit(town.office_unit.pk)}


def test_a_settled_promise_is_not_reminded_of(town: Town, promised: Suggestion, clock: FrozenClock) -> None:
    do(town, promised, "settle_promise", "handler", promise_id=Promise.objects.get().pk, state="kept", reason="装好了")
    clock.advance(days=9)
    upkeep.morning(town.row)
    assert not any("承诺" in text for _address, text, _link in heard("suggestion.reminded"))


def test_whoever_has_it_in_hand_is_reminded_of_its_day(town: Town, mandates: Term, clock: FrozenClock) -> None:
    row = walk(town, "assign", co_units=[town.centre_unit.pk])
    do(town, row, "take", "handler")
    clock.move_to(due(row, "co_opinion"))
    upkeep.morning(town.row)
    told = {address for address, text, _link in heard("suggestion.reminded") if "会办意见" in text}
    assert told == {to_unit(town.centre_unit.pk)}
    clock.move_to(due(row, "answer") + dt.timedelta(days=5))
    upkeep.morning(town.row)
    late = {address for address, text, _link in heard("suggestion.reminded") if "书面答复" in text and "已过" in text}
    assert {to_unit(town.office_unit.pk), to_role(roles.GOVERNMENT_DESK)} <= late


def test_a_deputy_is_reminded_of_the_evaluation_on_its_own_face(
    town: Town, promised: Suggestion, clock: FrozenClock
) -> None:
    clock.move_to(due(promised, "ask"))
    upkeep.morning(town.row)
    (one,) = [row for row in heard("suggestion.reminded") if "代表评价" in row[1] and row[0].startswith("deputy")]
    assert (one[0], one[2]) == (to_deputy(town.deputy.pk), f"deputy/suggestions/{promised.pk}/")


def test_feeds_show_the_running_day_and_the_promise_on_the_readers_face(town: Town, promised: Suggestion) -> None:
    (running,) = due_days.days(town.deputy_actor)
    assert (running.entry.on, running.path) == (promised.due_on, f"deputy/suggestions/{promised.pk}/")
    assert running.entry.title == f"代表建议 {promised.number} 代表评价到期"
    (promise,) = due_days.promises(town.head())
    assert promise.entry.title == f"代表建议 {promised.number} 承诺到期"
    assert (promise.entry.on, promise.path) == (Promise.objects.get().due_on, f"desk/suggestions/{promised.pk}/")
    assert [day for day in days_of(town.handler(town.centre_unit)) if "建议" in day.entry.title] == []
    Promise.objects.update(state=PromiseState.KEPT)
    assert list(due_days.promises(town.head())) == []
