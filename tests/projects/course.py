"""A year of projects, moved along by the real actions; also for the matrix and the pages."""

import datetime as dt

from lianxin.ballots.counts import Counts, Item
from lianxin.ballots.rules import preset
from lianxin.cases.models import Case
from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.journal.actors import ACCOUNT, Actor, Grant
from lianxin.people import roles
from lianxin.places.models import Unit
from lianxin.projects.actions import (
    AcceptProject,
    AdoptRule,
    ChangeProject,
    CollectIdea,
    ConfirmCount,
    EnterSheet,
    FinishMilestone,
    Inspect,
    MergeIdea,
    OpenEvaluation,
    PublishPlan,
    ReportMonth,
    ScreenProject,
    SetGroup,
    SetMilestone,
    SetProject,
    SetSeason,
)
from lianxin.projects.actions.asking import AnswerConsultation, CastWish, OpenConsultation, OpenWish, PrintCodes
from lianxin.projects.models import Consultation, Idea, Inspection, Project, Season, Vote, Wish
from tests.cases.small_town import Town


def acting(role: str, name: str = "") -> Actor:
    """Somebody with a role."""
    return Actor(ACCOUNT, name or role, name or role, (Grant(role),))


OFFICE = acting(roles.CONGRESS_OFFICE)
DESK = acting(roles.GOVERNMENT_DESK)
SCRUTINEERS = [acting(roles.SCRUTINEER, name) for name in ("监票人甲", "监票人乙", "监票人丙")]
DEPUTIES = 60


def make_season(year: int = 2027) -> Season:
    """A year's collection."""
    day = today()
    return SetSeason(
        actor=OFFICE, year=year, name=f"{year}年实事项目", opens_on=day, closes_on=day, basis="实施办法（试行）",
    ).execute()  # fmt: skip


def make_idea(season: Season, case: Case | None = None, text: str = "想在小区里装一台电梯") -> Idea:
    """An idea of a resident, or of the public call."""
    return CollectIdea(
        actor=OFFICE, season=season, text=text, source="resident" if case else "call", case=case
    ).execute()


def make_project(season: Season, unit: Unit, name: str = "加装电梯") -> Project:
    """A project with a complete sheet."""
    return SetProject(
        actor=OFFICE, season=season, name=name, content="加装十台", beneficiaries=600, cost=3_000_000, funds="镇财政",
        unit=unit, due_on=today() + dt.timedelta(days=300), needed="老人多", feasible="井道已勘察", lawful="已征求意见",
    ).execute()  # fmt: skip


def make_candidates(season: Season, unit: Unit, *names: str) -> list[Project]:
    """Projects that are candidates."""
    made = [make_project(season, unit, name) for name in names]
    return [ScreenProject(actor=DESK, project=one).execute() for one in made]


def make_vote(
    season: Season, seats: int, candidates: int, form: str = "mark_up_to_k", first: Vote | None = None
) -> Vote:
    """A vote whose rule was adopted."""
    return AdoptRule(
        actor=OFFICE, season=season, meeting="镇人大二次会议", held_on=today(), in_office=DEPUTIES, first=first,
        rule=preset(form, seats, candidates),
    ).execute()  # fmt: skip


def counts(votes: dict[int, int], present: int = 50) -> Counts:
    """Papers that were all valid, marked for at most two each."""
    items = tuple(Item(number, yes) for number, yes in votes.items())
    return Counts(
        in_office=DEPUTIES, present=present, issued=present, returned=present, valid=present, void=0, items=items
    )


def counted(vote: Vote, votes: dict[int, int]) -> Vote:
    """Two counters enter the same, a scrutineer confirms."""
    for actor in SCRUTINEERS[:2]:
        EnterSheet(actor=actor, vote=vote, counts=counts(votes)).execute()
    return ConfirmCount(actor=SCRUTINEERS[2], vote=vote).execute()


def planned(project: Project) -> Project:
    """Two milestones of a published plan."""
    for name, weight, days in (("开工", 40, 30), ("完工", 60, 200)):
        day = today() + dt.timedelta(days=days)
        SetMilestone(actor=DESK, project=project, name=name, weight=weight, planned_on=day).execute()
    return PublishPlan(actor=DESK, project=project).execute()


def accepted(project: Project) -> Project:
    """All milestones reached, accepted with a deputy there."""
    for step in project.milestones.filter(done_on=None).order_by("planned_on"):
        FinishMilestone(actor=DESK, milestone=step, done_on=today(), evidence="验收单").execute()
    return AcceptProject(
        actor=OFFICE, project=project, accepted_on=today(), people="镇财政所", words="验收合格",
        deputies=list(Deputy.objects.all()[:1]),
    ).execute()  # fmt: skip


def evaluated(season: Season, grades: dict[int, tuple[int, int, int]], valid: int = 50) -> Vote:
    """All accepted projects of a season judged: number → 满意, 基本满意, 不满意."""
    vote = OpenEvaluation(
        actor=OFFICE, season=season, meeting="镇人大三次会议", held_on=today(), in_office=DEPUTIES
    ).execute()
    items = tuple(Item(n, good, bad, valid - good - bad, fair) for n, (good, fair, bad) in grades.items())
    sheet = Counts(in_office=DEPUTIES, present=valid, issued=valid, returned=valid, valid=valid, void=0, items=items)
    for actor in SCRUTINEERS[:2]:
        EnterSheet(actor=actor, vote=vote, counts=sheet).execute()
    return ConfirmCount(actor=SCRUTINEERS[2], vote=vote).execute()


def finished(project: Project) -> Project:
    """All milestones reached, accepted, evaluated as good."""
    accepted(project)
    evaluated(project.season, {1: (40, 5, 1)})
    project.refresh_from_db()
    return project


def watched(project: Project, deputy: Deputy) -> Inspection:
    """A group, a monthly report, a change by decision, and a visit that waits for an answer."""
    SetGroup(actor=OFFICE, project=project, deputies=[deputy], contact=deputy).execute()
    ReportMonth(actor=DESK, project=project, month=today(), spent=400_000, next_step="浇筑基础").execute()
    ChangeProject(
        actor=OFFICE, project=project, what="cost", new="3200000", words="管线迁改", decision="镇人大主席团第9次会议"
    ).execute()
    return Inspect(
        actor=OFFICE, project=project, task="visit", held_on=today(), people="代表三人", findings="围挡没有夜灯",
        wants_answer=True,
    ).execute()  # fmt: skip


def consulted(town: Town) -> Consultation:
    """A question about a drop point's hours, answered on paper and by code."""
    day = today()
    made = OpenConsultation(
        actor=OFFICE, title="投放点开放时间", question="晚上开到几点", choices=["七点", "九点"], opens_on=day,
        closes_on=day,
    ).execute()  # fmt: skip
    for building, counts, way in (("3号", {0: 4, 1: 9}, "paper"), ("5号", {0: 2}, "paper"), ("3号", {1: 1}, "web")):
        AnswerConsultation(
            actor=OFFICE, consultation=made, place=town.first, building=building, counts=counts, way=way
        ).execute()
    return made


def wished(season: Season, town: Town) -> Wish:
    """An advisory vote about two more proposals with five codes of which three were used."""
    for name in ("适老扶手", "社区食堂"):
        make_project(season, town.office_unit, name)
    day = today()
    made = OpenWish(actor=OFFICE, season=season, budget=3_000_000, opens_on=day, closes_on=day).execute()
    codes = PrintCodes(actor=OFFICE, wish=made, place=town.first, many=5).execute()
    for code, pick in zip(codes, (1, 1, 2), strict=False):
        CastWish(actor=OFFICE, wish=made, code=code, picks=[pick]).execute()
    return made


def merged(idea: Idea, project: Project) -> Idea:
    """An idea in a project."""
    return MergeIdea(actor=OFFICE, idea=idea, project=project).execute()
