"""No page costs more statements when there is more to show: every address of the matrix, with 20 rows and with 100.

The objects of all makers of the matrix are made once and copied, row by row, in every table of the town. What a page
costs is then counted, session and account included, for the first role that may open it.
"""

from itertools import cycle
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases.models import Case
from lianxin.core.clock import now
from lianxin.core.ids import new_id
from lianxin.db.base import TownOwned
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy
from lianxin.messages.addressing import to_deputy, to_role
from lianxin.messages.models import Notice
from lianxin.people import roles
from lianxin.people.models import Account
from tests.api.factories import Caller, make_key
from tests.security.matrix import Row
from tests.security.matrix_table import MAKERS, ROWS
from tests.security.world import World

FEW, MANY = 20, 100
#: A page may cost so many statements; a list so many.
PAGE, LIST = 12, 6
#: What costs more, and what it shows beside its rows.
MORE: Final = {
    "GET administration:profile": 20,  # a file: one statement or two for every section
    "GET cases:supervision": 7,  # the figures of the whole town above the table
    "GET deputies:register": 9,  # mandates, contact places and the choices of four filters
    "GET reports:measure code=received": 10,  # a figure with its definition and population
}
#: Every page that is a list.
_LISTS_OF: Final = {
    "aggregation": "answers came_back published search",
    "administration": "accounts categories duties exports grants items links log places reads units",
    "api": "keys",
    "cases": "desk_cases desk_delivery desk_issues desk_promise_news desk_promise_units desk_promises disputes imports"
    " ledger orders own_suggestions promise_ledger returns steps suggestions supervision",
    "deputies": "register terms",
    "field": "visit_links",
    "messages": "deputy_inbox inbox",
    "reports": "forms frozen_list measure",
}
LISTS: Final = frozenset(f"{room}:{name}" for room, names in _LISTS_OF.items() for name in names.split())
#: One object of each kind, by the makers of the matrix.
MADE: Final = (
    "desk_case", "desk_notice", "brought_case", "issue", "part", "promise_note", "run", "order", "congress_step",
    "dispute", "import", "frozen", "filled", "visit_link", "admin_account", "admin_grant", "admin_link", "admin_duty",
    "register_deputy", "api_key", "suggestion",
)  # fmt: skip
#: What is no row of a list: data of the installation, and what is sealed to its own id.
KEPT: Final = frozenset(
    {
        "clocks.CalendarYear", "clocks.ClockRule", "clocks.LadderStep", "journal.NumberSeries", "journal.SealPending",
        "people.BuildingHead", "places.ListItem",
    }
)  # fmt: skip


def opened() -> list[Row]:
    """The pages that somebody may open without naming an object."""
    rows = [row for row in ROWS if row.method == "GET" and not row.made and "format=" not in row.query]
    return [row for row in rows if reader(row)]


def reader(row: Row) -> str:
    """The first role that gets the page."""
    return next((role for role, (own, _foreign) in row.expected().items() if own == 200), "")


def fill(size: int) -> None:
    """Copy what is there until every table of the town has *size* rows."""
    for model in apps.get_models():
        if (issubclass(model, TownOwned) or model is Account) and model._meta.label not in KEPT:
            there = list(model._default_manager.order_by("pk"))
            for number, row in zip(range(len(there), size), cycle(there), strict=False):
                copy(row, number)


def copy(row: Any, number: int) -> None:
    """One more row like this one; a table whose rows cannot be told apart by a text or a number stays as it is."""
    row.pk, row._state.adding = new_id(), True
    for one in unique_fields(type(row)):
        value = getattr(row, one.attname)
        if isinstance(one, models.CharField):
            setattr(row, one.attname, f"{str(value)[: (one.max_length or 40) - 5]}~{number}")
        elif isinstance(one, models.IntegerField) and not one.is_relation:
            setattr(row, one.attname, value + number)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return


def unique_fields(model: type[models.Model]) -> list[Any]:
    names = {name for one in model._meta.constraints if isinstance(one, models.UniqueConstraint) for name in one.fields}
    return [one for one in model._meta.concrete_fields if (one.name in names or one.unique) and not one.primary_key]


def make_all(world: World) -> None:
    """One object of each kind, and a message for everybody who has an inbox."""
    for name in MADE:
        world.made(name, MAKERS[name], "own")
    deputy = Deputy.objects.get(account=world.accounts[roles.DEPUTY])
    for number, address in enumerate((*map(to_role, roles.ALL), to_deputy(deputy.pk))):
        case = Case.objects.order_by("pk")[number % Case.objects.count()]
        Notice.objects.create(
            address=address, verb="case.assigned", object_kind="case", object_id=case.pk, text="交办了一件事",
            outbox_id=number, made_at=now(),
        )  # fmt: skip


def statements(world: World, row: Row) -> int:
    """How many statements the page costs once the session is warm."""
    client, path = Client(), reverse(row.url, kwargs=dict(row.kwargs)) + row.query
    role = reader(row)
    if role != roles.RESIDENT:
        client.cookies.load(world.cookies[role])
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200, row.name
    return len(seen)


def asked_by_api(world: World, caller: Caller, path: str) -> int:
    """The same for an address of the interface."""
    caller.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert caller.get(path).status_code == 200, path
    return len(seen)


def limit(row: Row) -> int:
    """How many statements a page may cost."""
    return MORE.get(row.name, LIST if row.url in LISTS else PAGE)


@pytest.mark.django_db
def test_no_page_costs_more_statements_for_a_hundred_rows_than_for_twenty(world: World) -> None:
    paths = ("/cases?limit=100", "/cases?list=all&state=received&limit=100", "/lists/kinds")
    found: dict[str, list[int]] = {}
    with town_scope(world.lands["own"].town):
        make_all(world)
        caller = Caller(make_key().token, world.lands["own"].town.slug)
        for size in (FEW, MANY):
            fill(size)
            for row in opened():
                found.setdefault(row.name, []).append(statements(world, row))
            for path in paths:
                found.setdefault(path, []).append(asked_by_api(world, caller, path))
    allowed = {row.name: limit(row) for row in opened()} | dict.fromkeys(paths, PAGE)
    wrong = {name: seen for name, seen in found.items() if seen[0] != seen[1] or seen[1] > allowed[name]}
    assert not wrong, wrong


def test_every_list_is_an_address_of_the_matrix() -> None:
    assert {row.url for row in opened()} >= LISTS
    assert set(MORE) <= {row.name for row in opened()}
