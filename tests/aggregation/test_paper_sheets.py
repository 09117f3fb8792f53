"""Paper sheets: a draft beside the picture, a person confirms each row, and nothing of the people stays behind."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from lianxin.aggregation.actions.sheets import EraseSheet, too_old
from lianxin.aggregation.models import PaperSheet
from lianxin.aggregation.pages import sheets as pages
from lianxin.aggregation.sheets import drafting, picture
from lianxin.aggregation.sheets.binding import Bound, bound, code_for
from lianxin.aggregation.sheets.drafting import Reading
from lianxin.aggregation.sheets.keeping import EMPTY, DraftRow, picture_of, rows_of
from lianxin.aggregation.sheets.table import Cell
from lianxin.cases.models import Case, Opinion, ResidentContact
from lianxin.journal.actors import SYSTEM
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.aggregation.test_deciding import PHONE
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town
from tests.conftest import FrozenClock
from tests.contact.factories import make_round, make_visit

ROWS = (
    DraftRow("王小明", PHONE, "6号楼", "电梯这个月停了五次，老人上不去楼", ("words",)),
    DraftRow("", "", "菜场门口", "垃圾桶夜里满出来"),
)


def photo() -> SimpleUploadedFile:
    """A picture as a phone sends it."""
    out = io.BytesIO()
    Image.new("L", (1240, 900), 240).save(out, "JPEG")
    return SimpleUploadedFile("纸.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def secretary(town: Town) -> Client:
    """The browser of the secretary of the first neighbourhood."""
    return signed_in(roles.SECRETARY, place=town.first)


def upload(client: Client, **typed: str) -> PaperSheet:
    """Send a picture; the sheet it became."""
    answer = client.post(reverse("aggregation:sheets"), {"photo": photo(), **typed})
    assert answer.status_code == 302, text_of(answer)
    return PaperSheet.objects.latest("pk")


def test_each_row_is_confirmed_beside_the_picture_and_then_everything_is_gone(
    town: Town, secretary: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_for(town.first.pk, "六月联系日")
    monkeypatch.setattr(pages, "drafted", lambda _data, anyway: Reading(ROWS, "", code, by_machine=True))
    sheet = upload(secretary)
    assert (sheet.place_id, sheet.occasion, sheet.waiting) == (town.first.pk, "六月联系日", 2)
    for stored in (sheet.picture, sheet.rows, *(str(one.data) for one in LogEntry.objects.all())):
        assert PHONE not in stored
        assert "王小明" not in stored
    address = reverse("aggregation:sheet", args=[sheet.pk])
    page = text_of(secretary.get(address))
    assert "请看清楚" in page
    assert PHONE in page
    image = secretary.get(reverse("aggregation:sheet_photo", args=[sheet.pk]))
    assert (image.content[:2], "no-store" in image.headers["Cache-Control"]) == (b"\xff\xd8", True)
    assert secretary.get(address).context["rows"][0]["form"].initial["contact"] == PHONE
    row = [reverse("aggregation:sheet_row", args=[sheet.pk, n]) for n in range(2)]
    empty = secretary.post(row[0], {"r0-words": "", "r0-contact": PHONE})
    assert (empty.status_code, Opinion.objects.count()) == (422, 0)
    typed = {"r0-words": "电梯停了五次", "r0-place_note": "6号楼", "r0-contact_name": "王小明", "r0-contact": PHONE}
    secretary.post(row[0], typed)
    opinion = Opinion.objects.get()
    assert (opinion.verbatim, opinion.channel, opinion.occasion) == ("电梯停了五次", "paper", "六月联系日")
    assert ResidentContact.objects.filter(opinion=opinion).exists()
    assert Case.objects.get(pk=opinion.case_id).place_id == town.first.pk
    left = rows_of(PaperSheet.objects.get().rows, sheet.pk)
    assert (left[0].phone, left[0].state) == ("", "taken")
    assert secretary.post(row[0], typed).status_code == 409
    secretary.post(row[1], {"leave": "1"})
    done = PaperSheet.objects.get()
    assert (done.picture, done.rows, done.taken, Opinion.objects.count()) == ("", "", 1, 1)
    assert secretary.get(address).status_code == 404


def test_a_bad_picture_is_asked_for_again_and_may_be_typed_from(
    town: Town, secretary: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "has_library", lambda: True)
    monkeypatch.setattr(
        pages, "drafted", lambda _data, anyway: Reading((DraftRow(),) * EMPTY, "" if anyway else "blurred")
    )
    answer = secretary.post(reverse("aggregation:sheets"), {"photo": photo(), "occasion": "接待"})
    assert answer.status_code == 422
    assert "照片糊了" in text_of(answer)
    assert 'value="接待"' in text_of(answer) or "接待</textarea>" in text_of(answer)
    sheet = upload(secretary, anyway="on")
    assert (sheet.by_machine, sheet.waiting) == (False, EMPTY)
    broken = secretary.post(reverse("aggregation:sheets"), {"photo": SimpleUploadedFile("a.jpg", b"no picture")})
    assert broken.status_code == 422


def test_without_the_extra_it_is_said_and_rows_are_typed_beside_the_picture(
    town: Town, secretary: Client, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock
) -> None:
    monkeypatch.setattr(picture, "has_library", lambda: False)
    assert "附加包 ocr" in text_of(secretary.get(reverse("aggregation:sheets")))
    sheet = upload(secretary, place=str(town.first.pk))
    assert (sheet.by_machine, sheet.waiting, sheet.place_id) == (False, EMPTY, town.first.pk)
    secretary.post(reverse("aggregation:sheet_add", args=[sheet.pk]))
    assert PaperSheet.objects.get().waiting == EMPTY + 1
    stranger = signed_in(roles.SECRETARY, place=town.second)
    assert stranger.get(reverse("aggregation:sheet_photo", args=[sheet.pk])).status_code == 404
    assert len(picture_of(sheet.picture, sheet.pk)) > 100
    assert too_old() == []
    clock.advance(days=8)
    for pk in too_old():
        EraseSheet(actor=SYSTEM, sheet_id=pk).execute()
    assert PaperSheet.objects.get().picture == ""


def test_a_code_says_where_and_when_and_an_unknown_one_says_nothing(town: Town) -> None:
    assert bound(town.office, code_for(7, "六月:联系日")) == Bound("六月:联系日", 7, "六月:联系日")
    assert bound(town.office, "https://example.org/x") is None
    assert bound(town.office, "") is None
    read = (Cell("王", 0.99), Cell("139", 0.5), Cell("", 1.0), Cell("话", 0.95))
    cells = dict(zip(drafting.HEADS, read, strict=True))
    assert drafting.row_of(cells) == DraftRow("王", "139", "", "话", ("phone",))


def test_the_code_of_a_visits_sheet_says_which_visit_and_tells_a_stranger_nothing(town: Town) -> None:
    visit = make_visit(make_round(), town.first)
    code = f"https://example.org{reverse('contact:visit_sheet_door', args=[visit.sheet_token])}"
    name = visit.round.name
    assert bound(town.secretary, code) == Bound(f"{name} · {town.first.label}", town.first.pk, name[:60], "round")
    assert bound(town.other_secretary, code) is None
    assert bound(town.secretary, f"{code[:-8]}/") is None
