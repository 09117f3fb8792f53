"""To the door and back: only what was handed over is delivered, and the tick is the resident's own word."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.delivery import rules, selectors
from lianxin.cases.delivery.actions import (
    CloseRun,
    MakeRun,
    MarkSlip,
    TickVerdict,
    carrier_of,
    carrying_token,
    mark_all,
)
from lianxin.cases.models import ContactLog, DeliveryItem, DeliveryRun, Verdict
from lianxin.cases.selectors.answers import ShownAnswer, ShownPart, told_once
from lianxin.core import clock as time
from lianxin.core.clock import today
from lianxin.db.models import Town as TownRow
from lianxin.journal.actors import TOKEN, Actor
from lianxin.journal.errors import NotAllowed, WrongState
from lianxin.journal.verify import verify_town
from lianxin.people import roles
from tests.cases.factories import Town, Walk, make_case, start
from tests.people.factories import grant, make_person


def run_for(town: Town, *walks: Walk) -> tuple[DeliveryRun, list[DeliveryItem]]:
    """A run of the first neighbourhood with its slips."""
    assert walks
    run = MakeRun(actor=town.secretary, place_id=town.first.pk, carrier_label="各楼楼组长").execute()
    return run, selectors.items_of(run)


# --- rules a clerk can read -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "order", "outcome", "tick", "reason"),
    [
        ("12 1", 12, "delivered", "solved", ""),
        ("12 2", 12, "delivered", "partly", ""),
        ("12 3 灯还是不亮", 12, "delivered", "unsolved", "灯还是不亮"),
        ("12号 没有解决 灯还是不亮", 12, "delivered", "unsolved", "灯还是不亮"),
        ("１２，３", 12, "delivered", "unsolved", ""),
        ("7 解决了", 7, "delivered", "solved", ""),
        ("7:部分解决", 7, "delivered", "partly", ""),
        ("9", 9, "delivered", "", ""),
        ("9 √", 9, "delivered", "", ""),
        ("3 没人", 3, "not_home", "", ""),
        ("3 不在", 3, "not_home", "", ""),
        ("4 不收", 4, "refused", "", ""),
        ("5 搬走", 5, "moved", "", ""),
    ],
)
def test_what_a_clerk_may_type(typed: str, order: int, outcome: str, tick: str, reason: str) -> None:
    assert rules.read_line(typed) == rules.Typed(order, outcome, tick, reason)


@pytest.mark.parametrize("typed", ["解决了", "12 4", "12 也许", "abc", "99999 1"])
def test_what_means_nothing_is_asked_again(typed: str) -> None:
    assert rules.read_line(typed) is None
    assert rules.read_lines(f"\n1 1\n{typed}\n")[1] == [typed]


# --- what counts as delivered -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "counts"), [("delivered", True), ("not_home", False), ("refused", False), ("moved", False)]
)
def test_only_a_slip_that_was_handed_over_delivers(town: Town, outcome: str, counts: bool) -> None:
    walk = make_case(town, w.REPLIED)
    run, (item,) = run_for(town, walk)
    assert walk.case.delivered_on is None
    MarkSlip(actor=town.secretary, case_id=walk.case.pk, item_id=item.pk, outcome=outcome).execute()
    assert (walk.case.delivered_on is not None) == counts
    log = ContactLog.objects.latest("id")
    assert (log.purpose, log.how, log.reached) == ("inform", "slip", counts)
    if not counts:  # nobody home today: another run carries it again
        CloseRun(actor=town.secretary, run_id=run.pk).execute()
        assert len(run_for(town, walk)[1]) == 1


def test_printing_a_slip_delivers_nothing(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    run, _items = run_for(town, walk)
    CloseRun(actor=town.secretary, run_id=run.pk).execute()
    assert walk.case.delivered_on is None
    assert not ContactLog.objects.filter(purpose="inform").exists()


def test_what_is_on_the_way_is_not_printed_twice(town: Town) -> None:
    run_for(town, make_case(town, w.REPLIED))
    with pytest.raises(WrongState, match="没有要送的"):
        MakeRun(actor=town.secretary, place_id=town.first.pk).execute()


def test_who_asked_for_secrecy_gets_no_paper(town: Town) -> None:
    make_case(town, w.REPLIED, confidential=True)
    found, kept_back = selectors.errands(town.first)
    assert (found, kept_back) == ([], 1)


def test_a_slip_with_an_answer_that_was_overtaken_is_not_registered(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    _run, (item,) = run_for(town, walk)
    walk.told().judged("unsolved").drafted().signed()
    with pytest.raises(WrongState, match="新的一稿"):
        MarkSlip(actor=town.secretary, case_id=walk.case.pk, item_id=item.pk, outcome="delivered").execute()


# --- the tick ------------------------------------------------------------------------------------


def test_the_tick_on_paper_is_the_residents_own_verdict(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    _run, items = run_for(town, walk)
    done = mark_all(town.secretary, items, rules.read_lines("1 3")[0])
    assert (done.marked, done.ticked, done.refused) == (1, 1, ())
    verdict = Verdict.objects.get()
    assert (verdict.judge, verdict.via, verdict.result) == ("resident", "paper", "unsolved")
    assert "没有写原因" in verdict.reason
    assert (walk.case.state, items[0].run_id) == (w.REHANDLING, DeliveryItem.objects.get().run_id)
    again = mark_all(town.secretary, items, rules.read_lines("1 1")[0])
    assert again.refused
    assert Verdict.objects.count() == 1


def test_a_tick_needs_a_slip_that_was_handed_over(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    _run, (item,) = run_for(town, walk)
    with pytest.raises(WrongState, match="没有送到"):
        TickVerdict(actor=town.secretary, case_id=walk.case.pk, item_id=item.pk, result="solved").execute()


def test_the_unit_that_handled_ticks_nothing(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    _run, (item,) = run_for(town, walk)
    for actor in (town.head(), town.deputy_actor, town.desk, town.resident):
        with pytest.raises(NotAllowed):
            MarkSlip(actor=actor, case_id=walk.case.pk, item_id=item.pk, outcome="delivered").execute()


def test_who_handled_prints_slips_without_the_speaker_s_code(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    run, _items = run_for(town, walk)
    person = make_person(roles.SECRETARY, place=town.first)
    client = Client()
    client.force_login(person)
    address = reverse("cases:desk_run_slips", args=[run.number])
    assert walk.receipt.code in client.get(address).content.decode()
    grant(person, roles.UNIT_HANDLER, unit=town.office_unit)
    client = Client()
    client.force_login(person)
    page = client.get(address).content.decode()
    assert walk.receipt.code not in page
    assert "在您的回执上" in page


def test_the_carrying_link_marks_its_own_run_while_it_lives(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    run, (item,) = run_for(town, walk)
    forged = Actor(TOKEN, str(run.pk), "走访链接")
    with pytest.raises(NotAllowed):
        MarkSlip(actor=forged, case_id=walk.case.pk, item_id=item.pk, outcome="delivered").execute()
    carrier = carrier_of(run)
    done = mark_all(carrier, [item], [rules.Typed(1, "delivered", "solved")])
    assert (done.marked, done.ticked) == (1, 1)
    assert (walk.case.state, DeliveryItem.objects.get().marked_via) == (w.EVALUATED, "link")
    other = start(town).answered()
    other.later(0)
    time.set_fixed(today() + dt.timedelta(days=8))
    assert not mark_all(carrier, [item], [rules.Typed(1, "not_home")]).marked
    assert verify_town(TownRow.objects.get(pk=town.row.pk)).is_whole


def test_a_secretary_carries_nothing_of_another_neighbourhood(town: Town) -> None:
    make_case(town, w.REPLIED, place_id=town.second.pk)
    with pytest.raises(NotAllowed):
        MakeRun(actor=town.secretary, place_id=town.second.pk).execute()
    assert MakeRun(actor=town.office, place_id=town.second.pk).execute().items.count() == 1


# --- pages ---------------------------------------------------------------------------------------


def test_the_link_shows_numbers_and_buildings_and_nobodys_words(town: Town) -> None:
    walk = make_case(town, w.REPLIED, contact="13900001234", contact_name="王阿婆")
    run, _items = run_for(town, walk)
    page = Client().get(f"/carry/{carrying_token(run.pk)}/").content.decode()
    assert "第 1 号" in page
    for secret in (walk.opinion.verbatim[:6], "13900001234", "王阿婆", walk.receipt.code, walk.opinion.public_token):
        assert secret not in page
    assert Client().get("/carry/nothing/").status_code == 404
    act.LogContact(actor=town.secretary, case_id=walk.case.pk, purpose="inform", how="phone").execute()
    CloseRun(actor=town.secretary, run_id=run.pk).execute()
    assert Client().get(f"/carry/{carrying_token(run.pk)}/").status_code == 410


def test_a_small_paper_says_once_what_one_point_only_repeats() -> None:
    part = ShownPart("换灯", "已换好。 ", False, "已解决", "", (), "每月查一次")
    whole = ShownAnswer("市政所", "已换好。", "已解决", "", "", (), "", (part,))
    once = told_once(whole)
    assert (once.points, once.promise, once.result) == ((), "每月查一次", "已解决")
    for other in (
        replace(part, text="另有说明。"), replace(part, result="留作参考"), replace(part, unanswered=True),
    ):  # fmt: skip
        assert told_once(replace(whole, points=(other,))).points == (other,)
    assert told_once(replace(whole, points=(part, part))).points == (part, part)
