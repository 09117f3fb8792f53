"""What was said in confidence: its words leave the two desks neither as a title nor through the search."""

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.selectors import case_page
from lianxin.records.search import matching_ids
from tests.cases.factories import Town, make_case

WORDS = "别说是我讲的，六楼老周家群租，夜里吵得睡不着"


def test_the_title_of_words_said_in_confidence_quotes_none_of_them(town: Town) -> None:
    walk = make_case(town, w.ASSIGNED, words=WORDS, confidential=True, on_behalf_of="我母亲王阿婆")
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
