"""Channels are the system administrator's alone; what one wants for oneself is one's own."""

from lianxin.core.clock import now
from lianxin.messages.channels.models import Channel, Delivery
from tests.security.matrix import Row
from tests.security.world import World

SYSTEM = "200: system_admin\n403: rest\n302: resident"
SYSTEM_POST = "422: system_admin\n403: rest\n401: resident"
SYSTEM_STEP = "302: system_admin\n403: rest\n401: resident"


def a_channel(_world: World, side: str) -> Channel:
    """A channel that is off."""
    facts = {"kind": "wecom", "sorts": "work", "changed_at": now(), "changed_by_label": "测试"}
    return Channel.objects.get_or_create(name=f"c-{side}", defaults=facts)[0]


def channel(world: World, side: str) -> dict[str, object]:
    """The address of a channel."""
    return {"pk": a_channel(world, side).pk}


def delivery(world: World, side: str) -> dict[str, object]:
    """The address of a delivery that failed."""
    facts = {"channel": a_channel(world, side), "sort": "work", "made_at": now(), "next_try_at": now(), "state": "dead"}
    return {"pk": Delivery.objects.get_or_create(key=f"k-{side}", defaults=facts)[0].pk}


MAKERS = {"channel": channel, "channel_delivery": delivery}

ROWS = [
    Row("messages:channels", "GET", SYSTEM),
    Row("messages:deliveries", "GET", SYSTEM),
    Row("messages:new_channel", "GET", SYSTEM),
    Row("messages:new_channel", "POST", SYSTEM_POST),
    Row("messages:channel", "GET", SYSTEM, made="channel"),
    Row("messages:channel", "POST", SYSTEM_POST, made="channel"),
    Row("messages:test_channel", "POST", SYSTEM_STEP, made="channel"),
    Row("messages:switch_channel", "POST", SYSTEM_STEP, made="channel"),
    Row("messages:try_again", "POST", SYSTEM_STEP, made="channel_delivery"),
    Row("messages:own", "GET", "200: rest\n302: resident"),
    Row("messages:own", "POST", "302: rest\n401: resident"),
]
ROWS += [
    Row("messages:feed", "GET", "404: rest", kwargs={"token": "x" * 43}, open_to_all=True),
    Row("messages:calendar", "GET", "200: rest\n302: resident"),
    Row("messages:issue_feed", "POST", "200: rest\n401: resident"),
    Row("messages:revoke_feed", "POST", "302: rest\n401: resident"),
]
