"""楼组长 are kept by their own neighbourhood; retention and the other administrators' doings have their own readers."""

import datetime as dt

from lianxin.people.actions.heads import context_of
from lianxin.people.models import BuildingHead
from lianxin.people.sealing import cipher
from lianxin.places.models import PlaceKind
from tests.places.factories import make_place
from tests.security.matrix import Row
from tests.security.world import World


def building_at(world: World, side: str) -> dict[str, object]:
    """A building of a neighbourhood."""
    return {"pk": make_place(PlaceKind.BUILDING, f"B-{side}", world.place(side)).pk}


def head_at(world: World, side: str) -> dict[str, object]:
    """Somebody who stands for a building."""
    building = make_place(PlaceKind.BUILDING, f"H-{side}", world.place(side))
    head = BuildingHead(building=building, valid_from=dt.date(2026, 1, 1))
    head.name_encrypted = cipher().encrypt("张阿姨", context_of(head))
    head.save(force_insert=True)
    return {"pk": head.pk}


MAKERS = {"building": building_at, "building_head": head_at}

OWN = "200/404: secretary committee\n403: rest\n302: resident"

ROWS = [
    Row("administration:heads", "GET", "200: secretary committee\n403: rest\n302: resident"),
    Row("administration:appoint_head", "GET", OWN, made="building"),
    Row(
        "administration:appoint_head",
        "POST",
        "422/404: secretary committee\n403: rest\n401: resident",
        made="building",
    ),
    Row("administration:end_head", "GET", OWN, made="building_head"),
    Row(
        "administration:end_head",
        "POST",
        "302/404: secretary committee\n403: rest\n401: resident",
        made="building_head",
    ),
    Row("administration:head_contact", "GET", OWN, made="building_head"),
    Row(
        "administration:head_contact",
        "POST",
        "422/404: secretary committee\n403: rest\n401: resident",
        made="building_head",
    ),
    Row("administration:retention", "GET", "200: system_admin\n403: rest\n302: resident"),
    Row("administration:run_retention", "POST", "302: system_admin\n403: rest\n401: resident"),
    Row(
        "administration:change_retention",
        "GET",
        "200: system_admin\n403: rest\n302: resident",
        kwargs={"code": "building_head_contact"},
    ),
    Row(
        "administration:change_retention",
        "POST",
        "422: system_admin\n403: rest\n401: resident",
        kwargs={"code": "building_head_contact"},
    ),
    Row("administration:watch_from_system", "GET", "200: system_admin\n403: rest\n302: resident"),
    Row("administration:watch_from_security", "GET", "200: security_admin\n403: rest\n302: resident"),
]
