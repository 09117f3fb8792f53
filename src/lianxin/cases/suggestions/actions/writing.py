"""A deputy writes: draft, changes, invited co-signers; what it comes from is a link, never a copy of words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from lianxin.cases.models.suggestion import Cosigner, Suggestion, Wish, path_of
from lianxin.cases.policies import deputy_ids
from lianxin.cases.suggestions import origins, texts
from lianxin.cases.suggestions.actions.base import KIND, MOST_WORDS, SuggestionAction, fits, line
from lianxin.cases.suggestions.rules import TICKS, Facts
from lianxin.cases.suggestions.selectors import level_of
from lianxin.clocks.service import Clocks
from lianxin.core.clock import now, today
from lianxin.core.text import tidy
from lianxin.deputies.models import Deputy, Level
from lianxin.deputies.selectors import deputies_on
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed
from lianxin.records import search
from lianxin.records.lineage import link
from lianxin.records.models import Relation

MOST_TITLE: Final = 120
MOST_SIGNERS: Final = 30


@dataclass(kw_only=True)
class _Written(SuggestionAction):
    """What is typed into a draft."""

    title: str = ""
    facts_text: str = ""
    analysis: str = ""
    proposal: str = ""
    wish: str = Wish.FACE
    confidential: bool = False
    consent_public: bool = False
    ticks: Sequence[str] = ()

    def problems(self) -> Sequence[FieldProblem]:
        """Texts that fit, a known wish."""
        self.title = line(self.title)
        for name in ("facts_text", "analysis", "proposal"):
            setattr(self, name, tidy(getattr(self, name)).strip())
        if self.wish not in Wish.values:
            self.wish = Wish.FACE
        found = fits("title", self.title, MOST_TITLE)
        for name in ("facts_text", "analysis", "proposal"):
            found += fits(name, getattr(self, name), MOST_WORDS)
        return found

    def facts(self) -> Facts:
        """The title."""
        return Facts(today=today(), title=self.title)

    def change(self) -> None:
        """Store what was typed."""
        row = self.row
        row.title, row.facts, row.analysis, row.proposal = self.title, self.facts_text, self.analysis, self.proposal
        row.wish, row.confidential, row.consent_public = self.wish, self.confidential, self.consent_public
        row.ticks = "/".join(one for one in TICKS if one in self.ticks)


@dataclass(kw_only=True)
class Draft(_Written):
    """A new draft; saved with a title alone."""

    verb: ClassVar[str] = "suggestion.draft"
    move_code: ClassVar[str] = "draft"

    origins: Sequence[int] = ()
    """The matters from which this comes; those at which the deputy was not present are left out."""

    def lock(self) -> None:
        """The deputy the actor stands for; the row is new."""
        deputy = Deputy.objects.filter(pk__in=deputy_ids(self.actor)).order_by("pk").first()
        if deputy is None:
            raise NotAllowed("not_this_party", texts.not_this_party(self.move.label))
        level = level_of(deputy.pk)
        self.row = Suggestion(deputy=deputy, level=level, session_year=today().year, made_at=now())
        self.clocks = Clocks.fresh(KIND, self.row.pk)

    def after_saving(self) -> None:
        """Links to the matters."""
        for case in origins.of_deputy(self.actor, self.origins):
            link(("case", case.pk), (KIND, self.row.pk), Relation.BECAME, self.actor)

    def announcement(self) -> None:
        """Nobody hears of a draft."""
        return


@dataclass(kw_only=True)
class Propose(SuggestionAction):
    """The congress office begins a draft for a deputy from what residents said; the deputy writes it, or leaves it."""

    verb: ClassVar[str] = "suggestion.propose"
    move_code: ClassVar[str] = "propose"

    deputy: int = 0
    title: str = ""
    origins: Sequence[int] = ()

    def lock(self) -> None:
        """The row is new, and the deputy's from the beginning."""
        deputy = Deputy.objects.filter(pk=self.deputy).first()
        if deputy is None:
            raise Invalid.at("deputy", "deputy_unknown", texts.deputy_unknown())
        self.row = Suggestion(deputy=deputy, level=Level.TOWN, session_year=today().year, made_at=now())
        self.clocks = Clocks.fresh(KIND, self.row.pk)

    def problems(self) -> Sequence[FieldProblem]:
        """A title that fits; a town deputy of today."""
        self.title = line(self.title)
        found = fits("title", self.title, MOST_TITLE)
        if level_of(self.row.deputy_id) != Level.TOWN:
            found.append(FieldProblem("deputy", "deputy_unknown", texts.deputy_unknown()))
        return found

    def facts(self) -> Facts:
        """The title."""
        return Facts(today=today(), title=self.title)

    def change(self) -> None:
        """A title and nothing else: the words are the deputy's own."""
        self.row.title = self.title

    def after_saving(self) -> None:
        """Links to the matters the office may read."""
        for case in origins.of_office(self.actor, self.origins):
            link(("case", case.pk), (KIND, self.row.pk), Relation.BECAME, self.actor)


@dataclass(kw_only=True)
class Edit(_Written):
    """Change the draft; who agreed to sign is asked again when the text changes."""

    verb: ClassVar[str] = "suggestion.edit"
    move_code: ClassVar[str] = "edit"

    def change(self) -> None:
        """Store it; a signature holds for the text that was signed."""
        row = self.row
        old = (row.title, row.facts, row.analysis, row.proposal)
        super().change()
        if row.agreed_path and old != (row.title, row.facts, row.analysis, row.proposal):
            row.agreed_path = ""
            Cosigner.objects.filter(suggestion=row, state="agreed").update(state="invited", answered_at=None)

    def announcement(self) -> None:
        """Nobody hears of a draft."""
        return


@dataclass(kw_only=True)
class Invite(SuggestionAction):
    """Ask other town deputies to sign too."""

    verb: ClassVar[str] = "suggestion.invite"
    move_code: ClassVar[str] = "invite"

    deputies: Sequence[int] = ()

    def facts(self) -> Facts:
        """All of them town deputies today, and not the lead deputy."""
        wanted = set(self.deputies)
        there = set(deputies_on(None, Level.TOWN).filter(pk__in=wanted).values_list("pk", flat=True))
        fit = bool(wanted) and there == wanted and self.row.deputy_id not in wanted and len(wanted) <= MOST_SIGNERS
        return Facts(is_town=self.row.level == Level.TOWN, invited_are_town=fit)

    def change(self) -> None:
        """One row each, once."""
        asked = set(Cosigner.objects.filter(suggestion=self.row).values_list("deputy_id", flat=True))
        new = sorted(set(self.deputies) - asked)
        Cosigner.objects.bulk_create([Cosigner(suggestion=self.row, deputy_id=pk) for pk in new])
        self.row.signer_path = path_of([*self.row.signer_ids, *new])

    def details(self) -> Mapping[str, object]:
        """How many."""
        return {"n": len(set(self.deputies))}


@dataclass(kw_only=True)
class _Answer(SuggestionAction):
    """An invited deputy answers for itself."""

    def answer(self, state: str) -> set[int]:
        """Store it for those the actor stands for; which they are."""
        mine = set(deputy_ids(self.actor) & self.row.signer_ids)
        Cosigner.objects.filter(suggestion=self.row, deputy_id__in=mine).update(state=state, answered_at=now())
        return mine


@dataclass(kw_only=True)
class Agree(_Answer):
    """Sign too."""

    verb: ClassVar[str] = "suggestion.agree"
    move_code: ClassVar[str] = "agree"

    def change(self) -> None:
        """Among those who signed."""
        self.row.agreed_path = path_of([*self.row.agreed_ids, *self.answer("agreed")])


@dataclass(kw_only=True)
class Decline(_Answer):
    """Do not sign; no reason is asked."""

    verb: ClassVar[str] = "suggestion.decline"
    move_code: ClassVar[str] = "decline"

    def change(self) -> None:
        """No longer among those asked."""
        self.row.signer_path = path_of(sorted(self.row.signer_ids - self.answer("declined")))


@dataclass(kw_only=True)
class Submit(SuggestionAction):
    """The lead deputy hands it in; who has not answered by now has not signed."""

    verb: ClassVar[str] = "suggestion.submit"
    move_code: ClassVar[str] = "submit"

    def facts(self) -> Facts:
        """Level, mandate, text."""
        row = self.row
        return Facts(
            is_town=row.level == Level.TOWN, deputy_is_town=level_of(row.deputy_id) == Level.TOWN, words=row.facts,
            proposal=row.proposal,
        )  # fmt: skip

    def change(self) -> None:
        """The day; only signers stay."""
        self.row.submitted_on, self.row.signer_path = today(), self.row.agreed_path

    def after_saving(self) -> None:
        """From now on it is found."""
        row = self.row
        search.index(KIND, row.pk, " ".join([row.number, row.title, row.facts, row.proposal]))


ACTIONS: Final = (Draft, Propose, Edit, Invite, Agree, Decline, Submit)
