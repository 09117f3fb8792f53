"""Lists: keyset pages, filters in the address, exports; one statement a page."""

import datetime as dt
import io
from dataclasses import replace
from http.cookies import Morsel
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe
from django.utils.translation import override
from openpyxl import load_workbook

from lianxin.db.models import Town
from lianxin.ui import lists
from lianxin.ui.keyset import Place, Slice
from lianxin.ui.lists import Cell, Column, Filter, Listing, ListSpec, Sort
from lianxin.ui.written import Head, drawn

TOWNS = ListSpec(
    name="towns",
    caption="各镇",
    columns=(Column("code", "代码", sort="code"), Column("name", "名称", main=True), Column("made", "建立")),
    filters=(
        Filter(
            "district",
            "区",
            lambda rows, v: rows.filter(short_name=v),
            kind="choice",
            choices=[("x", "甲"), ("y", "乙")],
        ),
        Filter("after", "不早于", lambda rows, v: rows.filter(created_at__date__gte=v), kind="date"),
    ),
    sorts={"code": Sort("代码", "code"), "same": Sort("简称", "short_name", descending=True)},
    row=lambda town: {"code": town.code, "name": Cell(town.name, href=f"/t/{town.slug}/"), "made": town.created_at},
    size=3,
)


@pytest.fixture
def towns(db: None) -> list[Town]:
    """Eight towns; the short names repeat, so that the order needs its tie-breaker."""
    made = dt.datetime(2026, 6, 2, 17, 0, tzinfo=dt.UTC)
    return [
        Town.objects.create(code=f"T{n}", slug=f"t{n}", name=f"=镇{n}", short_name="xy"[n % 2], created_at=made)
        for n in range(8)
    ]


def ask(query: str = "") -> HttpRequest:
    return RequestFactory().get(f"/list/?{query.removeprefix('?')}")


def listing(query: str = "") -> Listing:
    return TOWNS.listing(ask(query), Town.objects.all())


def codes(page: Listing) -> list[str]:
    assert [row.count("<td") + row.count("<th") for row in page.rows] == [3] * len(page.objects)
    return [one.code for one in page.objects]


def walk(query: str, link: str) -> list[list[str]]:
    pages, address = [], query
    while True:
        page = listing(address)
        pages.append(codes(page))
        address = getattr(page, link)
        if not address:
            return pages


def test_pages_follow_each_other_without_gap_or_repeat(towns: list[Town]) -> None:
    assert walk("", "next_href") == [["T0", "T1", "T2"], ["T3", "T4", "T5"], ["T6", "T7"]]


def test_equal_sort_values_neither_repeat_nor_vanish(towns: list[Town]) -> None:
    pages = walk("sort=same", "next_href")
    assert [len(page) for page in pages] == [3, 3, 2]
    assert sorted(code for page in pages for code in page) == [f"T{n}" for n in range(8)]


def test_one_walks_back_the_same_way(towns: list[Town]) -> None:
    last = listing(listing(listing("").next_href).next_href)
    assert codes(last) == ["T6", "T7"]
    middle = listing(last.previous_href)
    assert codes(middle) == ["T3", "T4", "T5"]
    first = listing(middle.previous_href)
    assert codes(first) == ["T0", "T1", "T2"]
    assert first.previous_href == ""


def test_a_page_costs_one_statement_and_counts_nothing(towns: list[Town]) -> None:
    with CaptureQueriesContext(connection) as seen:
        listing("district=x")
    assert len(seen) == 1
    assert "COUNT" not in seen[0]["sql"].upper()


def test_a_filter_narrows_and_stays_in_every_address(towns: list[Town]) -> None:
    page = listing("district=x&from=zzz")
    assert codes(page) == ["T0", "T2", "T4"]
    assert "district=x" in page.next_href
    assert all("district=x" in export["href"] and "from=" not in export["href"] for export in page.exports)


@pytest.mark.parametrize("query", ["district=nowhere", "after=someday", "sort=none", "from=%00", "from=W10"])
def test_a_damaged_address_shows_the_first_page(towns: list[Town], query: str) -> None:
    assert codes(listing(query)) == ["T0", "T1", "T2"]


def test_a_position_reads_back_what_it_wrote() -> None:
    for value in ("六", 7, dt.date(2026, 6, 3), dt.datetime(2026, 6, 3, tzinfo=dt.UTC)):
        place = Place(value, 1 << 62, backwards=True)
        assert Place.read(place.text()) == place


def export(kind: str) -> Any:
    request: Any = ask(f"format={kind}&district=x")
    request.town = Town(name="示例镇", is_demo=True)
    return TOWNS.respond(request, Town.objects.all(), "unused.html")


def test_exports_carry_the_filter_the_demo_mark_and_no_formula(towns: list[Town]) -> None:
    text = export("csv").getvalue().decode("utf-8-sig").splitlines()
    assert text[0] == "演示数据"
    assert text[1] == "代码,名称,建立"
    assert [line.split(",")[0] for line in text[2:]] == ["T0", "T2", "T4", "T6"]
    assert all(not line.split(",")[1].startswith("=") for line in text[2:])
    assert text[2].endswith("2026-06-03 01:00")


def test_the_workbook_opens_and_its_head_is_frozen(towns: list[Town]) -> None:
    response = export("xlsx")
    sheet: Any = load_workbook(io.BytesIO(response.getvalue())).active
    assert sheet.freeze_panes == "A3"
    assert [cell.value for cell in sheet[2]] == ["代码", "名称", "建立"]
    assert "%E5%90%84%E9%95%87" in response["Content-Disposition"]


def test_a_filter_keeps_which_of_several_lists_is_shown(towns: list[Town]) -> None:
    page = listing("list=open&district=x&sort=same&from=1")
    assert page.carried == [("list", "open")]
    assert page.clear_href == "/list/?list=open"
    assert listing("district=x").clear_href == "/list/"


def test_cells_are_escaped_and_safe_words_stay_whatever_was_drawn_before() -> None:
    head = Head("state", "状<态", main=False, number=False)
    safe, unsafe = mark_safe("<b>急</b>"), "<b>急</b>"
    for _again in range(2):
        assert ">&lt;b&gt;急&lt;/b&gt;<" in drawn(head, unsafe, "/a?b=1&c=2", "<i>")
        assert "><b>急</b><" in drawn(head, safe, "", mark_safe("<i>x</i>"))
    assert 'data-label="状&lt;态"' in drawn(head, unsafe)
    assert "&lt;i&gt;" in drawn(head, unsafe, "", "<i>")
    assert 'href="/a?b=1&amp;c=2"' in drawn(head, unsafe, "/a?b=1&c=2")


def test_a_row_that_was_drawn_is_drawn_again_when_what_it_depends_on_changes() -> None:
    def spec(look: str, word: str) -> ListSpec:
        columns = (Column("name", "名称", main=True),)
        return ListSpec("looks", columns, lambda one: {"name": word + one}, {"a": Sort("a", "pk")}, look=look)

    page = Slice(["甲"], None, None)
    texts = [
        spec(look, word)._listing(ask(), spec(look, word)._read(ask()), page).rows[0]
        for look, word in (("1", "一"), ("1", "二"), ("2", "三"))
    ]
    assert ["一甲" in texts[0], "一甲" in texts[1], "三甲" in texts[2]] == [True, True, True]
    with override("en"):
        assert "四甲" in spec("1", "四")._listing(ask(), spec("1", "四")._read(ask()), page).rows[0]


def test_the_last_filter_is_remembered_without_the_words_that_were_typed(
    towns: list[Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = replace(TOWNS, filters=(*TOWNS.filters, Filter("q", "名称", lambda rows, v: rows.filter(name__contains=v))))
    monkeypatch.setattr(lists, "render", lambda *_facts: HttpResponse())

    def kept(query: str) -> str:
        return spec.respond(ask(query), Town.objects.all(), "any").cookies.get("lx_list_towns", Morsel()).value or ""

    assert kept("district=x&q=镇&sort=same&from=1") == "district=x&sort=same"
    assert kept("q=张三") == kept("") == ""
