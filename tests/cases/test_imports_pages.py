"""The import pages as a clerk uses them: upload, look, correct, start, watch, mend, undo."""

import datetime as dt
import gzip
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from lianxin.cases import workflow as w
from lianxin.cases.actions import EditTriage, Transfer
from lianxin.cases.imports import columns, runs
from lianxin.cases.imports.service import propose
from lianxin.cases.models import IMPORT_UNDONE, BatchState, Case, ImportBatch, MappingMemory, Opinion
from lianxin.cases.selectors import worklists
from lianxin.clocks.models import Clock, ClockState
from lianxin.core.documents.tables import read_table
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.models import Account
from lianxin.records.search import matching_ids
from tests.cases.factories import Town
from tests.conftest import FrozenClock
from tests.people.factories import make_person

SHEET = """编号,居民区,反映内容,反映时间,联系电话
1,青枫居委会,楼道灯坏了三天没有人来修,2026-06-11,13900001234
2,柳堰,门口总有人乱停车把消防通道堵了,2026年6月11日,
3,青枫,,2026-06-11,
4,青枫,菜场门口积水，老人走路要绕开,六月第二个星期,
1,青枫居委会,楼道灯坏了三天没有人来修,2026-06-11,13900001234
"""


@pytest.fixture
def clerk(town: Town) -> Client:
    """The congress office's browser."""
    client = Client()
    client.force_login(make_person(roles.CONGRESS_OFFICE))
    return client


def upload(client: Client, data: bytes | str = SHEET, name: str = "六月接待.csv") -> Any:
    """Send a file."""
    body = data.encode("gb18030") if isinstance(data, str) else data
    return client.post(reverse("cases:imports"), {"file": SimpleUploadedFile(name, body)})


def uploaded(client: Client, data: bytes | str = SHEET, name: str = "六月接待.csv") -> ImportBatch:
    """Send a file that is a table; its batch."""
    answer = upload(client, data, name)
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportBatch.objects.latest("id")


def press(client: Client, batch: ImportBatch, do: str, **typed: Any) -> Any:
    """Press a button on the batch's page, with the columns as they stand."""
    chosen = {f"column-{column}": field for field, column in batch.columns.items()}
    answer = client.post(reverse("cases:import", args=[batch.pk]), {"do": do, **chosen, **typed})
    batch.refresh_from_db()
    return answer


def page(client: Client, batch: ImportBatch) -> str:
    """What the batch's page says."""
    answer = client.get(reverse("cases:import", args=[batch.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def imported(client: Client, data: bytes | str = SHEET) -> ImportBatch:
    """A file that went all the way."""
    batch = uploaded(client, data)
    press(client, batch, "start")
    assert runs.run_batch(batch.pk) == BatchState.DONE
    batch.refresh_from_db()
    return batch


def workbook(*sheets: tuple[str, list[list[Any]]], merge: str = "") -> bytes:
    """An .xlsx file."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# --- before -----------------------------------------------------------------------------------


def test_an_uploaded_file_is_shown_as_it_will_be_and_nothing_is_stored_yet(clerk: Client, town: Town) -> None:
    batch = uploaded(clerk)
    shown = page(clerk, batch)
    assert "2 行可以成为意见，1 行重复，2 行要退回" in shown
    assert "C4" in shown
    assert "D5" in shown
    assert "本表第 2 行" in shown
    assert "楼道灯坏了三天没有人来修" in shown
    assert not Opinion.objects.exists()


def test_the_file_lies_sealed_on_the_disk(clerk: Client, town: Town, settings: Any) -> None:
    uploaded(clerk)
    stored = [file.read_bytes() for file in settings.MEDIA_ROOT.rglob("*") if file.is_file()]
    assert stored
    assert not any("楼道灯".encode(code) in data for data in stored for code in ("utf-8", "gb18030"))


def test_columns_corrected_by_the_clerk_are_shown_again_before_anything_starts(clerk: Client, town: Town) -> None:
    batch = uploaded(clerk, "甲,乙\n2026-06-01,楼道里的灯一直不亮\n")
    assert batch.columns.get(columns.WORDS) is None
    assert (
        "请指明哪一列是居民的原话"
        in clerk.post(
            reverse("cases:import", args=[batch.pk]), {"do": "start", "column-0": "spoken_on", "column-1": ""}
        ).content.decode()
    )
    press(clerk, batch, "start", **{"column-1": "words"})
    assert batch.state == BatchState.PREVIEW
    assert batch.columns == {"spoken_on": 0, "words": 1}
    press(clerk, batch, "start")
    assert batch.state == BatchState.WAITING


def test_one_thing_cannot_come_from_two_columns(clerk: Client, town: Town) -> None:
    batch = uploaded(clerk)
    answer = press(clerk, batch, "map", **{"column-0": "words", "column-2": "words"})
    assert answer.status_code == 422
    assert "一项只能来自一列" in answer.content.decode()
    assert batch.state == BatchState.PREVIEW


def test_the_columns_of_a_file_are_remembered_for_the_next_one_with_these_headers(clerk: Client, town: Town) -> None:
    batch = uploaded(clerk, "甲,乙\n2026-06-01,楼道里的灯一直不亮\n")
    press(clerk, batch, "map", **{"column-0": "spoken_on", "column-1": "words"})
    press(clerk, batch, "start")
    assert MappingMemory.objects.get().columns == {"spoken_on": 0, "words": 1}
    assert uploaded(clerk, "甲,乙\n2026-06-02,别的话也有人说过\n").columns == {"spoken_on": 0, "words": 1}


def test_a_file_given_up_leaves_no_copy_and_no_opinion(clerk: Client, town: Town) -> None:
    batch = uploaded(clerk)
    press(clerk, batch, "drop")
    assert (batch.state, batch.stored_name) == (BatchState.DROPPED, "")
    assert not Opinion.objects.exists()


def test_another_sheet_of_the_workbook_can_be_chosen(clerk: Client, town: Town) -> None:
    data = workbook(
        ("封面", [["填表说明", "内容"], ["这里只是说明", "没有意见"]]),
        ("意见", [["居民区", "反映内容"], ["青枫", "楼道灯坏了三天没有人来修，晚上看不见路"]]),
    )
    batch = uploaded(clerk, data, "两张表.xlsx")
    assert batch.sheet == "封面"
    press(clerk, batch, "sheet", sheet="意见")
    assert (batch.sheet, batch.columns[columns.WORDS]) == ("意见", 1)
    assert "楼道灯坏了三天" in page(clerk, batch)


def test_merged_cells_fill_every_row_and_are_mentioned(clerk: Client, town: Town) -> None:
    rows = [["居民区", "反映内容"], ["青枫", "楼道灯坏了三天没有人来修"], [None, "门口积水老人走路要绕开"]]
    batch = uploaded(clerk, workbook(("意见", rows), merge="A2:A3"), "合并.xlsx")
    assert "合并单元格" in page(clerk, batch)
    press(clerk, batch, "start")
    runs.run_batch(batch.pk)
    assert set(Opinion.objects.values_list("place", flat=True)) == {town.first.pk}


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 200, "里面却不是表格"),
        ("报告.pdf", b"%PDF-1.7 ....", "这不是表格文件"),
        ("空.csv", b" \r\n ", "没有内容"),
        ("空表.xlsx", workbook(("一", [])), "没有内容"),
        ("只有表头.csv", "居民区,反映内容,反映时间\n".encode(), "只有表头"),
        ("坏.xlsx", b"PK\x03\x04" + b"1" * 300, "已损坏"),
        ("乱码.csv", b"\x81\xff\xfe\x80" * 40, "文字编码"),
        ("网页.xls", b"<html><table><tr><td>x</td></tr></table></html>", "网页文件"),
        ("太大.csv", b"a,b\n" * (6 * 1024 * 1024), "太大"),
        ("零.csv", b"", "空文件"),
    ],
)
def test_a_file_that_is_no_table_gets_a_clear_sentence_at_the_field(
    clerk: Client, town: Town, name: str, data: bytes, sentence: str
) -> None:
    answer = upload(clerk, data, name)
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors["file"][0]
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_a_clerk_meets_is_read(clerk: Client, town: Town, code: str) -> None:
    assert "楼道灯坏了" in page(clerk, uploaded(clerk, SHEET.encode(code)))


def test_a_packed_csv_is_read(clerk: Client, town: Town) -> None:
    assert uploaded(clerk, gzip.compress(SHEET.encode()), "六月.csv.gz").rows_total == 5


# --- during -----------------------------------------------------------------------------------


def test_a_confirmed_file_becomes_opinions_in_the_background(clerk: Client, town: Town) -> None:
    batch = uploaded(clerk)
    press(clerk, batch, "start")
    assert batch.state == BatchState.WAITING
    assert "排队中" in page(clerk, batch)
    assert not Opinion.objects.exists()
    runs.run_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_made, batch.rows_duplicate, batch.rows_refused) == (BatchState.DONE, 2, 1, 2)
    assert {one.recorder_label for one in Opinion.objects.all()} == {batch.made_by_label}


def test_a_second_press_starts_nothing_twice(clerk: Client, town: Town) -> None:
    batch = uploaded(clerk)
    press(clerk, batch, "start")
    assert press(clerk, batch, "start").status_code == 302
    runs.run_batch(batch.pk)
    assert runs.run_batch(batch.pk) == ""
    assert Opinion.objects.count() == 2


def long_sheet(rows: int = 120) -> str:
    """More rows than a chunk holds."""
    return "居民区,反映内容\n" + "".join(f"青枫,第{n}户反映楼道灯不亮晚上看不见\n" for n in range(rows))


def test_a_stopped_import_goes_on_where_it_was(clerk: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = uploaded(clerk, long_sheet())
    press(clerk, batch, "start")
    note = runs.Import._note

    def stop_after(self: Any, *args: Any) -> None:
        note(self, *args)
        press(clerk, batch, "stop")

    monkeypatch.setattr(runs.Import, "_note", stop_after)
    assert runs.run_batch(batch.pk) == BatchState.STOPPED
    assert Opinion.objects.count() == 50
    monkeypatch.undo()
    assert "继续导入" in page(clerk, batch)
    press(clerk, batch, "resume")
    assert runs.run_batch(batch.pk) == BatchState.DONE
    assert Opinion.objects.count() == 120
    batch.refresh_from_db()
    assert (batch.rows_done, batch.rows_made) == (120, 120)


def test_an_import_whose_worker_died_is_taken_up_again(
    clerk: Client, town: Town, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = uploaded(clerk, long_sheet())
    press(clerk, batch, "start")
    monkeypatch.setattr(runs.Import, "_note", _die)
    with pytest.raises(SystemExit):
        runs.run_batch(batch.pk)
    monkeypatch.undo()
    taken: list[int] = []
    monkeypatch.setattr(runs, "enqueue", lambda _town, one: taken.append(one))
    runs.take_up(town.row)
    assert taken == []
    clock.advance(minutes=3)
    runs.take_up(town.row)
    assert taken == [batch.pk]
    assert runs.run_batch(batch.pk) == BatchState.DONE
    assert Opinion.objects.count() == 120


def _die(*_args: Any) -> None:
    raise SystemExit


def test_an_import_that_fails_says_so_and_can_go_on(clerk: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = uploaded(clerk)
    press(clerk, batch, "start")

    def broken(*_args: Any) -> None:
        raise OSError("disk")

    monkeypatch.setattr(runs.Import, "_note", broken)
    assert runs.run_batch(batch.pk) == BatchState.FAILED
    monkeypatch.undo()
    assert "导入中途出了意外" in page(clerk, batch)
    press(clerk, batch, "resume")
    assert runs.run_batch(batch.pk) == BatchState.DONE
    assert Opinion.objects.count() == 2


# --- after ------------------------------------------------------------------------------------


def test_the_result_names_cells_and_leads_to_what_was_there_already(clerk: Client, town: Town) -> None:
    shown = page(clerk, imported(clerk))
    number = Case.objects.get(opinions__verbatim__startswith="楼道灯").number
    assert "C4" in shown
    assert "D5" in shown
    assert reverse("cases:desk_case", args=[number]) in shown


def test_refused_rows_are_downloaded_mended_and_come_in(clerk: Client, town: Town) -> None:
    batch = imported(clerk)
    answer = clerk.get(reverse("cases:import_refused", args=[batch.pk]))
    book = load_workbook(io.BytesIO(answer.getvalue()))
    sheet = book.active
    headers = [cell.value for cell in next(iter(sheet.iter_rows(min_row=2, max_row=2)))]
    assert headers == ["编号", "居民区", "反映内容", "反映时间", "联系电话", "退回原因", "原表单元格"]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[6] for row in rows] == ["C4", "D5"]
    assert "请补上居民的原话" in rows[0][5]
    assert "看不懂日期" in rows[1][5]
    sheet["C3"], sheet["D4"] = "楼上漏水漏了两个月", "2026-06-09"
    out = io.BytesIO()
    book.save(out)
    again = uploaded(clerk, out.getvalue(), "改好.xlsx")
    assert again.columns == batch.columns
    press(clerk, again, "start")
    assert runs.run_batch(again.pk) == BatchState.DONE
    assert Opinion.objects.count() == 4


def test_the_same_file_again_is_recognised(clerk: Client, town: Town) -> None:
    imported(clerk)
    again = uploaded(clerk)
    assert "这份文件以前导入过" in page(clerk, again)
    press(clerk, again, "start")
    runs.run_batch(again.pk)
    again.refresh_from_db()
    assert (again.rows_made, again.rows_duplicate) == (0, 3)


def undo(client: Client, batch: ImportBatch, name: str = "all") -> Any:
    """Press the button of the undo page."""
    answer = client.post(reverse("cases:import_undo", args=[batch.pk]), {name: "1"})
    batch.refresh_from_db()
    return answer


def test_an_import_is_undone_as_one_action_and_nothing_is_deleted(clerk: Client, town: Town) -> None:
    batch = imported(clerk)
    before = LogEntry.objects.count()
    case = Case.objects.order_by("id")[0]
    assert matching_ids("楼道灯", "case") == [case.pk]
    undo(clerk, batch)
    assert (batch.state, batch.rows_undone) == (BatchState.UNDONE, 2)
    assert set(Case.objects.values_list("state", "outcome")) == {(w.WITHDRAWN, IMPORT_UNDONE)}
    assert not Opinion.objects.filter(withdrawn_at=None).exists()
    assert not Clock.objects.filter(state=ClockState.RUNNING).exists()
    new = LogEntry.objects.order_by("id")[before:]
    assert [(one.verb, one.object_kind, one.object_id) for one in new] == [("import.undone", "import_batch", batch.pk)]
    assert not any(worklists.counts(town.office).values())
    assert not worklists.cases("all", town.office).exists()
    assert matching_ids("楼道灯", "case") == []
    assert "导入撤销" in clerk.get(reverse("cases:desk_case", args=[case.number])).content.decode()
    assert "这次导入已撤销" in page(clerk, batch)


def test_an_undone_file_can_come_again(clerk: Client, town: Town) -> None:
    undo(clerk, imported(clerk))
    again = imported(clerk)
    assert again.rows_made == 2
    assert worklists.counts(town.office)["all"] == 2
    undo(clerk, again)
    assert imported(clerk).rows_made == 2


def test_what_has_moved_on_is_listed_and_only_the_rest_is_undone(clerk: Client, town: Town) -> None:
    batch = imported(clerk)
    moved = Case.objects.order_by("id")[0]
    EditTriage(actor=town.office, case_id=moved.pk, kind="problem", category="housing.lift").execute()
    Transfer(actor=town.office, case_id=moved.pk).execute()
    answer = undo(clerk, batch)
    assert answer.status_code == 409
    assert moved.number in answer.content.decode()
    assert batch.state == BatchState.DONE
    assert Case.objects.filter(state=w.RECEIVED).count() == 1
    undo(clerk, batch, "rest")
    moved.refresh_from_db()
    assert (batch.state, batch.rows_undone, moved.state) == (BatchState.UNDONE, 1, w.TRANSFERRED)
    assert "另有 1 条已经有人办理" in page(clerk, batch)


def test_the_template_is_read_back_without_a_question(clerk: Client, town: Town) -> None:
    answer = clerk.get(reverse("cases:import_template"))
    book = load_workbook(io.BytesIO(answer.getvalue()))
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    sheet.append(["楼道灯坏了三天没有人来修", "楼道灯", dt.date(2026, 6, 3), *["" for _ in headers[3:]]])
    out = io.BytesIO()
    book.save(out)
    mapping = propose(read_table(out.getvalue()))
    assert [headers[column] for _field, column in sorted(mapping.items(), key=lambda item: item[1])] == headers
    assert mapping[columns.WORDS] == 0


def test_the_government_desk_imports_its_hotline_orders_and_sees_only_its_own(clerk: Client, town: Town) -> None:
    theirs = imported(clerk)
    desk = Client()
    desk.force_login(make_person(roles.GOVERNMENT_DESK))
    assert desk.get(reverse("cases:import", args=[theirs.pk])).status_code == 404
    batch = imported(desk, SHEET.replace("楼道灯", "电梯"))
    assert batch.rows_made == 1
    assert Case.objects.get(opinions__verbatim__startswith="电梯").state == w.TRANSFERRED
    undo(desk, batch)
    assert batch.rows_undone == 1


def test_the_sealed_file_goes_when_its_time_is_over_and_the_result_stays(clerk: Client, town: Town) -> None:
    from lianxin.cases.imports.files import erase_old
    from lianxin.core.clock import now

    batch = imported(clerk)
    assert erase_old(now() + dt.timedelta(days=1), 10) == 1
    batch.refresh_from_db()
    assert batch.stored_name == ""
    assert "C4" in page(clerk, batch)
    assert clerk.get(reverse("cases:import_refused", args=[batch.pk])).status_code == 302


def test_a_cell_that_looks_like_a_formula_stays_text(clerk: Client, town: Town) -> None:
    imported(clerk, '居民区,反映内容\n青枫,"=cmd|calc 这是居民写的一句话，不是公式"\n')
    assert Opinion.objects.get().verbatim.startswith("=cmd")


def test_the_progress_page_renews_itself_and_gives_way_to_the_result(clerk: Client, town: Town) -> None:
    batch = uploaded(clerk)
    press(clerk, batch, "start")
    address = reverse("cases:import", args=[batch.pk])
    assert 'hx-trigger="every 2s"' in page(clerk, batch)
    runs.run_batch(batch.pk)
    assert clerk.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_an_import_does_not_run_for_somebody_whose_account_was_closed(clerk: Client, town: Town) -> None:
    batch = uploaded(clerk)
    press(clerk, batch, "start")
    Account.objects.filter(pk=int(batch.made_by)).update(is_active=False)
    assert runs.run_batch(batch.pk) == BatchState.FAILED
    assert not Opinion.objects.exists()
    other = Client()
    other.force_login(make_person(roles.CONGRESS_CHAIR))
    assert "账号已经停用" in page(other, batch)
    press(other, batch, "resume")
    assert runs.run_batch(batch.pk) == BatchState.DONE


@pytest.mark.parametrize(
    ("name", "said"), [("表格.jpg", "这是一张图片（.jpg）"), ("通知.docx", "这不是表格文件（.docx）")]
)
def test_a_file_that_is_no_table_by_its_name_is_refused_before_it_is_read(clerk: Client, name: str, said: str) -> None:
    answer = upload(clerk, SHEET, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_the_preview_names_places_the_register_does_not_know_with_their_cells(clerk: Client) -> None:
    batch = uploaded(clerk, SHEET.replace("3,青枫,", "3,梧桐里,"))
    said = page(clerk, batch)
    assert "名录里没有的地名" in said
    assert "B4：“梧桐里”" in said
    assert "B2：" not in said
    assert "名录里没有的地名" not in page(clerk, uploaded(clerk, SHEET, "另一份.csv"))
