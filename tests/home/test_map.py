"""The schematic map of the network page: a tile for every neighbourhood, open now or on which day next."""

from django.test import Client
from django.urls import reverse

from lianxin.db.models import Town
from lianxin.home.models import VenueKind
from lianxin.home.selectors.venues import map_tiles, venues
from tests.home.factories import make_venue, opens
from tests.places.factories import make_neighbourhood


def test_every_neighbourhood_has_its_tile_with_the_day_its_point_opens(town: Town, frozen_clock: object) -> None:
    homes = [make_neighbourhood(code, tile_x=n, tile_y=0) for n, code in enumerate(("N01", "N02", "N03", "N04"))]
    for home, weekday in zip(homes, (2, 2, 5), strict=False):  # it is Tuesday, nine o'clock
        point = make_venue(f"D-{home.code}", VenueKind.POINT, place=home)
        opens(point, weekday, "08:30" if home.code == "N01" else "14:00", "16:00")
    make_venue("S1", VenueKind.STATION, place=homes[3])
    tiles = {tile["name"]: tile for tile in map_tiles(venues(), lambda venue: f"/{venue.code}/")}
    assert {name: (tile["state"], tile["note"]) for name, tile in tiles.items()} == {
        "N01": ("clear", "开着"), "N02": ("place", "今天"), "N03": ("place", "周五"), "N04": ("none", "还没有"),
    }  # fmt: skip
    assert tiles["N01"]["href"] == "/D-N01/"
    assert "href" not in tiles["N04"]


def test_residents_see_the_map_as_a_picture_with_words_beside_it(town: Town, frozen_clock: object) -> None:
    make_venue("D01", VenueKind.POINT, place=make_neighbourhood("N01", tile_x=0, tile_y=0))
    page = Client().get(reverse("home:public_network")).content.decode()
    assert "看图找联系点" in page
    assert "示意图" in page
    assert "站点D01" in page, "the tree below says the same without the picture"
