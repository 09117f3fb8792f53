"""Suggestions beside a matter: what is asked, whether it is several things, and no word that is not the speaker's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.aggregation import pointing, upkeep
from lianxin.aggregation.reading import first_words
from lianxin.cases.actions import SetPoints
from lianxin.cases.actions.triage import open_points
from lianxin.people import roles
from tests.aggregation.test_deciding import LIFT, PHONE
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town, start

TWO = f"青枫一村2号楼的电梯停了三天。楼下的垃圾房也满了，没人清运！什么时候能修好？打{PHONE}告诉我。"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("电梯停了。什么时候修好？谢谢。", ["什么时候修好？"]),
        ("请问物业费能不能降一点，服务也没有变好", ["请问物业费能不能降一点，服务也没有变好"]),
        ("谢谢你们，楼道干净多了。", []),
    ],
)
def test_what_is_asked_is_quoted_as_it_was_said(words: str, found: list[str]) -> None:
    assert pointing.asked(words) == found


def test_two_matters_of_different_kinds_are_noticed_and_one_is_left_alone() -> None:
    assert {code for code, _said in pointing.several(TWO, first_words())} == {"housing.lift", "environment.removal"}
    assert pointing.several("电梯停了。电梯又停了。", first_words()) == []


def test_the_desk_sees_them_beside_a_new_matter_without_the_number(town: Town) -> None:
    walk = start(town, words=TWO, category="", place_id=None)
    upkeep.read_new()
    office = signed_in(roles.CONGRESS_OFFICE)
    page = text_of(office.get(reverse("cases:desk_case", args=[walk.case.number])))
    panel = page.partition("系统的建议")[2].partition("</details>")[0]
    assert "可能不止一件事" in panel
    assert "什么时候能修好？" in panel
    assert "青枫一村" in panel
    assert PHONE not in panel
    leader = text_of(signed_in(roles.LEADER).get(reverse("cases:desk_case", args=[walk.case.number])))
    assert "系统的建议" not in leader


def test_one_press_lists_what_is_asked_and_the_same_press_takes_it_back(town: Town) -> None:
    walk = start(town, words=f"{LIFT}？能不能先修一部。电话{PHONE}")
    upkeep.read_new()
    SetPoints(actor=town.office, case_id=walk.case.pk, points=["手写的一条"]).execute()
    office, page = signed_in(roles.CONGRESS_OFFICE), reverse("cases:desk_case", args=[walk.case.number])
    assert "照搬为诉求要点" in text_of(office.get(page))
    address = reverse("aggregation:take_points", args=[walk.case.number])
    office.post(address)
    texts = [one.text for one in open_points(walk.case.pk)]
    assert texts[0] == "手写的一条"
    assert len(texts) > 1
    assert PHONE not in "".join(texts)
    assert "撤回这些要点" in text_of(office.get(page))
    with CaptureQueriesContext(connection) as seen:
        office.get(page)
    assert len(seen) <= 12
    office.post(address, {"undo": "1"})
    assert [one.text for one in open_points(walk.case.pk)] == ["手写的一条"]
    assert "照搬为诉求要点" in text_of(office.get(page))
