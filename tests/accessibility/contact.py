"""What the pages of contact rounds need: one in preparation, one being gathered with matters on its lists."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxin.cases import workflow as w
from lianxin.contact.base import moment
from lianxin.contact.models import (
    AgendaItem,
    AgendaQuestion,
    PlanDraft,
    Round,
    RoundDeputy,
    Visit,
    VisitDeputy,
    VisitItem,
    VisitState,
    Wish,
)
from lianxin.contact.results.hall import IssueHall
from lianxin.contact.rounds.drafts import work_out
from lianxin.core.clock import now, today
from lianxin.deputies.models import Deputy, Level
from tests.cases.small_town import Town
from tests.cases.walk import make_case


def contact_results(town: Town, deputy: Deputy) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of the addresses of a round's results."""
    one = Round.objects.create(
        number="102-联-2026-01", name="2026年第一次集中联系社区活动", year=2026, ordinal=7, day=today(),
        visits_from=dt.time(14), visits_until=dt.time(17), state="gathering", ordered_by="示例区人大常委会",
    )  # fmt: skip
    visit = Visit.objects.create(round=one, place=town.first, number="V-01", state=VisitState.LISTED)
    Visit.objects.create(round=one, place=town.second, number="V-02", state=VisitState.HELD)
    for order, state in enumerate((w.RECEIVED, w.ANSWERED, w.CONTACTED, w.REPLIED, w.CLOSED), start=1):
        walk = make_case(town, state, channel="round", occasion=one.name)
        VisitItem.objects.create(visit=visit, opinion=walk.opinion, case=walk.case, order=order, added_at=now())
    autumn = Round.objects.create(
        number="102-联-2026-08", name="2026年第八次集中联系社区活动", year=2026, ordinal=8,
        day=today() + dt.timedelta(days=9),
        visits_from=dt.time(14), visits_until=dt.time(17), state="announced", theme="电动自行车充电", previous=one,
    )  # fmt: skip
    coming = Visit.objects.create(round=autumn, place=town.first, number="V-91")
    VisitDeputy.objects.create(visit=coming, deputy=deputy, level="town")
    link = IssueHall(actor=town.office, round=one).execute()
    papers: dict[str, Mapping[str, Any]] = {
        f"round_{code}": {"pk": one.pk, "code": code} for code in ("summary", "report", "statistics")
    }
    papers["coming_visit"] = {"pk": coming.pk}
    return {"round_results": {"pk": one.pk}, "hall_screen": {"token": link.token}, **papers}


def contact_rounds(town: Town) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of the addresses of a round in preparation: two places, two deputies, a plan, a wish, an agenda."""
    one = Round.objects.create(
        number="102-走-2026-09", name="2026年第九次人大代表集中联系社区活动", year=2026, ordinal=9, day=today(),
        visits_from=dt.time(14), visits_until=dt.time(17), plenary_from=dt.time(13, 30), sessions="870 940",
        theme="养老服务", state="announced",
    )  # fmt: skip
    visits = [
        Visit.objects.create(
            round=one, place=place, number=f"P-{n}", starts_at=moment(today(), 870), ends_at=moment(today(), 920)
        )
        for n, place in enumerate((town.first, town.second))
    ]
    people = [Deputy.objects.create(code=f"P{n}", label=f"P{n}", display_name=f"区代表0{n}号") for n in range(3)]
    for deputy in people:
        RoundDeputy.objects.create(round=one, deputy=deputy, level=Level.DISTRICT)
    RoundDeputy.objects.filter(deputy=people[2]).update(away=True, away_because="出差")
    VisitDeputy.objects.create(visit=visits[0], deputy=people[0], level=Level.DISTRICT, fixed=True)
    VisitDeputy.objects.create(visit=visits[1], deputy=people[1], level=Level.DISTRICT)
    Wish.objects.create(round=one, deputy=people[0], place=town.second, kind="not_there", reason="本人单位承接工程")
    made = work_out(one, "fallback")
    draft = PlanDraft.objects.create(
        round=one, made_at=now(), made_by_label="人大办", method="fallback", points=made.plan.cost, plan=made.content
    )
    item = AgendaItem.objects.create(round=one, order=1, kind="briefing", title="半年工作通报", minutes=20, text="内容")
    asked = AgendaQuestion.objects.create(item=item, asked_by="区代表", question="明年加几台？", asked_at=now())
    return {
        "round_plan": {"pk": one.pk},
        "round_move_code": {"pk": one.pk, "code": "cancel"},
        "round_deputy": {"pk": one.pk, "deputy": people[0].pk},
        "round_visit": {"pk": one.pk, "visit": visits[0].pk},
        "round_draft": {"pk": one.pk, "draft": draft.pk},
        "round_item": {"pk": item.pk},
        "round_question": {"pk": asked.pk},
        "round_prepare": {"pk": visits[0].pk},
    }
