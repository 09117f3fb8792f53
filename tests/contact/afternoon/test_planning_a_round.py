"""A round is planned with what the town already knows: its neighbourhoods, its deputies, the round before."""

import datetime as dt

import pytest

from lianxin.contact.base import visits
from lianxin.contact.models import Round, RoundDeputy, RoundState, Visit
from lianxin.contact.policies import NEIGHBOURHOOD, ON_VISIT
from lianxin.contact.rounds.actions import (
    BeginRound,
    CancelRound,
    ChangeRound,
    ChoosePlaces,
    Frame,
    GatherRound,
    PlanRound,
    default_name,
)
from lianxin.db.models import Town
from lianxin.deputies.models import Level
from lianxin.journal.actors import Grant
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people import roles
from tests.contact.factories import T, make_round, make_visit, on_visit
from tests.deputies.factories import TERM_BEGINS, make_constituency, make_deputy, make_term
from tests.people.factories import actor_with, make_person
from tests.places.factories import make_neighbourhood

DAY = dt.date(2026, 12, 8)


def frame(**more: object) -> Frame:
    """Two sessions on an afternoon in December."""
    given = {
        "name": "活动", "year": 2026, "ordinal": 1, "day": DAY, "visits_from": T("14:00"), "visits_until": T("17:00"),
        "sessions": (870, 940),
    }  # fmt: skip
    return Frame(**(given | more))  # type: ignore[arg-type]


def test_a_round_brings_every_neighbourhood_and_its_deputies(town: Town, frozen_clock: object) -> None:
    place = make_neighbourhood("N1")
    make_neighbourhood("N2", is_active=False)
    secretary = make_person(roles.SECRETARY, place=place)
    city = make_deputy("C1", Level.CITY)
    make_deputy("T1", constituency=make_constituency())
    ended = make_constituency("X2", Level.DISTRICT)
    make_deputy("D0", Level.DISTRICT, constituency=ended, ends_on=dt.date(2026, 12, 7))
    earlier = make_round(dt.date(2026, 6, 8), ordinal=9)
    made = PlanRound(actor=actor_with(roles.CONGRESS_OFFICE), frame=frame()).execute()
    assert (made.previous, made.state) == (earlier, RoundState.PREPARING)
    visit = Visit.objects.get(round=made)
    assert (visit.place, visit.secretary) == (place, secretary)
    assert visit.number == f"{made.number}-01"
    assert list(RoundDeputy.objects.values_list("deputy_id", "level")) == [(city.pk, Level.CITY)]


def test_a_deputy_of_two_congresses_counts_for_the_city(town: Town, frozen_clock: object) -> None:
    both = make_deputy("D1", Level.DISTRICT, constituency=make_constituency("X2", Level.DISTRICT))
    both.mandates.create(level=Level.CITY, term=make_term(Level.CITY), electing_unit="示例区", starts_on=TERM_BEGINS)
    make_neighbourhood()
    PlanRound(actor=actor_with(roles.CONGRESS_OFFICE), frame=frame()).execute()
    assert RoundDeputy.objects.get().level == Level.CITY


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"sessions": (870, 900)}, "sessions"),
        ({"name": " "}, "name"),
        ({"ordinal": 7}, "ordinal"),
        ({"theme": "字" * 121}, "theme"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    more: dict[str, object], where: str, town: Town, frozen_clock: object
) -> None:
    make_round(DAY, ordinal=7)
    make_neighbourhood()
    with pytest.raises(Invalid) as refusal:
        PlanRound(actor=actor_with(roles.CONGRESS_OFFICE), frame=frame(**more)).execute()
    assert refusal.value.problems[0].field == where


def test_only_the_office_plans(town: Town, frozen_clock: object) -> None:
    with pytest.raises(NotAllowed):
        PlanRound(actor=actor_with(roles.GOVERNMENT_DESK), frame=frame()).execute()


def test_a_changed_day_takes_the_times_of_the_visits_with_it(town: Town, frozen_clock: object) -> None:
    one = make_round(DAY, ordinal=1)
    visit = make_visit(one, make_neighbourhood(), "14:30")
    office = actor_with(roles.CONGRESS_OFFICE)
    ChangeRound(actor=office, round=one, frame=frame(theme="养老")).execute()
    visit.refresh_from_db()
    assert visit.starts_at is not None
    ChangeRound(actor=office, round=one, frame=frame(day=dt.date(2026, 12, 9))).execute()
    visit.refresh_from_db()
    assert visit.starts_at is None
    Round.objects.update(state=RoundState.UNDER_WAY)
    with pytest.raises(Invalid):
        ChangeRound(actor=office, round=one, frame=frame()).execute()


def test_a_place_with_deputies_is_not_taken_off_the_round(town: Town, frozen_clock: object) -> None:
    kept, gone, new = (make_neighbourhood(f"N{n}") for n in range(3))
    one = make_round(DAY)
    make_visit(one, kept)
    empty = make_visit(one, gone)
    office = actor_with(roles.CONGRESS_OFFICE)
    ChoosePlaces(actor=office, round=one, places=(kept, new)).execute()
    empty.refresh_from_db()
    assert empty.state == "not_held"
    ChoosePlaces(actor=office, round=one, places=(kept, gone, new)).execute()
    empty.refresh_from_db()
    assert empty.state == "planned"
    on_visit(empty, make_deputy("D1", Level.DISTRICT))
    with pytest.raises(Invalid, match="分配"):
        ChoosePlaces(actor=office, round=one, places=(kept,)).execute()


def test_an_afternoon_begins_on_its_day_and_is_gathered_when_all_are_back(town: Town, frozen_clock: object) -> None:
    frozen_clock.move_to(DAY - dt.timedelta(days=1))  # type: ignore[attr-defined]
    one = make_round(DAY, RoundState.ANNOUNCED)
    visit = make_visit(one, make_neighbourhood())
    office = actor_with(roles.CONGRESS_OFFICE)
    with pytest.raises(WrongState, match="那一天"):
        BeginRound(actor=office, round=one).execute()
    frozen_clock.move_to(DAY)  # type: ignore[attr-defined]
    BeginRound(actor=office, round=one).execute()
    with pytest.raises(WrongState, match="没有结束"):
        GatherRound(actor=office, round=one).execute()
    visit.state = "held"
    visit.save()
    assert GatherRound(actor=office, round=one).execute().state == RoundState.GATHERING
    with pytest.raises(WrongState):
        CancelRound(actor=office, round=one, reason="下雨").execute()


def test_a_cancelled_round_says_why(town: Town, frozen_clock: object) -> None:
    one = make_round(DAY)
    office = actor_with(roles.CONGRESS_OFFICE)
    with pytest.raises(Invalid):
        CancelRound(actor=office, round=one).execute()
    CancelRound(actor=office, round=one, reason="台风").execute()
    one.refresh_from_db()
    assert (one.state, one.cancelled_because) == (RoundState.CANCELLED, "台风")


def test_a_visit_belongs_to_its_neighbourhood_and_to_the_deputies_who_go(town: Town, frozen_clock: object) -> None:
    here, there = make_neighbourhood("N1"), make_neighbourhood("N2")
    goes, stays = make_deputy("D1", Level.DISTRICT), make_deputy("D2", Level.DISTRICT)
    made = make_visit(make_round(), here)
    on_visit(made, goes)
    on_visit(made, stays, dropped_because="请假")
    visit = visits().get(pk=made.pk)
    assert NEIGHBOURHOOD.check(actor_with(roles.SECRETARY, place=here), visit)
    assert not NEIGHBOURHOOD.check(actor_with(roles.SECRETARY, place=there), visit)
    deputy = actor_with(roles.VOLUNTEER)
    assert ON_VISIT.check(deputy.with_grants(Grant(roles.DEPUTY, deputy_id=goes.pk)), visit)
    assert not ON_VISIT.check(deputy.with_grants(Grant(roles.DEPUTY, deputy_id=stays.pk)), visit)


def test_the_name_is_the_official_one() -> None:
    assert default_name(2026, 2) == "2026年第二次人大代表集中联系社区活动"
