"""Before anybody asks for something new in autumn, the June words are answered for: on the phone, on paper, aloud."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from lianxin.cases import workflow as w
from lianxin.contact.models import RoundState, Visit, VisitItem, VisitState
from lianxin.core.clock import now
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy, Level
from lianxin.people import roles
from tests.cases.walk import make_case
from tests.contact.factories import make_round, make_visit, on_visit
from tests.deputies.factories import make_constituency, make_deputy
from tests.scenarios.stage import Stage, says, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DONE, HELD = "三号楼门口的垃圾桶满出来没人收", "二号楼电梯三天两头停"
AUTUMN = dt.date(2026, 12, 3)


def past_and_coming(stage: Stage, deputy: Deputy) -> Visit:
    """The visit of June with one matter told and one in hand, and the visit of autumn, announced."""
    june = make_round(dt.date(2026, 6, 11), RoundState.TRANSFERRED, name="2026年第一次集中联系社区活动")
    before = make_visit(june, stage.town.first, "14:30", VisitState.LISTED)
    for order, (state, words) in enumerate(((w.REPLIED, DONE), (w.CONTACTED, HELD)), start=1):
        walk = make_case(stage.town, state, words=words, channel="round", occasion=june.name)
        if state == w.REPLIED:
            walk.told()
        VisitItem.objects.create(visit=before, opinion=walk.opinion, case=walk.case, order=order, added_at=now())
    autumn = make_round(AUTUMN, RoundState.ANNOUNCED, name="2026年第二次集中联系社区活动", previous=june)
    coming = make_visit(autumn, stage.town.first, "14:30")
    on_visit(coming, deputy, Level.DISTRICT)
    return coming


def test_the_autumn_round_opens_with_the_june_items(stage: Stage) -> None:
    account = stage.account(roles.DEPUTY)
    with town_scope(stage.town.row):
        deputy = make_deputy("D01", Level.DISTRICT, account=account, constituency=make_constituency("X1"))
        coming = past_and_coming(stage, deputy)

    # A week before, on the bus: the deputy's first page leads to five minutes of reading; the lift is not done.
    phone = stage.visitor(width=360, large=True)
    sign_in(phone, stage.url, account)
    phone.goto(f"{stage.url}/deputy/")
    phone.get_by_role("link", name="五分钟看一看").click()
    says(phone, "上次没有办完的，先说")
    words = phone.locator("main").inner_text()
    assert words.index(HELD) < words.index(DONE)

    # The secretary prints the sheet that is pinned up and read out: the same order.
    secretary = stage.signed_in(roles.SECRETARY, place=stage.town.first)
    secretary.goto(f"{stage.url}/desk/visits/{coming.pk}/sheets/?part=feedback")
    says(secretary, "上轮反馈单")
    printed = secretary.locator(".visit-feedback").inner_text()
    assert printed.index(HELD) < printed.index(DONE)

    # On the day the June words come first; who had spoken is there and says that it is solved.
    stage.on(AUTUMN)
    secretary.goto(f"{stage.url}/desk/visits/{coming.pk}/told/")
    card = secretary.locator(".told-card", has_text=DONE)
    card.locator("summary").click()
    card.get_by_label("解决了", exact=True).check(force=True)
    card.get_by_role("button", name="记下来").click()
    expect(secretary.locator(".told-card", has_text=DONE)).to_contain_text("已告诉")

    # The office sees what the June round still owes: the lift alone, and why.
    office = stage.signed_in(roles.CONGRESS_OFFICE)
    with town_scope(stage.town.row):
        june = coming.round.previous
    office.goto(f"{stage.url}/desk/rounds/{june.pk}/ending/")
    says(office, "还有 1 件没有着落")
    owed = office.locator("main").inner_text()
    assert HELD in owed
    assert "承办单位在办" in owed
