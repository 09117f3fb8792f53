"""In the example town one town deputy has moved away, and a colleague of the constituency has taken over.

All of it is invented.
"""

import datetime as dt
from typing import Final

from lianxin.core import clock
from lianxin.deputies.actions import EndMandate
from lianxin.deputies.handover import estates, planning
from lianxin.deputies.handover.actions import BeginHandover
from lianxin.deputies.handover.passing import FinishHandover, HandOver
from lianxin.deputies.leave.actions import GrantLeave
from lianxin.deputies.models import EndReason, Handover, Level, Mandate
from lianxin.deputies.selectors import mandates_on
from lianxin.journal.actors import Actor

_DAY: Final = dt.timedelta(days=1)


def one_leaves(office: Actor, moment: dt.datetime) -> None:
    """End one mandate on the day before, hand over what is open; another deputy is on leave for two weeks.

    Chosen is the first town deputy of the register without an account who has something open and a colleague in the
    same constituency; where there is none, nobody leaves.
    """
    clock.set_fixed(moment)
    day = clock.civil_date(moment)
    mandate = _leaver(day)
    if mandate is None:
        return
    EndMandate(
        actor=office, mandate=mandate, ends_on=day - _DAY, reason=EndReason.MOVED, note="工作调动，已迁出（演示）"
    ).execute()
    handover = Handover.objects.get(kind="one")
    seen = planning.seal(planning.planned(handover))
    BeginHandover(actor=office, handover=handover, seen=seen).execute()
    HandOver(actor=office, handover=handover, deputy=mandate.deputy).execute()
    FinishHandover(actor=office, handover=handover).execute()
    _away(office, mandate, day)


def _leaver(day: dt.date) -> Mandate | None:
    """Whose mandate ends."""
    held = mandates_on(day).filter(level=Level.TOWN).select_related("deputy").order_by("deputy__sort", "id")
    rows = list(held)
    seats = [one.constituency_id for one in rows]
    able = [one for one in rows if one.deputy.account_id is None and seats.count(one.constituency_id) > 1]
    ids = [one.deputy_id for one in able]
    owing = {item.deputy for estate in estates.known() if estate.waiting for item in estate.left_by(ids)}
    return next((one for one in able if one.deputy_id in owing), None)


def _away(office: Actor, gone: Mandate, day: dt.date) -> None:
    """A leave of the last town deputy of the register."""
    rows = mandates_on(day).filter(level=Level.TOWN).exclude(deputy_id=gone.deputy_id).select_related("deputy")
    last = rows.order_by("-deputy__sort").first()
    if last is not None:
        GrantLeave(
            actor=office, deputy=last.deputy, starts_on=day, ends_on=day + 14 * _DAY, reason="出差（演示）",
            granted_by="人大主席", granted_on=day - _DAY,
        ).execute()  # fmt: skip
