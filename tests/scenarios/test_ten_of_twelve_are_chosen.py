"""Ten of twelve: the counters disagree, put it right, a tie lies at place ten, and the tied are voted on again."""

import pytest
from playwright.sync_api import Page

from lianxin.db.scope import town_scope
from lianxin.people import roles
from lianxin.projects.models import Project, Vote
from tests.projects import course
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Marks in the order of the ballot: nine clear ones, two equal at the tenth place, one that fails.
MARKS = (50, 49, 48, 47, 46, 45, 44, 43, 42, 38, 38, 20)
HEADS = {"实到代表": 54, "发出选票": 54, "收回选票": 54, "有效": 53, "无效": 1, "其中空白（算在有效里）": 0}


def _enter(page: Page, marks: dict[int, int]) -> None:
    """A counter types the sheet from top to bottom."""
    page.get_by_role("link", name="录入计票单").or_(page.get_by_role("link", name="更正我的计票单")).click()
    for name, number in HEADS.items():
        page.get_by_label(name, exact=True).fill(str(number))
    for number, votes in marks.items():
        page.locator(f"[name=yes_{number}]").fill(str(votes))
    page.get_by_role("button", name="确定").click()


def test_counters_disagree_and_a_tie_at_place_ten_is_voted_again(stage: Stage) -> None:
    town = stage.town
    with town_scope(town.row):
        season = course.make_season()
        course.make_candidates(season, town.office_unit, *(f"项目{number:02d}" for number in range(1, 13)))
        vote = course.make_vote(season, 10, 12)
    first, second, third = (stage.signed_in(roles.SCRUTINEER) for _one in range(3))
    office = stage.signed_in(roles.CONGRESS_OFFICE)
    here = f"{stage.url}/desk/projects/votes/{vote.pk}/"

    # Two counters, one slip of the pen: nothing can be confirmed, and the page says where.
    right = dict(enumerate(MARKS, 1))
    first.goto(here)
    _enter(first, right)
    second.goto(here)
    _enter(second, {**right, 7: 34})
    says(second, "第 7 个项目的 赞成 一个记 44，一个记 34")
    third.goto(here)
    assert third.get_by_role("link", name="监票人确认").count() == 0
    _enter(second, right)
    says(second, "两名计票人逐项一致")

    # The third confirms; nine are chosen, two are tied for the tenth place.
    third.goto(here)
    third.get_by_role("link", name="监票人确认").click()
    third.get_by_role("button", name="确定").click()
    says(third, "要再次投票的项目：项目10、项目11")

    # The office prints the further ballot with the two; the counters count again.
    office.goto(here)
    office.get_by_role("link", name="再次投票").click()
    office.get_by_role("button", name="确定").click()
    with town_scope(town.row):
        again = Vote.objects.get(first=vote)
    there = f"{stage.url}/desk/projects/votes/{again.pk}/"
    for page in (first, second):
        page.goto(there)
        _enter(page, {10: 22, 11: 31})
    third.goto(there)
    third.get_by_role("link", name="监票人确认").click()
    third.get_by_role("button", name="确定").click()
    with town_scope(town.row):
        chosen = set(Project.objects.filter(state="chosen").values_list("name", flat=True))
    assert chosen == {f"项目{number:02d}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)}
