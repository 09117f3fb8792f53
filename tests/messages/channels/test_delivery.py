"""From an announcement to another machine: once, retried, throttled, given up where people see it, never with words."""

import json
from typing import Any

import pytest

from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.journal.models import OutboxMessage
from lianxin.journal.outbox import deliver_pending
from lianxin.messages.channels import providers, rules, sending, sorts
from lianxin.messages.channels.actions import SwitchChannel, TryAgain
from lianxin.messages.channels.models import Channel, Delivery, DeliveryState, OwnChoice
from lianxin.messages.models import Notice
from lianxin.people import roles
from tests.conftest import FrozenClock
from tests.messages.channels.factories import choose, make_channel, tell
from tests.messages.channels.servers import Heard, body_of, provider
from tests.messages.channels.test_rules import PLANTED
from tests.people.factories import actor_with, make_person
from tests.places.factories import make_unit


@pytest.fixture(autouse=True)
def still(frozen_clock: FrozenClock) -> FrozenClock:
    """A Tuesday morning."""
    return frozen_clock


def reach(settings: Any, *heard: Heard) -> None:
    """Let the fake providers be spoken to."""
    settings.LIANXIN_INTERNAL_HOSTS = frozenset(one.host for one in heard)


def states() -> list[str]:
    """The states of all deliveries, oldest first."""
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu", "webhook"])
def test_a_notice_goes_out_once_however_often_it_is_announced(town: Town, site: Any, kind: str) -> None:
    with provider() as heard:
        reach(site, heard)
        make_channel(kind, heard.url)
        tell(town)
        OutboxMessage.objects.update(done_at=None)
        deliver_pending(town)
        sending.send_due(town)
        sending.send_due(town)
    assert len(heard.requests) == 1
    assert states() == ["sent"]
    assert "102-2026-00012" in heard.texts[0]
    assert "https://lianxin.example/desk/cases/102-2026-00012/" in heard.texts[0]


def test_nothing_planted_in_an_announcement_is_seen_outside(town: Town, site: Any) -> None:
    facts = {
        name: PLANTED[i % len(PLANTED)] for i, name in enumerate(["title", "words", "name", "phone", "code", "reason"])
    }
    with provider() as robot, provider() as hook:
        reach(site, robot, hook)
        make_channel("wecom", robot.url)
        make_channel("webhook", hook.url)
        tell(town, **facts)
        tell(town, number=PLANTED[3], due=PLANTED[1], link=f"desk/cases/{PLANTED[3]}/")
        sending.send_due(town)
    for text in [*robot.texts, *hook.texts]:
        assert not [word for word in PLANTED if word in text]


def test_a_row_somebody_tampered_with_says_no_more(town: Town, site: Any) -> None:
    with provider() as heard:
        reach(site, heard)
        make_channel("feishu", heard.url)
        tell(town)
        Delivery.objects.update(
            facts=json.dumps({"number": PLANTED[0], "link": f"desk/cases/{PLANTED[3]}/", "due": PLANTED[1]})
        )
        sending.send_due(town)
    assert not [word for word in PLANTED if word in heard.texts[0]]


def test_a_sealed_matter_and_an_unnamed_verb_stay_in_the_inbox(town: Town) -> None:
    make_channel()
    tell(town, sealed=True)
    sorts._sort_of.pop("thing.press")
    tell(town)
    sorts.register(sorts.WORK, "thing.press")
    assert Notice.objects.count() == 4
    assert states() == []


def test_a_unit_is_called_by_its_name_in_the_register(town: Town, site: Any) -> None:
    unit = make_unit(name="城建中心")
    with provider() as heard:
        reach(site, heard)
        make_channel("wecom", heard.url, audience=[f"unit:{unit.pk}"])
        tell(town, unit=str(unit.pk))
        sending.send_due(town)
    assert "102-2026-00012，城建中心，2026年12月3日（周四）前" in heard.texts[0]


def test_a_channel_hears_only_its_roles_units_persons_and_sorts(town: Town) -> None:
    unit = make_unit()
    person = make_person(roles.UNIT_HANDLER, unit=unit)
    make_channel(name="a", audience=[f"unit:{unit.pk}"])
    make_channel(name="b", audience=["role:leader"])
    make_channel(name="c", audience=[f"account:{person.pk}"])
    make_channel(name="d", sorts=[sorts.PROGRESS])
    tell(town, unit=str(unit.pk))
    assert sorted(Delivery.objects.values_list("channel__name", flat=True)) == ["a", "c"]
    choose(person, robot_sorts=[sorts.URGENT])
    tell(town, unit=str(unit.pk))
    assert sorted(Delivery.objects.values_list("channel__name", flat=True)) == ["a", "a", "c"]


def test_several_notices_of_a_minute_are_one_message_with_their_number(town: Town, site: Any) -> None:
    with provider() as heard:
        reach(site, heard)
        make_channel("webhook", heard.url)
        for n in range(15):
            tell(town, number=f"102-2026-{n:05d}")
        sending.send_due(town)
    assert len(heard.requests) == 1
    said = body_of(heard.requests[0])
    assert (said["count"], len(said["items"])) == (15, 15)
    assert "要办的事 15 条" in said["text"]
    assert "102-2026-00009" in said["text"]
    assert "102-2026-00010" not in said["text"]
    assert states() == ["sent"] * 15


def test_a_server_in_trouble_is_asked_again_later_and_later(town: Town, site: Any, still: FrozenClock) -> None:
    with provider(status=503) as heard:
        reach(site, heard)
        make_channel("webhook", heard.url)
        tell(town)
        sending.send_due(town)
        assert (states(), sending.send_due(town)) == (["waiting"], 0)
        still.advance(minutes=1)
        sending.send_due(town)
        still.advance(minutes=1)
        assert sending.send_due(town) == 0
        heard.status = 200
        still.advance(minutes=1)
        sending.send_due(town)
    ids = {request["headers"]["X-Lianxin-Id"] for request in heard.requests}
    assert (states(), len(heard.requests), len(ids)) == (["sent"], 3, 1)


def test_after_some_tries_it_is_given_up_and_can_be_tried_again(town: Town, site: Any, still: FrozenClock) -> None:
    with provider(status=500) as heard:
        reach(site, heard)
        channel = make_channel("webhook", heard.url)
        tell(town)
        for _try in range(rules.TRIES + 2):
            sending.send_due(town)
            still.advance(days=1)
        assert (states(), len(heard.requests)) == (["dead"], rules.TRIES)
        assert Channel.objects.get().last_error == "http_500"
        heard.status = 200
        TryAgain(actor=actor_with(roles.SYSTEM_ADMIN), delivery=Delivery.objects.get()).execute()
        sending.send_due(town)
    assert states() == ["sent"]
    channel.refresh_from_db()
    assert channel.last_error == ""


@pytest.mark.parametrize(("status", "headers"), [(404, {}), (302, {"Location": "http://localhost:1/"}), (401, {})])
def test_a_refusal_is_shown_at_once(town: Town, site: Any, status: int, headers: dict[str, str]) -> None:
    with provider(status=status, headers=headers) as heard:
        reach(site, heard)
        make_channel("webhook", heard.url)
        tell(town)
        sending.send_due(town)
    assert (states(), len(heard.requests)) == (["dead"], 1)


def test_a_channel_whose_host_is_no_longer_allowed_sends_nothing(town: Town, site: Any) -> None:
    with provider() as heard:
        reach(site, heard)
        make_channel("wecom", heard.url)
        tell(town)
        site.LIANXIN_INTERNAL_HOSTS = frozenset()
        sending.send_due(town)
    assert heard.requests == []
    assert Delivery.objects.get().error == "not_https"


def test_a_robot_speaks_only_so_often_a_minute(town: Town, site: Any, still: FrozenClock) -> None:
    with provider() as heard:
        reach(site, heard)
        channel = make_channel("wecom", heard.url)
        for n in range(25):
            tell(town, number=f"102-2026-{n:05d}")
        for row in Delivery.objects.all():  # each a message of its own, as after a failure
            Delivery.objects.filter(pk=row.pk).update(batch=row.pk)
        assert sending.send_due(town) == 20
        assert sending.send_due(town) == 0
        still.advance(seconds=61)
        assert sending.send_due(town) == 5
    assert channel.deliveries.filter(state="sent").count() == 25


def test_too_many_says_the_provider_and_the_channel_rests(town: Town, site: Any, still: FrozenClock) -> None:
    with provider(body=b'{"errcode":130101}') as heard:
        reach(site, heard)
        make_channel("dingtalk", heard.url)
        tell(town)
        sending.send_due(town)
        heard.body = b'{"errcode":0}'
        tell(town)
        still.advance(minutes=9)
        assert sending.send_due(town) == 0
        still.advance(minutes=1)
        sending.send_due(town)
    assert states() == ["sent", "sent"]


def test_quiet_hours_hold_back_all_but_what_is_urgent(town: Town, still: FrozenClock) -> None:
    make_channel(quiet_from=20, quiet_to=8, working_days=True)
    still.advance(hours=13)  # 22:00
    tell(town)
    sorts.register(sorts.URGENT, "thing.press")
    tell(town)
    waiting, urgent = Delivery.objects.order_by("id")
    assert clock.local(waiting.next_try_at).strftime("%d %H:%M") == "25 08:00"
    assert urgent.next_try_at == clock.now()


def test_once_a_day_the_day_is_one_message(town: Town, site: Any, still: FrozenClock) -> None:
    with provider() as heard:
        reach(site, heard)
        make_channel("wecom", heard.url, daily_at=16)
        tell(town)
        still.advance(hours=3)
        tell(town, number="102-2026-00013")
        assert sending.send_due(town) == 0
        still.advance(hours=4)
        assert sending.send_due(town) == 1
    assert "有 2 条新消息" in heard.texts[0]


@pytest.mark.parametrize(("kind", "state", "times"), [("webhook", "sent", 1), ("wecom", "unclear", 0)])
def test_a_worker_that_died_in_the_middle_loses_nothing_and_doubles_nothing(
    town: Town, site: Any, still: FrozenClock, kind: str, state: str, times: int
) -> None:
    with provider() as heard:
        reach(site, heard)
        channel = make_channel(kind, heard.url)
        tell(town)
        claimed = sending.claim(channel.pk)
        assert claimed is not None
        assert sending.send_due(town) == 0  # it may still be at work
        still.advance(minutes=6)
        sending.send_due(town)
    assert (states(), len(heard.requests)) == ([state], times)
    if times:
        assert heard.requests[0]["headers"]["X-Lianxin-Id"] == f"lx-{claimed.batch}"


def test_a_slow_worker_that_notes_late_changes_nothing_that_went_on(town: Town, site: Any, still: FrozenClock) -> None:
    with provider() as heard:
        reach(site, heard)
        channel = make_channel("webhook", heard.url)
        tell(town)
        claimed = sending.claim(channel.pk)
        still.advance(minutes=6)
        sending.send_due(town)
        assert claimed is not None
        sending.note(claimed, providers.Outcome(providers.AGAIN, "late"))
    assert (states(), len(heard.requests)) == (["sent"], 1)


def test_an_answer_nobody_understands_is_repeated_only_where_that_is_safe(
    town: Town, site: Any, still: FrozenClock
) -> None:
    with provider(body=b"<html>maintenance</html>") as heard:
        reach(site, heard)
        make_channel("feishu", heard.url)
        tell(town)
        for _minute in range(3):
            sending.send_due(town)
            still.advance(minutes=10)
    assert (states(), len(heard.requests)) == (["unclear"], 1)


def test_switched_off_what_waits_is_not_sent_any_more(town: Town) -> None:
    channel = make_channel()
    tell(town)
    SwitchChannel(actor=actor_with(roles.SYSTEM_ADMIN), channel=channel, on=False).execute()
    tell(town)
    assert states() == ["dropped"]
    assert sending.send_due(town) == 0


def test_the_long_list_of_units_fits_the_providers_bound(town: Town, site: Any) -> None:
    with provider() as heard:
        reach(site, heard)
        make_channel("wecom", heard.url)
        for n in range(12):
            unit = make_unit(f"L{n}", name=f"{n}" + "长" * 70)
            tell(town, unit=str(unit.pk), number=f"102-2026-{n:05d}", to=[f"unit:{unit.pk}"])
        sending.send_due(town)
    text = body_of(heard.requests[0])["text"]["content"]
    assert len(text.encode()) <= 2048
    assert text.endswith("https://lianxin.example/desk/inbox/")


def test_text_messages_go_to_work_numbers_of_those_who_want_them(town: Town, site: Any) -> None:
    unit = make_unit()
    one, other, third = (make_person(roles.UNIT_HANDLER, unit=unit) for _n in range(3))
    choose(one, phone="13900000001", phone_sorts=[sorts.WORK])
    choose(other, phone="13900000002", phone_sorts=[])
    with provider(body=b'{"accepted":true,"id":"m-1"}') as heard:
        reach(site, heard)
        make_channel("sms", heard.url)
        tell(town, unit=str(unit.pk))
        sending.send_due(town)
    assert [body_of(request)["to"] for request in heard.requests] == ["13900000001"]
    row = Delivery.objects.get()
    assert (row.account_id, row.provider_ref, row.state) == (one.pk, "m-1", DeliveryState.SENT)
    assert third.pk != row.account_id


def test_what_ended_long_ago_is_forgotten(town: Town, still: FrozenClock) -> None:
    make_channel()
    tell(town)
    still.advance(days=91)
    tell(town)
    Delivery.objects.order_by("id").update(state=DeliveryState.SENT)
    sending.tidy(town)
    assert Delivery.objects.count() == 1


def test_addresses_and_secrets_are_not_stored_in_clear(town: Town) -> None:
    make_channel("webhook", "https://robot.example/in?key=geheim")
    choose(make_person(roles.LEADER), mail="a.b@town.example", phone="13900000001")
    stored = json.dumps([list(Channel.objects.values()), list(OwnChoice.objects.values())], default=str)
    assert not [word for word in ("geheim", "a-secret", "a.b@town", "13900000001") if word in stored]
