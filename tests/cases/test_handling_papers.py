"""The contact log of a matter, the report of handling, 催办单 and the congress's letters: words, rights, files."""

import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.documents import handled, handling
from lianxin.cases.documents.house import House, house_of
from lianxin.cases.documents.pressing import CongressPaper, congress_letter
from lianxin.clocks.orders.congress import ProposeStep
from lianxin.core.clock import today
from lianxin.core.documents.letters import plain
from lianxin.db.models import Town as TownRow
from lianxin.people import roles
from lianxin.reports.figures.model import Scope
from tests.cases.factories import Town, Walk, make_case, start
from tests.cases.test_papers import answered, assigned, body_of, golden, paper_of
from tests.people.factories import make_person


def signed_in(role: str, **grant: Any) -> Client:
    client = Client()
    client.force_login(make_person(role, **grant))
    return client


def house(town: Town) -> House:
    return house_of(town.row, "张明（镇人大办）")


def this_year(row: TownRow) -> Scope:
    return Scope(row, today().replace(month=1, day=1), today(), today())


# --- the contact log --------------------------------------------------------------------------------


def contacted(town: Town) -> Walk:
    """Tried in vain, then reached; the handler wrote down too much."""
    walk = assigned(town)
    handler = town.handler()
    walk.do(act.FirstContact, handler, how="phone", reached=False, note="没有人接")
    walk.do(act.LogContact, handler, purpose="other", how="visit", note="说好周三来看，电话13912345678")
    return walk


def test_the_contact_log_says_who_when_how_and_masks_the_rest(town: Town, frozen_clock) -> None:
    golden("contacts", paper_of(town, contacted(town), "contacts"))


def test_a_matter_nobody_contacted_has_no_log(town: Town) -> None:
    walk = make_case(town, w.ASSIGNED)
    answer = signed_in(roles.CONGRESS_OFFICE).get(reverse("cases:paper", args=[walk.case.number, "contacts"]))
    assert answer.status_code == 404
    assert "还没有可以写进“沟通联系记录”的内容" in answer.content.decode()


# --- the report of handling -------------------------------------------------------------------------


def some_matters(town: Town) -> None:
    """One answered and judged, one answered and not asked, one with a unit, one secret, one just received."""
    answered(town).told().asked().judged("partly")
    make_case(town, w.REPLIED)
    start(town, words="河边栏杆松了").transferred().assigned(town.centre_unit)
    start(town, words="别说是我讲的，六楼漏水", summary="六楼漏水", confidential=True)
    start(town, words="路灯不亮，打13912345678", summary="路灯不亮")


def test_the_report_of_handling(town: Town, frozen_clock) -> None:
    some_matters(town)
    facts = handled.read(town.office, this_year(town.row))
    golden("handling", handling.report(facts, house(town)))


def test_the_report_never_shows_a_share_without_its_counts_nor_words_that_are_secret(town: Town) -> None:
    some_matters(town)
    text = plain.text_of(handling.report(handled.read(town.office, this_year(town.row)), house(town)))
    assert "别说是我讲的" not in text
    assert "13912345678" not in text
    assert all("n = " in line for line in text.splitlines() if "%" in line)
    assert "居民说 | 解决了0件，部分解决1件，没有解决0件 | 1" in text


def test_a_matter_received_before_the_period_is_not_in_its_list_but_stands_open(town: Town, frozen_clock) -> None:
    start(town, words="路灯不亮")
    frozen_clock.advance(days=60)
    scope = Scope(town.row, today() - dt.timedelta(days=5), today(), today())
    facts = handled.read(town.office, scope)
    assert (facts.count, list(facts.matters)) == (0, [])
    assert next(one.value for one in facts.figures if one.name == "未办结") == "1 件"


def test_the_report_is_a_page_and_three_files_for_the_desk_and_the_congress(town: Town) -> None:
    some_matters(town)
    here, period = reverse("cases:handling_report"), {"first": "2026-01-01", "last": "2026-12-31"}
    for role in (roles.GOVERNMENT_DESK, roles.CONGRESS_OFFICE):
        page = signed_in(role).get(here, period).content.decode()
        assert "四种声音，分开来说" in page
        assert "城建办" in page
    office = signed_in(roles.CONGRESS_OFFICE)
    starts = {"xlsx": b"PK", "docx": b"PK", "pdf": b"%PDF"}
    for kind, start_ in starts.items():
        assert body_of(office.get(here, {**period, "format": kind})).startswith(start_)
    sheet = load_workbook(io.BytesIO(body_of(office.get(here, {**period, "format": "xlsx"})))).worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert "居民意见办理情况报告" in cells
    assert [cell for cell in cells if cell.startswith("期内收到的事项的件数")]
    assert "1/2" in cells
    assert signed_in(roles.UNIT_HEAD, unit=town.office_unit).get(here, period).status_code == 403


def test_without_a_period_or_with_one_that_runs_backwards_the_page_asks_for_it(town: Town) -> None:
    office, here = signed_in(roles.CONGRESS_OFFICE), reverse("cases:handling_report")
    assert "看报告" in office.get(here).content.decode()
    backwards = office.get(here, {"first": "2026-12-01", "last": "2026-01-01"}).content.decode()
    assert "结束日期不能早于开始日期" in backwards
    assert 'value="2026-12-01"' in backwards


def test_the_report_costs_as_many_statements_for_many_matters_as_for_few(town: Town) -> None:
    office, here = signed_in(roles.CONGRESS_OFFICE), reverse("cases:handling_report")
    counts = []
    for _round in range(2):
        some_matters(town)
        office.get(here, {"first": "2026-01-01", "last": "2026-12-31"})
        with CaptureQueriesContext(connection) as seen:
            office.get(here, {"first": "2026-01-01", "last": "2026-12-31"})
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14, [one["sql"][:90] for one in seen.captured_queries]


# --- pressing on paper ------------------------------------------------------------------------------


def test_a_letter_of_the_congress_goes_to_the_government_and_never_to_a_unit(town: Town) -> None:
    facts = CongressPaper(
        number="102-督办-2026-001", step="重点督办",
        matters=(("102-2026-00001", "电梯经常停运（电话13912345678）"),), ask="请说明情况、原因和下一步安排。",
        issued_on=dt.date(2026, 11, 24), decided="主席团会议（2026年11月20日）", answer_by=dt.date(2026, 12, 1),
        signed_by="镇人大办",
    )  # fmt: skip
    golden("congress", congress_letter(facts, f"{town.row.name}人民政府", house(town)))


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf"])
def test_the_urging_and_the_congress_step_leave_as_files_too(town: Town, kind: str) -> None:
    case = make_case(town, w.CONTACTED).case
    desk, office = signed_in(roles.GOVERNMENT_DESK), signed_in(roles.CONGRESS_OFFICE)
    urging = reverse("cases:urge_print", args=[case.number])
    assert f"format={kind}" in desk.get(urging).content.decode()
    assert body_of(desk.get(urging, {"format": kind})).startswith((b"PK", b"%PDF"))
    step = ProposeStep(
        actor=town.office, step="key", about=[("case", case.pk)], title="电梯", ask="请说明情况。"
    ).execute()
    here = reverse("cases:step_print", args=[step.pk])
    assert f"format={kind}" in office.get(here).content.decode()
    assert body_of(office.get(here, {"format": kind})).startswith((b"PK", b"%PDF"))
