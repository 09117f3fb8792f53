"""The supervision table: the roll-up equals a recount, the page costs the same, and says nothing of sealed matters."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from lianxin.cases import workflow as w
from lianxin.cases.models import Case, SupervisionCell
from lianxin.cases.supervision import rollup
from lianxin.core.clock import now, today
from lianxin.people import roles
from tests.cases.desk import signed_in
from tests.cases.factories import Town
from tests.cases.walk import make_case
from tests.conftest import FrozenClock

URL = "/desk/supervision/"


def total(name: str) -> int:
    return SupervisionCell.objects.aggregate(n=Sum(name))["n"] or 0


def cells() -> list[tuple[Any, ...]]:
    names = ("month", "unit_ref", "home_ref", *rollup.COUNTS)
    return sorted(SupervisionCell.objects.values_list(*names))


def recounted() -> list[tuple[Any, ...]]:
    SupervisionCell.objects.all().delete()
    homes = rollup._homes()
    for month in rollup._every_month():
        rollup._recount(month, today(), homes)
    return cells()


def test_what_happens_later_is_counted_at_the_next_run_and_equals_a_recount(town: Town) -> None:
    make_case(town, w.RECEIVED)
    make_case(town, w.RECEIVED)
    assert rollup.refresh() == 1
    assert (total("received"), total("open_now"), total("closed")) == (2, 2, 0)
    make_case(town, w.CLOSED)
    rollup.refresh()
    assert (total("received"), total("open_now"), total("closed")) == (3, 2, 1)
    assert total("answered") == 1
    kept = cells()
    assert kept == recounted()


def test_a_day_that_passes_makes_matters_overdue_without_anybody_acting(town: Town, clock: FrozenClock) -> None:
    make_case(town, w.TRANSFERRED)
    rollup.refresh()
    assert total("overdue") == 0
    clock.move_to(now() + dt.timedelta(days=90))
    assert rollup.refresh() == 1
    assert total("overdue") == 1


def test_nothing_moved_means_nothing_is_counted(town: Town, clock: FrozenClock) -> None:
    make_case(town, w.TRANSFERRED)
    rollup.refresh()
    clock.move_to(now() + dt.timedelta(minutes=30))
    rollup.refresh()  # looks ten minutes back, for transactions that were still open
    clock.move_to(now() + dt.timedelta(minutes=1))
    assert rollup.refresh() == 0


def test_sealed_matters_are_in_no_figure(town: Town) -> None:
    make_case(town, w.TRANSFERRED)
    Case.objects.update(sealed=True)
    rollup.refresh()
    assert total("received") == 0


def test_the_page_shows_lines_totals_and_exports_them(town: Town) -> None:
    make_case(town, w.CLOSED)
    make_case(town, w.TRANSFERRED)
    client = signed_in(roles.GOVERNMENT_DESK)
    page = client.get(URL).content.decode()
    assert "督查总表" in page
    assert "还没有交办" in page
    assert "2026-11" in page
    text = client.get(URL, {"format": "csv"}).getvalue().decode("utf-8-sig")
    assert text.splitlines()[1].startswith("承办单位,居民区,收到的月份,收到,在办")
    assert len(text.splitlines()) == 2 + SupervisionCell.objects.count()
    assert "没有符合条件的记录" in client.get(URL, {"until": "2020-01-01"}).content.decode()


@pytest.mark.parametrize("query", [{}, {"sort": "late"}])
def test_the_page_asks_the_same_whatever_the_number_of_lines(town: Town, query: dict[str, str]) -> None:
    make_case(town, w.TRANSFERRED)
    client = signed_in(roles.GOVERNMENT_DESK)
    client.get(URL, query)
    asked = []
    for rows in (20, 100):
        SupervisionCell.objects.all().delete()
        SupervisionCell.objects.bulk_create(
            SupervisionCell(
                town_id=town.row.pk, month=dt.date(2020 + n // 12, n % 12 + 1, 1), unit_ref=n, home_ref=0,
                **dict.fromkeys(rollup.COUNTS, n),
            )
            for n in range(rows)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            assert client.get(URL, query).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 7
