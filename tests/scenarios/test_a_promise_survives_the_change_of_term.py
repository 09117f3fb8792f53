"""换届: the deputy who heard the promise leaves; the successor sees it through; the first name stays."""

import datetime as dt

import pytest
from playwright.sync_api import Page

from lianxin.cases import workflow as w
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy
from lianxin.people import roles
from tests.cases.handovers import Terms, brought, constituency
from tests.scenarios.desk import fill, press, send
from tests.scenarios.stage import Stage, says, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: The first meeting of the new congress.
FIRST_DAY = dt.date(2026, 12, 8)


def _deputy(stage: Stage, deputy: Deputy) -> Page:
    """A deputy with an account, signed in."""
    account = stage.account(roles.DEPUTY)
    with town_scope(stage.town.row):
        deputy.account = account
        deputy.save(update_fields=["account"])
    page = stage.visitor()
    sign_in(page, stage.url, account)
    stage.staff.append((page, account))
    return page


def _prepare(stage: Stage, office: Page) -> None:
    """From the two terms to the preview; before its day nothing can begin."""
    office.goto(f"{stage.url}/desk/handovers/")
    says(office, "还没有交接")
    office.get_by_role("link", name="准备换届交接").click()
    office.get_by_label("哪一届结束").select_option(label="第一届")
    office.get_by_label("接着是哪一届").select_option(label="第二届")
    office.get_by_role("button", name="确定").click()
    says(office, "谁离任，谁接续")
    office.get_by_role("cell", name="事项 1 件").wait_for()
    office.get_by_role("cell", name="镇代表02号").wait_for()
    office.get_by_role("button", name="开始交接").click()
    says(office, "要到 2026-12-08 才能交接")


def _hand_over(stage: Stage, office: Page, number: str) -> None:
    """The button, the worker, the report on paper, and nothing that waits."""
    office.goto(f"{stage.url}/desk/handovers/")
    office.get_by_role("link", name="第一届 → 第二届").click()
    office.get_by_role("button", name="开始交接").click()
    says(office, "已完成 1 / 2")
    stage.work()
    office.reload()
    says(office, "什么交给了谁")
    office.get_by_role("cell", name="事项 1").wait_for()
    office.get_by_role("link", name="打印交接情况表").click()
    says(office, number)
    office.goto(f"{stage.url}/desk/handovers/waiting/")
    says(office, "每一件都有人跟")


def test_a_promise_survives_the_change_of_term(stage: Stage) -> None:
    town = stage.town
    with town_scope(town.row):
        terms = Terms(town)
        terms.new.starts_on = FIRST_DAY
        terms.new.save()
        terms.seat(town.deputy, terms.old, constituency("第三选区"))
        terms.seat(town.other_deputy, terms.new, constituency("第三选区"))
        case = brought(town, w.TRACKING, town.deputy)
    office = stage.signed_in(roles.CONGRESS_OFFICE)
    head = stage.head_of(town.office_unit)
    old, new = _deputy(stage, town.deputy), _deputy(stage, town.other_deputy)
    old.goto(f"{stage.url}/deputy/")
    says(old, case.title)

    # November: the office prepares the change and sees who would take over from whom; nothing has changed yet.
    _prepare(stage, office)

    # The first day of the new term: one button, and a worker does the rest. The report says what passed to whom.
    stage.on(FIRST_DAY)
    _hand_over(stage, office, case.number)

    # The former deputy is no deputy any more; the successor sees the matter, and who brought it.
    refused = old.request.get(f"{stage.url}/deputy/")
    assert refused.status == 403
    new.goto(f"{stage.url}/deputy/")
    says(new, "原来由镇代表01号带来")
    new.get_by_role("link", name=case.title).click()
    says(new, "由您接续")
    says(new, "换新电梯")

    # A year later it is done. The successor hears of it; the office reads both names.
    stage.on(dt.date(2027, 11, 3))
    head.goto(f"{stage.url}/desk/cases/{case.number}/")
    press(head, "承诺兑现或变化")
    head.get_by_role("group", name="怎么样了").get_by_label("已兑现").check(force=True)
    fill(head, "凭什么，或者为什么", "2027 年 10 月 28 日特检院验收单")
    send(head, "承诺兑现或变化")
    new.goto(f"{stage.url}/deputy/cases/{case.number}/")
    says(new, "已兑现")
    office.goto(f"{stage.url}/desk/cases/{case.number}/")
    says(office, "镇代表01号")
    says(office, "接续代表")
