"""Ideas: gathered with their givers, merged without losing a voice, passed on or not listed, and the givers told."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.cases.models import Case
from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.places.models import Unit
from lianxin.places.policies import must_hold
from lianxin.projects import workflow as w
from lianxin.projects.actions.base import IDEA, PROJECT, check_move, next_number, refuse, tell
from lianxin.projects.models import Channel, Idea, Project, Season, Source, Telling
from lianxin.records import lineage
from lianxin.records.models import Relation


@dataclass(kw_only=True)
class CollectIdea(Action[Idea]):
    """Write an idea down with who gave it."""

    verb: ClassVar[str] = "project.collect"

    season: Season
    text: str
    source: str
    case: Case | None = None
    deputy: Deputy | None = None
    unit: Unit | None = None

    def lock(self) -> None:
        """Lock the season, so that numbers stay in a row."""
        self.season = Season.objects.select_for_update().get(pk=self.season.pk)

    def check(self) -> None:
        """Words, and the giver that the source asks for; one matter is one idea of a season."""
        must_hold(self.actor, *w.IDEA_BY_CODE["collect"].actors)
        self.text = line("text", self.text, 500)
        giver = {Source.RESIDENT: self.case, Source.DEPUTY: self.deputy, Source.UNIT: self.unit}
        if self.source not in Source.values:
            raise Invalid.at("source", "unknown", _("请从列出的来源中选择。"))
        if self.source != Source.CALL and giver[Source(self.source)] is None:
            refuse("giver_known")
        if self.case is not None and Idea.objects.filter(season=self.season, case=self.case).exists():
            raise Invalid.at("giver", "twice", _("这件事已经登记为今年的一条线索了。"))

    def perform(self) -> Idea:
        """Store it; what it came from stands before it."""
        self.row = Idea(
            season=self.season, text=self.text, source=self.source, recorded_on=today(),
            number=next_number(self.season, "线", self.season.ideas.count()),
            case=self.case if self.source == Source.RESIDENT else None,
            deputy=self.deputy if self.source == Source.DEPUTY else None,
            unit=self.unit if self.source == Source.UNIT else None,
        )  # fmt: skip
        self.row.save(force_insert=True)
        if self.row.case_id:
            lineage.born(self.actor, [lineage.Step(("case", self.row.case_id), (IDEA, self.row.pk), Relation.BECAME)])
        self.addresses = tell([self.row], "collect", {})
        return self.row

    def subject(self) -> Subject:
        """The idea."""
        return Subject(IDEA, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number and source, not the words."""
        return {"number": self.row.number, "source": self.row.source}

    def announcement(self) -> Mapping[str, object] | None:
        """A deputy or unit hears that it was written down."""
        return {"project": self.row.number, "fork": w.IDEA_BY_CODE["collect"].label, **self.addresses}


@dataclass(kw_only=True)
class _IdeaAction(Action[Idea]):
    """Base of the moves of an idea."""

    move_code: str = ""

    idea: Idea
    row: Idea = field(init=False, repr=False)
    addresses: dict[str, list[str]] = field(init=False, default_factory=dict, repr=False)

    def lock(self) -> None:
        """Re-read the idea under a row lock."""
        self.row = Idea.objects.select_for_update(of=("self",)).select_related("season").get(pk=self.idea.pk)

    def check(self) -> None:
        """The right actor, the right state."""
        move = w.IDEA_BY_CODE[self.move_code]
        must_hold(self.actor, *move.actors)
        check_move(move, self.row.state)

    def subject(self) -> Subject:
        """The idea."""
        return Subject(IDEA, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number and state."""
        return {"number": self.row.number, "state": self.row.state}

    def announcement(self) -> Mapping[str, object] | None:
        """A deputy or unit hears of it."""
        return {"project": self.row.number, "fork": w.IDEA_BY_CODE[self.move_code].label, **self.addresses}


@dataclass(kw_only=True)
class MergeIdea(_IdeaAction):
    """Put an idea into a project; its words stay its own."""

    verb: ClassVar[str] = "project.merge"

    project: Project
    move_code: str = "merge"

    def check(self) -> None:
        """The project still takes ideas and is of the same season."""
        super().check()
        self.project = Project.objects.select_for_update(of=("self",)).get(pk=self.project.pk)
        if self.project.state not in w.OPEN_FOR_IDEAS or self.project.season_id != self.row.season_id:
            refuse("project_open")

    def perform(self) -> Idea:
        """Move, link, tell."""
        self.row.project, self.row.state = self.project, w.MERGED
        self.row.save(update_fields=["project", "state"])
        step = lineage.Step((IDEA, self.row.pk), (PROJECT, self.project.pk), Relation.MERGED_INTO)
        lineage.born(self.actor, [step])
        self.addresses = tell([self.row], "merge", {"project": self.project.name})
        return self.row


@dataclass(kw_only=True)
class PassIdea(_IdeaAction):
    """Forward an idea, or do not list it: with words that its giver reads."""

    verb: ClassVar[str] = "project.pass"

    words: str

    def check(self) -> None:
        """Words are needed."""
        super().check()
        if not self.words.strip():
            refuse("words_given")
        self.words = line("words", self.words, 300)

    def perform(self) -> Idea:
        """Move and tell."""
        self.row.words, self.row.state = self.words, w.IDEA_BY_CODE[self.move_code].target
        self.row.save(update_fields=["words", "state"])
        self.addresses = tell([self.row], self.move_code, {"words": self.words})
        return self.row


@dataclass(kw_only=True)
class TellGiver(Action[Telling]):
    """Write down that a giver was told, and how."""

    verb: ClassVar[str] = "project.tell"

    telling: Telling
    channel: str
    told_on: dt.date

    def lock(self) -> None:
        """Re-read it under a row lock."""
        self.row = Telling.objects.select_for_update(of=("self",)).select_related("idea").get(pk=self.telling.pk)

    def check(self) -> None:
        """Once, not in the future."""
        must_hold(self.actor, w.OFFICE, w.DESK)
        if self.row.told_on is not None:
            raise WrongState("told", _("已经记过告知了。"))
        if self.channel not in Channel.values:
            raise Invalid.at("channel", "unknown", _("请从列出的方式中选择。"))
        if self.told_on > today():
            raise Invalid.at("told_on", "future", _("告知日期不能晚于今天。"))

    def perform(self) -> Telling:
        """Store it."""
        self.row.channel, self.row.told_on = self.channel, self.told_on
        self.row.save(update_fields=["channel", "told_on"])
        return self.row

    def subject(self) -> Subject:
        """The idea."""
        return Subject(IDEA, self.row.idea_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which fork, how."""
        return {"number": self.row.idea.number, "fork": self.row.fork, "channel": self.channel}

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody else needs to hear."""
        return None
