"""What the pages of performance files and handed matters need: activities, an entry to look at, a matter to carry."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxin.cases.models import Case
from lianxin.core.clock import now, today
from lianxin.deputies.models import Deputy, Level
from lianxin.home.models import Exit, HandedMatter, PerformanceEntry, Reception
from lianxin.home.performance.actions import HoldActivity, Mark, NotePresence, NotifyEntry, PlanActivity
from lianxin.home.receptions.visitors import Hear, SignIn
from tests.cases.small_town import Town


def files(town: Town, deputy: Deputy, reception_pk: int) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of their addresses."""
    office = town.office
    held = PlanActivity(
        actor=office, kind="voters", title="走访联系选民", organiser="镇人大办", starts_on=today(), deputies=(deputy,)
    ).execute()
    NotePresence(actor=office, activity=held, marks=[Mark(deputy.pk, "present", role="带队", people=12)]).execute()
    HoldActivity(actor=office, activity=held).execute()
    entry = PerformanceEntry.objects.get(deputy=deputy)
    NotifyEntry(actor=office, entry=entry).execute()
    coming = PlanActivity(
        actor=office, kind="training", title="学习代表法", organiser="镇人大办", where="代表之家",
        starts_on=today() + dt.timedelta(days=5), deputies=(deputy,),
    ).execute()  # fmt: skip
    reception = Reception.objects.get(pk=reception_pk)
    guest = SignIn(actor=office, reception=reception).execute()
    Hear(actor=office, reception=reception, visitor=guest, exit=Exit.ELSEWHERE, address="court").execute()
    handed = HandedMatter.objects.create(
        reception=reception, case=Case.objects.order_by("id")[0], deputy=deputy, level=Level.DISTRICT, handed_at=now()
    )
    return {
        "activity": {"pk": held.pk}, "coming_activity": {"pk": coming.pk}, "file": {"pk": deputy.pk},
        "entry": {"pk": entry.pk}, "entry_uphold": {"pk": entry.pk, "code": "uphold"}, "handed": {"pk": handed.pk},
        "heard_visitor": {"pk": guest.pk},
    }  # fmt: skip
