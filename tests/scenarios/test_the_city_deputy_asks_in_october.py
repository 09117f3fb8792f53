"""The city deputy asks in October what became of her three things: one page, one question, one verdict."""

import datetime as dt

import pytest
from playwright.sync_api import Locator, Page

from lianxin.cases import workflow as w
from lianxin.db.scope import town_scope
from lianxin.deputies.models import ContactPlace, Level
from lianxin.people import roles
from tests.cases.handovers import Terms, brought
from tests.scenarios.desk import choose
from tests.scenarios.stage import Stage, says, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Half a year after the round in which she heard and saw them.
OCTOBER = dt.date(2027, 10, 12)


def _link(office: Page, stage: Stage, name: str) -> str:
    """The office prints the read-only link; its address stands on the sheet this once."""
    office.goto(f"{stage.url}/desk/deputies/")
    office.get_by_role("link", name=name).first.click()
    office.get_by_role("link", name="“我的三件事”链接").click()
    office.get_by_role("button", name="发链接，打印").click()
    return office.locator("code").inner_text()


def _card(page: Page, title: str) -> Locator:
    """One thing on the page."""
    return page.locator(".three .card", has_text=title)


def test_the_city_deputy_asks_in_october_what_became_of_her_three_things(stage: Stage) -> None:
    town = stage.town
    account = stage.account(roles.DEPUTY)
    with town_scope(town.row):
        terms = Terms(town, Level.CITY)
        her = terms.deputy("市代表07号")
        her.account = account
        her.save()
        terms.seat(her, terms.old)
        ContactPlace.objects.create(deputy=her, place=town.first, valid_from=terms.old.starts_on)
        late = brought(town, w.CONTACTED, her, words="青枫路的路灯一直不亮，晚上没法走。")
        brought(town, w.TRACKING, her, words="二号楼电梯老停。")
        seen = brought(town, w.REPLIED, her, words="", observation="三号楼门口井盖松了")
    office = stage.signed_in(roles.CONGRESS_OFFICE)
    stage.on(OCTOBER)

    # She opens the link on her phone: no sign-in, three things, what is open first, in words she can read aloud.
    phone = stage.visitor(width=360, large=True)
    address = _link(office, stage, "市代表07号")
    phone.goto(address)
    says(phone, "已经过了期限")
    says(phone, "过了日子还没做到")
    assert phone.locator(".three .card").count() == 3
    assert phone.locator("main form").count() == 0

    # To ask and to judge she signs in. The lamp: she asks the congress to press; she touches nothing herself.
    sign_in(phone, stage.url, account)
    phone.goto(f"{stage.url}/deputy/three/")
    _card(phone, late.title).get_by_role("link", name="请镇人大督促").click()
    phone.get_by_label("请镇人大督促什么").fill("半年了还没有答复")
    phone.get_by_role("button", name="交给镇人大办").click()
    says(phone, "还没有回音")

    # The cover she saw herself: she went there again, and it holds.
    _card(phone, seen.title).get_by_role("link", name="评价答复").click()
    choose(phone, "真的解决了吗", "解决了")
    phone.get_by_role("button", name="提交评价").click()
    says(phone, "评价已记下")

    # The office answers with what it did; behind the same link she reads it the next day.
    office.goto(f"{stage.url}/desk/asks/")
    says(office, "半年了还没有答复")
    office.get_by_role("link", name="回复代表").click()
    office.get_by_label("镇人大做了什么").fill("已反映并督促办理，城建办十月底前答复。")
    office.get_by_role("button", name="确定").click()
    stage.on(OCTOBER + dt.timedelta(days=1))
    phone.context.clear_cookies()
    phone.goto(address)
    says(phone, "城建办十月底前答复")

    # The phone is lost: the office revokes the link, and it opens nothing any more.
    office.goto(f"{stage.url}/desk/deputies/{her.pk}/own-link/")
    office.get_by_role("link", name="只停用，不发新的").click()
    office.get_by_label("为什么停用").fill("手机遗失")
    office.get_by_role("button", name="确定").click()
    says(office, "链接已经停用")
    assert phone.request.get(address).status == 410
