"""Channels set up, tested, switched; what failed tried again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.core.ids import new_id
from lianxin.core.text import tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import ACCOUNT
from lianxin.journal.errors import FieldProblem, Invalid, WrongState
from lianxin.messages.channels import sorts, wire
from lianxin.messages.channels.enqueue import planned, speaks_to_persons
from lianxin.messages.channels.models import Channel, ChannelKind, Delivery, DeliveryState, OwnChoice
from lianxin.messages.channels.sealing import seal_secret, seal_target
from lianxin.people import roles
from lianxin.places.policies import must_hold

CHANNEL: Final = "channel"
#: Kinds whose receiver checks our signature.
SIGNED: Final = frozenset({ChannelKind.WEBHOOK, ChannelKind.SMS})
SHORTEST_SECRET: Final = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """What a channel is told; an empty ``target`` or ``secret`` keeps what is stored."""

    name: str
    kind: str
    sorts: Sequence[str]
    target: str = ""
    secret: str = ""
    template: str = ""
    audience: Sequence[str] = ()
    quiet_from: int | None = None
    quiet_to: int | None = None
    working_days: bool = False
    daily_at: int | None = None


def lock_channel(channel: Channel) -> Channel:
    """The channel re-read under a row lock."""
    return Channel.objects.select_for_update().get(pk=channel.pk)


@dataclass(kw_only=True)
class SaveChannel(Action[Channel]):
    """Set a channel up (off at first) or change one; raises ``Invalid`` with a sentence for every field."""

    verb: ClassVar[str] = "channel.saved"

    wanted: Settings
    channel: Channel | None = None

    def lock(self) -> None:
        """The present row; a new channel has none."""
        self.row = lock_channel(self.channel) if self.channel is not None else Channel(kind=self.wanted.kind)

    def check(self) -> None:
        """Only the system administrator; every field makes sense."""
        must_hold(self.actor, roles.SYSTEM_ADMIN)
        problems = [*self._name_problems(), *self._address_problems(), *self._other_problems()]
        if problems:
            raise Invalid(*problems)

    def _name_problems(self) -> list[FieldProblem]:
        name = tidy_line(self.wanted.name)[:40]
        if not name:
            return [FieldProblem("name", "missing", _("请给渠道起个名称。"))]
        if Channel.objects.filter(name=name).exclude(pk=self.row.pk).exists():
            return [FieldProblem("name", "taken", _("已经有这个名称的渠道了。"))]
        return []

    def _address_problems(self) -> list[FieldProblem]:
        kind, target, secret = self.row.kind, self.wanted.target.strip(), self.wanted.secret.strip()
        if kind not in ChannelKind.values:
            return [FieldProblem("kind", "unknown", _("请选择渠道的种类。"))]
        found = []
        if kind == ChannelKind.MAIL:
            found += _mail_problems(target)
        elif not target and not self.row.target_encrypted:
            found.append(FieldProblem("target", "missing", _("请填写对方给的地址。")))
        elif target:
            found += _url_problems(target)
        if kind in SIGNED and (len(secret) < SHORTEST_SECRET if secret else not self.row.secret_encrypted):
            found.append(FieldProblem("secret", "short", _("请填写签名密钥，至少 16 个字符。")))
        if kind == ChannelKind.SMS and not tidy_line(self.wanted.template):
            found.append(FieldProblem("template", "missing", _("请填写短信模板的编号。")))
        return found

    def _other_problems(self) -> list[FieldProblem]:
        found = []
        if not self.wanted.sorts or set(self.wanted.sorts) - set(sorts.ALL):
            found.append(FieldProblem("sorts", "unknown", _("请至少选一类消息。")))
        if (self.wanted.quiet_from is None) != (self.wanted.quiet_to is None):
            found.append(FieldProblem("quiet_to", "half", _("免打扰时段要起止都填，或者都不填。")))
        return found

    def perform(self) -> Channel:
        """Store it; what waits is planned anew for the new hours."""
        row, wanted = self.row, self.wanted
        row.name, row.template = tidy_line(wanted.name)[:40], tidy_line(wanted.template)[:40]
        row.sorts = " ".join(code for code in sorts.ALL if code in wanted.sorts)
        row.audience = json.dumps(sorted(set(wanted.audience)))
        row.quiet_from, row.quiet_to = wanted.quiet_from, wanted.quiet_to
        row.working_days, row.daily_at = wanted.working_days, wanted.daily_at
        row.changed_at, row.changed_by_label = now(), self.actor.label[:120]
        row.paused_until = None
        if wanted.target.strip():
            seal_target(row, wanted.target.strip())
        if wanted.secret.strip():
            seal_secret(row, wanted.secret.strip())
        row.save(force_insert=self.channel is None, force_update=self.channel is not None)
        if self.channel is not None:
            waiting = Delivery.objects.filter(channel=row, state=DeliveryState.WAITING, batch=0)
            waiting.exclude(sort__in=[sorts.URGENT, sorts.TEST]).update(next_try_at=planned(row, sorts.WORK, now()))
        return row

    def subject(self) -> Subject:
        """The channel."""
        return Subject(CHANNEL, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What it carries and for whom; neither address nor secret, only whether they were changed."""
        return {
            "name": self.row.name,
            "kind": self.row.kind,
            "sorts": self.row.sorts,
            "audience": self.row.audience,
            "new_target": bool(self.wanted.target.strip()),
            "new_secret": bool(self.wanted.secret.strip()),
        }


def _mail_problems(target: str) -> list[FieldProblem]:
    if not target:
        return []
    try:
        validate_email(target)
    except ValidationError:
        return [FieldProblem("target", "mail", _("这不是邮箱地址。不填就发给每个人自己登记的工作邮箱。"))]
    return []


def _url_problems(target: str) -> list[FieldProblem]:
    try:
        wire.check_url(target, settings.LIANXIN_INTERNAL_HOSTS)
    except wire.WireError:
        hint = _("地址要以 https:// 开头，里面没有空格和汉字。内网的 http 地址先由运维人员写进选项 internal_hosts。")
        return [FieldProblem("target", "address", hint)]
    return []


@dataclass(kw_only=True)
class SwitchChannel(Action[Channel]):
    """Switch a channel on or off; switched off, what still waits is not sent any more."""

    verb: ClassVar[str] = "channel.switched"

    channel: Channel
    on: bool

    def lock(self) -> None:
        """Re-read the channel."""
        self.channel = lock_channel(self.channel)

    def check(self) -> None:
        """Only the system administrator, and only when it changes something."""
        must_hold(self.actor, roles.SYSTEM_ADMIN)
        if self.channel.is_on == self.on:
            raise WrongState("same", _("渠道已经是这个状态了。"))

    def perform(self) -> Channel:
        """Note it."""
        self.channel.is_on, self.channel.paused_until = self.on, None
        self.channel.changed_at, self.channel.changed_by_label = now(), self.actor.label[:120]
        self.channel.save(update_fields=["is_on", "paused_until", "changed_at", "changed_by_label"])
        if not self.on:
            waiting = Delivery.objects.filter(channel=self.channel, state=DeliveryState.WAITING)
            waiting.update(state=DeliveryState.DROPPED, error="switched_off")
        return self.channel

    def subject(self) -> Subject:
        """The channel."""
        return Subject(CHANNEL, self.channel.pk)

    def entry_data(self) -> Mapping[str, object]:
        """On or off."""
        return {"name": self.channel.name, "on": self.on}


@dataclass(kw_only=True)
class TestChannel(Action[Delivery]):
    """Put a test message into the queue; where a channel speaks to persons, it goes to whoever tests."""

    __test__: ClassVar[bool] = False
    verb: ClassVar[str] = "channel.tested"

    channel: Channel
    _reader: int | None = field(init=False, default=None, repr=False)

    def lock(self) -> None:
        """Re-read the channel."""
        self.channel = lock_channel(self.channel)

    def check(self) -> None:
        """Only the system administrator, a channel that is on, and an address to send to."""
        must_hold(self.actor, roles.SYSTEM_ADMIN)
        if not self.channel.is_on:
            raise WrongState("off", _("渠道是关着的，请先打开再试发。"))
        if speaks_to_persons(self.channel):
            self._reader = self._own_account()

    def _own_account(self) -> int:
        own = OwnChoice.objects.filter(account_id=self.actor.id).first() if self.actor.kind == ACCOUNT else None
        stored = "phone_encrypted" if self.channel.kind == ChannelKind.SMS else "mail_encrypted"
        if own is None or not getattr(own, stored):
            raise WrongState("no_address", _("试发会发给您自己。请先在“我的提醒”里登记工作邮箱或工作手机。"))
        return int(self.actor.id)

    def perform(self) -> Delivery:
        """One more message, due at once."""
        moment, pk = now(), new_id()
        row = Delivery(
            pk=pk,
            channel=self.channel,
            account_id=self._reader,
            key=f"{self.channel.pk}:test:{pk}",
            sort=sorts.TEST,
            made_at=moment,
            next_try_at=moment,
        )
        row.save(force_insert=True)
        return row

    def subject(self) -> Subject:
        """The channel."""
        return Subject(CHANNEL, self.channel.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which."""
        return {"name": self.channel.name}


@dataclass(kw_only=True)
class TryAgain(Action[int]):
    """Try a message again that failed or whose fate is unclear; returns how many notices it holds."""

    verb: ClassVar[str] = "channel.tried_again"

    delivery: Delivery
    _rows: list[Delivery] = field(init=False, default_factory=list, repr=False)

    def lock(self) -> None:
        """Lock the channel, then everything that went in the same message."""
        self.channel = lock_channel(self.delivery.channel)
        rows = Delivery.objects.select_for_update(of=("self",)).filter(channel=self.channel)
        ended = rows.filter(state__in=[DeliveryState.DEAD, DeliveryState.UNCLEAR])
        batch = self.delivery.batch
        self._rows = list(ended.filter(batch=batch) if batch else ended.filter(pk=self.delivery.pk))

    def check(self) -> None:
        """Only the system administrator; something to try, through a channel that is on."""
        must_hold(self.actor, roles.SYSTEM_ADMIN)
        if not self._rows:
            raise WrongState("not_failed", _("这条消息不在失败的状态，不需要再试。"))
        if not self.channel.is_on:
            raise WrongState("off", _("渠道是关着的，请先打开再试。"))

    def perform(self) -> int:
        """Due at once, counted from the start; the id of the message stays."""
        ids = [row.pk for row in self._rows]
        return Delivery.objects.filter(pk__in=ids).update(
            state=DeliveryState.WAITING, attempts=0, error="", next_try_at=now()
        )

    def subject(self) -> Subject:
        """The channel."""
        return Subject(CHANNEL, self.channel.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which channel, how many."""
        return {"name": self.channel.name, "count": len(self._rows)}
