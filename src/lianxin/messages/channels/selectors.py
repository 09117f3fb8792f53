"""How channels and what went through them are read."""

import json
from typing import Any, Final

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.core.clock import now
from lianxin.messages.channels import sorts
from lianxin.messages.channels.limits import limits
from lianxin.messages.channels.models import Channel, Delivery, DeliveryState
from lianxin.ui.dates import zh_datetime
from lianxin.ui.listing import clauses, listed

LATEST: Final = 100
_FAILED: Final = (DeliveryState.DEAD, DeliveryState.UNCLEAR)

#: What an error code means, and what helps.
ERRORS: Final[dict[str, str | Promise]] = {
    "bad_address": gettext_lazy("地址写得不对"),
    "not_https": gettext_lazy("地址不是 https，也不在允许的内网主机里"),
    "private_address": gettext_lazy("地址指向内网，不在允许的内网主机里"),
    "no_such_host": gettext_lazy("找不到这台主机"),
    "no_connection": gettext_lazy("连不上对方"),
    "tls": gettext_lazy("对方的证书不可信"),
    "too_slow": gettext_lazy("对方没有按时回答"),
    "broken_answer": gettext_lazy("对方的回答中断了"),
    "strange_answer": gettext_lazy("对方的回答看不懂"),
    "not_accepted": gettext_lazy("短信网关没有接受"),
    "interrupted": gettext_lazy("发送时程序中断"),
    "key_lost": gettext_lazy("解不开保存的地址，请重新填写"),
    "no_address": gettext_lazy("这个人没有登记地址"),
    "switched_off": gettext_lazy("渠道已关闭"),
    "smtp_sign_in": gettext_lazy("邮件服务器不接受账号或口令"),
    "smtp_no_connection": gettext_lazy("连不上邮件服务器"),
    "smtp_broken": gettext_lazy("邮件服务器中断了"),
}


def error_words(code: str) -> str:
    """What an error code means; a code nobody described is shown as it is."""
    return str(ERRORS.get(code) or code)


def channel_rows() -> list[dict[str, Any]]:
    """Every channel with what it carries and how it fares; two statements."""
    counts: dict[int, dict[str, int]] = {}
    for channel_id, state, n in Delivery.objects.values_list("channel_id", "state").annotate(n=Count("id")):
        counts.setdefault(channel_id, {})[state] = n
    return [_channel_row(row, counts.get(row.pk, {})) for row in Channel.objects.order_by("name", "id")]


def _channel_row(channel: Channel, counts: dict[str, int]) -> dict[str, Any]:
    resting = channel.paused_until is not None and channel.paused_until > now()
    return {
        "name": channel.name,
        "kind": channel.get_kind_display(),
        "hint": channel.hint or _("每个人登记的工作地址"),
        "sorts": listed(str(sorts.LABELS[code]) for code in channel.sorts.split() if code in sorts.LABELS),
        "hours": hours_words(channel),
        "everyone": not json.loads(channel.audience),
        "waiting": counts.get(DeliveryState.WAITING, 0) + counts.get(DeliveryState.SENDING, 0),
        "sent": counts.get(DeliveryState.SENT, 0),
        "failed": sum(counts.get(state, 0) for state in _FAILED),
        "ok": zh_datetime(channel.last_ok_at) if channel.last_ok_at else "",
        "error": error_words(channel.last_error) if channel.last_error else "",
        "state": "active" if channel.is_on else "revoked",
        "word": (_("暂歇，稍后再发") if resting else _("开")) if channel.is_on else _("关"),
        "on": channel.is_on,
        "limit": limits()[channel.kind].per_minute,
        "edit": reverse("messages:channel", args=[channel.pk]),
        "test": reverse("messages:test_channel", args=[channel.pk]),
        "switch": reverse("messages:switch_channel", args=[channel.pk]),
    }


def hours_words(channel: Channel) -> str:
    """When it speaks, in words."""
    found = []
    if channel.daily_at is not None:
        found.append(_("每天 %(hour)s:00 汇总") % {"hour": channel.daily_at})
    elif channel.quiet_from is not None and channel.quiet_to is not None:
        hours = {"begin": channel.quiet_from, "end": channel.quiet_to}
        found.append(_("%(begin)s:00 至 %(end)s:00 不发") % hours)
    if channel.working_days:
        found.append(_("只在工作日"))
    return clauses(found) or _("随到随发")


def delivery_rows(*, failed: bool) -> list[dict[str, Any]]:
    """The newest deliveries, or the newest of those that need somebody; one statement, without addresses."""
    rows = Delivery.objects.select_related("channel").order_by("-id")
    if failed:
        rows = rows.filter(state__in=_FAILED)
    return [
        {
            "channel": row.channel.name,
            "sort": str(sorts.LABELS.get(row.sort) or _("试发")),
            "number": str(json.loads(row.facts).get("number", "")),
            "when": zh_datetime(row.made_at),
            "state": row.state,
            "word": row.get_state_display(),
            "error": error_words(row.error) if row.error else "",
            "attempts": row.attempts,
            "again": reverse("messages:try_again", args=[row.pk]) if row.state in _FAILED else "",
        }
        for row in rows[:LATEST]
    ]
