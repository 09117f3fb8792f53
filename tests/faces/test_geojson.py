"""Neighbourhoods for a map: where the profile puts them, with counts too large to point to anybody."""

import json

import pytest
from django.test import Client

from lianxin.db.models import Town
from lianxin.faces import geojson
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.places.models import Place, PlaceKind
from tests.people.factories import PASSWORD, make_person


def place(code: str, **facts: object) -> Place:
    """A neighbourhood of the register."""
    return Place(
        kind=PlaceKind.NEIGHBOURHOOD, code=code, name=f"{code}居民区", path=f"/{code}/", facts=json.dumps(facts)
    )


def test_a_place_stands_where_the_profile_says_in_wgs84() -> None:
    made = geojson.feature(place("N01", lon=121.3554, lat=31.2104), 7, 0)
    assert made["geometry"] == {"type": "Point", "coordinates": [121.3554, 31.2104]}
    assert made["properties"] == {"code": "N01", "name": "N01居民区", "open": 7, "overdue": 0, "hidden_below": 5}


def test_co_ordinates_of_a_chinese_map_are_brought_back() -> None:
    (lon, lat) = geojson.feature(place("N01", lon=116.41024449916938, lat=39.91640428150164, datum="gcj02"), 0, 0)[
        "geometry"
    ]["coordinates"]
    assert (lon, lat) == (116.404, 39.915)


@pytest.mark.parametrize(
    "facts", [{}, {"lon": 121.3}, {"lon": "121.3", "lat": 31.2}, {"lon": 200, "lat": 31.2}, {"lon": True, "lat": 31},
              {"lon": 121.3, "lat": 31.2, "datum": "mercator"}],
)  # fmt: skip
def test_a_place_without_usable_co_ordinates_has_no_geometry(facts: dict[str, object]) -> None:
    assert geojson.feature(place("N01", **facts), 0, 0)["geometry"] is None


@pytest.mark.parametrize(("count", "given"), [(0, 0), (1, None), (4, None), (5, 5), (60, 60)])
def test_a_small_count_is_left_out(count: int, given: int | None) -> None:
    assert geojson.shown(count) == given


def test_the_file_holds_nothing_else_and_taking_it_is_noted(town: Town, client: Client) -> None:
    row = place("N01", lon=121.3554, lat=31.2104, secretary="王小明", phone="13800138000", address="仙霞路88弄")
    row.save()
    assert client.login(username=make_person(roles.LEADER).username, password=PASSWORD)
    answer = client.get("/desk/places.geojson")
    assert answer["Content-Type"].startswith("application/geo+json")
    text = answer.content.decode()
    assert not [word for word in ("王小明", "13800138000", "仙霞路") if word in text]
    assert [one["properties"]["code"] for one in json.loads(text)["features"]] == ["N01"]
    assert LogEntry.objects.filter(verb="people.exported").count() == 1
