"""What is stored of channels, of what goes through them, and of what each person wants."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class ChannelKind(models.TextChoices):
    """What a channel speaks."""

    MAIL = "mail", _("邮件")
    WECOM = "wecom", _("企业微信群机器人")
    DINGTALK = "dingtalk", _("钉钉群机器人")
    FEISHU = "feishu", _("飞书群机器人")
    WEBHOOK = "webhook", _("网络回调（webhook）")
    SMS = "sms", _("短信网关")


class DeliveryState(models.TextChoices):
    """What became of one message."""

    WAITING = "waiting", _("等待发送")
    SENDING = "sending", _("正在发送")
    SENT = "sent", _("已送达对方服务器")
    UNCLEAR = "unclear", _("不确定是否送达")
    DEAD = "dead", _("发送失败")
    DROPPED = "dropped", _("不再发送")


class Channel(TownOwned):
    """One way out of the house.

    ``target_encrypted`` (address of the robot or gateway, or an office's mail box) and ``secret_encrypted`` are sealed
    with the installation's field keys; ``hint`` is the masked form pages show.  ``sorts`` (separated by a space) and
    ``audience`` (JSON list of inbox addresses; empty: every desk) say what it carries.  Hours are the town's full
    hours.  ``daily_at`` makes it one message a day.  ``template`` is a text message's template at the provider.
    """

    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=ChannelKind)
    target_encrypted = models.TextField(blank=True)
    secret_encrypted = models.TextField(blank=True)
    hint = models.CharField(max_length=80, blank=True)
    template = models.CharField(max_length=40, blank=True)
    sorts = models.CharField(max_length=120)
    audience = models.TextField(default="[]")
    is_on = models.BooleanField(default=False)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_to = models.PositiveSmallIntegerField(null=True)
    working_days = models.BooleanField(default=False)
    daily_at = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField()
    changed_by_label = models.CharField(max_length=120)
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=40, blank=True)
    last_error_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)

    class Meta:
        """People tell channels apart by name."""

        constraints = [models.UniqueConstraint(fields=["town", "name"], name="messages_channel_name")]

    def __str__(self) -> str:
        """The name people gave it."""
        return self.name

    @property
    def sort_list(self) -> tuple[str, ...]:
        """The sorts, one by one."""
        return tuple(self.sorts.split())


class Delivery(TownOwned):
    """One notice on its way through one channel.

    ``key`` is made of channel, announcement and reader, so that an announcement delivered again makes no second
    message.  ``account`` is set where a channel speaks to persons (mail, text messages).  ``facts`` holds what
    ``channels.rules`` lets out and nothing else.  ``batch`` is the id of the first delivery of the message this one
    went (or will go again) into.  ``error`` is a code.
    """

    channel = TownForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=80)
    batch = models.BigIntegerField(default=0)
    sort = models.CharField(max_length=12)
    facts = models.TextField(default="{}")
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=40, blank=True)
    provider_ref = models.CharField(max_length=80, blank=True)

    class Meta:
        """Once per key; the worker reads by channel and state, the pages by state."""

        constraints = [models.UniqueConstraint(fields=["town", "key"], name="messages_delivery_once")]
        indexes = [
            models.Index(fields=["town", "channel", "state", "next_try_at"], name="messages_delivery_due"),
            models.Index(fields=["town", "channel", "tried_at"], name="messages_delivery_rate"),
            models.Index(fields=["town", "state", "id"], name="messages_delivery_state"),
        ]


class OwnChoice(TownOwned):
    """What one account wants beside the inbox, in one town.

    Work mail address and work number are sealed; both may be empty.  The three lists name the sorts that may come by
    mail, by text message and through a robot that speaks to this person.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="message_choices", db_index=False
    )
    mail_encrypted = models.TextField(blank=True)
    phone_encrypted = models.TextField(blank=True)
    mail_sorts = models.CharField(max_length=120, blank=True)
    phone_sorts = models.CharField(max_length=120, blank=True)
    robot_sorts = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        """One a person."""

        constraints = [models.UniqueConstraint(fields=["town", "account"], name="messages_own_choice")]
