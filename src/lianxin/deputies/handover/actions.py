"""What happens in a handover: prepared, successors named, begun, one deputy after the other, done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now, today
from lianxin.deputies.actions import KEEPER, EndMandate, wake
from lianxin.deputies.handover import estates, planning, rules
from lianxin.deputies.handover.opening import end_contacts
from lianxin.deputies.models import (
    Basis,
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
from lianxin.deputies.selectors import mandates_on
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import ACCOUNT
from lianxin.journal.errors import Invalid, WrongState
from lianxin.places.models import Place
from lianxin.places.policies import must_hold

_DAY: Final = dt.timedelta(days=1)
#: States in which a handover has been begun and is not done.
UNDER_WAY: Final = (HandoverState.WAITING, HandoverState.RUNNING, HandoverState.FAILED)


@dataclass(kw_only=True)
class OpenHandover(Action[Handover]):
    """Prepare a change of term: from one term of a congress to the next; nothing ends yet."""

    verb: ClassVar[str] = "deputies.handover_opened"

    old_term: Term
    new_term: Term

    def lock(self) -> None:
        """Lock the old term, so that it is handed over once, and what was prepared already."""
        self.old_term = Term.objects.select_for_update().get(pk=self.old_term.pk)
        found = Handover.objects.select_for_update().filter(old_term_id=self.old_term.pk, kind=HandoverKind.TERM)
        self.handover = found.first()

    def check(self) -> None:
        """Two terms of one congress, one after the other, and not begun already."""
        must_hold(self.actor, KEEPER)
        if self.old_term.level != self.new_term.level:
            raise Invalid.at("new_term", "level", _("两届要是同一级人民代表大会的。"))
        if self.new_term.starts_on <= self.old_term.starts_on:
            raise Invalid.at("new_term", "order", _("新一届要晚于上一届。"))
        if self.handover is not None and self.handover.state != HandoverState.OPEN:
            raise WrongState("begun", _("这一届的换届交接已经开始或者做完了。"))

    def perform(self) -> Handover:
        """Store it, or name another new term."""
        made = self.handover or Handover(
            kind=HandoverKind.TERM, level=self.old_term.level, old_term=self.old_term, made_at=now(),
            made_by_label=self.actor.label[:120], touched_at=now(),
        )  # fmt: skip
        made.new_term, made.day = self.new_term, self.new_term.starts_on
        made.save()
        self.handover = made
        return made

    def subject(self) -> Subject:
        """The handover."""
        return Subject("handover", self.handover.pk if self.handover else 0)

    def entry_data(self) -> Mapping[str, object]:
        """From which term to which."""
        return {"old": self.old_term.code, "new": self.new_term.code}


@dataclass(kw_only=True)
class HandoverAction(Action[Handover]):
    """Base of what happens to one handover."""

    handover: Handover

    def lock(self) -> None:
        """Lock the handover."""
        self.handover = Handover.objects.select_for_update().get(pk=self.handover.pk)

    def check(self) -> None:
        """Only the office."""
        must_hold(self.actor, KEEPER)

    def must_be_open(self) -> None:
        """Raise ``WrongState`` once it has been begun."""
        if self.handover.state != HandoverState.OPEN:
            raise WrongState("begun", _("交接已经开始，不能再改。"))

    def subject(self) -> Subject:
        """The handover."""
        return Subject("handover", self.handover.pk)


@dataclass(kw_only=True)
class Reelect(HandoverAction):
    """Say who was elected again: the same constituency or electing unit, in the new term."""

    verb: ClassVar[str] = "deputies.reelected"

    deputies: tuple[int, ...]

    def check(self) -> None:
        """Deputies of the old term who have no mandate of the new one yet."""
        super().check()
        self.must_be_open()
        if self.handover.new_term_id is None:
            raise WrongState("no_new_term", _("只有换届才有连任。"))
        again = Mandate.objects.filter(term_id=self.handover.new_term_id).values("deputy_id")
        rows = Mandate.objects.filter(term_id=self.handover.old_term_id, deputy_id__in=self.deputies)
        self.mandates = list(rows.exclude(deputy_id__in=again).select_related("deputy").order_by("id"))
        if not self.mandates:
            raise Invalid.at("deputies", "nobody", _("请勾选连任的代表。"))

    def perform(self) -> Handover:
        """A mandate each."""
        term = Term.objects.get(pk=self.handover.new_term_id)
        Mandate.objects.bulk_create(
            [
                Mandate(
                    deputy=one.deputy, level=term.level, term=term, constituency_id=one.constituency_id,
                    electing_unit=one.electing_unit, starts_on=term.starts_on, town_id=one.town_id,
                )
                for one in self.mandates
            ]
        )  # fmt: skip
        for one in self.mandates:
            wake(one.deputy)
        return self.handover

    def entry_data(self) -> Mapping[str, object]:
        """Their numbers."""
        return {"deputies": sorted(one.deputy.code for one in self.mandates)}


@dataclass(kw_only=True)
class NameSuccessor(HandoverAction):
    """The office says who takes over from a deputy (at one contact place), or that nobody does yet."""

    verb: ClassVar[str] = "deputies.successor_named"

    deputy: Deputy
    successor: Deputy | None
    place: Place | None = None

    def check(self) -> None:
        """A deputy who leaves; somebody with a mandate on the day."""
        super().check()
        self.must_be_open()
        lines = planning.planned(self.handover)
        place_id = self.place.pk if self.place else None
        if not any(one.fate == Fate.LEAVES and (one.deputy, one.place) == (self.deputy.pk, place_id) for one in lines):
            raise WrongState("stays", _("这位代表在这次交接里不离任。"))
        must_hold_on(self.successor, self.handover.day, self.deputy)

    def perform(self) -> Handover:
        """Store the choice."""
        where = {"handover": self.handover, "deputy": self.deputy, "place": self.place}
        line = HandoverLine.objects.filter(**where).first() or HandoverLine(**where, fate=Fate.LEAVES)
        line.successor, line.basis = self.successor, Basis.HAND
        line.save()
        return self.handover

    def entry_data(self) -> Mapping[str, object]:
        """Who, from whom."""
        return {"deputy": self.deputy.code, "successor": self.successor.code if self.successor else ""}


def must_hold_on(successor: Deputy | None, day: dt.date, deputy: Deputy) -> None:
    """Raise ``Invalid`` for a successor who holds no mandate on that day, or is the one who leaves."""
    if successor is None:
        return
    held = mandates_on(max(day, today())).filter(deputy_id=successor.pk).exists()
    if successor.pk == deputy.pk or not held:
        raise Invalid.at("successor", "no_mandate", _("接续代表要在那一天有任期，而且不是本人。"))


@dataclass(kw_only=True)
class BeginHandover(HandoverAction):
    """Begin: what was shown is written down as lines, and a worker takes one deputy after the other."""

    verb: ClassVar[str] = "deputies.handover_begun"

    seen: str

    def check(self) -> None:
        """Not before its day; and the plan is still the one that was looked at."""
        super().check()
        self.must_be_open()
        if today() < self.handover.day:
            day = self.handover.day.isoformat()
            raise WrongState("too_early", _("要到 %(day)s 才能交接；现在可以先看、先定接续代表。") % {"day": day})
        self.lines = planning.planned(self.handover)
        if not any(one.fate == Fate.LEAVES for one in self.lines) and self.handover.kind == HandoverKind.ONE:
            raise WrongState("nobody_leaves", _("这位代表还有别的任期，没有要交接的。"))
        if planning.seal(self.lines) != self.seen:
            raise WrongState("changed", _("您看过以后名册变了，请再看一遍谁连任、谁离任，再开始。"))

    def perform(self) -> Handover:
        """The lines, in the order of the plan."""
        mandates = {one.deputy_id: one.pk for one in planning.leaving_mandates(self.handover)}
        HandoverLine.objects.filter(handover=self.handover).delete()
        HandoverLine.objects.bulk_create(
            [
                HandoverLine(
                    handover=self.handover, deputy_id=one.deputy, mandate_id=mandates.get(one.deputy), fate=one.fate,
                    place_id=one.place, successor_id=one.successor, basis=one.basis, sort=number,
                    done_at=now() if one.fate == Fate.NEW else None,
                )
                for number, one in enumerate(self.lines)
            ]
        )  # fmt: skip
        self.handover.state, self.handover.touched_at = HandoverState.WAITING, now()
        self.handover.made_by = self.actor.id if self.actor.kind == ACCOUNT else ""
        self.handover.save(update_fields=["state", "touched_at", "made_by"])
        return self.handover

    def entry_data(self) -> Mapping[str, object]:
        """How many of each."""
        fates = [one.fate for one in self.lines]
        return {fate: fates.count(fate) for fate in Fate.values}


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


@dataclass(kw_only=True)
class ContinueHandover(HandoverAction):
    """A handover that stopped is put back into the queue."""

    verb: ClassVar[str] = "deputies.handover_continued"

    def check(self) -> None:
        """One that has been begun and is not done."""
        super().check()
        if self.handover.state not in UNDER_WAY:
            raise WrongState("not_under_way", _("这次交接没有停在半路。"))

    def perform(self) -> Handover:
        """Waiting again."""
        self.handover.state, self.handover.touched_at, self.handover.problem = HandoverState.WAITING, now(), ""
        self.handover.made_by = self.actor.id if self.actor.kind == ACCOUNT else ""
        self.handover.save(update_fields=["state", "touched_at", "problem", "made_by"])
        return self.handover


@dataclass(kw_only=True)
class GiveTo(Action[Passed]):
    """The office gives one thing of its list to a deputy by hand."""

    verb: ClassVar[str] = "deputies.given_by_hand"

    kind: str
    object_id: int
    successor: Deputy

    def check(self) -> None:
        """Something that waits, and somebody with a mandate today."""
        must_hold(self.actor, KEEPER)
        estate = estates.of(self.kind)
        items = estate.waiting(10_000) if estate is not None and estate.waiting is not None else ()
        self.item = next((one for one in items if one.id == self.object_id), None)
        if self.item is None:
            raise WrongState("nothing_waits", _("这一件已经有人接续了。"))
        must_hold_on(self.successor, today(), Deputy.objects.get(pk=self.item.deputy))

    def perform(self) -> Passed:
        """Write it down in both rooms."""
        estate, item = estates.of(self.kind), self.item
        if estate is None or item is None:
            raise WrongState("nothing_waits", _("这一件已经有人接续了。"))
        self.row = Passed(
            object_kind=self.kind, object_id=item.id, deputy_id=item.deputy, successor=self.successor, made_at=now(),
            made_by_label=self.actor.label[:120],
        )  # fmt: skip
        self.row.save(force_insert=True)
        estate.pass_on(self.actor, [estates.Move(item.id, item.deputy, self.successor.pk)], today())
        return self.row

    def subject(self) -> Subject:
        """The thing."""
        return Subject(self.kind, self.object_id)

    def entry_data(self) -> Mapping[str, object]:
        """To whom."""
        return {"successor": self.successor.code}

    def announcement(self) -> Mapping[str, object] | None:
        """The successor hears of it."""
        return {"successors": [str(self.successor.pk)], "n": 1}


__all__ = [
    "UNDER_WAY",
    "BeginHandover",
    "ContinueHandover",
    "FinishHandover",
    "GiveTo",
    "HandOver",
    "NameSuccessor",
    "OpenHandover",
    "Reelect",
]
