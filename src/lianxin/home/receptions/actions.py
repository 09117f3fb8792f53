"""What happens around a reception: planned, deputies asked and answering, announced, visitors heard, closed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import civil_date, now, today
from lianxin.db.scope import current_town
from lianxin.deputies.models import Deputy
from lianxin.home.actions.base import Kept
from lianxin.home.models import Answer, Reception, ReceptionDeputy, ReceptionUnit, Venue, Visitor
from lianxin.home.receptions import workflow
from lianxin.home.receptions.rules import GUARDS, Facts
from lianxin.home.receptions.texts import GUARD_SENTENCES
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.numbering import next_number
from lianxin.journal.typed import line, refuse_by_guards
from lianxin.people import roles
from lianxin.places.models import Unit

KIND: Final = "reception"


def reception_number(year: int) -> str:
    """The next number of a reception, ``102-接-2026-004``."""
    return f"{current_town().code[-3:]}-接-{year}-{next_number(f'reception-{year}'):03d}"


def facts_of(row: Reception, reason: str = "") -> Facts:
    """What the guards look at, read from the rows; two statements for a stored reception."""
    asked = list(ReceptionDeputy.objects.filter(reception_id=row.pk))
    visitors = list(Visitor.objects.filter(reception_id=row.pk).values_list("heard_at", "left"))
    return Facts(
        now=now(),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        today=today(),
        day=civil_date(row.starts_at),
        notice_days=row.notice_days,
        sitting=sum(one.answer != Answer.DECLINED for one in asked),
        unknown_attendance=sum(one.answer != Answer.DECLINED and one.attended is None for one in asked),
        waiting=sum(heard is None and not left for heard, left in visitors),
        heard=sum(heard is not None for heard, _left in visitors),
        reason=reason,
    )


@dataclass(kw_only=True)
class PlanReception(Kept[Reception]):
    """Plan a reception in a venue; both moments in UTC."""

    verb: ClassVar[str] = "reception.plan"

    venue: Venue
    starts_at: dt.datetime
    ends_at: dt.datetime
    topic: str = ""
    capacity: int = 0
    notice_days: int = 3
    deputies: tuple[Deputy, ...] = ()
    units: tuple[Unit, ...] = ()

    def check(self) -> None:
        """In order and still to come; the venue is in use."""
        super().check()
        self.topic = line("topic", self.topic, 80, required=False)
        row = Reception(venue=self.venue, starts_at=self.starts_at, ends_at=self.ends_at, notice_days=self.notice_days)
        refuse_by_guards(workflow.BY_CODE["plan"].guards, facts_of(row), GUARDS, GUARD_SENTENCES)
        closed = self.venue.closed_on
        if closed is not None and closed < civil_date(self.starts_at):
            raise Invalid.at("venue", "closed", _("这个地方那天已经停用了，请换一处。"))

    def perform(self) -> Reception:
        """Store it with the deputies asked and the units that join."""
        self.row = Reception(
            number=reception_number(civil_date(self.starts_at).year), venue=self.venue, topic=self.topic,
            starts_at=self.starts_at, ends_at=self.ends_at, capacity=self.capacity, notice_days=self.notice_days,
        )  # fmt: skip
        self.row.save(force_insert=True)
        town = self.row.town_id
        ReceptionDeputy.objects.bulk_create(
            [ReceptionDeputy(reception=self.row, deputy=one, town_id=town) for one in self.deputies]
        )
        ReceptionUnit.objects.bulk_create(
            [ReceptionUnit(reception=self.row, unit=one, town_id=town) for one in self.units]
        )
        return self.row

    def subject(self) -> Subject:
        """The reception."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number, venue, time, who was asked by code."""
        return {
            "number": self.row.number, "venue": self.venue.code, "starts_at": self.starts_at.isoformat(),
            "deputies": [one.code for one in self.deputies], "units": [one.code for one in self.units],
        }  # fmt: skip

    def announcement(self) -> Mapping[str, object] | None:
        """The deputies who were asked hear of it."""
        return {"number": self.row.number, "deputies": [str(one.pk) for one in self.deputies]}


@dataclass(kw_only=True)
class ReceptionAction(Action[Reception]):
    """Base of what happens to a reception that exists."""

    reception: Reception
    expected_version: int | None = None
    row: Reception = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read it under a row lock."""
        self.row = Reception.objects.select_for_update().get(pk=self.reception.pk)

    def check(self) -> None:
        """The office, and nobody was faster."""
        if not self.actor.has(roles.CONGRESS_OFFICE):
            raise NotAllowed("not_allowed", _("这一步由镇人大办做。"))
        if self.expected_version is not None and self.expected_version != self.row.version:
            raise WrongState("somebody_was_faster", _("您打开以后，别人改过这场接待，请重新打开再做。"))

    def touch(self, *names: str) -> Reception:
        """Save the named fields and count the version up."""
        self.row.version += 1
        self.row.save(update_fields=[*names, "version"])
        return self.row

    def subject(self) -> Subject:
        """The reception."""
        return Subject(KIND, self.row.pk)


@dataclass(kw_only=True)
class Moved(ReceptionAction):
    """Base of the moves of the table."""

    move_code: ClassVar[str]
    reason: str = ""

    def check(self) -> None:
        """The state, then the guards."""
        super().check()
        move = workflow.BY_CODE[self.move_code]
        self.reason = line("reason", self.reason, 120, required=False)
        if self.row.state not in move.sources:
            raise WrongState(
                "not_from_here",
                _("这场接待现在是“%(state)s”，不能做这一步。") % {"state": self.row.get_state_display()},
            )
        refuse_by_guards(move.guards, facts_of(self.row, self.reason), GUARDS, GUARD_SENTENCES)

    def entry_data(self) -> Mapping[str, object]:
        """Which state, why."""
        return {"number": self.row.number, "to": self.row.state, "reason": self.reason}

    def announcement(self) -> Mapping[str, object] | None:
        """Who sits hears of it."""
        asked = ReceptionDeputy.objects.filter(reception_id=self.row.pk).exclude(answer=Answer.DECLINED)
        attended = asked.filter(attended=True).values_list("deputy_id", flat=True)
        return {
            "number": self.row.number,
            "deputies": [str(pk) for pk in asked.values_list("deputy_id", flat=True)],
            "attended": [str(pk) for pk in attended],
        }


@dataclass(kw_only=True)
class AnnounceReception(Moved):
    """Announce it: from now on residents see it."""

    verb: ClassVar[str] = "reception.announce"
    move_code: ClassVar[str] = "announce"

    def perform(self) -> Reception:
        """Store state, moment and the reason of a short notice."""
        self.row.state, self.row.announced_at, self.row.short_notice_because = workflow.ANNOUNCED, now(), self.reason
        return self.touch("state", "announced_at", "short_notice_because")


@dataclass(kw_only=True)
class CancelReception(Moved):
    """Cancel it with a reason that residents see."""

    verb: ClassVar[str] = "reception.cancel"
    move_code: ClassVar[str] = "cancel"

    def perform(self) -> Reception:
        """Store state and reason."""
        self.row.state, self.row.cancelled_because = workflow.CANCELLED, self.reason
        return self.touch("state", "cancelled_because")


@dataclass(kw_only=True)
class CloseReception(Moved):
    """Close it once attendance is known and nobody waits."""

    verb: ClassVar[str] = "reception.close"
    move_code: ClassVar[str] = "close"

    def perform(self) -> Reception:
        """Store state and moment."""
        self.row.state, self.row.closed_at = workflow.CLOSED, now()
        return self.touch("state", "closed_at")


@dataclass(kw_only=True)
class Ask(ReceptionAction):
    """Ask a deputy, perhaps in place of another who cannot come."""

    verb: ClassVar[str] = "reception.ask"

    deputy: Deputy
    stands_in_for: Deputy | None = None

    def check(self) -> None:
        """Before it is over, each deputy once; a swap only for one who declined."""
        super().check()
        if self.row.state in workflow.FINAL:
            raise WrongState("over", _("这场接待已经结束或取消了。"))
        asked = {one.deputy_id: one for one in ReceptionDeputy.objects.filter(reception_id=self.row.pk)}
        if self.deputy.pk in asked:
            raise Invalid.at("deputy", "twice", _("这位代表已经邀请过了。"))
        if self.stands_in_for is not None:
            absent = asked.get(self.stands_in_for.pk)
            if absent is None or absent.answer != Answer.DECLINED:
                raise Invalid.at("stands_in_for", "not_declined", _("只能替请了假的代表。"))

    def perform(self) -> Reception:
        """Store the invitation."""
        ReceptionDeputy.objects.create(
            reception=self.row, deputy=self.deputy, stands_in_for=self.stands_in_for, town_id=self.row.town_id
        )
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Who, in whose place."""
        return {"deputy": self.deputy.code, "for": self.stands_in_for.code if self.stands_in_for else ""}

    def announcement(self) -> Mapping[str, object] | None:
        """The deputy hears of it."""
        return {"number": self.row.number, "deputies": [str(self.deputy.pk)]}


@dataclass(kw_only=True)
class AnswerInvitation(ReceptionAction):
    """A deputy answers for himself or herself; the office writes down what was said on the telephone."""

    verb: ClassVar[str] = "reception.answer"

    deputy: Deputy
    comes: bool
    reason: str = ""
    asked: ReceptionDeputy | None = field(init=False, default=None, repr=False)

    def check(self) -> None:
        """The deputy or the office; before it is over; a leave has a reason."""
        own = any(grant.deputy_id == self.deputy.pk for grant in self.actor.grants_of(roles.DEPUTY))
        if not own and not self.actor.has(roles.CONGRESS_OFFICE):
            raise NotAllowed("not_yours", _("只能由代表本人回复，或者由镇人大办代记。"))
        self.asked = ReceptionDeputy.objects.filter(reception_id=self.row.pk, deputy_id=self.deputy.pk).first()
        if self.asked is None:
            raise WrongState("not_asked", _("这场接待没有邀请这位代表。"))
        if self.row.state in workflow.FINAL:
            raise WrongState("over", _("这场接待已经结束或取消了。"))
        self.reason = line("reason", self.reason, 120, required=False)
        if not self.comes and not self.reason:
            raise Invalid.at("reason", "required", _("请假请写一句原因，例如“出差”。"))

    def perform(self) -> Reception:
        """Store the answer."""
        if self.asked is not None:
            self.asked.answer = Answer.ACCEPTED if self.comes else Answer.DECLINED
            self.asked.reason = "" if self.comes else self.reason
            self.asked.save(update_fields=["answer", "reason"])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Who, and whether; the reason stays out of the chain."""
        return {"deputy": self.deputy.code, "comes": self.comes}

    def announcement(self) -> Mapping[str, object] | None:
        """The office hears of a leave."""
        return None if self.comes else {"number": self.row.number, "deputy": self.deputy.label}


@dataclass(kw_only=True)
class NoteAttendance(ReceptionAction):
    """Write down who came; only of those who did not decline."""

    verb: ClassVar[str] = "reception.attendance"

    came: tuple[int, ...]

    def check(self) -> None:
        """Once it has begun, and before it is closed."""
        super().check()
        if self.row.state != workflow.ANNOUNCED or now() < self.row.starts_at:
            raise WrongState("not_now", _("接待开始以后、结束以前才能记到场。"))

    def perform(self) -> Reception:
        """Store it for everybody who was asked and did not decline."""
        for one in ReceptionDeputy.objects.filter(reception_id=self.row.pk).exclude(answer=Answer.DECLINED):
            one.attended = one.deputy_id in self.came
            one.save(update_fields=["attended"])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Who came, by id."""
        return {"came": sorted(str(pk) for pk in self.came)}
