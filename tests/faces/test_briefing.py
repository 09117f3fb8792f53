"""Five minutes before a visit: the last round's unfinished matters first, nobody's name, twelve statements at most."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.contact.models import RoundState, Visit, VisitItem
from lianxin.core.clock import now, today
from lianxin.db.models import Town as TownRow
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy
from lianxin.people import roles
from tests.cases.small_town import START, Town, make_town
from tests.cases.walk import Walk, make_case
from tests.contact.factories import make_round, make_visit, on_visit
from tests.deputies.factories import make_constituency, make_deputy
from tests.people.factories import make_person, sign_in


@pytest.fixture
def small(db: None, frozen_clock):
    """The small town, the default one."""
    frozen_clock.move_to(START)
    made = make_town()
    TownRow.objects.filter(pk=made.row.pk).update(is_default=True)
    with town_scope(made.row):
        yield made


@pytest.fixture
def deputy(small: Town) -> Deputy:
    """A deputy with an account."""
    return make_deputy("D01", account=make_person(roles.DEPUTY), constituency=make_constituency("X1"))


@pytest.fixture
def visit(small: Town, deputy: Deputy) -> Visit:
    """The visit next week, announced."""
    one = make_round(today() + dt.timedelta(days=7), RoundState.ANNOUNCED, name="秋季活动", theme="电动车充电")
    made = make_visit(one, small.first, "14:30")
    on_visit(made, deputy)
    return made


def last_time(town: Town, state: str, words: str, **more: object) -> Walk:
    """A matter of the last round's visit to the first neighbourhood."""
    before = Visit.objects.filter(round__name="夏季活动").first()
    if before is None:
        before = make_visit(
            make_round(today() - dt.timedelta(days=150), RoundState.TRANSFERRED, name="夏季活动"), town.first
        )
    walk = make_case(town, state, words=words, **more)
    order = VisitItem.objects.filter(visit=before).count() + 1
    VisitItem.objects.create(visit=before, opinion=walk.opinion, case=walk.case, order=order, added_at=now())
    return walk


def page(client: Client, visit: Visit) -> str:
    """The briefing."""
    answer = client.get(reverse("briefing", args=[visit.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_not_done_comes_before_what_is_done(small: Town, deputy: Deputy, visit: Visit, client: Client) -> None:
    last_time(small, w.CLOSED, "门口的垃圾桶满出来好几天")
    last_time(small, w.CONTACTED, "三楼的灯不亮已经两个礼拜了")
    sign_in(client, deputy.account)
    text = page(client, visit)
    assert text.index("三楼的灯不亮") < text.index("门口的垃圾桶")
    assert "电动车充电" in text


def test_open_and_repeated_matters_and_promises_of_the_place_are_counted(
    small: Town, deputy: Deputy, visit: Visit, client: Client
) -> None:
    for at in range(3):
        make_case(small, words=f"电梯第{at}次停在半空")
    make_case(small, place_id=small.second.pk, words="别处的事不在这里")
    walk = make_case(small, w.TRACKING)
    sign_in(client, deputy.account)
    text = page(client, visit)
    assert "现在在办的 4 件" in text
    assert "换新电梯" in text, "a promise that falls due around the visit"
    assert "别处的事" not in text
    Case.objects.filter(pk=walk.case.pk).update(sealed=True)
    assert "换新电梯" not in page(client, visit)


def test_nobodys_number_and_no_secret_words_stand_in_it(
    small: Town, deputy: Deputy, visit: Visit, client: Client
) -> None:
    last_time(small, w.CONTACTED, "打我电话13900001234，灯不亮", contact_name="张阿婆", contact="13900005678")
    last_time(small, w.CONTACTED, "楼上半夜敲地板", confidential=True)
    sign_in(client, deputy.account)
    text = page(client, visit)
    for secret in ("13900001234", "13900005678", "张阿婆", "楼上半夜敲地板"):
        assert secret not in text


def test_who_does_not_go_there_does_not_read_it(small: Town, visit: Visit, client: Client) -> None:
    other = make_deputy("D02", account=make_person(roles.DEPUTY), constituency=make_constituency("X2"))
    sign_in(client, other.account)
    assert client.get(reverse("briefing", args=[visit.pk])).status_code == 404
    sign_in(client, make_person(roles.SECRETARY, place=small.second))
    assert client.get(reverse("briefing", args=[visit.pk])).status_code == 404
    sign_in(client, make_person(roles.SECRETARY, place=small.first))
    assert client.get(reverse("briefing", args=[visit.pk])).status_code == 200
    sign_in(client, make_person(roles.GOVERNMENT_DESK))
    assert client.get(reverse("briefing", args=[visit.pk])).status_code == 403


def test_before_the_notice_only_the_office_and_the_neighbourhood_read_it(
    small: Town, deputy: Deputy, visit: Visit, client: Client
) -> None:
    visit.round.__class__.objects.filter(pk=visit.round_id).update(state=RoundState.PREPARING)
    sign_in(client, deputy.account)
    assert client.get(reverse("briefing", args=[visit.pk])).status_code == 404
    assert "五分钟看一看" not in client.get(reverse("deputy")).content.decode()
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    assert client.get(reverse("briefing", args=[visit.pk])).status_code == 200


def test_the_deputys_first_page_leads_to_it(deputy: Deputy, visit: Visit, client: Client) -> None:
    sign_in(client, deputy.account)
    assert reverse("briefing", args=[visit.pk]) in client.get(reverse("deputy")).content.decode()


def test_it_costs_the_same_for_few_and_for_many(small: Town, deputy: Deputy, visit: Visit, client: Client) -> None:
    sign_in(client, deputy.account)
    costs = []
    for more in (2, 6):
        for at in range(more):
            last_time(small, w.CONTACTED, f"第{at}盏灯不亮")
            make_case(small, w.TRACKING)
        page(client, visit)
        with CaptureQueriesContext(connection) as asked:
            page(client, visit)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12, [one["sql"][:150] for one in asked.captured_queries]
