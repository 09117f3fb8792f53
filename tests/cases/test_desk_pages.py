"""The desk as its people use it: record, transfer, assign, accept, contact, reply, sign, inform, verdict, close."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.models import Case, Opinion
from lianxin.people import roles
from tests.cases.factories import Town, make_case, start
from tests.people.factories import make_person

WORDS = "二号楼电梯三天两头停，老人下不了楼。\n什么时候能修好？"
Browser = Callable[..., Client]


@pytest.fixture
def browser(town: Town) -> Browser:
    """A signed-in browser of somebody with one role."""

    def made(role: str, **grant: Any) -> Client:
        client = Client()
        client.force_login(make_person(role, **grant))
        return client

    return made


def do(client: Client, case: Case, move: str, **typed: Any) -> Any:
    """Press the button of a move on the form's page."""
    return client.post(reverse("cases:desk_do", args=[case.number, move]), typed)


def test_the_whole_loop_goes_through_the_pages(browser: Browser, town: Town) -> None:
    office, desk = browser(roles.CONGRESS_OFFICE), browser(roles.GOVERNMENT_DESK)
    handler = browser(roles.UNIT_HANDLER, unit=town.office_unit)
    head = browser(roles.UNIT_HEAD, unit=town.office_unit)
    secretary = browser(roles.SECRETARY, place=town.first)
    typed = {
        "words": WORDS, "place": str(town.compound.pk), "kind": "problem",
        "category": "housing.lift", "read_back": "on",
    }  # fmt: skip
    channels = secretary.get(reverse("cases:desk_record")).context["form"].fields["channel"].choices
    typed["channel"] = next(iter(channels))[0]
    answer = secretary.post(reverse("cases:desk_record"), typed)
    opinion = Opinion.objects.select_related("case").get()
    assert answer.headers["Location"] == reverse("cases:desk_recorded", args=[opinion.public_token])
    assert opinion.verbatim == WORDS
    case = opinion.case
    steps: list[tuple[Client, str, dict[str, Any], str]] = [
        (office, "transfer", {}, w.TRANSFERRED),
        (desk, "assign", {"unit_id": town.office_unit.pk, "correction_reason": "按职责"}, w.ASSIGNED),
        (handler, "accept", {}, w.ACCEPTED),
        (handler, "first_contact", {"how": "phone", "reached": "yes", "note": "约看现场"}, w.CONTACTED),
        (handler, "draft_reply", {"text": "已经修好。", "result_code": "adopted"}, w.REPLY_DRAFT),
        (head, "sign", {}, w.REPLIED),
        (secretary, "log_contact", {"purpose": "inform", "how": "phone", "reached": "yes"}, w.REPLIED),
        (secretary, "verdict", {"result": "solved", "via": "phone"}, w.EVALUATED),
        (desk, "close", {}, w.CLOSED),
    ]
    for client, move, data, state in steps:
        assert client.get(reverse("cases:desk_do", args=[case.number, move])).status_code == 200, move
        answer = do(client, case, move, **data)
        assert answer.status_code == 302, (move, answer.context["form"].errors)
        case.refresh_from_db()
        assert case.state == state, move


@pytest.mark.parametrize("state", [w.RECEIVED, w.ASSIGNED, w.RETURN_PENDING, w.REPLY_DRAFT, w.MEETING, w.TRACKING])
def test_every_button_of_a_page_opens_its_form(browser: Browser, town: Town, state: str) -> None:
    case = make_case(town, state).case
    for client in (
        browser(roles.CONGRESS_OFFICE),
        browser(roles.GOVERNMENT_DESK),
        browser(roles.UNIT_HEAD, unit=town.office_unit),
    ):
        page = client.get(reverse("cases:desk_case", args=[case.number]))
        if page.status_code == 404:
            assert state == w.RECEIVED
            continue
        for move in page.context["moves"]:
            assert client.get(reverse("cases:desk_do", args=[case.number, move.code])).status_code == 200, move


def test_a_foreign_case_is_not_found(browser: Browser, town: Town) -> None:
    case = make_case(town, w.ASSIGNED).case
    stranger = browser(roles.UNIT_HANDLER, unit=town.centre_unit)
    assert stranger.get(reverse("cases:desk_case", args=[case.number])).status_code == 404
    assert do(stranger, case, "accept").status_code == 404


def test_a_refusal_keeps_what_was_typed_and_stands_at_its_field(browser: Browser, town: Town) -> None:
    case = make_case(town, w.ASSIGNED).case
    handler = browser(roles.UNIT_HANDLER, unit=town.office_unit)
    answer = do(handler, case, "return", basis="职责清单第三条", reason="")
    assert answer.status_code == 422
    assert "职责清单第三条" in answer.content.decode()
    case.refresh_from_db()
    assert case.state == w.ASSIGNED


def test_who_was_overtaken_keeps_the_words_and_may_try_again(browser: Browser, town: Town) -> None:
    case = make_case(town, w.CONTACTED).case
    handler = browser(roles.UNIT_HANDLER, unit=town.office_unit)
    typed = {"text": "已经修好，换了主板。", "result_code": "adopted", "expected_version": str(case.version - 1)}
    answer = do(handler, case, "draft_reply", **typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "已经修好，换了主板。" in page
    assert f'name="expected_version" value="{case.version}"' in page


def test_the_lists_open_on_what_waits_and_export(browser: Browser, town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    desk = browser(roles.GOVERNMENT_DESK)
    page = desk.get(reverse("cases:desk_cases"))
    assert page.context["code"] == "to_assign"
    assert case.number in page.content.decode()
    for wanted in ("xlsx", "csv"):
        assert desk.get(reverse("cases:desk_cases"), {"format": wanted}).status_code == 200
    assert case.number not in desk.get(reverse("cases:desk_cases"), {"state": w.CLOSED}).content.decode()
    assert desk.get(reverse("cases:desk_cases"), {"list": "to_sign"}).status_code == 404


def statements(client: Client, address: str, **query: str) -> int:
    """How many statements a request costs, session and account included, once the session is warm."""
    client.get(address, query)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address, query).status_code == 200
    return len(seen)


def test_a_list_costs_six_statements_for_twenty_rows_and_for_a_hundred(browser: Browser, town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    address = reverse("cases:desk_cases")
    asked: list[dict[str, str]] = [{}, {"q": "电梯"}, {"state": w.TRANSFERRED, "sort": "new"}, {"list": "all"}]
    desk = browser(roles.GOVERNMENT_DESK)
    for rows in (20, 100):
        make_many(walk.case, rows - Case.objects.count())
        assert [statements(desk, address, **query) for query in asked] == [6, 6, 6, 6]


def make_many(like: Case, more: int) -> None:
    """More cases like one, without their story."""
    Case.objects.bulk_create(
        Case(
            number=f"{like.number}-{Case.objects.count() + n}", state=like.state, title=like.title, kind=like.kind,
            category_id=like.category_id, place_id=like.place_id, received_on=like.received_on, due_on=like.due_on,
            reached_desk=True, town_id=like.town_id,
        )
        for n in range(more)
    )  # fmt: skip


@pytest.mark.parametrize("state", w.STATES)
def test_the_page_of_a_case_costs_at_most_twelve_statements(browser: Browser, town: Town, state: str) -> None:
    case = make_case(town, state).case
    Case.objects.filter(pk=case.pk).update(return_count=1, extension_count=1)
    address = reverse("cases:desk_case", args=[case.number])
    assert statements(browser(roles.CONGRESS_OFFICE), address) <= 12


def test_contact_data_is_shown_for_a_reason_only(browser: Browser, town: Town) -> None:
    walk = start(town, contact="13900001234", contact_name="张阿姨")
    address = reverse("cases:desk_contact", args=[walk.case.number])
    office = browser(roles.CONGRESS_OFFICE)
    refused = office.post(address, {"opinion_id": walk.opinion.pk, "reason": ""})
    assert refused.status_code == 422
    assert "13900001234" not in refused.content.decode()
    shown = office.post(address, {"opinion_id": walk.opinion.pk, "reason": "约上门时间"})
    assert "13900001234" in shown.content.decode()
