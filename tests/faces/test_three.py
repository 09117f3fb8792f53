"""我的三件事: what became of it, behind a link that only shows, and with what the deputy can do when signed in."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.asking.actions import AnswerAsk, AskToPress
from lianxin.cases.models import DeputyAsk
from lianxin.clocks.models import Promise
from lianxin.core.clock import now, today
from lianxin.db.models import Town as TownRow
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy, Level, OwnLink
from lianxin.deputies.own_links.actions import IssuedOwnLink, IssueOwnLink, RevokeOwnLink
from lianxin.faces.three import rows_of
from lianxin.journal.errors import NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.cases.factories import START, Town, make_case, make_town
from tests.cases.handovers import Terms, acting, brought
from tests.cases.test_suggestions import do, walk
from tests.conftest import FrozenClock
from tests.people.factories import actor_with, make_person, sign_in

WORDS = "六号楼301室王芳家漏水，电话13912345678"


@pytest.fixture
def town(db: None, frozen_clock: FrozenClock) -> Iterator[Town]:
    """The small town as the only one, in scope."""
    frozen_clock.move_to(START)
    made = make_town()
    TownRow.objects.filter(pk=made.row.pk).update(is_default=True)
    with town_scope(made.row):
        yield made


@pytest.fixture
def city(town: Town) -> Deputy:
    """A city deputy with an account."""
    terms = Terms(town, Level.CITY)
    deputy = terms.deputy("C01")
    deputy.account = make_person(roles.DEPUTY, "city-deputy")
    deputy.save()
    terms.seat(deputy, terms.old)
    return deputy


def issued(deputy: Deputy) -> IssuedOwnLink:
    """A fresh link."""
    return IssueOwnLink(actor=actor_with(roles.CONGRESS_OFFICE), deputy=deputy).execute()


def page_of(client: Client, token: str) -> str:
    """The page behind a link, without any session."""
    answer = client.get(reverse("three_by_link", args=[token]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_link_shows_what_became_of_each_and_nothing_can_be_pressed(
    client: Client, town: Town, city: Deputy
) -> None:
    late = brought(town, w.CONTACTED, city)
    type(late).objects.filter(pk=late.pk).update(due_on=today() - dt.timedelta(days=9))
    promised, closed = brought(town, w.TRACKING, city), brought(town, w.CLOSED, city)
    text = page_of(client, issued(city).token)
    assert "已经过了期限" in text
    assert Promise.objects.get(owner_id=promised.pk).text in text
    assert closed.number in text
    assert "请镇人大督促<" not in text
    assert "<form" not in text.partition("<main")[2]


def test_behind_the_link_stands_no_word_of_a_resident_no_number_to_call_and_no_matter_in_confidence(
    client: Client, town: Town, city: Deputy
) -> None:
    case = make_case(town, w.CONTACTED, words=WORDS, deputy_ids=[city.pk], confidential=True).case
    text = page_of(client, issued(city).token)
    assert case.number in text
    assert "一件要求保密的事" in text
    for secret in ("王芳", "13912345678", "漏水"):
        assert secret not in text


def test_a_link_opens_one_page_without_a_session_and_is_not_to_be_indexed(
    client: Client, town: Town, city: Deputy
) -> None:
    answer = client.get(reverse("three_by_link", args=[issued(city).token]))
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in answer.cookies
    assert client.get(reverse("three")).status_code == 302


def test_a_link_ends_when_revoked_when_another_is_issued_and_when_it_runs_out(
    client: Client, town: Town, city: Deputy
) -> None:
    first, second = issued(city), issued(city)
    gone = reverse("three_by_link", args=[first.token])
    assert client.get(gone).status_code == 410
    page_of(client, second.token)
    office = actor_with(roles.CONGRESS_OFFICE)
    RevokeOwnLink(actor=office, link=second.link, because="手机遗失").execute()
    assert client.get(reverse("three_by_link", args=[second.token])).status_code == 410
    with pytest.raises(WrongState):
        RevokeOwnLink(actor=office, link=second.link, because="再来").execute()
    third = issued(city)
    OwnLink.objects.filter(pk=third.link.pk).update(expires_at=now())
    assert client.get(reverse("three_by_link", args=[third.token])).status_code == 410
    assert third.token not in str(list(LogEntry.objects.values_list("data", flat=True)))


def test_guessing_tokens_is_slowed_down(client: Client, town: Town) -> None:
    statuses = [client.get(reverse("three_by_link", args=["x" * 30 + str(n)])).status_code for n in range(60)]
    assert statuses[0] == 410
    assert 429 in statuses


def test_a_link_does_not_let_anybody_sign_in(client: Client, town: Town, city: Deputy) -> None:
    token = issued(city).token
    assert client.get(reverse("people:open_link", kwargs={"token": token})).status_code == 410


def test_open_ones_stand_first_and_what_was_taken_over_says_from_whom(town: Town, city: Deputy) -> None:
    closed = brought(town, w.CLOSED, city)
    taken = brought(town, w.CONTACTED, town.deputy)
    type(taken).objects.filter(pk=taken.pk).update(heir_path=f"/{city.pk}/")
    rows = rows_of(city, acts=False)
    assert [row["number"] for row in rows] == [taken.number, closed.number]
    assert [row["from"] for row in rows] == [town.deputy.label, ""]


def test_a_deputy_asks_once_the_office_answers_and_the_words_stay_out_of_the_chain(
    client: Client, town: Town, city: Deputy
) -> None:
    case = brought(town, w.CONTACTED, city)
    me = acting(city)
    ask = AskToPress(actor=me, kind="case", object_id=case.pk, text="三个月没有下文").execute()
    with pytest.raises(WrongState) as again:
        AskToPress(actor=me, kind="case", object_id=case.pk, text="再问").execute()
    assert again.value.code == "asked"
    AnswerAsk(actor=actor_with(roles.CONGRESS_OFFICE), ask=ask, text="已反映并督促办理").execute()
    assert "已反映并督促办理" in page_of(client, issued(city).token)
    assert "三个月没有下文" not in str(list(LogEntry.objects.values_list("data", flat=True)))
    case.refresh_from_db()
    assert case.state == w.CONTACTED


def test_nobody_asks_about_what_another_brought_or_what_is_closed(town: Town, city: Deputy) -> None:
    others, closed = brought(town, w.CONTACTED, town.deputy), brought(town, w.CLOSED, city)
    with pytest.raises(NotAllowed):
        AskToPress(actor=acting(city), kind="case", object_id=others.pk, text="催").execute()
    with pytest.raises(WrongState):
        AskToPress(actor=acting(city), kind="case", object_id=closed.pk, text="催").execute()
    with pytest.raises(NotAllowed):
        AnswerAsk(actor=town.desk, ask=DeputyAsk(), text="x").check()


def test_a_suggestion_stands_beside_the_matters_and_its_answer_is_evaluated_from_here(
    client: Client, town: Town
) -> None:
    terms = Terms(town)
    terms.seat(town.deputy, terms.old)
    row = walk(town, "sign")
    found = rows_of(town.deputy, acts=True)
    assert found[0]["judge"] == reverse("cases:own_suggestion_do", args=[row.pk, "evaluate"])
    do(town, row, "evaluate", "deputy", attitude="good", result="good")
    assert rows_of(town.deputy, acts=True)[0]["judge"] == ""
    assert rows_of(town.deputy, acts=False)[0]["page"] == ""


def test_the_page_of_the_signed_in_deputy_costs_the_same_for_many(
    client: Client, town: Town, city: Deputy, django_assert_max_num_queries: object
) -> None:
    sign_in(client, city.account)
    for _number in range(8):
        brought(town, w.CONTACTED, city)
    client.get(reverse("three"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        text = client.get(reverse("three")).content.decode()
    assert text.count("请镇人大督促<") == 8


def test_the_office_issues_the_link_once_on_paper_and_revokes_it(client: Client, town: Town, city: Deputy) -> None:
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    page = reverse("deputies:own_link", args=[city.pk])
    sheet = client.post(page).content.decode()
    assert "/three/" in sheet
    link = OwnLink.objects.get()
    assert "还能用" in client.get(page).content.decode()
    answer = client.post(reverse("deputies:revoke_own_link", args=[link.pk]), {"because": "遗失"})
    assert answer.status_code == 302
    link.refresh_from_db()
    assert link.revoked_at is not None
