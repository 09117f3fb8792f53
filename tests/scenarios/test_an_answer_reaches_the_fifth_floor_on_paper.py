"""She has no telephone that scans: her words are read back, the answer comes up to the fifth floor on paper, the tick
comes back "not solved", and the unit has to do it again."""

import datetime as dt

import pytest

from lianxin.people import roles
from tests.scenarios.chain import Chain, unit_people
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "我住五楼，楼道里的灯坏了一个月，晚上摸黑上楼。"


def test_an_answer_reaches_the_fifth_floor_on_paper_and_comes_back_not_solved(stage: Stage) -> None:
    # The secretary writes down what the old lady says, word for word, and reads it back to her.
    secretary = stage.signed_in(roles.SECRETARY, place=stage.town.first)
    secretary.goto(f"{stage.url}/desk/record/")
    secretary.get_by_role("textbox", name="原话").fill(WORDS)
    secretary.get_by_label("在哪里").select_option(value=str(stage.town.compound.pk))
    secretary.get_by_role("button", name="记好了，念给居民听").click()
    says(secretary, WORDS)
    secretary.get_by_role("button", name="居民确认").click()
    says(secretary, "请把回执交给本人")

    # It is transferred, assigned, handled, answered.
    chain = Chain(stage, "我住五楼")
    chain.transfer()
    chain.assign()
    handler, head = unit_people(stage, stage.town.office_unit)
    chain.take_on(handler, "到楼里看过")
    stage.on(dt.date(2026, 11, 26))
    chain.answer(handler, head, "楼道灯已经全部换好。")

    # The neighbourhood prints a slip: her number outside, the answer inside, nobody's name anywhere.
    secretary.goto(f"{stage.url}/desk/delivery/")
    secretary.get_by_label("谁去送").fill("各楼楼组长")
    secretary.get_by_role("button", name="出纸条").click()
    says(secretary, "还没送")
    run = secretary.url
    secretary.get_by_role("link", name="打印纸条").click()
    for line in ("第 1 号", "楼道灯已经全部换好。", "沿线对折", "3 没有解决"):
        says(secretary, line)

    # Until the slip is at her door the answer is not delivered, whatever stands online.
    chain.open(chain.secretary, "待告知居民")

    # The building head carries it up; in the evening the returning part comes back, ticked, with a line beside it.
    secretary.goto(run)
    secretary.get_by_label("快速登记").fill("1 3 四楼半那盏还是不亮")
    secretary.get_by_role("button", name="登记", exact=True).click()
    says(secretary, "登记了 1 张，其中 1 张有评价")
    says(secretary, "没有解决")

    # Her tick is her own verdict: the unit has it again, and reads what she wrote.
    chain.open(handler)
    says(handler, "再次办理")
    says(handler, "四楼半那盏还是不亮")
