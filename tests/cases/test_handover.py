"""换届: what was open passes to successors, who follow, ask and judge; the original stays named; nothing is lost."""

import datetime as dt

import pytest

from lianxin.cases import workflow as w
from lianxin.cases.actions import RecordVerdict, Withdraw
from lianxin.cases.deputy import selectors as deputy_page
from lianxin.cases.heirs.estates import cases_waiting, suggestions_waiting
from lianxin.cases.selectors.scope import visible
from lianxin.cases.suggestions import selectors as suggested
from lianxin.cases.suggestions.actions import BY_MOVE
from lianxin.core.clock import today
from lianxin.deputies.actions import EndMandate
from lianxin.deputies.handover import planning, runs
from lianxin.deputies.handover.actions import BeginHandover, GiveTo, NameSuccessor
from lianxin.deputies.handover.passing import HandOver
from lianxin.deputies.models import (
    ContactPlace,
    EndReason,
    Handover,
    HandoverLine,
    Level,
    Mandate,
    Passed,
)
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.journal.upkeep import deliver
from lianxin.journal.verify import verify_town
from lianxin.messages.addressing import to_deputy
from lianxin.messages.models import Notice
from lianxin.people import roles
from tests.cases.factories import Town
from tests.cases.handovers import Terms, acting, brought, constituency, contact
from tests.cases.test_suggestions import do, make, walk
from tests.conftest import FrozenClock
from tests.people.factories import actor_with


@pytest.fixture
def terms(town: Town) -> Terms:
    """The first deputy leaves the only constituency, the second is elected there anew."""
    made, seat = Terms(town), constituency("X1")
    made.seat(town.deputy, made.old, seat)
    made.seat(town.other_deputy, made.new, seat)
    return made


def test_an_open_matter_is_followed_by_the_successor_and_the_original_stays_named(town: Town, terms: Terms) -> None:
    case = brought(town, w.TRACKING, town.deputy)
    terms.hand_over()
    case.refresh_from_db()
    assert (case.deputy_ids, case.heir_ids) == ({town.deputy.pk}, {town.other_deputy.pk})
    successor = acting(town.other_deputy)
    assert visible(successor).filter(pk=case.pk).exists()
    page = deputy_page.load(successor, case)
    assert page.taken_over_from == town.deputy.label
    assert [heard.opinion.verbatim for heard in page.heard] != []
    assert Mandate.objects.get(deputy=town.deputy).end_reason == EndReason.TERM
    assert verify_town(town.row).is_whole


def test_a_successor_judges_what_the_other_saw_and_moves_nothing_else(town: Town, terms: Terms) -> None:
    case = brought(town, w.REPLIED, town.deputy, words="", observation="井盖松了")
    successor = acting(town.other_deputy)
    with pytest.raises(NotAllowed):
        RecordVerdict(actor=successor, case_id=case.pk, result="solved", via="visit").execute()
    terms.hand_over()
    with pytest.raises(NotAllowed):
        Withdraw(actor=successor, case_id=case.pk).execute()
    verdict = RecordVerdict(actor=successor, case_id=case.pk, result="solved", via="visit").execute()
    assert (verdict.judge, verdict.deputy_id) == ("deputy", town.other_deputy.pk)


def test_a_suggestion_passes_and_the_successor_evaluates_in_its_own_name(town: Town, terms: Terms) -> None:
    row = walk(town, "sign")
    draft = walk_to_draft(town)
    terms.hand_over()
    row.refresh_from_db()
    successor = acting(town.other_deputy)
    assert set(suggested.own(successor).values_list("pk", flat=True)) == {row.pk}
    assert draft.pk not in {one.object_id for one in Passed.objects.all()}
    evaluated = do_as(successor, row, "evaluate", attitude="good", result="good")
    assert evaluated.state == "evaluated"
    assert evaluated.replies.get(round=1).voices.get().deputy_id == town.other_deputy.pk


def test_a_promise_of_a_closed_matter_passes_too(town: Town, terms: Terms) -> None:
    row = walk_with_promise(town)
    terms.hand_over()
    row.refresh_from_db()
    assert row.heir_ids == {town.other_deputy.pk}


def test_nobody_to_follow_means_the_office_has_it_until_somebody_is_named(town: Town) -> None:
    terms = Terms(town)
    terms.seat(town.deputy, terms.old, constituency("X1"))
    terms.seat(town.other_deputy, terms.new, constituency("X2"))
    case = brought(town, w.CONTACTED, town.deputy)
    assert cases_waiting(9) == []
    terms.hand_over()
    assert [item.id for item in cases_waiting(9)] == [case.pk]
    office = actor_with(roles.CONGRESS_OFFICE)
    with pytest.raises(Invalid):
        GiveTo(actor=office, kind="case", object_id=case.pk, successor=town.deputy).execute()
    GiveTo(actor=office, kind="case", object_id=case.pk, successor=town.other_deputy).execute()
    assert cases_waiting(9) == []
    with pytest.raises(WrongState):
        GiveTo(actor=office, kind="case", object_id=case.pk, successor=town.other_deputy).execute()


def test_a_worker_that_died_halfway_is_taken_up_and_nothing_passes_twice(town: Town, terms: Terms) -> None:
    third = terms.deputy("T03")
    terms.seat(third, terms.old, constituency("X1"))
    for who in (town.deputy, third):
        brought(town, w.CONTACTED, who)
    handover = terms.begin()
    office = actor_with(roles.CONGRESS_OFFICE)
    HandOver(actor=office, handover=handover, deputy=town.deputy).execute()
    assert Passed.objects.count() == 1
    HandOver(actor=office, handover=handover, deputy=town.deputy).execute()
    assert Passed.objects.count() == 1
    assert runs.run(handover.pk) == "done"
    assert Passed.objects.filter(object_kind="case").count() == 2
    assert runs.run(handover.pk) == ""
    assert not HandoverLine.objects.filter(done_at=None).exists()


def test_the_register_that_changed_after_the_look_is_looked_at_again(town: Town, terms: Terms) -> None:
    office = actor_with(roles.CONGRESS_OFFICE)
    handover = Handover.objects.create(
        kind="term", level=Level.TOWN, old_term=terms.old, new_term=terms.new, day=today(),
        made_at=dt.datetime.now(dt.UTC), touched_at=dt.datetime.now(dt.UTC), made_by_label="x",
    )  # fmt: skip
    seen = planning.seal(planning.planned(handover))
    terms.seat(terms.deputy("T09"), terms.new, constituency("X1"))
    terms.seat(town.deputy, terms.new, constituency("X1"))
    with pytest.raises(WrongState) as refused:
        BeginHandover(actor=office, handover=handover, seen=seen).execute()
    assert refused.value.code == "changed"


def test_nothing_is_handed_over_before_its_day(town: Town, terms: Terms) -> None:
    terms.new.starts_on = today() + dt.timedelta(days=3)
    terms.new.save()
    with pytest.raises(WrongState) as refused:
        terms.begin()
    assert refused.value.code == "too_early"
    assert Mandate.objects.get(deputy=town.deputy).ends_on is None


def test_one_deputy_who_resigns_leaves_a_handover_and_no_contact_place(town: Town, terms: Terms) -> None:
    office, seat = actor_with(roles.CONGRESS_OFFICE), constituency("X1")
    colleague = terms.deputy("T03")
    terms.seat(colleague, terms.old, seat)
    contact(town.deputy, town.first)
    case = brought(town, w.CONTACTED, town.deputy)
    yesterday = today() - dt.timedelta(days=1)
    mandate = Mandate.objects.get(deputy=town.deputy)
    EndMandate(actor=office, mandate=mandate, ends_on=yesterday, reason=EndReason.RESIGNED, note="书面辞职").execute()
    assert ContactPlace.objects.get().valid_to == yesterday
    assert [item.id for item in cases_waiting(9)] == [case.pk]
    handover = Handover.objects.get(kind="one")
    NameSuccessor(actor=office, handover=handover, deputy=town.deputy, successor=colleague).execute()
    BeginHandover(actor=office, handover=handover, seen=planning.seal(planning.planned(handover))).execute()
    assert runs.run(handover.pk) == "done"
    assert cases_waiting(9) == []
    mandate.refresh_from_db()
    assert mandate.end_reason == EndReason.RESIGNED
    terms.old.refresh_from_db()
    assert terms.old.ends_on is None


def test_a_city_deputys_matters_pass_by_the_community_they_lie_in(town: Town) -> None:
    terms = Terms(town, Level.CITY)
    one, two, three = (terms.deputy(code) for code in ("C01", "C02", "C03"))
    terms.seat(one, terms.old)
    for who, place in ((two, town.first), (three, town.second)):
        terms.seat(who, terms.new)
        contact(one, place)
        contact(who, place, today())
    here = brought(town, w.CONTACTED, one, place_id=town.first.pk)
    there = brought(town, w.CONTACTED, one, place_id=town.second.pk)
    terms.hand_over()
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.heir_ids, there.heir_ids) == ({two.pk}, {three.pk})


def test_who_took_over_and_leaves_too_is_followed_again(town: Town, terms: Terms, clock: FrozenClock) -> None:
    case = brought(town, w.TRACKING, town.deputy)
    terms.hand_over()
    last, seat = terms.deputy("T09"), constituency("X1")
    terms.seat(last, terms.new, seat)
    office = actor_with(roles.CONGRESS_OFFICE)
    mandate = Mandate.objects.get(deputy=town.other_deputy)
    EndMandate(actor=office, mandate=mandate, ends_on=today(), reason=EndReason.MOVED).execute()
    handover = Handover.objects.get(kind="one")
    clock.advance(days=1)
    BeginHandover(actor=office, handover=handover, seen=planning.seal(planning.planned(handover))).execute()
    assert runs.run(handover.pk) == "done"
    case.refresh_from_db()
    assert last.pk in case.heir_ids
    assert [one.opinion.verbatim for one in deputy_page.load(acting(last), case).heard] != []


def test_successors_are_told_how_much_is_theirs(town: Town, terms: Terms) -> None:
    brought(town, w.CONTACTED, town.deputy)
    terms.hand_over()
    deliver(town.row)
    told = Notice.objects.get(address=to_deputy(town.other_deputy.pk), verb="deputies.handed_over")
    assert told.facts == '{"n":"1"}'
    assert LogEntry.objects.filter(verb="deputies.handover_done").count() == 1


def test_only_the_congress_office_hands_over(town: Town, terms: Terms) -> None:
    for actor in (town.desk, town.leader, town.deputy_actor):
        with pytest.raises(NotAllowed):
            terms.begin(actor)


def test_a_suggestion_nobody_leads_any_more_is_in_the_offices_list(town: Town) -> None:
    terms = Terms(town)
    terms.seat(town.deputy, terms.old, constituency("X1"))
    row = walk(town, "sign")
    assert suggestions_waiting(9) == []
    terms.hand_over()
    assert [item.id for item in suggestions_waiting(9)] == [row.pk]


def walk_to_draft(town: Town) -> object:
    """A suggestion only its deputy has seen."""
    return make(town, title="还没想好的建议")


def walk_with_promise(town: Town) -> object:
    """A suggestion that was closed while its promise is still ahead."""
    row = walk(town, "contact")
    later = today() + dt.timedelta(days=200)
    typed = {
        "result": "planned",
        "text": "列入计划",
        "promise_on": later,
        "promise_text": "装好路灯",
        "contact": "城建办",
    }
    do(town, row, "reply", "handler", **typed)
    do(town, row, "sign", "head")
    do(town, row, "evaluate", "deputy", attitude="good", result="good")
    return do(town, row, "close", "office", text="列入计划")


def do_as(actor: object, row: object, code: str, **typed: object) -> object:
    """A move by somebody who is not in the small town's cast."""
    return BY_MOVE[code](actor=actor, pk=row.pk, **typed).execute()
