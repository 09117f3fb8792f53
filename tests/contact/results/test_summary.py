"""The summary: counted once, every count opens, the same number of statements for few and for many."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.contact.models import Round, VisitItem
from lianxin.contact.results.items import of_round, tally
from lianxin.contact.results.quiet import quiet_before
from lianxin.people import roles
from lianxin.ui import registry
from tests.cases.small_town import Town
from tests.cases.walk import make_case
from tests.contact.results.stage import heard, make_round, put
from tests.people.factories import make_person, sign_in


@pytest.fixture
def office(client: Client, small: Town) -> Client:
    """The congress office at its desk."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


def rows_of(page: str) -> int:
    """How many lines the list has."""
    return page.count('class="pick"')


def test_the_counts_above_the_list_open_the_rows_they_count(small: Town, office: Client) -> None:
    one = make_round(small)
    heard(small, one)
    heard(small, one, w.CLOSED)
    heard(small, one, place_id=small.second.pk)
    seen = heard(small, one, actor=small.office, words="", observation="楼道堆物", deputy_ids=(small.deputy.pk,))
    Case.objects.filter(pk=seen.case.pk).update(authority_level="district")
    page = office.get(reverse("contact:summary", args=[one.pk])).content.decode()
    found = re.findall(r'<a class="stat[^"]*" href="([^"#]+)[^"]*">.*?<span class="value">\s*(\d+)', page)
    assert len(found) == 6, "all, three levels, undecided, open"
    for href, n in found:
        opened = office.get(href.replace("&amp;", "&")).content.decode()
        assert rows_of(opened) == int(n), href


def test_filters_narrow_by_place_class_level_track_and_standing(small: Town, office: Client) -> None:
    one = make_round(small)
    heard(small, one)
    heard(small, one, w.CLOSED, place_id=small.second.pk)
    address = reverse("contact:summary", args=[one.pk])

    def n(query: str) -> int:
        return rows_of(office.get(f"{address}?{query}").content.decode())

    category = Case.objects.first().category
    assert [n(query) for query in (
        f"place={small.first.pk}", "standing=open", "standing=settled", "standing=told", "track=resident",
        "track=hotline", "source=observation", "level=none", "level=city", f"category={category.parent_id}", "q=电梯",
    )] == [1, 1, 1, 1, 2, 0, 0, 2, 0, 2, 2]  # fmt: skip


def test_an_item_recorded_twice_counts_once(small: Town) -> None:
    one = make_round(small)
    first = VisitItem.objects.get(case=heard(small, one).case)
    put(one, make_case(small)).__class__.objects.exclude(pk=first.pk).update(same_as=first)
    assert tally(of_round(one)).n() == 1


@pytest.mark.parametrize("name", ["summary", "transfer", "ending", "documents", "hall_links"])
def test_a_page_costs_the_same_for_few_and_for_many(small: Town, office: Client, name: str) -> None:
    one = make_round(small)
    address = reverse(f"contact:{name}", args=[one.pk])
    costs = []
    for more in (3, 9):
        for _each in range(more):
            heard(small, one, w.RECEIVED)
        heard(small, one, w.REPLIED)
        office.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert costs[0] <= {"summary": 6}.get(name, 12), [one["sql"][:200] for one in asked.captured_queries]


def test_the_aggregation_room_can_hang_a_panel_on_the_summary(small: Town, office: Client, monkeypatch) -> None:
    one = make_round(small)
    asked: list[Round] = []

    def context(_request: object, round_: Round) -> dict[str, object]:
        asked.append(round_)
        return {"text": "可能是同一件事：2 组", "tone": "info"}

    monkeypatch.setattr(registry, "_PANELS", {})
    registry.panel("round_summary", "ui/components/notice.html", context=context)
    assert "可能是同一件事：2 组" in office.get(reverse("contact:summary", args=[one.pk])).content.decode()
    assert asked == [one]


# --- where nobody was heard -----------------------------------------------------------------------


def test_a_place_without_items_in_the_last_two_rounds_is_named_and_nobody_else(small: Town) -> None:
    old = make_round(small, state="closed", ordinal=1, day="2026-05-12", name="第一轮")
    older = make_round(small, state="closed", ordinal=3, day="2025-05-12", name="更早一轮")
    put(older, make_case(small, place_id=small.second.pk))
    middle = make_round(small, state="transferred", ordinal=4, day="2025-11-12", name="中间一轮")
    put(middle, make_case(small))
    new = make_round(small, state="preparing")
    found = quiet_before(new)
    assert [one.pk for one in found.rounds] == [old.pk, middle.pk]
    assert [place.pk for place in found.places] == [small.second.pk], "heard three rounds ago is not lately"


def test_before_the_first_round_there_is_no_hint(small: Town) -> None:
    assert quiet_before(make_round(small, state="preparing")).places == ()


def test_a_round_of_another_town_is_not_found(small: Town, office: Client) -> None:
    assert office.get(reverse("contact:summary", args=[10**9])).status_code == 404
