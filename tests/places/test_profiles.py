"""Loading a town's profile: complete, repeatable, and clear about what is wrong with it."""

import copy
import json
from pathlib import Path

import pytest

from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import NotAllowed
from lianxin.journal.models import LogEntry
from lianxin.places.models import Category, DutyRule, ListItem, Place, PlaceKind, ProfileLoad, Unit, UnitPlace
from lianxin.places.profiles import BadProfile, export_profile, load_profile, read_profile
from lianxin.places.selectors import tiles

PROFILES = Path(__file__).parents[2] / "profiles"
EXAMPLE = read_profile(PROFILES / "example-town.json")
SMALL = {
    "town": {"code": "990000001", "slug": "small", "name": "小镇"},
    "district": {"code": "990000", "name": "小区"},
    "jurisdictions": [{"code": "town", "name": "镇域"}],
    "neighbourhoods": [{"code": "N01", "name": "东里居委会", "short_name": "东里", "jurisdiction": "town"}],
    "compounds": [{"code": "N01-1", "name": "东里一村", "neighbourhood": "N01", "buildings": 3, "property": "WY"}],
    "units": [
        {"code": "FG", "name": "房管办", "kind": "office", "jurisdiction": "*"},
        {"code": "WY", "name": "某物业", "kind": "property", "jurisdiction": "*"},
    ],
    "duty_matrix": [
        {
            "no": 1,
            "category": "housing.leak",
            "jurisdiction": "*",
            "lead": "FG",
            "co": ["@property"],
            "note": "",
            "source": "虚构",
            "status": "待核",
        }
    ],
}


def small(**changes: object) -> dict[str, object]:
    """The small profile with other sections."""
    return {**copy.deepcopy(SMALL), **changes}


@pytest.mark.django_db
def test_the_example_town_loads_whole() -> None:
    town = load_profile(PROFILES / "example-town.json")
    with town_scope(town):
        assert town.is_demo
        assert Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).count() == 33
        assert Place.objects.filter(kind=PlaceKind.COMPOUND).count() == len(EXAMPLE["compounds"])
        assert Place.objects.filter(kind=PlaceKind.BUILDING).count() == sum(
            c["buildings"] for c in EXAMPLE["compounds"]
        )
        assert Unit.objects.filter(kind="committee").count() == 33
        assert DutyRule.objects.count() == len(EXAMPLE["duty_matrix"])
        assert UnitPlace.objects.count() == sum(1 for c in EXAMPLE["compounds"] if c["property"])
        assert ListItem.objects.filter(list_code="opinion_kind").exists()
        assert Category.objects.filter(parent=None).count() >= 12
        assert len(tiles()) == 33


@pytest.mark.django_db
def test_every_path_leads_from_the_town_down_to_the_building() -> None:
    with town_scope(load_profile(EXAMPLE)):
        building = Place.objects.filter(kind=PlaceKind.BUILDING).first()
        assert building is not None
        kinds = [Place.objects.get(pk=pk).kind for pk in building.ancestor_ids]
        assert kinds == ["town", "area", "neighbourhood", "compound", "building"]


@pytest.mark.django_db
def test_loading_the_same_profile_twice_changes_nothing_but_the_log() -> None:
    town = load_profile(EXAMPLE)
    with town_scope(town):
        before = {
            model: sorted(model.objects.values_list())
            for model in (Place, Unit, UnitPlace, Category, ListItem, DutyRule)
        }
        load_profile(EXAMPLE)
        for model, rows in before.items():
            assert sorted(model.objects.values_list()) == rows, model
        counts = json.loads(ProfileLoad.objects.order_by("-id").first().counts)
        assert all(row[:2] == [0, 0] for row in counts.values())
        assert LogEntry.objects.filter(verb="places.profile_loaded").count() == 2


@pytest.mark.django_db
def test_what_is_exported_loads_back_into_an_equal_town() -> None:
    first = load_profile(EXAMPLE)
    exported = export_profile(first)
    twin = {**exported, "town": {**exported["town"], "code": "990000009", "slug": "twin"}}
    again = export_profile(load_profile(json.loads(json.dumps(twin))))
    assert {**again, "town": None} == {**exported, "town": None}


@pytest.mark.django_db
def test_a_changed_duty_line_is_superseded_not_overwritten() -> None:
    with town_scope(load_profile(small())):
        changed = small()
        changed["duty_matrix"][0]["note"] = "先请物业看"
        load_profile(changed)
        old, new = DutyRule.objects.order_by("id")
        assert (old.number, old.valid_to is not None, old.note) == ("1", True, "")
        assert (new.number, new.supersedes_id, new.note) == ("1/2", old.pk, "先请物业看")


@pytest.mark.django_db
def test_a_changed_list_entry_becomes_a_new_version() -> None:
    with town_scope(load_profile(small())):
        load_profile(small(jurisdictions=[{"code": "town", "name": "镇域（新）"}]))
        rows = list(
            ListItem.objects.filter(list_code="jurisdiction")
            .order_by("version")
            .values_list("label", "version", "is_current")
        )
        assert rows == [("镇域", 1, False), ("镇域（新）", 2, True)]


@pytest.mark.django_db
def test_a_neighbourhood_that_moves_takes_its_buildings_along() -> None:
    with town_scope(load_profile(small())):
        moved = small(areas=[{"code": "A1", "name": "东片区"}])
        moved["neighbourhoods"][0]["area"] = "A1"
        load_profile(moved)
        area = Place.objects.get(kind=PlaceKind.AREA)
        assert all(place.lies_in(area.path) for place in Place.objects.filter(kind=PlaceKind.BUILDING))


@pytest.mark.django_db
def test_the_real_town_is_names_only() -> None:
    with town_scope(load_profile(PROFILES / "xinjing-empty.json")):
        assert Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).count() == 33
        assert Place.objects.filter(kind=PlaceKind.COMPOUND).count() == 0
        assert DutyRule.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"town": {"code": "1"}}, "town"),
        ({"neighbourhoods": [{"code": "N01"}]}, "name"),
        ({"units": [{"code": "X", "name": "x", "kind": "ministry"}]}, "ministry"),
        ({"compounds": [{"code": "C", "name": "c", "neighbourhood": "N99"}]}, "N99"),
        ({"compounds": [{"code": "C", "name": "c", "neighbourhood": "N01", "buildings": 10_000}]}, "楼栋数"),
        ({"sites": [{"code": "B", "name": "b", "kind": "castle"}]}, "park"),
        ({"units": ["FG"]}, "units"),
    ],
)
def test_a_bad_profile_names_the_row_and_changes_nothing(change: dict[str, object], told: str) -> None:
    with pytest.raises(BadProfile, match=told):
        load_profile(small(**change))
    assert Town.objects.count() == 0


def test_a_file_that_is_no_profile_is_refused_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "p.json"
    broken.write_bytes(b"\xff\xfe{")
    with pytest.raises(BadProfile, match="UTF-8"):
        read_profile(broken)
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(BadProfile, match="写法有误"):
        read_profile(broken)
    with pytest.raises(BadProfile, match="找不到"):
        read_profile(tmp_path / "none.json")


def test_a_profile_may_be_toml(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text('[town]\ncode = "1"\nslug = "s"\nname = "某镇"\n', encoding="utf-8")
    assert read_profile(path)["town"]["name"] == "某镇"


@pytest.mark.django_db
def test_only_the_system_administrator_may_load_a_profile() -> None:
    town = load_profile(small())
    with pytest.raises(NotAllowed):
        load_profile(small(), town, Actor(ACCOUNT, "1", "某人", (), town.pk))
