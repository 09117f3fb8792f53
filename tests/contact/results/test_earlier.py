"""A town does not begin with an empty past: a round held before is taken in, and its items with it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.contact.models import Guests, Round, RoundDeputy, Visit, VisitDeputy, VisitItem
from lianxin.contact.results.actions import TakeIn
from lianxin.contact.results.earlier import TakeInRound, TakeInTeams
from lianxin.contact.rounds.actions import Frame
from lianxin.deputies.models import Level
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.people import roles
from tests.cases.small_town import Town
from tests.cases.walk import make_case
from tests.contact.factories import make_round, make_visit
from tests.deputies.factories import make_deputy
from tests.people.factories import make_person, sign_in

NAME = "2026年第一次集中联系社区活动"


def frame(day: str = "2026-06-11") -> Frame:
    """A round of the summer."""
    on = dt.date.fromisoformat(day)
    return Frame(
        name=NAME, year=on.year, ordinal=1, day=on, visits_from=dt.time(14), visits_until=dt.time(17), sessions=(870,)
    )


def take_in(town: Town, **more: object) -> Round:
    """Take it in with one deputy at the first neighbourhood."""
    deputy = make_deputy("D01", Level.DISTRICT)
    given = {
        "frame": frame(), "places": [town.first, town.second], "teams": {town.first.pk: [deputy.pk]},
        "guests": {town.first.pk: 7}, "actor": town.office, **more,
    }  # fmt: skip
    return TakeInRound(**given).execute()


def test_an_earlier_round_has_its_visits_deputies_and_guests(small: Town) -> None:
    one = take_in(small)
    assert one.state == "gathering"
    assert set(Visit.objects.values_list("state", flat=True)) == {"listed"}
    assert VisitDeputy.objects.get().presence == "present"
    assert RoundDeputy.objects.get().plenary == "present"
    assert Guests.objects.get().present == 7


def test_its_items_come_by_their_occasion(small: Town) -> None:
    one = take_in(small)
    make_case(small, occasion=NAME)
    assert TakeIn(actor=small.office, round=one).execute() == 1
    assert VisitItem.objects.get().visit.round_id == one.pk


def test_only_what_is_over_and_only_once_and_only_by_the_office(small: Town) -> None:
    with pytest.raises(NotAllowed):
        take_in(small, actor=small.secretary)
    with pytest.raises(Invalid):
        TakeInRound(actor=small.office, frame=frame("2026-12-11"), places=[small.first], teams={}).execute()
    TakeInRound(actor=small.office, frame=frame(), places=[small.first], teams={}).execute()
    with pytest.raises(Invalid):
        TakeInRound(actor=small.office, frame=frame(), places=[small.first], teams={}).execute()


def test_who_holds_no_mandate_is_on_no_team(small: Town) -> None:
    gone = make_deputy("D09", Level.DISTRICT, ends_on=dt.date(2026, 1, 1))
    with pytest.raises(Invalid):
        take_in(small, teams={small.first.pk: [gone.pk]})


def test_teams_made_elsewhere_are_written_once(small: Town) -> None:
    one = make_round()
    make_visit(one, small.first)
    deputy = make_deputy("D01", Level.DISTRICT)
    assert TakeInTeams(actor=small.office, round=one, teams={small.first.pk: [deputy.pk]}).execute() == 1
    assert Visit.objects.get().starts_at is not None
    with pytest.raises(Invalid):
        TakeInTeams(actor=small.office, round=one, teams={small.first.pk: [deputy.pk]}).execute()


def signed_in(town: Town) -> Client:
    """The office at its desk."""
    client = Client()
    sign_in(client, make_person(roles.CONGRESS_OFFICE, username="office-2"))
    return client


def test_earlier_rounds_and_teams_are_taken_in_by_page(small: Town) -> None:
    office, deputy = signed_in(small), make_deputy("D01", Level.DISTRICT)
    page = reverse("contact:earlier_round")
    sent = {
        "name": NAME, "year": 2026, "ordinal": 1, "day": "2026-06-11", "visits_from": "14:00", "visits_until": "17:00",
        "sessions": "14:30", "visit_minutes": 50, "most_visits": 2, "list_days": 3,
    }  # fmt: skip
    for wrong, why in (("没有这里，D01", "没有找到居民区"), (f"{small.first.name}，没有这位", "名册里没有")):
        refused = office.post(page, sent | {"teams": wrong})
        assert refused.status_code == 422
        assert why in refused.content.decode()
        assert "第 1 行" in refused.content.decode()
    lines = f"{small.first.name}\t{deputy.label}\t7\n{small.second.name}"
    assert office.post(page, sent | {"teams": lines}).status_code == 302
    assert (VisitDeputy.objects.get().deputy, Guests.objects.get().present) == (deputy, 7)
    assert Visit.objects.count() == 2
    coming = make_round(dt.date(2026, 12, 8))
    make_visit(coming, small.first)
    teams = reverse("contact:take_in_teams", args=[coming.pk])
    assert teams in office.get(reverse("contact:assign", args=[coming.pk])).content.decode()
    assert office.post(teams, {"teams": f"{small.first.name}：{deputy.code}"}).status_code == 302
    assert VisitDeputy.objects.get(visit__round=coming).deputy == deputy
    assert office.post(teams, {"teams": f"{small.first.name}：{deputy.code}"}).status_code == 422
