"""Channels and choices, made through their actions; announcements that reach them."""

from typing import Any

from lianxin.db.models import Town
from lianxin.journal.outbox import announce, deliver_pending
from lianxin.messages.channels import sorts
from lianxin.messages.channels.actions import SaveChannel, SaveOwnChoice, Settings, SwitchChannel
from lianxin.messages.channels.models import Channel, OwnChoice
from lianxin.people import roles
from lianxin.people.actors import actor_of_account
from lianxin.people.models import Account
from tests.people.factories import actor_with

SECRET = "a-secret-of-32-signs-for-tests-x"


def make_channel(kind: str = "wecom", target: str = "https://robot.example/send?key=1", **more: Any) -> Channel:
    """A channel that is on and carries everything."""
    wanted = {
        "name": more.pop("name", f"渠道 {kind}"),
        "kind": kind,
        "target": target,
        "sorts": sorts.ALL,
        "secret": more.pop("secret", SECRET if kind in {"webhook", "sms"} else ""),
        "template": "T1" if kind == "sms" else "",
        **more,
    }
    admin = actor_with(roles.SYSTEM_ADMIN)
    channel = SaveChannel(actor=admin, wanted=Settings(**wanted)).execute()
    return SwitchChannel(actor=admin, channel=channel, on=True).execute()


def choose(account: Account, **more: Any) -> OwnChoice:
    """What somebody wants beside the inbox."""
    return SaveOwnChoice(actor=actor_of_account(account), account=account, **more).execute()


def tell(town: Town, **facts: Any) -> None:
    """Announce a matter that was given to a unit, and deliver it to inboxes and channels."""
    data = {"number": "102-2026-00012", "due": "2026-12-03", "unit": "1", **facts}
    announce("thing.press", "town", town.pk, data)
    deliver_pending(town)
