"""The first page of each face: what one can do here, and what waits for whom."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case
from lianxin.core.clock import today
from lianxin.db.models import Town as TownRow
from lianxin.db.scope import town_scope
from lianxin.deputies.models import ContactPlace
from lianxin.faces import deputy, home, overview
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.places.models import Place
from tests.cases.factories import Town, make_town
from tests.people.factories import make_person

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
    assert 'href="/neighbourhoods/"' in page


def test_the_front_page_counts_what_became_of_words_and_shows_none_of_them(small: Town) -> None:
    page = Client().get("/").content.decode()
    assert overview.lately() == {"received": 1, "assigned": 0, "answered": 0, "judged": 0}
    assert "最近 90 天的话" in page
    assert "楼道灯" not in page


def test_a_town_in_which_nobody_spoke_shows_no_row_of_zeros(db: None) -> None:
    with town_scope(make_town().row):
        assert "最近 90 天的话" not in Client().get("/").content.decode()


def test_a_resident_finds_the_neighbourhood_with_its_deputies(small: Town) -> None:
    ContactPlace.objects.create(deputy=small.deputy, place=small.first, valid_from=today())
    page = Client().get("/neighbourhoods/").content.decode()
    assert small.first.name in page
    assert small.deputy.label in page
    assert f"at={small.first.public_token}" in page


def test_the_congress_office_sees_what_waits_for_it(small: Town) -> None:
    page = ask(home.desk, small.office, small)
    assert "楼道灯坏了" in page


def test_a_unit_does_not_see_what_is_not_its_own(small: Town) -> None:
    assert "楼道灯坏了" not in ask(home.desk, small.handler(), small)


def test_a_deputy_sees_what_was_said_beside_it_and_nothing_else(small: Town) -> None:
    assert "楼道灯坏了" in ask(deputy.deputy, small.deputy_actor, small)
    assert "楼道灯坏了" not in ask(deputy.deputy, small.other_deputy_actor, small)


def test_the_first_page_of_the_desk_takes_few_statements(small: Town, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        ask(home.desk, small.office, small)


def test_what_is_overdue_stands_first_and_is_counted_of_all(small: Town) -> None:
    Case.objects.update(due_on=today() - dt.timedelta(days=3))
    page = ask(home.desk, small.office, small)
    assert "先办已逾期的" in page
    assert "共 1 件在办" in page


def test_a_leader_without_lists_of_work_still_sees_what_is_open(small: Town) -> None:
    assert "楼道灯坏了" in ask(home.desk, small.leader, small)


def test_the_map_counts_open_and_overdue_matters_below_each_neighbourhood(small: Town) -> None:
    Place.objects.filter(pk=small.first.pk).update(tile_x=0, tile_y=0)
    Place.objects.filter(pk=small.second.pk).update(tile_x=1, tile_y=0)
    RecordOpinion(actor=small.office, words="垃圾没清", place_id=small.compound.pk, kind="problem").execute()
    Case.objects.filter(place=small.compound).update(due_on=today() - dt.timedelta(days=1))
    first, second = overview.map_of(small.office, overview.neighbourhoods())
    assert (first["value"], first["late"], first["state"]) == (2, 1, "late")
    assert (second["value"], second["late"], second["state"]) == (0, 0, "clear")
    assert "逾期 1" in ask(home.desk, small.office, small)


def test_a_secretary_sees_no_map_of_the_whole_town(small: Town) -> None:
    Place.objects.filter(pk=small.first.pk).update(tile_x=0, tile_y=0)
    assert "示意图" in ask(home.desk, small.office, small)
    assert "places.geojson" in ask(home.desk, small.office, small)
    assert "示意图" not in ask(home.desk, small.secretary, small)


def test_a_unit_is_offered_no_file_of_the_map_that_it_may_not_take(small: Town) -> None:
    Place.objects.filter(pk=small.first.pk).update(tile_x=0, tile_y=0)
    page = ask(home.desk, small.handler(), small)
    assert "示意图" in page
    assert "places.geojson" not in page


def test_two_weeks_of_in_and_out_end_today(small: Town) -> None:
    days = overview.in_and_out(small.office)
    assert len(days) == overview.DAYS
    assert (days[-1]["first"], days[-1]["second"]) == (1, 0)
    assert sum(day["first"] for day in days[:-1]) == 0


def test_a_deputy_sees_what_each_side_says_apart(small: Town) -> None:
    page = ask(deputy.deputy, small.deputy_actor, small)
    assert "还没有答复" in page
    assert "还没问" in page
    Case.objects.update(resident_says="unsolved", state="silent")
    assert "还没问" not in ask(deputy.deputy, small.deputy_actor, small)


def test_the_first_page_of_a_deputy_takes_few_statements(small: Town, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(7):
        ask(deputy.deputy, small.deputy_actor, small)


def test_a_tile_of_the_map_leads_to_the_matters_of_its_neighbourhood(small: Town) -> None:
    TownRow.objects.filter(pk=small.row.pk).update(is_default=True)
    Place.objects.filter(pk=small.first.pk).update(tile_x=0, tile_y=0)
    RecordOpinion(actor=small.office, words="柳堰的垃圾没清", place_id=small.second.pk, kind="problem").execute()
    client = Client()
    client.force_login(make_person(roles.CONGRESS_OFFICE))
    (tile,) = overview.map_of(small.office, [Place.objects.get(pk=small.first.pk)])
    page = client.get(tile["href"]).content.decode()
    assert "楼道灯坏了" in page
    assert "柳堰的垃圾" not in page
