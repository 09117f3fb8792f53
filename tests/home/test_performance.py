"""Performance files: entered once by the organiser, checked by the deputy, objected to, corrected, published."""

import datetime as dt
from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases.models import Suggestion
from lianxin.core import clock
from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.db.transactions import write
from lianxin.deputies.models import Deputy
from lianxin.home.models import Activity, Attendance, PerformanceEntry, Reception, ReceptionDeputy
from lianxin.home.performance import upkeep
from lianxin.home.performance import workflow as w
from lianxin.home.performance.actions import PassSilently, Source, record_once
from lianxin.journal import outbox
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import WrongState
from lianxin.journal.models import LogEntry
from lianxin.journal.outbox import deliver_pending
from lianxin.journal.verify import verify_town
from lianxin.messages.models import Notice
from lianxin.messages.sentences import words_of
from lianxin.people import roles
from tests.deputies.factories import make_constituency, make_deputy
from tests.home.factories import make_venue
from tests.people.factories import make_person, sign_in

TODAY = dt.date(2026, 11, 24)
#: What the contact room says besides, for others who listen.
BESIDE: dict[str, object] = {"remarks": 0, "place_id": "", "secretary": ""}


@pytest.fixture
def office(client: Client, town: Town, frozen_clock: object) -> Client:
    """The congress office at its desk; it is Tuesday 24 November, nine o'clock."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


@pytest.fixture
def deputy(town: Town) -> Deputy:
    """A town deputy with an account."""
    return make_deputy("T01", account=make_person(roles.DEPUTY), constituency=make_constituency("X1"))


@pytest.fixture
def silent_one(town: Town) -> Deputy:
    """A town deputy without an account."""
    return make_deputy("T02", constituency=make_constituency("X2"))


def as_deputy(one: Deputy) -> Client:
    """The deputy with the personal link."""
    client = Client()
    client.force_login(one.account)
    return client


def held(office: Client, *deputies: Deputy, kind: str = "training", **marks: str) -> Activity:
    """An activity of yesterday, entered through the pages and put into the files."""
    sent = {
        "kind": kind, "title": "学习代表法", "organiser": "镇人大办", "starts_on": "2026-11-23", "ends_on": "",
        "where": "代表之家", "deputies": [one.pk for one in deputies],
    }  # fmt: skip
    answer = office.post(reverse("home:new_activity"), sent)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    activity = Activity.objects.latest("id")
    marked = {f"state_{one.pk}": "present" for one in deputies} | marks
    assert office.post(reverse("home:presence", args=[activity.pk]), marked).status_code == 302
    assert office.post(reverse("home:hold_activity", args=[activity.pk])).status_code == 302
    return activity


def deliver(town: Town) -> None:
    """The background worker: what is told, and what that tells."""
    for _round in range(2):
        deliver_pending(town)


def entry_of(one: Deputy) -> PerformanceEntry:
    """The present entry of a deputy who has one."""
    return PerformanceEntry.objects.get(deputy=one, is_current=True)


def test_an_activity_is_entered_once_and_every_file_has_its_line(
    office: Client, town: Town, deputy: Deputy, silent_one: Deputy
) -> None:
    activity = held(
        office, deputy, silent_one, **{f"state_{silent_one.pk}": "leave", f"reason_{silent_one.pk}": "出差"}
    )
    deliver(town)
    assert entry_of(deputy).state == w.NOTIFIED
    assert entry_of(silent_one).state == w.RECORDED, "without an account nobody can look"
    assert entry_of(silent_one).presence == "leave"
    assert Notice.objects.filter(verb="performance.notify").count() == 1
    page = as_deputy(deputy).get(reverse("home:own_file")).content.decode()
    assert "学习代表法" in page
    assert "出差" not in office.get(reverse("home:file", args=[silent_one.pk])).content.decode()
    assert office.post(reverse("home:hold_activity", args=[activity.pk])).status_code == 409
    assert PerformanceEntry.objects.count() == 2
    assert verify_town(town).is_whole


def test_an_activity_waits_until_everybody_is_accounted_for(office: Client, deputy: Deputy) -> None:
    sent = {
        "kind": "training",
        "title": "学习",
        "organiser": "镇人大办",
        "starts_on": "2026-12-01",
        "deputies": [deputy.pk],
    }
    office.post(reverse("home:new_activity"), sent)
    one = Activity.objects.get()
    assert office.post(reverse("home:hold_activity", args=[one.pk])).status_code == 409
    early = office.post(reverse("home:presence", args=[one.pk]), {f"state_{deputy.pk}": "present"})
    assert early.status_code == 422
    assert "还没有到那一天" in early.content.decode()
    leave = {f"state_{deputy.pk}": "leave"}
    assert office.post(reverse("home:presence", args=[one.pk]), leave).status_code == 422
    assert (
        office.post(reverse("home:presence", args=[one.pk]), {**leave, f"reason_{deputy.pk}": "出差"}).status_code
        == 302
    )
    assert Attendance.objects.get().state == "leave"


def test_what_arises_by_itself_cannot_be_typed(office: Client, deputy: Deputy) -> None:
    sent = {
        "kind": "reception",
        "title": "接待",
        "organiser": "镇人大办",
        "starts_on": "2026-11-23",
        "deputies": [deputy.pk],
    }
    assert office.post(reverse("home:new_activity"), sent).status_code == 422
    assert not Activity.objects.exists()


def test_a_deputy_confirms_and_then_residents_see_it(office: Client, town: Town, deputy: Deputy) -> None:
    held(office, deputy)
    deliver(town)
    public = reverse("home:public_deputy", args=[deputy.pk])
    assert "学习代表法" not in Client().get(public).content.decode()
    own = as_deputy(deputy)
    assert own.post(reverse("home:confirm_entries"), {"entry": [entry_of(deputy).pk]}).status_code == 302
    assert entry_of(deputy).state == w.CONFIRMED
    assert "学习代表法" in Client().get(public).content.decode()
    assert (
        own.post(reverse("home:object_to_entry", args=[entry_of(deputy).pk]), {"reason": "时间不对"}).status_code == 302
    )
    assert "学习代表法" not in Client().get(public).content.decode(), "what is disputed is not published"


def test_an_objection_is_corrected_at_its_source_and_nothing_is_deleted(
    office: Client, town: Town, deputy: Deputy
) -> None:
    activity = held(office, deputy, **{f"state_{deputy.pk}": "absent"})
    deliver(town)
    own, first = as_deputy(deputy), entry_of(deputy)
    assert own.post(reverse("home:object_to_entry", args=[first.pk]), {"reason": ""}).status_code == 422
    assert own.post(reverse("home:object_to_entry", args=[first.pk]), {"reason": "那天我到了"}).status_code == 302
    assert "那天我到了" in office.get(reverse("home:files")).content.decode()
    same = {"presence": "absent", "happened_on": "2026-11-23", "reason": "核对过"}
    assert office.post(reverse("home:correct_entry", args=[first.pk]), same).status_code == 422
    assert (
        office.post(reverse("home:correct_entry", args=[first.pk]), {**same, "presence": "present"}).status_code == 302
    )
    first.refresh_from_db()
    fresh = entry_of(deputy)
    assert (first.state, first.is_current, first.presence) == (w.CORRECTED, False, "absent")
    assert (fresh.revision, fresh.presence, fresh.state) == (2, "present", w.RECORDED)
    assert Attendance.objects.get(activity=activity).state == "present"
    deliver(town)
    assert entry_of(deputy).state == w.NOTIFIED
    assert office.post(reverse("home:correct_entry", args=[first.pk]), same).status_code == 409
    assert verify_town(town).is_whole


def test_an_objection_is_upheld_with_a_reason_the_deputy_reads(office: Client, town: Town, deputy: Deputy) -> None:
    held(office, deputy, **{f"state_{deputy.pk}": "absent"})
    deliver(town)
    one = entry_of(deputy)
    uphold = reverse("home:decide_entry", args=[one.pk, "uphold"])
    assert office.post(uphold, {"reason": "没有签到"}).status_code == 409, "nobody objected"
    as_deputy(deputy).post(reverse("home:object_to_entry", args=[one.pk]), {"reason": "我到了"})
    assert office.post(uphold, {"reason": ""}).status_code == 422
    assert office.post(uphold, {"reason": "签到表上没有名字"}).status_code == 302
    assert entry_of(deputy).state == w.UPHELD
    assert "签到表上没有名字" in as_deputy(deputy).get(reverse("home:own_file")).content.decode()


def test_an_entry_that_is_not_theirs_is_taken_out_and_stays_readable(
    office: Client, town: Town, deputy: Deputy
) -> None:
    held(office, deputy)
    one = PerformanceEntry.objects.get()
    assert (
        office.post(reverse("home:decide_entry", args=[one.pk, "take-out"]), {"reason": "记错人了"}).status_code == 302
    )
    assert not PerformanceEntry.objects.filter(is_current=True).exists()
    assert "记错人了" in office.get(reverse("home:entry", args=[one.pk])).content.decode()


def test_silence_confirms_after_fifteen_days_and_not_a_day_before(office: Client, town: Town, deputy: Deputy) -> None:
    held(office, deputy)
    deliver(town)
    one = entry_of(deputy)
    assert one.silent_on == TODAY + dt.timedelta(days=15)
    clock.set_fixed(dt.datetime(2026, 12, 9, 23, tzinfo=clock.TOWN_TZ))
    assert upkeep.pass_silently() == 0
    with pytest.raises(WrongState):
        PassSilently(actor=SYSTEM, entry=one).execute()
    clock.set_fixed(dt.datetime(2026, 12, 10, 6, tzinfo=clock.TOWN_TZ))
    assert upkeep.pass_silently() == 1
    assert upkeep.pass_silently() == 0
    assert entry_of(deputy).state == w.SILENT


def test_the_silence_of_who_cannot_see_means_nothing_until_the_sheet_is_handed_over(
    office: Client, town: Town, silent_one: Deputy
) -> None:
    held(office, silent_one)
    deliver(town)
    clock.set_fixed(dt.datetime(2027, 3, 1, 9, tzinfo=clock.TOWN_TZ))
    assert upkeep.pass_silently() == 0
    sign_in(office, make_person(roles.CONGRESS_OFFICE))
    assert office.post(reverse("home:handed_out", args=[silent_one.pk])).status_code == 302
    one = entry_of(silent_one)
    assert (one.state, one.silent_on) == (w.NOTIFIED, today() + dt.timedelta(days=15))
    assert office.post(reverse("home:entry_signed", args=[one.pk])).status_code == 302
    assert entry_of(silent_one).state == w.CONFIRMED


def test_the_office_cannot_say_for_a_deputy_who_looks_that_it_is_right(
    office: Client, town: Town, deputy: Deputy
) -> None:
    held(office, deputy)
    deliver(town)
    page = office.get(reverse("home:entry", args=[entry_of(deputy).pk])).content.decode()
    assert "本人已经签字核对" not in page
    assert office.post(reverse("home:entry_signed", args=[entry_of(deputy).pk])).status_code == 409
    assert entry_of(deputy).state == w.NOTIFIED


def test_a_deputy_sees_and_moves_only_the_own_file(office: Client, town: Town, deputy: Deputy) -> None:
    other = make_deputy("T09", account=make_person(roles.DEPUTY), constituency=make_constituency("X9"))
    held(office, deputy)
    deliver(town)
    one, stranger = entry_of(deputy), as_deputy(other)
    assert stranger.get(reverse("home:object_to_entry", args=[one.pk])).status_code == 404
    assert stranger.post(reverse("home:confirm_entry", args=[one.pk])).status_code == 404
    stranger.post(reverse("home:confirm_entries"), {"entry": [one.pk, "x", "9" * 40]})
    assert entry_of(deputy).state == w.NOTIFIED
    assert "学习代表法" not in stranger.get(reverse("home:own_file")).content.decode()


def announced(town: Town, kind: str, object_kind: str, pk: int, facts: Mapping[str, object]) -> None:
    """Something another room announces, told twice, as after a crash."""
    for _again in range(2):
        with write():
            outbox.announce(kind, object_kind, pk, facts)
        deliver(town)


def test_a_confirmed_visit_becomes_one_entry_for_everybody_who_was_there(
    office: Client, town: Town, deputy: Deputy, silent_one: Deputy
) -> None:
    facts = {"visit": "1", "deputy": deputy.pk, "day": "2026-06-18", "label": "2026年集中联系社区第一次", **BESIDE}
    announced(town, "visit.confirmed", "venue", make_venue("V1").pk, facts)
    assert list(PerformanceEntry.objects.values_list("deputy_id", "kind", "title", "happened_on")) == [
        (deputy.pk, "visit", "2026年集中联系社区第一次", dt.date(2026, 6, 18))
    ]


def test_a_registered_suggestion_stands_in_the_files_of_all_who_signed(
    office: Client, town: Town, deputy: Deputy, silent_one: Deputy
) -> None:
    one = Suggestion.objects.create(
        number="102-建-2026-001", deputy=deputy, title="路灯", session_year=2026, made_at=clock.now(),
        agreed_path=f"/{silent_one.pk}/", registered_on=TODAY, state="accepted",
    )  # fmt: skip
    announced(town, "suggestion.accept", "suggestion", one.pk, {"pk": str(one.pk)})
    kinds = dict(PerformanceEntry.objects.values_list("deputy_id", "kind"))
    assert kinds == {deputy.pk: "suggestion", silent_one.pk: "cosign"}
    assert entry_of(deputy).title == "代表建议 102-建-2026-001", "by its number, without its words"


def test_the_same_source_makes_one_entry_however_often_it_is_told(
    town: Town, deputy: Deputy, frozen_clock: object
) -> None:
    source = Source("venue", make_venue("V1").pk, "visit", "集中联系社区", TODAY)
    assert record_once(SYSTEM, deputy, source) is not None
    assert record_once(SYSTEM, deputy, source) is None
    assert LogEntry.objects.filter(verb="performance.record").count() == 1


def test_the_file_shows_minimums_with_their_sources_and_no_numbers_to_compare(
    office: Client, town: Town, deputy: Deputy
) -> None:
    held(office, deputy, kind="congress")
    page = office.get(reverse("home:file", args=[deputy.pk])).content.decode()
    assert "已做到" in page
    assert "还没有" in page
    assert "待核" in page
    assert "代表法（2025）第62条" in page
    for word in ("积分", "得分", "第1名"):
        assert word not in page


def test_the_files_stand_in_the_order_of_the_register_and_cannot_be_sorted_by_anything_else(
    office: Client, town: Town
) -> None:
    make_deputy("T05", constituency=make_constituency("X5"))
    make_deputy("T04", constituency=make_constituency("X4"))
    page = office.get(reverse("home:files") + "?sort=objected").content.decode()
    assert "sort=" not in page.replace("sort=objected", "")


@pytest.mark.parametrize("form", ["", "&format=xlsx"])
def test_the_year_goes_onto_paper_and_into_a_workbook(office: Client, town: Town, deputy: Deputy, form: str) -> None:
    held(office, deputy)
    answer = office.get(reverse("home:file_paper", args=[deputy.pk]) + f"?year=2026{form}")
    assert answer.status_code == 200
    if form:
        assert b"".join(answer.streaming_content)[:2] == b"PK"
    else:
        assert "履职档案" in answer.content.decode()
    assert as_deputy(deputy).get(reverse("home:own_file_paper")).status_code == 200


def test_a_district_deputy_has_a_slip_without_minimums(office: Client, town: Town) -> None:
    one = make_deputy(
        "D01",
        level="district",
        account=make_person(roles.DEPUTY),
        constituency=make_constituency("Q1", level="district"),
    )
    held(office, one)
    page = as_deputy(one).get(reverse("home:own_file")).content.decode()
    assert "我参加的活动" in page
    assert "最低要求" not in page


def test_who_holds_no_mandate_today_has_no_public_page(town: Town, frozen_clock: object) -> None:
    gone = Deputy.objects.create(code="T77", label="镇代表77号", display_name="镇代表77号")
    assert Client().get(reverse("home:public_deputy", args=[gone.pk])).status_code == 404


def test_an_attendance_put_right_in_a_file_is_right_at_the_reception(
    office: Client, town: Town, deputy: Deputy
) -> None:
    begins = dt.datetime(2026, 11, 20, 14, tzinfo=clock.TOWN_TZ)
    one = Reception.objects.create(
        number="R-1",
        venue=make_venue("R1"),
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=2),
        state="announced",
    )
    ReceptionDeputy.objects.create(reception=one, deputy=deputy, attended=True)
    assert office.post(reverse("home:move_reception", args=[one.pk, "close"]), {"reason": ""}).status_code == 302
    deliver(town)
    made = entry_of(deputy)
    assert (made.kind, made.source_kind, made.happened_on) == ("reception", "reception", dt.date(2026, 11, 20))
    sent = {"presence": "absent", "happened_on": "2026-11-20", "reason": "本人说没有到"}
    assert office.post(reverse("home:correct_entry", args=[made.pk]), sent).status_code == 302
    assert ReceptionDeputy.objects.get().attended is False


def test_a_deputy_asks_for_leave_from_an_activity_and_can_come_after_all(
    office: Client, town: Town, deputy: Deputy, silent_one: Deputy
) -> None:
    sent = {
        "kind": "training", "title": "学习代表法", "organiser": "镇人大办", "starts_on": "2026-12-01",
        "deputies": [deputy.pk],
    }  # fmt: skip
    assert office.post(reverse("home:new_activity"), sent).status_code == 302
    row = Attendance.objects.get()
    own = as_deputy(deputy)
    page = reverse("home:ask_leave", args=[row.activity_id])
    assert page in own.get(reverse("home:own_file")).content.decode()
    assert own.post(page, {"comes": "no", "reason": " "}).status_code == 422
    assert own.post(page, {"comes": "no", "reason": "出差"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.reason) == ("leave", "出差")
    deliver(town)
    assert any("请假" in words_of(one) for one in Notice.objects.filter(address="role:congress_office"))
    assert "出差" not in str(list(LogEntry.objects.filter(verb="activity.leave").values_list("data", flat=True)))
    assert own.post(page, {"comes": "yes"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.reason) == ("planned", "")
    Attendance.objects.update(state="present")
    assert own.post(page, {"comes": "no", "reason": "出差"}).status_code == 409
    Attendance.objects.update(deputy=silent_one)
    assert own.get(page).status_code == 404
