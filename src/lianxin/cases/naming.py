"""By which day a resident knows who handles the matter: what receipt, slip and status page promise, and no more.

While the congress office still has the matter, its own clock (转交) and the government desk's (交办) come one after the
other; only at the end of both is a unit named.  The unit then gets in touch (先行联系) with whoever left a number; the
others see it with the query code.  All days come from the town's rule sets; a track without these clocks promises none.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from lianxin.cases import lists, workflow
from lianxin.cases.models import Case, Track
from lianxin.clocks import rules
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.rulesets import limits
from lianxin.core.clock import today
from lianxin.ui.dates import zh_date

#: The clocks between hearing and the unit's first call, in their order.
WAY: Final = ("transfer", "assign", "contact")


@dataclass(frozen=True, slots=True)
class Naming:
    """The last day on which the handling unit is named, and the last day on which it gets in touch."""

    named_by: dt.date
    contact_by: dt.date | None
    provisional: bool

    @property
    def day(self) -> str:
        """The day in words, marked while no confirmed calendar stands behind it."""
        text = zh_date(self.named_by)
        return _("%(day)s（暂定，放假安排公布后会重算）") % {"day": text} if self.provisional else text

    def to_resident(self, *, has_contact: bool) -> str:
        """What the resident is told."""
        said = _("最晚%(day)s定下由哪个单位来办；简单的事会直接答复您。") % {"day": self.day}
        if not has_contact or self.contact_by is None:
            return said + _("您没有留电话，请到时凭查询码查，或者打电话问居委会。")
        call = _("定下以后，那个单位最晚%(day)s和您联系；凭查询码也随时能查到是谁。")
        return said + call % {"day": zh_date(self.contact_by)}

    def to_clerk(self, *, has_contact: bool) -> str:
        """The same for who hands out the receipt."""
        said = _("最晚%(day)s定下由哪个单位来办。") % {"day": self.day}
        if not has_contact or self.contact_by is None:
            return said + _("本人没有留电话，请告诉本人到时凭查询码查，或者来问。")
        return said + _("定下以后，那个单位最晚%(day)s和本人联系。") % {"day": zh_date(self.contact_by)}


def naming_of(case: Case) -> Naming | None:
    """For a matter nobody handles yet; ``None`` once a unit is named, or where it goes another way."""
    waiting = {"transfer": workflow.RECEIVED, "assign": workflow.TRANSFERRED}
    if case.sealed or case.due_on is None or waiting.get(case.due_code) != case.state:
        return None
    return _along(case.track, case.kind, case.due_on, WAY[WAY.index(case.due_code) + 1 :])


def naming_expected(track: str, kind: str) -> Naming | None:
    """For words that are about to be written down today; ``None`` for what leaves the ordinary way."""
    entry = lists.entries("opinion_kind").get(kind)
    if entry is not None and entry.extra.get("leaves_flow"):
        return None
    return _along(track, kind, today(), WAY[1:] if track == Track.HOTLINE else WAY)


def _along(track: str, kind: str, start: dt.date, codes: tuple[str, ...]) -> Naming | None:
    """Walk the remaining clocks from *start*, each from the last day of the one before; one statement."""
    found, calendar = limits(track, codes, kind, today()), town_calendar()
    days, day, provisional = {"": start}, start, False
    for code in codes:
        if code not in found:
            continue
        deadline = rules.first_deadline(day, found[code].n, found[code].unit, calendar)
        day, provisional = deadline.on, provisional or deadline.provisional
        days[code] = day
    if "assign" in codes and "assign" not in days:
        return None
    return Naming(days.get("assign", start), days.get("contact"), provisional)
