"""Handing a matter to a district or city deputy: given at the reception, taken, reported, or passed on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.cases.models import Case
from lianxin.core.clock import now
from lianxin.core.text import tidy
from lianxin.deputies.models import Deputy
from lianxin.deputies.selectors import mandates_on
from lianxin.home.actions.base import Kept
from lianxin.home.handing import workflow as w
from lianxin.home.models import HandedMatter, Reception
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people import roles

KIND: Final = "handed_matter"
MOST_WORDS: Final = {"report": 400, "pass_on": 120}


@dataclass(kw_only=True)
class GiveMatter(Kept[HandedMatter]):
    """Ask a deputy of the right level to carry a matter there."""

    verb: ClassVar[str] = "handing.give"

    reception: Reception
    case: Case
    deputy: Deputy
    level: str

    def check(self) -> None:
        """The deputy sits in that congress today; not the same matter twice."""
        super().check()
        if not mandates_on().filter(deputy_id=self.deputy.pk, level=self.level).exists():
            raise Invalid.at("deputy", "level", _("这位代表现在不是这一级的代表，请换一位。"))
        if HandedMatter.objects.filter(case_id=self.case.pk, deputy_id=self.deputy.pk).exists():
            raise Invalid.at("deputy", "twice", _("这件事已经请过这位代表了，请换一位。"))

    def perform(self) -> HandedMatter:
        """Store it."""
        self.row = HandedMatter(
            reception=self.reception, case=self.case, deputy=self.deputy, level=self.level, handed_at=now()
        )
        self.row.save(force_insert=True)
        return self.row

    def subject(self) -> Subject:
        """The handing."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which matter, whom."""
        return {"case": self.case.number, "deputy": self.deputy.code, "level": self.level}

    def announcement(self) -> Mapping[str, object] | None:
        """The deputy hears of it."""
        return {"number": self.case.number, "deputy": str(self.deputy.pk)}


@dataclass(kw_only=True)
class HandingAction(Action[HandedMatter]):
    """Base of the moves of the table."""

    move_code: ClassVar[str]

    handed: HandedMatter
    words: str = ""
    expected_version: int | None = None
    row: HandedMatter = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read it under a row lock."""
        rows = HandedMatter.objects.select_for_update(of=("self",)).select_related("case", "deputy", "reception")
        self.row = rows.get(pk=self.handed.pk)

    def check(self) -> None:
        """Version, party, state, words."""
        move = w.BY_CODE[self.move_code]
        if self.expected_version is not None and self.expected_version != self.row.version:
            raise WrongState("somebody_was_faster", _("您打开以后，这件事变了，请重新打开再做。"))
        if not _parties(self.actor, self.row) & set(move.actors):
            raise NotAllowed("not_this_party", _("这一步不由您做。"))
        if self.row.state not in move.sources:
            raise WrongState("not_from_here", _("这件事现在不能做这一步，请重新打开看看。"))
        self.words = tidy(self.words).strip()
        if move.needs_words and not self.words:
            raise Invalid.at("words", "required", _("请写一两句话，居民会看到。"))
        most = MOST_WORDS.get(self.move_code, 0)
        if len(self.words) > most:
            raise Invalid.at("words", "length", _("最多 %(n)d 个字。") % {"n": most})

    def change(self) -> tuple[str, ...]:
        """Set fields of the row and name them."""
        return ()

    def perform(self) -> HandedMatter:
        """Change, move, count the version up, save."""
        names = self.change()
        self.row.state = w.BY_CODE[self.move_code].target
        self.row.version += 1
        self.row.save(update_fields=[*names, "state", "version"])
        return self.row

    def subject(self) -> Subject:
        """The handing."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which matter, whose, to where; no words."""
        return {"case": self.row.case.number, "deputy": self.row.deputy.code, "to": self.row.state}

    def announcement(self) -> Mapping[str, object] | None:
        """The office hears of it."""
        return {"number": self.row.case.number, "label": self.row.deputy.label}


def _parties(actor: Actor, row: HandedMatter) -> set[str]:
    own = any(grant.deputy_id == row.deputy_id for grant in actor.grants_of(roles.DEPUTY))
    return ({w.DEPUTY} if own else set()) | ({w.OFFICE} if actor.has(roles.CONGRESS_OFFICE) else set())


@dataclass(kw_only=True)
class TakeMatter(HandingAction):
    """The deputy has received it; the office writes down what was said on the telephone."""

    verb: ClassVar[str] = "handing.take"
    move_code: ClassVar[str] = "take"

    def check(self) -> None:
        """Nothing is written here."""
        self.words = ""
        super().check()

    def change(self) -> tuple[str, ...]:
        """The moment."""
        self.row.taken_at = now()
        return ("taken_at",)


@dataclass(kw_only=True)
class ReportMatter(HandingAction):
    """The deputy says where it was taken and what was said there; the resident reads it."""

    verb: ClassVar[str] = "handing.report"
    move_code: ClassVar[str] = "report"

    def change(self) -> tuple[str, ...]:
        """The words; taken at the latest now."""
        self.row.report, self.row.reported_at = self.words, now()
        self.row.taken_at = self.row.taken_at or now()
        return "report", "reported_at", "taken_at"


@dataclass(kw_only=True)
class PassOnMatter(HandingAction):
    """This deputy cannot; another one is asked, with the reason."""

    verb: ClassVar[str] = "handing.pass_on"
    move_code: ClassVar[str] = "pass_on"

    deputy: Deputy

    def change(self) -> tuple[str, ...]:
        """The reason."""
        self.row.passed_on_because = self.words
        return ("passed_on_because",)

    def perform(self) -> HandedMatter:
        """The old line ends; a new one begins in the same transaction."""
        row = super().perform()
        GiveMatter(
            actor=self.actor, reception=row.reception, case=row.case, deputy=self.deputy, level=row.level
        ).execute()
        return row
