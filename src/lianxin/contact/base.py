"""What the actions of all three parts of the room share: the locked row, who may, the table and its guards."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from lianxin.contact import workflow
from lianxin.contact.models import Presence, Remark, RemarkState, Round, Visit, VisitDeputy, VisitItem
from lianxin.contact.policies import KEEPS_VISIT, OFFICE
from lianxin.contact.rules import GUARDS, Facts
from lianxin.contact.texts import GUARD_SENTENCES
from lianxin.core.clock import TOWN_TZ, UTC, local, today
from lianxin.deputies.leave.selectors import away_then
from lianxin.deputies.models import Level
from lianxin.journal.actions import Action, R, Subject
from lianxin.journal.actors import SYSTEM_KIND
from lianxin.journal.errors import NotAllowed, WrongState
from lianxin.journal.typed import line, refuse_by_guards
from lianxin.people.policies import Policy

ROUND: Final = "contact_round"
VISIT: Final = "contact_visit"
#: The levels that are assigned; town deputies come with their place.
ASSIGNED: Final = (Level.CITY, Level.DISTRICT)


def visits() -> QuerySet[Visit]:
    """Visits with what policies and pages ask: place, link, round, and ``going``, the deputies not taken off."""
    going = with_leave(VisitDeputy.objects.filter(dropped_because="")).order_by("level", "deputy__sort")
    rows = Visit.objects.select_related("round", "place", "recording", "secretary")
    return rows.prefetch_related(Prefetch("deputies", going, to_attr="going"))


def with_leave(rows: QuerySet[VisitDeputy]) -> QuerySet[VisitDeputy]:
    """Deputies on visits with their names, and ``on_leave``: whether the register has them on leave that day."""
    return rows.select_related("deputy").annotate(on_leave=away_then("deputy_id", "visit__round__day"))


def is_away(one: VisitDeputy) -> bool:
    """Whether a deputy read :func:`with_leave` does not come, or did not; a leave counts until something is noted."""
    if one.presence == Presence.PLANNED:
        return bool(getattr(one, "on_leave", False))
    return one.presence in {Presence.LEAVE, Presence.ABSENT}


def minutes(value: dt.time | None) -> int | None:
    """A time of day as minutes after midnight."""
    return None if value is None else value.hour * 60 + value.minute


def clock_words(value: int) -> str:
    """Minutes after midnight as people read them: ``14:30``."""
    return f"{value // 60:02d}:{value % 60:02d}"


def moment(day: dt.date, value: int) -> dt.datetime:
    """A local day and minutes after midnight as a moment in UTC."""
    time = dt.time(value // 60, value % 60)
    return dt.datetime.combine(day, time, TOWN_TZ).astimezone(UTC)


def minute_of(value: dt.datetime) -> int:
    """The local minute of the day of a moment."""
    there = local(value)
    return there.hour * 60 + there.minute


def frame_facts(one: Round, reason: str = "") -> Facts:
    """What the guards of a round that is not stored yet look at."""
    return Facts(
        today=today(), day=one.day, begins=minutes(one.visits_from) or 0, ends=minutes(one.visits_until) or 0,
        sessions=one.session_minutes, visit_minutes=one.visit_minutes, reason=reason,
    )  # fmt: skip


def hold(guards: tuple[str, ...], facts: Facts) -> None:
    """Raise at the field of the first of the room's guards that does not hold."""
    refuse_by_guards(guards, facts, GUARDS, GUARD_SENTENCES)


def visit_facts(one: Visit, reason: str = "") -> Facts:
    """What the guards of a visit look at; two statements."""
    unknown = VisitDeputy.objects.filter(visit_id=one.pk, dropped_because="", presence=Presence.PLANNED)
    remarks = Remark.objects.filter(on_visit__visit_id=one.pk, state=RemarkState.OPEN)
    return Facts(
        today=today(), day=one.round.day, reason=reason, unknown_attendance=unknown.count(),
        open_remarks=remarks.count(), recorded=VisitItem.objects.filter(visit_id=one.pk).count(),
        transferred=one.round.transferred_at is not None,
    )  # fmt: skip


@dataclass(kw_only=True)
class RoundAction(Action[R]):
    """Base of what the office does to a round that exists; ``row`` is the locked round."""

    round: Round
    expected_version: int | None = None
    row: Round = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read the round under a row lock."""
        self.row = Round.objects.select_for_update().get(pk=self.round.pk)

    def check(self) -> None:
        """The office, and nobody was faster."""
        if self.actor.kind != SYSTEM_KIND and not OFFICE.check(self.actor):
            raise NotAllowed("not_allowed", _("这一步由镇人大办做。"))
        if self.expected_version is not None and self.expected_version != self.row.version:
            raise WrongState("somebody_was_faster", _("您打开以后，别人改过这一轮，请重新打开再做。"))

    def must_be(self, *states: str) -> None:
        """Raise ``WrongState`` unless the round is in one of the states."""
        if self.row.state not in states:
            raise WrongState(
                "not_from_here",
                _("这一轮现在是“%(state)s”，不能做这一步。") % {"state": self.row.get_state_display()},
            )

    def touch(self, *names: str) -> Round:
        """Save the named fields and count the version up."""
        self.row.version += 1
        self.row.save(update_fields=[*names, "version"])
        return self.row

    def subject(self) -> Subject:
        """The round."""
        return Subject(ROUND, self.row.pk)


@dataclass(kw_only=True)
class RoundMove(RoundAction[Round]):
    """Base of the moves of the round's table; subclasses say how the facts are read and what is stored."""

    move_code: ClassVar[str]
    reason: str = ""

    def facts(self) -> Facts:
        """What the guards look at."""
        return frame_facts(self.row, self.reason)

    def check(self) -> None:
        """The state, then the guards."""
        super().check()
        move = workflow.ROUND_BY_CODE[self.move_code]
        self.reason = line("reason", self.reason, 120, required=False)
        self.must_be(*move.sources)
        hold(move.guards, self.facts())

    def entry_data(self) -> Mapping[str, object]:
        """Which state, why."""
        return {"number": self.row.number, "to": self.row.state, "reason": self.reason}

    def announcement(self) -> Mapping[str, object] | None:
        """Number and name."""
        return {"number": self.row.number, "name": self.row.name, "day": self.row.day.isoformat()}


@dataclass(kw_only=True)
class VisitAction(Action[R]):
    """Base of what happens to a visit that exists; ``row`` is the locked visit with round and place."""

    #: Who may; asked about the visit itself.
    who: ClassVar[Policy] = KEEPS_VISIT

    visit: Visit
    expected_version: int | None = None
    row: Visit = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read the visit under a row lock."""
        rows = Visit.objects.select_for_update(of=("self",)).select_related("round", "place", "recording")
        self.row = rows.get(pk=self.visit.pk)

    def check(self) -> None:
        """The neighbourhood or the office, and nobody was faster."""
        if self.actor.kind != SYSTEM_KIND and not self.who.check(self.actor, self.row):
            raise NotAllowed("not_allowed", _("这一步由这个居民区或者镇人大办做。"))
        if self.expected_version is not None and self.expected_version != self.row.version:
            raise WrongState("somebody_was_faster", _("您打开以后，别人改过这次走访，请重新打开再做。"))

    def touch(self, *names: str) -> Visit:
        """Save the named fields and count the version up."""
        self.row.version += 1
        self.row.save(update_fields=[*names, "version"])
        return self.row

    def subject(self) -> Subject:
        """The visit."""
        return Subject(VISIT, self.row.pk)


@dataclass(kw_only=True)
class VisitMove(VisitAction[Visit]):
    """Base of the moves of the visit's table."""

    move_code: ClassVar[str]
    reason: str = ""

    def check(self) -> None:
        """Who, the state, then the guards."""
        super().check()
        move = workflow.VISIT_BY_CODE[self.move_code]
        is_office = self.actor.kind == SYSTEM_KIND or OFFICE.check(self.actor)
        if not is_office and workflow.NEIGHBOURHOOD not in move.actors:
            raise NotAllowed("not_allowed", _("这一步由镇人大办做。"))
        self.reason = line("reason", self.reason, 200, required=False)
        if self.row.state not in move.sources:
            state = self.row.get_state_display()
            raise WrongState("not_from_here", _("这次走访现在是“%(state)s”，不能做这一步。") % {"state": state})
        hold(move.guards, visit_facts(self.row, self.reason))

    def entry_data(self) -> Mapping[str, object]:
        """Which state, why."""
        return {"number": self.row.number, "to": self.row.state, "reason": self.reason}

    def announcement(self) -> Mapping[str, object] | None:
        """The visit's number and place."""
        return {"number": self.row.number, "place": self.row.place.label, "round": self.row.round.name}
