"""A visit begins, ends, has its attendance written down, its list given in, reminded of and opened again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.clocks.calendars import town_calendar
from lianxin.contact import workflow
from lianxin.contact.base import VisitAction, VisitMove
from lianxin.contact.models import Guests, Presence, Visit, VisitDeputy, VisitItem
from lianxin.contact.visits.actions.items import correct_present
from lianxin.contact.visits.policies import RECORD_ON_VISIT
from lianxin.core.clock import now, today
from lianxin.deputies.leave.selectors import leaves_on
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.people.policies import Policy

#: Most guests of a kind that anybody would count.
MOST_GUESTS = 999


@dataclass(kw_only=True)
class BeginVisit(VisitMove):
    """The deputies are there."""

    verb: ClassVar[str] = "visit.begin"
    who: ClassVar[Policy] = RECORD_ON_VISIT
    move_code: ClassVar[str] = "begin"

    def perform(self) -> Visit:
        """State and moment; who has a leave in the register is noted so, until somebody says otherwise."""
        self.row.state, self.row.began_at = workflow.UNDER_WAY, now()
        on_leave = leaves_on(self.row.round.day).values("deputy_id")
        planned = VisitDeputy.objects.filter(visit_id=self.row.pk, presence=Presence.PLANNED, dropped_because="")
        planned.filter(deputy_id__in=on_leave).update(presence=Presence.LEAVE)
        return self.touch("state", "began_at")


@dataclass(kw_only=True)
class EndVisit(VisitMove):
    """The visit is over; from its day the neighbourhood has so many working days for its list."""

    verb: ClassVar[str] = "visit.end"
    who: ClassVar[Policy] = RECORD_ON_VISIT
    move_code: ClassVar[str] = "end"

    def perform(self) -> Visit:
        """State, moment, and until when the list is due."""
        self.row.state, self.row.ended_at = workflow.HELD, now()
        self.row.list_due_on = town_calendar().due_date(self.row.round.day, self.row.round.list_days)[0]
        return self.touch("state", "ended_at", "list_due_on")

    def entry_data(self) -> Mapping[str, object]:
        """Which visit, and the day."""
        return {**super().entry_data(), "list_due_on": self.row.list_due_on}


@dataclass(kw_only=True)
class ListVisit(VisitMove):
    """Give the neighbourhood's list in."""

    verb: ClassVar[str] = "visit.list"
    move_code: ClassVar[str] = "list"

    note: str = ""

    def perform(self) -> Visit:
        """State, moment, by whom, and a note for the office."""
        self.row.list_note = line("note", self.note, 300, required=False)
        self.row.state, self.row.listed_at = workflow.LISTED, now()
        self.row.listed_by_label = self.actor.label[:120]
        return self.touch("state", "listed_at", "listed_by_label", "list_note")

    def entry_data(self) -> Mapping[str, object]:
        """Which visit, how many items."""
        items = VisitItem.objects.filter(visit_id=self.row.pk, same_as=None).count()
        return {**super().entry_data(), "items": items}

    def announcement(self) -> Mapping[str, object] | None:
        """The office hears of it."""
        return {"number": self.row.number, "place": self.row.place.label}


@dataclass(kw_only=True)
class ReopenVisit(VisitMove):
    """Send the list back, with a reason that the neighbourhood reads."""

    verb: ClassVar[str] = "visit.reopen"
    move_code: ClassVar[str] = "reopen"

    def perform(self) -> Visit:
        """Back to being completed; the reason stands where the note stood."""
        self.row.state, self.row.listed_at, self.row.listed_by_label = workflow.HELD, None, ""
        self.row.list_note = self.reason
        return self.touch("state", "listed_at", "listed_by_label", "list_note")

    def announcement(self) -> Mapping[str, object] | None:
        """The neighbourhood hears of it."""
        return addressed(self.row)


def addressed(visit: Visit) -> dict[str, object]:
    """Number and neighbourhood of a visit, for notices to its secretary."""
    return {
        "number": visit.number, "place": visit.place.label, "place_id": str(visit.place_id),
        "secretary": str(visit.secretary_id or ""),
    }  # fmt: skip


@dataclass(kw_only=True)
class NoteVisitAttendance(VisitAction[Visit]):
    """Write down which deputies came, and how many guests of each kind: counts only.

    What was recorded before carries from now on the deputies who were really there.

    ``presence`` is a code of ``Presence`` by ``VisitDeputy`` id; ``guests`` a count by kind.
    """

    verb: ClassVar[str] = "visit.attendance"
    who: ClassVar[Policy] = RECORD_ON_VISIT

    presence: Mapping[int, str]
    guests: Mapping[str, int | None] = field(default_factory=dict)
    _came: list[VisitDeputy] = field(init=False, default_factory=list, repr=False)

    def check(self) -> None:
        """Once the day has come, until the list is in; known codes and counts that people can be."""
        super().check()
        if self.row.round.day > today() or self.row.state not in workflow.RECORDABLE:
            raise WrongState("not_now", _("走访当天起、清单交出以前才能记到场。"))
        if not set(self.presence.values()) <= set(Presence.values):
            raise Invalid.at("presence", "unknown", _("请选到了、请假或没到。"))
        for kind, count in self.guests.items():
            if count is not None and not 0 <= count <= MOST_GUESTS:
                raise Invalid.at(f"guests_{kind}", "range", _("请填 0 到 %(most)d 之间的数。") % {"most": MOST_GUESTS})

    def perform(self) -> Visit:
        """Store both; an empty count means that nobody counted."""
        rows = VisitDeputy.objects.select_for_update(of=("self",)).select_related("deputy")
        for one in rows.filter(visit_id=self.row.pk, pk__in=list(self.presence)):
            one.presence = self.presence[one.pk]
            one.save(update_fields=["presence"])
            if one.presence == Presence.PRESENT:
                self._came.append(one)
        known = {one.kind: one for one in Guests.objects.filter(visit_id=self.row.pk)}
        for kind, count in self.guests.items():
            if kind in known:
                known[kind].present = count
                known[kind].save(update_fields=["present"])
            elif count is not None:
                Guests(visit=self.row, kind=kind, present=count).save(force_insert=True)
        correct_present(self.actor, self.row)
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Who came, by code; how many guests."""
        counts = {kind: count for kind, count in self.guests.items() if count is not None}
        return {"came": sorted(one.deputy.code for one in self._came), "guests": counts}


@dataclass(kw_only=True)
class RemindList(VisitAction[Visit]):
    """The list is overdue: the secretary and the office hear of it, once for a due day."""

    verb: ClassVar[str] = "visit.list_late"

    def __post_init__(self) -> None:
        """Once for a visit and its due day."""
        self.once = f"list-late:{self.visit.pk}:{self.visit.list_due_on}"

    def check(self) -> None:
        """Still due."""
        super().check()
        due = self.row.list_due_on
        if self.row.state != workflow.HELD or due is None or due >= today():
            raise WrongState("not_late", _("清单还没有过期。"))

    def perform(self) -> Visit:
        """Only the notice."""
        return self.row

    def entry_data(self) -> Mapping[str, object]:
        """Since when."""
        return {"number": self.row.number, "list_due_on": self.row.list_due_on}

    def announcement(self) -> Mapping[str, object] | None:
        """The neighbourhood and the office hear of it."""
        return addressed(self.row)

    def recall(self, kind: str, object_id: int) -> Visit:
        """It was said already."""
        return self.visit
