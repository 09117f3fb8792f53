"""What the desk reads: the secretary's week, the 汇总转交 list, the sheet for a unit, matters that may be the same."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from lianxin.cases import workflow as w
from lianxin.cases.models import Assignment, Case
from lianxin.cases.selectors import case_page, week
from lianxin.cases.selectors.similar import similar
from lianxin.core.clock import today
from lianxin.people import roles
from tests.cases.factories import Town, make_case, start
from tests.people.factories import make_person

Browser = Callable[..., Client]


@pytest.fixture
def browser(town: Town) -> Browser:
    """A signed-in browser of somebody with one role."""

    def made(role: str, **grant: Any) -> Client:
        client = Client()
        client.force_login(make_person(role, **grant))
        return client

    return made


def numbers(page: week.Week) -> dict[str, list[str]]:
    """The numbers under each heading."""
    return {section.code: [row.number for row in section.rows] for section in page.sections}


# --- 本周一页 ---------------------------------------------------------------------------------------


def test_the_week_says_whom_to_tell_whom_to_ask_and_what_is_stuck(town: Town) -> None:
    told = make_case(town, w.REPLIED).told()
    answered = make_case(town, w.REPLIED)
    stuck = make_case(town, w.ASSIGNED)
    Case.objects.filter(pk=stuck.case.pk).update(due_on=today() - dt.timedelta(days=3))
    found = numbers(week.week_of(town.secretary))
    assert found["to_tell"] == [answered.case.number]
    assert found["to_ask"] == [told.case.number]
    assert found["overdue"] == [stuck.case.number]


def test_a_matter_stands_once_and_foreign_ones_not_at_all(town: Town) -> None:
    late = make_case(town, w.REPLIED)
    Case.objects.filter(pk=late.case.pk).update(due_on=today() - dt.timedelta(days=3))
    make_case(town, w.REPLIED, place_id=town.second.pk)
    page = week.week_of(town.secretary)
    assert [row.number for section in page.sections for row in section.rows] == [late.case.number]


def test_last_weeks_matters_say_what_became_of_them(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    monday = today() - dt.timedelta(days=today().isoweekday() - 1)
    Case.objects.filter(pk=walk.case.pk).update(received_on=monday - dt.timedelta(days=2), due_on=None, due_code="")
    page = week.week_of(town.secretary)
    (row,) = next(section for section in page.sections if section.code == "last_week").rows
    assert row.number == walk.case.number
    assert "政府交办台" in row.do


def test_the_week_shows_no_contact_data_and_says_whether_there_is_any(town: Town) -> None:
    words = "我是张伟，电话13912345678，三号楼电梯坏了"
    make_case(town, w.REPLIED, words=words, contact="13912345678", contact_name="张伟")
    page = week.week_of(town.secretary)
    (row,) = next(section for section in page.sections if section.code == "to_tell").rows
    assert "13912345678" not in f"{row}"
    assert "留有联系方式" in row.note


def test_the_week_costs_two_statements_however_much_there_is(town: Town) -> None:
    make_case(town, w.REPLIED)
    with CaptureQueriesContext(connection) as one:
        week.week_of(town.secretary)
    for _more in range(3):
        make_case(town, w.REPLIED)
    with CaptureQueriesContext(connection) as four:
        week.week_of(town.secretary)
    assert len(one) == len(four) == 2


def test_the_week_is_a_page_and_a_file(browser: Browser, town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    secretary = browser(roles.SECRETARY, place=town.first)
    page = secretary.get(reverse("cases:desk_week")).content.decode()
    assert walk.case.number in page
    assert "没有逾期的" in page
    answer = secretary.get(reverse("cases:desk_week"), {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet is not None
    assert walk.case.number in [cell.value for row in sheet.iter_rows() for cell in row]


# --- 汇总转交 ---------------------------------------------------------------------------------------


def test_the_office_chooses_looks_confirms_and_sees_what_went(browser: Browser, town: Town) -> None:
    going = [start(town, kind="problem", category="housing.lift").case for _n in range(2)]
    stays = start(town, kind="unknown", category="").case
    left = start(town, kind="problem", category="housing.lift").case
    office = browser(roles.CONGRESS_OFFICE)
    listed = office.get(reverse("cases:desk_cases"), {"list": "to_transfer"}).content.decode()
    assert f'name="pick" value="{going[0].pk}"' in listed
    picked = [*[case.pk for case in going], stays.pk]
    sheet = office.get(reverse("cases:desk_transfer"), {"pick": picked})
    text = sheet.content.decode()
    assert left.number not in text
    assert "权责表" in text
    assert "转交这 2 件" in text
    answer = office.post(
        reverse("cases:desk_transfer"), {"ids": sheet.context["form"].initial["ids"], "note": "电梯先办"}
    )
    number = Case.objects.get(pk=going[0].pk).transfer_list
    assert answer.headers["Location"] == reverse("cases:desk_transfer_list", args=[number])
    result = office.get(answer.headers["Location"]).content.decode()
    assert all(case.number in result for case in going)
    assert stays.number in result  # among the messages: what was refused, and why
    assert "先定好性质和类别" in result
    assert Case.objects.get(pk=stays.pk).state == Case.objects.get(pk=left.pk).state == w.RECEIVED
    for case in going:
        assert Case.objects.get(pk=case.pk).state == w.TRANSFERRED


def test_a_list_sent_twice_goes_once(browser: Browser, town: Town) -> None:
    case = start(town, kind="problem", category="housing.lift").case
    office = browser(roles.CONGRESS_OFFICE)
    for _press in range(2):
        office.post(reverse("cases:desk_transfer"), {"ids": str(case.pk), "note": ""})
    case.refresh_from_db()
    assert (case.state, case.transfer_list.endswith("001")) == (w.TRANSFERRED, True)
    assert "一件也没有转交" in office.get(reverse("cases:desk_cases")).content.decode()


def test_the_table_hides_personal_data_and_confidential_words(browser: Browser, town: Town) -> None:
    open_words = "我叫李强，手机13912345678，楼道灯坏了"
    start(town, words=open_words, kind="problem", category="housing.lift", summary="楼道灯坏")
    start(
        town, words="别说是我讲的，六楼漏水", kind="problem", category="housing.lift", summary="漏水", confidential=True
    )
    text = browser(roles.CONGRESS_OFFICE).get(reverse("cases:desk_transfer"), {"all": "1"}).content.decode()
    assert "楼道灯坏了" in text
    assert "13912345678" not in text
    assert "别说是我讲的" not in text


def test_the_list_is_printed_and_exported_for_both_desks(browser: Browser, town: Town) -> None:
    walk = start(town, kind="problem", category="housing.lift")
    office, desk = browser(roles.CONGRESS_OFFICE), browser(roles.GOVERNMENT_DESK)
    office.post(reverse("cases:desk_transfer"), {"ids": str(walk.case.pk), "note": ""})
    number = Case.objects.get(pk=walk.case.pk).transfer_list
    for client in (office, desk):
        paper = client.get(reverse("cases:transfer_paper", args=[number, "summary"]))
        assert walk.case.number in paper.content.decode()
        answer = client.get(reverse("cases:desk_transfer_list", args=[number]), {"format": "csv"})
        assert walk.case.number in answer.getvalue().decode("utf-8-sig")


# --- the sheet for a unit -----------------------------------------------------------------------------


def test_the_sheet_for_a_unit_says_what_is_asked_where_and_by_when_but_not_who(browser: Browser, town: Town) -> None:
    words = "我是王芳，电话13912345678，电梯天天停"
    walk = start(
        town, words=words, kind="problem", category="housing.lift", points=["何时修好"], contact="13912345678"
    ).transferred()
    walk.assigned(demand="请三日内到场")
    handler = browser(roles.UNIT_HANDLER, unit=town.office_unit)
    text = handler.get(reverse("cases:desk_print", args=[walk.case.number]), follow=True).content.decode()
    for wanted in ("何时修好", "请三日内到场", "电梯天天停", "青枫一村", "个工作日", walk.case.number):
        assert wanted in text, wanted
    assert "13912345678" not in text
    assert "13*" not in text


# --- the page of a case -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "who", "first"),
    [
        (w.TRANSFERRED, roles.GOVERNMENT_DESK, "assign"),
        (w.RECEIVED, roles.CONGRESS_OFFICE, "transfer"),
        (w.REPLIED, roles.GOVERNMENT_DESK, "log_contact"),
        (w.EVALUATED, roles.GOVERNMENT_DESK, "close"),
        (w.MEETING, roles.CONGRESS_OFFICE, "explain"),
    ],
)
def test_the_next_step_is_the_first_button(browser: Browser, town: Town, state: str, who: str, first: str) -> None:
    walk = make_case(town, state)
    page = browser(who).get(reverse("cases:desk_case", args=[walk.case.number]))
    assert page.context["moves"][0].code == first
    assert page.context["next_moves"][0].code == first


def test_one_sentence_says_who_has_it_by_when_and_what_for(browser: Browser, town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    page = browser(roles.GOVERNMENT_DESK).get(reverse("cases:desk_case", args=[walk.case.number]))
    assert page.context["lead"].startswith("现在在政府交办台手里：")
    assert "前交办，" in page.context["lead"]
    closed = make_case(town, w.CLOSED)
    page = browser(roles.CONGRESS_OFFICE).get(reverse("cases:desk_case", args=[closed.case.number]))
    assert page.context["lead"] == "这件事已办结，没有人需要再做什么。"


def test_a_voice_names_its_owner_before_it_speaks(browser: Browser, town: Town) -> None:
    walk = make_case(town, w.EVALUATED)
    text = browser(roles.GOVERNMENT_DESK).get(reverse("cases:desk_case", args=[walk.case.number])).content.decode()
    assert "单位说 · " in text
    assert "居民说 · 解决了" in text


def test_the_page_names_the_line_that_suggested_the_unit(browser: Browser, town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    walk.assigned(unit=town.police_unit, correction_reason="涉及治安")
    given = Assignment.objects.select_related("duty_rule", "suggested_unit").get(case_id=walk.case.pk)
    assert given.duty_rule is not None
    text = browser(roles.GOVERNMENT_DESK).get(reverse("cases:desk_case", args=[walk.case.number])).content.decode()
    assert f"第 {given.duty_rule.number} 条：{given.suggested_unit.name}" in text
    assert "涉及治安" in text


# --- may be the same -----------------------------------------------------------------------------------


def test_a_matter_of_the_same_place_in_similar_words_is_named_with_the_words_in_common(town: Town) -> None:
    mine = start(town, words="三号楼电梯三天两头停，老人下不了楼", summary="电梯常停", kind="problem")
    same = start(town, words="我们三号楼的电梯又停了，老人下不了楼怎么办", summary="电梯又停了", kind="problem")
    other = start(town, words="小区门口有人摆摊，噪音很大", summary="摆摊噪音", kind="problem")
    away = start(
        town, words="三号楼电梯三天两头停，老人下不了楼", summary="电梯常停", place_id=town.second.pk, category=""
    )
    case, words = case_page.find(town.office, mine.case.pk), [mine.opinion.verbatim]
    with CaptureQueriesContext(connection) as seen:
        found = similar(town.office, case, words)
    assert len(seen) == 1
    assert [one.number for one in found][:1] == [same.case.number]
    assert other.case.number not in [one.number for one in found]
    assert found[0].common
    assert away.case.number not in [one.number for one in similar(town.secretary, case, words)]


def test_who_sees_only_the_own_matters_gets_no_hint_of_others(browser: Browser, town: Town) -> None:
    mine = start(town, words="三号楼电梯停了", kind="problem", category="housing.lift").transferred().assigned()
    start(town, words="三号楼电梯又停了", kind="problem", category="housing.lift")
    handler = browser(roles.UNIT_HANDLER, unit=town.office_unit)
    page = handler.get(reverse("cases:desk_hints", args=[mine.case.number]))
    assert page.status_code == 200
    assert page.context["likes"] == []
