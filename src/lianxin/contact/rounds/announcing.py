"""The notice, the recording links, and how a neighbourhood prepares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.contact import workflow
from lianxin.contact.base import RoundAction, VisitAction
from lianxin.contact.models import GuestKind, Guests, Round, Visit, VisitDeputy
from lianxin.contact.rounds.actions import OfficeMove
from lianxin.core.clock import now, today
from lianxin.field.actions import IssuedVisit, SendOut
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.people import roles

#: More people than this do not fit into a neighbourhood's hall; a larger number is a slip of the finger.
MOST_GUESTS = 999


def recipients(round_pk: int) -> tuple[list[str], dict[str, str]]:
    """The deputies on the visits of a round, and each secretary's account with his or her visit; two statements."""
    going = VisitDeputy.objects.filter(visit__round_id=round_pk, dropped_because="").exclude(
        visit__state=workflow.NOT_HELD
    )
    visits = Visit.objects.filter(round_id=round_pk).exclude(state=workflow.NOT_HELD).exclude(secretary=None)
    accounts = {str(pk): str(account) for pk, account in visits.values_list("pk", "secretary_id")}
    return sorted({str(pk) for pk in going.values_list("deputy_id", flat=True)}), accounts


@dataclass(kw_only=True)
class AnnounceRound(OfficeMove):
    """Tell deputies and secretaries; from now on neighbourhoods prepare."""

    verb: ClassVar[str] = "round.announce"
    move_code: ClassVar[str] = "announce"

    def perform(self) -> Round:
        """Store state and moment."""
        self.row.state, self.row.announced_at = workflow.ANNOUNCED, now()
        return self.touch("state", "announced_at")

    def announcement(self) -> Mapping[str, object] | None:
        """Who goes and who hosts."""
        deputies, visits = recipients(self.row.pk)
        return {"round": str(self.row.pk), "name": self.row.name, "day": self.row.day.isoformat(), "deputies": deputies,
                "visits": visits}  # fmt: skip


@dataclass(kw_only=True)
class IssueLinks(RoundAction[list[IssuedVisit]]):
    """Issue the recording link of every visit that has none that works; the secrets exist only in the result."""

    verb: ClassVar[str] = "round.links"

    made: list[IssuedVisit] = field(init=False, repr=False)

    def check(self) -> None:
        """Before the day is over; somewhere a link is missing."""
        super().check()
        self.must_be(*workflow.PLANNABLE)
        if self.row.day < today():
            raise WrongState("over", _("活动那一天已经过去，不能再发记录链接。"))
        rows = Visit.objects.filter(round_id=self.row.pk).exclude(state=workflow.NOT_HELD)
        rows = rows.select_related("place", "recording__link").order_by("place__sort", "id")
        self.without = [one for one in rows if not works(one)]
        if not self.without:
            raise WrongState("all_there", _("每一处都已经有记录链接；丢了的，请先在“走访链接”里停用，再重新发。"))

    def perform(self) -> list[IssuedVisit]:
        """One link a place, valid on the day and two days more for what is still on the phone."""
        places = [one.place for one in self.without]
        sent = SendOut(
            actor=self.actor, title=self.row.name, who="", role=roles.RECORDER, places=places, starts_on=self.row.day,
            ends_on=self.row.day,
        )  # fmt: skip
        self.made = sent.execute()
        for visit, issued in zip(self.without, self.made, strict=True):
            visit.recording = issued.visit
            visit.save(update_fields=["recording"])
        self.touch()
        return self.made

    def entry_data(self) -> Mapping[str, object]:
        """Which visits; no secret."""
        return {"visits": [one.number for one in self.without]}

    def announcement(self) -> None:
        """The links are handed over on paper."""
        return


def works(visit: Visit) -> bool:
    """Whether phones can record on the visit's link."""
    link = visit.recording.link if visit.recording is not None else None
    return link is not None and link.revoked_at is None and link.expires_at > now()


@dataclass(kw_only=True)
class PrepareVisit(VisitAction[Visit]):
    """The neighbourhood writes down where one meets, which way is walked, who is asked to come and who records."""

    verb: ClassVar[str] = "visit.prepare"

    meeting_point: str = ""
    route: str = ""
    recorder_label: str = ""
    invited: Mapping[str, int] = field(default_factory=dict)
    is_ready: bool = False

    def check(self) -> None:
        """Before the visit is over; counts only; what is ready has a meeting point, a recorder and guests."""
        super().check()
        if self.row.state not in (workflow.PLANNED, workflow.UNDER_WAY):
            raise WrongState("over", _("这次走访已经结束，准备的内容不能再改。"))
        self.meeting_point = line("meeting_point", self.meeting_point, 80, required=self.is_ready)
        self.route = line("route", self.route, 200, required=False)
        self.recorder_label = line("recorder_label", self.recorder_label, 60, required=self.is_ready)
        if set(self.invited) - set(GuestKind.values) or any(not 0 <= n <= MOST_GUESTS for n in self.invited.values()):
            raise Invalid.at("invited_representatives", "range", _("人数要在 0 到 %(n)d 之间。") % {"n": MOST_GUESTS})
        if self.is_ready and not sum(self.invited.values()):
            raise Invalid.at("invited_representatives", "required", _("还没有请人；请写请了几位。"))

    def perform(self) -> Visit:
        """Store it; ``prepared_at`` is when the secretary first said that all is ready."""
        one = self.row
        one.meeting_point, one.route, one.recorder_label = self.meeting_point, self.route, self.recorder_label
        one.prepared_at = (one.prepared_at or now()) if self.is_ready else None
        there = {row.kind: row for row in Guests.objects.filter(visit_id=one.pk)}
        for kind, number in self.invited.items():
            row = there.get(kind)
            if row is None and number:
                Guests.objects.create(visit=one, kind=kind, invited=number, town_id=one.town_id)
            elif row is not None and row.invited != number:
                row.invited = number
                row.save(update_fields=["invited"])
        return self.touch("meeting_point", "route", "recorder_label", "prepared_at")

    def entry_data(self) -> Mapping[str, object]:
        """How many are asked, whether all is ready."""
        return {"visit": self.row.number, "invited": sum(self.invited.values()), "ready": self.is_ready}

    def announcement(self) -> None:
        """The office sees it on its list."""
        return
