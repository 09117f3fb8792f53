"""Pages of figures: the definition in words, the parts, the groups, the rows; few statements however many matters."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases.models import Case
from lianxin.people import roles
from lianxin.reports import registry
from tests.cases.factories import Town
from tests.cases.walk import make_case, start
from tests.people.factories import PASSWORD, make_person


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    """A client signed in for the congress office."""
    return signed_in(client, roles.CONGRESS_OFFICE)


def signed_in(client: Client, role: str) -> Client:
    """The client, signed in for a role."""
    person = make_person(role)
    assert client.login(username=person.username, password=PASSWORD)
    return client


def statements(client: Client, address: str) -> int:
    """How many statements a request costs, session and account included, once the session is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("code", [one.code for one in registry.measures()])
def test_a_figure_says_how_it_is_counted_and_shows_the_rows(office: Client, town: Town, code: str) -> None:
    make_case(town, "closed")
    one = registry.measure_of(code)
    assert one is not None
    page = office.get(reverse("reports:measure", args=[code])).content.decode()
    for words in (one.title, one.formula, one.counted, one.left_out, one.source):
        assert str(words) in page
    assert "n = " in page
    assert "待核" in page
    assert "背后的每一件" in page


def test_a_part_of_a_figure_lists_only_its_matters(office: Client, town: Town) -> None:
    solved, unsolved = make_case(town, "replied"), make_case(town, "replied")
    solved.told().asked().judged()
    unsolved.told().asked().judged("unsolved")
    page = office.get(reverse("reports:measure", args=["confirmed"]), {"part": "solved"}).content.decode()
    assert solved.case.number in page
    assert unsolved.case.number not in page


def test_the_rows_are_exported_as_the_filter_stands(office: Client, town: Town) -> None:
    case = make_case(town, "closed").case
    address = reverse("reports:measure", args=["received"])
    found = b"".join(office.get(address, {"format": "csv"}))  # type: ignore[arg-type]
    assert case.number in found.decode("utf-8-sig")
    none = b"".join(office.get(address, {"format": "csv", "first": "2020-01-01", "last": "2020-12-31"}))  # type: ignore[arg-type]
    assert case.number not in none.decode("utf-8-sig")


def test_the_government_desk_opens_only_what_reached_it(client: Client, town: Town) -> None:
    desk = signed_in(client, roles.GOVERNMENT_DESK)
    at_the_office, at_the_desk = start(town).case, start(town).transferred().case
    page = desk.get(reverse("reports:measure", args=["received"]))
    assert page.context["stat"]["value"] == "2"
    assert at_the_desk.number in page.content.decode()
    assert at_the_office.number not in page.content.decode()


def test_groups_of_few_are_counted_but_not_compared(office: Client, town: Town) -> None:
    walk = start(town)
    make_many(walk.case, 11)
    address = reverse("reports:measure", args=["repeat"])
    groups = {row["name"]: row for row in office.get(address, {"by": "place"}).context["group_rows"]}
    assert groups[town.first.name]["enough"] is True
    start(town, place_id=town.second.pk)
    groups = {row["name"]: row for row in office.get(address, {"by": "place"}).context["group_rows"]}
    few = groups[town.second.name]
    assert (few["n"], few["enough"], set(few["cells"])) == (1, False, {""})


def test_an_unknown_figure_is_not_found_and_nonsense_narrows_nothing(office: Client, town: Town) -> None:
    assert office.get(reverse("reports:measure", args=["happiness"])).status_code == 404
    start(town)
    page = office.get(reverse("reports:measure", args=["received"]), {"first": "never", "last": "", "unit": "x"})
    assert page.status_code == 200
    assert page.context["stat"]["value"] == "1"


def test_pages_of_figures_cost_the_same_for_twenty_matters_and_for_a_hundred(office: Client, town: Town) -> None:
    walk = start(town)
    addresses = [reverse("reports:figures"), reverse("reports:burden")]
    addresses += [reverse("reports:measure", args=[one.code]) for one in registry.measures()]
    costs = []
    for rows in (20, 100):
        make_many(walk.case, rows - Case.objects.count())
        costs.append({address: statements(office, address) for address in addresses})
    assert costs[0] == costs[1]
    assert max(costs[0].values()) <= 12, costs[0]


def make_many(like: Case, more: int) -> None:
    """More cases like one, without their story."""
    Case.objects.bulk_create(
        Case(
            number=f"{like.number}-{Case.objects.count() + n}", state=like.state, title=like.title, kind=like.kind,
            category_id=like.category_id, place_id=like.place_id, place_path=like.place_path,
            received_on=like.received_on, due_on=like.due_on, reached_desk=True, town_id=like.town_id,
        )
        for n in range(more)
    )  # fmt: skip
