"""What the pages of the deputies' home need: a venue with hours, a courtyard, the chart, a method, a reception."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxin.core.clock import now
from lianxin.deputies.models import Deputy
from lianxin.home.actions import (
    EnterPost,
    PlanEvent,
    SetCourtyard,
    SetDay,
    SetHours,
    SetMembers,
    SetMethod,
    SetPart,
    SetVenue,
)
from lianxin.home.actions.venues import VenueFacts
from lianxin.home.models import VenueKind
from lianxin.home.receptions.actions import AnnounceReception, PlanReception
from lianxin.home.receptions.visitors import SignIn
from tests.cases.small_town import Town

NEXT_WEEK = dt.timedelta(days=7)


def home(town: Town, deputy: Deputy) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of their addresses."""
    office, begins = town.office, now() + NEXT_WEEK
    yard = SetCourtyard(actor=office, code="Y1", name="共享庭院", place=town.first, about="三家一个院子。").execute()
    facts = VenueFacts(
        kind=VenueKind.ROOM, name="第一代表工作室", place=town.first, courtyard=yard, phone="021-00000000", head=deputy
    )
    venue = SetVenue(actor=office, code="R1", facts=facts).execute()
    SetHours(actor=office, venue=venue, week="周二 9:00-11:00 代表接待\n周四 14:00-16:00").execute()
    SetDay(actor=office, venue=venue, day=begins.date(), reason="全体代表开会").execute()
    SetMembers(actor=office, venue=venue, deputies=(deputy,)).execute()
    event = PlanEvent(
        actor=office, venue=venue, title="手机课", starts_at=begins, ends_at=begins + dt.timedelta(hours=1)
    ).execute()
    post = EnterPost(actor=office, body="chair", title="主席", holder="主席甲", valid_from=begins.date()).execute()
    method = SetMethod(actor=office, code="sanhua", name="三化工作法", is_public=True).execute()
    pillar = SetPart(actor=office, method=method, title="标准化", text="统一牌子。").execute()
    SetPart(actor=office, method=method, parent=pillar, title="一处一码").execute()
    reception = PlanReception(
        actor=office, venue=venue, starts_at=begins, ends_at=begins + dt.timedelta(hours=2), topic="停车",
        deputies=(deputy,), units=(town.office_unit,),
    ).execute()  # fmt: skip
    AnnounceReception(actor=office, reception=reception).execute()
    visitor = SignIn(actor=office, reception=reception).execute()
    return {
        "venue": {"pk": venue.pk}, "venue_door": {"token": venue.public_token}, "courtyard": {"pk": yard.pk},
        "gate": {"token": yard.public_token}, "event": {"pk": event.pk}, "post": {"pk": post.pk},
        "method": {"pk": method.pk}, "method_code": {"code": method.code}, "method_part": {"pk": pillar.pk},
        "reception": {"pk": reception.pk}, "reception_move": {"pk": reception.pk, "code": "cancel"},
        "asked": {"pk": reception.pk, "deputy": deputy.pk}, "visitor": {"pk": visitor.pk},
        "sign_in_door": {"token": reception.sign_in_token},
    }  # fmt: skip
