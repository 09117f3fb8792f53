"""What the room's actions share: who may, from which state, and that every idea-giver is told at every fork."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, Generic, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.core.clock import now, today
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.places.policies import must_hold
from lianxin.projects import texts
from lianxin.projects import workflow as w
from lianxin.projects.models import Channel, Idea, Project, Season, Source, Telling

R = TypeVar("R")
PROJECT: Final = "project"
IDEA: Final = "idea"
#: Givers who read their inbox; all others are told by the office.
_READS_INBOX: Final = (Source.DEPUTY, Source.UNIT)


def refuse(code: str) -> None:
    """Raise what a guard says, at its field where it has one."""
    name, sentence = texts.GUARDS[code]
    if name:
        raise Invalid.at(name, code, str(sentence))
    raise WrongState(code, str(sentence))


def check_move(move: w.Move, state: str) -> None:
    """Raise where the move is not possible from a state."""
    if move.sources and state not in move.sources:
        raise WrongState("not_from_here", _("现在不能做这一步，请重新打开看看。"))


def tell(ideas: Iterable[Idea], fork: str, facts: Mapping[str, object]) -> dict[str, list[str]]:
    """Write down what every giver is to be told; deputies and units are told at once.  One statement.

    Returns the addresses for the announcement.
    """
    told = []
    for idea in ideas:
        with override(settings.LANGUAGE_CODE):
            words = str(texts.TOLD[fork]) % {"number": idea.number, **facts}
        row = Telling(idea=idea, fork=fork, words=words[:400], made_at=now())
        if idea.source in _READS_INBOX:
            row.told_on, row.channel = today(), Channel.INBOX
        told.append(row)
    Telling.objects.bulk_create(told)
    givers = [row.idea for row in told]
    return {
        "deputies": sorted({str(one.deputy_id) for one in givers if one.deputy_id}),
        "units": sorted({str(one.unit_id) for one in givers if one.unit_id}),
    }


def next_number(season: Season, mark: str, count: int) -> str:
    """The next number of a season, such as 2027-线012; the season is locked by the caller."""
    return f"{season.year}-{mark}{count + 1:03d}"


@dataclass(kw_only=True)
class ProjectAction(Action[R], Generic[R]):
    """Base of the moves of a project."""

    move_code: ClassVar[str]

    project: Project
    row: Project = field(init=False, repr=False)
    addresses: dict[str, list[str]] = field(init=False, default_factory=dict, repr=False)

    @property
    def move(self) -> w.Move:
        """The move that is made."""
        return w.PROJECT_BY_CODE[self.move_code]

    def lock(self) -> None:
        """Re-read the project under a row lock."""
        self.row = Project.objects.select_for_update(of=("self",)).select_related("season").get(pk=self.project.pk)

    def check(self) -> None:
        """The right actor, the right state; subclasses go on from here."""
        must_hold(self.actor, *self.move.actors)
        check_move(self.move, self.row.state)

    def go(self, *names: str, **facts: object) -> Project:
        """Move, count the version up, save, tell everybody whose idea is in it."""
        self.row.state = self.move.target
        self.row.version += 1
        self.row.save(update_fields=[*names, "state", "version"])
        if self.move.tells:
            known = {"project": self.row.name, "words": self.row.words, "decision": self.row.decision, **facts}
            self.addresses = tell(self.row.ideas.order_by("id"), self.move.code, known)
        return self.row

    def subject(self) -> Subject:
        """The project."""
        return Subject(PROJECT, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number and state."""
        return {"number": self.row.number, "state": self.row.state}

    def announcement(self) -> Mapping[str, object] | None:
        """Deputies and units whose ideas are in it hear of it."""
        return {"project": self.row.name, "fork": self.move.label, **self.addresses} if self.addresses else None
