"""The livelihood projects of the example town: last year's chain to its evaluation, this year's collection. Invented.

Twenty ideas of last winter, most of them sentences of residents, become twelve candidates; 75 town deputies choose ten;
by the end of June they stand in every state a project can have.  For the next year residents are being asked.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from lianxin.ballots.counts import Counts, Item
from lianxin.ballots.rules import preset
from lianxin.cases.models import Case
from lianxin.core.clock import TOWN_TZ, today
from lianxin.demo.beside import Act, Acts, moment_of
from lianxin.demo.cast import Cast
from lianxin.demo.livelihood_data import (
    ASKED,
    BEFORE,
    DEPUTIES,
    GRADES,
    IDEAS,
    NEXT_IDEAS,
    NEXT_PROJECTS,
    PRESENT,
    PROJECTS,
    VISITS,
    VOTES,
    Plan,
)
from lianxin.journal.actors import ACCOUNT, SYSTEM, Actor, Grant
from lianxin.people import roles
from lianxin.people.actions.accounts import CreateAccount
from lianxin.people.actions.grants import GrantRole
from lianxin.places.models import PlaceKind
from lianxin.projects import actions as act
from lianxin.projects.actions.asking import AnswerConsultation, CastWish, OpenConsultation, OpenWish, PrintCodes
from lianxin.projects.models import Idea, Milestone, Project, Season, Source, Telling, Vote

Row = dict[str, Any]
BASIS: Final = "示例镇民生实事项目人大代表票决制实施办法"
MEETING, MIDYEAR = "示例镇第十六届人民代表大会第六次会议", "示例镇第十六届人民代表大会第七次会议"


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class Chapter(Acts):
    """Takes the acts as their moments come."""

    def __init__(self, cast: Cast) -> None:
        """Put the acts in the order of time."""
        self.cast = cast
        self.office, self.desk = cast.somebody(roles.CONGRESS_OFFICE), cast.somebody(roles.GOVERNMENT_DESK)
        self.counters: list[Actor] = []
        super().__init__("projects", sorted(self._acts(), key=lambda one: one.at))

    def _acts(self) -> Iterator[Act]:
        yield Act(moment_of("2025-12-02T10:00"), "season", self.season)
        yield Act(moment_of("2026-01-21T10:00"), "ideas", lambda: self.collect(2026, IDEAS))
        yield Act(moment_of("2026-01-22T10:00"), "propose", self.propose)
        yield Act(moment_of("2026-01-22T14:00"), "merge", self.merge)
        yield Act(moment_of("2026-01-26T10:00"), "screen", self.screen)
        yield Act(moment_of("2026-01-30T16:00"), "told", self.tell)
        yield Act(moment_of("2026-02-05T09:30"), "rule", self.rule)
        yield Act(moment_of("2026-02-05T11:00"), "count", self.counted)
        yield Act(moment_of("2026-02-12T16:00"), "told of the vote", self.tell)
        for number, one in enumerate(PROJECTS):
            if one.planned:
                yield from self._plan_acts(number, one)
        for number, (day, people, findings, answer) in VISITS.items():
            yield Act(moment_of(f"{day}T15:30"), "visit", partial(self.visit, number, people, findings))
            if answer:
                later = moment_of(f"{day}T10:00") + dt.timedelta(days=6)
                yield Act(later, "answer", partial(self.answer, number, answer))
        yield Act(moment_of("2026-06-22T10:00"), "survey", self.survey)
        yield Act(moment_of("2026-06-25T09:30"), "evaluation", self.evaluation)
        yield Act(moment_of("2026-06-25T11:00"), "grades", self.grades)
        yield Act(moment_of("2026-06-29T16:00"), "told in June", lambda: self.tell(_day("2026-06-20")))
        yield from self._next_acts()

    def _next_acts(self) -> Iterator[Act]:
        yield Act(moment_of("2026-06-15T10:00"), "next season", self.next_season)
        yield Act(moment_of("2026-06-16T09:00"), "consultation", self.consult)
        yield Act(moment_of("2026-06-26T16:00"), "sheets", self.sheets)
        yield Act(moment_of("2026-06-17T10:00"), "next ideas", lambda: self.collect(2027, NEXT_IDEAS))
        yield Act(moment_of("2026-06-19T10:00"), "next projects", self.next_projects)
        yield Act(moment_of("2026-06-22T14:00"), "wish", self.wish)

    # --- from the idea to the vote --------------------------------------------------------------------

    def season(self) -> None:
        """Last year's collection begins; two counters are named for the winter's meeting."""
        act.SetSeason(
            actor=self.office, year=2026, name="2026年民生实事项目", opens_on=today(), closes_on=_day("2026-01-20"),
            basis=BASIS, party_on=_day("2026-01-26"),
        ).execute()  # fmt: skip
        for number in (1, 2):
            name = f"计票人0{number}号"
            account = CreateAccount(actor=SYSTEM, username=f"counter-{number}", display_name=name).execute()
            GrantRole(
                actor=SYSTEM, account=account, role=roles.SCRUTINEER, valid_from=today(), reason="示例镇演示"
            ).execute()
            self.counters.append(Actor(ACCOUNT, str(account.pk), name, (Grant(roles.SCRUTINEER),)))

    def case(self, key: str) -> Case:
        """The matter that a line of the opinions became."""
        return Case.objects.get(opinions__client_key=f"demo-{key}")

    def collect(self, year: int, rows: tuple[tuple[str, str, str], ...]) -> None:
        """Write ideas down: a resident's from a matter, a deputy's, a unit's, the call's."""
        season = Season.objects.get(year=year)
        for giver, text, _project in rows:
            source, given = Source.CALL, Row()
            if giver.startswith("op-"):
                source, given = Source.RESIDENT, {"case": self.case(giver)}
            elif giver in self.cast.deputies:
                source, given = Source.DEPUTY, {"deputy": self.cast.deputies[giver]}
            elif giver:
                source, given = Source.UNIT, {"unit": self.cast.units[giver]}
            act.CollectIdea(actor=self.office, season=season, text=text, source=source, **given).execute()

    def _project(self, name: str) -> Project:
        return Project.objects.get(name=name)

    def _propose(self, season: Season, one: Plan) -> Project:
        return act.SetProject(
            actor=self.desk, season=season, name=one.name, content=one.content, beneficiaries=one.people,
            cost=one.cost * 10_000, funds=one.funds, unit=self.cast.units[one.unit], leader=one.leader,
            helpers=one.helpers, due_on=_day(one.due), place=self.cast.places[PlaceKind.NEIGHBOURHOOD, one.place],
            needed=one.needed, feasible="现场看过，施工条件具备", lawful="不占规划用地，公平竞争审查通过",
        ).execute()  # fmt: skip

    def propose(self) -> None:
        """Twelve proposals with their sheets."""
        season = Season.objects.get(year=2026)
        for one in PROJECTS:
            self._propose(season, one)

    def merge(self) -> None:
        """Every idea into its project; one is forwarded, one is not listed."""
        self._merge(2026, IDEAS)

    def _merge(self, year: int, rows: tuple[tuple[str, str, str], ...]) -> None:
        ideas = list(Idea.objects.filter(season__year=year).order_by("number"))
        for idea, (_giver, _text, project) in zip(ideas, rows, strict=True):
            if project.startswith(("forward:", "reject:")):
                code, _, words = project.partition(":")
                act.PassIdea(actor=self.office, idea=idea, move_code=code, words=words).execute()
            elif project:
                act.MergeIdea(actor=self.office, idea=idea, project=self._project(project)).execute()

    def screen(self) -> None:
        """Twelve candidates."""
        for one in PROJECTS:
            act.ScreenProject(actor=self.desk, project=self._project(one.name)).execute()

    def tell(self, until: dt.date | None = None) -> None:
        """The office rings up whoever is still to be told; with a day, only what was to be told before it."""
        rows = Telling.objects.filter(told_on=None).select_related("idea").order_by("id")
        for one in rows if until is None else rows.filter(made_at__lt=dt.datetime.combine(until, dt.time(), TOWN_TZ)):
            how = "phone" if one.idea.source == Source.RESIDENT else "notice"
            act.TellGiver(actor=self.office, telling=one, channel=how, told_on=today()).execute()

    def rule(self) -> None:
        """The meeting adopts the rule."""
        act.AdoptRule(
            actor=self.office, season=Season.objects.get(year=2026), meeting=MEETING, held_on=today(),
            in_office=DEPUTIES, rule=preset("mark_up_to_k", 10, len(PROJECTS)),
        ).execute()  # fmt: skip

    def counted(self) -> None:
        """Marks of each candidate, in the order of the ballot."""
        items = tuple(Item(number, votes) for number, votes in enumerate(VOTES, 1))
        self.count(Vote.objects.get(purpose="choose"), items)

    def count(self, vote: Vote, items: tuple[Item, ...], void: int = 1) -> None:
        """Two counters enter the same numbers, the scrutineer confirms."""
        counts = Counts(
            in_office=DEPUTIES, present=PRESENT, issued=PRESENT, returned=PRESENT, valid=PRESENT - void, void=void,
            items=items,
        )  # fmt: skip
        for actor in self.counters:
            act.EnterSheet(actor=actor, vote=vote, counts=counts).execute()
        act.ConfirmCount(actor=self.cast.somebody(roles.SCRUTINEER), vote=vote).execute()

    # --- after the vote -------------------------------------------------------------------------------

    def _plan_acts(self, number: int, one: Plan) -> Iterator[Act]:
        yield Act(moment_of(f"{one.planned}T10:00"), "plan", lambda: self.plan(one))
        yield Act(moment_of("2026-03-17T14:00"), "group", lambda: self.group(number, one))
        for name, _weight, _planned, done, evidence in one.steps:
            if done:
                yield Act(moment_of(f"{done}T16:00"), "step", partial(self.step, one, name, evidence))
        for month, spent, problem, following in one.reports:
            due = (_day(f"{month}-28") + dt.timedelta(days=4)).replace(day=3)
            report = partial(self.report, one, month, spent, problem, following)
            yield Act(moment_of(f"{due}T11:00"), "report", report)
        for day, code, words, decision in one.decided:
            yield Act(moment_of(f"{day}T10:30"), code, partial(self.decide, one, code, words, decision))
        if one.accepted:
            yield Act(moment_of(f"{one.accepted}T15:00"), "accept", lambda: self.accept(number, one))

    def plan(self, one: Plan) -> None:
        """Milestones, then the plan is published."""
        project = self._project(one.name)
        for name, weight, planned, _done, _evidence in one.steps:
            act.SetMilestone(
                actor=self.desk, project=project, name=name, weight=weight, planned_on=_day(planned)
            ).execute()
        act.PublishPlan(actor=self.desk, project=project).execute()

    def _group(self, number: int) -> list[Any]:
        return [self.cast.deputies[f"T{number * 7 + at + 1:02d}"] for at in range(3)]

    def group(self, number: int, one: Plan) -> None:
        """Three town deputies, the first keeps contact."""
        group = self._group(number)
        act.SetGroup(actor=self.office, project=self._project(one.name), deputies=group, contact=group[0]).execute()

    def step(self, one: Plan, name: str, evidence: str) -> None:
        """A milestone is reached."""
        found = Milestone.objects.get(project__name=one.name, name=name)
        act.FinishMilestone(actor=self.desk, milestone=found, done_on=today(), evidence=evidence).execute()

    def report(self, one: Plan, month: str, spent: int, problems: str, following: str) -> None:
        """A month's report."""
        act.ReportMonth(
            actor=self.desk, project=self._project(one.name), month=_day(f"{month}-01"), spent=spent * 10_000,
            problems=problems, next_step=following,
        ).execute()  # fmt: skip

    def decide(self, one: Plan, code: str, words: str, decision: str) -> None:
        """What the presidium or the congress decided."""
        said: Row = {"actor": self.office, "project": self._project(one.name), "words": words, "decision": decision}
        kind, _, new = code.partition(":")
        if kind == "due_on":
            act.ChangeProject(**said, what=kind, new=new).execute()
        else:
            act.MoveProject(**said, code=kind).execute()

    def accept(self, number: int, one: Plan) -> None:
        """Accepted by the group with the town's finance office."""
        act.AcceptProject(
            actor=self.office, project=self._project(one.name), accepted_on=today(), deputies=self._group(number),
            people="镇财政所、居民代表二人", words="工程量和计划一致，资料齐全，同意验收",
        ).execute()  # fmt: skip

    def visit(self, number: int, people: str, findings: str) -> None:
        """What a group found."""
        act.Inspect(
            actor=self.office, project=self._project(PROJECTS[number].name), task="visit", held_on=today(),
            people=people, findings=findings, wants_answer=True,
        ).execute()  # fmt: skip

    def answer(self, number: int, words: str) -> None:
        """The unit answers."""
        one = PROJECTS[number]
        found = self._project(one.name).inspections.get(answered_on=None)
        act.AnswerInspection(
            actor=self.cast.of(roles.UNIT_HEAD, one.unit), inspection=found, answer=words
        ).execute()  # fmt: skip

    def survey(self) -> None:
        """Residents were asked at the door."""
        for number, (good, fair, bad) in {1: (163, 31, 9), 6: (101, 74, 30)}.items():
            act.RecordSurvey(
                actor=self.office, project=self._project(PROJECTS[number].name), judges="residents", held_on=today(),
                eligible=300, good=good, fair=fair, bad=bad, method="受益居民区随机300户入户，志愿者问，不记名",
            ).execute()  # fmt: skip

    def evaluation(self) -> None:
        """The deputies evaluate what is accepted."""
        act.OpenEvaluation(
            actor=self.office, season=Season.objects.get(year=2026), meeting=MIDYEAR, held_on=today(),
            in_office=DEPUTIES,
        ).execute()  # fmt: skip

    def grades(self) -> None:
        """Grades in the order of the ballot."""
        vote, valid = Vote.objects.get(purpose="evaluate"), PRESENT
        items = tuple(
            Item(number, good, bad, valid - good - bad, fair) for number, (good, fair, bad) in enumerate(GRADES, 1)
        )
        self.count(vote, items, void=0)

    # --- the next year --------------------------------------------------------------------------------

    def next_season(self) -> None:
        """This year's collection begins."""
        act.SetSeason(
            actor=self.office, year=2027, name="2027年民生实事项目", opens_on=today(), closes_on=_day("2026-09-30"),
            basis=BASIS,
        ).execute()  # fmt: skip

    def next_projects(self) -> None:
        """Four proposals, with what residents said in June."""
        season = Season.objects.get(year=2027)
        for one in NEXT_PROJECTS:
            self._propose(season, one)
        self._merge(2027, NEXT_IDEAS)

    def consult(self) -> None:
        """A question that is no project: a drop point's hours."""
        self.asked = OpenConsultation(
            actor=self.desk, title="垃圾投放点开放时间", question="青枫一村的投放点，晚上开到几点合适？",
            choices=["七点，不变", "八点半", "设一个误时投放点"], opens_on=today(), closes_on=_day("2026-07-10"),
        ).execute()  # fmt: skip

    def sheets(self) -> None:
        """Sheets of five buildings are added up, some residents scanned the code."""
        place = self.cast.places[PlaceKind.NEIGHBOURHOOD, "N01"]
        secretary = self.cast.at(roles.SECRETARY, "N01")
        for building, counts in ASKED:
            AnswerConsultation(
                actor=secretary, consultation=self.asked, place=place, building=building, way="paper", counts=counts
            ).execute()
        for building, choice in (("12号", 1), ("12号", 2), ("30号", 2), ("7号", 1)):
            AnswerConsultation(
                actor=self.cast.resident, consultation=self.asked, place=place, building=building, counts={choice: 1}
            ).execute()

    def wish(self) -> None:
        """Households choose within the budget: three neighbourhoods that want different things."""
        season = Season.objects.get(year=2027)
        made = OpenWish(
            actor=self.office, season=season, budget=2_600_000, opens_on=today(), closes_on=_day("2026-07-10")
        ).execute()
        for code, picks in BEFORE.items():
            place = self.cast.places[PlaceKind.NEIGHBOURHOOD, code]
            codes = PrintCodes(actor=self.office, wish=made, place=place, many=sum(n for _p, n in picks) + 6).execute()
            for chosen, n in picks:
                for _household in range(n):
                    CastWish(actor=self.cast.resident, wish=made, code=codes.pop(), picks=chosen).execute()
