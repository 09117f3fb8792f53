"""A unit returns a matter, it is re-assigned, the second unit answers late: late stays written, and she is answered."""

import datetime as dt

import pytest

from tests.scenarios.chain import Chain, follow, judge, speak, unit_people
from tests.scenarios.desk import fill, press, send
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_returned_matter_is_answered_late_by_another_unit(stage: Stage) -> None:
    resident = stage.visitor(width=360)
    resident.goto(f"{stage.url}/q/{stage.town.compound.public_token}/")
    code = speak(resident, "小区活动室的电梯坏了，老年人上不去，谁来管？")
    chain = Chain(stage, "小区活动室的电梯坏了")
    chain.transfer()
    chain.assign()

    # The first unit says that it is not theirs, why, and whose it is. The clock stands still meanwhile.
    first = stage.handler_of(stage.town.office_unit)
    chain.open(first)
    press(first, "退回")
    fill(first, "为什么不归本单位", "活动室由社区服务中心管理，不属于城建范围。")
    first.get_by_label("建议改派给").select_option(value=str(stage.town.centre_unit.pk))
    send(first, "退回")
    follow(resident, stage.url, code)
    says(resident, "重新确定")

    # Two days later the desk decides: the unit that was proposed stands chosen, with the reason of the first.
    stage.on(dt.date(2026, 11, 26))
    chain.open(chain.desk, "退回待裁定")
    press(chain.desk, "改派")
    says(chain.desk, "活动室由社区服务中心管理")
    chain.desk.locator("summary").filter(has_text="选了别的单位").click()
    fill(chain.desk, "与建议不同的理由", "活动室归社区服务中心")
    send(chain.desk, "改派")
    handler, head = unit_people(stage, stage.town.centre_unit)
    chain.take_on(handler)

    # The second unit lets the day pass. It stands among the overdue ones, for the desk and for the unit itself.
    stage.on(dt.date(2026, 12, 21))
    for late in (chain.desk, handler):
        chain.open(late, "已逾期")
        says(late, "逾期")

    # The answer comes late, but it comes: to her door, and she is asked like anybody else.
    chain.answer(handler, head, "活动室电梯已修好，今天恢复开放，让您久等了。")
    chain.tell()
    follow(resident, stage.url, code)
    says(resident, "活动室电梯已修好")
    judge(resident, "解决了")

    # What was late stays written on the matter, after the answer too.
    chain.open(chain.desk, "待办结")
    chain.desk.get_by_text("已经停下的时限").click()
    says(chain.desk, "超时办结")
