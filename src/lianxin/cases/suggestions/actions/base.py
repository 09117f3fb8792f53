"""What every move of a suggestion has in common: lock, party, state, typed fields, guards, clocks, log."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases.models.suggestion import Suggestion
from lianxin.cases.suggestions import policies, texts, workflow
from lianxin.cases.suggestions.rules import GUARDS, Facts
from lianxin.clocks.rulesets import limits
from lianxin.clocks.service import Clocks
from lianxin.core.clock import today
from lianxin.core.text import tidy, tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState

KIND: Final = "suggestion"
TRACK: Final = "suggestion"
MOST_WORDS: Final = 4000
MOST_LINE: Final = 500


@dataclass(kw_only=True)
class SuggestionAction(Action[Suggestion]):
    """A move of a suggestion; ``pk`` is empty only for the one that makes it."""

    move_code: ClassVar[str]

    pk: int | None = None
    expected_version: int | None = None
    row: Suggestion = field(init=False, repr=False)
    clocks: Clocks = field(init=False, repr=False)
    before: str = field(init=False, default="", repr=False)

    @property
    def move(self) -> workflow.Move:
        """The line of the table."""
        return workflow.BY_CODE[self.move_code]

    def lock(self) -> None:
        """Lock the suggestion; read its live clocks."""
        row = Suggestion.objects.select_for_update().filter(pk=self.pk or 0).first()
        if row is None:
            raise WrongState("no_such_suggestion", texts.gone())
        self.row, self.before = row, row.state
        self.clocks = Clocks.of(KIND, row.pk)

    def check(self) -> None:
        """Version, party, state, typed fields, guards."""
        if self.expected_version is not None and self.expected_version != self.row.version:
            raise WrongState("somebody_was_faster", texts.faster())
        if not policies.parties(self.actor, self.row) & set(self.move.actors):
            raise NotAllowed("not_this_party", texts.not_this_party(self.move.label))
        if self.move.sources and self.row.state not in self.move.sources:
            raise WrongState("not_from_here", texts.not_from_here(self.move.label))
        problems = list(self.problems())
        if problems:
            raise Invalid(*problems)
        facts = self.facts()
        for guard in self.move.guards:
            if not GUARDS[guard](facts):
                raise _refused(guard)

    def problems(self) -> Sequence[FieldProblem]:
        """What is wrong with typed fields."""
        return ()

    def facts(self) -> Facts:
        """What the guards look at."""
        return Facts(today=today())

    def change(self) -> None:
        """Change rows; the suggestion itself only in memory."""

    def perform(self) -> Suggestion:
        """Stop and start clocks, change, move, save."""
        move = self.move
        self.clocks.stop(move.stops, today())
        self.change()
        self.row.state = move.target or self.row.state
        self.start(move.starts)
        binding = self.clocks.binding()
        self.row.due_on, self.row.due_code = binding.on, binding.code
        if self.pk is None:
            self.row.save(force_insert=True)
        else:
            self.row.version += 1
            self.row.save(force_update=True)
        self.clocks.save()
        self.after_saving()
        return self.row

    def start(self, codes: Sequence[str]) -> None:
        """Start clocks of the rule set of suggestions; the leading unit is held to them."""
        if codes:
            self.clocks.start(limits(TRACK, codes, "", today()), today(), self.row.lead_unit_id)

    def after_saving(self) -> None:
        """What follows once the row is stored, in the same transaction."""

    def due(self, code: str) -> dt.date | None:
        """The day a live clock runs out."""
        clock = self.clocks.running(code)
        return clock.due_on if clock is not None else None

    def details(self) -> Mapping[str, object]:
        """More facts for the log: codes, days, numbers; no words, no names."""
        return {}

    def subject(self) -> Subject:
        """The suggestion."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """From where to where."""
        data: dict[str, object] = {"version": self.row.version, "number": self.row.number, **self.details()}
        if self.before != self.row.state:
            data["from"], data["to"] = self.before, self.row.state
        return data

    def announcement(self) -> Mapping[str, object] | None:
        """Whom it may concern, by ids; no words."""
        return {**facts_of(self.row), **self.details()}

    def request_data(self) -> object:
        """The same form again is the same request."""
        return [self.pk, self.move_code]

    def recall(self, kind: str, object_id: int) -> Suggestion:
        """What the first press made."""
        return Suggestion.objects.get(pk=object_id)


@dataclass(kw_only=True)
class WithReason(SuggestionAction):
    """A move for which a reason is written."""

    reason: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits."""
        self.reason = tidy(self.reason).strip()
        return fits("reason", self.reason, MOST_LINE)

    def facts(self) -> Facts:
        """The reason."""
        return Facts(today=today(), reason=self.reason)


@dataclass(kw_only=True)
class WithText(SuggestionAction):
    """A move for which something is written."""

    most: ClassVar[int] = MOST_WORDS

    text: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A text that fits."""
        self.text = tidy(self.text).strip()
        return fits("text", self.text, self.most)

    def facts(self) -> Facts:
        """The text."""
        return Facts(today=today(), words=self.text)


def facts_of(row: Suggestion) -> dict[str, object]:
    """Whom something may concern, by ids, and the number; no words, no names."""
    return {
        "pk": str(row.pk), "number": row.number, "deputy": row.deputy_id, "signers": sorted(row.signer_ids),
        "heirs": sorted(row.heir_ids), "agreed": sorted(row.agreed_ids), "unit": row.lead_unit_id,
        "co_units": sorted(row.co_unit_ids),
    }  # fmt: skip


def line(text: str) -> str:
    """A typed line, tidied."""
    return tidy_line(text)


def fits(name: str, text: str, limit: int) -> list[FieldProblem]:
    """A problem when a text is too long."""
    return [] if len(text) <= limit else [FieldProblem(name, "text_long", texts.too_long(limit))]


def _refused(guard: str) -> Exception:
    if guard in texts.FIELDS:
        return Invalid.at(texts.FIELDS[guard], guard, texts.refusal(guard))
    return WrongState(guard, texts.refusal(guard))
