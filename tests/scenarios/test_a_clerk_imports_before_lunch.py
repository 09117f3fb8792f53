"""A clerk of the congress office imports 200 lines before lunch: messy headers, errors, repeats, and one mistake."""

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import FilePayload, Page, expect

from lianxin.people import roles
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADERS: Final = ["序 号", "居 委", "小区（楼盘）", "居民反映的内容*", "接待时间", "联系 方式", "经手", "备注"]
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def line(number: int) -> list[Any]:
    """One line as the clerk typed it; every tenth or so is a problem."""
    words = f"{number}号楼的楼道灯坏了好几天，晚上老人下楼看不见，请来修一修。"
    day: Any = dt.date(2026, 11, 1 + number % 20)
    if number in {33, 77, 150}:
        words = ""
    if number in {12, 60, 99}:
        day = "上上个礼拜天"
    if number in {190, 191}:  # the same resident was typed in twice
        words, day = line(number - 150)[3], line(number - 150)[4]
    return [number, "青枫 居委会".replace(" ", ""), "青枫一村", words, day, "", "小李", "热心居民"]


def table(name: str, lines: list[list[Any]]) -> FilePayload:
    """A workbook to upload."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年11月接待群众意见汇总（内部）"])
    sheet.append(HEADERS)
    for one in lines:
        sheet.append(one)
    sheet.merge_cells("A1:H1")
    out = io.BytesIO()
    book.save(out)
    return {"name": name, "mimeType": XLSX, "buffer": out.getvalue()}


def upload(page: Page, file: FilePayload) -> None:
    """Go to the import page by the navigation and send a file."""
    page.get_by_role("link", name="导入表格").first.click()
    page.get_by_label("选择表格文件").set_input_files(files=[file])
    page.get_by_role("button", name="上传并预览").click()


def waiting(page: Page) -> int:
    """How many matters wait to be transferred: the tab counts to 99, so she counts the lines of the export."""
    page.get_by_role("link", name="事项").first.click()
    tab = page.get_by_role("link", name="待转交").first
    assert "99+" in tab.inner_text()
    tab.click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="CSV 文本").click()
    lines = downloading.value.path().read_text(encoding="utf-8-sig").splitlines()
    return sum(re.search(r"(^|,)\"?\d+-\d{4}-\d{5}", one) is not None for one in lines)


def test_a_clerk_imports_two_hundred_lines_before_lunch(stage: Stage) -> None:
    clerk = stage.signed_in(roles.CONGRESS_OFFICE)

    # She uploads what the neighbourhoods typed. The page has found the columns, except the one called 经手.
    upload(clerk, table("十一月接待.xlsx", [line(n) for n in range(1, 201)]))
    says(clerk, "还没有导入")
    expect(clerk.get_by_label("“居民反映的内容*”成为")).to_have_value("words")
    expect(clerk.get_by_label("“接待时间”成为")).to_have_value("spoken_on")
    says(clerk, "查了前 200 行：192 行可以成为意见，2 行重复，6 行要退回。")
    says(clerk, "E14")
    clerk.get_by_label("“经手”成为").select_option(label="记录人")

    # Because she changed a column, she is shown the preview once more before anything starts.
    clerk.get_by_role("button", name="开始导入 200 行").click()
    says(clerk, "请再看一眼预览")
    expect(clerk.get_by_label("“经手”成为")).to_have_value("recorder")
    clerk.get_by_role("button", name="开始导入 200 行").click()
    says(clerk, "排队中")

    # She does something else meanwhile, and comes back to the result.
    clerk.get_by_role("link", name="事项").first.click()
    stage.work()
    clerk.get_by_role("link", name="导入表格").first.click()
    clerk.get_by_role("link", name="十一月接待.xlsx").click()
    says(clerk, "已导入")
    says(clerk, "E14")
    says(clerk, "192")

    # The six refused lines come back as a table; she mends them and uploads it as it is.
    with clerk.expect_download() as downloading:
        clerk.get_by_role("link", name="下载退回的行").click()
    mended = mend(downloading.value.path())
    upload(clerk, mended)
    says(clerk, "查了前 6 行：6 行可以成为意见")
    expect(clerk.get_by_label("“经手”成为")).to_have_value("recorder")
    clerk.get_by_role("button", name="开始导入 6 行").click()
    stage.work()
    assert waiting(clerk) == 198

    # Then she takes last year's file by mistake, sees it on the list, and takes the whole import back.
    upload(clerk, table("去年的.xlsx", [line(n) for n in range(301, 321)]))
    clerk.get_by_role("button", name="开始导入 20 行").click()
    stage.work()
    assert waiting(clerk) == 218
    clerk.get_by_role("link", name="导入表格").first.click()
    clerk.get_by_role("link", name="去年的.xlsx").click()
    clerk.get_by_role("link", name="撤销这次导入").click()
    clerk.get_by_role("button", name="撤销这 20 条").click()
    says(clerk, "这次导入已撤销")
    assert waiting(clerk) == 198


def mend(path: Path) -> FilePayload:
    """What the clerk does in the spreadsheet: a date where there was none, words where there were none."""
    book = load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book.active
    assert sheet is not None
    first = next(row for row in range(1, 5) if sheet.cell(row, 1).value == HEADERS[0]) + 1
    for row in range(first, sheet.max_row + 1):
        if not sheet.cell(row, 4).value:
            sheet.cell(row, 4).value = f"第{sheet.cell(row, 1).value}行的居民说的是门禁坏了，谁都能进来。"
        if "上" in str(sheet.cell(row, 5).value):
            sheet.cell(row, 5).value = "2026-11-08"
    out = io.BytesIO()
    book.save(out)
    return {"name": "改好的.xlsx", "mimeType": XLSX, "buffer": out.getvalue()}
