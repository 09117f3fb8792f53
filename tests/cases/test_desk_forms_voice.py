"""What belongs to a voice, at the desk: consent, more words, contact data, files; and the look at contact data."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.models import Addition
from lianxin.journal.models import ReadLog
from lianxin.people import roles
from lianxin.records.attachments import of
from tests.cases.desk import form_of, photo_file, press, signed_in, text_of
from tests.cases.factories import Town, make_case, start

#: (what is ticked, text, name, confidential; ``None`` where it is refused)
CONSENTS: list[tuple[dict[str, str], tuple[bool, bool, bool] | None]] = [
    ({}, (False, False, False)),
    ({"consent_text": "on"}, (True, False, False)),
    ({"consent_text": "on", "consent_name": "on"}, (True, True, False)),
    ({"confidential": "on"}, (False, False, True)),
    ({"consent_name": "on"}, None),
    ({"consent_text": "on", "confidential": "on"}, None),
]


@pytest.mark.parametrize(("ticked", "stored"), CONSENTS)
def test_the_wish_to_be_public_is_changed_text_and_name_apart(
    town: Town, ticked: dict[str, str], stored: tuple[bool, bool, bool] | None
) -> None:
    walk = make_case(town, w.REPLIED, consent_text=True)
    office = signed_in(roles.CONGRESS_OFFICE)
    form = office.get(form_of(walk.case, "change_consent")).context["form"]
    assert form["consent_text"].value() is True
    answer = press(office, walk.case, "change_consent", opinion_id=walk.opinion.pk, **ticked)
    assert answer.status_code == (422 if stored is None else 302)
    kept = walk.opinion
    assert (kept.consent_text, kept.consent_name, kept.confidential) == (stored or (True, False, False))


@pytest.mark.parametrize("kind", ["add", "correct"])
def test_what_a_resident_says_later_is_written_down_beside_the_first_words(town: Town, kind: str) -> None:
    walk = make_case(town, w.CONTACTED)
    before = walk.opinion.verbatim
    secretary = signed_in(roles.SECRETARY, place=town.first)
    typed = {"opinion_id": walk.opinion.pk, "kind": kind, "text": "还有三号楼也停过。"}
    assert press(secretary, walk.case, "add_words", **typed).status_code == 302
    assert (Addition.objects.get().kind, Addition.objects.get().text) == (kind, "还有三号楼也停过。")
    assert walk.opinion.verbatim == before


def test_nobody_of_the_unit_changes_a_residents_wish(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    handler = signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    for move in ("change_consent", "add_words", "give_contact", "delete_contact"):
        assert press(handler, walk.case, move).status_code == 403, move


@pytest.mark.parametrize("reason", ["", " ", "看", "长" * 301])
def test_without_a_reason_contact_data_stays_masked_and_nothing_is_logged(town: Town, reason: str) -> None:
    walk = start(town, contact="13900001234", contact_name="张阿姨")
    address = reverse("cases:desk_contact", args=[walk.case.number])
    answer = signed_in(roles.CONGRESS_OFFICE).post(address, {"opinion_id": walk.opinion.pk, "reason": reason})
    assert answer.status_code == 422
    assert "13900001234" not in text_of(answer)
    assert "139****1234" in text_of(answer)
    assert not ReadLog.objects.exists()


def test_a_look_is_logged_named_to_the_next_and_folds_up_by_itself(town: Town) -> None:
    walk = start(town, contact="13900001234", contact_name="张阿姨")
    address = reverse("cases:desk_contact", args=[walk.case.number])
    office = signed_in(roles.CONGRESS_OFFICE)
    shown = office.post(address, {"opinion_id": walk.opinion.pk, "reason": "约上门时间"})
    assert "13900001234" in text_of(shown)
    assert shown.headers["Refresh"].startswith("300; url=")
    assert "no-store" in shown.headers["Cache-Control"]
    again = office.get(address)
    assert "13900001234" not in text_of(again)
    assert "约上门时间" in text_of(again)
    assert ReadLog.objects.count() == 1


def test_where_nothing_was_left_the_page_says_so(town: Town) -> None:
    walk = start(town)
    answer = signed_in(roles.CONGRESS_OFFICE).get(reverse("cases:desk_contact", args=[walk.case.number]))
    assert "没有留联系方式" in text_of(answer)
    assert "<textarea" not in text_of(answer)


def test_photos_are_added_and_shown_and_a_bad_file_costs_no_good_one(town: Town) -> None:
    case = make_case(town, w.CONTACTED).case
    handler = signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    address = reverse("cases:desk_attach", args=[case.number])
    bad = SimpleUploadedFile("怪.exe", b"MZ" + b"\x00" * 60, "application/octet-stream")
    answer = handler.post(address, {"photos": [photo_file(), bad]})
    assert answer.status_code == 422
    assert "怪.exe" in text_of(answer)
    assert len(of("case", case.pk)) == 1
    assert "<img" in text_of(handler.get(address))


@pytest.mark.parametrize("files", [[], "too_many"])
def test_no_file_and_ten_files_are_said_at_the_field(town: Town, files: Any) -> None:
    case = make_case(town, w.CONTACTED).case
    sent = [photo_file(f"{n}.jpg") for n in range(10)] if files else []
    address = reverse("cases:desk_attach", args=[case.number])
    answer = signed_in(roles.CONGRESS_OFFICE).post(address, {"photos": sent})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["photos"]
