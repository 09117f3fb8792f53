"""Receptions, houses and contact rounds through the API: what is planned and public, by scope and role, no persons."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.api.parts import LARGEST_ID
from lianxin.contact.models import RoundState, VisitState
from lianxin.core.clock import now, today
from lianxin.home.models import Reception, ReceptionDeputy, ReceptionState, Visitor
from lianxin.people import roles
from tests.api.factories import Caller, make_key
from tests.cases.factories import Town
from tests.contact.factories import make_round, make_visit, on_round, on_visit
from tests.home.factories import make_venue, opens


def caller(role: str = roles.CONGRESS_OFFICE, **grant: object) -> Caller:
    """Another system with every scope."""
    return Caller(make_key(role, **grant).token)  # type: ignore[arg-type]


def reception(town: Town, number: str = "JD-1", state: str = ReceptionState.ANNOUNCED, hours: int = 24) -> Reception:
    """A reception with one deputy who comes and one who does not, and the reason of it."""
    begins = now() + dt.timedelta(hours=hours)
    closed = now() if state == ReceptionState.CLOSED else None
    row = Reception.objects.create(
        number=number, venue=make_venue(f"V-{number}", place=town.first), topic="加装电梯", state=state,
        starts_at=begins, ends_at=begins + dt.timedelta(hours=2), closed_at=closed,
        announced_at=None if state == ReceptionState.PLANNED else now(),
    )  # fmt: skip
    ReceptionDeputy.objects.create(reception=row, deputy=town.deputy, answer="accepted")
    ReceptionDeputy.objects.create(reception=row, deputy=town.other_deputy, answer="declined", reason="住院治疗")
    Visitor.objects.create(reception=row, number=1, arrived_at=now(), heard_at=now())
    return row


def test_the_houses_are_given_with_their_hours_and_without_persons(town: Town) -> None:
    venue = make_venue("JIA", "home", place=town.first)
    venue.head, venue.liaison = town.deputy, "联络员老王"
    venue.save()
    opens(venue, 2, "09:00", "17:00")
    answer = caller(roles.UNIT_HANDLER, unit=town.office_unit).get("/venues")
    (found,) = answer.json()["items"]
    assert (found["code"], found["is_open"], found["hours"][0]["opens"]) == ("JIA", True, "09:00:00")
    for kept in (town.deputy.label, "老王", venue.public_token):
        assert kept not in answer.content.decode()


def test_what_is_only_planned_is_for_the_office_and_nobody_is_named(town: Town) -> None:
    shown = reception(town)
    planned = reception(town, "JD-2", ReceptionState.PLANNED)
    office, unit = caller(), caller(roles.UNIT_HANDLER, unit=town.office_unit)
    assert [one["number"] for one in office.get("/receptions").json()["items"]] == ["JD-2", "JD-1"]
    assert [one["number"] for one in unit.get("/receptions").json()["items"]] == ["JD-1"]
    assert unit.get(f"/receptions/{planned.pk}").status_code == 404
    one = unit.get(f"/receptions/{shown.pk}")
    assert (one.json()["deputies"], one.json()["came"], one.json()["topic"]) == (1, None, "加装电梯")
    everything = one.content.decode() + office.get(f"/receptions/{shown.pk}").content.decode()
    for kept in (town.deputy.label, town.other_deputy.label, "住院", shown.sign_in_token):
        assert kept not in everything


def test_how_many_came_is_told_to_the_office_when_it_is_over(town: Town) -> None:
    row = reception(town, state=ReceptionState.CLOSED, hours=-30)
    found = caller().get(f"/receptions/{row.pk}").json()
    assert (found["came"], found["heard"]) == (1, 1)
    assert caller(roles.LEADER).get(f"/receptions/{row.pk}").json()["came"] is None


def test_receptions_page_narrow_and_ask_the_same_for_5_and_for_20(town: Town) -> None:
    office = caller()
    for n in range(5):
        reception(town, f"A-{n}", hours=24 + n)
    first = office.get("/receptions?limit=2").json()
    second = office.get(f"/receptions?limit=2&cursor={first['next']}").json()
    assert [one["number"] for one in first["items"] + second["items"]] == ["A-4", "A-3", "A-2", "A-1"]
    assert office.get(f"/receptions?last={today().isoformat()}").json()["items"] == []
    assert office.get("/receptions?state=closed").json()["items"] == []
    assert office.get("/receptions?cursor=WyJzIiwieCIsIjEiLDBd").status_code == 422
    costs = []
    for part in range(2):
        office.get("/receptions?limit=100")
        with CaptureQueriesContext(connection) as seen:
            office.get("/receptions?limit=100")
        costs.append(len(seen))
        for n in range(15):
            reception(town, f"B-{part}-{n}", hours=48)
    assert costs[0] == costs[1]


def test_a_round_is_read_whole_by_the_office_and_in_part_by_a_neighbourhood(town: Town) -> None:
    one = make_round(state=RoundState.ANNOUNCED, announced_at=now(), theme="养老服务")
    own, other = (
        make_visit(one, town.first, "14:30", VisitState.LISTED, recorder_label="小李"),
        make_visit(one, town.second),
    )
    on_round(one, town.deputy)
    on_visit(own, town.deputy)
    on_visit(other, town.other_deputy, "town", dropped_because="生病")
    quiet = make_round(today() + dt.timedelta(days=30))
    make_visit(quiet, town.first)
    office, secretary = caller(), caller(roles.SECRETARY, place=town.first)
    found = office.get(f"/rounds/{one.pk}").json()
    assert (found["theme"], found["visits"], found["deputies"], len(found["places"])) == ("养老服务", 2, 1, 2)
    assert found["places"][0]["team"] == {"city": 0, "district": 1, "town": 0}
    assert len(office.get("/rounds").json()["items"]) == 2
    assert [row["id"] for row in secretary.get("/rounds").json()["items"]] == [str(one.pk)]
    assert [row["place_id"] for row in secretary.get(f"/rounds/{one.pk}").json()["places"]] == [str(town.first.pk)]
    assert secretary.get(f"/rounds/{quiet.pk}").status_code == 404
    everything = office.get(f"/rounds/{one.pk}").content.decode()
    for kept in (town.deputy.label, town.other_deputy.label, "小李", "生病", own.sheet_token):
        assert kept not in everything


def test_a_round_is_nothing_for_a_unit_and_a_leader(town: Town) -> None:
    one = make_round(state=RoundState.ANNOUNCED, announced_at=now())
    for who in (caller(roles.UNIT_HANDLER, unit=town.office_unit), caller(roles.LEADER)):
        assert who.get("/rounds").status_code == 403
        assert who.get(f"/rounds/{one.pk}").status_code == 403


@pytest.mark.parametrize("pk", ["0", "x", "9" * 25, "-1", "１２", str(LARGEST_ID + 1)])
def test_a_strange_id_is_not_found(town: Town, pk: str) -> None:
    office = caller()
    assert office.get(f"/receptions/{pk}").status_code == 404
    assert office.get(f"/rounds/{pk}").status_code == 404
