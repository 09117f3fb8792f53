"""The three administrators at work: stories through the real pages."""

import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from lianxin.core.clock import frozen, now, today
from lianxin.db.models import Town
from lianxin.journal.models import LogEntry
from lianxin.journal.reads import log_read
from lianxin.journal.verify import STEPS
from lianxin.people import roles
from lianxin.people.actors import actor_of_account
from lianxin.people.models import AccessLink, Account, RoleGrant
from lianxin.places.models import Category, DutyRule, ListItem, Place, PlaceKind, Unit
from lianxin.places.profiles import load_profile
from tests.people.factories import PASSWORD, make_account, make_person, sign_in
from tests.places.factories import make_category, make_neighbourhood, make_place, make_town, make_unit


@pytest.fixture
def security(town: Town) -> Client:
    """A browser signed in as security administrator."""
    return signed_in(roles.SECURITY_ADMIN)


@pytest.fixture
def system(town: Town) -> Client:
    """A browser signed in as system administrator."""
    return signed_in(roles.SYSTEM_ADMIN)


@pytest.fixture
def audit(town: Town) -> Client:
    """A browser signed in as audit administrator."""
    return signed_in(roles.AUDIT_ADMIN)


def signed_in(role: str) -> Client:
    """A browser signed in as somebody with that role."""
    client = Client()
    sign_in(client, make_person(role))
    return client


def test_a_new_clerk_gets_an_account_a_role_and_a_link_and_is_in(security: Client) -> None:
    made = security.post(
        "/admin-security/accounts/new/", {"username": "li.wei", "display_name": "李伟", "admin_role": ""}
    )
    page = made["Location"]
    account = Account.objects.get(username="li.wei")
    assert not account.has_usable_password()
    grant = {"role": roles.CONGRESS_OFFICE, "valid_from": today().isoformat(), "reason": "任命文件"}
    assert security.post(f"{page}grant/", grant).status_code == 302
    issued = security.post(f"{page}link/", {"purpose": "set_up"}).content.decode()
    path = re.search(r"/accounts/link/[\w-]+/", issued)
    assert path is not None
    assert "<svg" in issued
    clerk = Client()
    assert clerk.post(path[0], {"password": PASSWORD, "again": PASSWORD})["Location"] == "/desk/"
    assert clerk.get("/desk/deputies/").status_code == 200
    shown = security.get(page).content.decode()
    assert "镇人大办" in shown
    assert path[0] not in shown


def test_what_is_refused_is_said_at_the_field_and_what_was_typed_stays(security: Client) -> None:
    answer = security.post(
        "/admin-security/accounts/new/", {"username": "Li Wei!", "display_name": "李伟", "admin_role": ""}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Li Wei!"' in page
    assert "小写字母" in page
    account = make_person(roles.LEADER)
    wrong = {"role": roles.SECRETARY, "valid_from": "6月31日", "reason": ""}
    assert security.post(f"/admin-security/accounts/{account.pk}/grant/", wrong).status_code == 422
    assert RoleGrant.objects.filter(account=account).count() == 1


def test_a_role_ends_and_a_link_is_revoked_with_a_reason(security: Client) -> None:
    account = make_person(roles.DEPUTY)
    security.post(f"/admin-security/accounts/{account.pk}/link/", {"purpose": "deputy"})
    link, grant = AccessLink.objects.get(), RoleGrant.objects.get(account=account)
    assert security.post(f"/admin-security/links/{link.pk}/revoke/", {"reason": ""}).status_code == 422
    assert security.post(f"/admin-security/links/{link.pk}/revoke/", {"reason": "手机遗失"}).status_code == 302
    assert security.post(f"/admin-security/grants/{grant.pk}/end/", {"reason": "届满"}).status_code == 302
    link.refresh_from_db()
    grant.refresh_from_db()
    assert link.revoked_reason == "手机遗失"
    assert grant.ended_at is not None


def test_a_locked_person_is_let_in_again_by_the_security_administrator(security: Client, settings: Any) -> None:
    settings.LIANXIN_ADDRESS_TRIES = 5
    make_person(roles.LEADER, "leader-1")
    for number in range(5):
        Client().post("/accounts/sign-in/", {"username": "leader-1", "password": "x"}, REMOTE_ADDR=f"10.2.0.{number}")
    for _number in range(5):
        Client().post("/accounts/sign-in/", {"code": "K7QM-3XWD-9FHC"}, REMOTE_ADDR="10.9.9.9")
    page = security.get("/admin-security/locks/").content.decode()
    buttons = re.findall(r'action="(/admin-security/[^"]+/(?:unlock|clear)/)"', page)
    assert len(buttons) == 2
    assert "10.9.9.9" not in page
    for button in buttons:
        assert security.post(button).status_code == 302
    assert "现在没有暂停的登录" in security.get("/admin-security/locks/").content.decode()
    answer = Client().post("/accounts/sign-in/", {"username": "leader-1", "password": PASSWORD}, REMOTE_ADDR="10.9.9.9")
    assert answer.status_code == 302


def test_an_account_is_renamed_closed_and_reopened(security: Client) -> None:
    account = make_person(roles.LEADER)
    page = f"/admin-security/accounts/{account.pk}/"
    assert security.post(f"{page}name/", {"display_name": "新称呼"}).status_code == 302
    assert security.post(f"{page}close/", {"reason": "离职"}).status_code == 302
    assert "已经停用" in security.get(page).content.decode()
    assert security.post(f"{page}reopen/").status_code == 302
    account.refresh_from_db()
    assert (account.display_name, account.is_active) == ("新称呼", True)


def test_the_lists_of_the_security_administrator_filter_and_stay_small(
    security: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(6):
        make_person(roles.LEADER, f"leader-{number}")
    for path in ("/admin-security/?role=leader", "/admin-security/grants/?role=leader", "/admin-security/links/"):
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            assert security.get(path).status_code == 200
    assert "leader-5" in security.get("/admin-security/?q=leader-5").content.decode()


def test_the_system_administrator_changes_the_town_through_pages(system: Client) -> None:
    root = make_place(PlaceKind.TOWN, "TOWN")
    new = {
        "kind": "neighbourhood",
        "code": "N01",
        "parent": str(root.pk),
        "name": "东里居民区",
        "aliases": "老东里\n东村",
    }
    assert system.post("/admin-system/places/new/", new).status_code == 302
    home = Place.objects.get(code="N01")
    change = {"name": "东里社区", "households": "12", "is_active": "on", "parent": ""}
    assert system.post(f"/admin-system/places/{home.pk}/", change).status_code == 302
    home.refresh_from_db()
    assert (home.name, home.households, home.parent_id) == ("东里社区", 12, root.pk)
    unit = {"code": "FG", "name": "房管办", "kind": "office", "is_active": "on", "place": ""}
    assert system.post("/admin-system/units/new/", unit).status_code == 302
    office = Unit.objects.get(code="FG")
    assert system.post(f"/admin-system/units/{office.pk}/", {**unit, "name": "房管中心"}).status_code == 302
    leak = make_category("leak", name="漏水")
    line = {"category": str(leak.pk), "lead": str(office.pk), "place": "", "status": "待核", "standing": "待核"}
    assert system.post("/admin-system/duties/new/", line).status_code == 302
    duty = DutyRule.objects.get()
    better = {**line, "lead": "committee", "note": "自治事项"}
    assert system.post(f"/admin-system/duties/{duty.pk}/", better).status_code == 302
    latest = DutyRule.objects.get(supersedes=duty)
    assert (latest.number, latest.lead_kind, latest.note) == ("1/2", "committee", "自治事项")
    assert system.post(f"/admin-system/duties/{latest.pk}/end/").status_code == 302
    item = ListItem.objects.create(list_code="channel", code="web", label="网上")
    wording = {"label": "网页", "standing": "confirmed", "is_current": "on"}
    assert system.post(f"/admin-system/lists/{item.pk}/", wording).status_code == 302
    assert ListItem.objects.get(is_current=True).label == "网页"


def test_the_lists_of_the_system_administrator_stay_small_on_a_whole_town(
    town: Town, django_assert_max_num_queries: object
) -> None:
    load_profile(Path(__file__).parents[2] / "profiles" / "example-town.json", town)
    system = signed_in(roles.SYSTEM_ADMIN)
    for path in (
        "/admin-system/",
        "/admin-system/units/",
        "/admin-system/categories/",
        "/admin-system/lists/",
        "/admin-system/duties/",
    ):
        with django_assert_max_num_queries(9):  # type: ignore[operator]
            assert system.get(path).status_code == 200, path


def test_the_duty_table_exports_as_a_spreadsheet_and_the_auditor_sees_who_took_it(
    system: Client, audit: Client
) -> None:
    make_unit("FG", name="房管办")
    DutyRule.objects.create(
        number="7", category=make_category("leak"), lead_unit=Unit.objects.get(), valid_from=today()
    )
    sheet = openpyxl.load_workbook(io.BytesIO(system.get("/admin-system/duties/?format=xlsx").getvalue())).active
    assert "房管办" in [str(cell.value) for row in sheet.iter_rows() for cell in row]
    page = audit.get("/admin-audit/exports/").content.decode()
    assert "权责表（XLSX）" in page
    assert "system-admin" in page


def test_the_profile_is_given_back_as_a_file_that_loads(system: Client, town: Town) -> None:
    make_place(PlaceKind.TOWN, "TOWN", name=town.name)
    make_neighbourhood("N01", name="东里居民区")
    data = json.loads(system.get("/admin-system/profile/").content)
    data["town"] |= {"code": "990000777", "slug": "copy"}
    assert load_profile(data).slug == "copy"


def test_every_neighbourhood_gets_a_sheet_whose_code_leads_to_speaking(system: Client, town: Town) -> None:
    home = make_neighbourhood("N01", name="东里居民区")
    page = system.get("/admin-system/qr/").content.decode()
    assert "东里居民区" in page
    assert "<svg" in page
    answer = Client().get(f"/q/{home.public_token}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/speak/?at={home.public_token}")
    make_town("QT", "other")
    assert Client().get(f"/t/other/q/{home.public_token}/")["Location"] == "/t/other/speak/"


def test_the_auditor_sees_who_did_what_but_never_what_a_case_says(audit: Client, town: Town) -> None:
    person = make_person(roles.SECRETARY, "li", place=make_neighbourhood())
    log_read(actor_of_account(person), "role_grant", RoleGrant.objects.filter(account=person).get().pk, "phone", "回访")
    LogEntry.objects.create(
        object_kind="case", object_id=5, seq=1, verb="case.reply", at=now(), actor_kind="account", actor_id="1",
        actor_label="经办人", data='{"words": "机密内容"}', hash="ab" * 32,
    )  # fmt: skip
    log = audit.get("/admin-audit/").content.decode()
    assert "经办人" in log
    assert "机密内容" not in log
    exported = audit.get("/admin-audit/?format=csv")
    assert "机密内容" not in b"".join(exported.streaming_content).decode("utf-8", "replace")  # type: ignore[attr-defined]
    reads = audit.get("/admin-audit/reads/").content.decode()
    assert "回访" in reads


def test_the_auditor_verifies_the_chains_and_is_told_of_a_change(audit: Client, town: Town) -> None:
    page = audit.post("/admin-audit/verify/").content.decode()
    assert "记录完整" in page
    assert "每日封存（天）" in page
    assert not [step for step in STEPS if f"<dt>{step}</dt>" in page]
    entry = LogEntry.objects.filter(verb="people.signed_in").first()
    assert entry is not None
    LogEntry.objects.filter(pk=entry.pk).update(actor_label="别人")
    assert "发现问题" in audit.post("/admin-audit/verify/").content.decode()


def test_the_auditor_finds_no_form_to_change_anything(audit: Client) -> None:
    for path in ("/admin-audit/", "/admin-audit/reads/", "/admin-audit/exports/", "/admin-audit/verify/"):
        actions = set(
            re.findall(r'<form[^>]*method="post"[^>]*?(?:action="([^"]*)")?>', audit.get(path).content.decode())
        )
        assert actions <= {"/accounts/sign-out/", "/preferences/", ""}, path


@pytest.mark.parametrize("role", roles.ADMINISTRATORS)
def test_an_administrator_sees_no_desk_no_field_and_no_deputys_face(town: Town, role: str) -> None:
    client = signed_in(role)
    assert client.get("/desk/deputies/").status_code == 403
    own = {
        roles.SYSTEM_ADMIN: "/admin-system/",
        roles.SECURITY_ADMIN: "/admin-security/",
        roles.AUDIT_ADMIN: "/admin-audit/",
    }
    for other, path in own.items():
        assert client.get(path).status_code == (200 if other == role else 403)


def test_an_account_of_another_town_cannot_be_opened_by_its_number(security: Client, town: Town) -> None:
    assert security.get(f"/admin-security/accounts/{make_account('stranger').pk}/").status_code == 404


def test_a_published_year_is_imported_and_a_wrong_row_is_named(town: Town) -> None:
    page = "/admin-system/calendar/import/"
    with frozen(dt.date(2026, 6, 30)):
        system = signed_in(roles.SYSTEM_ADMIN)
        wrong = system.post(page, {"text": "日期,类型,名称\n2027-02-30,休,错", "source": "通知"})
        assert wrong.status_code == 422
        table = "日期,类型,名称\n2027-01-01,休,元旦\n2027-01-03,班,元旦"
        right = {"text": table, "source": "国办发明电〔2026〕0号（虚构）", "confirmed": "on"}
        assert system.post(page, right).status_code == 302
        assert "国办发明电" in system.get("/admin-system/calendar/").content.decode()


def test_the_town_changes_its_name_but_not_into_anothers_address(system: Client, town: Town) -> None:
    make_town("QT", "other", host="other.example.cn")
    taken = system.post("/admin-system/town/", {"name": "新名镇", "host": "other.example.cn"})
    assert taken.status_code == 422
    odd = system.post("/admin-system/town/", {"name": "新名镇", "host": "http://x.test/"})
    assert odd.status_code == 422
    assert system.post("/admin-system/town/", {"name": "新名镇", "short_name": "新名"}).status_code == 302
    town.refresh_from_db()
    assert (town.name, town.short_name, town.code) == ("新名镇", "新名", "SL")


def test_a_category_is_added_renamed_and_retired_but_not_while_the_duty_table_needs_it(
    system: Client, town: Town
) -> None:
    top = make_category("env")
    assert system.post(
        "/admin-system/categories/new/",
        {"parent": str(top.pk), "code": "noise", "name": "噪声", "standing": "confirmed"},
    ).status_code == 422  # fmt: skip
    made = {"parent": str(top.pk), "code": "env.noise", "name": "噪声", "standing": "confirmed"}
    assert system.post("/admin-system/categories/new/", made).status_code == 302
    one = Category.objects.get(code="env.noise")
    page = f"/admin-system/categories/{one.pk}/"
    line = DutyRule.objects.create(number="1", category=one, lead_unit=make_unit(), valid_from=today())
    renamed = {"name": "噪声扰民", "standing": "confirmed", "is_active": "True"}
    assert system.post(page, renamed).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.version, one.code) == ("噪声扰民", 2, "env.noise")
    assert DutyRule.objects.get(pk=line.pk).category == one
    retired = {**renamed, "is_active": "False"}
    refused = system.post(page, retired)
    assert "权责表里还有 1 条" in refused.content.decode()
    DutyRule.objects.filter(pk=line.pk).update(valid_to=today())
    assert system.post(page, retired).status_code == 302
    assert not Category.objects.get(pk=one.pk).is_active
    entries = LogEntry.objects.filter(verb="places.category_set", object_id=one.pk)
    assert [json.loads(entry.data)["before"] for entry in entries.order_by("id")] == ["", "噪声", "噪声扰民"]


def test_jurisdictions_are_called_by_their_names_not_their_codes(system: Client, town: Town) -> None:
    ListItem.objects.create(list_code="jurisdiction", code="park", label="临空园区")
    unit = make_unit()
    Unit.objects.filter(pk=unit.pk).update(jurisdiction="park")
    page = system.get("/admin-system/units/").content.decode()
    assert "临空园区" in page
    assert ">park<" not in page


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (roles.SYSTEM_ADMIN, "/admin-system/"),
        (roles.SECURITY_ADMIN, "/admin-security/"),
        (roles.AUDIT_ADMIN, "/admin-audit/"),
    ],
)
def test_the_wordmark_leads_each_administrator_home_and_a_refusal_names_who_grants_roles(
    town: Town, role: str, home: str
) -> None:
    client = signed_in(role)
    assert f'class="wordmark" href="{home}"' in client.get(home).content.decode()
    refused = client.get("/desk/")
    assert refused.status_code == 403
    assert "安全管理员" in refused.content.decode()
    assert f'href="{home}"' in refused.content.decode()


def test_four_small_posters_stand_on_a_sheet_and_one_large_one_alone(system: Client, town: Town) -> None:
    for number in range(5):
        make_neighbourhood(f"N0{number}", name=f"第{number}居民区")
    assert system.get("/admin-system/qr/").content.decode().count('class="posters ') == 5
    assert system.get("/admin-system/qr/?per=4").content.decode().count('class="posters ') == 2
