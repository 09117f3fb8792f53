"""Kept statements: written once, answered anew, never across towns."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.db import prepared
from lianxin.db.models import District, Town
from lianxin.db.scope import town_scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    prepared.forget()
    yield
    prepared.forget()


def names() -> list[tuple[object, ...]]:
    return prepared.read("names", lambda: Town.objects.order_by("code").values_list("code", "is_demo"))


def town(code: str) -> Town:
    district, _made = District.objects.get_or_create(code="d1", defaults={"name": "区"})
    return Town.objects.create(code=code, slug=code.lower(), name=code, district=district, is_demo=code == "A")


def test_a_kept_statement_answers_with_what_is_there_now_and_converts_as_the_orm_does() -> None:
    assert names() == []
    town("A")
    assert names() == [("A", True)]
    town("B")
    assert names() == [("A", True), ("B", False)]


def test_the_queryset_is_made_once_a_key_and_town() -> None:
    made: list[int] = []

    def rows() -> object:
        made.append(1)
        return Town.objects.values_list("code")

    one, two = town("A"), town("B")
    for where in (one, one, two):
        with town_scope(where):
            prepared.read("k", rows)  # type: ignore[arg-type]
    assert len(made) == 2


def test_a_count_stops_at_its_cap_and_an_impossible_condition_counts_nothing() -> None:
    for number in range(7):
        town(f"T{number}")
    wanted = {"all": Town.objects.all(), "none": Town.objects.none(), "one": Town.objects.filter(code="T1")}
    with CaptureQueriesContext(
        connection,
    ) as seen:
        found = prepared.capped_counts("caps", lambda: wanted, 5)
    assert found == {"all": 6, "none": 0, "one": 1}
    assert len(seen) == 1
    assert prepared.capped_counts("nothing", lambda: {"none": Town.objects.none()}, 5) == {"none": 0}


def test_a_condition_that_nothing_meets_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as seen:
        assert prepared.read("never", lambda: Town.objects.none().values_list("code")) == []
    assert len(seen) == 0
