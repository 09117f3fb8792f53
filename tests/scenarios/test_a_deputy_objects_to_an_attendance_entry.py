"""A deputy objects to an attendance entry: the office finds its own slip, corrects it once, and residents read it."""

import pytest
from playwright.sync_api import Page, expect

from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy, Level, Mandate, Term
from lianxin.home.models import Attendance
from lianxin.journal.outbox import deliver_pending
from lianxin.people import roles
from tests.cases.small_town import START
from tests.scenarios.desk import choose, fill
from tests.scenarios.stage import Stage, says, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "非机动车停放专题调研"


def mandates(stage: Stage) -> None:
    """Both deputies of the small town sit in its congress."""
    with town_scope(stage.town.row):
        term = Term.objects.create(code="T1", level=Level.TOWN, name="第一届", starts_on="2021-01-01")
        for one in (stage.town.deputy, stage.town.other_deputy):
            Mandate.objects.create(deputy=one, level=Level.TOWN, term=term, starts_on=term.starts_on)


def deputy_signed_in(stage: Stage) -> Page:
    """The first deputy on a telephone, in large type."""
    account = stage.account(roles.DEPUTY)
    with town_scope(stage.town.row):
        Deputy.objects.filter(pk=stage.town.deputy.pk).update(account=account)
    page = stage.visitor(width=360, large=True)
    sign_in(page, stage.url, account)
    stage.staff.append((page, account))
    return page


def told(stage: Stage) -> None:
    """The background worker tells, and what that tells."""
    with town_scope(stage.town.row):
        for _round in range(2):
            deliver_pending(stage.town.row)


def test_a_deputy_objects_to_an_attendance_entry(stage: Stage) -> None:
    mandates(stage)  # before anybody signs in: a deputy's face opens to whoever has a mandate
    town, deputy = stage.town, deputy_signed_in(stage)
    # The office enters the survey once, with who came; by mistake the first deputy stands as absent.
    office = stage.signed_in(roles.CONGRESS_OFFICE)
    office.goto(f"{stage.url}/desk/activities/")
    office.get_by_role("link", name="登记一场活动").click()
    office.get_by_label("什么活动").select_option(label="专题调研")
    fill(office, "名称", TITLE)
    fill(office, "哪一天", START.isoformat())
    for one in (town.deputy, town.other_deputy):
        office.get_by_label(one.display_name).check()
    office.get_by_role("button", name="确定").click()
    office.get_by_role("link", name="记到场").click()
    office.get_by_label(town.deputy.display_name, exact=True).select_option(label="缺席")
    office.get_by_role("button", name="记下来").click()
    office.get_by_role("button", name="送代表核对").click()
    says(office, "已记入档案")
    told(stage)

    # The deputy sees it on one page, in large type, and says in one sentence what is wrong.
    deputy.goto(f"{stage.url}/deputy/")
    deputy.get_by_role("link", name="履职档案请您核对").click()
    says(deputy, TITLE)
    says(deputy, "缺席")
    deputy.locator(".to-check").get_by_role("link", name="不对").click()
    fill(deputy, "哪里不对", "那天我到了，签到表第二行是我。")
    deputy.get_by_role("button", name="确定").click()
    says(deputy, "已经告诉镇人大办")

    # The office reads the objection above the list, looks at the sheet and corrects; the source follows.
    office.goto(f"{stage.url}/desk/files/")
    says(office, "签到表第二行是我")
    office.get_by_role("link", name=TITLE).click()
    office.get_by_role("link", name="更正", exact=True).click()
    choose(office, "实际情况", "到场")
    fill(office, "理由", "查了签到表，您到了。")
    office.get_by_role("button", name="确定").click()
    says(office, "已经更正")
    with town_scope(town.row):
        assert Attendance.objects.get(deputy=town.deputy).state == "present"
    told(stage)

    # Until the deputy has looked, residents read nothing; one press, and they do.
    public = stage.visitor()
    public.goto(f"{stage.url}/my-deputy/{town.deputy.pk}/")
    expect(public.get_by_text(TITLE)).to_have_count(0)
    deputy.goto(f"{stage.url}/deputy/file/")
    says(deputy, "查了签到表，您到了。")
    deputy.locator(".to-check").get_by_role("button", name="对").click()
    says(deputy, "已经核对")
    public.reload()
    says(public, TITLE)

    # What stood there first is kept for whoever asks.
    office.goto(f"{stage.url}/desk/files/{town.deputy.pk}/")
    office.get_by_role("link", name="看经过、更正").first.click()
    says(office, "已更正，见新的一条")
    says(office, "那天我到了")
