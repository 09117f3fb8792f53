"""Where a text is: by the town's names, by lanes, by endings, or unknown."""

import json
from pathlib import Path

import pytest

from lianxin.aggregation.engine.locating import Gazetteer, arabic, from_profile, locate

PROFILES = Path(__file__).parents[2] / "profiles"

EXAMPLE = (
    ("青枫一村12号楼电梯坏了", "青枫一村", "name", "12"),
    ("青一居委门口乱停车", "青枫小区第一居委会", "alias", ""),
    ("青枫小区第二居委会的活动室", "青枫小区第二居委会", "name", ""),
    ("青枫路18弄5号漏水", "青枫一村", "lane", "5"),
    ("老青枫那边树太高", "青枫一村", "alias", ""),
    ("石桥浜路晚上很吵", "石桥浜路", "road", ""),
    ("青枫片区没有菜场", "青枫片区", "name", ""),
)
EMPTY = (
    ("绿园新村第五居委会加装电梯", "绿园新村第五居委会"),
    ("绿园五村的垃圾房", "绿园新村第五居委会"),
    ("淞虹二居委", "淞虹小区第二居委会"),
    ("虹九停车难", "虹园新村第九居委会"),
    ("林泉路居民区健身点", "林泉路居委会"),
    ("天山星城水管", "天山星城居委会"),
)


def gazetteer(name: str) -> Gazetteer:
    """The gazetteer of a profile of the project."""
    return from_profile(json.loads((PROFILES / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(("text", "place", "how", "building"), EXAMPLE)
def test_a_place_of_the_example_town_is_found(text: str, place: str, how: str, building: str) -> None:
    found = locate(text, gazetteer("example-town.json"))
    assert found.entry is not None
    assert (found.entry.name, found.how, found.building) == (place, how, building)


@pytest.mark.parametrize(("text", "place"), EMPTY)
def test_names_alone_are_enough(text: str, place: str) -> None:
    found = locate(text, gazetteer("xinjing-empty.json"))
    assert found.entry is not None
    assert found.entry.name == place


def test_every_neighbourhood_and_compound_is_found_by_its_own_name() -> None:
    profile = json.loads((PROFILES / "example-town.json").read_text(encoding="utf-8"))
    known = from_profile(profile)
    for row in [*profile["neighbourhoods"], *profile["compounds"]]:
        found = locate(f"请到{row['name']}看一看", known)
        assert found.entry is not None, row["name"]
        assert row["code"] in (found.entry.code, *found.others), row["name"]


def test_an_unknown_place_is_not_guessed() -> None:
    known = gazetteer("example-town.json")
    assert locate("不知道在哪里", known).how == "unknown"
    elsewhere = locate("碧水晴川小区门口", known)
    assert (elsewhere.entry, elsewhere.how) == (None, "ending")


def test_numerals_are_read() -> None:
    assert [arabic(one) for one in ("一", "十", "十二", "二十", "三十五", "9")] == ["1", "10", "12", "20", "35", "9"]
