"""Every list of the desk stays within six statements, session, account and the count of unread notices included."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.people import roles
from tests.cases.desk import signed_in
from tests.cases.factories import Town, make_case

LISTS = {
    roles.GOVERNMENT_DESK: (
        "desk_cases", "orders", "disputes", "returns", "desk_issues", "desk_promises", "desk_promise_units",
        "promise_ledger", "ledger", "supervision", "imports", "ladders",
    ),
    roles.CONGRESS_OFFICE: ("desk_cases", "steps", "desk_issues", "desk_promises", "supervision", "imports"),
    roles.CONGRESS_CHAIR: ("feedback", "desk_cases"),
    roles.SECRETARY: ("desk_cases", "desk_delivery"),
}  # fmt: skip


@pytest.mark.parametrize("role", LISTS)
def test_no_list_of_the_desk_costs_more_than_six_statements(town: Town, role: str) -> None:
    for state in (w.TRACKING, w.ASSIGNED, w.RETURN_PENDING):
        make_case(town, state)
    client = signed_in(role, **({"place": town.first} if role == roles.SECRETARY else {}))
    costs = {}
    for name in LISTS[role]:
        address = reverse(f"cases:{name}")
        assert client.get(address).status_code == 200, name
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        costs[name] = len(seen)
    assert {name: cost for name, cost in costs.items() if cost > 6} == {}
