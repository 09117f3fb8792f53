"""The screen in the hall: by an address the office issues, counts only, 304 while nothing happens."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.contact.models import HallLink, Round, RoundState, VisitState
from lianxin.contact.results.hall import IssueHall
from lianxin.core.ids import random_token
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.cases.small_town import Town
from tests.contact.results.stage import heard, make_round
from tests.people.factories import make_person, sign_in


@pytest.fixture
def one(small: Town) -> Round:
    """A round under way."""
    return make_round(small, state=RoundState.UNDER_WAY)


@pytest.fixture
def link(small: Town, one: Round) -> HallLink:
    """Its address."""
    return IssueHall(actor=small.office, round=one).execute()


def state_of(link: HallLink) -> str:
    """The address of the part that changes."""
    return reverse("contact:hall_state", args=[link.token])


def test_the_screen_needs_no_account_and_shows_counts_only(small: Town, one: Round, link: HallLink) -> None:
    walk = heard(small, one, words="张阿婆说二号楼电梯又坏了", contact_name="张阿婆", contact="13900001234")
    page = Client().get(reverse("contact:hall", args=[link.token])).content.decode()
    assert "件意见记下来了" in page
    assert "青枫" in page
    for secret in ("电梯", "张阿婆", "13900001234", walk.case.number, small.deputy.label):
        assert secret not in page


def test_places_fill_up(small: Town, one: Round, link: HallLink) -> None:
    one.visits.filter(place=small.first).update(state=VisitState.UNDER_WAY)
    one.visits.filter(place=small.second).update(state=VisitState.PLANNED)
    assert "走访完 0 个，正在走访 1 个，等着去 1 个，记了 0 件" in Client().get(state_of(link)).content.decode()
    heard(small, one)
    one.visits.filter(place=small.first).update(state=VisitState.HELD)
    assert "走访完 1 个，正在走访 0 个，等着去 1 个，记了 1 件" in Client().get(state_of(link)).content.decode()


def test_an_unchanged_screen_is_not_sent_again(small: Town, one: Round, link: HallLink) -> None:
    browser = Client()
    first = browser.get(state_of(link))
    assert "no-cache" in first["Cache-Control"]
    again = browser.get(state_of(link), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    heard(small, one)
    changed = browser.get(state_of(link), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_an_accusation_does_not_count_on_the_screen(small: Town, one: Round, link: HallLink) -> None:
    heard(small, one, kind="accusation")
    assert "记了 0 件" in Client().get(state_of(link)).content.decode()


def test_without_the_address_there_is_nothing(small: Town, one: Round, link: HallLink) -> None:
    assert Client().get(reverse("contact:hall", args=[random_token()])).status_code == 404
    assert Client().get(f"/hall/round/{one.pk}/").status_code == 404


def test_an_address_that_was_taken_back_shows_nothing(small: Town, one: Round, link: HallLink, client: Client) -> None:
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    assert link.token in client.get(reverse("contact:hall_links", args=[one.pk])).content.decode()
    assert client.post(reverse("contact:withdraw_hall", args=[link.pk])).status_code == 302
    for name in ("contact:hall", "contact:hall_state"):
        assert Client().get(reverse(name, args=[link.token])).status_code == 404
    assert link.token not in client.get(reverse("contact:hall_links", args=[one.pk])).content.decode()


def test_only_the_office_issues_an_address_and_the_token_stays_out_of_the_log(
    small: Town, one: Round, client: Client
) -> None:
    sign_in(client, make_person(roles.GOVERNMENT_DESK))
    assert client.post(reverse("contact:issue_hall", args=[one.pk])).status_code == 403
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    assert client.post(reverse("contact:issue_hall", args=[one.pk])).status_code == 302
    link = HallLink.objects.get()
    entry = LogEntry.objects.get(verb="round.hall_issued")
    assert link.token not in str(entry.data)


def test_a_cancelled_round_has_no_screen(small: Town, one: Round, link: HallLink) -> None:
    Round.objects.update(state=RoundState.CANCELLED)
    assert Client().get(state_of(link)).status_code == 404


def test_asking_every_five_seconds_costs_little(small: Town, one: Round, link: HallLink) -> None:
    costs = []
    for _each in range(2):
        heard(small, one)
        Client().get(state_of(link))
        with CaptureQueriesContext(connection) as asked:
            Client().get(state_of(link))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 3
