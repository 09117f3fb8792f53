"""我也一样 with words that cannot wait: the numbers to call first, and the office before any machine merges them."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.issues.me_too import OpenMeToo
from lianxin.cases.models import Case, MeToo, Opinion
from lianxin.core.clock import today
from tests.cases.factories import Town, make_case

FIRE = "我们楼道着火了，冒浓烟"


@pytest.fixture
def link(town: Town) -> MeToo:
    """An open link of a matter a unit has."""
    lead = make_case(town, w.ASSIGNED)
    until = today() + dt.timedelta(days=30)
    return OpenMeToo(actor=town.office, case_id=lead.case.pk, title="电梯停运", closes_on=until).execute()


def said(link: MeToo, **typed: str) -> Any:
    return Client().post(reverse("cases:me_too", args=[link.token]), {"once": "k" * 22, **typed})


@pytest.mark.parametrize(
    ("words", "number"), [(FIRE, "119"), ("我妈活不下去了，想跳楼", "12356"), ("我要举报", "12388")]
)
def test_words_that_cannot_wait_show_whom_to_call_and_stay_in_the_form(link: MeToo, words: str, number: str) -> None:
    before = Opinion.objects.count()
    page = said(link, words=words).content.decode()
    assert number in page
    assert words in page
    assert Opinion.objects.count() == before


def test_a_second_press_records_them_and_the_office_reads_them_before_they_follow_anything(link: MeToo) -> None:
    answer = said(link, words=FIRE, warned="1")
    assert answer.status_code == 302
    case = Case.objects.get(pk=Opinion.objects.get(verbatim=FIRE).case_id)
    lead = Case.objects.get(pk=link.case_id)
    assert (case.state, case.kind, lead.voice_count) == (w.RECEIVED, "unknown", 1)


def test_ordinary_words_are_recorded_at_the_first_press_and_follow(link: MeToo) -> None:
    assert said(link, words="我家也下不了楼").status_code == 302
    assert Case.objects.get(pk=link.case_id).voice_count == 2


def test_a_neighbour_on_a_page_left_open_is_not_shown_the_receipt_before(link: MeToo) -> None:
    first = said(link, words="我家也下不了楼")
    assert said(link, words="我家也下不了楼").headers["Location"] == first.headers["Location"]
    other = said(link, words="我住六楼，一样", contact="13912345678")
    assert other.status_code == 422
    page = other.content.decode()
    assert "我住六楼，一样" in page
    assert 'value="kkkkkkkkkkkkkkkkkkkkkk"' not in page
    assert Opinion.objects.filter(verbatim="我住六楼，一样").count() == 0
