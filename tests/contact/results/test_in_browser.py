"""What only a browser shows: the screen fills up by itself, without scripts by loading anew; levels of picked rows."""

import pytest
from playwright.sync_api import expect

from lianxin.cases.models import Case
from lianxin.contact.models import VisitState
from lianxin.contact.results.hall import IssueHall
from lianxin.db.scope import town_scope
from lianxin.people import roles
from tests.browser import assert_good
from tests.contact.results.stage import heard, make_round
from tests.scenarios.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_screen_fills_up_without_anybody_touching_it(stage: Stage) -> None:
    with town_scope(stage.town.row):
        one = make_round(stage.town, state="under_way")
        one.visits.update(state=VisitState.PLANNED)
        link = IssueHall(actor=stage.town.office, round=one).execute()
    page = stage.visitor(width=1920)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{stage.url}/hall/round/{link.token}/")
    expect(page.locator(".hall-counts .big .value")).to_have_text("0")
    assert page.evaluate("document.documentElement.scrollHeight <= 1080"), "it fits on the screen"
    with town_scope(stage.town.row):
        heard(stage.town, one)
        one.visits.filter(place=stage.town.first).update(state=VisitState.HELD)
    expect(page.locator(".hall-counts .big .value")).to_have_text("1", timeout=12_000)
    expect(page.locator(".stop.done")).to_have_count(1)


def test_without_scripts_the_screen_loads_itself_anew(stage: Stage) -> None:
    with town_scope(stage.town.row):
        one = make_round(stage.town, state="under_way")
        link = IssueHall(actor=stage.town.office, round=one).execute()
    context = stage.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{stage.url}/hall/round/{link.token}/")
    assert page.locator('noscript meta[http-equiv="refresh"], meta[http-equiv="refresh"]').count() == 1
    expect(page.locator(".hall-counts .big .value")).to_have_text("0")
    context.close()


def test_levels_are_written_for_the_picked_rows(stage: Stage) -> None:
    with town_scope(stage.town.row):
        one = make_round(stage.town)
        heard(stage.town, one)
        pk = heard(stage.town, one).case.pk
    page = stage.signed_in(roles.CONGRESS_OFFICE)
    page.goto(f"{stage.url}/desk/rounds/{one.pk}/summary/")
    page.locator(f'input.pick[value="{pk}"]').check()
    page.get_by_role("button", name="写明选中的由哪一级管").click()
    expect(page.get_by_role("heading", name="写明层级")).to_be_visible()
    assert_good(page)
    page.get_by_label("区级", exact=True).check(force=True)
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("已写明 1 件的层级")).to_be_visible()
    with town_scope(stage.town.row):
        assert Case.objects.get(pk=pk).authority_level == "district"
