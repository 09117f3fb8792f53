"""A feed of due days: a standard file with stable entries, open to whoever holds its address, with nobody's words."""

import datetime as dt
import re

import pytest
from django.test import Client
from icalendar import Calendar

from lianxin.core import feeds
from lianxin.core.feeds import Entry, to_ics
from lianxin.db.models import Town
from lianxin.messages.calendar import sources
from lianxin.messages.calendar.models import CalendarFeed
from lianxin.messages.calendar.sources import Day
from lianxin.people import roles
from tests.people.factories import PASSWORD, make_person

STAMP = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
ENTRY = Entry(
    "case-7@310105102.lianxin", "102-2026-00012 答复到期，" + "长" * 60, dt.date(2026, 12, 31), 3, "https://a.example/"
)


@pytest.fixture(autouse=True)
def one_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """One day, for leaders only."""
    monkeypatch.setattr(sources, "_sources", {})
    sources.register(
        "test", lambda actor: [Day(ENTRY, "desk/cases/102-2026-00012/")] if actor.has(roles.LEADER) else []
    )


def events(data: bytes) -> list:
    """The entries of a file as the library reads them."""
    return Calendar.from_ical(data).walk("VEVENT")


def test_the_file_says_what_was_put_in() -> None:
    (event,) = events(to_ics("到期日", [ENTRY], STAMP))
    assert event["UID"] == ENTRY.uid
    assert str(event["SUMMARY"]) == ENTRY.title
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    assert (event["SEQUENCE"], event.decoded("DTSTAMP"), str(event["URL"])) == (3, STAMP, ENTRY.url)


def test_lines_are_folded_at_75_bytes_and_end_as_the_standard_says() -> None:
    data = to_ics("到期日", [ENTRY], STAMP)
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_the_same_content_is_the_same_file() -> None:
    assert to_ics("到期日", [ENTRY], STAMP) == to_ics("到期日", [ENTRY], STAMP)


def test_a_day_is_a_day_without_a_time_zone() -> None:
    data = to_ics("到期日", [ENTRY], STAMP)
    assert b"DTSTART;VALUE=DATE:20261231" in data
    assert b"VTIMEZONE" not in data
    assert feeds.to_ics("空", [], STAMP).startswith(b"BEGIN:VCALENDAR")


@pytest.fixture
def leader(town: Town, client: Client) -> Client:
    """A leader's browser."""
    assert client.login(username=make_person(roles.LEADER).username, password=PASSWORD)
    return client


def new_address(client: Client) -> str:
    """The path of a fresh feed, read from the page that shows it once."""
    page = client.post("/accounts/calendar/new/").content.decode()
    found = re.search(r"/calendar/[A-Za-z0-9_-]{16,}\.ics", page)
    assert found is not None
    return found.group()


def test_the_address_is_shown_once_and_opens_without_signing_in(leader: Client, site: object) -> None:
    path = new_address(leader)
    assert path.removesuffix(".ics")[-10:] not in leader.get("/accounts/calendar/").content.decode()
    answer = Client().get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    (event,) = events(answer.content)
    assert str(event["URL"]) == "https://lianxin.example/desk/cases/102-2026-00012/"


def test_a_new_address_ends_the_old_one_and_it_can_be_taken_back(leader: Client) -> None:
    old, new = new_address(leader), new_address(leader)
    assert [Client().get(path).status_code for path in (old, new)] == [404, 200]
    assert leader.post("/accounts/calendar/end/").status_code == 302
    assert Client().get(new).status_code == 404
    assert leader.post("/accounts/calendar/end/").status_code == 302


def test_a_closed_account_and_a_guessed_token_open_nothing(leader: Client) -> None:
    path = new_address(leader)
    account = CalendarFeed.objects.get().account
    account.is_active = False
    account.save(update_fields=["is_active"])
    assert Client().get(path).status_code == 404
    assert Client().get("/calendar/x.ics").status_code == 404


def test_a_role_that_ended_takes_its_days_along(leader: Client) -> None:
    path = new_address(leader)
    CalendarFeed.objects.get().account.grants.update(ended_at=STAMP)
    assert events(Client().get(path).content) == []


def test_only_a_digest_is_stored(leader: Client) -> None:
    token = new_address(leader).removeprefix("/calendar/").removesuffix(".ics")
    assert token not in str(list(CalendarFeed.objects.values()))
