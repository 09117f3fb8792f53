"""One deputy after the other: the mandate ends, what is open passes on; then the handover is done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.deputies.actions import EndMandate
from lianxin.deputies.handover import estates, rules
from lianxin.deputies.handover.base import HandoverAction
from lianxin.deputies.handover.opening import end_contacts
from lianxin.deputies.models import (
    Deputy,
    EndReason,
    Fate,
    Handover,
    HandoverKind,
    HandoverLine,
    HandoverState,
    Mandate,
    Passed,
    Term,
)
from lianxin.journal.actions import Action
from lianxin.journal.errors import WrongState

_DAY: Final = dt.timedelta(days=1)


@dataclass(kw_only=True)
class HandOver(HandoverAction):
    """One deputy: the mandate and what hangs on it end, what is open passes on.  Done twice, it is done once."""

    verb: ClassVar[str] = "deputies.handed_over"

    deputy: Deputy
    counts: dict[str, int] = field(init=False, default_factory=dict, repr=False)

    def lock(self) -> None:
        """Lock the deputy's lines too."""
        super().lock()
        rows = HandoverLine.objects.select_for_update(of=("self",)).select_related("place")
        self.lines = list(rows.filter(handover=self.handover, deputy=self.deputy, done_at=None).order_by("sort"))

    def perform(self) -> Handover:
        """End, pass on, mark as done."""
        self._end_mandate()
        if any(one.fate == Fate.LEAVES for one in self.lines):
            end_contacts(self.deputy, self.handover.day - _DAY)
            self._pass_on()
        moment = now()
        HandoverLine.objects.filter(pk__in=[one.pk for one in self.lines]).update(done_at=moment)
        self.handover.touched_at = moment
        self.handover.save(update_fields=["touched_at"])
        return self.handover

    def _end_mandate(self) -> None:
        """The mandate of the old term ends with it; one that had ended stays as it was."""
        pk = next((one.mandate_id for one in self.lines if one.mandate_id), 0)
        mandate = Mandate.objects.filter(pk=pk, ends_on=None).first()
        if mandate is not None:
            ends_on = max(self.handover.day - _DAY, mandate.starts_on)
            EndMandate(
                actor=self.actor, mandate=mandate, ends_on=ends_on, reason=EndReason.TERM, opens_handover=False
            ).execute()

    def _pass_on(self) -> None:
        """Every estate, by the narrowest line; what nobody takes stays for the office's list."""
        heirs = [rules.Heir(one.pk, one.place.path if one.place else "", one.successor_id) for one in self.lines]
        for estate in estates.known():
            moves, rows = [], []
            for item in estate.left_by([self.deputy.pk]):
                heir = rules.line_for(item.place_path, heirs)
                moves.append(estates.Move(item.id, self.deputy.pk, heir.successor))
                rows.append(_passed(estate.kind, item.id, self.deputy.pk, heir.successor, self, heir.line))
            self.counts[estate.kind] = len(moves)
            Passed.objects.bulk_create(rows)
            estate.pass_on(self.actor, moves, self.handover.day)

    def entry_data(self) -> Mapping[str, object]:
        """Who, and how much of what."""
        return {"deputy": self.deputy.code, **{kind: n for kind, n in self.counts.items() if n}}

    def announcement(self) -> Mapping[str, object] | None:
        """Successors hear of it."""
        named = {one.successor_id for one in self.lines if one.successor_id}
        took = sum(n for kind, n in self.counts.items() if (found := estates.of(kind)) and found.waiting)
        return {"successors": sorted(str(pk) for pk in named), "n": took} if took and named else None


def _passed(
    kind: str, pk: int, deputy: int, successor: int | None, action: Action[Handover], line: int | None
) -> Passed:
    return Passed(
        object_kind=kind, object_id=pk, deputy_id=deputy, successor_id=successor, line_id=line, made_at=now(),
        made_by_label=action.actor.label[:120],
    )  # fmt: skip


@dataclass(kw_only=True)
class FinishHandover(HandoverAction):
    """Every line is done: the old term has its last day."""

    verb: ClassVar[str] = "deputies.handover_done"

    def check(self) -> None:
        """Nothing is left to do."""
        super().check()
        if HandoverLine.objects.filter(handover=self.handover, done_at=None).exists():
            raise WrongState("not_yet", _("还有代表没有交接完。"))

    def perform(self) -> Handover:
        """Store the state; the old term ends the day before."""
        if self.handover.kind == HandoverKind.TERM:
            Term.objects.filter(pk=self.handover.old_term_id, ends_on=None).update(ends_on=self.handover.day - _DAY)
        self.handover.state, self.handover.done_at, self.handover.problem = HandoverState.DONE, now(), ""
        self.handover.save(update_fields=["state", "done_at", "problem"])
        return self.handover

    def entry_data(self) -> Mapping[str, object]:
        """What passed, by kind."""
        rows = Passed.objects.filter(line__handover=self.handover)
        kinds: Sequence[str] = list(rows.values_list("object_kind", flat=True))
        return {kind: kinds.count(kind) for kind in sorted(set(kinds))}
