"""What the superior's forms are filled with: matters one by one, and counts that agree with them."""

import datetime as dt

import pytest

from lianxin.cases import actions as act
from lianxin.cases import tables
from lianxin.cases.models import Case
from lianxin.core.clock import now, today
from lianxin.db.scope import current_town
from lianxin.reports import sources
from lianxin.reports.registry import Period
from lianxin.reports.sources import Asked
from tests.cases.factories import Town, make_case

COUNTS = (
    "received",
    "assigned",
    "replied",
    "closed",
    "open",
    "overdue",
    "returned",
    "solved",
    "unsolved",
    "no_verdict",
)


def asked(days: int = 400) -> Asked:
    """The last year up to now."""
    return Asked(Period(today() - dt.timedelta(days=days), today()), now(), current_town())


@pytest.fixture
def four(town: Town) -> list[Case]:
    """A new matter, an assigned one, one judged not solved, a closed one."""
    return [make_case(town, state).case for state in ("received", "assigned", "rehandling", "closed")]


def test_every_matter_of_the_period_is_a_record_in_the_order_of_coming(four: list[Case]) -> None:
    rows = tables.received_in(asked())
    assert [row["number"] for row in rows] == [case.number for case in four]
    assert {"居民区", "承办单位", "居民说"} <= {
        str(words) for _key, words in sources.tables()["cases.received"].columns
    }
    assert all(set(row) == {key for key, _words in sources.tables()["cases.received"].columns} for row in rows)


def test_closed_matters_show_both_voices_apart(four: list[Case]) -> None:
    (row,) = tables.closed_in(asked())
    assert (row["number"], row["resident_says"]) == (four[3].number, "解决了")
    assert row["unit_says"]
    assert row["reply"]


def test_counts_by_unit_kind_and_place_agree_with_each_other(four: list[Case]) -> None:
    for code in ("unit", "neighbourhood", "class", "category", "kind"):
        rows = sources.tables()[f"cases.by_{code}"].rows(asked())
        sums = {key: sum(int(str(row[key])) for row in rows) for key in COUNTS}
        assert sums == {
            "received": 4, "assigned": 3, "replied": 2, "closed": 1, "open": 3, "overdue": 0, "returned": 0,
            "solved": 1, "unsolved": 1, "no_verdict": 2,
        }, code  # fmt: skip


def test_every_neighbourhood_has_a_row_even_without_matters(four: list[Case]) -> None:
    rows = sources.tables()["cases.by_neighbourhood"].rows(asked())
    assert [row["name"] for row in rows][: len(tables.neighbourhoods().names)] == list(
        tables.neighbourhoods().names.values()
    )


def test_what_happened_after_the_cut_off_does_not_count(four: list[Case]) -> None:
    before = Asked(asked().period, now() - dt.timedelta(days=300), current_town())
    assert tables.received_in(before) == []
    assert tables.closed_in(before) == []
    same_day = Asked(asked().period, now(), current_town())
    assert len(tables.received_in(same_day)) == 4


def test_confidential_words_and_sealed_matters_do_not_leave(town: Town) -> None:
    secret = make_case(town, "assigned")
    act.ChangeConsent(actor=town.office, case_id=secret.case.pk, opinion_id=secret.opinion.pk, consent_text=False,
                      consent_name=False, confidential=True).execute()  # fmt: skip
    Case.objects.filter(pk=make_case(town, "received").case.pk).update(sealed=True)
    (row,) = tables.received_in(asked())
    assert row["number"] == secret.case.number
    assert row["words"] == ""


def test_overdue_matters_are_those_past_their_binding_date(four: list[Case]) -> None:
    later = Asked(asked().period, now() + dt.timedelta(days=60), current_town())
    numbers = [row["number"] for row in tables.overdue_at(later)]
    assert four[0].number in numbers
    assert four[3].number not in numbers
