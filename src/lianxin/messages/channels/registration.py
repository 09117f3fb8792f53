"""What channels hang on the house when it is ready."""

from django.utils.translation import gettext_lazy as _

from lianxin.db.models import Town
from lianxin.journal import jobs, kinds, verbs
from lianxin.messages import addressing
from lianxin.messages.channels import enqueue, sending
from lianxin.people.policies import SIGNED_IN, SYSTEM_ADMIN
from lianxin.ui import registry


def register() -> None:
    """The ear at the inbox, the worker's jobs, the words of the log, the administrator's entry."""
    addressing.also_tell(enqueue.hear)
    jobs.every(jobs.MINUTE, "messages.send")(_send)
    jobs.every(jobs.DAY, "messages.tidy_deliveries", offset=5 * jobs.HOUR)(sending.tidy)
    kinds.register("channel", "messages.Channel", "消息渠道")
    kinds.register("own_choice", "messages.OwnChoice", "提醒方式")
    facts = {"name": _("渠道"), "kind": _("种类"), "sorts": _("消息"), "on": _("开"), "count": _("条数")}
    verbs.register("channel.saved", _("设置消息渠道"), facts)
    verbs.register("channel.switched", _("开关消息渠道"), facts)
    verbs.register("channel.tested", _("试发消息"), facts)
    verbs.register("channel.tried_again", _("再次发送消息"), facts)
    verbs.register("own_choice.saved", _("选择提醒方式"))
    registry.nav("admin", _("消息渠道"), "messages:channels", order=105, policy=SYSTEM_ADMIN, icon="bell")
    registry.panel("me", "messages/parts/me.html", order=10, policy=SIGNED_IN)


def _send(town: Town) -> None:
    """Every minute: send what is due."""
    sending.send_due(town)
