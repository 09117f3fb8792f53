"""From one sentence at the June visit to the evaluated project: her own page tells it, three clicks lead there."""

import datetime as dt

import pytest

from lianxin.db.scope import town_scope
from lianxin.people import roles
from lianxin.projects.actions import Inspect
from tests.cases.walk import make_case
from tests.projects import course
from tests.projects.course import OFFICE
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JUNE, MEETING, DECEMBER = dt.date(2027, 6, 10), dt.date(2028, 2, 3), dt.date(2028, 12, 14)


def test_from_one_sentence_at_the_june_visit_to_the_evaluated_project(stage: Stage) -> None:
    town = stage.town
    stage.on(JUNE)
    with town_scope(town.row):
        case = make_case(town).case
        token = case.opinions.get().public_token
        season = course.make_season(2028)
        idea = course.make_idea(season, case, "晚上回家路上黑，装几盏灯")
        lamps, _park = course.make_candidates(season, town.office_unit, "背街小巷装灯", "口袋公园")
        course.merged(idea, lamps)
    hers = stage.visitor(width=360, large=True)
    hers.goto(f"{stage.url}/o/{token}/")
    says(hers, "并入项目“背街小巷装灯”")

    stage.on(MEETING)
    with town_scope(town.row):
        course.counted(course.make_vote(season, 1, 2), {1: 41, 2: 9})
        course.watched(course.planned(lamps), town.deputy)
    stage.on(DECEMBER)
    with town_scope(town.row):
        lamps.refresh_from_db()
        course.finished(lamps)
        Inspect(
            actor=OFFICE, project=lamps, task="look_back", held_on=DECEMBER, people="代表三人", findings="灯都亮着",
            used="yes", keeper="市政养护班组",
        ).execute()  # fmt: skip

    # She reads it with her slip: every fork, in order, and the project's public page is one press away.
    hers.reload()
    for words in ("得 41 票，确定为民生实事项目", "测评结果是“满意”", "灯都亮着"):
        says(hers, words)
    hers.get_by_role("link", name="看这个项目做到哪里了").click()
    says(hers, "由谁管护：市政养护班组")
    says(hers, "满意 40，基本满意 5，不满意 1")

    # The office gets from the opinion to the evaluation in three clicks, and back in three.
    office = stage.signed_in(roles.CONGRESS_OFFICE)
    office.goto(f"{stage.url}/desk/cases/{case.number}/")
    office.get_by_role("link", name="看整条链").first.click()
    office.get_by_role("link", name="背街小巷装灯").first.click()
    says(office, "代表测评：满意")
    office.get_by_role("link", name="进展和督办").click()
    says(office, "满意 40，基本满意 5，不满意 1")
    office.get_by_role("link", name=lamps.number).click()
    office.get_by_role("link", name=case.number).click()
    assert case.number in office.url
