"""The Thursday form for the district in two minutes: pointed at once in the morning, filled every week after that."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Page

from lianxin.db.scope import town_scope
from lianxin.demo.blank_forms import weekly_workbook
from lianxin.people import roles
from tests.cases.walk import make_case
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
THURSDAY = dt.date(2026, 12, 3)


def test_the_thursday_form_for_the_district_in_two_minutes(stage: Stage) -> None:
    with town_scope(stage.town.row):
        for state in ("received", "replied", "closed"):
            make_case(stage.town, state)
    page = stage.signed_in(roles.CONGRESS_OFFICE)
    take_in(page, stage.url)
    point_at(page, "A6", "收到：样本数 n")
    point_at(page, "B2", "镇名")
    list_from(page, "A9")
    stage.on(THURSDAY)
    presses = fill_it(page, stage.url)
    assert presses <= 5, "two minutes: open the forms, fill, look, keep, take away"


def take_in(page: Page, url: str) -> None:
    """The district's file arrives; it is taken in once."""
    page.goto(f"{url}/desk/")
    page.get_by_role("link", name="对表套打").first.click()
    page.get_by_role("link", name="收一张新表").click()
    file: FilePayload = {"name": "周报表.xlsx", "mimeType": XLSX, "buffer": weekly_workbook()}
    page.get_by_label("空白表").first.set_input_files(files=[file])
    page.get_by_label("表名").fill("每周办理情况")
    page.get_by_label("每周", exact=True).check(force=True)
    page.get_by_role("button", name="收好，去点格子").click()
    says(page, "空白表已经收好")


def point_at(page: Page, ref: str, what: str) -> None:
    """Point at a cell and say what fills it."""
    page.locator(f'.form-grid a[href$="ref={ref}#choose"]').click()
    page.get_by_label("这一格填什么").select_option(label=what)
    page.get_by_role("button", name="就填这个").click()
    says(page, "现在：")


def list_from(page: Page, ref: str) -> None:
    """From this line on, one line a unit."""
    page.locator(f'.form-grid a[href$="ref={ref}#choose"]').click()
    page.get_by_text("从这一行起填一份清单").click()
    page.get_by_label("填哪一种清单").select_option(label="各承办单位的件数")
    page.get_by_label("空行到第几行为止").fill("11")
    page.get_by_label("哪一列填什么").fill("A=名称\nB=收到\nC=已答复\nD=已办结\nE=已逾期")
    page.get_by_role("button", name="就这样填").click()
    says(page, "往下填：各承办单位的件数")


def fill_it(page: Page, url: str) -> int:
    """What the office does on a Thursday; returns how often it pressed something."""
    page.goto(f"{url}/desk/forms/")
    page.get_by_role("link", name="填这张表").first.click()
    page.get_by_label("报告期从").fill("2026-11-23")
    page.get_by_label("到", exact=True).fill("2026-11-29")
    page.get_by_role("button", name="先看一看").click()
    says(page, "填好是这样")
    page.get_by_role("button", name="填好，存下来").click()
    says(page, "复制粘贴")
    assert "镇名：测试镇" in page.locator("#paste").input_value()
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载填好的表").click()
    sheet = load_workbook(io.BytesIO(taken.value.path().read_bytes()))["周报"]
    assert (sheet["B2"].value, sheet["A6"].value) == ("测试镇", 3)
    assert sheet["A9"].value
    return 4
