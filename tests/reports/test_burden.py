"""The burden meter counts fields, not people; and says how it counts."""

import pytest
from django.test import Client

from lianxin.core.clock import today
from lianxin.people import roles
from lianxin.reports.burden.meter import Counted, sheets
from lianxin.reports.registry import Period
from tests.cases.conftest import clock, town  # noqa: F401
from tests.cases.factories import Town
from tests.cases.walk import start
from tests.people.factories import PASSWORD, make_person


def counted(code: str) -> Counted:
    """One sheet, this year."""
    one = next(each for each in sheets() if each.code == code)
    return one.counted(Period(today().replace(month=1, day=1), today()))


def test_an_opinion_counts_the_fields_that_were_typed_and_those_that_filled_themselves(town: Town) -> None:  # noqa: F811
    start(town, words="电梯坏了", place_id=town.compound.pk, category="housing.lift", kind="problem")
    found = counted("opinion")
    assert found.records == 1
    assert found.by_hand >= 4
    assert found.by_itself >= 8


def test_a_reply_counts_once_it_is_signed(town: Town) -> None:  # noqa: F811
    walk = start(town).transferred().assigned().accepted().contacted().drafted()
    assert counted("reply") == Counted(0, 0, 0)
    walk.signed()
    assert counted("reply").records == 1


def test_orders_are_counted_too(town: Town) -> None:  # noqa: F811
    assert counted("order") == Counted(0, 0, 0)


@pytest.mark.parametrize("role", [roles.CONGRESS_OFFICE, roles.GOVERNMENT_DESK])
def test_the_page_names_the_goal_the_counts_and_how_they_are_made(town: Town, client: Client, role: str) -> None:  # noqa: F811
    start(town)
    person = make_person(role)
    assert client.login(username=person.username, password=PASSWORD)
    page = client.get("/desk/burden/").content.decode()
    for words in ("不少于 80 格", "意见登记", "督办单", "上级的空白表", "怎么数的", "只数格子，不数人", "n = "):
        assert words in page
