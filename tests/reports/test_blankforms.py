"""对表套打: a superior's blank form is taken in once, pointed at once, and from then on fills itself."""

import datetime as dt
import io
import json
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from lianxin.core.documents.blanks import open_blank
from lianxin.db.models import Town
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.records import storage
from lianxin.records.models import Attachment
from lianxin.reports import registry, sources
from lianxin.reports.blankforms import pages
from lianxin.reports.blankforms.actions import (
    AddBlankForm,
    BindSpot,
    FillForm,
    RenewBlankForm,
    SetCheck,
    Unbind,
    latest,
)
from lianxin.reports.blankforms.filling import as_typed, plain_name
from lianxin.reports.models import BlankForm, FilledForm, FormSpot, FormVersion
from lianxin.reports.periods import proposed
from lianxin.reports.registry import Figure, Period
from lianxin.reports.sources import period_label
from tests.core.blank_forms import workbook
from tests.people.factories import PASSWORD, actor_with, make_person
from tests.reports.ten_forms import FIXED_UNITS, TEN, TWO_LINE_HEADER, WORD_LETTER, Ugly

JUNE = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 30))
CUT_OFF = dt.datetime(2026, 6, 30, 10, 0, tzinfo=dt.UTC)
MATTERS = [
    {"what": "电梯", "how": "派人修", "result": "已办结", "in": 1, "out": 1},
    {"what": "路灯", "how": "派人修", "result": "已办结", "in": 2, "out": 1},
    {"what": "停车", "how": "派人修", "result": "已办结", "in": 3, "out": 1},
]
UNITS = [{"name": "城建中心", "in": 4, "out": 2}, {"name": "市容所", "in": 2, "out": 1}]


@pytest.fixture(autouse=True)
def invented_sources(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A figure and two tables of the test's own, besides what every form asks for."""
    monkeypatch.setattr(registry, "_figures", {})
    monkeypatch.setattr(sources, "_tables", {})
    registry.figure("test", "办结", "办结 ÷ 收到", "件", lambda period, town: Figure(6, 9, 9))
    columns = [("what", "内容"), ("how", "措施"), ("result", "结果"), ("in", "收到"), ("out", "办结")]
    sources.table("test.matters", "事项", columns, lambda asked: MATTERS)
    sources.table(
        "test.units", "各单位", [("name", "名称"), ("in", "收到"), ("out", "办结")], lambda asked: UNITS, "name"
    )
    return


@pytest.fixture
def office(town: Town) -> Actor:
    """Somebody of the congress office."""
    return actor_with(roles.CONGRESS_OFFICE)


def take_in(ugly: Ugly, office: Actor) -> FormVersion:
    """Take in a form and point at everything it names."""
    form = AddBlankForm(actor=office, name=ugly.name, data=ugly.data, file_name=ugly.name).execute()
    version = latest(form)
    assert version is not None
    for area, ref, source, label in ugly.cells:
        BindSpot(actor=office, version=version, area=area, ref=ref, source=source, label=label).execute()
    for facts in ugly.rows:
        BindSpot(actor=office, version=version, **facts).execute()
    for area, ref, parts in ugly.checks:
        SetCheck(actor=office, version=version, area=area, total_ref=ref, parts=parts).execute()
    return version


def fill(version: FormVersion, office: Actor, **typed: str) -> tuple[FilledForm, bytes]:
    """Fill it for June and return what was kept with its file."""
    made = FillForm(actor=office, version=version, period=JUNE, cut_off=CUT_OFF, typed=typed).execute()
    kept = Attachment.objects.get(owner_kind="filled_form", owner_id=made.pk)
    return made, b"".join(storage.stream(kept.path))


@pytest.mark.parametrize("ugly", TEN, ids=[one.name for one in TEN])
def test_ten_ugly_forms_fill_themselves(ugly: Ugly, office: Actor, town: Town) -> None:
    town.name = "示例镇"
    version = take_in(ugly, office)
    made, data = fill(version, office, 联系电话="021-5555 0100", 正文="本期共收到意见三件。")
    filled = open_blank(data)
    for (area, ref), value in ugly.expected.items():
        found = filled.value(area, ref)
        shown = found if isinstance(value, str) else float(str(found))
        wanted = value.replace("示例镇", town.name) if isinstance(value, str) else float(str(value))
        assert shown == wanted, (area, ref)
    assert json.loads(made.problems) == []
    assert made.by_itself > made.by_hand
    if ugly.name.endswith(".xlsx"):
        assert load_workbook(io.BytesIO(data)).sheetnames == load_workbook(io.BytesIO(ugly.data)).sheetnames


def test_a_total_that_does_not_agree_is_named_before_the_form_leaves(office: Actor) -> None:
    version = take_in(FIXED_UNITS, office)
    SetCheck(actor=office, version=version, area="月报", total_ref="B6", parts="B3:B4 B3").execute()
    made, _data = fill(version, office)
    assert json.loads(made.problems) == ["B6 写的是 6，各项相加是 10，对不上。"]


def test_a_row_nobody_has_a_line_for_is_named(office: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.reports.test_blankforms.UNITS", UNITS)
    sources.table("test.units", "各单位", [("name", "名称"), ("in", "收到"), ("out", "办结")],
                  lambda asked: [*UNITS, {"name": "水务站", "in": 1, "out": 0}], "name")  # fmt: skip
    made, _data = fill(take_in(FIXED_UNITS, office), office)
    assert json.loads(made.problems) == ["这些在表里没有对应的行，没有填进去：水务站"]


def test_a_new_file_keeps_the_bindings_whose_places_are_still_there(office: Actor) -> None:
    version = take_in(TWO_LINE_HEADER, office)
    BindSpot(actor=office, version=version, area="月报", ref="Z1", source="period").execute()
    small = workbook(lambda book: book["月报"].append(["新表样"]))
    action = RenewBlankForm(actor=office, form=version.form, data=TWO_LINE_HEADER.data, file_name="新.xlsx")
    action.execute()
    assert (action.carried, action.lost) == (4, 0)
    newest = latest(version.form)
    assert newest is not None
    assert newest.number == 2
    made, _data = fill(newest, office)
    assert made.version_id == newest.pk
    letter = RenewBlankForm(actor=office, form=version.form, data=WORD_LETTER.data, file_name="函.docx")
    letter.execute()
    assert letter.carried == 0
    assert small


def test_filled_forms_keep_their_version_and_their_digest(office: Actor) -> None:
    version = take_in(FIXED_UNITS, office)
    made, data = fill(version, office)
    again, same = fill(version, office)
    assert made.sha256 == again.sha256
    assert data == same
    entry = LogEntry.objects.filter(verb="form.fill", object_id=made.pk).get()
    assert made.sha256 in json.dumps(entry.data if isinstance(entry.data, dict) else str(entry.data))


def test_a_binding_can_be_taken_back(office: Actor) -> None:
    version = take_in(FIXED_UNITS, office)
    Unbind(actor=office, spot=version.spots.get(ref="B6")).execute()
    assert not FormSpot.objects.filter(version=version, ref="B6").exists()


def test_only_the_two_offices_keep_forms(town: Town) -> None:
    unit = actor_with(roles.LEADER)
    with pytest.raises(NotAllowed):
        AddBlankForm(actor=unit, name="表", data=FIXED_UNITS.data, file_name="表.xlsx").execute()
    assert not BlankForm.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "旧.xls", "旧格式"),
        (b"words", "表.xlsx", "只能用 Word"),
        (b"PK\x05\x06" + b"\0" * 18, "表.xlsx", "只能用 Word"),
    ],
)
def test_a_file_that_cannot_serve_is_refused_with_what_to_do(
    office: Actor, data: bytes, name: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        AddBlankForm(actor=office, name="表", data=data, file_name=name).execute()
    assert refused.value.problems[0].field == "file"
    assert sentence in refused.value.message


BAD_BINDINGS = [
    ({"area": "月报", "ref": "B6", "source": "nothing"}, "source"),
    ({"area": "月报", "ref": "B6", "source": "typed"}, "label"),
    ({"area": "没有", "ref": "B6", "source": "period"}, "ref"),
    ({"area": "月报", "ref": "A3", "source": "none", "kind": "list", "first_row": 3, "last_row": 4}, "source"),
    ({"area": "月报", "ref": "A3", "source": "test.units", "kind": "list", "first_row": 3, "last_row": 4}, "columns"),
    ({"area": "月报", "ref": "A3", "source": "test.matters", "kind": "match", "first_row": 3, "last_row": 4,
      "columns": [(0, "B", "in")]}, "source"),
    ({"area": "月报", "ref": "A3", "source": "test.units", "kind": "list", "first_row": 3, "last_row": 2,
      "columns": [(0, "B", "in")]}, "last_row"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "field"), BAD_BINDINGS)
def test_what_cannot_be_bound_is_said_at_its_field(office: Actor, facts: dict[str, object], field: str) -> None:
    version = take_in(FIXED_UNITS, office)
    with pytest.raises(Invalid) as refused:
        BindSpot(actor=office, version=version, **facts).execute()  # type: ignore[arg-type]
    assert field in [problem.field for problem in refused.value.problems]


PERIODS = [
    ("day", "2026-06-30", "2026-06-30", "2026-06-30"),
    ("week", "2026-06-30", "2026-06-22", "2026-06-28"),
    ("week", "2026-06-28", "2026-06-22", "2026-06-28"),
    ("month", "2026-06-29", "2026-05-01", "2026-05-31"),
    ("month", "2026-06-30", "2026-06-01", "2026-06-30"),
    ("month", "2026-01-05", "2025-12-01", "2025-12-31"),
    ("quarter", "2026-07-01", "2026-04-01", "2026-06-30"),
    ("half", "2026-06-30", "2026-01-01", "2026-06-30"),
    ("year", "2026-03-01", "2025-01-01", "2025-12-31"),
    ("once", "2026-03-01", "2026-01-01", "2026-03-01"),
]


@pytest.mark.parametrize(("cycle", "today", "first", "last"), PERIODS)
def test_the_period_proposed_is_the_last_one_that_is_over(cycle: str, today: str, first: str, last: str) -> None:
    period = proposed(cycle, dt.date.fromisoformat(today))
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-06-01", "2026-06-30", "2026年6月"),
        ("2026-04-01", "2026-06-30", "2026年第2季度"),
        ("2026-01-01", "2026-06-30", "2026年上半年"),
        ("2026-07-01", "2026-12-31", "2026年下半年"),
        ("2026-01-01", "2026-12-31", "2026年"),
        ("2026-06-02", "2026-06-30", "2026-06-02至2026-06-30"),
        ("2025-12-01", "2026-02-28", "2025-12-01至2026-02-28"),
    ],
)
def test_periods_are_named_as_offices_name_them(first: str, last: str, words: str) -> None:
    assert period_label(Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))) == words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1、城 建 中 心", "城建中心"),
        ("（市容所）", "市容所"),
        ("三、党建", "党建"),
        ("12345热线", "热线"),
        (None, ""),
        ("一村", "一村"),
    ],
)
def test_row_names_are_compared_without_their_looks(written: str | None, plain: str) -> None:
    assert plain_name(written) == plain


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("1,200.5", 1200.5), ("021", "021"), ("十二", "十二"), ("", "")]
)
def test_a_typed_number_is_a_number(text: str, value: object) -> None:
    assert as_typed(text) == value


@pytest.fixture
def clerk(town: Town, client: Client) -> Client:
    """A client signed in for the congress office."""
    person = make_person(roles.CONGRESS_OFFICE)
    assert client.login(username=person.username, password=PASSWORD)
    return client


def test_a_clerk_takes_a_form_in_points_at_it_and_fills_it(clerk: Client) -> None:
    upload = SimpleUploadedFile("各单位.xlsx", FIXED_UNITS.data)
    answer = clerk.post("/desk/forms/new/", {"file": upload, "name": "各单位办理情况", "cycle": "month"}, follow=True)
    form = BlankForm.objects.get()
    assert "先在表上点一格" in answer.content.decode()
    here = f"/desk/forms/{form.pk}/point/"
    assert 'href="?area=0&amp;ref=B6#choose"' in clerk.get(here).content.decode()
    assert clerk.post(f"{here}?area=0&ref=B6", {"what": "cell", "source": "figure:test:numerator"}).status_code == 302
    rows = {"what": "rows", "way": "match", "source": "test.units", "last_row": 5, "height": 1, "label_column": "A"}
    assert clerk.post(f"{here}?area=0&ref=A3", {**rows, "columns": "B=收到\nC=办结"}).status_code == 302
    assert clerk.post(f"{here}?area=0&ref=B6", {"what": "check", "parts": "b3:b5"}).status_code == 302
    shown = clerk.get(f"{here}?area=0&ref=A3").content.decode()
    assert "按行名对号入座：各单位" in shown
    assert "B=收到\nC=办结" in shown
    look = clerk.post(f"/desk/forms/{form.pk}/fill/", {"first": "2026-06-01", "last": "2026-06-30", "look": "1"})
    assert "填好是这样" in look.content.decode()
    once = clerk.get(f"/desk/forms/{form.pk}/fill/").context["filling"]["once"].value()
    sent = {"first": "2026-06-01", "last": "2026-06-30", "make": "1", "once": once}
    page = clerk.post(f"/desk/forms/{form.pk}/fill/", sent, follow=True).content.decode()
    clerk.post(f"/desk/forms/{form.pk}/fill/", sent)
    assert FilledForm.objects.count() == 1
    assert "城建中心：4" in page
    file = Attachment.objects.get(owner_kind="filled_form")
    assert clerk.get(reverse("records:file", args=[file.token])).status_code == 200


@pytest.mark.parametrize("columns", ["B", "BB5=收到", "B=没有这一列", "=收到"])
def test_a_line_of_columns_that_cannot_be_read_is_named(clerk: Client, columns: str) -> None:
    form = AddBlankForm(
        actor=actor_with(roles.CONGRESS_OFFICE), name="表", data=FIXED_UNITS.data, file_name="表.xlsx"
    ).execute()
    rows = {"what": "rows", "way": "list", "source": "test.units", "last_row": 5, "height": 1, "columns": columns}
    answer = clerk.post(f"/desk/forms/{form.pk}/point/?area=0&ref=A3", rows)
    assert answer.status_code == 422
    assert ("一件只占 1 行" if columns == "BB5=收到" else "看不懂") in answer.content.decode()


def test_a_period_that_runs_backwards_is_named(clerk: Client) -> None:
    form = AddBlankForm(
        actor=actor_with(roles.CONGRESS_OFFICE), name="表", data=FIXED_UNITS.data, file_name="表.xlsx"
    ).execute()
    answer = clerk.post(f"/desk/forms/{form.pk}/fill/", {"first": "2026-06-30", "last": "2026-06-01", "look": "1"})
    assert answer.status_code == 422
    assert "结束日期不能早于开始日期" in answer.content.decode()


def test_what_is_pasted_into_other_spreadsheets_calculates_nothing() -> None:
    shown = pages._entry_row(["月报", "B2", "情况", "=HYPERLINK(1)\n路灯\t@SUM(A1)\n-3.5"])
    assert shown["text"] == "'=HYPERLINK(1)\n路灯\t'@SUM(A1)\n-3.5"
