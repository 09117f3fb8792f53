"""By when somebody knows who handles it: receipt, slip, status and read-back say the day that is true, and no other."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.models import Opinion
from lianxin.cases.naming import naming_expected, naming_of
from lianxin.people import roles
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town, make_case


def test_transfer_and_assignment_come_one_after_the_other(town: Town) -> None:
    case = make_case(town, w.RECEIVED).case
    naming = naming_of(case)
    assert case.due_on == dt.date(2026, 11, 26)  # Thursday: only the transfer
    assert naming is not None
    assert (naming.named_by, naming.contact_by) == (dt.date(2026, 11, 27), dt.date(2026, 11, 30))
    assert naming_expected("resident", "unknown") == naming


def test_at_the_desk_only_the_assignment_is_left_and_after_it_nothing(town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    naming = naming_of(case)
    assert naming is not None
    assert naming.named_by == case.due_on
    assert naming_of(make_case(town, w.ASSIGNED).case) is None


@pytest.mark.parametrize("kind", ["accusation", "emergency"])
def test_what_leaves_the_flow_is_promised_no_unit(town: Town, kind: str) -> None:
    assert naming_expected("resident", kind) is None


def test_every_page_of_the_resident_says_the_same_day(town: Town) -> None:
    token = Opinion.objects.get(case=make_case(town, w.RECEIVED).case).public_token
    client = Client()
    for name in ("cases:receipt", "cases:slip", "cases:status"):
        page = text_of(client.get(reverse(name, args=[token])))
        assert "2026年11月27日" in page, name
        assert "前会告诉您由哪个单位来办" not in page
    assert "凭查询码可以随时看进度" in text_of(client.get(reverse("cases:slip", args=[token])))


@pytest.mark.parametrize(("contact", "said"), [("", "没有留电话"), ("13900001234", "11月30日（周一）和本人联系")])
def test_the_clerk_is_told_what_to_say_with_and_without_a_number(town: Town, contact: str, said: str) -> None:
    clerk = signed_in(roles.SECRETARY, place=town.first)
    sheet = {"words": "路灯坏了", "channel": "counter", "kind": "unknown", "once": "n" * 32, "contact": contact}
    spoken = text_of(clerk.post(reverse("cases:desk_record"), {**sheet, "go": "read"}))
    assert "最晚2026年11月27日（周五）定下由哪个单位来办" in spoken
    answer = clerk.post(reverse("cases:desk_record"), {**sheet, "go": "confirm"}, follow=True)
    assert said in text_of(answer)
    assert "最晚2026年11月27日（周五）定下由哪个单位来办" in text_of(answer)
