"""Searching: two-character words everywhere, ranked by one function, and nothing found that one may not read."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lianxin.aggregation.engine.finding import SHOWN, rank, snippet
from lianxin.aggregation.findable import make_findable
from lianxin.aggregation.selectors.finding import ISSUE, OPINION, REPLY, Wanted, find
from lianxin.cases.models import Opinion
from lianxin.core.text import fold
from lianxin.db.transactions import write
from lianxin.people import roles
from lianxin.records.search import index
from tests.aggregation.test_deciding import LIFT, LIFT_AGAIN, PHONE, TREE
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town, start

KEPT = "钥匙放在门口的花盆下面"
WORD = st.text("停车漏水电梯路灯ab", min_size=2, max_size=3)
TEXT = st.text("停车漏水电梯路灯abＡ，。 ", max_size=160)


@given(st.lists(WORD, min_size=1, max_size=3), TEXT, TEXT, st.integers(0, 900))
def test_a_text_is_ranked_only_with_all_words_and_never_lower_for_more(
    words: list[str], head: str, body: str, age: int
) -> None:
    value = rank(words, head, body, age)
    assert (value > 0) == all(word in fold(head) or word in fold(body) for word in words)
    assert rank(words, head, f"{body} {' '.join(words)}", age) >= value
    assert rank(words, head, body, age + 200) <= value
    whole = f"{body}。{''.join(words)}"
    assert rank(words, f"{head}。{''.join(words)}", body, age) >= rank(words, head, whole, age) - len(words) * 5


@given(st.lists(WORD, min_size=1, max_size=3), TEXT)
def test_a_snippet_is_a_stretch_of_the_text_in_which_only_the_words_are_marked(words: list[str], text: str) -> None:
    pieces = snippet(words, text)
    said = "".join(piece.text for piece in pieces if piece.text != "…")
    assert said in text
    assert len(said) <= SHOWN
    marked = [fold(piece.text) for piece in pieces if piece.hit]
    assert all(any(word in one for word in words) for one in marked)
    assert bool(marked) == any(word in fold(text) for word in words)


@pytest.fixture
def office(town: Town) -> Client:
    """The office's browser."""
    return signed_in(roles.CONGRESS_OFFICE)


def found(town: Town, words: str, who: object = None, **more: str) -> list[tuple[str, str]]:
    """Kind and number of what somebody finds."""
    rows = find(who or town.office, Wanted(words, **more)).rows  # type: ignore[arg-type]
    return [(row.kind, row.number) for row in rows]


def test_opinions_replies_and_issues_are_found_by_two_signs_and_equal_the_truth(town: Town, office: Client) -> None:
    lift, again = start(town, words=f"{LIFT}，电话{PHONE}"), start(town, words=LIFT_AGAIN)
    tree = start(town, words=TREE, category="environment.green", place_id=town.second.pk)
    lift.leads(again)
    tree.transferred().assigned().accepted().to_reply()
    assert make_findable() >= 2
    assert make_findable() == 0
    said = {one.case.number: one.verbatim for one in Opinion.objects.select_related("case")}
    for word in ("电梯", "物业", "香樟", "停", "窗户 香樟", "没有这样的话"):
        truth = {number for number, words in said.items() if all(part in words for part in word.split())}
        assert {number for kind, number in found(town, word) if kind == OPINION} == truth, word
    assert {kind for kind, _number in found(town, "电梯")} == {OPINION, REPLY, ISSUE}
    assert all(kind == ISSUE for kind, _number in found(town, "电梯", kind=ISSUE))
    answer = tree.case.replies.get().text
    assert (REPLY, tree.case.number) in found(town, answer[:4])
    assert found(town, "电梯", home=str(town.second.pk), kind=OPINION) == []
    address = reverse("aggregation:search")
    office.get(address)
    with CaptureQueriesContext(connection) as seen:
        page = text_of(office.get(address, {"q": "电梯"}))
    assert len(seen) <= 6, [one["sql"][:150] for one in seen]
    assert '<mark class="same">电梯</mark>' in page
    assert lift.case.number in page


def test_what_may_not_be_read_is_not_found_by_it(town: Town) -> None:
    secret = start(town, words=f"{LIFT}，我的电话{PHONE}，{KEPT}", summary="电梯", confidential=True)
    plain = start(town, words=f"{LIFT_AGAIN}，我的电话{PHONE}，{KEPT}")
    assert found(town, PHONE) == [(OPINION, plain.case.number)]
    with write():
        index(OPINION, secret.case.pk, f"{secret.case.number} 电梯 {secret.opinion.verbatim}")
    assert {number for _kind, number in found(town, PHONE)} == {secret.case.number, plain.case.number}
    secretary = town.secretary
    assert found(town, "花盆", secretary) == [(OPINION, plain.case.number)]
    assert found(town, PHONE, town.leader) == []
    assert found(town, "电梯", town.other_secretary) == []


def test_a_number_of_a_person_never_comes_into_the_address(town: Town, office: Client) -> None:
    start(town, words=f"{LIFT}，电话{PHONE}")
    address = reverse("aggregation:search")
    answer = office.post(address, {"q": PHONE})
    assert (answer.status_code, answer.context["found"].total) == (200, 1)
    assert "no-store" in answer.headers["Cache-Control"]
    refused = office.get(address, {"q": PHONE})
    assert refused.context["found"].total == 0
    assert "不放在网址里" in text_of(refused)
    plain = office.post(address, {"q": " 电梯 ", "kind": "", "place": ""})
    assert plain.headers["Location"] == f"{address}?q=%E7%94%B5%E6%A2%AF"
    listed = text_of(office.get(reverse("cases:desk_cases"), {"q": "电梯"}))
    assert f"{address}?q=%E7%94%B5%E6%A2%AF" in listed
