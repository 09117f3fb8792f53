"""A leave is written down as the chair granted it, and taken back where plans change."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.core.text import tidy_line
from lianxin.deputies.models import Deputy, Leave
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import roles
from lianxin.places.policies import must_hold

KEEPERS: Final = (roles.CONGRESS_OFFICE,)
#: Longest leave that is entered at once; longer ones are looked at again. Our default, to be confirmed (待核).
LONGEST: Final = dt.timedelta(days=366)


@dataclass(kw_only=True)
class GrantLeave(Action[Leave]):
    """Enter a leave: why, from when to when, who granted it on which day."""

    verb: ClassVar[str] = "deputies.leave_granted"

    deputy: Deputy
    starts_on: dt.date
    ends_on: dt.date
    reason: str
    granted_by: str
    granted_on: dt.date

    def lock(self) -> None:
        """Lock the deputy."""
        self.deputy = Deputy.objects.select_for_update().get(pk=self.deputy.pk)

    def check(self) -> None:
        """Days in order, a reason, somebody who granted it, and no second leave over the same days."""
        must_hold(self.actor, *KEEPERS)
        self.reason, self.granted_by = tidy_line(self.reason), tidy_line(self.granted_by)
        for name, text, most in (("reason", self.reason, 200), ("granted_by", self.granted_by, 60)):
            if not 1 <= len(text) <= most:
                raise Invalid.at(name, "length", _("请填写，最多 %(n)d 个字。") % {"n": most})
        if self.ends_on < self.starts_on:
            raise Invalid.at("ends_on", "order", _("结束日期不能早于开始日期。"))
        if self.ends_on - self.starts_on > LONGEST:
            raise Invalid.at("ends_on", "long", _("一次最多请一年的假；更长的到时再登记。"))
        if self.granted_on > today():
            raise Invalid.at("granted_on", "future", _("同意的日期不能晚于今天。"))
        rows = Leave.objects.filter(deputy_id=self.deputy.pk, taken_back_on=None)
        if rows.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).exists():
            raise Invalid.at("starts_on", "twice", _("这几天已经登记过请假。"))

    def perform(self) -> Leave:
        """Store it."""
        self.leave = Leave(
            deputy=self.deputy, starts_on=self.starts_on, ends_on=self.ends_on, reason=self.reason,
            granted_by=self.granted_by, granted_on=self.granted_on, made_by_label=self.actor.label[:120],
        )  # fmt: skip
        self.leave.save(force_insert=True)
        return self.leave

    def subject(self) -> Subject:
        """The leave."""
        return Subject("leave", self.leave.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Whose, from when to when; the reason stays out of the chain."""
        return {"deputy": self.deputy.code, "starts_on": self.starts_on, "ends_on": self.ends_on}


@dataclass(kw_only=True)
class TakeLeaveBack(Action[Leave]):
    """The deputy is here after all; the row stays."""

    verb: ClassVar[str] = "deputies.leave_taken_back"

    leave: Leave
    because: str

    def lock(self) -> None:
        """Lock the leave."""
        self.leave = Leave.objects.select_for_update().get(pk=self.leave.pk)

    def check(self) -> None:
        """Once, with a word why."""
        must_hold(self.actor, *KEEPERS)
        self.because = tidy_line(self.because)
        if self.leave.taken_back_on is not None:
            raise WrongState("taken_back", _("这次请假已经销假了。"))
        if not 1 <= len(self.because) <= 200:
            raise Invalid.at("because", "length", _("请填写，最多 %(n)d 个字。") % {"n": 200})

    def perform(self) -> Leave:
        """Store the day and why."""
        self.leave.taken_back_on, self.leave.taken_back_because = today(), self.because
        self.leave.save(update_fields=["taken_back_on", "taken_back_because"])
        return self.leave

    def subject(self) -> Subject:
        """The leave."""
        return Subject("leave", self.leave.pk)
