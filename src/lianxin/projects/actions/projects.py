"""Projects: proposed, screened, planned with weighted milestones, stopped only by a decision."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db.models import Sum
from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.places.models import Place, Unit
from lianxin.places.policies import must_hold
from lianxin.projects import workflow as w
from lianxin.projects.actions.base import PROJECT, ProjectAction, next_number, refuse
from lianxin.projects.actions.timing import stop_clocks
from lianxin.projects.models import Change, Milestone, Project, Season
from lianxin.ui.dates import zh_date

#: The sheet: everything that must stand before a project may become a candidate.
SHEET: Final = (
    "content", "beneficiaries", "cost", "funds", "unit_id", "due_on", "needed", "feasible", "lawful",
)  # fmt: skip


@dataclass(kw_only=True)
class SetSeason(Action[Season]):
    """Begin a year's collection, or change what is written about it."""

    verb: ClassVar[str] = "project.season"

    name: str
    opens_on: dt.date
    closes_on: dt.date
    year: int = 0
    basis: str = ""
    party_on: dt.date | None = None
    season: Season | None = None

    def check(self) -> None:
        """Days in order, one season a year."""
        must_hold(self.actor, w.OFFICE)
        self.name = line("name", self.name, 60)
        self.basis = line("basis", self.basis, 120, required=False)
        if self.closes_on < self.opens_on:
            raise Invalid.at("closes_on", "order", _("结束日期不能早于开始日期。"))
        if self.season is None and Season.objects.filter(year=self.year).exists():
            raise Invalid.at("year", "taken", _("这一年已经登记过了。"))

    def perform(self) -> Season:
        """Store it."""
        self.row = self.season or Season(year=self.year)
        for name in ("name", "opens_on", "closes_on", "basis", "party_on"):
            setattr(self.row, name, getattr(self, name))
        self.row.save()
        return self.row

    def subject(self) -> Subject:
        """The season."""
        return Subject("project_season", self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which year."""
        return {"year": self.row.year}

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody is told by the inbox."""
        return None


@dataclass(kw_only=True)
class SetProject(Action[Project]):
    """Propose a project, or change its sheet while it still may be changed."""

    verb: ClassVar[str] = "project.propose"

    name: str
    season: Season | None = None
    project: Project | None = None
    content: str = ""
    place: Place | None = None
    beneficiaries: int | None = None
    cost: int | None = None
    funds: str = ""
    unit: Unit | None = None
    leader: str = ""
    helpers: str = ""
    due_on: dt.date | None = None
    needed: str = ""
    feasible: str = ""
    lawful: str = ""
    negative: str = ""

    def lock(self) -> None:
        """Lock the project, or the season for its numbers."""
        if self.project is not None:
            self.project = Project.objects.select_for_update(of=("self",)).get(pk=self.project.pk)
        elif self.season is not None:
            self.season = Season.objects.select_for_update().get(pk=self.season.pk)

    def check(self) -> None:
        """A name; lines not too long; still open."""
        must_hold(self.actor, *w.PROJECT_BY_CODE["propose"].actors)
        self.name = line("name", self.name, 40)
        for name, longest in (("funds", 80), ("leader", 40), ("helpers", 120)):
            setattr(self, name, line(name, getattr(self, name), longest, required=False))
        for name in ("needed", "feasible", "lawful"):
            setattr(self, name, line(name, getattr(self, name), 200, required=False))
        if self.project is not None and self.project.state not in w.OPEN_FOR_IDEAS:
            raise WrongState("not_from_here", _("这个项目已经列入选票或者有了结果，不能再改筛选表。"))

    def perform(self) -> Project:
        """Store it."""
        self.row = self.project or self._new()
        for name in (
            "name", "content", "place", "beneficiaries", "cost", "funds", "unit", "leader", "helpers", "due_on",
            "needed", "feasible", "lawful", "negative",
        ):  # fmt: skip
            setattr(self.row, name, getattr(self, name))
        self.row.content = self.row.content.strip()[:2000]
        self.row.version += 1
        self.row.save()
        return self.row

    def _new(self) -> Project:
        if self.season is None:
            raise Invalid.at("name", "season", _("没有找到这一年的征集。"))
        number = next_number(self.season, "项", self.season.projects.count())
        return Project(season=self.season, number=number, version=0)

    def subject(self) -> Subject:
        """The project."""
        return Subject(PROJECT, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number and name."""
        return {"number": self.row.number, "name": self.row.name}

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody is told yet."""
        return None


@dataclass(kw_only=True)
class ScreenProject(ProjectAction[Project]):
    """Make a project a candidate: its sheet is complete and it is not on the negative list."""

    verb: ClassVar[str] = "project.screen"
    move_code: ClassVar[str] = "screen"

    def check(self) -> None:
        """Both guards."""
        super().check()
        if any(not getattr(self.row, name) for name in SHEET):
            refuse("sheet_complete")
        if self.row.negative:
            refuse("not_negative")

    def perform(self) -> Project:
        """Move and tell."""
        return self.go()


@dataclass(kw_only=True)
class MoveProject(ProjectAction[Project]):
    """A move with words, and with a decision where the law asks for one."""

    verb: ClassVar[str] = "project.move"
    move_code: ClassVar[str] = "drop"

    code: str
    words: str = ""
    decision: str = ""

    @property
    def move(self) -> w.Move:
        """The move by its code."""
        return w.PROJECT_BY_CODE[self.code]

    def check(self) -> None:
        """The guards of the table."""
        super().check()
        self.words = line("words", self.words, 300, required=False)
        self.decision = line("decision", self.decision, 80, required=False)
        if not self.words:
            refuse("words_given")
        if "decision_given" in self.move.guards and not self.decision:
            refuse("decision_given")

    def perform(self) -> Project:
        """Move and tell; what rests on a decision stands on the public notice, and time stands still or ends."""
        self.row.words, self.row.decision = self.words, self.decision or self.row.decision
        if self.decision:
            Change.objects.create(
                project=self.row, kind=self.code, words=self.words, decision=self.decision, made_on=today()
            )
        if self.code in ("terminate", "rectified"):
            stop_clocks(self.row, cancel=self.code == "terminate")
        return self.go("words", "decision")

    def entry_data(self) -> Mapping[str, object]:
        """Which move, by which decision."""
        return {"number": self.row.number, "move": self.code, "decision": self.decision}


@dataclass(kw_only=True)
class SetMilestone(ProjectAction[Milestone]):
    """Add a step to the plan before it is published."""

    verb: ClassVar[str] = "project.milestone"
    move_code: ClassVar[str] = "plan"

    name: str
    weight: int
    planned_on: dt.date

    def check(self) -> None:
        """Weights together at most a hundred."""
        super().check()
        self.name = line("name", self.name, 60)
        have = self.row.milestones.aggregate(sum=Sum("weight"))["sum"] or 0
        if not 1 <= self.weight <= 100 - have:
            raise Invalid.at("weight", "sum", _("权重合计不能超过 100，还剩 %(n)d。") % {"n": 100 - have})

    def perform(self) -> Milestone:
        """Store it."""
        return Milestone.objects.create(
            project=self.row, name=self.name, weight=self.weight, planned_on=self.planned_on
        )

    def announcement(self) -> Mapping[str, object] | None:
        """The plan is announced as a whole."""
        return None


@dataclass(kw_only=True)
class PublishPlan(ProjectAction[Project]):
    """Publish the plan: its weights make a hundred."""

    verb: ClassVar[str] = "project.plan"
    move_code: ClassVar[str] = "plan"

    def check(self) -> None:
        """The weights."""
        super().check()
        if (self.row.milestones.aggregate(sum=Sum("weight"))["sum"] or 0) != 100:
            refuse("weights_are_hundred")

    def perform(self) -> Project:
        """Move and tell."""
        self.row.planned_at = today()
        stop_clocks(self.row)
        return self.go("planned_at", due=zh_date(self.row.due_on) if self.row.due_on else "")


@dataclass(kw_only=True)
class FinishMilestone(Action[Milestone]):
    """A step was reached, with what proves it; the first one begins the work."""

    verb: ClassVar[str] = "project.step_done"

    milestone: Milestone
    done_on: dt.date
    evidence: str
    row: Milestone = field(init=False, repr=False)

    def lock(self) -> None:
        """Lock the project, re-read the step."""
        self.project = Project.objects.select_for_update(of=("self",)).get(pk=self.milestone.project_id)
        self.row = Milestone.objects.select_for_update(of=("self",)).get(pk=self.milestone.pk)

    def check(self) -> None:
        """Under way, not twice, proven, not in the future."""
        must_hold(self.actor, w.DESK)
        if self.project.state not in w.UNDER_WAY or self.row.done_on is not None:
            raise WrongState("not_from_here", _("现在不能做这一步，请重新打开看看。"))
        self.evidence = line("evidence", self.evidence, 200)
        if self.done_on > today():
            raise Invalid.at("done_on", "future", _("完成日期不能晚于今天。"))

    def perform(self) -> Milestone:
        """Store it."""
        self.row.done_on, self.row.evidence = self.done_on, self.evidence
        self.row.save(update_fields=["done_on", "evidence"])
        if self.project.state == w.PLANNED:
            self.project.state = w.RUNNING
            self.project.save(update_fields=["state"])
        return self.row

    def subject(self) -> Subject:
        """The project."""
        return Subject(PROJECT, self.project.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which step, when."""
        return {"number": self.project.number, "step": self.row.name, "done_on": self.done_on.isoformat()}

    def announcement(self) -> Mapping[str, object] | None:
        """Progress stands on the public page."""
        return None
