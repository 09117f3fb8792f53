"""What the pages of suggestions cost: a bound, and the same whether a thing has happened once or twenty times."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases.models import Suggestion
from lianxin.clocks.models import Promise
from lianxin.core.clock import today
from lianxin.deputies.models import Deputy, Term
from lianxin.people import roles
from tests.cases.desk import signed_in
from tests.cases.factories import Town
from tests.cases.suggesting import REPLY, do, make, sit, walk
from tests.people.factories import make_person


@pytest.fixture
def mandates(town: Town) -> Term:
    """Both deputies of the small town sit in the town congress."""
    return sit(town)


def browser_of(deputy: Deputy) -> Client:
    """A browser of a deputy."""
    deputy.account = make_person(roles.DEPUTY)
    deputy.save(update_fields=["account"])
    client = Client()
    client.force_login(deputy.account)
    return client


def cost(client: Client, address: str) -> int:
    """How many statements a request costs, session and account included, once the session is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def long_one(town: Town, talks: int) -> Suggestion:
    """Signed by two, returned, extended, helped, answered twice, promised, judged."""
    row = do(town, make(town), "invite", "deputy", deputies=[town.other_deputy.pk])
    row = walk(town, "assign", do(town, row, "agree", "other"), co_units=[town.centre_unit.pk])
    do(town, row, "ask_return", "handler", reason="不归我们")
    do(town, row, "refuse_return", "desk", reason="归你们")
    for n in range(talks):
        do(town, row, "contact", "handler", how="phone", text=f"第{n}次联系")
    do(town, row, "co_opinion", "helper", text="同意")
    do(town, row, "ask_extension", "handler", months=1, reason="等管线")
    do(town, row, "grant_extension", "desk")
    do(town, row, "reply", "handler", **REPLY)
    do(town, row, "sign", "head")
    do(town, row, "evaluate_too", "other", attitude="good", result="good")
    do(town, row, "evaluate", "deputy", attitude="good", result="bad", reason="没有装")
    day = today() + dt.timedelta(days=9)
    do(town, row, "reply", "handler", **{**REPLY, "result": "planned", "promise_on": day, "promise_text": "装灯"})
    row = do(town, row, "sign", "head")
    Suggestion.objects.filter(pk=row.pk).update(heir_path=f"/{town.other_deputy.pk}/")
    Promise.objects.filter(owner_kind="suggestion", owner_id=row.pk).update(state="kept")
    return row


#: Session, town, unread; the suggestion and around it, answers, clocks, promises, files; result words, origins, log.
MOST = 12


def test_a_page_costs_the_same_for_one_contact_and_for_twenty(town: Town, mandates: Term) -> None:
    short, long = long_one(town, 1), long_one(town, 20)
    readers = {
        "suggestion": [
            signed_in(roles.CONGRESS_OFFICE),
            signed_in(roles.GOVERNMENT_DESK),
            signed_in(roles.UNIT_HANDLER, unit=town.office_unit),
        ],
        "own_suggestion": [browser_of(town.deputy)],
    }
    for name, clients in readers.items():
        for client in clients:
            costs = [cost(client, reverse(f"cases:{name}", args=[row.pk])) for row in (short, long)]
            assert costs[0] == costs[1], (name, costs)
            assert max(costs) <= MOST, (name, costs)


def test_a_draft_with_its_like_ones_costs_the_same_for_few_and_many(town: Town, mandates: Term) -> None:
    deputy, costs = browser_of(town.deputy), []
    for rows in (1, 5):
        for _n in range(rows):
            do(town, walk(town, "sign"), "publish", "office", with_result=True)
        back = do(town, walk(town, "submit"), "send_back", "office", reason="再写具体")
        costs.append([cost(deputy, reverse("cases:own_suggestion", args=[one.pk])) for one in (make(town), back)])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= MOST


def test_lists_cost_the_same_for_few_and_many(town: Town, mandates: Term) -> None:
    office, deputy = signed_in(roles.CONGRESS_OFFICE), browser_of(town.deputy)
    costs = []
    for rows in (2, 8):
        for _n in range(rows):
            walk(town, "accept")
        costs.append(
            (cost(office, reverse("cases:suggestions")), cost(deputy, reverse("cases:own_suggestions")))
        )  # fmt: skip
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 6
