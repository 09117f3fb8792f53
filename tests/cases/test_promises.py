"""The ledger: a promise stands until it is kept or has changed, whatever the year; who was promised it hears."""

import datetime as dt

import pytest

from lianxin.cases import actions as act
from lianxin.cases import upkeep
from lianxin.cases import workflow as w
from lianxin.cases.delivery.actions import MakeRun, MarkSlip
from lianxin.cases.delivery.selectors import items_of
from lianxin.cases.models import PromiseNote
from lianxin.cases.promises import rules, selectors
from lianxin.cases.promises.actions import TellNews, WriteYearNote
from lianxin.cases.selectors import public_status
from lianxin.clocks.models import Promise
from lianxin.core import clock as time
from lianxin.core.clock import today
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from tests.cases.factories import Town, make_case, start

DAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("promised", "on", "settled", "noted", "owed"),
    [
        ("2026-03-01", "2026-11-24", False, [], None),
        ("2025-12-31", "2026-01-01", False, [], 2026),
        ("2025-12-31", "2026-11-24", False, [2025], 2026),
        ("2025-12-31", "2026-11-24", False, [2026], None),
        ("2024-05-05", "2026-11-24", False, [2025], 2026),
        ("2024-05-05", "2026-11-24", True, [], None),
    ],
)
def test_a_promise_of_a_former_year_owes_one_note_a_year(
    promised: str, on: str, settled: bool, noted: list[int], owed: int | None
) -> None:
    assert rules.year_owed(dt.date.fromisoformat(promised), dt.date.fromisoformat(on), settled, noted) == owed


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], rules.Kept()),
        ([("kept", "2026-11-20", "2026-11-19")], rules.Kept(due=1, kept=1, in_time=1)),
        ([("kept", "2026-11-20", "2026-11-21")], rules.Kept(due=1, kept=1)),
        ([("kept", "2027-01-20", "2026-11-21")], rules.Kept(due=1, kept=1, in_time=1)),
        ([("missed", "2026-11-20", None)], rules.Kept(due=1, missed=1)),
        ([("open", "2026-11-23", None)], rules.Kept(due=1, missed=1)),
        ([("open", "2026-11-24", None)], rules.Kept(ahead=1)),
        ([("changed", "2026-10-01", "2026-09-30"), ("open", "2026-12-31", None)], rules.Kept(changed=1, ahead=1)),
    ],
)
def test_kept_is_counted_of_what_fell_due(rows: list[tuple[str, str, str | None]], expected: rules.Kept) -> None:
    typed = [(state, dt.date.fromisoformat(due), dt.date.fromisoformat(on) if on else None) for state, due, on in rows]
    assert rules.kept_of(typed, DAY) == expected


def test_a_share_of_nothing_is_no_share() -> None:
    assert rules.Kept().share is None
    assert rules.Kept(due=3, kept=2).share == pytest.approx(2 / 3)


def test_what_became_of_a_promise_is_told_to_who_was_promised_it(town: Town) -> None:
    walk = make_case(town, w.TRACKING)
    promise = Promise.objects.get()
    walk.do(act.SettlePromise, town.head(), promise_id=promise.pk, state="changed", reason="配件停产",
            new_due_on=today() + dt.timedelta(days=90))  # fmt: skip
    note = PromiseNote.objects.get()
    assert (note.kind, note.told_at) == ("changed", None)
    assert "配件停产" in note.text
    assert public_status.status(walk.opinion).news[0][1] == note.text
    run = MakeRun(actor=town.secretary, place_id=town.first.pk).execute()
    (item,) = items_of(run)
    MarkSlip(actor=town.secretary, case_id=walk.case.pk, item_id=item.pk, outcome="delivered").execute()
    note.refresh_from_db()
    assert (note.told_how, note.told_at is not None) == ("slip", True)
    with pytest.raises(WrongState):
        TellNews(actor=town.secretary, note_id=note.pk, how="phone").execute()


def test_a_promise_is_kept_a_year_later_and_meanwhile_stands_in_the_ledger(town: Town) -> None:
    walk = make_case(town, w.TRACKING)
    promise = Promise.objects.get()
    with pytest.raises(WrongState):
        WriteYearNote(actor=town.head(), promise_id=promise.pk, text="已招标").execute()
    time.set_fixed(dt.date(2027, 3, 1))
    upkeep.miss_promises()
    (row,) = selectors.filtered(selectors.ledger(town.office), "year")
    assert row.pk == promise.pk
    for actor in (town.secretary, town.deputy_actor, town.resident):
        with pytest.raises(NotAllowed):
            WriteYearNote(actor=actor, promise_id=promise.pk, text="已招标").execute()
    with pytest.raises(Invalid):
        WriteYearNote(actor=town.head(), promise_id=promise.pk, text=" ").execute()
    WriteYearNote(actor=town.head(), promise_id=promise.pk, text="已招标，六月进场").execute()
    assert not selectors.filtered(selectors.ledger(town.office), "year")
    assert [one.kept for one in selectors.by_unit(town.office)] == [rules.Kept(due=1, missed=1)]
    time.set_fixed(dt.date(2027, 11, 1))
    walk.do(act.SettlePromise, town.head(), promise_id=promise.pk, state="kept", reason="验收单 2027-88")
    assert [one.kept for one in selectors.by_unit(town.office)] == [rules.Kept(due=1, kept=1)]
    walk.closed()
    assert [text for _day, text in public_status.status(walk.opinion).news][1] == "已招标，六月进场"


def test_one_promise_answered_to_many_is_one_line_of_the_ledger(town: Town) -> None:
    lead, other = start(town), start(town, words="三楼也下不来")
    lead.leads(other)
    promise = {"result_code": "planned", "promise_text": "换新电梯", "promise_on": today() + dt.timedelta(days=30)}
    lead.transferred().assigned().accepted().to_reply(**promise)
    (row,) = selectors.ledger(town.office)
    assert row.others == 1
    assert Promise.objects.count() == 2
    lead.do(act.SettlePromise, town.head(), promise_id=row.pk, state="changed", reason="停产",
            new_due_on=today() + dt.timedelta(days=60))  # fmt: skip
    assert PromiseNote.objects.filter(kind="changed").count() == 2
    assert selectors.ledger(town.office).count() == 2  # the changed one and what follows it
