"""The pages: what a recorder, a resident with a slip and the congress office see; each costs few statements."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from lianxin.cases.models import Case, Opinion
from lianxin.core import clock as time
from lianxin.core.ids import slip_code
from lianxin.field import actions, assets, uploads, words
from lianxin.field.models import Item, Upload, Visit
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.people import roles
from lianxin.people.invitations import path_of
from lianxin.people.models import AccessLink, Account
from lianxin.records.models import Attachment
from tests.cases.factories import Town
from tests.conftest import FrozenClock
from tests.field.factories import Phone, picture
from tests.people.factories import make_person, sign_in

STATIC = Path(assets.__file__).parent / "static" / "field" / "js"


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    """Somebody of the congress office at the desk."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


def html(answer: Any) -> str:
    return str(answer.content.decode())


class TestThePhone:
    """What stands on the phone's pages."""

    def test_a_visit_stands_above_the_door(self, phone: Phone) -> None:
        Visit.objects.update(title="二季度走访", starts_on=time.today(), ends_on=time.today())
        page = html(phone.client.get("/field/"))
        assert "二季度走访" in page
        assert "/field/opinion/" in page
        assert 'value="二季度走访"' in html(phone.client.get("/field/opinion/"))

    def test_a_volunteer_is_told_that_there_is_nothing_to_record_yet(self, town: Town) -> None:
        page = html(Phone.on_visit(town.first, "volunteer").client.get("/field/"))
        assert "现在没有您可以在现场记录的内容" in page

    def test_only_places_of_the_visit_are_offered(self, phone: Phone, town: Town) -> None:
        page = html(phone.client.get("/field/opinion/"))
        assert town.compound.name in page
        assert town.second.name not in page
        rows = phone.client.get("/field/lists.json").json()["buildings"]
        assert [name for _pk, name in rows[str(town.compound.pk)]] == ["1号", "2号"]

    def test_without_script_the_form_records_online_with_photos(self, phone: Phone, town: Town) -> None:
        data = {
            "mode": "said", "words": "没有网也要记", "channel": "round", "openness": "office", "kind": "unknown",
            "photos": [SimpleUploadedFile("a.jpg", picture(), "image/jpeg"), SimpleUploadedFile("b.jpg", b"x" * 90)],
        }  # fmt: skip
        answer = phone.client.post("/field/opinion/", data)
        assert re.fullmatch(r"/o/.+/receipt/", answer["Location"])
        assert "b.jpg" in html(phone.client.get(answer["Location"]))
        assert (Opinion.objects.get().verbatim, Attachment.objects.count()) == ("没有网也要记", 1)

    def test_a_form_pressed_twice_records_once_and_wrong_fields_keep_what_was_typed(self, phone: Phone) -> None:
        data = {"mode": "said", "words": "灯", "channel": "round", "once": "t" * 20}
        first, second = (phone.client.post("/field/opinion/", data) for _n in range(2))
        assert first["Location"] == second["Location"]
        again = phone.client.post("/field/opinion/", {**data, "words": "别的话"})
        assert again.status_code == 409
        wrong = phone.client.post("/field/opinion/", {**data, "once": "", "spoken_on": "32日", "contact": "x" * 61})
        assert wrong.status_code == 422
        page = html(wrong)
        assert "32日" in page
        assert page.count('<details class="field-group" open>') == 2
        assert Case.objects.count() == 1

    @pytest.mark.parametrize("path", ["/field/", "/field/opinion/", "/field/lists.json"])
    def test_a_page_costs_at_most_twelve_statements(self, phone: Phone, path: str) -> None:
        phone.client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert phone.client.get(path).status_code == 200
        assert len(seen) <= 12, "\n".join(query["sql"][:120] for query in seen.captured_queries)


class TestTheWorker:
    """The service worker names its own files and pages, and changes exactly when they do."""

    def test_it_is_the_same_byte_for_byte_and_governs_its_own_face(self, phone: Phone) -> None:
        first, second = (phone.client.get("/field/worker.js") for _n in range(2))
        assert first.content == second.content
        assert first["Service-Worker-Allowed"] == "/field/"
        assert first["Cache-Control"] == "no-cache"
        assert first["Content-Type"].startswith("text/javascript")

    def test_a_changed_file_makes_another_version(self, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
        before = assets.worker_script()
        assets._version.cache_clear()
        monkeypatch.setattr(assets, "FILES", assets.FILES[:-1])
        after = assets.worker_script()
        assets._version.cache_clear()
        assert before.split('"version": ')[1][:20] != after.split('"version": ')[1][:20]

    def test_every_file_of_the_pages_is_kept(self, phone: Phone) -> None:
        kept = set(re.findall(r'"/static/([^"]+)"', assets.worker_script()))
        for path in ("/field/", "/field/opinion/"):
            used = set(re.findall(r'(?:src|href)="/static/([^"]+)"', html(phone.client.get(path))))
            assert used <= kept, path

    def test_no_page_of_another_face_is_kept(self, phone: Phone) -> None:
        text = assets.worker_script().split("};")[0]
        pages = re.findall(r'"(/[^"]*)"', text.split('"pages"')[1])
        assert pages
        assert all(page.startswith("/field/") for page in pages)

    def test_a_town_below_a_path_has_a_worker_of_its_own(self, phone: Phone, town: Town) -> None:
        text = html(phone.client.get(f"/t/{town.row.slug}/field/worker.js"))
        assert f'"scope": "/t/{town.row.slug}/field/"' in text

    def test_every_sentence_of_the_scripts_is_given_and_used(self) -> None:
        script = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
        with translation.override("zh-hans"):
            given = set(words.script_words())
        named = set(re.findall(r'(?:say|status)\("(\w+)"', script)) | {"all_done", "empty"} | {"sending", "waiting"}
        assert named <= given
        assert given <= set(re.findall(r'"(\w+)"', script))
        assert not re.findall(r"[一-鿿]", re.sub(r"//.*|/\*.*?\*/", "", script, flags=re.DOTALL))


class TestTheSlip:
    """A slip resolves for ever, and shows nothing that can be guessed."""

    def test_before_arrival_it_says_where_the_words_are(self, phone: Phone, client: Client) -> None:
        page = client.get(f"/s/{phone.envelope()['slip']}/")
        assert page.status_code == 200
        assert "还没有收到。记录员的手机上仍然存着" in html(page)

    def test_after_arrival_it_gives_the_number_and_no_word(self, phone: Phone, client: Client) -> None:
        sent = phone.envelope("三楼的灯坏了")
        number = phone.send(sent).json()["number"]
        page = html(client.get(f"/s/{sent['slip']}/"))
        assert number in page
        assert "三楼" not in page

    def test_the_four_signs_lead_to_the_matter(self, phone: Phone, client: Client) -> None:
        sent = phone.envelope()
        phone.send(sent)
        wrong = client.post(f"/s/{sent['slip']}/", {"pin": "2222"})
        assert wrong.status_code == 422
        assert "还可以试 5 次" in html(wrong)
        right = client.post(f"/s/{sent['slip']}/", {"pin": " k7-qm "})
        assert right["Location"] == f"/o/{Opinion.objects.get().public_token}/"

    def test_guessing_ends_after_six_times(self, phone: Phone, client: Client) -> None:
        sent = phone.envelope()
        phone.send(sent)
        got = [client.post(f"/s/{sent['slip']}/", {"pin": "2222"}).status_code for _n in range(7)]
        assert got == [422] * 6 + [429]
        locked = client.post(f"/s/{sent['slip']}/", {"pin": "K7QM"})
        assert (locked.status_code, int(locked["Retry-After"]) > 0) == (429, True)

    def test_typing_it_in_any_form_finds_it(self, phone: Phone, client: Client) -> None:
        slip = phone.envelope()["slip"]
        typed = slip.replace("-", "").lower()
        assert client.post("/s/", {"slip": typed})["Location"] == f"/s/{slip}/"
        assert client.get(f"/s/{typed}/")["Location"] == f"/s/{slip}/"
        assert client.post("/s/", {"slip": "K7QM"}).status_code == 422

    def test_a_number_nobody_gave_out_is_not_found(self, phone: Phone, client: Client) -> None:
        assert client.get("/s/nonsense/").status_code == 404
        assert client.get(f"/s/{slip_code(phone.visit, 77, 1)}/").status_code == 404

    def test_a_slip_without_signs_opens_nothing(self, phone: Phone, client: Client) -> None:
        sent = {**phone.envelope(), "pin": ""}
        phone.send(sent)
        assert client.post(f"/s/{sent['slip']}/", {"pin": ""}).status_code == 422
        assert client.post(f"/s/{sent['slip']}/", {"pin": "2222"}).status_code == 422


class TestSendingOut:
    """The congress office hands out links, prints them, and takes them back."""

    def data(self, town: Town, **more: object) -> dict[str, object]:
        """A filled-in form."""
        day = time.today().isoformat()
        places = [str(town.first.pk), str(town.second.pk)]
        plain = {"title": "二季度走访", "starts_on": day, "ends_on": day, "role": "recorder", "who": "第三组"}
        return {**plain, "places": places, **more}

    def test_one_sheet_a_place_and_the_link_on_it_works(self, office: Client, town: Town) -> None:
        page = html(office.post("/desk/visit-links/new/", self.data(town)))
        assert page.count('class="sheet"') == 2
        assert page.count("<svg") >= 2
        assert Visit.objects.filter(title="二季度走访").count() == 2
        link = AccessLink.objects.filter(purpose="visit").order_by("id")[0]
        ends = time.start_of_day(time.today() + dt.timedelta(days=3))
        assert (link.expires_at, link.place, link.label) == (ends, town.first, "青枫 第三组")

    def test_the_second_press_prints_nothing_new(self, office: Client, town: Town) -> None:
        sent = self.data(town, once="t" * 20)
        assert office.post("/desk/visit-links/new/", sent).status_code == 200
        assert office.post("/desk/visit-links/new/", sent).status_code == 409
        assert AccessLink.objects.filter(purpose="visit").count() == 2

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"title": ""}, "哪一次活动"),
            ({"title": "  "}, "哪一次活动"),
            ({"places": []}, "请至少选一个地方"),
            ({"ends_on": "2020-01-01"}, "结束日期不能早于"),
            ({"ends_on": "2027-06-01"}, "链接最长有效 31 天"),
            ({"role": "leader"}, "请从列出的选项中选择"),
        ],
    )
    def test_a_wrong_field_has_its_sentence(
        self, office: Client, town: Town, wrong: dict[str, object], sentence: str
    ) -> None:
        answer = office.post("/desk/visit-links/new/", self.data(town, **wrong))
        assert answer.status_code == 422
        assert sentence in html(answer)
        assert not AccessLink.objects.filter(purpose="visit").exists()

    def test_the_list_shows_them_and_costs_six_statements(self, office: Client, town: Town) -> None:
        office.post("/desk/visit-links/new/", self.data(town))
        office.get("/desk/visit-links/")
        with CaptureQueriesContext(connection) as seen:
            page = html(office.get("/desk/visit-links/"))
        assert len(seen) <= 6, "\n".join(query["sql"][:120] for query in seen.captured_queries)
        assert "还没有打开过" in page
        assert page.count("有效") >= 2

    def test_revoking_takes_a_reason_and_ends_the_phone(self, office: Client, phone: Phone, town: Town) -> None:
        visit = Visit.objects.get()
        Visit.objects.update(title="走访")
        assert office.post(f"/desk/visit-links/{visit.pk}/revoke/", {"reason": ""}).status_code == 422
        answer = office.post(f"/desk/visit-links/{visit.pk}/revoke/", {"reason": "手机遗失"})
        assert answer["Location"] == "/desk/visit-links/"
        assert phone.client.get("/field/").status_code == 302
        assert "已停用" in html(office.get("/desk/visit-links/"))
        assert office.post(f"/desk/visit-links/{visit.pk}/revoke/", {"reason": "再一次"}).status_code == 409

    def test_only_the_office_sends_out(self, town: Town) -> None:
        facts: dict[str, Any] = {
            "title": "走访", "who": "", "role": "recorder", "starts_on": time.today(), "ends_on": time.today(),
        }  # fmt: skip
        with pytest.raises(NotAllowed):
            actions.SendOut(actor=town.recorder, places=[town.first], **facts).execute()
        with pytest.raises(Invalid):
            actions.SendOut(actor=town.office, places=[town.first] * 61, **facts).execute()


def test_somebody_who_works_elsewhere_takes_no_number(town: Town) -> None:
    with pytest.raises(NotAllowed):
        actions.TakeSeat(actor=town.leader, device="0" * 32).execute()


def test_an_account_has_a_visit_of_its_own(town: Town, client: Client) -> None:
    account: Account = make_person(roles.SECRETARY, place=town.first)
    sign_in(client, account)
    phone = Phone(client)
    phone.take_seat()
    assert phone.send(phone.envelope()).status_code == 200
    visit = Visit.objects.get()
    assert (visit.actor_id, visit.link) == (str(account.pk), None)
    assert Item.objects.get().slip.startswith(visit.code)


def test_pieces_of_photos_that_never_came_whole_are_thrown_away(phone: Phone, clock: FrozenClock, town: Town) -> None:
    photo = picture()
    sent = phone.envelope(photos=[photo])
    phone.send(sent)
    phone.send_piece(sent["key"], photo, 0, photo[:100])
    upload = Upload.objects.get()
    assert uploads._file(upload).exists()
    clock.advance(days=59)
    uploads.forget_unfinished(town.row)
    assert uploads._file(upload).exists()
    clock.advance(days=2)
    uploads.forget_unfinished(town.row)
    assert not uploads._file(upload).exists()
    assert Upload.objects.get().received == 0


def test_a_link_for_tomorrow_does_not_work_today(office: Client, town: Town, clock: FrozenClock) -> None:
    day = time.today() + dt.timedelta(days=1)
    made = actions.SendOut(
        actor=town.office, title="明天走访", who="", role="recorder", places=[town.first], starts_on=day, ends_on=day
    ).execute()  # fmt: skip
    path = path_of(made[0].issued.token)
    early = Client().get(path)
    assert early.status_code == 403
    assert "还没有到开始的日子" in html(early)
    assert Client().post(path).status_code == 403
    assert "还没开始" in html(office.get("/desk/visit-links/"))
    clock.advance(days=1)
    assert Client().get(path).status_code == 200
    assert Client().post(path).status_code == 302
