"""Evaluation: by the deputies in a secret vote counted like any other, by residents, by a third party; the look-back.

On an evaluation's sheet an item's ``yes`` is 满意, ``no`` 不满意, ``score`` 基本满意, and ``abstain`` is 基本满意 and
not marked together, so that a row's three numbers add up to the valid ballots as in every other count.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.ballots.counts import Counts
from lianxin.ballots.rules import frozen, preset
from lianxin.core.clock import today
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.places.policies import must_hold
from lianxin.projects import rules, texts
from lianxin.projects import workflow as w
from lianxin.projects.actions.base import PROJECT, tell
from lianxin.projects.actions.timing import RECTIFY, start_clock
from lianxin.projects.models import Candidate, Evaluation, Idea, Judges, Project, Purpose, Season, Vote


def check_grades(counts: Counts) -> None:
    """Raise where an evaluation's row cannot be true."""
    for one in counts.items:
        if one.score > one.abstain or one.yes + one.no + one.abstain != counts.valid:
            words = _("第 %(n)d 个项目的满意、基本满意、不满意、没有评加起来要等于有效票 %(valid)d。")
            raise Invalid.at("valid", "row", words % {"n": one.number, "valid": counts.valid})


def settle_grades(vote: Vote, counts: Counts) -> dict[str, set[str]]:
    """Write every project's grade down, move it, tell its idea-givers; below 基本满意 it must be put right."""
    items = {one.number: one for one in counts.items}
    addresses: dict[str, set[str]] = {"deputies": set(), "units": set()}
    for one in vote.candidates.select_related("project").order_by("number"):
        item, project = items[one.number], one.project
        grade = rules.grade(item.yes, item.score, vote.in_office)
        Evaluation.objects.create(
            project=project, judges=Judges.DEPUTIES, vote=vote, held_on=vote.held_on, eligible=vote.in_office,
            returned=counts.returned, good=item.yes, fair=item.score, bad=item.no, grade=grade,
            method=f"{vote.meeting}无记名测评"[:200],
        )  # fmt: skip
        one.standing = grade
        one.save(update_fields=["standing"])
        for name, some in _graded(project, grade).items():
            addresses[name] |= set(some)
    return addresses


def _graded(project: Project, grade: str) -> dict[str, list[str]]:
    code = "rectify" if grade == "bad" else "evaluate"
    project.grade, project.state = grade, w.PROJECT_BY_CODE[code].target
    project.rectify_by = start_clock(project, RECTIFY, today()) if code == "rectify" else None
    project.save(update_fields=["grade", "state", "rectify_by"])
    facts = {"project": project.name, "grade": texts.GRADES[grade], "days": rules.RECTIFY_DAYS}
    return tell(Idea.objects.filter(project_id=project.pk), code, facts)


@dataclass(kw_only=True)
class OpenEvaluation(Action[Vote]):
    """Put all accepted projects of a season to the deputies' secret evaluation."""

    verb: ClassVar[str] = "project.evaluation"

    season: Season
    meeting: str
    held_on: dt.date
    in_office: int

    def lock(self) -> None:
        """Lock what is evaluated."""
        rows = Project.objects.select_for_update(of=("self",)).filter(season_id=self.season.pk, state=w.ACCEPTED)
        self.projects = list(rows.order_by("number"))

    def check(self) -> None:
        """Something to evaluate that is not before the deputies already."""
        must_hold(self.actor, w.OFFICE)
        self.meeting = line("meeting", self.meeting, 80)
        if self.in_office < 1:
            raise Invalid.at("in_office", "few", _("全体代表人数要大于零。"))
        waiting = Vote.objects.filter(season=self.season, purpose=Purpose.EVALUATE).exclude(state="confirmed")
        if not self.projects or waiting.exists():
            raise WrongState("none", _("没有验收了还没有测评的项目，或者还有一次测评没有计完票。"))

    def perform(self) -> Vote:
        """A vote whose rule only serves the counting: one row a project."""
        rule = preset("per_item", len(self.projects), len(self.projects))
        self.row = Vote.objects.create(
            purpose=Purpose.EVALUATE, season=self.season, meeting=self.meeting, held_on=self.held_on,
            rule=frozen(rule), in_office=self.in_office,
        )  # fmt: skip
        Candidate.objects.bulk_create(
            Candidate(vote=self.row, project=one, number=number) for number, one in enumerate(self.projects, 1)
        )
        return self.row

    def subject(self) -> Subject:
        """The vote."""
        return Subject("project_vote", self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """How many projects."""
        return {"projects": len(self.projects)}

    def announcement(self) -> Mapping[str, object] | None:
        """Announced in the hall."""
        return None


@dataclass(kw_only=True)
class RecordSurvey(Action[Evaluation]):
    """What residents or a third party say of a finished project: n, answers, grades and how it was asked."""

    verb: ClassVar[str] = "project.survey"

    project: Project
    judges: str
    held_on: dt.date
    eligible: int
    good: int
    fair: int
    bad: int
    method: str
    row: Evaluation = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read the project under a row lock."""
        self.project = Project.objects.select_for_update(of=("self",)).get(pk=self.project.pk)

    def check(self) -> None:
        """Finished, counts that are possible, a method."""
        must_hold(self.actor, w.OFFICE)
        if self.judges not in (Judges.RESIDENTS, Judges.THIRD):
            raise Invalid.at("judges", "unknown", _("请从列出的来源中选择；代表测评由计票得出。"))
        if self.project.state not in (*w.DONE, w.RECTIFYING):
            raise WrongState("not_from_here", _("项目验收以后才能评价。"))
        self.method = line("method", self.method, 200)
        if self.held_on > today():
            raise Invalid.at("held_on", "future", _("日期不能晚于今天。"))
        if min(self.good, self.fair, self.bad) < 0 or not 0 < self.good + self.fair + self.bad <= self.eligible:
            raise Invalid.at("good", "sum", _("满意、基本满意、不满意加起来要大于零，不能多于发出的份数。"))

    def perform(self) -> Evaluation:
        """Store it."""
        returned = self.good + self.fair + self.bad
        self.row = Evaluation.objects.create(
            project=self.project, judges=self.judges, held_on=self.held_on, eligible=self.eligible,
            returned=returned, good=self.good, fair=self.fair, bad=self.bad, method=self.method,
            grade=rules.grade(self.good, self.fair, returned),
        )  # fmt: skip
        return self.row

    def subject(self) -> Subject:
        """The project."""
        return Subject(PROJECT, self.project.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Who judged, how many."""
        return {"number": self.project.number, "judges": self.judges, "returned": self.row.returned}

    def announcement(self) -> Mapping[str, object] | None:
        """It stands on the public page."""
        return None
