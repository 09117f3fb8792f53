"""Who leads what, where: lines of the 权责表 that a clerk could check by hand."""

import datetime as dt

import pytest

from lianxin.db.models import Town
from lianxin.places.models import DutyRule, LeadKind, Place, PlaceKind, Unit, UnitPlace
from lianxin.places.routing import load_router, suggest
from tests.places.factories import make_category, make_neighbourhood, make_place, make_unit

SINCE = dt.date(2020, 1, 1)


def duty(number: str, category: object, unit: Unit | None = None, **more: object) -> DutyRule:
    """A stored line that has always held."""
    return DutyRule.objects.create(number=number, category=category, lead_unit=unit, valid_from=SINCE, **more)


@pytest.fixture
def compound(town: Town) -> Place:
    """A compound with a committee and a property company."""
    home = make_neighbourhood("N01", jurisdiction="town")
    place = make_place(PlaceKind.COMPOUND, "N01-1", home, jurisdiction="town")
    make_unit("JW-N01", "committee", place=home)
    UnitPlace.objects.create(unit=make_unit("WY", "property"), place=place)
    return place


def test_a_suggestion_names_the_line_that_fired(compound: Place) -> None:
    top = make_category("housing")
    rule = duty("7", top, make_unit("FG"), note="先请物业看")
    found = suggest(make_category("housing.leak", top), compound)
    assert (found.code, found.unit.code if found.unit else "", found.line) == ("line", "FG", rule)
    assert "第 7 条" in found.reason


def test_a_line_may_point_to_the_committee_or_company_of_the_place(compound: Place) -> None:
    leak, noise = make_category("leak"), make_category("noise")
    duty("1", leak, lead_kind=LeadKind.PROPERTY)
    duty("2", noise, lead_kind=LeadKind.COMMITTEE)
    router = load_router()
    building = make_place(PlaceKind.BUILDING, "N01-1-1", compound)
    assert router.suggest(leak, building).unit.code == "WY"  # type: ignore[union-attr]
    assert router.suggest(noise, building).unit.code == "JW-N01"  # type: ignore[union-attr]


def test_where_no_company_is_known_nobody_is_guessed(compound: Place) -> None:
    leak = make_category("leak")
    duty("1", leak, lead_kind=LeadKind.PROPERTY)
    other = make_place(PlaceKind.PARK, "B01")
    assert suggest(leak, other).code == "no_place"
    assert suggest(leak, None).code == "no_place"
    assert suggest(None, compound).code == "no_category"
    assert suggest(make_category("else"), compound).code == "no_line"


def test_a_tie_lists_its_lines_and_suggests_nobody(compound: Place) -> None:
    leak = make_category("leak")
    duty("1", leak, make_unit("A"))
    duty("2", leak, make_unit("B"))
    found = suggest(leak, compound)
    assert (found.code, found.unit, [rule.number for rule in found.tied]) == ("tie", None, ["1", "2"])


def test_a_router_asks_the_database_nothing_more(compound: Place, django_assert_num_queries: object) -> None:
    leak = make_category("leak")
    duty("1", leak, make_unit("A"))
    router = load_router()
    with django_assert_num_queries(0):  # type: ignore[operator]
        for _round in range(3):
            assert router.suggest(leak, compound).code == "line"


@pytest.mark.parametrize(
    ("kind", "verb", "may_lead"),
    [
        ("office", "assign", True),
        ("agency", "request", True),
        ("committee", "request", False),
        ("property", "inform", False),
    ],
)
def test_a_unit_is_addressed_with_the_verb_of_its_kind(town: Town, kind: str, verb: str, may_lead: bool) -> None:
    unit = make_unit(kind=kind)
    assert (unit.verb, unit.verb_label) == (verb, {"assign": "交办", "request": "商请", "inform": "告知"}[verb])
    assert unit.may_lead_government_work is may_lead


def test_a_committee_never_leads_government_work_whatever_the_data_says(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from lianxin.places import kinds
    from lianxin.places.models import unit as module

    generous = replace(kinds.unit_kind("committee"), may_lead_government_work=True, may_refuse=False)
    monkeypatch.setattr(module, "unit_kind", lambda code: generous)
    committee = make_unit(kind="committee")
    assert not committee.may_lead_government_work
    assert committee.may_refuse
