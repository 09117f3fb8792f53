"""What the government's desk does: names the units, decides about returns and more time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases.models.suggestion import AskKind, CoOpinion, SuggestionAsk, path_of
from lianxin.cases.suggestions.actions.base import SuggestionAction, WithReason
from lianxin.cases.suggestions.rules import Facts
from lianxin.clocks.rules import MONTH
from lianxin.core.clock import now, today
from lianxin.places.models import Unit


@dataclass(kw_only=True)
class Assign(SuggestionAction):
    """One unit leads, others help; clocks start."""

    verb: ClassVar[str] = "suggestion.assign"
    move_code: ClassVar[str] = "assign"

    lead_unit: int = 0
    co_units: Sequence[int] = ()
    _lead: Unit | None = field(init=False, default=None, repr=False)

    def facts(self) -> Facts:
        """Who leads, and whether it may."""
        self._lead = Unit.objects.filter(pk=self.lead_unit, is_active=True).first()
        may = self._lead is not None and self._lead.may_lead_government_work
        return Facts(
            lead_named=self._lead is not None, lead_may_lead=may, lead_helps=self.lead_unit in set(self.co_units)
        )

    def change(self) -> None:
        """Units and day; an earlier helper that is not named again helps no more."""
        helping = list(Unit.objects.filter(pk__in=list(self.co_units), is_active=True).values_list("pk", flat=True))
        self.row.lead_unit, self.row.co_unit_path, self.row.assigned_on = self._lead, path_of(helping), today()
        there = set(CoOpinion.objects.filter(suggestion=self.row).values_list("unit_id", flat=True))
        new = [CoOpinion(suggestion=self.row, unit_id=pk) for pk in sorted(set(helping) - there)]
        CoOpinion.objects.bulk_create(new)

    def start(self, codes: Sequence[str]) -> None:
        """No clock for helpers where nobody helps."""
        super().start([code for code in codes if code != "co_opinion" or self.row.co_unit_path])

    def details(self) -> Mapping[str, object]:
        """Which unit."""
        return {"unit_code": self._lead.code if self._lead else "", "helpers": len(self.row.co_unit_ids)}


@dataclass(kw_only=True)
class _Decision(WithReason):
    """The desk decides an open request."""

    ask_kind: ClassVar[str] = AskKind.RETURN
    granted: ClassVar[bool] = False
    _ask: SuggestionAsk | None = field(init=False, default=None, repr=False)

    def lock(self) -> None:
        """The request as well."""
        super().lock()
        rows = SuggestionAsk.objects.select_for_update().filter(suggestion=self.row, kind=self.ask_kind, granted=None)
        self._ask = rows.order_by("-id").first()

    def facts(self) -> Facts:
        """Reason and request."""
        return Facts(reason=self.reason, request_open=self._ask is not None)

    def change(self) -> None:
        """Store the decision."""
        if self._ask is None:
            return
        self._ask.granted, self._ask.decision = self.granted, self.reason
        self._ask.decided_at, self._ask.decided_by_label = now(), self.actor.label[:120]
        self._ask.save(update_fields=["granted", "decision", "decided_at", "decided_by_label"])


@dataclass(kw_only=True)
class GrantReturn(_Decision):
    """With the desk again; a new clock to assign."""

    verb: ClassVar[str] = "suggestion.grant_return"
    move_code: ClassVar[str] = "grant_return"
    granted: ClassVar[bool] = True

    def change(self) -> None:
        """Nobody handles it."""
        super().change()
        self.clocks.cancel(None, today())
        self.row.lead_unit, self.row.co_unit_path = None, ""


@dataclass(kw_only=True)
class RefuseReturn(_Decision):
    """It stays; clocks run again."""

    verb: ClassVar[str] = "suggestion.refuse_return"
    move_code: ClassVar[str] = "refuse_return"

    def change(self) -> None:
        """Run again."""
        super().change()
        self.clocks.resume(today())


@dataclass(kw_only=True)
class GrantExtension(_Decision):
    """More time, counted from the present day; the deputies are told."""

    verb: ClassVar[str] = "suggestion.grant_extension"
    move_code: ClassVar[str] = "grant_extension"
    ask_kind: ClassVar[str] = AskKind.EXTENSION
    granted: ClassVar[bool] = True

    def change(self) -> None:
        """The clock of the reply."""
        super().change()
        if self._ask is not None and self.clocks.running("answer") is not None:
            self.clocks.extend("answer", self._ask.months, MONTH, self._ask.reason, self.actor.label[:120])
        self.row.extension_count += 1

    def details(self) -> Mapping[str, object]:
        """Until when."""
        return {"due": self.due("answer")}


@dataclass(kw_only=True)
class RefuseExtension(_Decision):
    """No more time."""

    verb: ClassVar[str] = "suggestion.refuse_extension"
    move_code: ClassVar[str] = "refuse_extension"
    ask_kind: ClassVar[str] = AskKind.EXTENSION


ACTIONS: Final = (Assign, GrantReturn, RefuseReturn, GrantExtension, RefuseExtension)
