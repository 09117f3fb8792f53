"""Who is told of what: each move reaches the right inboxes once, by number only, and a long list is one notice."""

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import actions as act
from lianxin.cases import notices
from lianxin.cases import workflow as w
from lianxin.core.clock import now
from lianxin.journal.actors import Actor
from lianxin.journal.models import OutboxMessage
from lianxin.journal.outbox import deliver_pending
from lianxin.messages import selectors
from lianxin.messages.models import Notice
from lianxin.messages.sentences import words_of
from lianxin.people import roles
from tests.cases.factories import Town, make_case, start
from tests.people.factories import PASSWORD, make_person


def delivered(town: Town) -> list[tuple[str, str]]:
    """Every notice so far as (verb, address), after delivery."""
    assert deliver_pending(town.row).failed == 0
    return sorted(Notice.objects.values_list("verb", "address"))


def heard(town: Town, actor: Actor) -> list[str]:
    """What an actor reads, oldest first."""
    deliver_pending(town.row)
    return [words_of(notice) for notice in selectors.inbox(actor).order_by("id")]


def test_the_whole_way_tells_everybody_who_has_to_act(town: Town) -> None:
    walk = make_case(town, w.EVALUATED, deputy_ids=[town.deputy.pk])
    number = walk.case.number
    assert heard(town, town.desk) == [f"{number} 已转来，请交办", f"{number} 有了评价"]
    assert heard(town, town.handler()) == [f"{number} 已交给您单位，请受理并先行联系", f"{number} 有了评价"]
    assert f"{number} 答复已拟好，请签发或退回重拟" in heard(town, town.head())
    assert heard(town, town.secretary) == [f"{number} 已有答复，请告诉居民"]
    assert heard(town, town.deputy_actor) == [f"您带来的 {number} 已有答复", f"{number} 有了评价"]
    for stranger in (town.other_secretary, town.other_deputy_actor, town.handler(town.police_unit)):
        assert heard(town, stranger) == []


def test_the_handler_is_not_told_to_sign(town: Town) -> None:
    make_case(town, w.REPLY_DRAFT)
    assert not any("签发" in text for text in heard(town, town.handler()))


def test_a_return_an_extension_and_a_reopening_reach_the_desk(town: Town) -> None:
    make_case(town, w.RETURN_PENDING)
    make_case(town, w.ACCEPTED).do(act.RequestExtension, town.handler(), reason="等配件")
    make_case(town, w.CLOSED).do(act.Reopen, town.desk, reason="又坏了")
    texts = " ".join(heard(town, town.desk))
    assert "被退回" in texts
    assert "申请延期" in texts
    assert "重新打开，请交办" in texts


def test_not_solved_says_what_happens_next(town: Town) -> None:
    make_case(town, w.MEETING, deputy_ids=[town.deputy.pk])
    assert any("当面会商" in text for text in heard(town, town.office))
    assert any("要再办一次" in text for text in heard(town, town.head()))


def test_the_deputy_who_brought_it_hears_that_it_is_closed(town: Town) -> None:
    make_case(town, w.CLOSED, deputy_ids=[town.deputy.pk])
    assert "已办结" in heard(town, town.deputy_actor)[-1]


def test_an_ordinary_word_gives_no_notice_and_an_emergency_does(town: Town) -> None:
    start(town)
    assert not OutboxMessage.objects.exists()
    start(town, kind="emergency", words="楼道里有浓重的煤气味")
    assert [verb for verb, _address in delivered(town)] == ["case.recorded"]


def test_an_accusation_is_told_of_to_the_congress_office_alone(town: Town) -> None:
    walk = start(town, kind="accusation", words="举报某干部")
    facts = notices.facts_of(walk.case)
    for row in notices.TABLE:
        assert set(notices.addresses(row.whom, facts)) <= {"role:congress_office"}


def test_no_notice_says_more_than_the_number(town: Town) -> None:
    make_case(town, w.CLOSED, words="张三13800138000：电梯坏了", deputy_ids=[town.deputy.pk])
    delivered(town)
    for text in [words_of(notice) + notice.facts for notice in Notice.objects.all()]:
        assert "张三" not in text
        assert "13800138000" not in text
        assert "电梯" not in text


def test_two_hundred_transferred_at_once_are_one_notice(town: Town) -> None:
    cases = [start(town, words=f"第{n}盏路灯不亮").case.pk for n in range(12)]
    act.transfer_list(town.office, cases)
    deliver_pending(town.row)
    mine = selectors.inbox(town.desk).get()
    assert (mine.count, words_of(mine)) == (12, "今天转来 12 件，请交办")
    assert mine.link == "desk/cases/?list=to_assign"


def test_what_comes_after_it_was_read_is_a_new_notice(town: Town) -> None:
    make_case(town, w.TRANSFERRED)
    deliver_pending(town.row)
    selectors.inbox(town.desk).update(seen_at=now())
    make_case(town, w.TRANSFERRED)
    make_case(town, w.TRANSFERRED)
    deliver_pending(town.row)
    assert sorted(selectors.inbox(town.desk).values_list("count", flat=True)) == [1, 2]


def test_another_day_is_another_notice(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    deliver_pending(town.row)
    walk.later(1)
    make_case(town, w.TRANSFERRED)
    deliver_pending(town.row)
    assert list(selectors.inbox(town.desk).values_list("count", flat=True)) == [1, 1]


def test_delivered_again_nothing_is_counted_twice(town: Town) -> None:
    for _n in range(2):
        make_case(town, w.TRANSFERRED)
    deliver_pending(town.row)
    last = OutboxMessage.objects.filter(kind="case.transfer").order_by("-id")[0]
    OutboxMessage.objects.filter(pk=last.pk).update(done_at=None)
    deliver_pending(town.row)
    assert selectors.inbox(town.desk).get().count == 2


def test_what_is_weeks_old_is_no_news(town: Town) -> None:
    make_case(town, w.TRANSFERRED).later(20)
    assert delivered(town) == []


def test_every_row_names_people_the_table_explains(town: Town) -> None:
    facts = notices.facts_of(make_case(town, w.EVALUATED, deputy_ids=[town.deputy.pk]).case)
    shown = notices.rows_for_people()
    assert len(shown) == len(notices.TABLE)
    for row in notices.TABLE:
        assert set(row.whom) <= set(notices.MEANING)
        said = notices.said({**facts, "code": "answer", "due": "2026-12-01"})
        assert "%(" not in row.sentence().words(said)


@pytest.mark.parametrize("role", [roles.GOVERNMENT_DESK, roles.CONGRESS_OFFICE])
def test_the_page_groups_by_matter_and_leads_there(client: Client, town: Town, role: str) -> None:
    walk = make_case(town, w.MEETING)
    deliver_pending(town.row)
    person = make_person(role)
    assert client.login(username=person.username, password=PASSWORD)
    page = client.get(reverse("messages:inbox")).content.decode()
    assert f"/desk/cases/{walk.case.number}/" in page
    assert "当面会商" in page


def test_all_of_a_page_are_marked_and_nothing_of_others(client: Client, town: Town) -> None:
    make_case(town, w.MEETING)
    deliver_pending(town.row)
    person = make_person(roles.GOVERNMENT_DESK)
    assert client.login(username=person.username, password=PASSWORD)
    named = [str(pk) for pk in Notice.objects.values_list("pk", flat=True)]
    answer = client.post(reverse("messages:all_seen"), {"id": [*named, "x", "9" * 30]})
    assert answer.status_code == 302
    assert not selectors.inbox(town.desk).filter(seen_at=None).exists()
    assert selectors.inbox(town.handler()).filter(seen_at=None).exists()
    assert client.post(reverse("messages:all_seen"), {}).status_code == 302
