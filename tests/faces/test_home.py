"""The first page of each face: what one can do here, and what waits for whom."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory

from lianxin.cases.actions import RecordOpinion
from lianxin.db.scope import town_scope
from lianxin.faces import home
from lianxin.journal.actors import Actor
from tests.cases.factories import Town, make_town

WORDS = "楼道灯坏了，晚上看不见台阶"


@pytest.fixture
def small(db: None) -> Iterator[Town]:
    """A town in which somebody spoke, a deputy beside."""
    made = make_town()
    with town_scope(made.row):
        RecordOpinion(
            actor=made.office, words=WORDS, place_id=made.first.pk, deputy_ids=(made.deputy.pk,), kind="problem"
        ).execute()
        yield made


def ask(view: Any, actor: Actor, town: Town) -> str:
    """What a view shows an actor."""
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]
    request.town = town.row  # type: ignore[attr-defined]
    return str(view(request).content.decode())


def test_a_resident_finds_both_doors_on_the_first_page(small: Town) -> None:
    page = Client().get("/").content.decode()
    assert 'href="/speak/"' in page
    assert 'href="/follow/"' in page


def test_the_congress_office_sees_what_waits_for_it(small: Town) -> None:
    page = ask(home.desk, small.office, small)
    assert "楼道灯坏了" in page


def test_a_unit_does_not_see_what_is_not_its_own(small: Town) -> None:
    assert "楼道灯坏了" not in ask(home.desk, small.handler(), small)


def test_a_deputy_sees_what_was_said_beside_it_and_nothing_else(small: Town) -> None:
    assert "楼道灯坏了" in ask(home.deputy, small.deputy_actor, small)
    assert "楼道灯坏了" not in ask(home.deputy, small.other_deputy_actor, small)


def test_the_first_page_of_the_desk_takes_few_statements(small: Town, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        ask(home.desk, small.office, small)
