"""The papers of a round: numbers from the records, the office's own words, the district's forms."""

import html
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.contact.models import Round, RoundText
from lianxin.contact.results import figures, tables
from lianxin.core.clock import now, today
from lianxin.db.models import Town as TownRow
from lianxin.people import roles
from lianxin.reports import registry, sources
from lianxin.reports.figures.model import Reader
from lianxin.reports.registry import Period, scope_of, summary
from lianxin.reports.sources import Asked
from tests.cases.small_town import Town
from tests.contact.results.stage import came, heard, make_round
from tests.people.factories import make_person, sign_in


@pytest.fixture
def office(client: Client, small: Town) -> Client:
    """The congress office at its desk."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


@pytest.fixture
def one(small: Town) -> Round:
    """A round with a visit that was counted: answered on the spot, in hand, told, seen walking."""
    made = make_round(small, ordered_by="示例区人大常委会")
    came(made.visits.get(place=small.first), small, guests=7)
    heard(small, made, w.ANSWERED)
    heard(small, made, w.CONTACTED)
    heard(small, made, w.CLOSED, place_id=small.second.pk)
    heard(small, made, actor=small.office, words="", observation="楼道堆物", deputy_ids=(small.deputy.pk,))
    return made


def paper(office: Client, one: Round, code: str, query: str = "") -> bytes:
    """What the paper's address answers."""
    answer = office.get(reverse("contact:paper", args=[one.pk, code]) + query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_summary_has_the_columns_of_the_form_and_a_line_for_every_item(office: Client, one: Round) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(paper(office, one, "summary", "?format=xlsx"))).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in rows if "事权层级" in row)
    assert head == [
        "序号", "编号", "来源活动", "居民区", "原话摘要", "类别", "事权层级", "代表", "当场答复", "拟交办单位", "时限",
    ]  # fmt: skip
    lines = [row for row in rows if row and row[0] in {1, 2, 3, 4}]
    assert len(lines) == 4
    assert any("物业今天就修" in map(str, line) for line in lines)


def test_who_asked_for_secrecy_has_no_words_on_paper(small: Town, office: Client) -> None:
    made = make_round(small)
    heard(small, made, words="楼上每天夜里敲地板睡不着觉", confidential=True)
    text = paper(office, made, "summary").decode()
    assert "楼上每天夜里" not in text
    assert "反映人要求保密" in text


def test_the_statistics_add_up(office: Client, one: Round) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(paper(office, one, "statistics", "?format=xlsx"))).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in rows if "到场居民" in row)
    names = ("到场居民", "件数", "走访发现", "当场答复", "已转交", "已反馈", "没有着落")
    at = {name: head.index(name) for name in names}
    lines = {row[0]: row for row in rows if row[0] in {"青枫", "柳堰", "合计"}}
    for name, place in at.items():
        both = (lines["青枫"][place] or 0) + (lines["柳堰"][place] or 0)
        assert lines["合计"][place] == both, name
    assert [lines["合计"][place] for place in at.values()] == [7, 4, 1, 1, 2, 2, 2]


def test_the_report_begins_as_a_draft_of_numbers_and_prints_what_the_office_wrote(office: Client, one: Round) -> None:
    first = paper(office, one, "report").decode()
    assert "听到和看到4件，其中居民反映3件、代表走访发现1件" in first
    assert "按照示例区人大常委会的部署" in first
    address = reverse("contact:round_text", args=[one.pk])
    assert "听到和看到4件" in office.get(address).content.decode()
    assert office.post(address, {"text": "这次活动请了七位居民。"}).status_code == 302
    assert office.post(address, {"text": "这次活动请了七位居民，听得很细。"}).status_code == 302
    second = paper(office, one, "report").decode()
    assert "听得很细" in second
    assert "听到和看到4件" not in second
    assert RoundText.objects.count() == 2, "the earlier words stay"
    assert "听到和看到4件" in office.get(f"{address}?draft=1").content.decode()


def test_an_empty_text_is_refused_at_the_field(office: Client, one: Round) -> None:
    answer = office.post(reverse("contact:round_text", args=[one.pk]), {"text": "  "})
    assert answer.status_code == 422
    assert not RoundText.objects.exists()


def test_an_unknown_paper_is_not_there(office: Client, one: Round) -> None:
    assert office.get(reverse("contact:paper", args=[one.pk, "praise"])).status_code == 404


# --- figures and forms ----------------------------------------------------------------------------


def reader(small: Town, by: str = "", **narrowed: object) -> Reader:
    """Asks for today's rounds."""
    town = TownRow.objects.get(pk=small.row.pk)
    scope = scope_of(Period(today(), today(), today()), town)
    return Reader(scope if not narrowed else type(scope)(town, today(), today(), today(), **narrowed), by)


def test_the_feedback_has_n_and_counts_only_what_was_told(small: Town, one: Round) -> None:
    heard(small, one, w.WITHDRAWN)
    heard(small, one, w.REDIRECTED)
    heard(small, one, w.TRACKING)
    measure = registry.measure_of(figures.CODE)
    assert measure is not None
    found = summary(measure, reader(small))
    assert (found.n, found.numerator) == (6, 2), "who took it back does not count"
    assert {part.code: n for part, n in found.parts} == {"told": 2, "promised": 1, "elsewhere": 1, "waiting": 2}
    here = [fact.n for fact in measure.facts(reader(small, "place")) if fact.key.startswith(small.second.path)]
    assert sum(here) == 1
    assert summary(measure, reader(small, place=small.second.path)).n == 1
    assert summary(measure, reader(small, unit=small.office_unit.pk)).n == 3


def test_told_after_the_cut_off_is_not_told(small: Town, one: Round, frozen_clock) -> None:
    measure = registry.measure_of(figures.CODE)
    asked = reader(small)
    walk = heard(small, one, w.REPLIED)
    frozen_clock.advance(days=3)
    walk.told()
    told = {part.code: n for part, n in summary(measure, asked).parts}
    assert told["told"] == 2


def test_the_figure_opens_its_rows(small: Town, office: Client, one: Round) -> None:
    page = office.get(reverse("contact:ending", args=[one.pk])).content.decode()
    address = reverse("reports:measure", args=[figures.CODE])
    href = html.unescape(page.split(f'href="{address}')[1].split('"')[0])
    assert "2 / 4" in page
    opened = office.get(f"{address}{href}&part=told").content.decode()
    assert "集中联系社区反馈" in opened
    told = Case.objects.exclude(delivered_on=None)
    assert len(told) == 2
    assert all(case.number in opened for case in told)


def test_the_districts_form_can_be_filled_from_rounds(small: Town, one: Round) -> None:
    asked = Asked(Period(today(), today()), now(), TownRow.objects.get(pk=small.row.pk))
    values = {code: sources.read(f"contact.{code}", asked) for code, _label, _count in tables._VALUES}
    assert values["items"] == 4
    assert values["guests"] == 7
    assert values["visits"] == 2
    assert values["district"] == 1
    rows = sources.tables()["contact.items"].rows(asked)
    assert len(rows) == 4
    assert {row["neighbourhood"] for row in rows} == {"青枫", "柳堰"}
    places = {row["name"]: row for row in sources.tables()["contact.by_place"].rows(asked)}
    assert (places["青枫"]["items"], places["柳堰"]["items"]) == (3, 1)


def test_a_sealed_matter_never_fills_a_form(small: Town) -> None:
    made = make_round(small)
    heard(small, made, kind="accusation")
    asked = Asked(Period(today(), today()), now(), TownRow.objects.get(pk=small.row.pk))
    assert sources.tables()["contact.items"].rows(asked) == []
