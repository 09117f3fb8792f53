"""A matter on the deputy's face: the words the deputy heard, the answer, and the verdict on what the deputy saw."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.deputy import pages
from lianxin.cases.models import Opinion, Verdict
from lianxin.core.ids import new_id
from lianxin.db.scope import town_scope
from lianxin.journal.actors import Actor
from tests.cases.factories import Town, make_case, make_town
from tests.cases.walk import Walk, start

SEEN = "楼道里堆满了纸箱"


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """A small town."""
    made = make_town()
    with town_scope(made.row):
        yield made


def ask(town: Town, walk: Walk, actor: Actor, view: Any = pages.show, data: dict[str, str] | None = None) -> Any:
    """What a view of the deputy's face answers."""
    request = RequestFactory().post("/", data) if data is not None else RequestFactory().get("/")
    request.actor, request.town = actor, town.row  # type: ignore[attr-defined]
    request._messages = _Said()  # type: ignore[attr-defined]
    return view(request, number=walk.case.number)


class _Said(list[str]):
    """Takes a message and forgets it."""

    def add(self, *_told: object) -> None:
        """Nothing."""


def seen(town: Town) -> Walk:
    """Something a deputy saw itself, answered."""
    walk = start(town, actor=town.office, words="", observation=SEEN, deputy_ids=(town.deputy.pk,))
    return walk.transferred().assigned().accepted().to_reply().told()


def test_the_deputy_reads_the_words_it_heard_and_the_answer(town: Town) -> None:
    walk = make_case(town, w.REPLIED, deputy_ids=(town.deputy.pk,))
    page = ask(town, walk, town.deputy_actor).content.decode()
    assert walk.opinion.verbatim in page
    assert "单位的答复" in page
    assert "办理结果" in page
    assert reverse("deputy") in page


def test_a_deputy_who_was_not_there_finds_nothing(town: Town) -> None:
    walk = make_case(town, w.REPLIED, deputy_ids=(town.deputy.pk,))
    with pytest.raises(Http404):
        ask(town, walk, town.other_deputy_actor)


def test_words_at_which_the_deputy_was_not_present_are_counted_and_not_shown(town: Town) -> None:
    walk = make_case(town, w.RECEIVED, deputy_ids=(town.deputy.pk,))
    other = Opinion.objects.get(pk=walk.opinion.pk)
    other.pk = other.id = new_id()
    other.verbatim, other.code_digest, other.public_token = "另一个人说的话", "x" * 64, "y" * 22
    other.save(force_insert=True)
    page = ask(town, walk, town.deputy_actor).content.decode()
    assert "另一个人说的话" not in page
    assert "另有 1 位反映同一件事" in page


def test_confidential_words_stay_hidden_from_the_deputy(town: Town) -> None:
    walk = make_case(town, w.RECEIVED, deputy_ids=(town.deputy.pk,))
    Opinion.objects.filter(pk=walk.opinion.pk).update(confidential=True, verbatim="只对您说的话")
    page = ask(town, walk, town.deputy_actor).content.decode()
    assert "只对您说的话" not in page
    assert "说话人要求保密" in page


def test_a_draft_is_no_answer_yet(town: Town) -> None:
    walk = make_case(town, w.REPLY_DRAFT, deputy_ids=(town.deputy.pk,))
    assert "单位的答复" not in ask(town, walk, town.deputy_actor).content.decode()


def test_the_deputy_judges_what_it_saw_itself(town: Town) -> None:
    walk = seen(town)
    assert "说说解决了没有" in ask(town, walk, town.deputy_actor).content.decode()
    data = {"result": "solved", "expected_version": str(walk.case.version)}
    assert ask(town, walk, town.deputy_actor, pages.verdict, data).status_code == 302
    verdict = Verdict.objects.get(case_id=walk.case.pk)
    assert (verdict.judge, verdict.deputy_id, verdict.result) == ("deputy", town.deputy.pk, "solved")


def test_a_deputy_does_not_judge_what_a_resident_said(town: Town) -> None:
    walk = make_case(town, w.REPLIED, deputy_ids=(town.deputy.pk,)).told()
    assert "说说解决了没有" not in ask(town, walk, town.deputy_actor).content.decode()
    assert ask(town, walk, town.deputy_actor, pages.verdict, {"result": "solved"}).status_code == 302
    assert not Verdict.objects.filter(case_id=walk.case.pk).exists()


def test_an_unsolved_observation_needs_to_say_what_is_missing(town: Town) -> None:
    walk = seen(town)
    data = {"result": "unsolved", "expected_version": str(walk.case.version)}
    answer = ask(town, walk, town.deputy_actor, pages.verdict, data)
    assert answer.status_code == 422
    assert not Verdict.objects.filter(case_id=walk.case.pk).exists()


def test_the_page_takes_few_statements(town: Town, django_assert_max_num_queries: Any) -> None:
    walk = make_case(town, w.REPLIED, deputy_ids=(town.deputy.pk,))
    ask(town, walk, town.deputy_actor)
    with django_assert_max_num_queries(10):
        ask(town, walk, town.deputy_actor)
