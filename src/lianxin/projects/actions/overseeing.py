"""Overseeing a project: its group of deputies, monthly reports, visits and answers, changes by decision, acceptance."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.people import roles
from lianxin.places.policies import must_hold
from lianxin.projects import rules
from lianxin.projects import workflow as w
from lianxin.projects.actions.base import PROJECT, ProjectAction, check_move, refuse, tell
from lianxin.projects.models import Change, ChangeKind, Inspection, Milestone, MonthReport, Overseer, Project, Task
from lianxin.records import attachments
from lianxin.records.attachments import Prepared

#: What a decision may change, beside the day of a milestone (``step:<id>``).
CHANGEABLE: Final = ("content", "cost", "due_on")


def deputies_of(actor: Actor) -> frozenset[int]:
    """The deputies an actor stands for."""
    return frozenset(one.deputy_id for one in actor.grants_of(roles.DEPUTY) if one.deputy_id is not None)


@dataclass(kw_only=True)
class _OnProject(Action[object]):
    """Base of what is written about a chosen project without moving it."""

    project: Project
    row: Project = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read the project under a row lock."""
        self.row = Project.objects.select_for_update(of=("self",)).get(pk=self.project.pk)

    def need(self, *states: str) -> None:
        """Refuse in any other state."""
        if self.row.state not in states:
            raise WrongState("not_from_here", _("现在不能做这一步，请重新打开看看。"))

    def subject(self) -> Subject:
        """The project."""
        return Subject(PROJECT, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which project."""
        return {"number": self.row.number}

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody is told by the inbox."""
        return None


@dataclass(kw_only=True)
class SetGroup(_OnProject):
    """Name the deputies who oversee a project, and the presidium's member who keeps contact."""

    verb: ClassVar[str] = "project.group"

    deputies: Sequence[Deputy]
    contact: Deputy | None = None

    def check(self) -> None:
        """At least one deputy; the project was chosen."""
        must_hold(self.actor, w.OFFICE)
        self.need(*w.VOTED_IN)
        if not self.deputies:
            raise Invalid.at("deputies", "none", _("请至少选一名代表。"))

    def perform(self) -> Project:
        """Replace the group."""
        self.row.overseers.all().delete()
        named = {one.pk: one for one in (*self.deputies, *((self.contact,) if self.contact else ()))}
        contact = self.contact.pk if self.contact else None
        Overseer.objects.bulk_create(
            Overseer(project=self.row, deputy=one, is_contact=one.pk == contact) for one in named.values()
        )
        return self.row

    def announcement(self) -> Mapping[str, object] | None:
        """The deputies hear of it."""
        ids = sorted(str(one.pk) for one in self.deputies)
        return {"project": self.row.name, "fork": "请您参加督办代表组", "deputies": ids, "units": []}


@dataclass(kw_only=True)
class ReportMonth(_OnProject):
    """The month's report: spent so far, what is in the way, what comes next."""

    verb: ClassVar[str] = "project.month"

    month: dt.date
    spent: int
    next_step: str
    problems: str = ""

    def check(self) -> None:
        """Under way, once a month, money only grows."""
        must_hold(self.actor, w.DESK)
        self.need(w.PLANNED, w.RUNNING, w.SUSPENDED, w.ACCEPTED)
        self.month = self.month.replace(day=1)
        self.next_step = line("next_step", self.next_step, 300)
        self.problems = line("problems", self.problems, 300, required=False)
        if self.month > today():
            raise Invalid.at("month", "future", _("不能报还没有到的月份。"))
        if self.row.reports.filter(month=self.month).exists():
            raise Invalid.at("month", "twice", _("这个月已经报过了。"))
        before = self.row.reports.filter(month__lt=self.month).order_by("-month").first()
        if before is not None and self.spent < before.spent:
            words = _("累计支出不能少于上一次报的 %(n)d 元。")
            raise Invalid.at("spent", "less", words % {"n": before.spent})

    def perform(self) -> MonthReport:
        """Store it."""
        return MonthReport.objects.create(
            project=self.row, month=self.month, spent=self.spent, problems=self.problems, next_step=self.next_step,
            made_on=today(),
        )  # fmt: skip

    def entry_data(self) -> Mapping[str, object]:
        """Which month, how much."""
        return {"number": self.row.number, "month": self.month.isoformat()[:7], "spent": self.spent}


@dataclass(kw_only=True)
class Inspect(_OnProject):
    """What a group of deputies found; the unit answers within days where it was asked to."""

    verb: ClassVar[str] = "project.inspect"

    task: str
    held_on: dt.date
    people: str
    findings: str
    wants_answer: bool = False
    used: str = ""
    keeper: str = ""

    def check(self) -> None:
        """The office, or a deputy of the group; a look-back says whether it is still used and who keeps it."""
        own = self.row.overseers.filter(deputy_id__in=deputies_of(self.actor)).exists()
        if not own or self.task == Task.LOOK_BACK:
            must_hold(self.actor, w.OFFICE)
        self.people = line("people", self.people, 120)
        self.findings = line("findings", self.findings, 500)
        self.keeper = line("keeper", self.keeper, 80, required=False)
        if self.held_on > today():
            raise Invalid.at("held_on", "future", _("日期不能晚于今天。"))
        if self.task != Task.LOOK_BACK:
            self.need(*w.VOTED_IN)
            return
        check_move(w.PROJECT_BY_CODE["look_back"], self.row.state)
        if self.used not in rules.USED or not self.keeper:
            raise Invalid.at("keeper", "look_back", _("请写明现在还用不用、由谁管护。"))

    def perform(self) -> Inspection:
        """Store it; a look-back closes the chain and is told."""
        made = Inspection.objects.create(
            project=self.row, task=self.task, held_on=self.held_on, people=self.people, findings=self.findings,
            answer_by=today() + dt.timedelta(days=rules.ANSWER_DAYS) if self.wants_answer else None,
            used=self.used if self.task == Task.LOOK_BACK else "", keeper=self.keeper,
        )  # fmt: skip
        if self.task == Task.LOOK_BACK:
            self.row.state = w.ARCHIVED
            self.row.save(update_fields=["state"])
            tell(self.row.ideas.order_by("id"), "look_back", {"project": self.row.name, "words": self.findings[:200]})
        return made

    def entry_data(self) -> Mapping[str, object]:
        """What it was."""
        return {"number": self.row.number, "task": self.task}

    def announcement(self) -> Mapping[str, object] | None:
        """The unit hears of it where it must answer."""
        if not self.wants_answer or self.row.unit_id is None:
            return None
        return {"project": self.row.name, "fork": "代表组提出问题，请答复", "deputies": [],
                "units": [str(self.row.unit_id)]}  # fmt: skip


@dataclass(kw_only=True)
class AnswerInspection(Action[Inspection]):
    """The unit answers what a group found."""

    verb: ClassVar[str] = "project.answer"

    inspection: Inspection
    answer: str
    row: Inspection = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read it under a row lock."""
        rows = Inspection.objects.select_for_update(of=("self",)).select_related("project")
        self.row = rows.get(pk=self.inspection.pk)

    def check(self) -> None:
        """The project's unit or the desk; once."""
        mine = self.actor.unit_ids(roles.UNIT_HEAD, roles.UNIT_HANDLER)
        if self.row.project.unit_id not in mine:
            must_hold(self.actor, w.DESK)
        if self.row.answer_by is None or self.row.answered_on is not None:
            raise WrongState("answered", _("这次视察不需要答复，或者已经答复过了。"))
        self.answer = line("answer", self.answer, 500)

    def perform(self) -> Inspection:
        """Store it."""
        self.row.answer, self.row.answered_on = self.answer, today()
        self.row.save(update_fields=["answer", "answered_on"])
        return self.row

    def subject(self) -> Subject:
        """The project."""
        return Subject(PROJECT, self.row.project_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which project."""
        return {"number": self.row.project.number}

    def announcement(self) -> Mapping[str, object] | None:
        """The group reads it."""
        ids = [str(pk) for pk in self.row.project.overseers.values_list("deputy_id", flat=True)]
        return {"project": self.row.project.name, "fork": "承办单位答复了代表组", "deputies": ids, "units": []}


@dataclass(kw_only=True)
class ChangeProject(_OnProject):
    """Change content, money, the last day or a milestone's day: only with a decision, and on the public notice."""

    verb: ClassVar[str] = "project.change"

    what: str
    new: str
    words: str
    decision: str

    def check(self) -> None:
        """A reason, a decision, a value that fits."""
        must_hold(self.actor, w.OFFICE)
        self.need(*w.CHANGEABLE)
        self.words = line("words", self.words, 300, required=False)
        self.decision = line("decision", self.decision, 80, required=False)
        if not self.words:
            refuse("words_given")
        if not self.decision:
            refuse("decision_given")
        self.new = line("new", self.new, 2000)
        self.step = self._step()
        if self.step is None and self.what not in CHANGEABLE:
            raise Invalid.at("what", "unknown", _("请从列出的内容中选择。"))
        self.value = self._value()

    def _step(self) -> Milestone | None:
        kind, found, pk = self.what.partition(":")
        if kind != "step" or not found or not pk.isdigit():
            return None
        return Milestone.objects.filter(pk=int(pk), project=self.row, done_on=None).first()

    def _value(self) -> str | int | dt.date:
        if self.what == "content":
            return self.new
        try:
            return int(self.new) if self.what == "cost" else dt.date.fromisoformat(self.new)
        except ValueError as error:
            words = _("请填整数（元）。") if self.what == "cost" else _("请按 2026-09-30 的样子写日期。")
            raise Invalid.at("new", "value", words) from error

    def perform(self) -> Change:
        """Write the new value; old and new stand on the notice, everybody whose idea is in it is told."""
        target, name = (self.step, "planned_on") if self.step else (self.row, self.what)
        old = str(getattr(target, name) or "")
        setattr(target, name, self.value)
        target.save(update_fields=[name])
        self.row.version += 1
        self.row.save(update_fields=["version"])
        what = f"step {self.step.name}"[:16] if self.step else self.what
        made = Change.objects.create(
            project=self.row, kind=ChangeKind.CHANGE, what=what, old=old[:120], new=str(self.value)[:120],
            words=self.words, decision=self.decision, made_on=today(),
        )  # fmt: skip
        facts = {"project": self.row.name, "words": self.words, "decision": self.decision}
        self.addresses = tell(self.row.ideas.order_by("id"), "change", facts)
        return made

    def entry_data(self) -> Mapping[str, object]:
        """What, by which decision."""
        return {"number": self.row.number, "what": self.what, "decision": self.decision}

    def announcement(self) -> Mapping[str, object] | None:
        """Deputies and units whose ideas are in it hear of it."""
        return {"project": self.row.name, "fork": "项目调整", **self.addresses}


@dataclass(kw_only=True)
class AcceptProject(ProjectAction[Project]):
    """Acceptance by a group with deputies in it: all milestones reached, evidence in words and files."""

    verb: ClassVar[str] = "project.accept"
    move_code: ClassVar[str] = "accept"

    accepted_on: dt.date
    people: str
    deputies: Sequence[Deputy]
    words: str
    files: Sequence[Prepared] = ()

    def check(self) -> None:
        """The guards of the table."""
        super().check()
        self.words = line("words", self.words, 300, required=False)
        self.people = line("people", self.people, 80, required=False)
        if not self.words:
            refuse("words_given")
        if not self.deputies:
            refuse("deputies_there")
        if self.accepted_on > today():
            raise Invalid.at("accepted_on", "future", _("验收日期不能晚于今天。"))
        if self.row.milestones.filter(done_on=None).exists():
            refuse("milestones_done")

    def perform(self) -> Project:
        """Move and tell; the files are kept with the project."""
        names = "、".join(one.display_name for one in self.deputies)
        self.row.words, self.row.accepted_on = self.words, self.accepted_on
        self.row.accepted_by = "；".join(filter(None, (names, self.people)))[:120]
        for one in self.files:
            attachments.attach(one, PROJECT, self.row.pk, self.actor)
        return self.go("words", "accepted_on", "accepted_by")
