"""A figure never stands alone: counts, n and definition are on the page and in the workbook."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client

from lianxin.core.documents.xlsx import read_table
from lianxin.db.models import Town
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.reports import registry, selectors
from lianxin.reports.registry import Figure, Period
from tests.people.factories import PASSWORD, make_person

YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture(autouse=True)
def three_figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A share, a count, and a share of nothing; nothing else is registered."""
    monkeypatch.setattr(registry, "_figures", {})
    registry.figure(
        "contact", "首次联系率", "1个工作日内联系 ÷ 已交办", "件", lambda period, town: Figure(3, 4, 4, "/desk/")
    )
    registry.figure("heard", "收到", "期内收到的意见", "件", lambda period, town: Figure(12, None, 12))
    registry.figure("none", "兑现率", "按期兑现 ÷ 到期承诺", "件", lambda period, town: Figure(0, 0, 0))
    return


def test_a_share_is_computed_only_where_there_is_something_to_divide_by() -> None:
    assert (Figure(3, 4, 4).share, Figure(1, 3, 3).share) == (75.0, 33.3)
    assert (Figure(3, None, 3).share, Figure(0, 0, 0).share) == (None, None)


def test_counts_come_first_and_n_is_always_beside_a_share(town: Town) -> None:
    rows = selectors.rows(YEAR, town)
    assert [row["value"] for row in rows] == ["3 / 4", "12", "0 / 0"]
    assert [row["n"] for row in rows] == ["75.0%（n = 4）", "n = 12", "还没有可比的数（n = 0）"]
    assert all(row["definition"] for row in rows)


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="period"):
        Period(dt.date(2026, 2, 1), dt.date(2026, 1, 1))


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    """A client signed in for the congress office."""
    person = make_person(roles.CONGRESS_OFFICE)
    assert client.login(username=person.username, password=PASSWORD)
    return client


def test_the_page_shows_every_figure_with_its_definition(office: Client) -> None:
    page = office.get("/desk/figures/").content.decode()
    assert page.count("n = ") == 3
    assert "1个工作日内联系 ÷ 已交办" in page


def test_a_period_that_makes_no_sense_is_named_at_its_field(office: Client) -> None:
    response = office.get("/desk/figures/", {"first": "2026-06-01", "last": "2026-05-01"})
    assert response.status_code == 422
    assert "结束日期不能早于开始日期" in response.content.decode()


def test_the_workbook_carries_counts_n_and_definition_and_leaves_a_trace(office: Client) -> None:
    response = office.get("/desk/figures/", {"format": "xlsx"})
    table = read_table(b"".join(response))  # type: ignore[arg-type]
    assert list(table.headers)[:7] == ["指标", "分子", "分母", "单位", "百分比", "n", "定义"]
    assert len(table.rows) == 3
    assert LogEntry.objects.filter(verb="people.exported").exists()
