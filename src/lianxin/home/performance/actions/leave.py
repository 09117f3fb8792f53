"""A deputy says beforehand that he or she cannot come to an activity, or can after all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.home.models import Activity, ActivityState, Attendance, Presence
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import NotAllowed, WrongState
from lianxin.journal.typed import line
from lianxin.people import roles

KIND: Final = "activity"
#: What a deputy may change; who was noted as present or absent is the office's word.
OWN: Final = (Presence.PLANNED, Presence.LEAVE)


@dataclass(kw_only=True)
class AskLeave(Action[Attendance]):
    """The deputy's own word on an activity to come; the office hears of it and may change the list."""

    verb: ClassVar[str] = "activity.leave"

    attendance: Attendance
    comes: bool
    reason: str = ""
    row: Attendance = field(init=False, repr=False)
    activity: Activity = field(init=False, repr=False)

    def lock(self) -> None:
        """Lock the activity, then the row."""
        self.activity = Activity.objects.select_for_update().get(pk=self.attendance.activity_id)
        rows = Attendance.objects.select_for_update(of=("self",)).select_related("deputy")
        self.row = rows.get(pk=self.attendance.pk)

    def check(self) -> None:
        """The deputy's own; before the day is over; a leave has a reason."""
        if not any(one.deputy_id == self.row.deputy_id for one in self.actor.grants_of(roles.DEPUTY)):
            raise NotAllowed("not_yours", _("只能替自己请假。"))
        if self.activity.state != ActivityState.PLANNED or self.row.state not in OWN:
            raise WrongState("over", _("这场活动已经记过到场或者取消了。要改，请找镇人大办。"))
        if self.activity.starts_on < today():
            raise WrongState("over", _("这场活动已经开始或者过去了，请打电话给镇人大办。"))
        self.reason = "" if self.comes else line("reason", self.reason, 120)

    def perform(self) -> Attendance:
        """Store it; the activity counts its version up, so that nobody notes attendance on an older list."""
        self.row.state, self.row.reason = Presence.PLANNED if self.comes else Presence.LEAVE, self.reason
        self.row.save(update_fields=["state", "reason"])
        self.activity.version += 1
        self.activity.save(update_fields=["version"])
        return self.row

    def subject(self) -> Subject:
        """The activity."""
        return Subject(KIND, self.activity.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which, who, whether; the reason stays out of the chain."""
        return {"number": self.activity.number, "deputy": self.row.deputy.code, "comes": self.comes}

    def announcement(self) -> Mapping[str, object] | None:
        """The office hears of a leave."""
        return None if self.comes else {"number": self.activity.number, "label": self.row.deputy.label}
