"""An old resident scans the code of her compound, says it once, and in the end says herself whether it is solved."""

import datetime as dt

import pytest

from tests.scenarios.chain import Chain, follow, judge, speak, unit_people
from tests.scenarios.desk import simply
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "二号楼电梯三天两头停，我八十一了下不了楼。\n什么时候能修好？"


def test_an_old_resident_speaks_and_confirms_the_answer(stage: Stage) -> None:
    # She holds a phone with large type before the code at her door: the place is known already.
    old = stage.visitor(width=360, large=True)
    old.goto(f"{stage.url}/q/{stage.town.compound.public_token}/")
    code = speak(old, WORDS)

    # The congress office reads her words as she said them and transfers; the government desk names who handles.
    chain = Chain(stage, "二号楼电梯三天两头停")
    chain.transfer()
    says(chain.office, "我八十一了下不了楼")
    chain.assign()
    follow(old, stage.url, code)
    says(old, "城建办")

    # The unit calls her first, works for two days, then answers; its head signs what she will read.
    handler, head = unit_people(stage, stage.town.office_unit)
    chain.take_on(handler)
    stage.on(dt.date(2026, 11, 26))
    chain.answer(handler, head, "电梯主板换好了，今天起正常运行。")
    chain.tell()

    # She types the code of her slip, reads the answer, and says that it is solved.
    follow(old, stage.url, code)
    says(old, "电梯主板换好了")
    judge(old, "解决了")
    says(old, "您的评价")

    # Only then does the government desk close it, and she can see that, too.
    chain.open(chain.desk, "待办结")
    simply(chain.desk, "办结")
    follow(old, stage.url, code)
    says(old, "办结")
