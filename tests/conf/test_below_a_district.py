"""Below a path of the district's site every address the product writes keeps the path: links, codes, workers, mail."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import set_script_prefix

from lianxin.messages.channels.texts import address
from lianxin.people import roles
from lianxin.people.invitations import address_of
from tests.cases.conftest import clock, town
from tests.cases.desk import signed_in
from tests.cases.factories import Town, make_case
from tests.home.factories import make_courtyard, make_venue
from tests.people.factories import make_person

__all__ = ["clock", "town"]

SITE = "https://portal.example.gov.cn"
BELOW = "/lianxin/t/ceshi"
#: What may stand outside of the town's path: files that all towns share, and nothing else.
SHARED = "/lianxin/static/"


@pytest.fixture
def district(settings: Any) -> Iterator[str]:
    """The product below a path, as ``path_prefix`` sets it."""
    settings.FORCE_SCRIPT_NAME, settings.STATIC_URL, settings.LIANXIN_SITE_URL = "/lianxin", SHARED, SITE
    settings.SESSION_COOKIE_PATH = settings.CSRF_COOKIE_PATH = settings.LANGUAGE_COOKIE_PATH = "/lianxin/"
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "tests.static" not in one]
    set_script_prefix("/lianxin/")
    yield "/t/ceshi"
    set_script_prefix("/")


def addresses_in(text: str) -> set[str]:
    """Every address of this site in a page: of links, forms, pictures, scripts and the data beside them."""
    found = re.findall(r'(?:href|src|action|data-[a-z-]+|content)="(/[^"]*)"', text)
    return {*found, *re.findall(rf'"((?:{SITE})?/[a-z][^" <]*)"', text)} - {"//"}


def keeps(text: str) -> set[str]:
    """The addresses of a page, all of them below the path."""
    found = addresses_in(text)
    assert {one for one in found if not one.removeprefix(SITE).startswith((f"{BELOW}/", SHARED))} == set()
    return found


def test_pages_of_residents_their_codes_and_their_calendar(town: Town, district: str) -> None:
    walk = make_case(town, "replied")
    yard = make_courtyard(place=town.first)
    venue = make_venue("V1", "home", place=town.first, courtyard=yard)
    resident, token = Client(), walk.receipt.token
    paths = (
        "/", "/speak/", "/follow/", f"/o/{token}/", f"/o/{token}/verdict/", "/home/", f"/home/at/{venue.public_token}/",
        f"/home/courtyard/{yard.public_token}/", "/my-deputy/", "/accounts/sign-in/",
    )  # fmt: skip
    for path in paths:
        answer = resident.get(district + path)
        assert answer.status_code == 200, path
        assert keeps(answer.content.decode()), path
    slip = resident.get(f"{district}/o/{token}/slip/")
    assert slip.context["qr"] == f"http://testserver{BELOW}/o/{token}/"
    assert (
        resident.get(f"{district}/desk/")["Location"]
        == f"{BELOW}/accounts/sign-in/?{urlencode({'next': BELOW + '/desk/'})}"
    )
    assert resident.cookies["lx_csrf"]["path"] == "/lianxin/"
    description = resident.get(f"{district}/api/v1/openapi.json").json()
    assert all(path.startswith(f"{BELOW}/api/v1/") for path in description["paths"])


def test_pages_of_the_desk_of_deputies_and_what_they_lead_to(town: Town, district: str) -> None:
    case = make_case(town, "assigned").case
    office = signed_in(roles.CONGRESS_OFFICE)
    listed = ("/desk/", "/desk/cases/", f"/desk/cases/{case.number}/", "/desk/inbox/", "/desk/receptions/")
    for path in listed:
        answer = office.get(district + path)
        assert answer.status_code == 200, path
        assert keeps(answer.content.decode()), path
    assert office.post(f"{district}/desk/inbox/all/", {}).headers.get("Location", BELOW).startswith(BELOW)
    answer = office.post(f"{district}/preferences/", {"lang": "en", "next": f"{BELOW}/desk/"})
    assert (answer.status_code, answer["Location"]) == (302, f"{BELOW}/desk/")
    assert answer.cookies["lx_language"]["path"] == "/lianxin/"


def test_the_worker_of_the_phone_lives_below_the_path_and_asks_for_nothing_outside(town: Town, district: str) -> None:
    phone = signed_in(roles.RECORDER, place=town.first)
    page = phone.get(f"{district}/field/")
    keeps(page.content.decode())
    config = page.context["config"]
    assert (config["scope"], config["worker"]) == (f"{BELOW}/field/", f"{BELOW}/field/worker.js")
    script = phone.get(f"{district}/field/worker.js").content.decode()
    told = json.loads(script.removeprefix("const CONFIG = ").partition(";\n")[0])
    assert told["scope"] == f"{BELOW}/field/"
    assert all(one.startswith(SHARED) for one in told["files"])
    assert all(one.startswith(f"{BELOW}/field/") for one in told["pages"])


def test_links_that_are_handed_out_name_the_path_once(town: Town, district: str) -> None:
    town.row.is_default = False
    town.row.save(update_fields=["is_default"])
    account = make_person(roles.UNIT_HANDLER, unit=town.office_unit)
    admin = signed_in(roles.SECURITY_ADMIN)
    page = admin.get(f"{district}/admin-security/accounts/{account.pk}/link/")
    assert page.status_code == 200
    shown = admin.post(f"{district}/admin-security/accounts/{account.pk}/link/", {"purpose": "sign_in"})
    assert shown.context["address"].startswith(f"http://testserver{BELOW}/accounts/link/"), shown.context["address"]
    assert address_of("a" * 32, town.row) == f"{SITE}/lianxin/t/ceshi/accounts/link/{'a' * 32}/"
    assert address("desk/inbox/", town.row) == f"{SITE}/lianxin/t/ceshi/desk/inbox/"
    deputy = signed_in(roles.CONGRESS_OFFICE)
    sheet = deputy.post(f"{district}/desk/deputies/{town.deputy.pk}/own-link/")
    assert sheet.context["address"].startswith(f"{SITE}{BELOW}/three/")
    feed = deputy.post(f"{district}/accounts/calendar/new/")
    assert feed.context["url"].startswith(f"http://testserver{BELOW}/calendar/")
    walk = make_case(town, "assigned")
    unit = Client()
    unit.force_login(account)
    own = unit.post(f"{district}/accounts/calendar/new/").context["url"].removeprefix("http://testserver/lianxin")
    days = Client().get(own).content.decode().replace("\r\n ", "")
    assert f"{SITE}{BELOW}/desk/cases/{walk.case.number}/" in days
