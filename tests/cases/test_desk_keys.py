"""Keys of the desk in a browser: walk, open, press the next step, show the table of keys; nothing while typing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from lianxin.cases import workflow as w
from lianxin.people import roles
from tests.cases.factories import Town, make_case
from tests.people.factories import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_clerk_works_the_list_without_a_mouse(page: Page, live_server: Any, town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    client = Client()
    client.force_login(make_person(roles.GOVERNMENT_DESK))
    page.context.add_cookies(
        [{"name": "lx_session", "value": client.cookies["lx_session"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{reverse('cases:desk_cases')}?list=to_assign")
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert page.locator("#keys").get_attribute("open") is None
    page.keyboard.press("/")
    page.keyboard.type("jo1")
    assert page.locator("input[name=q]").input_value() == "jo1"
    page.keyboard.press("Tab")
    page.locator("h1").click()
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert page.url.endswith(reverse("cases:desk_case", args=[case.number]))
    with page.expect_navigation():
        page.keyboard.press("1")
    assert page.url.endswith(reverse("cases:desk_do", args=[case.number, "assign"]))
    page.go_back()
    with page.expect_navigation():
        page.keyboard.press("u")
    assert page.url.endswith(reverse("cases:desk_cases"))
