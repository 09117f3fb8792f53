"""The town's own papers: their words (kept as text a clerk can read), what they never hold, who gets which file."""

import datetime as dt
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.documents import catalogue, lists, pages, reading
from lianxin.cases.documents.answers import Door
from lianxin.cases.documents.house import House, house_of
from lianxin.cases.documents.pressing import Pressing, pressing_sheet
from lianxin.cases.models import Case, Track
from lianxin.cases.selectors import case_page, transfer
from lianxin.core.documents.letters import pdf, plain, word
from lianxin.core.documents.letters.model import Paper
from lianxin.journal.actors import Actor
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.ui import papers
from tests.cases.factories import Town, Walk, make_case, start
from tests.people.factories import make_person

GOLDEN = Path(__file__).parent / "papers"
WORDS = "请打13912345678。二号楼电梯三天两头停，老人下不了楼，什么时候能修好？"
Browser = Callable[..., Client]


@pytest.fixture
def signed_in(town: Town) -> Browser:
    """A signed-in browser of somebody with one role."""

    def made(role: str, **grant: Any) -> Client:
        client = Client()
        client.force_login(make_person(role, **grant))
        return client

    return made


def the_house(town: Town) -> House:
    return house_of(town.row, "张明（镇人大办）")


def paper_of(town: Town, walk: Walk, code: str, actor: Actor | None = None) -> Paper:
    who = actor or town.office
    page = case_page.load(who, walk.case.pk)
    wanted = catalogue.Wanted(page, the_house(town), who, Door("https://town.example/o/abc"), ("现场照片.jpg",))
    made = catalogue.BY_CODE[code].make(wanted)
    assert made is not None
    return made


def golden(name: str, paper: Paper) -> None:
    """Compare with the text a clerk has read; a missing file is written once and fails, so that somebody reads it."""
    file, text = GOLDEN / f"{name}.txt", plain.text_of(paper)
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was written: read it, then run again")
    assert text == file.read_text(encoding="utf-8")


# --- the words of each paper ------------------------------------------------------------------------


def assigned(town: Town, **data: Any) -> Walk:
    walk = start(
        town, words=WORDS, points=["什么时候修好", "停运时老人怎么下楼"], contact="13912345678",
        occasion="2026年下半年集中联系社区", deputy_ids=[town.deputy.pk], **data,
    )  # fmt: skip
    return walk.transferred().assigned(co_unit_ids=[town.centre_unit.pk], demand="请三日内到场查看。").accepted()


def answered(town: Town, **data: Any) -> Walk:
    points = list(case_page.load(town.office, (walk := assigned(town)).case.pk).points)
    walk.contacted().do(act.GiveCoOpinion, town.handler(town.centre_unit), text="停运期间由社区中心安排志愿者。")
    typed = {
        "text": "电梯已恢复运行，整机更新列入计划。", "result_code": "planned", "promise_text": "换新电梯",
        "promise_on": dt.date(2027, 6, 30),
        "points": [
            act.PointReply(point_id=points[0].id, answer="11月26日已修好。"),
            act.PointReply(point_id=points[1].id, answer="志愿者上门帮忙。"),
        ],
        **data,
    }  # fmt: skip
    return walk.drafted(**typed).signed()


def test_the_order_of_a_unit(town: Town) -> None:
    golden("order", paper_of(town, assigned(town), "order"))


def test_the_order_of_an_agency_is_a_request(town: Town) -> None:
    walk = start(town).transferred().assigned(town.police_unit)
    assert paper_of(town, walk, "order").title == "商请单"


def test_the_letter_with_the_answer(town: Town) -> None:
    golden("reply", paper_of(town, answered(town), "reply"))


def test_the_notice_for_the_resident(town: Town) -> None:
    golden("notice", paper_of(town, answered(town), "notice"))


def test_the_sheet_that_asks_for_an_opinion(town: Town) -> None:
    golden("survey", paper_of(town, answered(town), "survey"))


def test_the_return(town: Town) -> None:
    walk = start(town).transferred().assigned()
    walk.do(
        act.ReturnCase, town.handler(town.office_unit), reason="电梯在园区红线内", basis="权责表第1条",
        proposed_unit_id=town.centre_unit.pk,
    )  # fmt: skip
    golden("return", paper_of(town, walk, "return"))
    walk.do(act.Uphold, town.desk, reason="属于镇域，请继续办理")
    assert "审定：不同意退回，维持原交办" in plain.text_of(paper_of(town, walk, "return"))


def test_the_request_for_more_time(town: Town) -> None:
    walk = assigned(town).contacted()
    walk.do(act.RequestExtension, town.handler(town.office_unit), reason="配件要订货")
    golden("extension", paper_of(town, walk, "extension"))
    walk.do(act.Extend, town.desk, reason="同意等配件")
    text = plain.text_of(paper_of(town, walk, "extension"))
    assert "审定：同意延期" in text
    assert "延至：2026年" in text


def test_the_opinion_of_a_unit_that_handles_with_another(town: Town) -> None:
    golden("co-opinion", paper_of(town, answered(town), "co-opinion"))


def sent_lines(town: Town) -> tuple[str, list[lists.SummaryRow]]:
    walk = start(
        town, words=WORDS, occasion="2026年下半年集中联系社区", deputy_ids=[town.deputy.pk], contact="13912345678"
    )
    start(town, words="别说是我讲的，六楼漏水", summary="六楼漏水", confidential=True)
    ids = list(Case.objects.order_by("id").values_list("pk", flat=True))
    act.EditTriage(actor=town.office, case_id=walk.case.pk, authority_level="town").execute()
    number = act.transfer_list(town.office, ids, "").number
    return number, reading.summary_rows(transfer.sent(town.office, number))


def test_the_table_of_a_transfer(town: Town) -> None:
    number, rows = sent_lines(town)
    golden("summary", lists.summary(number, rows, the_house(town)))


def test_the_letter_of_a_transfer(town: Town) -> None:
    number, rows = sent_lines(town)
    golden("handover", lists.handover(number, rows, dt.date(2026, 11, 24), the_house(town)))


def test_the_ledger_of_promises(town: Town) -> None:
    answered(town).told().judged("partly")
    golden("promises", lists.promises(reading.promise_rows(town.office), the_house(town)))
    assert not list(reading.promise_rows(town.office, 2026))
    assert len(list(reading.promise_rows(town.office, 2027))) == 1


def test_the_ledger_of_matters(town: Town) -> None:
    answered(town)
    start(town, words="路灯不亮", summary="路灯不亮")
    rows = list(reading.ledger_rows(reading.ledger_cases(town.office, "all", lambda cases: cases)))
    golden("ledger", lists.ledger(rows, the_house(town), what="全部", full=False))
    full = lists.ledger(rows, the_house(town), what="全部", full=True)
    assert len(plain.text_of(full).splitlines()[4].split(" | ")) == len(lists.IN_FULL) + 1


def test_the_sheet_with_what_became_of_the_last_round(town: Town) -> None:
    answered(town).told().judged().do(act.TrackPromises, town.desk)
    start(town, words="六楼漏水两年了", occasion="2026年下半年集中联系社区")
    occasion = reading.last_occasion(town.office, town.first)
    rows = reading.feedback_rows(town.office, town.first, occasion)
    golden("feedback", lists.feedback(town.first.name, occasion, rows, the_house(town)))


def test_a_supervision_order_from_plain_facts(town: Town) -> None:
    pressing = Pressing(
        number="102-督-2026-003", step="督办", issuer=the_house(town).desk, unit="城建办公室",
        matters=(("102-2026-00001", "电梯经常停运（电话13912345678）"),), demand="请说明为什么没有答复。",
        issued_on=dt.date(2026, 11, 24), answer_by=dt.date(2026, 11, 27), due_on=dt.date(2026, 11, 20), late_days=2,
        signed_by="交办台主任",
    )  # fmt: skip
    golden("pressing", pressing_sheet(pressing, the_house(town)))


# --- what no paper holds ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", catalogue.BY_CODE)
def test_no_paper_holds_contact_data_or_what_a_secret_voice_said(town: Town, code: str) -> None:
    walk = answered(town)
    text = plain.text_of(paper_of(town, walk, code)) if code not in {"return", "extension"} else ""
    assert "13912345678" not in text
    secret = start(
        town, words="别说是我讲的，物业收钱不办事", summary="物业服务问题", confidential=True, contact="13912345678"
    ).transferred().assigned().accepted().to_reply()  # fmt: skip
    if code in {"order", "reply", "notice", "survey"}:
        shown = plain.text_of(paper_of(town, secret, code))
        assert "别说是我讲的" not in shown
        assert "物业服务问题" in shown


def test_a_secret_voice_is_asked_for_on_the_order(town: Town) -> None:
    walk = start(town, words="别说是我", summary="漏水", confidential=True).transferred().assigned()
    assert "保密要求：反映人要求保密" in plain.text_of(paper_of(town, walk, "order"))


def test_a_red_head_needs_an_entitlement_of_the_town_and_a_suggestion(town: Town) -> None:
    walk = answered(town)
    assert paper_of(town, walk, "reply").red_head is None
    town.row.settings = json.dumps({"red_heads": {"government": {"mark": "测试镇人民政府", "number": "测府函"}}})
    town.row.save()
    assert paper_of(town, walk, "reply").red_head is None, "an answer to a resident is no official letter"
    Case.objects.filter(pk=walk.case.pk).update(track=Track.SUGGESTION)
    red = paper_of(town, walk, "reply").red_head
    assert red is not None
    assert (red.mark, red.issue_number) == ("测试镇人民政府", "测府函〔2026〕　　号")


def test_the_longest_notice_is_one_page(town: Town) -> None:
    long = "说明" * 240
    walk = start(town, words="很长的话。" * 200, summary="很长的话").transferred().assigned().accepted().contacted()
    walk.drafted(
        text=long, result_code="planned", result_reason=long[:480], promise_text=long[:480],
        promise_on=dt.date(2027, 1, 31),
    ).signed()  # fmt: skip
    made = pdf.pdf_bytes(paper_of(town, walk, "notice"))
    assert len(PdfReader(io.BytesIO(made)).pages) == 1


# --- pages and files --------------------------------------------------------------------------------


def address(walk: Walk, code: str) -> str:
    return reverse("cases:paper", args=[walk.case.number, code])


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def test_a_paper_is_a_page_and_three_files_and_each_file_is_noted(signed_in: Browser, town: Town) -> None:
    walk = answered(town)
    office = signed_in(roles.CONGRESS_OFFICE)
    page = office.get(address(walk, "reply")).content.decode()
    assert "逐点答复" in page
    assert [kind for kind in ("xlsx", "docx", "pdf") if f"format={kind}" in page] == ["xlsx", "docx", "pdf"]
    assert not LogEntry.objects.filter(verb="people.exported").exists(), "looking is no export"
    starts = {"xlsx": b"PK", "docx": b"PK", "pdf": b"%PDF"}
    for kind, start_ in starts.items():
        answer = office.get(address(walk, "reply"), {"format": kind})
        assert body_of(answer).startswith(start_)
        assert f".{kind}" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "private, no-store"
    noted = [json.loads(one.data) for one in LogEntry.objects.filter(verb="people.exported").order_by("id")]
    assert [one["format"] for one in noted] == ["xlsx", "docx", "pdf"]
    assert all(walk.case.number in one["what"] for one in noted)


def test_where_an_extra_is_missing_its_button_is_missing_and_its_address_says_how_to_get_it(
    signed_in: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "find_spec", lambda _name: None)
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)
    papers.forget()
    walk = assigned(town)
    office = signed_in(roles.CONGRESS_OFFICE)
    page = office.get(address(walk, "order")).content.decode()
    assert "format=docx" not in page
    assert "format=pdf" not in page
    assert "format=xlsx" in page
    assert "Word、PDF 要管理员装上附加包才有" in page
    refused = office.get(address(walk, "order"), {"format": "pdf"})
    assert refused.status_code == 404
    assert "dev.py run --with pdf" in refused.content.decode()
    papers.forget()


def test_the_page_of_a_matter_offers_what_there_is(signed_in: Browser, town: Town) -> None:
    office = signed_in(roles.CONGRESS_OFFICE)

    def offered(walk: Walk) -> set[str]:
        page = office.get(reverse("cases:desk_case", args=[walk.case.number])).content.decode()
        return set(re.findall(r"/papers/([a-z-]+)/\"", page))

    assert offered(start(town)) == set()
    assert offered(make_case(town, w.ASSIGNED)) == {"order"}
    assert offered(answered(town)) == {"order", "co-opinion", "contacts", "reply", "notice", "survey"}


def test_a_paper_with_nothing_to_write_says_so(signed_in: Browser, town: Town) -> None:
    answer = signed_in(roles.CONGRESS_OFFICE).get(address(start(town), "reply"))
    assert answer.status_code == 404
    assert "还没有可以写进“答复函”的内容" in answer.content.decode()


def test_papers_are_chinese_on_an_english_screen(signed_in: Browser, town: Town) -> None:
    office = signed_in(roles.CONGRESS_OFFICE)
    office.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    walk = assigned(town)
    matter = office.get(reverse("cases:desk_case", args=[walk.case.number])).content.decode()
    page = office.get(address(walk, "order")).content.decode()
    assert 'lang="en"' in matter
    assert "主办单位" in page
    assert "类别" in page


def test_a_unit_reads_its_own_order_only(signed_in: Browser, town: Town) -> None:
    walk = assigned(town)
    assert signed_in(roles.UNIT_HANDLER, unit=town.office_unit).get(address(walk, "order")).status_code == 200
    assert signed_in(roles.UNIT_HANDLER, unit=town.police_unit).get(address(walk, "order")).status_code == 404


def test_a_ledger_of_five_hundred_matters_is_one_file_with_the_filters_of_the_list(
    signed_in: Browser, town: Town
) -> None:
    first = start(town).case
    number = first.number.rsplit("-", 1)[0]
    more = [
        Case(
            number=f"{number}-{at:05d}", title=f"=事项{at}", received_on=first.received_on, place=first.place,
            place_path=first.place_path, kind="problem" if at % 2 else "help",
        )
        for at in range(2, 501)
    ]  # fmt: skip
    Case.objects.bulk_create(more)
    office = signed_in(roles.CONGRESS_OFFICE)
    office.get(reverse("ui:preferences"))  # the first page of a session looks whether a second step is due
    with CaptureQueriesContext(connection) as seen:
        answer = office.get(reverse("cases:ledger"), {"list": "all", "format": "xlsx"})
        data = body_of(answer)
    assert len(seen) <= 16, [one["sql"][:90] for one in seen.captured_queries]
    sheet = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert len(rows) == 500
    assert not [cell for row in rows for cell in row if str(cell).startswith("=")]
    half = body_of(office.get(reverse("cases:ledger"), {"list": "all", "kind": "help", "format": "xlsx"}))
    sheet = load_workbook(io.BytesIO(half), read_only=True).worksheets[0]
    assert len([row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]) == 250


def test_a_table_too_long_for_paper_leads_to_the_workbook(
    signed_in: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_case(town, w.RECEIVED)
    make_case(town, w.RECEIVED)
    monkeypatch.setattr(pdf, "MOST_ROWS", 1)
    answer = signed_in(roles.CONGRESS_OFFICE).get(reverse("cases:ledger"), {"list": "all", "format": "pdf"})
    assert answer.status_code == 400
    assert "导出 Excel" in answer.content.decode()
    assert pages.MOST_ROWS == 1_000


def test_a_secretary_prepares_her_own_neighbourhood_only(signed_in: Browser, town: Town) -> None:
    secretary = signed_in(roles.SECRETARY, place=town.first)
    page = secretary.get(reverse("cases:feedback")).content.decode()
    assert "青枫居民区" in page
    assert "柳堰居民区" not in page
    assert "上轮意见反馈单" in secretary.get(reverse("cases:feedback"), {"place": "N01"}).content.decode()
    assert "上轮意见反馈单" not in secretary.get(reverse("cases:feedback"), {"place": "N02"}).content.decode()


@pytest.mark.parametrize("code", ["order", "reply", "notice", "survey", "co-opinion", "contacts"])
def test_a_paper_costs_few_statements(signed_in: Browser, town: Town, code: str) -> None:
    walk, office = answered(town), signed_in(roles.CONGRESS_OFFICE)
    office.get(address(walk, code))
    with CaptureQueriesContext(connection) as seen:
        assert office.get(address(walk, code)).status_code == 200
    assert len(seen) <= 16, [one["sql"][:90] for one in seen.captured_queries]
