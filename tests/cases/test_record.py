"""Hearing: what is stored, what is refused, what is never stored."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.cases import workflow
from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case, Opinion, ResidentContact
from lianxin.cases.sealing import code_digests, open_contact
from lianxin.clocks.models import Clock
from lianxin.core.hashing import salted_digest
from lianxin.core.ids import check_query_code
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from tests.cases.factories import Town

WORDS = "二号楼的电梯又停了，我腿不好，爬六楼😢。打我电话13812345678"


def test_words_make_an_opinion_a_case_a_number_a_code_and_a_clock(town: Town) -> None:
    receipt = RecordOpinion(actor=town.resident, words=WORDS, place_id=town.compound.pk, kind="problem").execute()
    case = Case.objects.get(pk=receipt.case_id)
    opinion = Opinion.objects.get(pk=receipt.opinion_id)
    assert case.state == workflow.RECEIVED
    assert receipt.number == case.number == "102-2026-00001"
    assert opinion.verbatim == WORDS
    assert opinion.verbatim_digest == salted_digest(WORDS, opinion.verbatim_salt)
    assert check_query_code(receipt.code) == receipt.code
    assert opinion.code_digest in code_digests(receipt.code)
    assert receipt.code not in (opinion.code_cipher, opinion.code_digest)
    clock = Clock.objects.get(owner_kind="case", owner_id=case.pk)
    assert (clock.code, clock.due_on) == ("transfer", dt.date(2026, 11, 26))
    assert (case.due_on, case.due_code) == (clock.due_on, "transfer")


def test_the_title_and_the_log_hold_no_phone_number(town: Town) -> None:
    receipt = RecordOpinion(actor=town.resident, words=WORDS, contact_name="王芳", contact="13912345678").execute()
    entry = LogEntry.objects.get(object_kind="case", object_id=receipt.case_id)
    assert "13812345678" not in Case.objects.get(pk=receipt.case_id).title
    for secret in ("13812345678", "13912345678", "王芳", "电梯"):
        assert secret not in entry.data


def test_contact_data_is_stored_encrypted_and_masked(town: Town) -> None:
    receipt = RecordOpinion(actor=town.resident, words=WORDS, contact_name="王芳", contact="13912345678").execute()
    contact = ResidentContact.objects.get(opinion_id=receipt.opinion_id)
    assert "13912345678" not in contact.contact_cipher
    assert contact.masked == "王* 139****5678"
    assert open_contact(contact.contact_cipher, receipt.opinion_id) == "13912345678"


def test_the_same_key_gives_the_same_receipt_and_nothing_twice(town: Town) -> None:
    first = RecordOpinion(actor=town.resident, words=WORDS, client_key="k" * 32).execute()
    again = RecordOpinion(actor=town.resident, words=WORDS, client_key="k" * 32).execute()
    assert again == first
    assert Opinion.objects.count() == 1
    with pytest.raises(WrongState):
        RecordOpinion(actor=town.resident, words="另一件事", client_key="k" * 32).execute()


def test_what_a_deputy_saw_has_no_words_and_starts_the_month(town: Town) -> None:
    receipt = RecordOpinion(actor=town.deputy_actor, observation="路口井盖松动", place_id=town.first.pk).execute()
    opinion = Opinion.objects.get(pk=receipt.opinion_id)
    assert opinion.source == "observation"
    assert set(Clock.objects.values_list("code", flat=True)) == {"transfer", "hard_stop"}
    assert Case.objects.get().deputy_ids == {town.deputy.pk}


def test_an_accusation_is_sealed_and_has_a_clock_for_handing_over(town: Town) -> None:
    RecordOpinion(actor=town.resident, words="举报某科长收红包", kind="accusation").execute()
    case = Case.objects.get()
    assert case.sealed
    assert case.due_code == "hand_over"


def test_an_emergency_says_so_on_the_receipt(town: Town) -> None:
    assert RecordOpinion(actor=town.resident, words="着火了", kind="emergency").execute().emergency


def test_a_hotline_order_goes_straight_to_the_desk_and_only_the_desk_records_it(town: Town) -> None:
    with pytest.raises(NotAllowed):
        RecordOpinion(actor=town.office, words="路灯不亮", track="hotline", channel="hotline").execute()
    receipt = RecordOpinion(actor=town.desk, words="路灯不亮", track="hotline", channel="hotline").execute()
    case = Case.objects.get(pk=receipt.case_id)
    assert (case.state, case.due_code, case.reached_desk) == (workflow.TRANSFERRED, "assign", True)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("words", "", "words_missing"),
        ("words", "\u200b\u202e \n", "words_missing"),
        ("words", "长" * 20_001, "words_long"),
        ("kind", "nonsense", "kind_unknown"),
        ("category", "no.such", "category_unknown"),
        ("channel", "pigeon", "channel_unknown"),
        ("tags", ["nonsense"], "tag_unknown"),
        ("place_id", 1, "place_unknown"),
        ("deputy_ids", [1], "deputy_unknown"),
        ("spoken_on", dt.date(2026, 11, 25), "date_future"),
        ("spoken_on", dt.date(1900, 1, 1), "date_too_old"),
        ("contact", "找老王", "contact_unreadable"),
        ("contact_name", "老王", "name_without_contact"),
        ("consent_name", True, "consent_name_needs_text"),
        ("summary", "长" * 201, "text_long"),
        ("points", ["点"] * 13, "points_many"),
    ],
)
def test_a_wrong_field_gets_its_sentence_and_nothing_is_stored(
    town: Town, field: str, value: object, code: str
) -> None:
    typed = {"words": WORDS, field: value}
    with pytest.raises(Invalid) as refused:
        RecordOpinion(actor=town.resident, **typed).execute()  # type: ignore[arg-type]
    assert code in {problem.code for problem in refused.value.problems}
    assert not Case.objects.exists()


def test_twenty_thousand_signs_emoji_and_right_to_left_are_kept_as_typed(town: Town) -> None:
    words = ("مرحبا 👨‍👩‍👧 <b>你好</b> =1+1\n" * 800)[:20_000].strip()
    receipt = RecordOpinion(actor=town.resident, words=words).execute()
    assert Opinion.objects.get(pk=receipt.opinion_id).verbatim == words


def test_a_secretary_records_only_for_the_own_neighbourhood(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        RecordOpinion(actor=town.secretary, words=WORDS, channel="counter", place_id=town.second.pk).execute()
    assert refused.value.code == "place_outside"
    RecordOpinion(actor=town.secretary, words=WORDS, channel="counter", place_id=town.compound.pk).execute()


def test_recording_costs_few_statements(town: Town) -> None:
    RecordOpinion(actor=town.resident, words=WORDS).execute()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        RecordOpinion(
            actor=town.resident, words=WORDS, place_id=town.compound.pk, category="housing.lift", kind="problem",
            contact="13912345678", points=["电梯什么时候修好"], client_key="q" * 32,
        ).execute()  # fmt: skip
    assert len(seen) <= 27, "\n".join(query["sql"][:90] for query in seen.captured_queries)
