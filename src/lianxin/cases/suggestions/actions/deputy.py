"""What else the deputies do: withdraw together; file a prepared text elsewhere and note the answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from lianxin.cases.models.suggestion import Cosigner
from lianxin.cases.policies import deputy_ids
from lianxin.cases.suggestions.actions.base import SuggestionAction, WithReason, WithText, fits, line
from lianxin.cases.suggestions.rules import Facts
from lianxin.core.clock import now, today
from lianxin.deputies.models import Level
from lianxin.journal.errors import FieldProblem


@dataclass(kw_only=True)
class AskWithdraw(WithReason):
    """The lead deputy asks in writing."""

    verb: ClassVar[str] = "suggestion.ask_withdraw"
    move_code: ClassVar[str] = "ask_withdraw"

    def change(self) -> None:
        """Store the words."""
        self.row.withdraw_reason = self.reason


@dataclass(kw_only=True)
class AgreeWithdraw(SuggestionAction):
    """Who signed agrees to the withdrawal."""

    verb: ClassVar[str] = "suggestion.agree_withdraw"
    move_code: ClassVar[str] = "agree_withdraw"

    def facts(self) -> Facts:
        """Whether it was asked."""
        return Facts(withdrawal=self.row.withdraw_reason)

    def change(self) -> None:
        """Store when."""
        mine = deputy_ids(self.actor) & self.row.agreed_ids
        Cosigner.objects.filter(suggestion=self.row, deputy_id__in=mine).update(withdraws_at=now())


@dataclass(kw_only=True)
class File(SuggestionAction):
    """A prepared text was filed with the congress of its level: where, when, number."""

    verb: ClassVar[str] = "suggestion.file"
    move_code: ClassVar[str] = "file"

    where: str = ""
    on: dt.date | None = None
    filed_number: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """Lines that fit."""
        self.where, self.filed_number = line(self.where), line(self.filed_number)
        return [*fits("where", self.where, 120), *fits("filed_number", self.filed_number, 32)]

    def facts(self) -> Facts:
        """Level; all three, and not in the future."""
        whole = bool(self.where and self.filed_number and self.on is not None and self.on <= today())
        return Facts(is_town=self.row.level == Level.TOWN, filed_complete=whole)

    def change(self) -> None:
        """Store it; the number is the other congress's."""
        self.row.filed_where, self.row.filed_on, self.row.number = self.where, self.on, self.filed_number


@dataclass(kw_only=True)
class Hear(WithText):
    """The answer that came from elsewhere: day, result in the other's words, text."""

    verb: ClassVar[str] = "suggestion.hear"
    move_code: ClassVar[str] = "hear"

    on: dt.date | None = None
    result: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A line that fits."""
        self.result = line(self.result)
        return [*super().problems(), *fits("result", self.result, 60)]

    def facts(self) -> Facts:
        """Day and text."""
        return Facts(today=today(), day=self.on, words=self.text)

    def change(self) -> None:
        """Store it."""
        row = self.row
        row.replied_on, row.elsewhere_result, row.elsewhere_text, row.closed_on = (
            self.on,
            self.result,
            self.text,
            today(),
        )


ACTIONS: Final = (AskWithdraw, AgreeWithdraw, File, Hear)
