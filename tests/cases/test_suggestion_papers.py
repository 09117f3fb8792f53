"""The papers of a suggestion: the opinion sheet for deputies, the unit's requests; who reads them, in which files."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from lianxin.cases.documents.house import House, house_of
from lianxin.cases.models import Suggestion
from lianxin.cases.suggestions import selectors, sheets
from lianxin.core.documents.letters import pdf, plain, word
from lianxin.core.documents.letters.model import Paper
from lianxin.deputies.models import Term
from lianxin.journal.actors import Actor
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.cases.desk import signed_in
from tests.cases.factories import Town
from tests.cases.suggesting import do, due, make, sit, walk


@pytest.fixture
def mandates(town: Town) -> Term:
    """Both deputies of the small town sit in the town congress."""
    return sit(town)


@pytest.fixture
def house(town: Town) -> House:
    """Who issues papers."""
    return house_of(town.row, "人大办甲")


def paper_of(house: House, actor: Actor, row: Suggestion, code: str) -> Paper:
    """One paper as somebody reads it."""
    made = sheets.BY_CODE[code].make(selectors.page_of(actor, row), house)
    assert made is not None
    return made


def offered(actor: Actor, row: Suggestion) -> list[str]:
    """The papers somebody is offered."""
    page = selectors.page_of(actor, Suggestion.objects.get(pk=row.pk))
    return [kind.code for kind in sheets.KINDS if kind.offered(page)]


def test_the_opinion_sheet_asks_attitude_and_result_apart_and_is_empty(
    town: Town, mandates: Term, house: House
) -> None:
    row = walk(town, "sign")
    text = plain.text_of(paper_of(house, town.deputy_actor, row, "survey"))
    for words in ("征询意见表", row.number, town.deputy.label, "办理态度", "办理结果", "解决采纳", "代表签名"):
        assert words in text
    assert "□满意" in text.replace(" ", "")
    assert "☑" not in text
    assert "■" not in text


def test_the_sheet_of_a_judged_answer_shows_what_was_said(town: Town, mandates: Term, house: House) -> None:
    row = walk(town, "sign")
    row = do(town, row, "evaluate", "deputy", attitude="good", result="bad", reason="还有两盏不亮")
    text = plain.text_of(paper_of(house, town.office, row, "survey"))
    assert "还有两盏不亮" in text
    empty = plain.text_of(paper_of(house, town.office, walk(town, "sign"), "survey"))
    assert text.count("□") < empty.count("□"), "the chosen boxes are ticked"


def test_the_sheet_keeps_a_confidential_deputys_name(town: Town, mandates: Term, house: House) -> None:
    row = walk(town, "sign", make(town, confidential=True))
    assert town.deputy.label not in plain.text_of(paper_of(house, town.head(), row, "survey"))
    assert town.deputy.label in plain.text_of(paper_of(house, town.deputy_actor, row, "survey"))


def test_the_request_for_more_time_shows_old_and_new_day_and_what_was_done(
    town: Town, mandates: Term, house: House
) -> None:
    row = walk(town, "contact")
    old = due(row, "answer")
    row = do(town, row, "ask_extension", "handler", months=2, reason="管线要先迁改")
    waiting = plain.text_of(paper_of(house, town.head(), row, "extension"))
    assert f"{old.year}年{old.month}月{old.day}日" in waiting
    assert "管线要先迁改" in waiting
    assert "2个月" in waiting
    assert "当面听取了意见" in waiting
    assert "告知代表" in waiting
    assert "□同意" in waiting
    row = do(town, row, "grant_extension", "desk")
    new = due(row, "answer")
    granted = plain.text_of(paper_of(house, town.desk, row, "extension"))
    assert f"{new.year}年{new.month}月{new.day}日" in granted
    assert "□同意" not in granted


def test_a_return_names_the_reason_and_whom_the_unit_proposes(town: Town, mandates: Term, house: House) -> None:
    row = walk(town, "assign")
    row = do(town, row, "ask_return", "handler", reason="不是我办的事", proposed_unit=town.centre_unit.pk)
    text = plain.text_of(paper_of(house, town.desk, row, "return"))
    assert "不是我办的事" in text
    assert town.centre_unit.name in text


def test_papers_are_offered_when_there_is_something_for_them(town: Town, mandates: Term) -> None:
    row = walk(town, "contact")
    assert offered(town.head(), row) == []
    do(town, row, "ask_extension", "handler", months=1, reason="等管线")
    assert offered(town.head(), row) == ["extension"]
    assert offered(town.deputy_actor, row) == [], "requests of units are not for the deputy"
    do(town, row, "refuse_extension", "desk", reason="来得及")
    do(town, row, "reply", "handler", result="adopted", text="装好了")
    assert offered(town.head(), row) == ["extension"], "a draft is nothing to judge"
    do(town, row, "sign", "head")
    assert offered(town.deputy_actor, row) == ["survey"]


@pytest.mark.parametrize("wanted", ["", "xlsx", "docx", "pdf"])
def test_every_paper_is_a_page_and_a_file_and_leaving_is_noted(town: Town, mandates: Term, wanted: str) -> None:
    if (wanted == "docx" and not word.available()) or (wanted == "pdf" and not pdf.available()):
        pytest.skip("the extra is not installed here")
    row = walk(town, "contact")
    do(town, row, "ask_extension", "handler", months=1, reason="等管线")
    do(town, row, "reply", "handler", result="adopted", text="装好了")
    row = do(town, row, "sign", "head")
    office = signed_in(roles.CONGRESS_OFFICE)
    for code in ("survey", "extension"):
        address = reverse("cases:suggestion_sheet", args=[row.pk, code])
        answer = office.get(address, {"format": wanted} if wanted else {})
        assert answer.status_code == 200, code
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        if wanted == "xlsx":
            cells = [str(cell.value) for line in load_workbook(io.BytesIO(body)).active for cell in line if cell.value]
            assert any(row.number in cell for cell in cells), code
        assert body
    noted = LogEntry.objects.filter(verb="people.exported").count()
    assert noted == (2 if wanted else 0)


def test_what_there_is_nothing_for_is_not_found(town: Town, mandates: Term) -> None:
    row = walk(town, "contact")
    office: Client = signed_in(roles.CONGRESS_OFFICE)
    for code in ("survey", "extension", "nonsense"):
        assert office.get(reverse("cases:suggestion_sheet", args=[row.pk, code])).status_code == 404
    page = office.get(reverse("cases:suggestion", args=[row.pk])).content.decode()
    assert "建议文本" in page
    assert "征询意见表" not in page


def test_the_day_of_a_paper_is_the_day_it_is_made(town: Town, mandates: Term, house: House) -> None:
    paper = paper_of(house, town.office, walk(town, "sign"), "survey")
    assert paper.issued_on == house.day
    assert isinstance(paper.issued_on, dt.date)
