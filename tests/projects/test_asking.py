"""Residents are asked by paper and code: only numbers are kept; household codes are used once and linked to nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.core.ids import query_code
from lianxin.db.models import Town as TownRow
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import roles
from lianxin.projects import asked
from lianxin.projects.actions.asking import CastWish, OpenConsultation, PrintCodes
from lianxin.projects.models import Answers, Consultation, HouseCode, Wish, WishPaper
from tests.cases.factories import Town
from tests.conftest import FrozenClock
from tests.people.factories import make_person, sign_in
from tests.projects import course
from tests.projects.course import OFFICE


def test_a_consultation_gives_figures_by_building_and_neighbourhood_and_hides_small_buildings(
    town: Town, client: Client, frozen_clock: FrozenClock
) -> None:
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    made = course.consulted(town)
    address = reverse("projects:ask", args=[made.code])
    typed = {"place": town.first.pk, "building": "3号", "choice": "0"}
    assert "没有记您的姓名" in client.post(address, typed).content.decode()
    assert "请选" in client.post(address, {**typed, "choice": ""}).content.decode()
    found = asked.figures(made)
    assert (found["n"], found["web"], found["paper"]) == (17, 2, 15)
    assert [(one["counts"], one["n"]) for one in found["homes"]] == [([(7, "七点"), (10, "九点")], 17)]
    assert [one["n"] for one in found["buildings"]] == [15]
    assert found["few"] == 1
    assert {field.name for field in Answers._meta.fields} == {
        "id", "town", "consultation", "place", "building", "choice", "way", "n",
    }  # fmt: skip
    frozen_clock.advance(days=1)
    assert "交上去" not in client.get(address).content.decode()
    with pytest.raises(Invalid, match="一行写一个选项"):
        OpenConsultation(
            actor=OFFICE, title="题", question="问", choices=["一样", "一样"], opens_on=made.opens_on,
            closes_on=made.closes_on,
        ).execute()  # fmt: skip


def test_a_households_code_is_used_once_within_the_budget_and_only_its_digest_is_kept(
    town: Town, client: Client
) -> None:
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    season = course.make_season()
    made = course.wished(season, town)
    code = PrintCodes(actor=OFFICE, wish=made, place=town.first, many=1).execute()[0]
    address = reverse("projects:cast", args=[made.pk])
    over = client.post(address, {"code": code, "picks": ["1", "2"]}).content.decode()
    assert "超过预算" in over
    assert code in over
    assert "没有找到这个码" in client.post(address, {"code": query_code(), "picks": ["1"]}).content.decode()
    assert "收到了" in client.post(address, {"code": code.lower(), "picks": ["2"]}).content.decode()
    with pytest.raises(Invalid, match="用过了"):
        CastWish(actor=OFFICE, wish=made, code=code, picks=[1]).execute()
    assert not HouseCode.objects.filter(digest__contains=code).exists()
    assert HouseCode.objects.filter(used=True).count() == 4
    assert {(one.picks, one.n) for one in WishPaper.objects.all()} == {("1", 2), ("2", 2)}
    ranked = asked.ranking(made)
    assert [(row["name"], row["votes"], row["fits"]) for row in ranked["rows"]] == [
        ("适老扶手", 2, True), ("社区食堂", 2, False),
    ]  # fmt: skip


def test_the_ranking_is_public_when_it_is_over_and_the_analysis_is_for_the_office(
    town: Town, client: Client, frozen_clock: FrozenClock
) -> None:
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    made = course.wished(course.make_season(), town)
    address = reverse("projects:cast", args=[made.pk])
    assert "得票排序" not in client.get(address).content.decode()
    frozen_clock.advance(days=1)
    page = client.get(address).content.decode()
    assert "得票排序（供参考）" in page
    assert "等份法" not in page
    with pytest.raises(WrongState):
        CastWish(actor=OFFICE, wish=Wish.objects.get(pk=made.pk), code=query_code(), picks=[1]).execute()
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    page = client.get(reverse("projects:wish", args=[made.pk])).content.decode()
    for words in ("等份法对照", "不公布，不作决定", "印 5 张，用 3 张"):
        assert words in page
    printed = client.post(
        reverse("projects:codes", args=[made.pk]), {"place": town.first.pk, "many": 3}
    ).content.decode()
    assert printed.count("群众点单通知单</h1>") == 3
    assert Consultation.objects.count() == 0
