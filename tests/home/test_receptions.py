"""Receptions: planned with notice, answered by deputies, signed in without a phone, every word with an exit."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import workflow as cases
from lianxin.cases.desk.proposals import proposal_for
from lianxin.cases.models import Case, OpinionDeputy
from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.deputies.models import Deputy
from lianxin.home.models import Exit, Reception, ReceptionDeputy, ReceptionState, VenueKind, Visitor
from lianxin.home.receptions import rules, workflow
from lianxin.home.receptions.rules import GUARDS, Facts
from lianxin.home.receptions.texts import GUARD_SENTENCES
from lianxin.journal import outbox
from lianxin.journal.models import LogEntry
from lianxin.messages.addressing import to_role_at
from lianxin.messages.models import Notice
from lianxin.messages.sentences import words_of
from lianxin.people import roles
from lianxin.places.models import Unit
from tests.deputies.factories import make_constituency, make_deputy
from tests.home.factories import make_venue
from tests.people.factories import make_person, sign_in
from tests.places.factories import make_category, make_neighbourhood, make_unit


@pytest.fixture
def office(client: Client, town: Town, frozen_clock: object) -> Client:
    """The congress office at its desk; it is Tuesday 24 November, nine o'clock."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


@pytest.fixture
def deputy(town: Town) -> Deputy:
    """A town deputy with an account."""
    return make_deputy("T01", account=make_person(roles.DEPUTY), constituency=make_constituency("X1"))


def typed(**more: object) -> dict[str, object]:
    """The form of a reception as it is sent."""
    return {
        "day": "2026-12-02", "opens": "14:00", "closes": "16:00", "topic": "停车", "capacity": 0,
        "notice_days": 3, **more,
    }  # fmt: skip


def plan(office: Client, *deputies: Deputy, **more: object) -> Reception:
    """A reception planned through the page."""
    room = make_venue("R1", VenueKind.ROOM)
    sent = typed(venue=room.pk, deputies=[one.pk for one in deputies], **more)
    answer = office.post(reverse("home:plan_reception"), sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Reception.objects.get()


def move(office: Client, one: Reception, code: str, reason: str = "") -> int:
    """What the page of a move answers."""
    return office.post(reverse("home:move_reception", args=[one.pk, code]), {"reason": reason}).status_code


def announced(office: Client, *deputies: Deputy, **more: object) -> Reception:
    """A reception that residents see."""
    one = plan(office, *deputies, **more)
    assert move(office, one, "announce") == 302
    return one


def test_a_reception_goes_from_the_plan_to_the_end(office: Client, deputy: Deputy, frozen_clock) -> None:
    one = plan(office, deputy)
    assert "停车" not in Client().get(reverse("home:receptions")).content.decode()
    assert move(office, one, "announce") == 302
    assert "停车" in Client().get(reverse("home:receptions")).content.decode()
    clock.set_fixed(dt.datetime(2026, 12, 2, 14, 30, tzinfo=clock.TOWN_TZ))
    sign_in(office, make_person(roles.CONGRESS_OFFICE))
    assert move(office, one, "close") == 409, "nobody wrote down who came"
    assert office.post(reverse("home:attendance", args=[one.pk]), {"came": [deputy.pk]}).status_code == 302
    assert move(office, one, "close") == 302
    one.refresh_from_db()
    assert one.state == ReceptionState.CLOSED
    assert ReceptionDeputy.objects.get().attended is True
    verbs = LogEntry.objects.filter(object_kind="reception", object_id=one.pk).order_by("id")
    assert [entry.verb for entry in verbs] == [
        "reception.plan", "reception.announce", "reception.attendance", "reception.close",
    ]  # fmt: skip


def test_short_notice_needs_a_reason(office: Client, deputy: Deputy) -> None:
    one = plan(office, deputy, day="2026-11-26")
    assert move(office, one, "announce") == 422
    assert move(office, one, "announce", "部门临时能来") == 302


def test_nobody_sits_no_notice(office: Client) -> None:
    assert move(office, plan(office), "announce") == 409


def test_a_reception_that_somebody_was_heard_at_is_not_cancelled(office: Client, deputy: Deputy) -> None:
    one = announced(office, deputy)
    office.post(reverse("home:arrive", args=[one.pk]))
    guest = Visitor.objects.get()
    sent = {"exit": Exit.ELSEWHERE, "told": "法院正在审理，请找法院", "kind": "unknown"}
    assert office.post(reverse("home:hear", args=[guest.pk]), sent).status_code == 302
    assert Case.objects.count() == 0
    assert move(office, one, "cancel", "下雨") == 409


def test_a_cancelled_reception_needs_a_reason_and_is_gone_for_residents(office: Client, deputy: Deputy) -> None:
    one = announced(office, deputy)
    assert move(office, one, "cancel") == 422
    assert move(office, one, "cancel", "台风") == 302
    assert "停车" not in Client().get(reverse("home:receptions")).content.decode()
    assert move(office, one, "close") == 409


def test_what_a_visitor_says_becomes_a_case_with_everybody_who_sits(office: Client, deputy: Deputy) -> None:
    home = make_neighbourhood("N09")
    absent = make_deputy("T02", constituency=make_constituency("X2"))
    one = announced(office, deputy, absent)
    answer = {"comes": "no", "reason": "出差"}
    assert office.post(reverse("home:answer_for", args=[one.pk, absent.pk]), answer).status_code == 302
    office.post(reverse("home:arrive", args=[one.pk]))
    guest = Visitor.objects.get()
    sent = {"exit": Exit.OFFICE, "words": "路灯坏了三天", "kind": "unknown", "place": home.pk}
    response = office.post(reverse("home:hear", args=[guest.pk]), sent)
    assert response.status_code == 302
    assert "/desk/record/" in response["Location"]
    guest.refresh_from_db()
    assert guest.case is not None
    opinion = guest.case.opinions.get()
    assert (opinion.verbatim, opinion.channel, opinion.occasion) == (
        "路灯坏了三天", "reception", f"{one.venue.name}代表接待（2026年12月2日）",
    )  # fmt: skip
    assert list(OpinionDeputy.objects.values_list("deputy_id", flat=True)) == [deputy.pk]
    assert office.post(reverse("home:hear", args=[guest.pk]), sent).status_code == 409


def test_an_answer_on_the_spot_is_an_answer(office: Client, deputy: Deputy) -> None:
    home = make_neighbourhood("N09")
    one = announced(office, deputy)
    office.post(reverse("home:arrive", args=[one.pk]))
    page = reverse("home:hear", args=[Visitor.objects.get().pk])
    sent = {"exit": Exit.ON_THE_SPOT, "words": "敬老卡在哪里办", "kind": "unknown", "place": home.pk}
    refused = office.post(page, sent)
    assert refused.status_code == 422
    assert "敬老卡在哪里办" in refused.content.decode()
    assert Case.objects.count() == 0
    assert office.post(page, {**sent, "told": "带身份证到服务中心三号窗口"}).status_code == 302
    case = Case.objects.get()
    assert case.state == cases.BY_CODE["answer_on_the_spot"].target
    assert case.opinions.get().on_spot_answer == "带身份证到服务中心三号窗口"


def test_words_are_needed_unless_the_law_keeps_it_elsewhere(office: Client, deputy: Deputy) -> None:
    one = announced(office, deputy)
    office.post(reverse("home:arrive", args=[one.pk]))
    page = reverse("home:hear", args=[Visitor.objects.get().pk])
    assert office.post(page, {"exit": Exit.OFFICE, "kind": "unknown"}).status_code == 422
    assert Visitor.objects.get().heard_at is None


def test_the_door_gives_numbers_without_asking_anything(office: Client, deputy: Deputy) -> None:
    one = announced(office, deputy, capacity=2)
    door = reverse("home:sign_in", args=[one.sign_in_token])
    resident = Client()
    assert resident.post(door).status_code == 409, "a number is taken on the day, not before"
    assert not Visitor.objects.exists()
    clock.set_fixed(dt.datetime(2026, 12, 2, 13, 50, tzinfo=clock.TOWN_TZ))
    sign_in(office, make_person(roles.CONGRESS_OFFICE))
    assert '<input type="text"' not in resident.get(door).content.decode()
    numbers = [resident.post(door).status_code for _turn in range(3)]
    assert numbers == [200, 200, 409]
    assert list(Visitor.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    first = Visitor.objects.get(number=1)
    assert office.post(reverse("home:visitor_left", args=[first.pk])).status_code == 302
    assert resident.post(door).status_code == 200
    assert Visitor.objects.order_by("-number")[0].number == 3


def test_the_door_is_shut_before_the_notice(office: Client, deputy: Deputy) -> None:
    one = plan(office, deputy)
    assert Client().post(reverse("home:sign_in", args=[one.sign_in_token])).status_code == 409


def test_a_deputy_answers_an_own_invitation_and_nobody_elses(office: Client, deputy: Deputy) -> None:
    stranger = make_deputy("T02", account=make_person(roles.DEPUTY), constituency=make_constituency("X2"))
    one = plan(office, deputy)
    own, other = Client(), Client()
    own.force_login(deputy.account)
    other.force_login(stranger.account)
    page = reverse("home:answer_invitation", args=[one.pk])
    assert "回复来不来" in own.get(reverse("home:invitations")).content.decode()
    assert other.get(page).status_code == 404
    assert own.post(page, {"comes": "no"}).status_code == 422
    assert own.post(page, {"comes": "no", "reason": "出差"}).status_code == 302
    assert move(office, one, "announce") == 409, "the only deputy is away"
    swap = {"deputy": stranger.pk, "stands_in_for": deputy.pk}
    assert office.post(reverse("home:ask_deputy", args=[one.pk]), swap).status_code == 302
    assert office.post(reverse("home:ask_deputy", args=[one.pk]), swap).status_code == 422
    assert move(office, one, "announce") == 302
    public = Client().get(reverse("home:receptions")).content.decode()
    assert stranger.display_name in public
    assert deputy.display_name not in public
    assert "出差" not in public


def test_only_somebody_on_leave_is_replaced(office: Client, deputy: Deputy) -> None:
    other = make_deputy("T02", constituency=make_constituency("X2"))
    one = plan(office, deputy)
    sent = {"deputy": other.pk, "stands_in_for": deputy.pk}
    assert office.post(reverse("home:ask_deputy", args=[one.pk]), sent).status_code == 422


def test_who_is_asked_and_who_is_away_is_told(office: Client, deputy: Deputy, town: Town) -> None:
    one = plan(office, deputy)
    own = Client()
    own.force_login(deputy.account)
    own.post(reverse("home:answer_invitation", args=[one.pk]), {"comes": "no", "reason": "出差"})
    outbox.deliver_pending(town)
    told = {notice.address: words_of(notice) for notice in Notice.objects.all()}
    assert one.number in told[f"deputy:{deputy.pk}"]
    assert "请假" in told[f"role:{roles.CONGRESS_OFFICE}"]
    assert "出差" not in str(told)


# --- the table and its rules -----------------------------------------------------------------------


def test_every_state_is_reached_and_every_open_one_is_left() -> None:
    reached = {move.target for move in workflow.MOVES}
    left = {source for move in workflow.MOVES for source in move.sources}
    assert reached == set(workflow.STATES)
    assert left == set(workflow.STATES) - set(workflow.FINAL)


def test_every_guard_of_the_table_has_a_rule_and_a_sentence() -> None:
    named = {code for move in workflow.MOVES for code in move.guards}
    assert named == set(GUARDS) == set(GUARD_SENTENCES)


NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def facts(**more: object) -> Facts:
    """A reception of two hours in eight days."""
    begins = NOON + dt.timedelta(days=8)
    given = {
        "now": NOON, "starts_at": begins, "ends_at": begins + dt.timedelta(hours=2), "today": NOON.date(),
        "day": begins.date(), **more,
    }  # fmt: skip
    return Facts(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("guard", "more", "holds"),
    [
        ("in_order", {}, True),
        ("in_order", {"ends_at": NOON}, False),
        ("in_order", {"ends_at": NOON + dt.timedelta(days=9)}, False),
        ("to_come", {}, True),
        ("to_come", {"now": NOON + dt.timedelta(days=8)}, False),
        ("somebody_sits", {"sitting": 0}, False),
        ("somebody_sits", {"sitting": 1}, True),
        ("in_time_or_reason", {"today": dt.date(2026, 11, 29), "notice_days": 3}, True),
        ("in_time_or_reason", {"today": dt.date(2026, 11, 30), "notice_days": 3}, False),
        ("in_time_or_reason", {"today": dt.date(2026, 11, 30), "notice_days": 3, "reason": "临时"}, True),
        ("has_begun", {}, False),
        ("has_begun", {"now": NOON + dt.timedelta(days=8)}, True),
        ("attendance_known", {"unknown_attendance": 1}, False),
        ("attendance_known", {}, True),
        ("nobody_waits", {"waiting": 1}, False),
        ("nobody_waits", {}, True),
        ("nobody_heard", {"heard": 1}, False),
        ("nobody_heard", {}, True),
        ("reason_given", {}, False),
        ("reason_given", {"reason": "台风"}, True),
    ],
)
def test_the_guards(guard: str, more: dict[str, object], holds: bool) -> None:
    assert rules.GUARDS[guard](facts(**more)) is holds


def test_the_exit_to_the_neighbourhood_hands_the_matter_over_with_a_clock(
    office: Client, deputy: Deputy, town: Town
) -> None:
    home = make_neighbourhood("N09")
    make_category("parking", make_category("order"))
    make_person(roles.SECRETARY, place=home)
    one = announced(office, deputy)
    office.post(reverse("home:arrive", args=[one.pk]))
    page = reverse("home:hear", args=[Visitor.objects.get().pk])
    sent: dict[str, object] = {"exit": Exit.NEIGHBOURHOOD, "words": "楼道堆物", "place": home.pk, "kind": "unknown"}
    for more in ({}, {"kind": "suggestion"}, {"kind": "suggestion", "category": "parking"}):
        assert office.post(page, sent | more).status_code == 422
    make_unit("JW09", "committee", name="青枫居委会", place=home)
    right = sent | {"kind": "suggestion", "category": "parking"}
    assert office.post(page, right | {"kind": "accusation"}).status_code == 422
    assert Case.objects.count() == 0
    answer = office.post(page, right)
    assert answer.status_code == 302, answer.context["form"].errors
    case = Case.objects.get()
    assert (case.state, case.reached_desk) == (cases.TRANSFERRED, True)
    outbox.deliver_pending(town)
    told = [words_of(one) for one in Notice.objects.filter(address=to_role_at(roles.SECRETARY, home.pk))]
    assert any(case.number in words for words in told)
    found = proposal_for(case)
    assert found is not None
    assert found.unit_id == Unit.objects.get(code="JW09").pk
    assert one.number in found.why
