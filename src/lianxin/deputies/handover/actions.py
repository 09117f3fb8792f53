"""What happens in a handover: prepared, successors named, begun, one deputy after the other, done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.core.clock import now, today
from lianxin.deputies.actions import KEEPER, wake
from lianxin.deputies.handover import estates, planning, runs
from lianxin.deputies.handover.base import HandoverAction, must_hold_on
from lianxin.deputies.models import (
    Basis,
    Deputy,
    Fate,
    Handover,
    HandoverKind,
    HandoverLine,
    HandoverState,
    Mandate,
    Passed,
    Term,
)
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import ACCOUNT
from lianxin.journal.errors import Invalid, WrongState
from lianxin.places.models import Place
from lianxin.places.policies import must_hold

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
        _enqueue(self.handover)
        return self.handover

    def entry_data(self) -> Mapping[str, object]:
        """How many of each."""
        fates = [one.fate for one in self.lines]
        return {fate: fates.count(fate) for fate in Fate.values}


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
        _enqueue(self.handover)
        return self.handover


def _enqueue(handover: Handover) -> None:
    """Hand it to the worker once it is committed."""
    town_id, pk = handover.town_id, handover.pk
    transaction.on_commit(lambda: runs.enqueue(town_id, pk))


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
