"""Calendars: of a venue with its door's code, of a courtyard, and a deputy's own behind the personal token."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from lianxin.core import clock
from lianxin.core.hashing import text_digest
from lianxin.db.models import Town
from lianxin.home.models import Activity, Answer, Attendance, CourtyardEvent, Reception, ReceptionDeputy, Venue
from lianxin.messages.calendar.models import CalendarFeed
from lianxin.people import roles
from tests.deputies.factories import make_constituency, make_deputy
from tests.home.factories import make_courtyard, make_venue
from tests.people.factories import make_person

BEGINS = dt.datetime(2026, 12, 2, 14, tzinfo=clock.TOWN_TZ)


@pytest.fixture
def room(town: Town, frozen_clock: object) -> Venue:
    """A room in a courtyard."""
    return make_venue("R1", courtyard=make_courtyard())


def reception(room: Venue, state: str = "announced", n: int = 1) -> Reception:
    """A reception of next week."""
    until = BEGINS + dt.timedelta(hours=2)
    told = None if state == "planned" else clock.now()
    return Reception.objects.create(
        number=f"R-{n}", venue=room, starts_at=BEGINS, ends_at=until, state=state, topic="停车", announced_at=told
    )


def events(path: str) -> list[dict[str, object]]:
    """What a calendar programme reads at an address."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_room_offers_its_announced_receptions_with_their_times(room: Venue) -> None:
    reception(room)
    reception(room, "planned", 2)
    (one,) = events(reverse("home:venue_calendar", args=[room.public_token]))
    assert str(one["SUMMARY"]) == "代表接待：停车"
    assert one["DTSTART"].dt == BEGINS
    assert one["DTEND"].dt == BEGINS + dt.timedelta(hours=2)
    assert str(one["LOCATION"]) == room.name


def test_a_cancelled_reception_is_struck_out_where_it_stood(room: Venue) -> None:
    reception(room, "cancelled")
    (one,) = events(reverse("home:venue_calendar", args=[room.public_token]))
    assert str(one["STATUS"]) == "CANCELLED"


def test_a_courtyard_has_what_all_its_houses_have(room: Venue) -> None:
    reception(room)
    other = make_venue("P1", courtyard=room.courtyard)
    CourtyardEvent.objects.create(venue=other, title="手机课", starts_at=BEGINS, ends_at=BEGINS + dt.timedelta(hours=1))
    CourtyardEvent.objects.create(
        venue=make_venue("Z9"), title="别处的", starts_at=BEGINS, ends_at=BEGINS + dt.timedelta(hours=1)
    )
    titles = {
        str(one["SUMMARY"]) for one in events(reverse("home:courtyard_calendar", args=[room.courtyard.public_token]))
    }
    assert titles == {"代表接待：停车", "手机课"}


def test_an_unknown_code_opens_nothing(town: Town) -> None:
    for name in ("venue_calendar", "courtyard_calendar"):
        assert Client().get(reverse(f"home:{name}", args=["x" * 20])).status_code == 404


def test_a_deputys_own_feed_has_receptions_until_declined_and_activities(room: Venue) -> None:
    account = make_person(roles.DEPUTY)
    deputy = make_deputy("T01", account=account, constituency=make_constituency("X1"))
    other = make_deputy("T02", constituency=make_constituency("X2"))
    for n, (who, answer) in enumerate([(deputy, Answer.ACCEPTED), (deputy, Answer.DECLINED), (other, Answer.ACCEPTED)]):
        ReceptionDeputy.objects.create(reception=reception(room, n=n), deputy=who, answer=answer)
    activity = Activity.objects.create(
        number="A-1", kind="training", title="学习", organiser="镇人大办", starts_on=dt.date(2026, 12, 3)
    )
    Attendance.objects.create(activity=activity, deputy=deputy)
    CalendarFeed.objects.create(account=account, token_digest=text_digest("t" * 30), issued_at=clock.now())
    found = events(reverse("messages:feed", args=["t" * 30]))
    assert [str(one["SUMMARY"]) for one in found] == ["代表接待：停车", "学习"]
    assert found[0]["DTSTART"].dt == BEGINS
    assert found[1]["DTSTART"].dt == dt.date(2026, 12, 3)


def test_the_joint_calendar_of_a_courtyard_shows_receptions_beside_events(room: Venue) -> None:
    reception(room)
    page = Client().get(reverse("home:public_courtyard", args=[room.courtyard.public_token])).content.decode()
    assert "代表接待：停车" in page
    assert "14:00—16:00" in page
