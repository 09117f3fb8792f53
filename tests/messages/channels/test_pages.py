"""The system administrator's pages, and everybody's own choices."""

import pytest
from django.test import Client

from lianxin.db.models import Town
from lianxin.journal.models import LogEntry
from lianxin.messages.channels import sorts
from lianxin.messages.channels.models import Channel, Delivery, OwnChoice
from lianxin.messages.channels.sealing import mail_of, secret_of, target_of
from lianxin.people import roles
from tests.messages.channels.factories import SECRET, make_channel, tell
from tests.people.factories import PASSWORD, make_person
from tests.places.factories import make_unit

HOOK = {
    "name": "区平台",
    "kind": "webhook",
    "target": "https://hook.example/in?k=geheim",
    "secret": SECRET,
    "sorts": ["work"],
}


@pytest.fixture
def admin(town: Town, client: Client) -> Client:
    """A browser of the system administrator."""
    assert client.login(username=make_person(roles.SYSTEM_ADMIN).username, password=PASSWORD)
    return client


def test_a_channel_is_set_up_switched_on_tested_and_never_shows_its_secrets(admin: Client) -> None:
    assert admin.post("/admin-system/channels/new/", HOOK).status_code == 302
    channel = Channel.objects.get()
    assert (target_of(channel), secret_of(channel), channel.is_on) == (HOOK["target"], SECRET, False)
    admin.post(f"/admin-system/channels/{channel.pk}/switch/", {"on": "1"})
    admin.post(f"/admin-system/channels/{channel.pk}/test/")
    assert Delivery.objects.get().sort == sorts.TEST
    for page in ("/admin-system/channels/", f"/admin-system/channels/{channel.pk}/", "/admin-system/channels/log/"):
        text = admin.get(page).content.decode()
        assert "区平台" in text
        assert "geheim" not in text
        assert SECRET not in text
    log = " ".join(LogEntry.objects.values_list("data", flat=True))
    assert "geheim" not in log
    assert SECRET not in log


def test_a_change_without_address_and_secret_keeps_them(admin: Client) -> None:
    channel = make_channel("webhook", HOOK["target"])
    unit, person = make_unit(), make_person(roles.LEADER, "zhang")
    changed = {
        "name": "新名", "sorts": ["time", "urgent"], "roles": ["role:leader"], "units": [f"unit:{unit.pk}"],
        "persons": "Zhang", "quiet_from": "22", "quiet_to": "7", "working_days": "on",
    }  # fmt: skip
    assert admin.post(f"/admin-system/channels/{channel.pk}/", changed).status_code == 302
    channel.refresh_from_db()
    assert (target_of(channel), secret_of(channel)) == (HOOK["target"], SECRET)
    assert (channel.name, channel.sorts, channel.quiet_from, channel.working_days) == ("新名", "urgent time", 22, True)
    assert sorted(Channel.objects.get().audience.strip("[]").replace('"', "").split(", ")) == sorted(
        ["role:leader", f"unit:{unit.pk}", f"account:{person.pk}"]
    )
    page = admin.get(f"/admin-system/channels/{channel.pk}/").content.decode()
    assert 'value="zhang"' in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"target": "http://hook.example/"}, "地址要以 https:// 开头"),
        ({"target": ""}, "请填写对方给的地址"),
        ({"secret": "short"}, "至少 16 个字符"),
        ({"sorts": []}, "发哪些消息"),
        ({"quiet_from": "22"}, "起止都填"),
        ({"persons": "niemand"}, "没有这个用户名：niemand"),
        ({"kind": "sms"}, "短信模板的编号"),
        ({"kind": "mail", "target": "x"}, "这不是邮箱地址"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_name_stays(admin: Client, changed: dict, sentence: str) -> None:
    answer = admin.post("/admin-system/channels/new/", {**HOOK, **changed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="区平台"' in answer.content.decode()
    assert not Channel.objects.exists()


def test_what_failed_is_listed_and_tried_again(admin: Client, town: Town) -> None:
    make_channel()
    tell(town)
    Delivery.objects.update(state="dead", error="tls", attempts=8)
    page = admin.get("/admin-system/channels/").content.decode()
    assert "对方的证书不可信" in page
    assert "再试一次" in page
    row = Delivery.objects.get()
    admin.post(f"/admin-system/channels/log/{row.pk}/again/")
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)


def test_the_list_asks_the_same_number_of_statements_for_any_number(
    admin: Client, town: Town, django_assert_max_num_queries: object
) -> None:
    for n in range(20):
        make_channel(name=f"渠道{n}")
    tell(town)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        admin.get("/admin-system/channels/")


def test_a_test_that_would_go_to_oneself_needs_an_own_address(admin: Client) -> None:
    channel = make_channel("mail", "")
    page = admin.post(f"/admin-system/channels/{channel.pk}/test/", follow=True).content.decode()
    assert "请先在“我的提醒”里登记" in page
    admin.post("/accounts/messages/", {"mail": "me@town.example", "mail_sorts": ["work"]})
    admin.post(f"/admin-system/channels/{channel.pk}/test/")
    assert Delivery.objects.get().account_id == OwnChoice.objects.get().account_id


def test_everybody_chooses_for_themselves_and_can_take_an_address_back(town: Town, client: Client) -> None:
    person = make_person(roles.LEADER)
    assert client.login(username=person.username, password=PASSWORD)
    assert "我的提醒" in client.get("/accounts/me/").content.decode()
    client.post("/accounts/messages/", {"mail": "me@town.example", "mail_sorts": ["work"], "robot_sorts": ["urgent"]})
    choice = OwnChoice.objects.get()
    assert (mail_of(choice), choice.mail_sorts, choice.robot_sorts) == ("me@town.example", "work", "urgent")
    assert "me@town.example" not in " ".join(LogEntry.objects.values_list("data", flat=True))
    client.post("/accounts/messages/", {"robot_sorts": ["urgent"]})
    choice.refresh_from_db()
    assert choice.mail_encrypted == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mail": "me"}, "这不是邮箱地址"),
        ({"mail_sorts": ["work"]}, "请填写工作邮箱"),
        ({"phone": "12345"}, "11 位的手机号码"),
        ({"phone_sorts": ["work"]}, "请填写工作手机"),
    ],
)
def test_a_choice_that_cannot_work_is_explained(town: Town, client: Client, typed: dict, sentence: str) -> None:
    assert client.login(username=make_person(roles.LEADER).username, password=PASSWORD)
    answer = client.post("/accounts/messages/", typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
