"""What the congress office does: register, examine, hand over, publish, close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from lianxin.cases.models.suggestion import Cosigner
from lianxin.cases.suggestions.actions.base import KIND, MOST_LINE, SuggestionAction, WithReason, WithText, fits, line
from lianxin.cases.suggestions.rules import Facts
from lianxin.core.clock import today
from lianxin.db.scope import current_town
from lianxin.journal.errors import FieldProblem
from lianxin.journal.numbering import next_number
from lianxin.records import search


@dataclass(kw_only=True)
class Accept(SuggestionAction):
    """It is a suggestion: registered with its number."""

    verb: ClassVar[str] = "suggestion.accept"
    move_code: ClassVar[str] = "accept"

    def change(self) -> None:
        """Number and day; ``102-建-2026-001``."""
        year = self.row.session_year
        running = next_number(f"suggestion-{year}")
        self.row.number = f"{current_town().code[-3:]}-建-{year}-{running:03d}"
        self.row.registered_on = today()

    def after_saving(self) -> None:
        """Found by its number."""
        row = self.row
        search.index(KIND, row.pk, " ".join([row.number, row.title, row.facts, row.proposal]))


@dataclass(kw_only=True)
class SendBack(WithReason):
    """Back to the deputy with reason and advice."""

    verb: ClassVar[str] = "suggestion.send_back"
    move_code: ClassVar[str] = "send_back"

    def change(self) -> None:
        """The advice."""
        self.row.office_note, self.row.submitted_on = self.reason, None


@dataclass(kw_only=True)
class ToLetter(WithReason):
    """No suggestion: handled as a work letter, with the reason."""

    verb: ClassVar[str] = "suggestion.letter"
    move_code: ClassVar[str] = "letter"

    def change(self) -> None:
        """The reason."""
        self.row.office_note, self.row.closed_on = self.reason, today()


@dataclass(kw_only=True)
class Hand(SuggestionAction):
    """To the government's desk, which names the unit."""

    verb: ClassVar[str] = "suggestion.hand"
    move_code: ClassVar[str] = "hand"

    def change(self) -> None:
        """The day."""
        self.row.handed_on = today()


@dataclass(kw_only=True)
class Unreturned(SuggestionAction):
    """The deputy did not say: left out of rates, shown apart."""

    verb: ClassVar[str] = "suggestion.unreturned"
    move_code: ClassVar[str] = "unreturned"

    def facts(self) -> Facts:
        """Until when the deputy had time."""
        return Facts(today=today(), evaluation_due=self.due("ask"))


@dataclass(kw_only=True)
class Close(WithText):
    """At an end, with the line for the report to the congress."""

    verb: ClassVar[str] = "suggestion.close"
    move_code: ClassVar[str] = "close"
    most: ClassVar[int] = MOST_LINE

    def change(self) -> None:
        """The line and the day."""
        self.row.report_item, self.row.closed_on = self.text, today()
        self.clocks.cancel(None, today())


@dataclass(kw_only=True)
class Publish(SuggestionAction):
    """A recorded decision: the text, or the text and what became of it, may be public."""

    verb: ClassVar[str] = "suggestion.publish"
    move_code: ClassVar[str] = "publish"

    with_result: bool = False
    note: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A line that fits."""
        self.note = line(self.note)
        return fits("note", self.note, 300)

    def facts(self) -> Facts:
        """Consent and whether there is an answer."""
        row = self.row
        return Facts(
            consent=row.consent_public and not row.confidential, replied=row.replied_on is not None,
            publish_result=self.with_result,
        )  # fmt: skip

    def change(self) -> None:
        """The days; the first decision counts."""
        row = self.row
        row.text_public_on = row.text_public_on or today()
        if self.with_result:
            row.result_public_on = row.result_public_on or today()
        row.public_note = self.note

    def details(self) -> Mapping[str, object]:
        """How far."""
        return {"with_result": self.with_result}


@dataclass(kw_only=True)
class Withdraw(SuggestionAction):
    """Carry out a withdrawal that everybody who signed wants."""

    verb: ClassVar[str] = "suggestion.withdraw"
    move_code: ClassVar[str] = "withdraw"

    def facts(self) -> Facts:
        """Asked in writing; who has not agreed."""
        agreed = Cosigner.objects.filter(suggestion=self.row, state="agreed", withdraws_at=None)
        return Facts(withdrawal=self.row.withdraw_reason, not_withdrawing=agreed.count())

    def change(self) -> None:
        """Nothing runs any more."""
        self.row.closed_on = today()
        self.clocks.cancel(None, today())


ACTIONS: Final = (Accept, SendBack, ToLetter, Hand, Unreturned, Close, Publish, Withdraw)
