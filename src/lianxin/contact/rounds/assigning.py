"""A plan is kept, adopted, or changed by hand; every way ends in the same rows of the visits."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.db.models import F
from django.utils.translation import gettext as _

from lianxin.contact import workflow
from lianxin.contact.base import ASSIGNED, RoundAction, moment
from lianxin.contact.models import PlanDraft, Round, RoundDeputy, Visit, VisitDeputy
from lianxin.contact.planning.adjusting import Add, Change, Effect, Give, Swap, effect_of
from lianxin.contact.planning.checking import Note
from lianxin.contact.planning.model import Stop
from lianxin.contact.rounds.drafts import Made, Read, notes, read
from lianxin.contact.rounds.material import Material, material_of
from lianxin.core.clock import now
from lianxin.core.hashing import canonical_json
from lianxin.deputies.leave.selectors import who_is_away
from lianxin.deputies.models import Level
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed for whom: deputies by id, and the visits that changed."""

    deputies: frozenset[int]
    visits: frozenset[int]


def write_stops(
    material: Material, stops: Iterable[Stop], reasons: Mapping[Stop, tuple[Note, ...]], *, by_plan: bool, why: str
) -> Difference:
    """Make the visits' deputies and times those of the stops; who is taken off keeps a row with the reason *why*."""
    after = set(stops)
    before = set(material.stops)
    rows = {(str(row.deputy_id), row.visit_id): row for row in material.on_visits}
    changed: set[int] = set()
    for visit in material.visits:
        key = str(visit.place_id)
        here = {stop.deputy: stop for stop in after if stop.place == key}
        if _write_visit(material, visit, here, rows, reasons, by_plan=by_plan, why=why):
            changed.add(visit.pk)
    Visit.objects.filter(pk__in=changed).update(version=F("version") + 1)
    return Difference(frozenset(int(stop.deputy) for stop in before ^ after), frozenset(changed))


def _write_visit(
    material: Material, visit: Visit, here: Mapping[str, Stop], rows: Mapping[tuple[str, int], VisitDeputy],
    reasons: Mapping[Stop, tuple[Note, ...]], *, by_plan: bool, why: str,
) -> bool:  # fmt: skip
    """Bring one visit to its stops; whether anything a person would notice changed."""
    levels = {str(row.deputy_id): row.level for row in material.people}
    noticed = _retime(material, visit, here)
    for (deputy, visit_id), row in rows.items():
        if visit_id == visit.pk and row.level in ASSIGNED and not row.dropped_because and deputy not in here:
            row.dropped_because, row.fixed = (why or _("重新分配"))[:120], False
            row.save(update_fields=["dropped_because", "fixed"])
            noticed = True
    for deputy, stop in here.items():
        there = rows.get((deputy, visit.pk))
        written = canonical_json([{"code": note.code, "data": note.params} for note in reasons.get(stop, ())]).decode()
        if there is None:
            VisitDeputy.objects.create(
                visit=visit, deputy_id=int(deputy), level=levels[deputy], by_plan=by_plan, reasons=written,
                town_id=visit.town_id,
            )  # fmt: skip
            noticed = True
        elif there.dropped_because or there.reasons != written:
            noticed = noticed or bool(there.dropped_because)
            there.dropped_because, there.reasons, there.by_plan = "", written, by_plan
            there.save(update_fields=["dropped_because", "reasons", "by_plan"])
    return noticed


def _retime(material: Material, visit: Visit, here: Mapping[str, Stop]) -> bool:
    """Give a visit the time of its stops, or none."""
    starts = min((stop.start for stop in here.values()), default=None)
    begins = None if starts is None else moment(material.round.day, starts)
    if begins == visit.starts_at:
        return False
    visit.starts_at = begins
    visit.ends_at = begins + dt.timedelta(minutes=material.round.visit_minutes) if begins else None
    visit.save(update_fields=["starts_at", "ends_at"])
    return True


def bring_town_deputies(material: Material) -> None:
    """Put the town deputies of each place on its visit; they come with the place and are not assigned."""
    there = {(row.deputy_id, row.visit_id) for row in material.on_visits}
    VisitDeputy.objects.bulk_create([
        VisitDeputy(visit=visit, deputy_id=pk, level=Level.TOWN, town_id=visit.town_id)
        for visit in material.visits
        for pk in sorted(material.ties.of_town.get(visit.place_id, ()))
        if (pk, visit.pk) not in there
    ])  # fmt: skip


@dataclass(kw_only=True)
class KeepDraft(RoundAction[PlanDraft]):
    """Keep a plan that was worked out, for looking at; nothing on the visits changes yet."""

    verb: ClassVar[str] = "round.draft"

    made: Made
    cause: str = ""
    draft: PlanDraft = field(init=False, repr=False)

    def check(self) -> None:
        """While visits may be assigned."""
        super().check()
        self.must_be(*workflow.PLANNABLE)
        self.cause = line("reason", self.cause, 120, required=False)

    def perform(self) -> PlanDraft:
        """Store it."""
        plan = self.made.plan
        self.draft = PlanDraft(
            round=self.row, made_at=now(), made_by_label=self.actor.label[:120], method=plan.method, proven=plan.proven,
            points=plan.cost, bound=plan.bound, milliseconds=self.made.milliseconds, cause=self.cause,
            plan=self.made.content,
        )  # fmt: skip
        self.draft.save(force_insert=True)
        return self.draft

    def entry_data(self) -> Mapping[str, object]:
        """By which method, how many points; why anew stays out of the chain."""
        return {"draft": str(self.draft.pk), "method": self.draft.method, "points": self.draft.points}

    def announcement(self) -> None:
        """Nobody hears of a draft."""
        return


@dataclass(kw_only=True)
class Assigns(RoundAction[Round]):
    """Base of what changes who goes where: after the notice, whoever is concerned hears of it."""

    difference: Difference = field(init=False, repr=False)

    def announcement(self) -> Mapping[str, object] | None:
        """Deputies and secretaries concerned, once the round was announced."""
        if self.row.state == workflow.PREPARING or not self.difference.deputies | self.difference.visits:
            return None
        accounts = Visit.objects.filter(pk__in=self.difference.visits).exclude(secretary=None)
        return {
            "round": str(self.row.pk), "name": self.row.name,
            "deputies": sorted(str(pk) for pk in self.difference.deputies),
            "visits": {str(pk): str(account) for pk, account in accounts.values_list("pk", "secretary_id")},
        }  # fmt: skip


@dataclass(kw_only=True)
class AdoptDraft(Assigns):
    """Make a draft the plan: who goes where and when, with the town deputies of each place.

    A draft that mends a plan also writes down who cancelled.
    """

    verb: ClassVar[str] = "round.adopt"

    draft: PlanDraft
    plan: Read = field(init=False, repr=False)

    def check(self) -> None:
        """A draft of this round, not adopted yet, made from the round as it is now."""
        super().check()
        self.must_be(*workflow.PLANNABLE)
        self.draft = PlanDraft.objects.select_for_update().get(pk=self.draft.pk)
        self.plan = read(self.draft)
        if self.draft.round_id != self.row.pk or self.draft.adopted_at is not None:
            raise WrongState("adopted", _("这一份已经采用过了。"))
        if self.plan.version != self.row.version:
            raise WrongState("stale", _("算出这一份以后，名单或安排又改过，请重新计算。"))
        away = {str(pk) for pk in who_is_away(self.row.day)}
        if any(stop.deputy in away for stop in self.plan.stops):
            raise WrongState("stale", _("算出这一份以后，有代表登记了请假，请重新计算。"))

    def perform(self) -> Round:
        """Write the visits, the town deputies and who cancelled."""
        if self.plan.cancelled:
            gone = RoundDeputy.objects.filter(
                round_id=self.row.pk, deputy_id__in=[int(one) for one in self.plan.cancelled]
            )
            gone.update(away=True, away_because=self.plan.reason[:120])
        material = material_of(self.row)
        why = self.draft.cause or self.plan.reason
        self.difference = write_stops(material, self.plan.stops, self.plan.reasons, by_plan=True, why=why)
        bring_town_deputies(material)
        self.draft.adopted_at = now()
        self.draft.save(update_fields=["adopted_at"])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Which draft, how many visits changed."""
        return {
            "draft": str(self.draft.pk), "method": self.draft.method, "points": self.draft.points,
            "visits": len(self.difference.visits), "cancelled": list(self.plan.cancelled),
        }  # fmt: skip


@dataclass(kw_only=True)
class ChangeBoard(Assigns):
    """Change the plan by hand; what breaks a hard rule needs a reason, which is kept with it."""

    verb: ClassVar[str] = "round.board"

    change: Change
    reason: str = ""
    effect: Effect = field(init=False, repr=False)

    def check(self) -> None:
        """A visit that has not begun; the change fits the plan; a broken rule has a reason."""
        super().check()
        self.must_be(*workflow.PLANNABLE)
        self.reason = line("reason", self.reason, 120, required=False)
        self.material = material_of(self.row)
        self.effect = effect_on(self.material, self.change)
        if self.effect.broken and not self.reason:
            raise Invalid.at("reason", "required", _("这样改会违反规则，请写明为什么仍要这样安排。"))

    def perform(self) -> Round:
        """Write the stops; who was touched keeps other reasons."""
        kept = kept_reasons(self.material)
        self.difference = write_stops(self.material, self.effect.stops, kept, by_plan=False, why=self.reason)
        if isinstance(self.change, Give):
            visit = self.material.visit_at[self.change.place]
            VisitDeputy.objects.filter(visit_id=visit.pk, deputy_id=int(self.change.taker)).update(
                stands_in_for_id=int(self.change.giver)
            )
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Which change, which rules it breaks, by how many points."""
        change = {name: getattr(self.change, name) for name in self.change.__dataclass_fields__}
        return {
            "change": type(self.change).__name__.lower(), **{name: str(value) for name, value in change.items()},
            "broken": [one.code for one in self.effect.broken], "points": self.effect.points,
        }  # fmt: skip


def kept_reasons(material: Material) -> dict[Stop, tuple[Note, ...]]:
    """The explanations that stand on the visits now."""
    at = {(str(row.deputy_id), row.visit_id): row.reasons for row in material.on_visits}
    return {
        stop: notes(json.loads(at.get((stop.deputy, material.visit_at[stop.place].pk), "[]")))
        for stop in material.stops
    }


def effect_on(material: Material, change: Change) -> Effect:
    """What a change would do to the plan that stands; raises ``WrongState`` where it does not fit any more."""
    places = {getattr(change, name) for name in ("place", "place_of_one", "place_of_other") if hasattr(change, name)}
    people = {getattr(change, name) for name in ("deputy", "giver", "taker", "one", "other") if hasattr(change, name)}
    known = {str(row.deputy_id) for row in material.people}
    if not places <= set(material.visit_at) or not people <= known:
        raise WrongState("gone", _("这处走访或这位代表已经不在这一轮里了，请重新打开分配板。"))
    if any(material.visit_at[place].state != workflow.PLANNED for place in places):
        raise WrongState("begun", _("这处走访已经开始，不能再改。"))
    there = {(stop.deputy, stop.place) for stop in material.stops}
    if isinstance(change, Add) and (change.deputy, change.place) in there:
        raise WrongState("gone", _("这位代表已经安排在这里了。"))
    if isinstance(change, Give | Swap) and _lands_twice(change, there):
        raise WrongState("gone", _("要换来的代表已经安排在这里了。"))
    try:
        return effect_of(material.problem, material.stops, change)
    except KeyError as error:
        raise WrongState("gone", _("安排已经改过了，请重新打开分配板。")) from error


def _lands_twice(change: Give | Swap, there: set[tuple[str, str]]) -> bool:
    if isinstance(change, Give):
        return (change.taker, change.place) in there
    return (change.one, change.place_of_other) in there or (change.other, change.place_of_one) in there


@dataclass(kw_only=True)
class FixVisit(RoundAction[Round]):
    """Fix somebody's visit, so that the next planning goes around it, or set it free again."""

    verb: ClassVar[str] = "round.fix"

    on_visit: VisitDeputy
    fixed: bool

    def check(self) -> None:
        """Somebody who is going."""
        super().check()
        self.must_be(*workflow.PLANNABLE)
        found = VisitDeputy.objects.filter(pk=self.on_visit.pk, visit__round_id=self.row.pk, dropped_because="").first()
        if found is None or found.level not in ASSIGNED:
            raise WrongState("gone", _("安排已经改过了，请重新打开分配板。"))
        self.on_visit = found

    def perform(self) -> Round:
        """Store it."""
        self.on_visit.fixed = self.fixed
        self.on_visit.save(update_fields=["fixed"])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Whose visit."""
        return {"on_visit": str(self.on_visit.pk), "fixed": self.fixed}

    def announcement(self) -> None:
        """Nobody needs to hear of it."""
        return
