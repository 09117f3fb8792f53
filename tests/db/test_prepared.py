"""Kept statements: written once, answered anew, never across towns."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.db import prepared
from lianxin.db.models import District, Town
from lianxin.db.scope import town_scope
from lianxin.places.models import Place, PlaceKind

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


def place(where: Town, code: str, path: str = "", parent: Place | None = None) -> Place:
    with town_scope(where):
        return Place.objects.create(code=code, name=code, kind=PlaceKind.NEIGHBOURHOOD, path=path, parent=parent)


def coded(code: str) -> list[Place]:
    return prepared.objects("coded", lambda code: Place.objects.select_related("parent").filter(code=code), code)


def test_objects_are_read_for_the_values_given_in_the_current_town_only() -> None:
    one, two = town("A"), town("B")
    above = place(one, "above")
    mine, other, foreign = place(one, "x", parent=above), place(one, "y"), place(two, "x")
    with town_scope(one):
        assert coded("x") == [mine]
        assert coded("y") == [other]
        assert coded("nothing") == []
    with town_scope(two):
        assert coded("x") == [foreign]
        assert coded("y") == []


def test_objects_bring_what_was_joined_and_can_be_stored_again() -> None:
    one = town("A")
    place(one, "x", parent=place(one, "above"))
    with town_scope(one):
        (found,) = coded("x")
        with CaptureQueriesContext(connection) as seen:
            assert found.parent is not None
            assert found.parent.code == "above"
        assert len(seen) == 0
        found.name = "新名"
        found.save()
        assert Place.objects.get(pk=found.pk).name == "新名"


def test_the_queryset_with_values_is_made_once_for_all_towns() -> None:
    made: list[int] = []

    def rows(code: str) -> object:
        made.append(1)
        return Place.objects.filter(code=code)

    for where in (town("A"), town("B")):
        with town_scope(where):
            prepared.objects("k", rows, "x")  # type: ignore[arg-type]
    assert len(made) == 1


def test_signs_of_a_pattern_stand_for_themselves() -> None:
    one = town("A")
    wanted, other = place(one, "1", "/1%/2/"), place(one, "2", "/12/2/")

    def below(path: str) -> list[Place]:
        return prepared.objects("below", lambda path: Place.objects.filter(path__startswith=path), path)

    with town_scope(one):
        assert below("/1%/") == [wanted]
        assert below("/12/") == [other]


def test_a_value_that_would_be_lost_is_refused() -> None:
    with town_scope(town("A")), pytest.raises(ValueError, match="not among the parameters"):
        prepared.objects("lost", lambda _code: Place.objects.all(), "x")


def test_a_queryset_begun_in_one_town_is_refused_before_another_town_reads_it() -> None:
    with town_scope(town("A")):
        begun = Place.objects.all()
        with pytest.raises(ValueError, match="stay in one town"):
            prepared.objects("begun", lambda code: begun.filter(code=code), "x")


def test_what_was_made_of_an_answer_is_made_again_only_when_the_answer_changes() -> None:
    calls: list[int] = []

    def codes() -> str:
        def shape(rows: list[tuple[object, ...]]) -> str:
            calls.append(len(rows))
            return "".join(str(code) + str(is_demo) for code, is_demo in rows)

        return prepared.made("codes", lambda: Town.objects.order_by("code").values_list("code", "is_demo"), shape)

    town("A")
    assert (codes(), codes(), calls) == ("ATrue", "ATrue", [1])
    Town.objects.update(is_demo=False)
    assert (codes(), calls) == ("AFalse", [1, 1])
