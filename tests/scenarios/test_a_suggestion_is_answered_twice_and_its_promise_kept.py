"""A deputy's suggestion is answered, not accepted, answered again, and the promise in the answer is kept."""

import datetime as dt

import pytest

from lianxin.cases.suggestions import upkeep
from lianxin.db.scope import town_scope
from lianxin.journal.upkeep import deliver
from tests.scenarios.desk import choose, fill, press, send
from tests.scenarios.stage import Stage, says
from tests.scenarios.suggested import Suggested

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "关于改善青枫路夜间照明的建议"
DAY = dt.date(2027, 1, 29)


def test_a_suggestion_is_answered_twice_and_its_promise_is_kept(stage: Stage) -> None:
    one = Suggested(stage, TITLE)

    # The deputy writes it on the telephone and hands it in.
    one.draft("青枫路路灯间距大，树又挡光，老人晚上看不清路。", "请城建办公室在最暗的一段补装路灯，冬天以前做完。")
    one.do(one.deputy, "提交镇人大办")
    says(one.deputy, "待审查登记")

    # The office registers it, the desk names the unit; the unit speaks with the deputy first.
    one.assign()
    one.open(one.unit)
    press(one.unit, "记下与代表的联系")
    choose(one.unit, "方式", "上门")
    fill(one.unit, "说了什么", "和代表一起走了一遍，点了八处最暗的地方。")
    send(one.unit, "记下与代表的联系")

    # The first answer is polite and does nothing.
    one.answer("解决采纳", "已要求养护单位加强巡查。")
    one.judge("满意", "不满意", "灯一盏也没有装。")
    says(one.deputy, "再次办理")

    # Within the month there is a second one, with a day.
    stage.on(dt.date(2026, 12, 15))
    one.answer("正在解决", "补装八盏，电缆已备好。", 哪一天做到=DAY.isoformat(), 承诺做什么="青枫路补装八盏路灯并通电")
    one.judge("满意", "基本满意")
    one.open(one.deputy)
    says(one.deputy, "青枫路补装八盏路灯并通电")

    # The day before, the unit is reminded; on the day it says what one can see, and the deputy hears it.
    stage.on(dt.date(2027, 1, 28))
    with town_scope(stage.town.row):
        upkeep.morning(stage.town.row)
        deliver(stage.town.row)
    one.unit.goto(f"{stage.url}/desk/inbox/")
    says(one.unit, "的承诺")
    stage.on(DAY)
    one.open(one.unit)
    press(one.unit, "写承诺的结果")
    one.unit.get_by_label("青枫路补装八盏路灯并通电").check(force=True)
    choose(one.unit, "怎么样了", "已兑现")
    fill(one.unit, "凭什么，或者为什么", "1月28日晚上通电，八盏都亮，照片存档。")
    send(one.unit, "写承诺的结果")
    with town_scope(stage.town.row):
        deliver(stage.town.row)
    one.deputy.goto(f"{stage.url}/deputy/inbox/")
    says(one.deputy, "里的承诺有了结果")
    one.open(one.deputy)
    says(one.deputy, "1月28日晚上通电")

    # The office closes it, with the line for the report to the congress.
    one.do(one.office, "办结", 给人代会报告用的一句话="青枫路补装路灯八盏，再次办理后兑现承诺。")
    says(one.office, "已办结")
