"""What gives birth to what: links are written with the change, close no ring, name nobody, and lead nowhere wrong."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.imports.service import Import
from lianxin.cases.models import Case, Opinion, Reply
from lianxin.clocks.models import Promise
from lianxin.core.clock import today
from lianxin.core.documents.tables import read_table
from lianxin.db.models import Town as TownRow
from lianxin.journal.actors import TOKEN, Actor, Grant
from lianxin.journal.verify import verify_town
from lianxin.people import roles
from lianxin.records import lineage
from lianxin.records.models import LineageLink, Relation
from tests.cases.factories import WAYS, Town, make_case, start
from tests.examples import examples
from tests.people.factories import PASSWORD, make_person


def kinds_of(chain: lineage.Chain) -> list[str]:
    """The kinds of a chain, earliest first."""
    return [kind for (kind, _pk), _generation in sorted(chain.generations.items(), key=lambda item: item[1])]


def test_a_word_becomes_a_matter_an_answer_a_promise(town: Town) -> None:
    walk = make_case(town, w.TRACKING)
    chain = lineage.chain("case", walk.case.pk)
    assert kinds_of(chain) == ["opinion", "case", "reply", "promise"]
    assert [edge.relation for edge in chain.edges] == [Relation.BECAME, Relation.ANSWERED_BY, Relation.PROMISED_IN]


def test_a_changed_promise_is_followed_by_the_new_one(town: Town) -> None:
    walk = make_case(town, w.TRACKING)
    promise = Promise.objects.get()
    walk.do(
        act.SettlePromise, town.desk, promise_id=promise.pk, state="changed", reason="资金明年到位",
        new_due_on=today().replace(year=today().year + 1),
    )  # fmt: skip
    following = Promise.objects.exclude(pk=promise.pk).get()
    assert lineage.ancestors("promise", following.pk)[0] == ("promise", promise.pk)


def test_a_second_round_hangs_on_the_same_matter(town: Town) -> None:
    walk = make_case(town, w.MEETING)
    replies = Reply.objects.filter(case_id=walk.case.pk, signed_at__isnull=False)
    assert {("reply", pk) for pk in replies.values_list("pk", flat=True)} <= set(
        lineage.descendants("case", walk.case.pk)
    )
    assert replies.count() == 2


def test_a_visits_link_and_a_code_on_the_wall_stand_before_the_words(town: Town) -> None:
    visitor = Actor(TOKEN, "77", "走访", (Grant(roles.RECORDER, town.first.pk, town.first.path),))
    visit, wall = start(town, actor=visitor), start(town, channel="qr")
    assert ("access_link", 77) in lineage.ancestors("opinion", visit.opinion.pk)
    assert ("place", town.compound.pk) in lineage.ancestors("case", wall.case.pk)


def test_the_same_words_after_an_end_follow_the_earlier_matter(town: Town) -> None:
    first = make_case(town, w.CLOSED).case
    again = start(town).case
    other = start(town, words="楼上漏水").case
    assert ("case", first.pk) in lineage.ancestors("case", again.pk)
    assert ("case", first.pk) not in lineage.ancestors("case", other.pk)


def test_words_that_are_still_being_handled_are_no_earlier_matter(town: Town) -> None:
    first = make_case(town, w.CONTACTED).case
    assert ("case", first.pk) not in lineage.ancestors("case", start(town).case.pk)


def test_an_import_stands_before_each_of_its_lines(town: Town) -> None:
    table = read_table("内容\n路灯不亮\n楼道堆物\n电梯异响\n".encode())
    Import(town.office, table, {"words": 0}).run()
    assert Opinion.objects.count() == 3
    for opinion in Opinion.objects.all():
        assert [kind for kind, _pk in lineage.ancestors("opinion", opinion.pk)] == ["import_batch"]


@settings(max_examples=examples(6, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(st.sampled_from(sorted(WAYS)), min_size=1, max_size=3))
def test_whatever_happens_nothing_hangs_loose_and_no_ring_closes(town: Town, states: list[str]) -> None:
    for state in states:
        make_case(town, state)
    assert list(lineage.loops()) == []
    findings = verify_town(town.row).findings
    assert findings == []
    for case in Case.objects.all():
        assert lineage.ancestors("case", case.pk)


def test_verify_finds_a_ring_and_a_link_to_nothing(town: Town) -> None:
    case = start(town).case
    opinion = Opinion.objects.get()
    lineage.link(("case", case.pk), ("opinion", opinion.pk), Relation.CITED_BY, town.office)
    lineage.link(("case", case.pk), ("reply", 5), Relation.ANSWERED_BY, town.office)
    codes = sorted(finding.code for finding in verify_town(town.row).findings)
    assert codes == ["lineage_loop", "lineage_loop", "orphan"]


def test_nothing_is_its_own_origin(town: Town) -> None:
    with pytest.raises(ValueError, match="origin"):
        lineage.born(town.office, [lineage.Step(("case", 1), ("case", 1), Relation.BECAME)])
    assert not LineageLink.objects.exists()


def test_the_chain_is_one_click_from_the_case_and_names_nobody(client: Client, town: Town) -> None:
    walk = make_case(town, w.TRACKING, summary="张三 13800138000 反映电梯", contact="13800138000", contact_name="张三")
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    person = make_person(roles.CONGRESS_OFFICE)
    assert client.login(username=person.username, password=PASSWORD)
    address = reverse("records:chain", args=["case", walk.case.pk])
    assert address in client.get(reverse("cases:desk_case", args=[walk.case.number])).content.decode()
    page = client.get(address).content.decode()
    assert page.count("<rect") == 4
    assert "13800138000" not in page
    assert "您不能查看" not in page
    assert "作出承诺" in page


def test_a_unit_sees_its_own_chain_and_no_other(client: Client, town: Town) -> None:
    mine, theirs = make_case(town, w.REPLIED), start(town, words="别处的事")
    person = make_person(roles.UNIT_HANDLER, unit=town.office_unit)
    assert client.login(username=person.username, password=PASSWORD)
    assert client.get(reverse("records:chain", args=["case", mine.case.pk])).status_code == 200
    assert client.get(reverse("records:chain", args=["case", theirs.case.pk])).status_code == 404
