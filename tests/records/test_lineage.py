"""The chain of an object reads in both directions, is bounded, and shows nobody what they may not see."""

from collections.abc import Iterator

import pytest
from django.test import Client

from lianxin.db.models import Town
from lianxin.journal import kinds
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.people import roles
from lianxin.records import access, lineage
from lianxin.records.models import LineageLink, Relation
from tests.people.factories import PASSWORD, make_person

CLERK = Actor(ACCOUNT, "7", "人大办")


@pytest.fixture(autouse=True)
def labelled() -> Iterator[None]:
    """Things whose ids are below 100 may be seen."""
    kinds.register("thing", "records.LineageLink", "物件")
    access.labels_of("thing", lambda actor, ids: {one: access.Label(f"第{one}件") for one in ids if one < 100})
    yield
    access._labels.pop("thing")
    kinds._kinds.pop("thing")


def join(one: int, other: int, relation: Relation = Relation.BECAME) -> LineageLink:
    """Link two things."""
    return lineage.link(("thing", one), ("thing", other), relation, CLERK)


def test_both_directions_are_read_nearest_first(town: Town) -> None:
    join(1, 3)
    join(2, 3)
    join(3, 4)
    join(4, 5)
    assert lineage.ancestors("thing", 4) == [("thing", 3), ("thing", 1), ("thing", 2)]
    assert lineage.descendants("thing", 3) == [("thing", 4), ("thing", 5)]
    chain = lineage.chain("thing", 3)
    assert chain.generations[("thing", 1)] == -1
    assert chain.generations[("thing", 5)] == 2
    assert len(chain.edges) == 4


def test_a_link_exists_once_and_never_to_itself(town: Town) -> None:
    assert join(1, 2).pk == join(1, 2).pk
    with pytest.raises(ValueError, match="origin"):
        join(1, 1)


def test_loops_long_chains_and_crowds_end(town: Town) -> None:
    join(1, 2)
    join(2, 1, Relation.CITED_BY)
    assert set(lineage.chain("thing", 1).generations) == {("thing", 1), ("thing", 2)}
    for number in range(10, 30):
        join(number, number + 1)
    assert lineage.chain("thing", 10).is_cut
    for number in range(1000, 1000 + lineage.MOST + 5):
        join(50, number)
    crowded = lineage.chain("thing", 50)
    assert crowded.is_cut
    assert len(crowded.generations) == lineage.MOST


def test_the_page_draws_boxes_and_hides_what_may_not_be_seen(town: Town, client: Client) -> None:
    join(1, 2, Relation.MERGED_INTO)
    join(2, 500)
    person = make_person(roles.CONGRESS_OFFICE)
    assert client.login(username=person.username, password=PASSWORD)
    page = client.get("/desk/lineage/thing/2/").content.decode()
    assert page.count("<rect") >= 3
    assert "并入" in page
    assert "第500件" not in page
    assert "您不能查看" in page
    assert client.get("/desk/lineage/thing/500/").status_code == 404
    assert client.get("/desk/lineage/nothing/1/").status_code == 404


def test_an_object_without_links_says_so(town: Town, client: Client) -> None:
    person = make_person(roles.CONGRESS_OFFICE)
    assert client.login(username=person.username, password=PASSWORD)
    assert "还没有前后关联" in client.get("/desk/lineage/thing/9/").content.decode()
