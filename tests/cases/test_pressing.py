"""What time does about what is late: once, in order, one notice a person; drafts for people to sign."""

import datetime as dt

import pytest

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.cases.pressing import run, watched
from lianxin.clocks.ladders.actions import SetStep
from lianxin.clocks.ladders.models import Ladder, RaisedStep
from lianxin.clocks.ladders.steps import steps
from lianxin.clocks.models import Clock, CongressStep, OrderMatter, SupervisionOrder
from lianxin.clocks.orders import workflow
from lianxin.clocks.orders.government import SignOrder
from lianxin.core import clock as core_clock
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.journal.models import LogEntry
from lianxin.journal.outbox import deliver_pending
from lianxin.journal.verify import verify_town
from lianxin.messages import selectors
from lianxin.messages.sentences import words_of
from tests.cases.factories import Town, make_case

D = dt.date


def raised() -> list[tuple[str, str]]:
    """(day raised, step), in order."""
    return [(f"{row.raised_on:%m-%d}", row.step) for row in RaisedStep.objects.order_by("id")]


def at(day: dt.date) -> None:
    """Stand at a civil day."""
    core_clock.set_fixed(day)


def unread(town: Town, actor: object = None) -> list[str]:
    """The texts in an inbox after delivery."""
    deliver_pending(town.row)
    found = selectors.inbox(actor or town.head()).order_by("id")  # type: ignore[arg-type]
    return [words_of(notice) for notice in found]


#: The case is contacted on Tuesday 2026-11-24 and its answer due on Tuesday 2026-12-01.
STORY = [
    ("11-27", "remind"),
    ("12-02", "urge"),
    ("12-04", "oversee"),
    ("12-04", "reflect"),
    ("12-08", "leader"),
    ("12-15", "key"),
]


def test_day_by_day_each_step_is_raised_on_its_day_however_often_tick_runs(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    for _day in range(22):
        for _again in range(10):
            run.daily(town.row)
        walk.later(1)
    assert sorted(raised()) == sorted(STORY)
    assert verify_town(town.row).is_whole


def test_ten_runs_on_one_day_are_one(town: Town) -> None:
    make_case(town, w.CONTACTED)
    at(D(2026, 12, 9))
    first = run.raise_due()
    assert (first.notices, first.drafts) == (2, 3)
    entries = LogEntry.objects.count()
    for _again in range(9):
        assert run.raise_due() == run.Raised()
    assert LogEntry.objects.count() == entries
    assert SupervisionOrder.objects.count() == 2


def test_days_missed_are_caught_up_in_order_and_the_unit_hears_once(town: Town) -> None:
    for _n in range(3):
        make_case(town, w.CONTACTED)
    at(D(2026, 12, 9))
    deliver_pending(town.row)
    selectors.inbox(town.head()).update(seen_at=core_clock.now())
    before = set(selectors.inbox(town.head()).values_list("pk", flat=True))
    run.raise_due()
    deliver_pending(town.row)
    new = selectors.inbox(town.head()).exclude(pk__in=before)
    assert [words_of(row) for row in new] == ["催办：有 3 件事已过答复期限，请尽快答复"]
    rows = RaisedStep.objects.filter(ladder=Ladder.GOVERNMENT).order_by("owner_id", "id").values_list("step", flat=True)
    assert list(rows) == ["remind", "urge", "oversee", "leader"] * 3


def test_the_desk_gets_one_draft_a_unit_and_step_and_one_notice(town: Town) -> None:
    for _n in range(3):
        make_case(town, w.CONTACTED)
    at(D(2026, 12, 4))
    run.raise_due()
    order = SupervisionOrder.objects.get()
    assert (order.step, order.state, order.unit) == ("oversee", workflow.DRAFT, town.office_unit)
    assert OrderMatter.objects.filter(order=order).count() == 3
    assert [text for text in unread(town, town.desk) if "督办单" in text] == [
        "有一张督办单（督办）拟好了，请决定是否签发"
    ]
    assert not [text for text in unread(town) if "督办单" in text]


def test_nothing_is_raised_on_a_day_of_rest(town: Town) -> None:
    make_case(town, w.CONTACTED)
    assert run.raise_due(D(2026, 12, 5)) == run.Raised()


def test_an_answer_before_anybody_signs_takes_the_draft_away(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    at(D(2026, 12, 4))
    run.raise_due()
    walk.drafted().signed()
    run.raise_due()
    assert SupervisionOrder.objects.get().state == workflow.DISCARDED
    assert CongressStep.objects.get().state == workflow.DROPPED


def test_an_extension_begins_the_ladder_anew(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    at(D(2026, 11, 27))
    run.raise_due()
    from_ladder = [step for _day, step in raised()]
    walk.do(act.Extend, town.desk, reason="等配件")
    at(D(2026, 12, 7))
    run.raise_due()
    assert from_ladder == ["remind"]
    assert [step for _day, step in raised()] == ["remind", "remind"]


def test_a_step_switched_off_by_the_desk_raises_nothing(town: Town) -> None:
    urge = next(row for row in steps(Ladder.GOVERNMENT) if row.code == "urge")
    SetStep(
        actor=town.desk, ladder=Ladder.GOVERNMENT, code="urge", after_n=urge.after_n, answer_n=None, demand="",
        enabled=False, source="镇长办公会 2026 年第 3 次", confirmed=True,
    ).execute()  # fmt: skip
    make_case(town, w.CONTACTED)
    at(D(2026, 12, 3))
    run.raise_due()
    assert [step for _day, step in raised()] == ["remind"]


def test_each_body_sets_its_own_ladder_only(town: Town) -> None:
    typed = {"after_n": 4, "answer_n": 3, "demand": "请办", "enabled": True, "source": "会议"}
    with pytest.raises(NotAllowed):
        SetStep(actor=town.office, ladder=Ladder.GOVERNMENT, code="oversee", **typed).execute()
    with pytest.raises(NotAllowed):
        SetStep(actor=town.desk, ladder=Ladder.CONGRESS, code="reflect", **typed).execute()
    with pytest.raises(Invalid) as refused:
        SetStep(actor=town.desk, ladder=Ladder.GOVERNMENT, code="oversee", **{**typed, "source": " "}).execute()
    assert [one.field for one in refused.value.problems] == ["source"]
    SetStep(actor=town.desk, ladder=Ladder.GOVERNMENT, code="oversee", **typed).execute()
    assert next(row.after_n for row in steps() if row.code == "oversee") == 4


def test_committees_enterprises_and_the_desk_get_no_order(town: Town) -> None:
    make_case(town, w.TRANSFERRED, category="governance.dispute").assigned(town.committee_unit)
    make_case(town, w.TRANSFERRED).assigned(town.desk_unit)
    at(D(2026, 12, 9))
    run.raise_due()
    assert not SupervisionOrder.objects.exists()
    assert Case.objects.filter(**watched.pressable()).count() == 1


def test_the_congress_follows_only_what_it_transferred(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    Case.objects.filter(pk=walk.case.pk).update(track="hotline")
    at(D(2026, 12, 16))
    run.raise_due()
    assert not CongressStep.objects.exists()
    assert SupervisionOrder.objects.count() == 2


def test_signing_starts_the_units_clock_of_three_working_days(town: Town) -> None:
    make_case(town, w.CONTACTED)
    at(D(2026, 12, 4))
    run.raise_due()
    order = SignOrder(actor=town.desk, pk=SupervisionOrder.objects.get().pk).execute()
    assert (order.number, order.due_on, order.overdue_days) == ("102-督-2026-001", D(2026, 12, 9), 3)
    mine = Clock.objects.get(owner_kind="supervision_order", owner_id=order.pk)
    assert (mine.due_on, mine.responsible_unit) == (order.due_on, town.office_unit)
    assert "督办单 102-督-2026-001 已发给您单位，请在 2026年12月9日（周三） 前回复" in unread(town)
