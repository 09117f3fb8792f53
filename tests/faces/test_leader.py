"""领导一页: what is stuck, what repeats, what must be decided; every number with its n; nobody ranked."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.cases.pressing import run
from lianxin.core import clock as core_clock
from lianxin.db.scope import town_scope
from lianxin.faces import leading
from lianxin.people import roles
from tests.cases.factories import START, Town, make_case, make_town
from tests.conftest import FrozenClock
from tests.people.factories import make_person


@pytest.fixture
def town(db: None, frozen_clock: FrozenClock) -> Iterator[Town]:
    """The small town on Tuesday 2026-11-24."""
    frozen_clock.move_to(START)
    made = make_town()
    with town_scope(made.row):
        yield made


def reader(role: str) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(make_person(role))
    return client


@pytest.mark.parametrize(("late", "group"), [(1, 0), (2, 0), (3, 1), (5, 1), (6, 2), (10, 2), (11, 3), (200, 3)])
def test_which_group_so_many_working_days_belong_to(late: int, group: int) -> None:
    assert leading.group_of(late) == group


def test_the_three_questions_are_answered_with_n_and_definition(town: Town) -> None:
    for _n in range(3):
        make_case(town, w.CONTACTED)
    make_case(town, w.CLOSED)
    core_clock.set_fixed(dt.date(2026, 12, 9))
    run.raise_due()
    context = reader(roles.LEADER).get(reverse("leader")).context
    stuck, again, unsolved = context["stats"]
    assert (stuck["value"], stuck["n"]) == (3, "共 3 件在办")
    assert [one["value"] for one in context["late_groups"]] == [0, 0, 3, 0]
    assert again["value"] == 1
    assert context["repeats"][0]["value"] == 4
    assert unsolved["n"] == "最近 90 天有评价的 1 件"
    decisions = {one["name"]: one["value"] for one in context["decisions"]}
    assert decisions["领导包案待定"] == 1
    assert decisions["督办单待签发"] == 1
    assert all(one["definition"] for one in [*context["stats"], *context["decisions"]])


def test_the_congress_chair_decides_on_the_congress_own_means_only(town: Town) -> None:
    make_case(town, w.CONTACTED)
    core_clock.set_fixed(dt.date(2026, 12, 9))
    run.raise_due()
    context = reader(roles.CONGRESS_CHAIR).get(reverse("leader")).context
    decisions = {one["name"]: (one["value"], one["href"]) for one in context["decisions"]}
    assert decisions["监督措施待启动"][0] == 1
    assert decisions["监督措施待启动"][1].startswith(reverse("cases:steps"))
    assert not [name for name in decisions if "督办单" in name]


def test_what_is_sealed_is_not_counted(town: Town) -> None:
    case = make_case(town, w.CONTACTED).case
    Case.objects.filter(pk=case.pk).update(sealed=True)
    core_clock.set_fixed(dt.date(2026, 12, 9))
    context = reader(roles.CONGRESS_CHAIR).get(reverse("leader")).context
    assert context["stats"][0]["value"] == 0


def test_every_link_opens_and_an_empty_town_has_a_page_too(town: Town) -> None:
    client = reader(roles.LEADER)
    assert "没有逾期的事" in client.get(reverse("leader")).content.decode()
    make_case(town, w.CONTACTED)
    core_clock.set_fixed(dt.date(2026, 12, 9))
    run.raise_due()
    client = reader(roles.LEADER)
    context = client.get(reverse("leader")).context
    rows: list[dict[str, Any]] = [*context["stats"], *context["decisions"], *context["oldest"]]
    links = [row["href"] for row in rows if row.get("href")]
    assert len(links) > 5
    for href in links:
        assert client.get(href).status_code == 200, href


def test_the_page_costs_at_most_twelve_statements_whatever_there_is(town: Town) -> None:
    def cost() -> int:
        client = reader(roles.GOVERNMENT_DESK)
        client.get(reverse("leader"))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("leader")).status_code == 200
        return len(seen)

    few = cost()
    for _n in range(8):
        make_case(town, w.CONTACTED)
    core_clock.set_fixed(dt.date(2026, 12, 9))
    run.raise_due()
    assert few <= cost() <= 12
