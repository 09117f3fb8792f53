"""What each level's mandate needs, as a table the congress office could sign."""

import datetime as dt

import pytest

from lianxin.deputies import rules

TERM_BEGINS = dt.date(2022, 1, 1)
DAY = dt.date(2026, 6, 30)


def plan(level: str, **more: object) -> rules.Plan:
    """A plan that breaks no rule, with changes."""
    values = {
        "level": level,
        "term_level": level,
        "term_starts": TERM_BEGINS,
        "term_ends": dt.date(2027, 1, 1),
        "has_constituency": level != "city",
        "constituency_level": "" if level == "city" else level,
        "electing_unit": "示例区人民代表大会" if level == "city" else "",
        "starts_on": TERM_BEGINS,
        "ends_on": None,
    }
    return rules.Plan(**{**values, **more})  # type: ignore[arg-type]


TABLE = [
    ("a city deputy with an electing unit", plan("city"), ()),
    ("a city deputy without electing unit", plan("city", electing_unit=" "), ("electing_unit_missing",)),
    ("a city deputy with a constituency", plan("city", has_constituency=True), ("city_constituency",)),
    ("a district deputy with a constituency", plan("district"), ()),
    ("a town deputy without constituency", plan("town", has_constituency=False), ("constituency_missing",)),
    ("an ended one may lie in no present one", plan("town", has_constituency=False, ends_on=DAY), ()),
    (
        "a town deputy with a district constituency",
        plan("town", constituency_level="district"),
        ("constituency_level",),
    ),
    ("a term of another level", plan("town", term_level="city"), ("term_level",)),
    ("an end before the beginning", plan("town", ends_on=dt.date(2021, 1, 1)), ("order",)),
    ("a beginning before the term", plan("town", starts_on=dt.date(2021, 12, 31)), ("outside_term",)),
    ("a beginning on the term's last day", plan("town", starts_on=dt.date(2027, 1, 1)), ()),
    ("a beginning after the term", plan("town", starts_on=dt.date(2027, 1, 2)), ("outside_term",)),
]


@pytest.mark.parametrize(("case", "wanted", "problems"), TABLE, ids=[row[0] for row in TABLE])
def test_each_level_has_its_own_seat(case: str, wanted: rules.Plan, problems: tuple[str, ...]) -> None:
    assert rules.problems(wanted) == problems
