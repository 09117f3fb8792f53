"""Activities: planned or written down afterwards, with who came; entered once, and the files fill themselves."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now, today
from lianxin.db.scope import current_town
from lianxin.deputies.models import Deputy
from lianxin.home.actions.base import Kept
from lianxin.home.models import Activity, ActivityState, Attendance, Presence
from lianxin.home.performance.actions.recording import Source, record_once
from lianxin.home.performance.standard import standard
from lianxin.journal.actions import Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.numbering import next_number
from lianxin.journal.typed import line

KIND: Final = "activity"
#: Nobody meets more voters in one activity.
MOST_PEOPLE: Final = 9999


@dataclass(frozen=True, slots=True)
class Mark:
    """What is written down about one deputy."""

    deputy_id: int
    state: str
    reason: str = ""
    role: str = ""
    people: int = 0


@dataclass(kw_only=True)
class PlanActivity(Kept[Activity]):
    """Enter an activity, before or after it took place, with the deputies it is for."""

    verb: ClassVar[str] = "activity.plan"

    kind: str
    title: str
    organiser: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    where: str = ""
    deputies: Sequence[Deputy] = ()

    def check(self) -> None:
        """A kind that is typed, lines that fit, days in order, somebody invited."""
        super().check()
        kind = standard().kinds.get(self.kind)
        if kind is None or not kind.typed:
            raise Invalid.at("kind", "unknown", _("请从列出的种类中选择。接待和联系社区会自己记进档案，不用再填。"))
        self.title = line("title", self.title, 80)
        self.organiser = line("organiser", self.organiser, 80)
        self.where = line("where", self.where, 80, required=False)
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise Invalid.at("ends_on", "order", _("结束日期不能早于开始日期。"))
        if not self.deputies:
            raise Invalid.at("deputies", "required", _("请选应该参加的代表。"))

    def perform(self) -> Activity:
        """Store it with its list."""
        number = f"{current_town().code[-3:]}-活-{self.starts_on.year}-"
        number += f"{next_number(f'activity-{self.starts_on.year}'):03d}"
        self.row = Activity(
            number=number, kind=self.kind, title=self.title, organiser=self.organiser, where=self.where,
            starts_on=self.starts_on, ends_on=self.ends_on,
        )  # fmt: skip
        self.row.save(force_insert=True)
        _invite(self.row, [one.pk for one in self.deputies])
        return self.row

    def subject(self) -> Subject:
        """The activity."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number, kind, day, who by code."""
        codes = [one.code for one in self.deputies]
        return {"number": self.row.number, "kind": self.kind, "on": self.starts_on, "deputies": codes}

    def announcement(self) -> Mapping[str, object] | None:
        """Deputies hear of what is still to come."""
        if self.starts_on < today():
            return None
        return {"number": self.row.number, "deputies": [str(one.pk) for one in self.deputies]}


def _invite(activity: Activity, deputies: Sequence[int]) -> None:
    Attendance.objects.bulk_create(
        [Attendance(activity=activity, deputy_id=pk, town_id=activity.town_id) for pk in dict.fromkeys(deputies)]
    )


@dataclass(kw_only=True)
class ActivityAction(Kept[Activity]):
    """Base of what happens to an activity that has not gone into the files yet."""

    activity: Activity
    expected_version: int | None = None
    row: Activity = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read it under a row lock."""
        self.row = Activity.objects.select_for_update().get(pk=self.activity.pk)

    def check(self) -> None:
        """The office; nobody was faster; not yet over."""
        super().check()
        if self.expected_version is not None and self.expected_version != self.row.version:
            raise WrongState("somebody_was_faster", _("您打开以后，别人改过这场活动，请重新打开再做。"))
        if self.row.state != ActivityState.PLANNED:
            raise WrongState("over", _("这场活动已经记入档案或者取消了。要更正，请在代表的档案里更正。"))

    def touch(self, *names: str) -> Activity:
        """Save the named fields and count the version up."""
        self.row.version += 1
        self.row.save(update_fields=[*names, "version"])
        return self.row

    def subject(self) -> Subject:
        """The activity."""
        return Subject(KIND, self.row.pk)

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody needs to hear of it."""
        return None


@dataclass(kw_only=True)
class InviteMore(ActivityAction):
    """Put more deputies on the list; who need not come after all is marked so, never struck off."""

    verb: ClassVar[str] = "activity.invite"

    deputies: Sequence[Deputy] = ()

    def check(self) -> None:
        """Somebody who is not on the list yet."""
        super().check()
        known = set(Attendance.objects.filter(activity_id=self.row.pk).values_list("deputy_id", flat=True))
        self.deputies = [one for one in self.deputies if one.pk not in known]
        if not self.deputies:
            raise Invalid.at("deputies", "required", _("请选还不在名单上的代表。"))

    def perform(self) -> Activity:
        """Add them."""
        _invite(self.row, [one.pk for one in self.deputies])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Who, by code."""
        return {"deputies": [one.code for one in self.deputies]}

    def announcement(self) -> Mapping[str, object] | None:
        """They hear of it."""
        return {"number": self.row.number, "deputies": [str(one.pk) for one in self.deputies]}


@dataclass(kw_only=True)
class NotePresence(ActivityAction):
    """Write down who came, who asked for leave and who was absent."""

    verb: ClassVar[str] = "activity.attendance"

    marks: Sequence[Mark]

    def check(self) -> None:
        """Of those invited; a leave has a reason; nobody came to what has not begun."""
        super().check()
        invited = set(Attendance.objects.filter(activity_id=self.row.pk).values_list("deputy_id", flat=True))
        early = self.row.starts_on > today()
        self.marks = [self._checked(mark, invited, early=early) for mark in self.marks]

    def _checked(self, mark: Mark, invited: set[int], *, early: bool) -> Mark:
        if mark.deputy_id not in invited or mark.state not in Presence.values:
            raise Invalid.at("", "unknown", _("名单变了，请重新打开再记。"))
        field_name = f"reason_{mark.deputy_id}"
        if mark.state == Presence.LEAVE and not mark.reason.strip():
            raise Invalid.at(field_name, "required", _("请假请写一句原因，例如“出差”。"))
        if early and mark.state in {Presence.PRESENT, Presence.ABSENT}:
            raise Invalid.at(f"state_{mark.deputy_id}", "early", _("还没有到那一天，只能先记请假。"))
        if not 0 <= mark.people <= MOST_PEOPLE:
            raise Invalid.at(f"people_{mark.deputy_id}", "range", _("请填 0 到 %(n)d。") % {"n": MOST_PEOPLE})
        reason = line(field_name, mark.reason, 120, required=False) if mark.state == Presence.LEAVE else ""
        role = line(f"role_{mark.deputy_id}", mark.role, 40, required=False)
        return Mark(mark.deputy_id, mark.state, reason, role, mark.people if mark.state == Presence.PRESENT else 0)

    def perform(self) -> Activity:
        """Store the marks."""
        by_deputy = {mark.deputy_id: mark for mark in self.marks}
        rows = list(Attendance.objects.filter(activity_id=self.row.pk, deputy_id__in=by_deputy))
        for one in rows:
            mark = by_deputy[one.deputy_id]
            one.state, one.reason, one.role, one.people = mark.state, mark.reason, mark.role, mark.people
        Attendance.objects.bulk_update(rows, ["state", "reason", "role", "people"])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """How many of each; reasons stay out of the chain."""
        counted = {code: sum(mark.state == code for mark in self.marks) for code in Presence.values}
        return {"number": self.row.number, **counted}


@dataclass(kw_only=True)
class HoldActivity(ActivityAction):
    """It took place and the list is complete: every deputy's file gets its line, and every deputy is asked to look."""

    verb: ClassVar[str] = "activity.hold"

    def check(self) -> None:
        """It has begun, and of everybody it is known whether he or she came."""
        super().check()
        if self.row.starts_on > today():
            raise WrongState("early", _("活动还没有到日子。"))
        if Attendance.objects.filter(activity_id=self.row.pk, state=Presence.PLANNED).exists():
            raise WrongState("unknown_attendance", _("还有代表没有记到场、请假或者缺席，请先记完。"))

    def perform(self) -> Activity:
        """The state; then the lines."""
        self.row.state, self.row.held_at = ActivityState.HELD, now()
        row = self.touch("state", "held_at")
        rows = Attendance.objects.filter(activity_id=row.pk).exclude(state=Presence.RELEASED)
        for one in list(rows.select_related("deputy").order_by("deputy__sort", "id")):
            record_once(self.actor, one.deputy, _source(row, one))
        return row

    def entry_data(self) -> Mapping[str, object]:
        """Which."""
        return {"number": self.row.number, "kind": self.row.kind}


def _source(row: Activity, one: Attendance) -> Source:
    return Source(
        KIND, row.pk, row.kind, row.title, row.starts_on, row.organiser, one.state, one.role, one.people
    )  # fmt: skip


@dataclass(kw_only=True)
class CancelActivity(ActivityAction):
    """It does not take place."""

    verb: ClassVar[str] = "activity.cancel"

    reason: str = ""

    def check(self) -> None:
        """With a reason."""
        super().check()
        self.reason = line("reason", self.reason, 120)

    def perform(self) -> Activity:
        """Store it."""
        self.row.state, self.row.cancelled_because = ActivityState.CANCELLED, self.reason
        return self.touch("state", "cancelled_because")

    def entry_data(self) -> Mapping[str, object]:
        """Which."""
        return {"number": self.row.number}

    def announcement(self) -> Mapping[str, object] | None:
        """Those invited hear of it."""
        invited = Attendance.objects.filter(activity_id=self.row.pk).values_list("deputy_id", flat=True)
        return {"number": self.row.number, "deputies": [str(pk) for pk in invited]}
