"""Two units dispute: each says it is the other's; they meet on the spot once, it is decided once, and it stays so."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from lianxin.db.scope import town_scope
from lianxin.journal.outbox import deliver_pending
from tests.scenarios.chain import Chain, speak
from tests.scenarios.desk import fill, press, send
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def returned_twice(chain: Chain, unit: Page, proposed: int) -> None:
    """The unit returns, the desk upholds, the unit returns again."""
    for n in (1, 2):
        chain.open(unit)
        press(unit, "退回")
        fill(unit, "为什么不归本单位", "电梯困人由派出所先到场。")
        unit.get_by_label("建议改派给").select_option(value=str(proposed))
        send(unit, "退回")
        if n == 1:
            chain.open(chain.desk, "退回待裁定")
            press(chain.desk, "维持交办")
            fill(chain.desk, "理由", "按权责表")
            send(chain.desk, "维持交办")


def test_two_units_dispute_and_it_is_settled_for_good(stage: Stage) -> None:
    town = stage.town
    resident = stage.visitor(width=360)
    resident.goto(f"{stage.url}/q/{town.compound.public_token}/")
    speak(resident, "二号楼的电梯老是停，到底归谁管？")
    chain = Chain(stage, "二号楼的电梯老是停")
    chain.transfer()
    chain.assign()

    # Twice the unit says that it is not theirs; the desk upholds once.
    unit = stage.handler_of(town.office_unit)
    returned_twice(chain, unit, town.police_unit.pk)
    with town_scope(town.row):
        deliver_pending(town.row)

    # The second return has opened the sheet by itself: with both units on it.
    desk = chain.desk
    desk.goto(f"{stage.url}/desk/")
    desk.get_by_role("link", name="谁管说清").first.click()
    desk.get_by_role("link", name="二号楼的电梯老是停").first.click()
    says(desk, "城建办公室、测试派出所")

    # They meet on the spot; who was there and what they saw is written down.
    desk.get_by_role("link", name="记下会商", exact=True).first.click()
    fill(desk, "到场的人", "城建办公室：李某\n测试派出所：王某\n青枫居民区：书记")
    fill(desk, "现场情况", "控制柜老化，属于设备维修，没有困人。")
    desk.get_by_role("button", name="记下会商").click()
    says(desk, "控制柜老化")

    # It is decided once, signed by the desk, and the matter is with the unit at once.
    desk.get_by_role("link", name="裁定并签发", exact=True).first.click()
    desk.get_by_label("由谁牵头").select_option(value=str(town.office_unit.pk))
    fill(desk, "依据", "特种设备使用管理由城建办牵头")
    desk.get_by_role("button", name="裁定并签发").click()
    says(desk, "已裁定")
    says(desk, "权责表")
    # The next matter of the kind is suggested so, by the line that was written, and cannot be returned either.
    stage.on(dt.date(2026, 12, 22))
    resident.goto(f"{stage.url}/q/{town.compound.public_token}/")
    speak(resident, "一号楼的电梯也停了，请修一修。")
    later = Chain(stage, "一号楼的电梯也停了")
    later.transfer()
    later.open(later.desk, "待交办")
    press(later.desk, "交办")
    says(later.desk, "特种设备使用管理由城建办牵头")
    expect(later.desk.get_by_label("主办单位").first).to_have_value(str(town.office_unit.pk))
    send(later.desk, "交办")
    later.open(unit)
    expect(unit.get_by_role("link", name="退回", exact=True)).to_have_count(0)
    says(unit, "已经会商裁定由您单位主办")
    for watch in stage.watches:  # the refusal is meant: its status stands in the console
        watch.faults[:] = [fault for fault in watch.faults if "409" not in fault]
