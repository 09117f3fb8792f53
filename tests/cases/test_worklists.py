"""Work lists: everybody finds the own work, nobody finds what is not theirs, a page costs few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.cases.policies import SEE_CASE
from lianxin.cases.selectors import worklists
from lianxin.cases.selectors.scope import visible
from lianxin.journal.actors import Actor
from tests.cases.factories import Town
from tests.cases.walk import make_case


def numbers(code: str, actor: Actor) -> set[str]:
    """The numbers on a list."""
    return {row["number"] for row in worklists.first_rows(code, actor)}


@pytest.mark.parametrize(
    ("state", "who", "code"),
    [
        (w.RECEIVED, "office", "to_transfer"),
        (w.TRANSFERRED, "desk", "to_assign"),
        (w.RETURN_PENDING, "desk", "returned"),
        (w.ANSWERED, "office", "waiting_verdict"),
        (w.REDIRECTED, "secretary", "to_tell"),
        (w.HANDED_OVER, "office", "to_tell"),
        (w.REPLIED, "desk", "to_tell"),
        (w.MEETING, "office", "meetings"),
        (w.EVALUATED, "desk", "to_close_desk"),
        (w.SILENT, "desk", "to_close_desk"),
        (w.TRACKING, "desk", "promises"),
    ],
)
def test_a_case_waits_on_the_list_of_who_must_move_it(town: Town, state: str, who: str, code: str) -> None:
    walk = make_case(town, state)
    assert numbers(code, getattr(town, who)) == {walk.case.number}


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (w.ASSIGNED, "to_accept"),
        (w.ACCEPTED, "to_contact"),
        (w.CONTACTED, "to_reply"),
        (w.REHANDLING, "to_reply"),
        (w.REPLY_DRAFT, "to_sign"),
    ],
)
def test_a_unit_finds_its_own_work_and_another_unit_does_not(town: Town, state: str, code: str) -> None:
    walk = make_case(town, state)
    assert numbers(code, town.handler()) == {walk.case.number}
    assert numbers(code, town.handler(town.police_unit)) == set()


def test_an_accusation_is_on_the_offices_list_alone(town: Town) -> None:
    walk = make_case(town, kind="accusation", words="举报某科长收红包", deputy_ids=[town.deputy.pk])
    assert numbers("to_hand_over", town.office) == {walk.case.number}
    assert numbers("to_transfer", town.office) == set()
    for actor in (town.desk, town.secretary, town.leader, town.deputy_actor, town.handler()):
        assert not visible(actor).exists()


def test_an_overdue_case_says_by_how_many_working_days(town: Town) -> None:
    walk = make_case(town).later(7)
    (row,) = worklists.first_rows("overdue", town.office)
    assert (row["number"], row["due_text"], row["tone"]) == (walk.case.number, "已逾期 3 个工作日", "late")


def test_what_an_actor_sees_in_lists_is_what_the_policy_allows(town: Town) -> None:
    for state in (w.RECEIVED, w.TRANSFERRED, w.ASSIGNED, w.CLOSED):
        make_case(town, state)
    make_case(town, kind="accusation")
    make_case(town, place_id=town.second.pk)
    make_case(town, place_id=None, deputy_ids=[town.deputy.pk])
    make_case(town).transferred().assigned(co_unit_ids=[town.centre_unit.pk])
    actors = [
        town.office, town.desk, town.leader, town.secretary, town.other_secretary, town.recorder, town.handler(),
        town.head(town.centre_unit), town.handler(town.police_unit), town.deputy_actor, town.other_deputy_actor,
        town.resident,
    ]  # fmt: skip
    for actor in actors:
        allowed = {case.pk for case in Case.objects.all() if SEE_CASE.check(actor, case)}
        assert set(visible(actor).values_list("pk", flat=True)) == allowed, actor


def test_lists_and_counts_cost_few_statements(town: Town) -> None:
    for state in (w.RECEIVED, w.RECEIVED, w.ANSWERED, w.REPLIED):
        make_case(town, state)
    with CaptureQueriesContext(connection) as page:
        rows = worklists.first_rows("open", town.office)
    assert len(rows) == 4
    assert len(page) <= 3
    with CaptureQueriesContext(connection) as counting:
        found = worklists.counts(town.office)
    assert (found["to_transfer"], found["waiting_verdict"], found["to_tell"]) == (2, 1, 1)
    assert len(counting) == 1
