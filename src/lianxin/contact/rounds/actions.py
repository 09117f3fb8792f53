"""A round is planned, changed, announced, begun, gathered or cancelled by the congress office."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from lianxin.contact import workflow
from lianxin.contact.base import ASSIGNED, ROUND, RoundAction, RoundMove, frame_facts, hold
from lianxin.contact.models import Round, RoundDeputy, Visit, VisitDeputy, VisitItem
from lianxin.contact.policies import OFFICE
from lianxin.contact.rules import Facts
from lianxin.core.clock import now, today
from lianxin.db.scope import current_town
from lianxin.deputies.models import Deputy, Leave
from lianxin.deputies.selectors import mandates_on
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM_KIND
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.journal.numbering import next_number
from lianxin.journal.typed import line
from lianxin.people import roles
from lianxin.people.models import RoleGrant
from lianxin.places.models import Place, PlaceKind
from lianxin.places.selectors import places_of_kind
from lianxin.ui.listing import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the office writes about a round; local times, sessions in minutes after midnight."""

    name: str
    year: int
    ordinal: int
    day: dt.date
    visits_from: dt.time
    visits_until: dt.time
    sessions: Sequence[int]
    visit_minutes: int = 50
    most_visits: int = 2
    list_days: int = 3
    ordered_by: str = ""
    reported_to: str = ""
    theme: str = ""
    notice: str = ""
    meeting_place: str = ""
    plenary_from: dt.time | None = None

    def put_on(self, row: Round) -> None:
        """Write every field on a row, lines tidied; raises ``Invalid`` at the field that is too long or missing."""
        row.name = line("name", self.name, 80)
        for name, longest in (("ordered_by", 80), ("reported_to", 80), ("theme", 120), ("meeting_place", 80)):
            setattr(row, name, line(name, getattr(self, name), longest, required=False))
        row.notice = self.notice.strip()[:4000]
        for name in ("year", "ordinal", "day", "visits_from", "visits_until", "visit_minutes", "most_visits"):
            setattr(row, name, getattr(self, name))
        row.list_days, row.plenary_from = self.list_days, self.plenary_from
        row.sessions = " ".join(str(one) for one in self.sessions)


FRAME_FIELDS = tuple(Frame.__dataclass_fields__)


def round_number(year: int) -> str:
    """The next number of a round, ``102-走-2026-01``."""
    return f"{current_town().code[-3:]}-走-{year}-{next_number(f'round-{year}'):02d}"


def default_name(year: int, ordinal: int) -> str:
    """The official name where the office writes none; the digit as in official names."""
    digits = "零一二三四五六七八九"
    written = digits[ordinal] if ordinal < len(digits) else str(ordinal)
    return _("%(year)d年第%(n)s次人大代表集中联系社区活动") % {"year": year, "n": written}


def next_ordinal(year: int) -> int:
    """One more than the last round of that year."""
    last = Round.objects.filter(year=year).order_by("-ordinal").values_list("ordinal", flat=True).first()
    return (last or 0) + 1


def latest_before(day: dt.date) -> Round | None:
    """The round before a day that was held or is planned; the results of it are told first."""
    return Round.objects.filter(day__lt=day).exclude(state=workflow.CANCELLED).order_by("-day", "-id").first()


def places_to_visit() -> list[Place]:
    """Every active neighbourhood, in the order of the profile."""
    return list(places_of_kind(PlaceKind.NEIGHBOURHOOD))


def levels_on(day: dt.date) -> dict[int, str]:
    """City and district deputies with a mandate on a day, and the level that counts (city before district)."""
    rows = mandates_on(day).filter(level__in=ASSIGNED).order_by("deputy__sort", "deputy_id")
    found: dict[int, str] = {}
    for pk, level in rows.values_list("deputy_id", "level"):
        found[pk] = min(found.get(pk, level), level)
    return found


def leaves_on(day: dt.date) -> dict[int, str]:
    """Who has a leave in the register on a day, and why; one statement."""
    rows = Leave.objects.filter(starts_on__lte=day, ends_on__gte=day, taken_back_on=None).order_by("id")
    return dict(rows.values_list("deputy_id", "reason"))


def secretaries(places: Sequence[Place], day: dt.date) -> dict[int, int]:
    """Which account is the secretary of which place on a day, the longest in office first; one statement."""
    grants = RoleGrant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), role=roles.SECRETARY, ended_at=None,
        place_id__in=[one.pk for one in places], valid_from__lte=max(day, today()),
    )  # fmt: skip
    found: dict[int, int] = {}
    for place, account in grants.order_by("valid_from", "id").values_list("place_id", "account_id"):
        if place is not None:
            found.setdefault(place, account)
    return found


@dataclass(kw_only=True)
class PlanRound(Action[Round]):
    """Plan a round: its frame, the places that are visited, the city and district deputies who are expected.

    Without ``places`` every active neighbourhood, without ``deputies`` all with a mandate on the day.
    """

    verb: ClassVar[str] = "round.plan"

    frame: Frame
    places: tuple[Place, ...] | None = None
    deputies: tuple[Deputy, ...] | None = None
    row: Round = field(init=False, repr=False)

    def check(self) -> None:
        """The office; the frame is possible; the n-th round of the year is not there yet."""
        if self.actor.kind != SYSTEM_KIND and not OFFICE.check(self.actor):
            raise NotAllowed("not_allowed", _("这一步由镇人大办做。"))
        self.row = Round()
        self.frame.put_on(self.row)
        hold(workflow.ROUND_BY_CODE["plan"].guards, frame_facts(self.row))
        _refuse_twice(self.row)
        if self.places is not None and not self.places:
            raise Invalid.at("places", "required", _("请至少选一个居民区。"))

    def perform(self) -> Round:
        """Store the round, a visit for each place, a row for each deputy."""
        self.row.number = round_number(self.row.year)
        self.row.previous = latest_before(self.row.day)
        self.row.save(force_insert=True)
        self.chosen = list(self.places) if self.places is not None else places_to_visit()
        add_visits(self.row, self.chosen)
        wanted = None if self.deputies is None else {one.pk for one in self.deputies}
        levels = levels_on(self.row.day)
        self.expected = [pk for pk in levels if wanted is None or pk in wanted]
        on_leave = leaves_on(self.row.day)
        RoundDeputy.objects.bulk_create([
            RoundDeputy(
                round=self.row, deputy_id=pk, level=levels[pk], away=pk in on_leave,
                away_because=on_leave.get(pk, "")[:120], town_id=self.row.town_id,
            )
            for pk in self.expected
        ])  # fmt: skip
        return self.row

    def subject(self) -> Subject:
        """The round."""
        return Subject(ROUND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number, name, day, how many places and deputies."""
        return {
            "number": self.row.number, "name": self.row.name, "day": self.row.day.isoformat(),
            "places": len(self.chosen), "deputies": len(self.expected),
        }  # fmt: skip

    def announcement(self) -> None:
        """Nobody hears of it before the notice."""
        return


def _refuse_twice(row: Round) -> None:
    same = Round.objects.filter(year=row.year, ordinal=row.ordinal).exclude(pk=row.pk or 0)
    if same.exists():
        raise Invalid.at("ordinal", "twice", _("这一年的这一次活动已经有了，请核对是第几次。"))


def add_visits(row: Round, places: Sequence[Place]) -> None:
    """A visit for each place, numbered on after those there are."""
    there = Visit.objects.filter(round_id=row.pk).count()
    who = secretaries(places, row.day)
    Visit.objects.bulk_create([
        Visit(
            round=row, place=place, number=f"{row.number}-{there + n:02d}", secretary_id=who.get(place.pk),
            town_id=row.town_id,
        )
        for n, place in enumerate(places, 1)
    ])  # fmt: skip


@dataclass(kw_only=True)
class ChangeRound(RoundAction[Round]):
    """Change what is written about a round; once it is under way only the words, no times."""

    verb: ClassVar[str] = "round.change"

    frame: Frame

    def check(self) -> None:
        """Before it is gathered; the new frame is possible."""
        super().check()
        self.must_be(*workflow.PLANNABLE)
        before = (self.row.day, self.row.visits_from, self.row.visits_until, self.row.sessions, self.row.visit_minutes)
        self.frame.put_on(self.row)
        after = (self.row.day, self.row.visits_from, self.row.visits_until, self.row.sessions, self.row.visit_minutes)
        if self.row.state == workflow.UNDER_WAY and before != after:
            raise Invalid.at("day", "under_way", _("活动已经开始，日期和时间不能再改。"))
        hold(("in_order",), frame_facts(self.row))
        _refuse_twice(self.row)
        self.moved = before != after

    def perform(self) -> Round:
        """Store it; assigned times that no longer fit the sessions are for the next planning."""
        if self.moved:
            Visit.objects.filter(round_id=self.row.pk).update(starts_at=None, ends_at=None)
        return self.touch(*FRAME_FIELDS)

    def entry_data(self) -> Mapping[str, object]:
        """Day and sessions."""
        return {"number": self.row.number, "day": self.row.day.isoformat(), "sessions": self.row.sessions}

    def announcement(self) -> None:
        """The office tells people itself, by the notice or by planning anew."""
        return


@dataclass(kw_only=True)
class ChoosePlaces(RoundAction[Round]):
    """Say which neighbourhoods are visited; one that was planned and nothing happened at is taken off."""

    verb: ClassVar[str] = "round.places"

    places: tuple[Place, ...]

    def check(self) -> None:
        """Before the notice, at least one, and nobody's visit with a deputy or an item is lost."""
        super().check()
        self.must_be(workflow.PREPARING)
        if not self.places:
            raise Invalid.at("places", "required", _("请至少选一个居民区。"))
        kept = {one.pk for one in self.places}
        there = Visit.objects.filter(round_id=self.row.pk).select_related("place")
        busy = Exists(VisitDeputy.objects.filter(visit_id=OuterRef("pk"), dropped_because=""))
        self.gone = [one for one in there.annotate(busy=busy) if one.place_id not in kept]
        if any(one.busy for one in self.gone):
            names = listed(one.place.label for one in self.gone if one.busy)
            words = _("这几处已经分配了代表，请先在分配板上取下：%(names)s") % {"names": names}
            raise Invalid.at("places", "busy", words)
        self.new = [one for one in self.places if one.pk not in {visit.place_id for visit in there}]

    def perform(self) -> Round:
        """Add the new ones; those taken off are not held, so that their number is never given again."""
        add_visits(self.row, self.new)
        rows = Visit.objects.filter(pk__in=[one.pk for one in self.gone])
        rows.update(state=workflow.NOT_HELD, not_held_because=_("不在这一轮的名单里"))
        back = Visit.objects.filter(round_id=self.row.pk, place_id__in=[one.pk for one in self.places])
        back.filter(state=workflow.NOT_HELD).update(state=workflow.PLANNED, not_held_because="")
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """How many now, added and gone."""
        return {"places": len(self.places), "added": len(self.new), "gone": len(self.gone)}

    def announcement(self) -> None:
        """Nobody hears of it before the notice."""
        return


def served(round_pk: int) -> set[int]:
    """The visits of a round that have a time and to which a city or district deputy goes; one statement."""
    rows = VisitDeputy.objects.filter(
        visit__round_id=round_pk, visit__starts_at__isnull=False, dropped_because="", level__in=ASSIGNED
    )
    return set(rows.values_list("visit_id", flat=True))


def round_facts(one: Round, reason: str = "") -> Facts:
    """What the guards of a stored round look at; three statements.  Transfer and closing read more (results)."""
    states = list(Visit.objects.filter(round_id=one.pk).exclude(state=workflow.NOT_HELD).values_list("pk", "state"))
    there = served(one.pk)
    return Facts(
        today=today(), day=one.day, reason=reason, visits=len(states),
        unserved=sum(pk not in there for pk, _state in states),
        running=sum(state in {workflow.PLANNED, workflow.UNDER_WAY} for _pk, state in states),
        unlisted=sum(state != workflow.LISTED for _pk, state in states),
        recorded=VisitItem.objects.filter(visit__round_id=one.pk).count(),
    )  # fmt: skip


@dataclass(kw_only=True)
class OfficeMove(RoundMove):
    """A move for which counting the round's own rows is enough."""

    def facts(self) -> Facts:
        """Visits, who serves them, what is recorded."""
        return round_facts(self.row, self.reason)


@dataclass(kw_only=True)
class BeginRound(OfficeMove):
    """The afternoon begins."""

    verb: ClassVar[str] = "round.begin"
    move_code: ClassVar[str] = "begin"

    def perform(self) -> Round:
        """Store state and moment."""
        self.row.state, self.row.held_at = workflow.UNDER_WAY, now()
        return self.touch("state", "held_at")


@dataclass(kw_only=True)
class GatherRound(OfficeMove):
    """All visits are over; the lists are gathered."""

    verb: ClassVar[str] = "round.gather"
    move_code: ClassVar[str] = "gather"

    def perform(self) -> Round:
        """Store the state."""
        self.row.state = workflow.GATHERING
        return self.touch("state")


@dataclass(kw_only=True)
class CancelRound(OfficeMove):
    """The round does not take place."""

    verb: ClassVar[str] = "round.cancel"
    move_code: ClassVar[str] = "cancel"

    def perform(self) -> Round:
        """Store state and reason."""
        self.row.state, self.row.cancelled_because = workflow.CANCELLED, self.reason
        return self.touch("state", "cancelled_because")
