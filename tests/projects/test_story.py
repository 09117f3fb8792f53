"""From one sentence of a resident to the evaluated project: counted twice, voted again at a tie, everybody told."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.db.models import Town as TownRow
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.outbox import deliver_pending
from lianxin.messages.models import Notice
from lianxin.people import roles
from lianxin.projects.actions import (
    CollectIdea,
    ConfirmCount,
    EnterSheet,
    MoveProject,
    PassIdea,
    PublishPlan,
    ScreenProject,
    TellGiver,
)
from lianxin.projects.actions.votes import outcome_of
from lianxin.projects.models import Idea, Project, Season, Telling, Vote
from lianxin.records.lineage import chain
from tests.cases.factories import Town, make_case
from tests.people.factories import make_person, sign_in
from tests.projects import course
from tests.projects.course import DESK, OFFICE, SCRUTINEERS, counts


@pytest.fixture
def season(town: Town) -> Season:
    """A year's collection."""
    return course.make_season()


def told(idea: Idea) -> list[str]:
    """The forks an idea's giver was or is to be told of."""
    return list(Telling.objects.filter(idea=idea).order_by("id").values_list("fork", flat=True))


def test_one_sentence_becomes_an_evaluated_project_and_its_giver_is_told_at_every_fork(
    town: Town, season: Season
) -> None:
    case = make_case(town).case
    idea = course.make_idea(season, case)
    lift, park, _light = course.make_candidates(season, town.office_unit, "加装电梯", "口袋公园", "楼道照明")
    with pytest.raises(WrongState):
        ScreenProject(actor=DESK, project=lift).execute()
    course.merged(idea, lift)
    lost = course.make_idea(season, text="把公园修一修")
    course.merged(lost, park)
    vote = course.make_vote(season, 2, 3)
    course.counted(vote, {1: 40, 2: 31, 3: 29})
    found = outcome_of(Vote.objects.get(pk=vote.pk))
    assert found is not None
    assert (found.status, found.chosen, found.not_passed) == ("decided", (1, 2), (3,))
    lift.refresh_from_db()
    assert lift.state == "chosen"
    course.planned(lift)
    course.finished(lift)
    lift.refresh_from_db()
    assert (lift.state, lift.grade) == ("evaluated", "good")
    assert told(idea) == ["collect", "merge", "choose", "plan", "accept", "evaluate"]
    assert "40 票" in Telling.objects.get(idea=idea, fork="choose").words
    linked = chain("case", case.pk).generations
    assert {("idea", idea.pk), ("project", lift.pk)} <= set(linked)


def test_a_tie_at_the_last_place_is_voted_again_among_the_tied_only(town: Town, season: Season) -> None:
    names = course.make_candidates(season, town.office_unit, "甲", "乙", "丙")
    ideas = [course.make_idea(season, text=one.name) for one in names]
    Project.objects.filter(pk=names[0].pk).update(state="chosen")
    with pytest.raises(Invalid, match="不再并入"):
        course.merged(ideas[0], names[0])
    Project.objects.filter(pk=names[0].pk).update(state="candidate")
    for idea, project in zip(ideas, names, strict=True):
        course.merged(idea, project)
    vote = course.make_vote(season, 2, 3)
    course.counted(vote, {1: 34, 2: 33, 3: 33})
    assert told(ideas[0])[-1] == "choose"
    assert told(ideas[1])[-1] == told(ideas[2])[-1] == "merge"
    further = course.make_vote(season, 1, 2, first=Vote.objects.get(pk=vote.pk))
    assert list(further.candidates.order_by("number").values_list("number", flat=True)) == [2, 3]
    course.counted(further, {2: 20, 3: 30})
    assert [Project.objects.get(pk=one.pk).state for one in names] == ["chosen", "reserve", "chosen"]
    assert [told(one)[-1] for one in ideas] == ["choose", "reserve", "choose"]


def test_counters_who_disagree_cannot_be_confirmed_and_nobody_confirms_the_own_sheet(
    town: Town, season: Season
) -> None:
    course.make_candidates(season, town.office_unit, "甲", "乙")
    vote = course.make_vote(season, 1, 2)
    EnterSheet(actor=SCRUTINEERS[0], vote=vote, counts=counts({1: 31, 2: 10})).execute()
    with pytest.raises(WrongState):
        ConfirmCount(actor=SCRUTINEERS[2], vote=vote).execute()
    EnterSheet(actor=SCRUTINEERS[1], vote=vote, counts=counts({1: 30, 2: 10})).execute()
    with pytest.raises(WrongState, match="逐项一致"):
        ConfirmCount(actor=SCRUTINEERS[2], vote=vote).execute()
    with pytest.raises(NotAllowed):
        EnterSheet(actor=SCRUTINEERS[2], vote=vote, counts=counts({1: 31, 2: 10})).execute()
    with pytest.raises(Invalid, match="得票合计"):
        EnterSheet(actor=SCRUTINEERS[1], vote=vote, counts=counts({1: 31, 2: 30})).execute()
    EnterSheet(actor=SCRUTINEERS[1], vote=vote, counts=counts({1: 31, 2: 10})).execute()
    with pytest.raises(NotAllowed, match="另一名监票人"):
        ConfirmCount(actor=SCRUTINEERS[1], vote=vote).execute()
    with pytest.raises(Invalid):
        ConfirmCount(actor=SCRUTINEERS[2], vote=vote, scan="abc").execute()
    ConfirmCount(actor=SCRUTINEERS[2], vote=vote, scan="a" * 64).execute()
    with pytest.raises(WrongState, match="不能再改"):
        EnterSheet(actor=SCRUTINEERS[0], vote=vote, counts=counts({1: 31, 2: 11})).execute()


def test_a_vote_without_a_quorum_decides_nothing_and_all_candidates_stand_again(town: Town, season: Season) -> None:
    course.make_candidates(season, town.office_unit, "甲", "乙")
    vote = course.make_vote(season, 1, 2)
    for actor in SCRUTINEERS[:2]:
        EnterSheet(actor=actor, vote=vote, counts=counts({1: 31, 2: 5}, present=39)).execute()
    ConfirmCount(actor=SCRUTINEERS[2], vote=vote).execute()
    assert set(Project.objects.values_list("state", flat=True)) == {"on_ballot"}
    further = course.make_vote(season, 1, 2, first=Vote.objects.get(pk=vote.pk))
    assert further.candidates.count() == 2


def test_guards_say_what_is_missing(town: Town, season: Season) -> None:
    with pytest.raises(Invalid, match="受理编号"):
        CollectIdea(actor=OFFICE, season=season, text="想法", source="resident").execute()
    case = make_case(town).case
    idea = course.make_idea(season, case)
    with pytest.raises(Invalid, match="已经登记"):
        course.make_idea(season, case)
    with pytest.raises(Invalid, match="提出的人会看到"):
        PassIdea(actor=OFFICE, idea=idea, move_code="reject", words=" ").execute()
    PassIdea(actor=OFFICE, idea=idea, move_code="forward", words="这件事归区里，已转区交通委").execute()
    assert "区交通委" in Telling.objects.get(idea=idea, fork="forward").words
    project = course.make_project(season, town.office_unit)
    Project.objects.filter(pk=project.pk).update(negative="debt")
    with pytest.raises(WrongState, match="负面清单"):
        ScreenProject(actor=DESK, project=project).execute()
    Project.objects.filter(pk=project.pk).update(negative="", cost=None)
    with pytest.raises(WrongState, match="没有填全"):
        ScreenProject(actor=DESK, project=project).execute()
    with pytest.raises(NotAllowed):
        ScreenProject(actor=OFFICE, project=project).execute()
    Project.objects.filter(pk=project.pk).update(state="chosen")
    with pytest.raises(WrongState, match="正好是 100"):
        PublishPlan(actor=DESK, project=project).execute()
    with pytest.raises(Invalid, match="依据的决定"):
        MoveProject(actor=OFFICE, project=project, code="terminate", words="不做了").execute()
    MoveProject(
        actor=OFFICE, project=project, code="terminate", words="管线让不开", decision="镇人大三次会议"
    ).execute()
    project.refresh_from_db()
    assert project.state == "terminated"


def test_a_deputy_is_told_by_the_inbox_and_a_resident_by_the_office(town: Town, season: Season) -> None:
    idea = CollectIdea(
        actor=OFFICE, season=season, text="设一个晾衣点", source="deputy", deputy=town.deputy
    ).execute()  # fmt: skip
    telling = Telling.objects.get(idea=idea)
    assert telling.channel == "inbox"
    deliver_pending(town.row)
    assert Notice.objects.filter(address=f"deputy:{town.deputy.pk}").exists()
    open_one = Telling.objects.get(idea=course.make_idea(season))
    assert open_one.told_on is None
    TellGiver(actor=OFFICE, telling=open_one, channel="notice", told_on=open_one.made_at.date()).execute()
    with pytest.raises(WrongState):
        TellGiver(actor=OFFICE, telling=open_one, channel="notice", told_on=open_one.made_at.date()).execute()


def test_the_pages_lead_from_the_idea_to_the_report(town: Town, season: Season, client: Client) -> None:
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    case = make_case(town).case
    idea = course.make_idea(season, case)
    lift, _park = course.make_candidates(season, town.office_unit, "加装电梯", "口袋公园")
    course.merged(idea, lift)
    vote = course.make_vote(season, 1, 2, "per_item")
    sign_in(client, make_person(roles.SCRUTINEER))
    form = {"present": 50, "issued": 50, "returned": 50, "valid": 49, "void": 1, "blank": 0}
    form |= {"yes_1": 40, "no_1": 5, "abstain_1": 4, "yes_2": 20, "no_2": 20, "abstain_2": 8}
    address = reverse("projects:count", args=[vote.pk])
    refused = client.post(address, form)
    assert "第 2 个项目的赞成、反对、弃权加起来是 48" in refused.content.decode()
    assert 'value="20"' in refused.content.decode()
    assert client.post(address, {**form, "abstain_2": 9}).status_code == 302
    page = client.get(reverse("projects:vote", args=[vote.pk])).content.decode()
    assert "更正我的计票单" in page
    ballot = client.get(reverse("projects:ballot", args=[vote.pk])).content.decode()
    assert "加装电梯" in ballot
    assert str(vote.pk) not in ballot.split("<article")[1].split("</article>")[0]
    assert "第一条" in client.get(reverse("projects:rule", args=[vote.pk])).content.decode()
    client.logout()
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    shown = client.get(reverse("projects:project", args=[lift.pk])).content.decode()
    assert case.number in shown
    assert reverse("projects:idea", args=[idea.pk]) in shown
    assert client.get(reverse("projects:season", args=[season.pk])).status_code == 200


def test_more_ideas_and_projects_cost_no_more_statements(town: Town, season: Season, client: Client) -> None:
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    first = course.make_project(season, town.office_unit, "甲")
    course.merged(course.make_idea(season), first)
    pages = ["season", "project"]
    targets = {"season": season.pk, "project": first.pk}

    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as statements:
            assert client.get(reverse(f"projects:{name}", args=[targets[name]])).status_code == 200
        return len(statements)

    before = [cost(name) for name in pages]
    for name in ("乙", "丙", "丁"):
        course.make_project(season, town.office_unit, name)
        course.merged(course.make_idea(season), first)
    assert [cost(name) for name in pages] == before
    assert max(before) <= 12
    assert client.get("/projects/").status_code == 200
