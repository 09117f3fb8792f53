"""What the pages of a visit need: a round with one before it, items, a deputy's remark, what was told."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxin.contact.models import Remark, Visit, VisitItem
from lianxin.contact.visits.actions import ConfirmVisit, RecordVisitItem, TellResult
from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.journal.actors import DEPUTY, Actor, Grant
from lianxin.people import roles
from tests.cases.small_town import Town
from tests.contact.factories import make_round, make_visit, on_visit


def visits(town: Town, deputy: Deputy) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of their addresses."""
    before = make_round(day=today() - dt.timedelta(days=150), state="under_way", name="上一轮")
    last = make_visit(before, town.first, "14:30", state="under_way")
    old = _item(town, last, "电梯坏了")
    now = make_round(state="under_way", previous=before, name="这一轮")
    visit = make_visit(now, town.first, "14:30", state="under_way", meeting_point="会所", route="一村到二村")
    on_visit(visit, deputy, "town")
    one = _item(town, visit, "路灯不亮")
    TellResult(
        actor=town.secretary, visit=visit, case_id=old.case_id, resident_says="unsolved", words="还坏着"
    ).execute()
    own = Actor(DEPUTY, str(deputy.pk), deputy.label, (Grant(roles.DEPUTY, deputy_id=deputy.pk),))
    ConfirmVisit(
        actor=own, visit=visit, deputy_id=deputy.pk, about={one.pk: ("correct", "是五号楼")}, additions=["还有充电桩"]
    ).execute()
    return {
        "contact_visit": {"pk": visit.pk}, "contact_item": {"pk": one.pk}, "contact_round_pk": {"pk": now.pk},
        "contact_remark": {"pk": Remark.objects.order_by("id")[0].pk},
        "contact_addition": {"pk": Remark.objects.order_by("-id")[0].pk},
        "contact_move": {"pk": visit.pk, "code": "give-in"}, "contact_phone_move": {"pk": visit.pk, "code": "end"},
    }  # fmt: skip


def _item(town: Town, visit: Visit, words: str) -> VisitItem:
    record = {"words": words, "kind": "problem", "category": "housing.lift", "place_id": town.compound.pk}
    return RecordVisitItem(actor=town.secretary, visit=visit, record=record).execute()
