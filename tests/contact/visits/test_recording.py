"""What is recorded on a visit: by phone, at the desk from paper, from a table; always the same record."""

import secrets
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases.imports.service import Import
from lianxin.cases.models import Case, Opinion, OpinionDeputy
from lianxin.contact.base import visits
from lianxin.contact.models import Presence, VisitItem
from lianxin.contact.visits.actions import (
    BeginVisit,
    EndVisit,
    ListVisit,
    MarkSame,
    NoteVisitAttendance,
    RecordVisitItem,
)
from lianxin.contact.visits.selectors import item_rows
from lianxin.core.clock import now
from lianxin.core.documents.tables import Row, Table
from lianxin.deputies.models import Leave
from lianxin.field.models import Item
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people import roles
from lianxin.records.models import Attachment
from tests.conftest import FrozenClock
from tests.contact.visits.conftest import Afternoon, make_afternoon
from tests.field.factories import Phone, picture, visit_link
from tests.people.factories import make_person, sign_in


def sent(phone: Phone, visit_id: int, words: str = "三楼的灯坏了", **more: Any) -> dict[str, Any]:
    """An envelope as the page of a visit makes it."""
    payload = {"visit": str(visit_id), "mode": "said", "words": words, "compound": "", "openness": "office",
               "read_back": "on", **more.pop("payload", {})}  # fmt: skip
    made = phone.envelope(words, kind="visit_item", **more)
    made["payload"] = payload
    return made


def words_on(afternoon: Afternoon) -> list[str]:
    """The words on the visit's list, in order."""
    rows = VisitItem.objects.filter(visit=afternoon.visit).order_by("order")
    return list(rows.values_list("opinion__verbatim", flat=True))


class TestByPhone:
    """The phone sends words and compound; everything else comes from the visit."""

    def test_the_visit_gives_deputies_channel_occasion_and_place(self, afternoon: Afternoon) -> None:
        phone = afternoon.phone()
        answer = phone.send(sent(phone, afternoon.visit.pk))
        assert answer.status_code == 200, answer.content.decode()
        opinion = Opinion.objects.get()
        assert (opinion.channel, opinion.occasion) == ("round", afternoon.round.name)
        assert opinion.place_id == afternoon.town.first.pk
        assert opinion.read_back
        present = set(OpinionDeputy.objects.values_list("deputy_id", flat=True))
        assert present == {afternoon.town.deputy.pk, afternoon.town.other_deputy.pk}
        assert words_on(afternoon) == ["三楼的灯坏了"]

    def test_a_walking_find_is_what_the_deputies_saw(self, afternoon: Afternoon) -> None:
        phone = afternoon.phone()
        seen = {"mode": "seen", "compound": str(afternoon.town.compound.pk)}
        assert phone.send(sent(phone, afternoon.visit.pk, "围墙要倒", payload=seen)).status_code == 200
        opinion = Opinion.objects.get()
        assert (opinion.source, opinion.place_id) == ("observation", afternoon.town.compound.pk)
        assert not opinion.read_back

    def test_nobody_saw_anything_where_no_deputy_is(self, afternoon: Afternoon) -> None:
        afternoon.visit.deputies.update(presence=Presence.LEAVE)
        phone = afternoon.phone()
        answer = phone.send(sent(phone, afternoon.visit.pk, payload={"mode": "seen"}))
        assert answer.status_code == 422
        assert answer.json()["problems"][0]["field"] == "words"
        assert not VisitItem.objects.exists()

    def test_a_deputy_on_leave_heard_nothing(self, afternoon: Afternoon) -> None:
        afternoon.visit.deputies.filter(pk=afternoon.city.pk).update(presence=Presence.LEAVE)
        phone = afternoon.phone()
        phone.send(sent(phone, afternoon.visit.pk))
        assert OpinionDeputy.objects.get().deputy_id == afternoon.town.other_deputy.pk

    def test_a_leave_in_the_register_counts_until_somebody_notes_who_came(self, afternoon: Afternoon) -> None:
        day, local = afternoon.round.day, afternoon.local
        Leave.objects.create(
            deputy=local.deputy, starts_on=day, ends_on=day, reason="住院", granted_by="人大主席", granted_on=day
        )
        afternoon.visit.__class__.objects.update(state="planned")
        desk = Client()
        sign_in(desk, make_person(roles.CONGRESS_OFFICE))
        for name, pk in (("board", afternoon.round.pk), ("visit", afternoon.visit.pk)):
            page = desk.get(reverse(f"contact:{name}", args=[pk])).content.decode()
            assert "请假" in page
            assert "住院" not in page
        sheet = desk.get(reverse("contact:visit_sheets", args=[afternoon.visit.pk])).content.decode()
        assert local.deputy.display_name not in sheet
        BeginVisit(actor=afternoon.town.office, visit=afternoon.visit).execute()
        phone = afternoon.phone()
        phone.send(sent(phone, afternoon.visit.pk))
        assert OpinionDeputy.objects.get().deputy_id == afternoon.city.deputy_id
        local.refresh_from_db()
        assert local.presence == Presence.LEAVE
        NoteVisitAttendance(
            actor=afternoon.town.office, visit=afternoon.visit, presence={local.pk: Presence.PRESENT}
        ).execute()
        assert OpinionDeputy.objects.count() == 2

    def test_the_same_envelope_twice_is_one_item_with_one_number(self, afternoon: Afternoon) -> None:
        phone = afternoon.phone()
        envelope = sent(phone, afternoon.visit.pk)
        first, second = (phone.send(envelope).json() for _n in range(2))
        assert first["number"] == second["number"]
        assert (VisitItem.objects.count(), Case.objects.count(), Item.objects.count()) == (1, 1, 1)

    def test_a_photo_belongs_to_the_matter(self, afternoon: Afternoon) -> None:
        phone, photo = afternoon.phone(), picture()
        envelope = sent(phone, afternoon.visit.pk, photos=[photo])
        phone.send(envelope)
        assert phone.send_photo(envelope["key"], photo)["done"]
        assert Attachment.objects.get().owner_id == Case.objects.get().pk

    def test_a_compound_of_another_neighbourhood_is_refused_at_its_field(self, afternoon: Afternoon) -> None:
        phone = afternoon.phone()
        other = {"compound": str(afternoon.town.second.pk)}
        answer = phone.send(sent(phone, afternoon.visit.pk, payload=other))
        assert answer.status_code == 422
        assert answer.json()["problems"][0]["field"] == "compound"

    def test_another_neighbourhoods_visit_cannot_be_recorded_on(self, afternoon: Afternoon) -> None:
        phone = Phone.on_visit(afternoon.town.second)
        phone.take_seat()
        answer = phone.send(sent(phone, afternoon.visit.pk))
        assert answer.status_code == 422
        assert not VisitItem.objects.exists()

    def test_a_phone_that_comes_back_by_another_link_of_the_place_delivers(self, afternoon: Afternoon) -> None:
        phone = afternoon.phone()
        envelope = sent(phone, afternoon.visit.pk)
        phone.issued = visit_link(afternoon.town.first)
        phone.come_in()
        assert phone.send(envelope).status_code == 200
        assert words_on(afternoon) == ["三楼的灯坏了"]

    def test_a_page_without_script_records_with_a_receipt(self, afternoon: Afternoon) -> None:
        phone = afternoon.phone()
        page = phone.client.get("/field/visit-item/")
        html = page.content.decode()
        assert afternoon.town.first.label in html
        assert afternoon.town.deputy.display_name in html
        data = {"visit": str(afternoon.visit.pk), "mode": "said", "words": "没有脚本", "compound": "", "once": "o" * 20}
        first, second = (phone.client.post("/field/visit-item/", data) for _n in range(2))
        assert first["Location"] == second["Location"]
        assert words_on(afternoon) == ["没有脚本"]

    def test_somebody_on_no_visit_is_led_to_the_ordinary_form(self, afternoon: Afternoon) -> None:
        page = Phone.on_visit(afternoon.town.second).client.get("/field/visit-item/").content.decode()
        assert "/field/opinion/" in page
        assert "没有找到您能记录的走访" in page


class TestLatePhones:
    """A phone that comes back after the list was given in."""

    @pytest.fixture
    def listed(self, afternoon: Afternoon) -> Afternoon:
        """A visit whose list is in."""
        both = {afternoon.city.pk: Presence.PRESENT, afternoon.local.pk: Presence.PRESENT}
        NoteVisitAttendance(actor=afternoon.town.secretary, visit=afternoon.visit, presence=both).execute()
        EndVisit(actor=afternoon.town.secretary, visit=afternoon.visit).execute()
        ListVisit(actor=afternoon.town.secretary, visit=afternoon.visit).execute()
        return afternoon

    def test_what_was_captured_in_time_is_taken_and_shown_as_late(self, listed: Afternoon, clock: FrozenClock) -> None:
        phone = listed.phone()
        envelope = sent(phone, listed.visit.pk)
        clock.advance(hours=26)
        answer = phone.send(envelope, **{"X-Field-Sent-At": now().isoformat()})
        assert answer.status_code == 200, answer.json()
        assert [row["late"] for row in item_rows(visits().get(pk=listed.visit.pk), listed.town.office)] == [True]

    def test_what_was_captured_afterwards_is_refused_and_stays_on_the_phone(
        self, listed: Afternoon, clock: FrozenClock
    ) -> None:
        clock.advance(hours=26)
        phone = listed.phone()
        answer = phone.send(sent(phone, listed.visit.pk))
        assert answer.status_code == 409
        assert "之后才记的" in answer.json()["message"]
        assert not VisitItem.objects.exists()


class TestPaperAndTable:
    """The same record from paper and from a table."""

    @pytest.fixture
    def secretary(self, afternoon: Afternoon) -> Client:
        """The secretary at the desk."""
        client = Client()
        sign_in(client, make_person(roles.SECRETARY, place=afternoon.town.first))
        return client

    def data(self, *lines: dict[str, str]) -> dict[str, str]:
        """What the page of lines sends."""
        found: dict[str, str] = {}
        for n, line in enumerate(lines):
            row = {"mode": "said", "compound": "", "category": "", "key": secrets.token_hex(8), **line}
            found |= {f"l{n}-{name}": value for name, value in row.items()}
        return found

    def test_several_lines_are_recorded_at_once(self, afternoon: Afternoon, secretary: Client) -> None:
        data = self.data({"words": "一"}, {"words": ""}, {"words": "二", "mode": "seen"})
        answer = secretary.post(f"/desk/visits/{afternoon.visit.pk}/lines/", data)
        assert answer.status_code == 302
        assert words_on(afternoon) == ["一", "二"]

    def test_a_line_with_an_error_stays_as_typed_and_the_others_go(
        self, afternoon: Afternoon, secretary: Client
    ) -> None:
        data = self.data({"words": "好的"}, {"words": "有称呼没电话", "contact_name": "王阿姨"})
        path = f"/desk/visits/{afternoon.visit.pk}/lines/"
        answer = secretary.post(path, data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "有称呼没电话" in page
        assert "王阿姨" in page
        assert "好的" not in page.split("<form")[-1]
        assert words_on(afternoon) == ["好的"]

    def test_the_page_sent_twice_records_once(self, afternoon: Afternoon, secretary: Client) -> None:
        data = self.data({"words": "一次"})
        for _n in range(2):
            secretary.post(f"/desk/visits/{afternoon.visit.pk}/lines/", data)
        assert words_on(afternoon) == ["一次"]

    def table(self, *numbers: str) -> Table:
        """A table with the visit's number in each row."""
        rows = [Row(n + 2, (f"表里的第{n}条", one), (f"表里的第{n}条", one)) for n, one in enumerate(numbers)]
        return Table(headers=("原话", "走访编号"), rows=rows, columns=(0, 1))

    def test_phone_paper_and_table_give_the_same_record(self, afternoon: Afternoon, secretary: Client) -> None:
        phone = afternoon.phone()
        phone.send(sent(phone, afternoon.visit.pk, payload={"read_back": ""}))
        secretary.post(f"/desk/visits/{afternoon.visit.pk}/lines/", self.data({"words": "纸上的"}))
        run = Import(afternoon.town.office, self.table(afternoon.visit.number), {"words": 0, "visit": 1})
        assert run.run().made == 1
        same = ("source", "channel", "occasion", "place_id", "spoken_on", "kind", "case__deputy_path", "case__place_id")
        assert len(set(Opinion.objects.values_list(*same))) == 1
        assert len(words_on(afternoon)) == 3

    def test_a_row_with_an_unknown_number_is_refused_at_its_cell(self, afternoon: Afternoon) -> None:
        run = Import(afternoon.town.office, self.table("没有", afternoon.visit.number), {"words": 0, "visit": 1})
        outcome = run.run()
        assert (outcome.made, outcome.refused) == (1, 1)
        assert outcome.problems[0].cell.startswith("B")
        assert "没有编号是" in outcome.problems[0].problem

    def test_a_check_without_storing_hangs_nothing_anywhere(self, afternoon: Afternoon) -> None:
        Import(afternoon.town.office, self.table(afternoon.visit.number), {"words": 0, "visit": 1}, dry=True).run()
        assert not VisitItem.objects.exists()


class TestTheAction:
    """Who may, what repeats."""

    def record(self, afternoon: Afternoon, words: str) -> VisitItem:
        """One item by the secretary."""
        return RecordVisitItem(actor=afternoon.town.secretary, visit=afternoon.visit, record={"words": words}).execute()

    def test_another_secretary_may_not(self, afternoon: Afternoon) -> None:
        with pytest.raises(NotAllowed):
            RecordVisitItem(
                actor=afternoon.town.other_secretary, visit=afternoon.visit, record={"words": "x"}
            ).execute()

    def test_two_items_can_be_one_matter_and_both_voices_stay(self, afternoon: Afternoon) -> None:
        one, two = self.record(afternoon, "灯坏了"), self.record(afternoon, "路灯不亮")
        MarkSame(actor=afternoon.town.secretary, visit=afternoon.visit, item=two, same_as=one).execute()
        rows = item_rows(visits().get(pk=afternoon.visit.pk), afternoon.town.office)
        assert [row["same_as"] for row in rows] == [None, 1]
        assert Opinion.objects.count() == 2
        with pytest.raises(Invalid):
            MarkSame(actor=afternoon.town.secretary, visit=afternoon.visit, item=one, same_as=two).execute()
        MarkSame(actor=afternoon.town.secretary, visit=afternoon.visit, item=two).execute()
        two.refresh_from_db()
        assert two.same_as_id is None

    def test_a_visit_that_was_not_held_takes_nothing(self, town: Any) -> None:
        made = make_afternoon(town, state="not_held")
        with pytest.raises(WrongState):
            self.record(made, "晚了")
