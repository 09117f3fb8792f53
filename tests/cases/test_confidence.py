"""What was said in confidence: its words leave the two desks neither as a title nor through the search."""

import pytest

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.selectors import case_page
from lianxin.journal.errors import NotAllowed
from lianxin.people import roles
from lianxin.records.search import matching_ids
from tests.cases.desk import press, signed_in
from tests.cases.factories import Town, make_case

WORDS = "别说是我讲的，六楼老周家群租，夜里吵得睡不着"


def test_the_title_of_words_said_in_confidence_quotes_none_of_them(town: Town) -> None:
    walk = make_case(
        town, w.ASSIGNED, words=WORDS, confidential=True, on_behalf_of="我母亲王阿婆", place_note="老周对门"
    )
    page = case_page.load(town.handler(), walk.case.pk)
    shown = f"{page.head} {page.opinions[0]}"
    assert "老周" not in shown
    assert "王阿婆" not in shown
    assert "群租" not in page.case.title
    assert case_page.load(town.desk, walk.case.pk).opinions[0].words == WORDS


def test_a_summary_by_the_desk_stays_the_title(town: Town) -> None:
    walk = make_case(town, words=WORDS, confidential=True, summary="群租扰民")
    assert walk.case.title == "群租扰民"


def test_nobody_finds_a_matter_by_words_said_in_confidence(town: Town) -> None:
    walk = make_case(town, w.ASSIGNED, words=WORDS, confidential=True)
    assert matching_ids("老周", "case") == []
    assert matching_ids(walk.case.number, "case") == [walk.case.pk]


def test_who_asks_for_confidence_later_gets_it_everywhere(town: Town) -> None:
    walk = make_case(town, words=WORDS)
    assert matching_ids("老周", "case") == [walk.case.pk]
    speaker = town.speaker(walk.receipt.opinion_id)
    walk.do(act.AddWords, speaker, opinion_id=walk.opinion.pk, text="老周的房东姓吴")
    walk.do(act.ChangeConsent, speaker, opinion_id=walk.opinion.pk, confidential=True)
    assert "群租" not in walk.case.title
    assert matching_ids("老周", "case") == []
    walk.do(act.ChangeConsent, speaker, opinion_id=walk.opinion.pk, confidential=False)
    assert matching_ids("老周", "case") == [walk.case.pk]


def test_the_neighbourhood_does_not_lift_a_confidence_it_may_not_look_behind(town: Town) -> None:
    walk = make_case(town, words=WORDS, confidential=True, contact="13912345678")
    lift = {"opinion_id": walk.opinion.pk, "consent_text": True}
    with pytest.raises(NotAllowed):
        walk.do(act.ChangeConsent, town.secretary, **lift)
    with pytest.raises(NotAllowed):
        act.read_contact(town.secretary, walk.case, walk.opinion.pk, "回访居民")
    client = signed_in(roles.SECRETARY, place=town.first)
    answer = press(client, walk.case, "change_consent", opinion_id=str(walk.opinion.pk), consent_text="on")
    assert answer.status_code == 422
    assert walk.opinion.confidential
    walk.do(act.ChangeConsent, town.office, **lift)
    assert not walk.opinion.confidential
