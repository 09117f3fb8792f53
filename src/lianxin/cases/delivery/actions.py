"""A run is made, each slip is marked, the tick becomes the resident's own verdict, the run is taken in again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases import workflow
from lianxin.cases.actions.base import CaseAction, line
from lianxin.cases.actions.carry import TELLING, delivered, present_reply, write_log
from lianxin.cases.actions.verdict import RecordVerdict
from lianxin.cases.delivery import rules, selectors, texts
from lianxin.cases.delivery.policies import CARRY, reaches
from lianxin.cases.models import ContactHow, ContactPurpose, DeliveryItem, DeliveryRun, Outcome, PromiseNote
from lianxin.cases.numbers import run_number
from lianxin.cases.sealing import code_digest
from lianxin.core.clock import now, today
from lianxin.core.hashing import text_digest
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import TOKEN, Actor
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.places.models import Place, PlaceKind

RUN: Final = "delivery_run"
#: How long the carrying link lives after the day of the run, and how far ahead a run may be planned.
LINK_DAYS: Final = 7
AHEAD_DAYS: Final = 31


def problem(name: str, code: str) -> FieldProblem:
    """A problem with its sentence."""
    return FieldProblem(name, code, texts.sentence(code))


def carrying_token(run_id: int) -> str:
    """The secret part of the carrying link, made from the installation's key so that the sheet can be printed again."""
    return code_digest(f"delivery-run:{run_id}")


def carrier_of(run: DeliveryRun) -> Actor:
    """Who acts by the link of a run."""
    return Actor(TOKEN, str(run.pk), texts.carrier(run.number))


@dataclass(kw_only=True)
class MakeRun(Action[DeliveryRun]):
    """Put everything to be carried at a neighbourhood on numbered slips."""

    verb: ClassVar[str] = "delivery.run_made"

    place_id: int
    day: dt.date | None = None
    carrier_label: str = ""
    _place: Place | None = field(init=False, default=None, repr=False)
    _errands: list[selectors.Errand] = field(init=False, default_factory=list, repr=False)
    _run: DeliveryRun = field(init=False, repr=False)

    def check(self) -> None:
        """An own neighbourhood, a near day, something to carry."""
        self._place = Place.objects.filter(pk=self.place_id, kind=PlaceKind.NEIGHBOURHOOD, is_active=True).first()
        if not CARRY.check(self.actor) or (self._place is not None and not reaches(self.actor, self._place.path)):
            raise NotAllowed("place", texts.sentence("place"))
        if self._place is None:
            raise Invalid(problem("place_id", "place"))
        self.day, self.carrier_label = self.day or today(), line(self.carrier_label)
        if not today() <= self.day <= today() + dt.timedelta(days=AHEAD_DAYS):
            raise Invalid(problem("day", "day"))
        if len(self.carrier_label) > 60:
            raise Invalid(problem("carrier_label", "long"))
        self._errands = selectors.errands(self._place)[0][: rules.MAX_SLIPS]
        if not self._errands:
            raise WrongState("nothing", texts.sentence("nothing"))

    def perform(self) -> DeliveryRun:
        """The run and its slips; four statements."""
        place, day = self._place, self.day or today()
        run = DeliveryRun(
            number=run_number(today().year),
            place_id=self.place_id,
            place_path=place.path if place is not None else "",
            day=day,
            carrier_label=self.carrier_label,
            carry_until=day + dt.timedelta(days=LINK_DAYS),
            made_at=now(),
            made_by_label=self.actor.label[:120],
        )
        run.token_digest = text_digest(carrying_token(run.pk))
        run.save(force_insert=True)
        DeliveryItem.objects.bulk_create(
            [
                DeliveryItem(
                    run=run,
                    order=order,
                    case=errand.case,
                    opinion=errand.opinion,
                    reply_id=errand.reply_id,
                    note=errand.note,
                    building_label=errand.building[:80],
                )
                for order, errand in enumerate(self._errands, start=1)
            ]
        )
        self._run = run
        return run

    def subject(self) -> Subject:
        """The run."""
        return Subject(RUN, self._run.pk)

    def entry_data(self) -> Mapping[str, object]:
        """How many slips, for which day."""
        return {"number": self._run.number, "count": len(self._errands), "day": self._run.day}

    def announcement(self) -> None:
        """Whoever made it carries it."""
        return


@dataclass(kw_only=True)
class _Slip(CaseAction[DeliveryItem]):
    """A change of one slip, under the lock of its case; by the desk of the place or by the run's own link."""

    item_id: int
    item: DeliveryItem = field(init=False, repr=False)
    run: DeliveryRun = field(init=False, repr=False)

    def lock(self) -> None:
        """The case first, then the slip."""
        super().lock()
        rows = DeliveryItem.objects.select_for_update().filter(pk=self.item_id, case_id=self.case_id)
        item = rows.first()
        if item is None:
            raise WrongState("no_slip", texts.sentence("no_slip"))
        self.item = item
        self.run = DeliveryRun.objects.get(pk=item.run_id)

    def check_party(self) -> None:
        """Who carries at this place, or who holds the link of this very run."""
        if not may_mark(self.actor, self.run):
            raise NotAllowed("place", texts.sentence("place"))
        if self.run.closed_at is not None:
            raise WrongState("closed", texts.sentence("closed"))


@dataclass(kw_only=True)
class MarkSlip(_Slip):
    """What became of a slip at the door.  Only one that was handed over delivers the answer."""

    verb: ClassVar[str] = "delivery.slip_marked"
    move_code: ClassVar[str] = "log_contact"

    outcome: str = ""

    def check(self) -> None:
        """Who may; a mark that fits; an answer that is still the answer.  The state of the case is no obstacle."""
        self.check_party()
        if self.item.outcome == self.outcome or self.item.outcome in rules.HANDED_OVER:
            raise WrongState("marked", texts.sentence("marked"))
        if self.outcome not in Outcome.values or self.outcome == Outcome.PENDING:
            raise Invalid(problem("outcome", "outcome"))
        if not self.item.is_about(present_reply(self.case.pk)):
            raise WrongState("newer", texts.sentence("newer"))

    def change(self) -> DeliveryItem:
        """The mark, and the line of the contact log."""
        item = self.item
        item.outcome, item.marked_at = self.outcome, now()
        item.marked_by_label = self.actor.label[:120]
        item.marked_via = "link" if self.actor.kind == TOKEN else "desk"
        item.save(update_fields=["outcome", "marked_at", "marked_by_label", "marked_via"])
        handed = self.outcome in rules.HANDED_OVER
        if item.is_news and handed:
            told = {"told_at": now(), "told_how": ContactHow.SLIP, "told_by_label": self.actor.label[:120]}
            PromiseNote.objects.filter(pk=item.note_id, told_at=None).update(**told)
        words = texts.note_of(self.run.number, item.order, str(Outcome(self.outcome).label))
        purpose = ContactPurpose.OTHER if item.is_news else ContactPurpose.INFORM
        write_log(self, purpose, ContactHow.SLIP, handed, words)
        return item

    def turn_clocks(self) -> None:
        """Handed over means delivered, where there is something to deliver."""
        if not self.item.is_news and self.outcome in rules.HANDED_OVER and self.case.state in TELLING:
            delivered(self)

    def details(self) -> Mapping[str, object]:
        """Which run and slip, what became of it, by which way it was marked."""
        return {
            "run": self.run.number,
            "slip": self.item.order,
            "outcome": self.outcome,
            "how": ContactHow.SLIP,
            "reached": self.outcome in rules.HANDED_OVER,
            "via": self.item.marked_via,
        }


@dataclass(kw_only=True)
class TickVerdict(RecordVerdict):
    """The box the resident ticked on the returning part: the resident's own verdict, on paper, as it is."""

    item_id: int
    item: DeliveryItem = field(init=False, repr=False)
    run: DeliveryRun = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """On paper, and never without a reason: an empty line is said to be empty."""
        self.via = "paper"
        if self.result == "unsolved" and not self.reason.strip():
            self.reason = texts.ticked_without_words()

    def lock(self) -> None:
        """The case, then the slip."""
        super().lock()
        item = DeliveryItem.objects.select_for_update().filter(pk=self.item_id, case_id=self.case_id).first()
        if item is None:
            raise WrongState("no_slip", texts.sentence("no_slip"))
        self.item, self.run = item, DeliveryRun.objects.get(pk=item.run_id)

    def parties(self) -> frozenset[str]:
        """Who carries writes down what was ticked, as a neighbourhood does."""
        found = super().parties()
        allowed = may_mark(self.actor, self.run) and self.run.closed_at is None
        return found | {workflow.SECRETARY} if allowed else found

    def check(self) -> None:
        """Handed over, about the present answer, not ticked before."""
        if self.item.outcome not in rules.HANDED_OVER:
            raise WrongState("not_delivered", texts.sentence("not_delivered"))
        if self.item.tick:
            raise WrongState("marked", texts.sentence("marked"))
        if not self.item.is_about(present_reply(self.case.pk)):
            raise WrongState("newer", texts.sentence("newer"))
        super().check()

    def go(self) -> None:
        """The tick stays on the slip, beside the verdict it became."""
        super().go()
        self.item.tick = self.result
        self.item.save(update_fields=["tick"])


@dataclass(kw_only=True)
class CloseRun(Action[DeliveryRun]):
    """Take the run in: what was not marked was not delivered and comes on the next run; the link dies."""

    verb: ClassVar[str] = "delivery.run_closed"

    run_id: int
    _run: DeliveryRun = field(init=False, repr=False)

    def lock(self) -> None:
        """The run."""
        run = DeliveryRun.objects.select_for_update().filter(pk=self.run_id).first()
        if run is None:
            raise WrongState("closed", texts.sentence("closed"))
        self._run = run

    def check(self) -> None:
        """Who carries here, once."""
        if not CARRY.check(self.actor, self._run):
            raise NotAllowed("place", texts.sentence("place"))
        if self._run.closed_at is not None:
            raise WrongState("closed", texts.sentence("closed"))

    def perform(self) -> DeliveryRun:
        """Close it."""
        self._run.closed_at, self._run.closed_by_label = now(), self.actor.label[:120]
        self._run.save(update_fields=["closed_at", "closed_by_label"])
        return self._run

    def subject(self) -> Subject:
        """The run."""
        return Subject(RUN, self._run.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What came of it, in counts."""
        return {"number": self._run.number, **selectors.tally(list(self._run.items.all()))}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return


def may_mark(actor: Actor, run: DeliveryRun) -> bool:
    """The people of the place, or the link of this run while it lives."""
    if actor.kind == TOKEN and actor.id == str(run.pk) and actor.label == texts.carrier(run.number):
        return run.closed_at is None and today() <= run.carry_until
    return CARRY.check(actor, run)


@dataclass(frozen=True, slots=True)
class Marked:
    """What came of a quick entry: how many were marked, how many ticked, and each refusal with its number."""

    marked: int
    ticked: int
    refused: tuple[tuple[int, str], ...]


def mark_all(actor: Actor, items: Sequence[DeliveryItem], typed: Sequence[rules.Typed]) -> Marked:
    """Mark slips by number and record the ticks; each is a step of its own, a refusal stops nothing else."""
    by_order = {item.order: item for item in items}
    marked = ticked = 0
    refused: list[tuple[int, str]] = []
    for one in typed:
        item = by_order.get(one.order)
        if item is None:
            refused.append((one.order, texts.sentence("no_slip")))
            continue
        try:
            if item.outcome != one.outcome:
                MarkSlip(actor=actor, case_id=item.case_id, item_id=item.pk, outcome=one.outcome).execute()
                item.outcome = one.outcome
                marked += 1
            if one.tick and not item.is_news:
                TickVerdict(
                    actor=actor, case_id=item.case_id, item_id=item.pk, result=one.tick, reason=one.reason
                ).execute()
                ticked += 1
        except (NotAllowed, WrongState, Invalid) as error:
            refused.append((one.order, error.message))
    return Marked(marked, ticked, tuple(refused))
