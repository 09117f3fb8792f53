"""Who leads what, where: lines of the 权责表 that a clerk could check by hand."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.db.models import Town
from lianxin.places.models import DutyRule, LeadKind, Place, PlaceKind, Unit, UnitPlace
from lianxin.places.routing import load_router, suggest
from lianxin.places.rules import Choice, Line, Matter, choose
from tests.places.factories import make_category, make_neighbourhood, make_place, make_unit

DAY = dt.date(2026, 6, 30)
SINCE = dt.date(2020, 1, 1)
# Ids: category 1 above 11; places 100 (town) > 101 (neighbourhood) > 102 (compound).
MATTER = Matter((1, 11), (100, 101, 102), "town")


def line(key: int, category: int, lead: str, place: int | None = None, jurisdiction: str = "", **more: object) -> Line:
    """A line that has held for years."""
    return Line(key, category, place, jurisdiction, lead, more.get("valid_from", SINCE), more.get("valid_to"))


TABLE = [
    ("no line at all", [], None, ()),
    ("a line of another category", [line(1, 12, "A")], None, ()),
    ("the first level covers the second", [line(1, 1, "A")], "A", ()),
    ("the second level beats the first", [line(1, 1, "A"), line(2, 11, "B")], "B", ()),
    ("a place beats anywhere", [line(1, 11, "A"), line(2, 11, "B", place=101)], "B", ()),
    ("the nearer place beats the wider", [line(1, 11, "A", place=102), line(2, 11, "B", place=101)], "A", ()),
    ("another place does not count", [line(1, 11, "A"), line(2, 11, "B", place=999)], "A", ()),
    ("the jurisdiction beats any", [line(1, 11, "A"), line(2, 11, "B", jurisdiction="town")], "B", ()),
    ("another jurisdiction does not count", [line(1, 11, "A", jurisdiction="park")], None, ()),
    ("two leads of equal rank are a tie", [line(1, 11, "A"), line(2, 11, "B")], None, (1, 2)),
    ("nearer place against finer category is a tie", [line(1, 1, "A", place=102), line(2, 11, "B")], None, (1, 2)),
    ("the same lead twice is no tie", [line(1, 11, "A"), line(2, 1, "A", place=101)], "A", ()),
    ("an ended line", [line(1, 11, "A", valid_to=dt.date(2026, 6, 29))], None, ()),
    ("a line on its last day", [line(1, 11, "A", valid_to=DAY)], "A", ()),
    ("a line of tomorrow", [line(1, 11, "A", valid_from=dt.date(2026, 7, 1))], None, ()),
]


@pytest.mark.parametrize(("case", "lines", "lead", "tied"), TABLE, ids=[row[0] for row in TABLE])
def test_the_most_specific_line_wins(case: str, lines: list[Line], lead: str | None, tied: tuple[int, ...]) -> None:
    choice = choose(lines, MATTER, DAY)
    assert (choice.line.lead if choice.line else None, tuple(one.key for one in choice.tied)) == (lead, tied)


LINES = st.lists(
    st.builds(
        Line,
        key=st.integers(1, 10**6),
        category=st.sampled_from([1, 11, 12]),
        place=st.sampled_from([None, 100, 101, 102, 999]),
        jurisdiction=st.sampled_from(["", "town", "park"]),
        lead=st.sampled_from("ABC"),
        valid_from=st.just(SINCE),
        valid_to=st.none(),
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)


@given(LINES, st.randoms())
def test_the_choice_does_not_depend_on_the_order_of_the_lines(lines: list[Line], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(shuffled, MATTER, DAY) == choose(lines, MATTER, DAY)


@given(LINES)
def test_no_fitting_line_beats_the_chosen_one(lines: list[Line]) -> None:
    choice = choose(lines, MATTER, DAY)
    assert choice == Choice(None) or choice.line in lines or len({one.lead for one in choice.tied}) > 1
    if choice.line is not None and choice.line.category == 1 and choice.line.place is None:
        rivals = [
            one
            for one in lines
            if one.category == 11 and one.place in {None, 100, 101, 102} and one.jurisdiction in {"", "town"}
        ]
        assert all(one.lead == choice.line.lead for one in rivals)


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
