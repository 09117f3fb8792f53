"""What units do: take it or ask to return it, talk with the deputy, help, ask for time, answer, sign."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases.lists import ResultCode, default_scheme, usual_results
from lianxin.cases.models.contact import ContactHow
from lianxin.cases.models.suggestion import AskKind, CoOpinion, SuggestionAsk, SuggestionContact, SuggestionReply
from lianxin.cases.suggestions import texts
from lianxin.cases.suggestions.actions.base import KIND, MOST_LINE, SuggestionAction, WithReason, WithText, fits, line
from lianxin.cases.suggestions.rules import Facts
from lianxin.clocks.promises import Given, give
from lianxin.core.clock import now, today
from lianxin.core.text import tidy
from lianxin.journal.errors import FieldProblem
from lianxin.people import roles
from lianxin.places.models import Unit


@dataclass(kw_only=True)
class Take(SuggestionAction):
    """The unit takes it on."""

    verb: ClassVar[str] = "suggestion.take"
    move_code: ClassVar[str] = "take"


@dataclass(kw_only=True)
class AskReturn(WithReason):
    """Not this unit's; it asks and does not forward by itself."""

    verb: ClassVar[str] = "suggestion.ask_return"
    move_code: ClassVar[str] = "ask_return"

    proposed_unit: int | None = None

    def facts(self) -> Facts:
        """In time, how often."""
        return Facts(today=today(), reason=self.reason, return_due=self.due("return"), returns=self.row.return_count)

    def change(self) -> None:
        """The request; other clocks stand still until the desk decides."""
        unit = Unit.objects.filter(pk=self.proposed_unit or 0, is_active=True).first()
        SuggestionAsk.objects.create(
            suggestion=self.row, kind=AskKind.RETURN, unit_id=self.row.lead_unit_id, proposed_unit=unit,
            reason=self.reason, asked_at=now(),
        )  # fmt: skip
        self.row.return_count += 1
        self.clocks.pause(today(), "退回待同意")


@dataclass(kw_only=True)
class Contact(WithText):
    """A visit, a meeting, a call: when and what was said."""

    verb: ClassVar[str] = "suggestion.contact"
    move_code: ClassVar[str] = "contact"
    most: ClassVar[int] = 1000

    how: str = ContactHow.PHONE
    on: dt.date | None = None

    def problems(self) -> Sequence[FieldProblem]:
        """A known way."""
        found = list(super().problems())
        if self.how not in ContactHow.values:
            found.append(FieldProblem("how", "how_unknown", texts.how_unknown()))
        return found

    def facts(self) -> Facts:
        """Day and words."""
        return Facts(today=today(), day=self.on, words=self.text)

    def change(self) -> None:
        """One line of the log of contacts."""
        own = self.actor.unit_ids(*roles.OF_A_UNIT)
        unit = self.row.lead_unit_id if self.row.lead_unit_id in own else min(own & self.row.co_unit_ids)
        SuggestionContact.objects.create(
            suggestion=self.row, unit_id=unit, how=self.how, on=self.on or today(), text=self.text,
            by_label=self.actor.label[:120], made_at=now(),
        )  # fmt: skip
        self.row.contacted_on = self.row.contacted_on or self.on

    def details(self) -> Mapping[str, object]:
        """How."""
        return {"how": self.how}


@dataclass(kw_only=True)
class GiveCoOpinion(WithText):
    """A helping unit says its part to the leading one."""

    verb: ClassVar[str] = "suggestion.co_opinion"
    move_code: ClassVar[str] = "co_opinion"

    def change(self) -> None:
        """Store it; when everybody has spoken the clock stops."""
        own = self.actor.unit_ids(*roles.OF_A_UNIT) & self.row.co_unit_ids
        rows = CoOpinion.objects.filter(suggestion=self.row)
        rows.filter(unit_id__in=own).update(text=self.text, by_label=self.actor.label[:120], given_at=now())
        if not rows.filter(unit_id__in=self.row.co_unit_ids, given_at=None).exists():
            self.clocks.stop(["co_opinion"], today())


@dataclass(kw_only=True)
class AskExtension(WithReason):
    """In writing, once, before the day."""

    verb: ClassVar[str] = "suggestion.ask_extension"
    move_code: ClassVar[str] = "ask_extension"

    months: int = 0

    def facts(self) -> Facts:
        """Months, day, how often, whether one is open."""
        waiting = SuggestionAsk.objects.filter(suggestion=self.row, kind=AskKind.EXTENSION, granted=None)
        return Facts(
            today=today(), reason=self.reason, months=self.months, reply_due=self.due("answer"),
            extensions=self.row.extension_count, request_open=waiting.exists(),
        )  # fmt: skip

    def change(self) -> None:
        """The request."""
        SuggestionAsk.objects.create(
            suggestion=self.row, kind=AskKind.EXTENSION, unit_id=self.row.lead_unit_id, months=self.months,
            reason=self.reason, asked_at=now(),
        )  # fmt: skip


@dataclass(kw_only=True)
class WriteReply(WithText):
    """The draft of the answer with its category; may be written again until it is signed."""

    verb: ClassVar[str] = "suggestion.reply"
    move_code: ClassVar[str] = "reply"

    result: str = ""
    reason: str = ""
    promise_text: str = ""
    promise_on: dt.date | None = None
    contact: str = ""
    _code: ResultCode | None = field(init=False, default=None, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """Texts that fit."""
        self.reason, self.promise_text = tidy(self.reason).strip(), line(self.promise_text)
        self.contact = line(self.contact)
        self._code = usual_results().get(self.result)
        return [
            *super().problems(), *fits("reason", self.reason, MOST_LINE), *fits("contact", self.contact, 120),
            *fits("promise_text", self.promise_text, MOST_LINE),
        ]  # fmt: skip

    def facts(self) -> Facts:
        """What the category demands."""
        code = self._code
        return Facts(
            today=today(), words=self.text, reason=self.reason, promise_on=self.promise_on,
            result_known=code is not None, needs_date=code is not None and code.requires_date,
            needs_reason=code is not None and code.requires_reason,
        )  # fmt: skip

    def change(self) -> None:
        """One answer a round."""
        SuggestionReply.objects.update_or_create(
            suggestion=self.row, round=self.row.round,
            defaults={
                "town_id": self.row.town_id, "unit_id": self.row.lead_unit_id, "scheme": default_scheme(),
                "result": self.result, "text": self.text, "reason": self.reason, "promise_text": self.promise_text,
                "promise_on": self.promise_on, "contact": self.contact, "drafted_by_label": self.actor.label[:120],
                "drafted_at": now(),
            },
        )  # fmt: skip

    def details(self) -> Mapping[str, object]:
        """The category."""
        return {"result": self.result}


@dataclass(kw_only=True)
class Sign(SuggestionAction):
    """The head of the unit signs; a date becomes a promise; every signer is answered."""

    verb: ClassVar[str] = "suggestion.sign"
    move_code: ClassVar[str] = "sign"

    def facts(self) -> Facts:
        """Contact and helpers."""
        row = self.row
        missing = CoOpinion.objects.filter(suggestion=row, unit_id__in=row.co_unit_ids, given_at=None).count()
        return Facts(
            today=today(), contacted=row.contacted_on is not None, co_missing=missing, co_due=self.due("co_opinion")
        )

    def change(self) -> None:
        """Signed; the promise stands in the ledger."""
        reply = SuggestionReply.objects.get(suggestion=self.row, round=self.row.round)
        reply.signed_by_label, reply.signed_at = self.actor.label[:120], now()
        reply.save(update_fields=["signed_by_label", "signed_at"])
        self.row.replied_on, self.row.result = self.row.replied_on or today(), reply.result
        if reply.promise_on is not None:
            promised = Given(reply.promise_text or self.row.title, reply.promise_on)
            give(KIND, self.row.pk, [promised], self.row.lead_unit_id, reply.pk)

    def details(self) -> Mapping[str, object]:
        """The category."""
        return {"result": self.row.result}


ACTIONS: Final = (Take, AskReturn, Contact, GiveCoOpinion, AskExtension, WriteReply, Sign)
