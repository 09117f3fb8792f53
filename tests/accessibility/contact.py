"""What the pages of contact rounds need: a round being gathered, with matters on its lists and a hall address."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxin.cases import workflow as w
from lianxin.contact.models import Round, Visit, VisitItem, VisitState
from lianxin.contact.results.hall import IssueHall
from lianxin.core.clock import now, today
from tests.cases.small_town import Town
from tests.cases.walk import make_case


def contact_results(town: Town) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of the addresses of a round's results."""
    one = Round.objects.create(
        number="102-联-2026-01", name="2026年第一次集中联系社区活动", year=2026, ordinal=1, day=today(),
        visits_from=dt.time(14), visits_until=dt.time(17), state="gathering", ordered_by="示例区人大常委会",
    )  # fmt: skip
    visit = Visit.objects.create(round=one, place=town.first, number="V-01", state=VisitState.LISTED)
    Visit.objects.create(round=one, place=town.second, number="V-02", state=VisitState.HELD)
    for order, state in enumerate((w.RECEIVED, w.ANSWERED, w.CONTACTED, w.REPLIED, w.CLOSED), start=1):
        walk = make_case(town, state, channel="round", occasion=one.name)
        VisitItem.objects.create(visit=visit, opinion=walk.opinion, case=walk.case, order=order, added_at=now())
    link = IssueHall(actor=town.office, round=one).execute()
    papers = {f"round_{code}": {"pk": one.pk, "code": code} for code in ("summary", "report", "statistics")}
    return {"round_results": {"pk": one.pk}, "hall_screen": {"token": link.token}, **papers}
