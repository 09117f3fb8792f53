"""The system administrator changes the town's data; every change leaves a trace and nothing is lost."""

import datetime as dt

import pytest

from lianxin.core.clock import frozen
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.places import policies
from lianxin.places.actions import ChangePlace, EndDuty, EnterPlace, PlaceFacts, SetDuty, SetListItem, SetUnit
from lianxin.places.models import DutyRule, LeadKind, ListItem, Origin, Place, PlaceKind, Unit
from lianxin.places.routing import suggest
from lianxin.places.selectors import (
    by_public_token,
    categories,
    chain_of,
    committee_of,
    find_places,
    full_name,
    government_desk,
    item,
    name_index,
    neighbourhood_of,
)
from tests.people.factories import actor_with
from tests.places.factories import make_category, make_neighbourhood, make_place, make_town, make_unit

DAY = dt.date(2026, 6, 30)


@pytest.fixture
def root(town: Town) -> Place:
    """The town itself."""
    return make_place(PlaceKind.TOWN, "TOWN", name="示例镇")


def test_the_rooms_agree_on_the_codes_of_roles() -> None:
    assert (policies.SYSTEM_ADMIN, policies.GOVERNMENT_DESK) == (roles.SYSTEM_ADMIN, roles.GOVERNMENT_DESK)


def test_a_place_is_entered_below_another(root: Place) -> None:
    admin = actor_with(roles.SYSTEM_ADMIN)
    facts = PlaceFacts(name=" 东里居民区 ", aliases="老东里，东村\n", roads="东里路、西里路", population=10)
    place = EnterPlace(actor=admin, kind=PlaceKind.NEIGHBOURHOOD, code="N01", parent=root, facts=facts).execute()
    assert (place.name, place.alias_list, place.road_list) == ("东里居民区", ["老东里", "东村"], ["东里路", "西里路"])
    assert place.path == f"/{root.pk}/{place.pk}/"
    assert LogEntry.objects.filter(object_kind="place", object_id=place.pk).count() == 1


def test_a_building_cannot_lie_directly_below_the_town(root: Place) -> None:
    with pytest.raises(Invalid):
        EnterPlace(
            actor=actor_with(roles.SYSTEM_ADMIN),
            kind=PlaceKind.BUILDING,
            code="1",
            parent=root,
            facts=PlaceFacts(name="1号"),
        ).execute()


def test_a_moved_place_takes_everything_below_it_along_and_never_below_itself(root: Place) -> None:
    admin = actor_with(roles.SYSTEM_ADMIN)
    first, second = make_place(PlaceKind.AREA, "A1", root), make_place(PlaceKind.AREA, "A2", root)
    home = make_place(PlaceKind.NEIGHBOURHOOD, "N01", first)
    compound = make_place(PlaceKind.COMPOUND, "N01-1", home)
    ChangePlace(actor=admin, place=home, facts=PlaceFacts(name="东里"), parent=second).execute()
    compound.refresh_from_db()
    assert compound.lies_in(second.path)
    assert [place.code for place in chain_of(compound)] == ["TOWN", "A2", "N01", "N01-1"]
    with pytest.raises(Invalid):
        ChangePlace(actor=admin, place=home, facts=PlaceFacts(name="东里"), parent=compound).execute()


def test_a_place_is_taken_out_of_the_lists_but_stays(root: Place) -> None:
    admin = actor_with(roles.SYSTEM_ADMIN)
    home = make_neighbourhood("N01", name="东里居民区")
    ChangePlace(actor=admin, place=home, facts=PlaceFacts(name=home.name), is_active=False).execute()
    assert find_places("东里") == []
    assert by_public_token(home.public_token) is None
    assert Place.objects.filter(pk=home.pk).exists()
    with pytest.raises(WrongState):
        ChangePlace(actor=admin, place=root, facts=PlaceFacts(name="镇"), is_active=False).execute()


def test_a_committee_needs_its_neighbourhood_and_is_nobodys_desk(town: Town) -> None:
    admin = actor_with(roles.SYSTEM_ADMIN)
    with pytest.raises(Invalid) as refused:
        SetUnit(actor=admin, name="东里居委会", kind="committee", code="JW-1", is_government_desk=True).execute()
    assert {problem.field for problem in refused.value.problems} == {"place", "is_government_desk"}
    home = make_neighbourhood()
    unit = SetUnit(actor=admin, name="东里居委会", kind="committee", code="JW-1", place=home).execute()
    assert committee_of(make_place(PlaceKind.COMPOUND, "C", home)) == unit
    renamed = SetUnit(actor=admin, unit=unit, name="东里社区居委会", kind="committee", place=home).execute()
    assert (renamed.pk, renamed.code, Unit.objects.count()) == (unit.pk, "JW-1", 1)


def test_a_new_wording_of_a_list_entry_leaves_the_old_one_for_old_records(town: Town) -> None:
    admin = actor_with(roles.SYSTEM_ADMIN)
    ListItem.objects.create(list_code="channel", code="web", label="网上", data='{"resident_present": false}')
    SetListItem(actor=admin, list_code="channel", code="web", label="网页").execute()
    now_valid = item("channel", "web")
    assert now_valid is not None
    assert (now_valid.label, now_valid.version, now_valid.extra) == ("网页", 2, {"resident_present": False})
    assert ListItem.objects.get(version=1).label == "网上"
    with pytest.raises(Invalid):
        SetListItem(actor=admin, list_code="nonsense", code="x", label="x").execute()


def test_the_desk_corrects_a_line_and_the_correction_counts_the_same_day(town: Town) -> None:
    leak, wrong, right = make_category("leak"), make_unit("A"), make_unit("B")
    with frozen(DAY):
        line = SetDuty(
            actor=actor_with(roles.SYSTEM_ADMIN), category=leak, lead_unit=wrong, origin=Origin.PROFILE
        ).execute()
        desk = actor_with(roles.GOVERNMENT_DESK)
        better = SetDuty(actor=desk, category=leak, lead_unit=right, supersedes=line).execute()
        assert (line.number, better.number) == ("1", "1/2")
        assert suggest(leak, None).unit == right
    with pytest.raises(WrongState):
        SetDuty(actor=desk, category=leak, lead_unit=right, supersedes=line).execute()


def test_a_committee_cannot_be_made_the_lead_of_a_line(town: Town) -> None:
    committee = make_unit("JW", "committee", place=make_neighbourhood())
    desk = actor_with(roles.GOVERNMENT_DESK)
    with pytest.raises(Invalid):
        SetDuty(actor=desk, category=make_category("leak"), lead_unit=committee).execute()
    own = SetDuty(actor=desk, category=make_category("noise"), lead_unit=None, lead_kind=LeadKind.COMMITTEE).execute()
    assert own.lead_kind == LeadKind.COMMITTEE


def test_an_ended_line_suggests_nobody(town: Town) -> None:
    admin, leak = actor_with(roles.SYSTEM_ADMIN), make_category("leak")
    line = SetDuty(actor=admin, category=leak, lead_unit=make_unit("A")).execute()
    EndDuty(actor=admin, line=line).execute()
    assert suggest(leak, None).code == "no_line"
    with pytest.raises(WrongState):
        EndDuty(actor=admin, line=line).execute()


@pytest.mark.parametrize(
    "role", [role for role in roles.ALL if role not in {roles.SYSTEM_ADMIN, roles.GOVERNMENT_DESK}]
)
def test_nobody_else_changes_the_towns_data(root: Place, role: str) -> None:
    home, unit = make_neighbourhood("N09"), make_unit("U9")
    actor = actor_with(role, place=home, unit=unit)
    leak = make_category("leak")
    for action in (
        EnterPlace(actor=actor, kind=PlaceKind.AREA, code="A", parent=root, facts=PlaceFacts(name="a")),
        ChangePlace(actor=actor, place=home, facts=PlaceFacts(name="a")),
        SetUnit(actor=actor, name="x", kind="office", code="x"),
        SetListItem(actor=actor, list_code="channel", code="x", label="x"),
        SetDuty(actor=actor, category=leak, lead_unit=unit),
    ):
        with pytest.raises(NotAllowed):
            action.execute()
    assert DutyRule.objects.count() == 0


def test_places_are_found_by_every_name_residents_use(root: Place) -> None:
    home = make_place(
        PlaceKind.NEIGHBOURHOOD, "N01", root, name="青枫小区第一居民区", short_name="青一", roads='["青枫路"]'
    )
    compound = make_place(PlaceKind.COMPOUND, "N01-1", home, name="青枫一村", aliases='["老青枫"]')
    building = make_place(PlaceKind.BUILDING, "N01-1-3", compound, name="3号")
    assert find_places("青一")[0] == home
    assert find_places("老青枫") == [compound]
    assert find_places("青枫路") == [home]
    assert find_places("3号") == []
    assert find_places("  ") == []
    assert full_name(chain_of(building)) == "青一 青枫一村 3号"
    assert neighbourhood_of(building) == home
    assert neighbourhood_of(root) is None


@pytest.mark.parametrize(
    "typed", ["青一", "青一居委会", "青一居委", "青枫小区第一居委会", "青枫小区第一居民区", "n01", " 青一 "]
)
def test_an_import_understands_every_way_a_neighbourhood_is_written(root: Place, typed: str) -> None:
    home = make_place(PlaceKind.NEIGHBOURHOOD, "N01", root, name="青枫小区第一居民区", short_name="青一")
    assert name_index().find(typed) == home.pk


def test_a_name_that_means_two_places_means_none(root: Place) -> None:
    for code in ("C1", "C2"):
        make_place(PlaceKind.COMPOUND, code, make_neighbourhood(f"N{code}"), name="和平新村")
    assert name_index().find("和平新村") is None
    assert name_index().find("没有的地方") is None


def test_a_token_on_a_wall_means_nothing_in_another_town(town: Town) -> None:
    home = make_neighbourhood()
    assert by_public_token(home.public_token) == home
    for wrong in ("", "\x00" * 20, "x" * 32, "../../etc/passwd"):
        assert by_public_token(wrong) is None
    with town_scope(make_town("QT", "other")):
        assert by_public_token(home.public_token) is None


def test_the_two_levels_of_categories_come_in_order(town: Town) -> None:
    top = make_category("b", sort=2)
    make_category("a", sort=1)
    make_category("b.1", top)
    assert [(one.code, [child.code for child in below]) for one, below in categories()] == [("a", []), ("b", ["b.1"])]


def test_the_desk_is_found(town: Town) -> None:
    assert government_desk() is None
    make_unit("X", "office", is_government_desk=True)
    desk = government_desk()
    assert desk is not None
    assert desk.code == "X"
