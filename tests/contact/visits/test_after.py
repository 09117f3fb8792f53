"""Right after a visit: the deputies' word, the neighbourhood's list, what was told, the reminder, the papers."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.cases.models import Addition, Case, Verdict
from lianxin.cases.receipts import receipt_of
from lianxin.contact import base
from lianxin.contact.models import Confirmation, Feedback, GuestKind, Guests, Presence, Remark, Round, Visit, VisitItem
from lianxin.contact.visits import selectors, upkeep
from lianxin.contact.visits.actions import (
    AnswerRemark,
    BeginVisit,
    ConfirmVisit,
    EndVisit,
    ListVisit,
    NoteVisitAttendance,
    RecordVisitItem,
    ReopenVisit,
    TellResult,
)
from lianxin.contact.visits.earlier import told_rows
from lianxin.contact.visits.selectors import of_deputy, unconfirmed_cases
from lianxin.core.clock import today
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import OutboxMessage
from lianxin.journal.outbox import deliver_pending
from lianxin.messages.models import Notice
from lianxin.people import roles
from tests.cases.factories import Town, Walk
from tests.conftest import FrozenClock
from tests.contact.factories import make_visit
from tests.contact.visits.conftest import Afternoon, make_afternoon
from tests.people.factories import make_person, sign_in


def item(afternoon: Afternoon, words: str = "灯坏了", **record: Any) -> VisitItem:
    """One item by the secretary."""
    record = {"words": words, "kind": "problem", "category": "housing.lift", **record}
    return RecordVisitItem(actor=afternoon.town.secretary, visit=afternoon.visit, record=record).execute()


def attended(afternoon: Afternoon, city: str = Presence.PRESENT) -> None:
    """Who came."""
    came = {afternoon.city.pk: city, afternoon.local.pk: Presence.PRESENT}
    NoteVisitAttendance(actor=afternoon.town.secretary, visit=afternoon.visit, presence=came).execute()


def confirm(afternoon: Afternoon, **more: Any) -> Confirmation:
    """The city deputy's word."""
    town = afternoon.town
    return ConfirmVisit(actor=town.deputy_actor, visit=afternoon.visit, deputy_id=town.deputy.pk, **more).execute()


class TestTheVisit:
    """Begin, end, who came."""

    def test_it_does_not_begin_before_its_day(self, town: Town) -> None:
        made = make_afternoon(town, state="planned", day=today() + dt.timedelta(days=1))
        with pytest.raises(WrongState) as refusal:
            BeginVisit(actor=town.secretary, visit=made.visit).execute()
        assert refusal.value.code == "day_has_come"

    def test_the_recorder_begins_and_ends_it_and_the_list_is_due_after_three_working_days(self, town: Town) -> None:
        made = make_afternoon(town, state="planned")
        BeginVisit(actor=town.recorder, visit=made.visit).execute()
        EndVisit(actor=town.recorder, visit=made.visit).execute()
        visit = made.fresh()
        assert (visit.state, visit.list_due_on) == ("held", dt.date(2026, 11, 27))

    def test_guests_are_counted_and_an_absurd_count_is_refused_at_its_field(self, afternoon: Afternoon) -> None:
        Guests.objects.create(visit=afternoon.visit, kind=GuestKind.VOTERS, invited=9)
        act = {"actor": afternoon.town.secretary, "visit": afternoon.visit, "presence": {}}
        NoteVisitAttendance(**act, guests={"voters": 7, "units": 2, "other": None}).execute()
        found = dict(Guests.objects.values_list("kind", "present"))
        assert found == {"voters": 7, "units": 2}
        with pytest.raises(Invalid) as refusal:
            NoteVisitAttendance(**act, guests={"voters": 7000}).execute()
        assert refusal.value.problems[0].field == "guests_voters"

    def test_who_turned_out_to_be_absent_no_longer_carries_what_was_recorded_and_who_came_does(
        self, afternoon: Afternoon
    ) -> None:
        heard, seen = item(afternoon), item(afternoon, "", observation="围墙裂了")
        attended(afternoon, Presence.ABSENT)
        only = f"/{afternoon.town.other_deputy.pk}/"
        assert {Case.objects.get(pk=one.case_id).deputy_path for one in (heard, seen)} == {only}
        assert unconfirmed_cases([afternoon.town.deputy.pk]) == set()
        attended(afternoon)
        assert Case.objects.get(pk=heard.case_id).deputy_ids == {
            afternoon.town.deputy.pk,
            afternoon.town.other_deputy.pk,
        }

    def test_a_walking_find_keeps_who_saw_it_when_nobody_would_be_left(self, afternoon: Afternoon) -> None:
        seen = item(afternoon, "", observation="围墙裂了")
        away = {afternoon.city.pk: Presence.ABSENT, afternoon.local.pk: Presence.LEAVE}
        NoteVisitAttendance(actor=afternoon.town.secretary, visit=afternoon.visit, presence=away).execute()
        assert len(Case.objects.get(pk=seen.case_id).deputy_ids) == 2

    def test_somebody_of_another_place_does_nothing(self, afternoon: Afternoon) -> None:
        for action in (BeginVisit, EndVisit, ListVisit):
            with pytest.raises(NotAllowed):
                action(actor=afternoon.town.other_secretary, visit=afternoon.visit).execute()


class TestTheDeputy:
    """Right, add, correct."""

    def test_confirmed_items_count_as_brought_and_later_ones_wait_again(
        self, afternoon: Afternoon, clock: FrozenClock
    ) -> None:
        own, one = [afternoon.town.deputy.pk], item(afternoon)
        assert unconfirmed_cases(own) == {one.case_id}
        clock.advance(minutes=5)
        made = confirm(afternoon)
        assert (made.items, made.all_right) == (1, True)
        assert unconfirmed_cases(own) == set()
        clock.advance(minutes=5)
        late = item(afternoon, "后来的一条")
        assert unconfirmed_cases(own) == {late.case_id}
        assert of_deputy(afternoon.town.deputy_actor)[0]["waiting"] == 1

    def test_the_confirmation_is_announced_with_visit_deputy_day_and_name(self, afternoon: Afternoon) -> None:
        confirm(afternoon)
        data = OutboxMessage.objects.get(kind="visit.confirmed").data
        assert afternoon.visit.number in data
        assert f'"deputy":{afternoon.town.deputy.pk}' in data
        assert '"day":"2026-11-24"' in data
        assert afternoon.round.name in data

    def test_a_correction_taken_up_stands_beside_the_words_which_stay(self, afternoon: Afternoon) -> None:
        one = item(afternoon, "三号楼的灯")
        confirm(afternoon, about={one.pk: ("correct", "是五号楼")})
        remark = Remark.objects.get()
        act = {"actor": afternoon.town.secretary, "visit": afternoon.visit, "remark": remark}
        AnswerRemark(**act, taken=True).execute()
        one.opinion.refresh_from_db()
        assert one.opinion.verbatim == "三号楼的灯"
        assert "是五号楼" in Addition.objects.get().text
        with pytest.raises(WrongState):
            AnswerRemark(**act, taken=True).execute()

    def test_an_addition_taken_up_becomes_an_item(self, afternoon: Afternoon) -> None:
        confirm(afternoon, additions=["李阿姨还说了垃圾房太臭"])
        record = {"place_id": afternoon.town.compound.pk}
        made = AnswerRemark(
            actor=afternoon.town.secretary,
            visit=afternoon.visit,
            remark=Remark.objects.get(),
            taken=True,
            record=record,
        ).execute()
        assert made.became is not None
        assert made.became.opinion.verbatim == "李阿姨还说了垃圾房太臭"

    def test_keeping_the_record_needs_an_explanation_that_the_deputy_reads(self, afternoon: Afternoon) -> None:
        confirm(afternoon, additions=["没有的事"])
        act = {"actor": afternoon.town.secretary, "visit": afternoon.visit, "remark": Remark.objects.get()}
        with pytest.raises(Invalid):
            AnswerRemark(**act, taken=False).execute()
        AnswerRemark(**act, taken=False, answer="录音里没有").execute()
        assert not VisitItem.objects.exists()
        deliver_pending(afternoon.town.row)
        assert Notice.objects.filter(address=f"deputy:{afternoon.town.deputy.pk}", verb="visit.remark").count() == 1

    def test_nobody_confirms_for_somebody_else_and_the_absent_confirm_nothing(self, afternoon: Afternoon) -> None:
        with pytest.raises(NotAllowed):
            ConfirmVisit(
                actor=afternoon.town.other_deputy_actor, visit=afternoon.visit, deputy_id=afternoon.town.deputy.pk
            ).execute()
        attended(afternoon, Presence.ABSENT)
        with pytest.raises(WrongState):
            confirm(afternoon)

    def test_the_page_is_one_screen_and_a_deputy_of_elsewhere_gets_none(self, afternoon: Afternoon) -> None:
        one = item(afternoon, "保密的话", confidential=True)
        two = item(afternoon, "公开的话")
        account = make_person(roles.DEPUTY)
        afternoon.town.deputy.account = account
        afternoon.town.deputy.save()
        client = Client()
        sign_in(client, account)
        page = client.get(f"/deputy/visits/{afternoon.visit.pk}/").content.decode()
        assert "公开的话" in page
        assert "保密的话" not in page
        assert client.get("/deputy/visits/").status_code == 200
        data = {f"kind_{two.pk}": "add", f"text_{two.pk}": "还有一句", "additions": "漏的一条", f"text_{one.pk}": ""}
        assert client.post(f"/deputy/visits/{afternoon.visit.pk}/", data).status_code == 302
        assert set(Remark.objects.values_list("kind", "text")) == {("add", "还有一句"), ("add", "漏的一条")}
        other = make_visit(afternoon.round, afternoon.town.second, "14:30", state="under_way")
        assert client.get(f"/deputy/visits/{other.pk}/").status_code == 404

    def test_confidence_and_accusations_stay_with_the_desks_that_decide(self, afternoon: Afternoon) -> None:
        item(afternoon, "保密的话", confidential=True)
        two = item(afternoon, "书记收了物业的钱")
        Case.objects.filter(pk=two.case_id).update(kind="accusation", sealed=True)
        town, visit = afternoon.town, base.visits().get(pk=afternoon.visit.pk)

        def read(actor: Actor) -> list[str]:
            return [row["words"] for row in selectors.item_rows(visit, actor)]

        assert read(town.office) == ["保密的话", "书记收了物业的钱"]
        assert read(town.secretary) == read(town.deputy_actor) == ["本人要求保密", "由镇人大办单独处理的一件事"]


class TestTheList:
    """The neighbourhood's list, given in and sent back."""

    def test_attendance_and_remarks_come_first(self, afternoon: Afternoon) -> None:
        secretary = afternoon.town.secretary
        confirm(afternoon, additions=["x"])
        EndVisit(actor=secretary, visit=afternoon.visit).execute()
        with pytest.raises(WrongState) as refusal:
            ListVisit(actor=secretary, visit=afternoon.visit).execute()
        assert refusal.value.code == "attendance_known"
        attended(afternoon)
        with pytest.raises(WrongState) as refusal:
            ListVisit(actor=secretary, visit=afternoon.visit).execute()
        assert refusal.value.code == "remarks_answered"
        AnswerRemark(
            actor=secretary, visit=afternoon.visit, remark=Remark.objects.get(), taken=False, answer="没有"
        ).execute()
        ListVisit(actor=secretary, visit=afternoon.visit, note="有两位没来").execute()
        visit = afternoon.fresh()
        assert (visit.state, visit.listed_by_label, visit.list_note) == ("listed", "青枫书记", "有两位没来")

    def test_the_office_sends_it_back_with_a_reason_and_only_before_the_transfer(self, afternoon: Afternoon) -> None:
        secretary, office = afternoon.town.secretary, afternoon.town.office
        attended(afternoon)
        EndVisit(actor=secretary, visit=afternoon.visit).execute()
        ListVisit(actor=secretary, visit=afternoon.visit).execute()
        with pytest.raises(NotAllowed):
            ReopenVisit(actor=secretary, visit=afternoon.visit, reason="x").execute()
        with pytest.raises(Invalid):
            ReopenVisit(actor=office, visit=afternoon.visit).execute()
        ReopenVisit(actor=office, visit=afternoon.visit, reason="第三条没有写小区").execute()
        assert afternoon.fresh().list_note == "第三条没有写小区"
        ListVisit(actor=secretary, visit=afternoon.visit).execute()
        afternoon.round.transferred_at = afternoon.fresh().listed_at
        afternoon.round.save()
        with pytest.raises(WrongState) as refusal:
            ReopenVisit(actor=office, visit=afternoon.visit, reason="x").execute()
        assert refusal.value.code == "not_transferred"

    def test_an_overdue_list_is_said_once_to_the_secretary_and_the_office(
        self, afternoon: Afternoon, clock: FrozenClock
    ) -> None:
        EndVisit(actor=afternoon.town.secretary, visit=afternoon.visit).execute()
        upkeep.remind_lists(afternoon.town.row)
        assert not OutboxMessage.objects.filter(kind="visit.list_late").exists()
        clock.advance(days=5)
        for _n in range(2):
            upkeep.remind_lists(afternoon.town.row)
        deliver_pending(afternoon.town.row)
        told = set(Notice.objects.filter(verb="visit.list_late").values_list("address", flat=True))
        assert told == {f"role:secretary@{afternoon.town.first.pk}", "role:congress_office"}
        assert Notice.objects.filter(verb="visit.list_late").count() == 2


class TestTelling:
    """Feedback first."""

    @pytest.fixture
    def before(self, town: Town) -> Afternoon:
        """The round of the summer, with three items: unsolved, solved, not answered."""
        made = make_afternoon(town, day=today() - dt.timedelta(days=150), state="listed")
        Visit.objects.filter(pk=made.visit.pk).update(state="held")
        for words in ("没有答复的", "解决了的", "没有解决的"):
            item(made, words, place_id=town.compound.pk)
        for one, result in zip(VisitItem.objects.order_by("order")[1:], ("solved", "unsolved"), strict=True):
            walk = Walk(town, _receipt(one))
            walk.transferred().assigned().accepted().to_reply().told().judged(result)
        return made

    @pytest.fixture
    def autumn(self, before: Afternoon, town: Town) -> Afternoon:
        """The round of today after it."""
        return make_afternoon(town, previous=before.round)

    def test_the_unsolved_come_first_then_what_nobody_answered(self, autumn: Afternoon) -> None:
        rows = told_rows([autumn.visit])[autumn.visit.pk]
        assert [row["words"] for row in rows] == ["没有解决的", "没有答复的", "解决了的"]
        assert [row["unsolved"] for row in rows] == [True, True, False]

    def test_the_person_who_is_there_and_agrees_gives_the_verdict(self, autumn: Afternoon, before: Afternoon) -> None:
        case = VisitItem.objects.get(opinion__verbatim="解决了的").case_id
        Verdict.objects.all().delete()
        Case.objects.filter(pk=case).update(state="replied", resident_says="")
        TellResult(
            actor=autumn.town.secretary, visit=autumn.visit, case_id=case, resident_says="partly", words="修了一半",
            agreed=True,
        ).execute()  # fmt: skip
        verdict = Verdict.objects.get()
        assert (verdict.result, verdict.via, verdict.reason) == ("partly", "visit", "修了一半")
        assert Feedback.objects.get().verdict_recorded

    def test_a_recorder_by_link_may_not_judge_and_the_desk_does_it_afterwards(self, autumn: Afternoon) -> None:
        case = VisitItem.objects.get(opinion__verbatim="解决了的").case_id
        Case.objects.filter(pk=case).update(state="replied", resident_says="")
        action = TellResult(
            actor=autumn.town.recorder, visit=autumn.visit, case_id=case, resident_says="solved", agreed=True
        )
        action.execute()
        assert action.refused
        row = Feedback.objects.get()
        assert (row.agreed, row.verdict_recorded) == (True, False)
        client = Client()
        sign_in(client, make_person(roles.SECRETARY, place=autumn.town.first))
        client.post(f"/desk/visits/feedback/{row.pk}/verdict/")
        row.refresh_from_db()
        assert row.verdict_recorded

    def test_nobody_there_is_recorded_as_such_and_two_phones_make_one_row(self, autumn: Afternoon) -> None:
        case = VisitItem.objects.get(opinion__verbatim="没有答复的").case_id
        for words in ("", "后来有人说还没动"):
            TellResult(actor=autumn.town.recorder, visit=autumn.visit, case_id=case, words=words).execute()
        row = Feedback.objects.get()
        assert (row.resident_says, row.words) == ("", "后来有人说还没动")

    def test_a_matter_of_elsewhere_is_refused(self, autumn: Afternoon) -> None:
        with pytest.raises(Invalid):
            TellResult(actor=autumn.town.recorder, visit=autumn.visit, case_id=1).execute()

    def test_the_phone_tells_without_network_and_once(self, autumn: Afternoon) -> None:
        phone = autumn.phone()
        case = VisitItem.objects.get(opinion__verbatim="没有答复的").case_id
        envelope = phone.envelope("", kind="visit_told")
        envelope["payload"] = {
            "visit": str(autumn.visit.pk), "case": str(case), "resident_says": "unsolved", "words": "还是坏的",
        }  # fmt: skip
        assert {phone.send(envelope).status_code for _n in range(2)} == {200}
        assert Feedback.objects.get().words == "还是坏的"
        page = phone.client.get("/field/visit-told/").content.decode()
        assert page.index("没有解决的</p>") < page.index(">解决了的</p>")

    def test_the_papers_of_a_round_are_one_print_with_a_code_and_the_unsolved_first(
        self, autumn: Afternoon, client: Client
    ) -> None:
        make_visit(autumn.round, autumn.town.second, "15:40")
        sign_in(client, make_person(roles.CONGRESS_OFFICE))
        page = client.get(f"/desk/rounds/{autumn.round.pk}/sheets/").content.decode()
        assert page.count("<article") == 4
        assert page.index("没有解决的</p>") < page.index("没有答复的</p>")
        assert page.count("visit-sheet visit") == 0
        only = client.get(f"/desk/rounds/{autumn.round.pk}/sheets/?part=feedback").content.decode()
        assert only.count("<article") == 2

    def test_the_code_on_the_paper_leads_the_desk_to_its_lines_and_a_phone_to_its_form(
        self, autumn: Afternoon, client: Client
    ) -> None:
        door = f"/visit-sheet/{autumn.visit.sheet_token}/"
        assert client.get(door).status_code == 302  # to the sign-in page
        sign_in(client, make_person(roles.SECRETARY, place=autumn.town.first))
        assert client.get(door)["Location"] == f"/desk/visits/{autumn.visit.pk}/lines/"
        assert autumn.phone().client.get(door)["Location"] == "/field/visit-item/"

    @pytest.mark.parametrize("part", ["list", "told", "sheets", "lines", "attendance"])
    def test_a_page_costs_at_most_twelve_statements(self, autumn: Afternoon, client: Client, part: str) -> None:
        for n in range(3):
            item(autumn, f"第{n}条")
        sign_in(client, make_person(roles.SECRETARY, place=autumn.town.first))
        path = f"/desk/visits/{autumn.visit.pk}/{part}/"
        client.get(path)
        with CaptureQueriesContext(connection) as few:
            assert client.get(path).status_code == 200
        for n in range(20):
            item(autumn, f"多一条{n}")
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(few) == len(many) <= 12, "\n".join(query["sql"][:110] for query in many.captured_queries)

    def test_the_phones_pages_cost_at_most_twelve_statements(self, autumn: Afternoon) -> None:
        phone = autumn.phone()
        for path in ("/field/visit-item/", "/field/visit-told/", f"/field/visit/{autumn.visit.pk}/attendance/"):
            phone.client.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert phone.client.get(path).status_code == 200
            assert len(seen) <= 12, "\n".join(query["sql"][:110] for query in seen.captured_queries)


def _receipt(one: VisitItem) -> Any:
    """The receipt of an item's opinion."""
    return receipt_of(one.opinion, one.case)


def test_what_a_deputy_has_not_confirmed_stands_apart_on_the_first_page(afternoon: Afternoon) -> None:
    one = item(afternoon, "三号楼的灯一直不亮")
    account = make_person(roles.DEPUTY)
    afternoon.town.deputy.account = account
    afternoon.town.deputy.save()
    client = Client()
    sign_in(client, account)
    before = client.get("/deputy/").content.decode()
    assert "走访时记下的 1 件" in before
    assert one.case.number not in before
    now_is = afternoon.round.state
    Round.objects.filter(pk=afternoon.round.pk).update(state="closed")
    assert "走访时记下的" not in client.get("/deputy/").content.decode(), "a round that is over asks nobody any more"
    assert "等您确认" not in client.get("/deputy/visits/").content.decode()
    Round.objects.filter(pk=afternoon.round.pk).update(state=now_is)
    confirm(afternoon)
    after = client.get("/deputy/").content.decode()
    assert one.case.number in after
    assert "走访时记下的" not in after
