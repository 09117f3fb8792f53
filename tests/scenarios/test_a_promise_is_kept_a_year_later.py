"""A date given in an answer stands in the ledger over the turn of the year, is told of once a year, and is kept."""

import datetime as dt

import pytest

from lianxin.cases import workflow as w
from lianxin.cases.upkeep import daily
from lianxin.db.models import Town as TownRow
from lianxin.db.scope import town_scope
from lianxin.people import roles
from tests.cases.walk import make_case
from tests.scenarios.desk import fill, press, send
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_promise_is_kept_a_year_later(stage: Stage) -> None:
    # November 2026: the answer promised a new lift by Christmas; the resident said "partly".
    with town_scope(stage.town.row):
        walk = make_case(stage.town, w.TRACKING)
        number, token = walk.case.number, walk.receipt.token

    # March 2027: nothing was done; nobody had to remember. The ledger says what is late and what the year still owes.
    head = stage.head_of(stage.town.office_unit)
    secretary = stage.signed_in(roles.SECRETARY, place=stage.town.first)
    stage.on(dt.date(2027, 3, 2))
    with town_scope(stage.town.row):
        daily(TownRow.objects.get(pk=stage.town.row.pk))
    head.goto(f"{stage.url}/desk/promises/?state=year")
    says(head, "换新电梯")
    head.get_by_role("cell", name="到期未兑现").first.wait_for()
    head.get_by_role("link", name="写今年的情况").click()
    head.get_by_label("今年做到哪一步").fill("厂家停产，已重新招标，十月进场。")
    head.get_by_role("button", name="写好了").click()
    says(head, "已列入要告知的")

    # The neighbourhood tells it at the door, and she reads it on her own page.
    secretary.goto(f"{stage.url}/desk/promises/news/")
    says(secretary, "已重新招标")
    secretary.get_by_label("怎么告知的").select_option("visit")
    secretary.get_by_role("button", name="已告知").click()
    says(secretary, "没有要告知的")
    old = stage.visitor(width=360, large=True)
    old.goto(f"{stage.url}/o/{token}/")
    says(old, "答应的事后来怎样")
    says(old, "已重新招标")

    # November 2027: it is done, and the unit says by what one can see it.
    stage.on(dt.date(2027, 11, 3))
    head.goto(f"{stage.url}/desk/cases/{number}/")
    press(head, "承诺兑现或变化")
    head.get_by_role("group", name="怎么样了").get_by_label("已兑现").check(force=True)
    fill(head, "凭什么，或者为什么", "2027 年 10 月 28 日特检院验收单")
    send(head, "承诺兑现或变化")
    head.goto(f"{stage.url}/desk/promises/units/")
    says(head, "1/1（100%）")
    old.reload()
    says(old, "已经做到")
