"""A resident is not satisfied, twice: the unit handles again, then the deputy meets her, and it is explained."""

import datetime as dt

import pytest

from lianxin.people import roles
from tests.scenarios.chain import Chain, follow, judge, speak, unit_people
from tests.scenarios.desk import choose, fill, press, send, simply
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_resident_is_not_satisfied_twice_and_is_met(stage: Stage) -> None:
    resident = stage.visitor(width=360)
    resident.goto(f"{stage.url}/q/{stage.town.compound.public_token}/")
    code = speak(resident, "一号楼电梯每天夜里咣当响，睡不着觉。")
    chain = Chain(stage, "一号楼电梯每天夜里咣当响")
    chain.transfer()
    chain.assign()
    handler, head = unit_people(stage, stage.town.office_unit)
    chain.take_on(handler)
    chain.answer(handler, head, "已经给电梯上过油。")
    chain.tell()

    # Not solved. She says what is still missing, and her words go back to the same unit.
    follow(resident, stage.url, code)
    judge(resident, "没有解决", "昨天夜里还是响了三次")
    chain.open(handler)
    says(handler, "昨天夜里还是响了三次")
    stage.on(dt.date(2026, 11, 27))
    chain.answer(handler, head, "换了导轨的衬垫，请再听两夜。", again=True)
    chain.tell()

    # Still not solved: nobody sends it round a third time, the congress office arranges a meeting with the deputy.
    follow(resident, stage.url, code)
    says(resident, "换了导轨的衬垫")
    judge(resident, "没有解决", "还是响，只是轻了一点")
    chain.open(chain.office, "待当面会商")
    says(chain.office, "还是响，只是轻了一点")
    stage.on(dt.date(2026, 12, 3))
    chain.open(chain.office, "待当面会商")
    press(chain.office, "会商说明")
    chain.office.get_by_label("当面会商的日期").fill("2026-12-02")
    fill(chain.office, "理由", "代表和承办单位上门听过，更换曳引机已列入明年大修计划，居民表示理解。")
    choose(chain.office, "怎么告诉居民的", "上门")
    send(chain.office, "会商说明")

    # Her own word stays beside the unit's: closed, and still "not solved" in the resident's voice.
    chain.open(chain.desk, "待办结")
    simply(chain.desk, "办结")
    chair = stage.signed_in(roles.CONGRESS_CHAIR)
    chain.open(chair, "全部")
    says(chair, "没有解决")
    says(chair, "更换曳引机已列入明年大修计划")
    follow(resident, stage.url, code)
    says(resident, "办结")
