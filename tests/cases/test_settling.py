"""The inbox is a signal: what was done is put away, lists do not pile up, what is old folds."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from lianxin.cases import actions as act
from lianxin.cases import notices, settling
from lianxin.cases import workflow as w
from lianxin.cases.desk import story
from lianxin.core.clock import now
from lianxin.db.scope import town_scope
from lianxin.journal.actors import Actor
from lianxin.journal.outbox import deliver_pending
from lianxin.messages import selectors
from lianxin.messages.addressing import KEPT_OPEN, fold_away
from lianxin.messages.models import Notice
from tests.cases.factories import Town, make_case, make_town, start


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """A small town."""
    made = make_town()
    with town_scope(made.row):
        yield made


def waits(town: Town, actor: Actor) -> list[str]:
    """The verbs of what an actor has not seen, after delivery."""
    assert deliver_pending(town.row).failed == 0
    return sorted(selectors.inbox(actor).filter(seen_at=None).values_list("verb", flat=True))


def test_what_was_asked_for_and_done_waits_no_more(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    assert waits(town, town.desk) == ["case.transfer"]
    walk.assigned()
    assert waits(town, town.desk) == []
    assert waits(town, town.handler()) == ["case.assign"]
    walk.accepted()
    assert waits(town, town.handler()) == []


def test_an_answer_waits_for_the_neighbourhood_until_it_was_told(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    assert waits(town, town.secretary) == ["case.sign"]
    walk.told()
    assert waits(town, town.secretary) == []


def test_a_co_unit_is_still_asked_after_the_lead_unit_has_accepted(town: Town) -> None:
    walk = (
        start(town)
        .transferred()
        .do(
            act.Assign,
            town.desk,
            unit_id=town.office_unit.pk,
            co_unit_ids=(town.centre_unit.pk,),
            correction_reason="照办",
        )
    )
    assert waits(town, town.handler(town.centre_unit)) == ["case.assign"]
    walk.accepted()
    assert waits(town, town.handler(town.centre_unit)) == ["case.assign"]


def test_a_closed_matter_waits_for_nobody_but_the_deputy_keeps_the_news(town: Town) -> None:
    make_case(town, w.CLOSED, deputy_ids=(town.deputy.pk,))
    for actor in (town.desk, town.office, town.handler(), town.head()):
        assert waits(town, actor) == []
    assert "case.close" in waits(town, town.deputy_actor)


def test_the_list_of_another_day_puts_away_the_list_before(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    make_case(town, w.TRANSFERRED)
    assert waits(town, town.desk) == ["case.transfer"]
    walk.later(1)
    make_case(town, w.TRANSFERRED)
    assert waits(town, town.desk) == ["case.transfer"]


def test_what_nobody_read_in_thirty_days_is_folded_away(town: Town) -> None:
    make_case(town, w.TRANSFERRED)
    assert waits(town, town.desk) == ["case.transfer"]
    Notice.objects.update(made_at=now() - KEPT_OPEN * 2)
    fold_away(town.row)
    assert waits(town, town.desk) == []
    assert selectors.groups(town.desk) == []
    assert len(selectors.groups(town.desk, older=True)) == 1


def test_every_verb_that_waits_is_one_that_is_told(town: Town) -> None:
    told = {row.verb for row in notices.TABLE}
    assert set(settling.WAITS_IN) | set(settling.ANSWERED_BY) <= told


def test_reminders_are_one_line_of_the_story() -> None:
    rows: list[Any] = [
        {"verb": verb, "label": label, "at": now(), "who": "系统", "data": {}, "facts": []}
        for verb, label in (("case.recorded", "记录"), *[("case.reminded", "到期提醒")] * 3, ("case.close", "办结"))
    ]
    shown = story.timeline(SimpleNamespace(clocks=(), timeline=tuple(rows)))  # type: ignore[arg-type]
    assert [one["title"] for one in shown] == ["办结", "到期提醒 3 次", "记录"]
    assert "（周" in shown[0]["when"]
