"""Rows belong to one town for ever, and code sees the rows of the current town only."""

import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models.deletion import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.db.errors import CrossTownReference, TownChangeRefused, TownScopeMissing
from lianxin.db.models import Town
from lianxin.db.scope import (
    city_reading,
    city_reading_reason,
    current_town,
    current_town_id,
    current_town_id_or_none,
    town_scope,
)
from tests.db.toytown.models import Event, Kind, Label, Matter, MatterLabel


def test_outside_any_scope_town_owned_rows_cannot_be_asked_for(towns: list[Town]) -> None:
    with pytest.raises(TownScopeMissing, match="town_scope"):
        Matter.objects.all()
    with pytest.raises(TownScopeMissing):
        Matter(number="1").save()
    with pytest.raises(TownScopeMissing):
        Matter.all_towns.bulk_create([Matter(number="1")])
    with pytest.raises(TownScopeMissing):
        current_town()


def test_a_new_row_belongs_to_the_current_town(towns: list[Town]) -> None:
    with town_scope(towns[1].pk):
        made = [Matter.objects.create(number="1"), *Matter.objects.bulk_create([Matter(number="2")])]
        assert {row.town_id for row in made} == {towns[1].pk}
        assert current_town() == towns[1]


def test_the_innermost_scope_counts_and_ends_with_its_block(towns: list[Town]) -> None:
    with town_scope(towns[0]):
        with town_scope(towns[1]):
            assert current_town_id() == towns[1].pk
        assert current_town_id() == towns[0].pk
        with pytest.raises(ZeroDivisionError), town_scope(towns[1]):
            _ = 1 / 0
        assert current_town_id() == towns[0].pk
    assert current_town_id_or_none() is None


def test_an_unsaved_town_is_no_scope() -> None:
    with pytest.raises(TownScopeMissing), town_scope(Town(pk=None)):
        pass


def test_a_new_thread_starts_outside_any_scope(towns: list[Town]) -> None:
    seen: list[int | None] = []
    with town_scope(towns[0]):
        thread = threading.Thread(target=lambda: seen.append(current_town_id_or_none()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_the_town_of_a_row_never_changes(towns: list[Town]) -> None:
    with town_scope(towns[0]):
        matter = Matter.objects.create(number="1")
        matter.town = towns[1]
        with pytest.raises(TownChangeRefused):
            matter.save()
        loaded = Matter.objects.only("number").get()
        loaded.town_id = towns[1].pk
        with pytest.raises(TownChangeRefused):
            loaded.save()
        with pytest.raises(TownChangeRefused):
            Matter.objects.update(town=towns[1])
        with pytest.raises(TownChangeRefused):
            Matter.objects.bulk_update([matter], ["town"])
    assert list(Matter.all_towns.values_list("town", "number")) == [(towns[0].pk, "1")]


def test_a_row_cannot_refer_to_another_town(towns: list[Town]) -> None:
    with town_scope(towns[0]):
        matter = Matter.objects.create(number="1")
    with town_scope(towns[1]):
        with pytest.raises(CrossTownReference):
            Event(matter=matter)
        own = Event(matter=Matter.objects.create(number="1"))
        with pytest.raises(CrossTownReference):
            own.matter = matter
        by_id = Event(matter_id=matter.pk)
        with pytest.raises(ValidationError) as refused:
            by_id.full_clean(exclude=["at"])
        assert set(refused.value.message_dict) == {"matter"}


def test_a_new_row_takes_the_town_of_what_it_refers_to(towns: list[Town]) -> None:
    with town_scope(towns[0]):
        matter = Matter.objects.create(number="1")
    event = Event(matter=matter)
    event.save()
    made, created = matter.events.get_or_create(seq=2)
    assert (event.town_id, made.town_id, created) == (towns[0].pk, towns[0].pk, True)
    assert matter.events.count() == 2


def test_what_hangs_on_a_row_is_read_in_its_own_town(towns: list[Town]) -> None:
    with town_scope(towns[0]):
        matter = Matter.objects.create(number="1")
        matter.events.create(seq=1)
    with town_scope(towns[1]):
        assert matter.events.count() == 1
        assert matter.events.get().matter == matter


def test_prefetching_over_two_towns_misses_nothing(towns: list[Town]) -> None:
    for town in towns:
        with town_scope(town):
            Matter.objects.create(number="1").events.create(seq=1)
    rows = Matter.all_towns.prefetch_related("events").order_by("town")
    assert [[event.town_id for event in row.events.all()] for row in rows] == [[town.pk] for town in towns]
    events = Event.all_towns.prefetch_related("matter")
    assert all(event.matter.town_id == event.town_id for event in events)


def test_a_deletion_takes_along_what_the_references_say(towns: list[Town]) -> None:
    with town_scope(towns[0]):
        matter = Matter.objects.create(number="1")
        child = Matter.objects.create(number="2", parent=matter)
        matter.events.create(seq=1)
        label = Label.objects.create(name="l")
        MatterLabel.objects.create(matter=matter, label=label)
        with pytest.raises(ProtectedError):
            label.delete()
        assert Matter.objects.filter(number="1").delete() == (
            3,
            {"toytown.Matter": 1, "toytown.Event": 1, "toytown.MatterLabel": 1},
        )
        child.refresh_from_db()
        assert child.parent is None
        assert label.delete() == (1, {"toytown.Label": 1})
        assert label.pk is None
        with pytest.raises(ValueError, match="without an id"):
            label.delete()
        with pytest.raises(TypeError, match="limit"):
            Matter.objects.all()[:1].delete()


def test_ids_grow_with_time_and_fit_sixty_three_bits(towns: list[Town]) -> None:
    with town_scope(towns[0]):
        ids = [Matter.objects.create(number=str(number)).pk for number in range(20)]
    assert ids == sorted(set(ids))
    assert 0 < ids[-1] < 2**63


def test_a_reason_is_needed_to_read_the_city() -> None:
    with pytest.raises(ValueError, match="reason"), city_reading(" "):
        pass
    with city_reading("counting towns"):
        assert city_reading_reason() == "counting towns"
    assert city_reading_reason() == ""


def test_the_same_number_twice_in_a_town_is_refused(towns: list[Town]) -> None:
    with town_scope(towns[0]):
        Matter.objects.create(number="1")
        with pytest.raises(IntegrityError):
            Matter.objects.create(number="1")


#: What a stranger might try in order to see rows of another town: each returns rows, whatever their model.
WAYS_TO_READ: dict[str, Any] = {
    "all": lambda: Matter.objects.all(),
    "by state": lambda: Matter.objects.filter(state="open"),
    "either": lambda: Matter.objects.filter(state="open") | Matter.objects.filter(number="1"),
    "not": lambda: Matter.objects.exclude(number="0"),
    "by event": lambda: Matter.objects.filter(events__seq__gte=0),
    "without event": lambda: Matter.objects.filter(events=None),
    "events": lambda: Event.objects.select_related("matter"),
    "matters of events": lambda: [event.matter for event in Event.objects.all()],
    "events of matters": lambda: [event for matter in Matter.objects.all() for event in matter.events.all()],
    "prefetched": lambda: [e for m in Matter.objects.prefetch_related("events") for e in m.events.all()],
    "through the reference table": lambda: [row for kind in Kind.objects.all() for row in kind.matters.all()],
    "through the link table": lambda: [row for label in Label.objects.all() for row in label.matters.all()],
    "union": lambda: Matter.objects.filter(number="1").union(Matter.objects.filter(number="2"), all=True),
}


@given(
    rows=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 2)), max_size=8),
    ways=st.lists(st.sampled_from(sorted(WAYS_TO_READ)), min_size=1, max_size=5, unique=True),
)
@settings(max_examples=40, deadline=None)
@pytest.mark.django_db
def test_no_way_of_reading_shows_a_row_of_another_town(rows: list[tuple[int, int, int]], ways: list[str]) -> None:
    towns = _two_empty_towns()
    kind, _made = Kind.objects.get_or_create(name="k")
    for which, number, events in rows:
        with town_scope(towns[which]):
            matter, _made = Matter.objects.get_or_create(number=str(number), defaults={"kind": kind})
            label, _made = Label.objects.get_or_create(name="l")
            MatterLabel.objects.get_or_create(matter=matter, label=label)
            for seq in range(events):
                matter.events.get_or_create(seq=seq)
    for town in towns:
        with town_scope(town):
            for way in ways:
                assert {row.town_id for row in WAYS_TO_READ[way]()} <= {town.pk}
            expected = {number for which, number, _events in rows if towns[which] == town}
            assert Matter.objects.count() == len(expected)


def _two_empty_towns() -> list[Town]:
    """Two towns of this example alone (Hypothesis runs many examples in one transaction)."""
    count = Town.objects.count()
    return [Town.objects.create(code=f"T{count}{side}", slug=f"t{count}{side}".lower(), name="x") for side in "AB"]
