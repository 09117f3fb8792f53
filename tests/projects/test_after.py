"""After the vote: clock of the plan, group, reports, visits, changes by decision, acceptance, evaluation, look-back."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.clocks.models import Clock
from lianxin.core.clock import today
from lianxin.db.models import Town as TownRow
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.outbox import deliver_pending
from lianxin.messages.models import Notice
from lianxin.people import roles
from lianxin.projects import rules
from lianxin.projects.actions import (
    AcceptProject,
    AnswerInspection,
    ChangeProject,
    FinishMilestone,
    Inspect,
    MoveProject,
    RecordSurvey,
    ReportMonth,
)
from lianxin.projects.models import Change, Evaluation, Project, Season, Telling
from tests.cases.factories import Town, make_case
from tests.conftest import FrozenClock
from tests.people.factories import make_person, sign_in
from tests.projects import course
from tests.projects.course import DESK, OFFICE


@pytest.fixture
def season(town: Town) -> Season:
    """A year's collection."""
    return course.make_season()


@pytest.fixture
def chosen(town: Town, season: Season) -> Project:
    """A chosen project with one idea in it."""
    lift, _park = course.make_candidates(season, town.office_unit, "加装电梯", "口袋公园")
    course.merged(course.make_idea(season), lift)
    course.counted(course.make_vote(season, 1, 2), {1: 40, 2: 9})
    lift.refresh_from_db()
    return lift


def forks(project: Project) -> list[str]:
    """What the idea's giver was or is to be told."""
    return list(Telling.objects.filter(idea__project=project).order_by("id").values_list("fork", flat=True))


def test_the_plans_clock_runs_from_the_vote_and_ends_with_the_plan(chosen: Project, frozen_clock: FrozenClock) -> None:
    clock = Clock.objects.get(owner_kind="project", owner_id=chosen.pk, code="plan")
    assert clock.due_on == today() + dt.timedelta(days=rules.PLAN_DAYS)
    frozen_clock.advance(days=31)
    course.planned(chosen)
    clock.refresh_from_db()
    assert clock.state == "late"


def test_a_chosen_project_is_overseen_changed_by_decision_accepted_judged_and_looked_back_at(
    town: Town, season: Season, chosen: Project
) -> None:
    course.planned(chosen)
    visit = course.watched(chosen, town.deputy)
    with pytest.raises(Invalid, match="已经报过"):
        ReportMonth(actor=DESK, project=chosen, month=today(), spent=1, next_step="x").execute()
    with pytest.raises(Invalid, match="依据的决定"):
        ChangeProject(actor=OFFICE, project=chosen, what="cost", new="1", words="改", decision="").execute()
    with pytest.raises(Invalid, match="2026-09-30"):
        ChangeProject(actor=OFFICE, project=chosen, what="due_on", new="明年", words="改", decision="会议").execute()
    step = chosen.milestones.order_by("planned_on").first()
    assert step is not None
    ChangeProject(
        actor=OFFICE, project=chosen, what=f"step:{step.pk}", new="2027-03-01", words="汛期不能开挖",
        decision="主席团会议",
    ).execute()  # fmt: skip
    change = Change.objects.filter(project=chosen).order_by("-id")[0]
    step.refresh_from_db()
    assert (change.new, step.planned_on) == ("2027-03-01", dt.date(2027, 3, 1))
    AnswerInspection(actor=DESK, inspection=visit, answer="今晚装好").execute()
    with pytest.raises(WrongState):
        AnswerInspection(actor=DESK, inspection=visit, answer="再答一次").execute()
    FinishMilestone(actor=DESK, milestone=step, done_on=today(), evidence="照片").execute()
    with pytest.raises(WrongState, match="节点没有完成"):
        AcceptProject(
            actor=OFFICE, project=chosen, accepted_on=today(), people="", deputies=[town.deputy], words="合格"
        ).execute()
    course.accepted(chosen)
    RecordSurvey(
        actor=OFFICE, project=chosen, judges="residents", held_on=today(), eligible=300, good=150, fair=30, bad=20,
        method="随机三百户入户",
    ).execute()  # fmt: skip
    course.evaluated(season, {1: (31, 10, 5)})
    chosen.refresh_from_db()
    assert (chosen.state, chosen.grade) == ("evaluated", "good")
    grades = Evaluation.objects.filter(project=chosen).order_by("id")
    assert list(grades.values_list("judges", "eligible", "returned", "grade")) == [
        ("residents", 300, 200, "good"), ("deputies", 60, 50, "good"),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="由谁管护"):
        Inspect(
            actor=OFFICE, project=chosen, task="look_back", held_on=today(), people="代表", findings="好用", used="yes"
        ).execute()
    Inspect(
        actor=OFFICE, project=chosen, task="look_back", held_on=today(), people="代表", findings="好用", used="yes",
        keeper="业委会",
    ).execute()  # fmt: skip
    chosen.refresh_from_db()
    assert chosen.state == "archived"
    assert forks(chosen) == [
        "collect", "merge", "choose", "plan", "change", "change", "accept", "evaluate", "look_back",
    ]  # fmt: skip


def test_a_bad_grade_must_be_put_right_and_is_judged_again(season: Season, chosen: Project) -> None:
    course.accepted(course.planned(chosen))
    course.evaluated(season, {1: (10, 15, 25)})
    chosen.refresh_from_db()
    assert (chosen.state, chosen.grade) == ("rectifying", "bad")
    assert chosen.rectify_by == dt.date(2027, 1, 25), "sixty days end on a Saturday"
    with pytest.raises(NotAllowed):
        MoveProject(actor=OFFICE, project=chosen, code="rectified", words="改好了").execute()
    MoveProject(actor=DESK, project=chosen, code="rectified", words="护栏已加高").execute()
    course.evaluated(season, {1: (20, 15, 5)})
    chosen.refresh_from_db()
    assert (chosen.state, chosen.grade, chosen.rectify_by) == ("evaluated", "fair", None)
    assert forks(chosen)[-4:] == ["accept", "rectify", "rectified", "evaluate"]
    assert Clock.objects.get(owner_kind="project", owner_id=chosen.pk, code="rectify").state == "met"


def test_only_the_groups_deputies_write_down_a_visit_and_everybody_reads_the_notice(
    town: Town, chosen: Project, client: Client
) -> None:
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    course.planned(chosen)
    course.watched(chosen, town.deputy)
    deliver_pending(town.row)
    assert Notice.objects.filter(address=f"deputy:{town.deputy.pk}").exists()
    page = client.get(reverse("projects:shown_one", args=[chosen.pk])).content.decode()
    for words in ("管线迁改", "镇人大主席团第9次会议", "300 万元 → 320 万元", "围挡没有夜灯", "累计支出"):
        assert words in page
    Project.objects.filter(pk=chosen.pk).update(state="reserve")
    assert client.get(reverse("projects:shown_one", args=[chosen.pk])).status_code == 404
    Project.objects.filter(pk=chosen.pk).update(state="planned")
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    with CaptureQueriesContext(connection) as statements:
        shown = client.get(reverse("projects:watch", args=[chosen.pk]))
    assert shown.status_code == 200
    assert len(statements) <= 12
    typed = {"task": "ask", "held_on": "2026-11-24", "people": "代表", "findings": "进度怎么慢了", "wants_answer": "on"}
    assert client.post(reverse("projects:visit", args=[chosen.pk]), typed).status_code == 302
    assert "进度怎么慢了" in client.get(reverse("projects:watch", args=[chosen.pk])).content.decode()


@pytest.mark.parametrize(
    ("months", "planned", "day", "missing"),
    [
        ([], (2026, 1, 20), (2026, 2, 6), False), ([], (2026, 1, 20), (2026, 3, 5), False),
        ([], (2026, 1, 20), (2026, 3, 6), True), ([(2026, 2, 1)], (2026, 1, 20), (2026, 3, 6), False),
        ([(2026, 1, 1)], (2026, 1, 20), (2026, 3, 6), True),
    ],
)  # fmt: skip
def test_a_months_report_is_missing_after_the_fifth(
    months: list[tuple[int, int, int]], planned: tuple[int, int, int], day: tuple[int, int, int], missing: bool
) -> None:
    reported = [dt.date(*one) for one in months]
    assert rules.report_missing(reported, dt.date(*planned), dt.date(*day)) is missing


def test_who_gave_an_idea_reads_on_the_own_page_what_became_of_it(town: Town, season: Season, client: Client) -> None:
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    case = make_case(town).case
    address = reverse("cases:status", args=[case.opinions.get().public_token])
    assert "您的想法" not in client.get(address).content.decode()
    lift, _park = course.make_candidates(season, town.office_unit, "加装电梯", "口袋公园")
    course.merged(course.make_idea(season, case), lift)
    course.counted(course.make_vote(season, 1, 2), {1: 40, 2: 9})
    page = client.get(address).content.decode()
    assert "并入项目“加装电梯”" in page
    assert "得 40 票，确定为民生实事项目" in page
    assert reverse("projects:shown_one", args=[lift.pk]) in page
