"""Django application for the messages room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    """The inbox."""

    name = "lianxin.messages"
    label = "messages"
    verbose_name = "消息"

    def ready(self) -> None:
        """Declare the kind, the pair and the entry in the desk's navigation."""
        from lianxin.journal import jobs, kinds, verbs
        from lianxin.messages import own_account
        from lianxin.messages.addressing import fold_away
        from lianxin.messages.calendar import registration as calendar
        from lianxin.messages.channels import registration as channels
        from lianxin.messages.selectors import unread_badge
        from lianxin.people.policies import AS_DEPUTY, DESK
        from lianxin.ui import registry

        own_account.register()
        jobs.every(jobs.DAY, "messages.fold_away", offset=6 * jobs.HOUR)(fold_away)
        kinds.register("notice", "messages.Notice", "消息")
        kinds.register_pair("messages.Notice")
        verbs.register("notice.seen", _("已阅消息"))
        verbs.register("notice.all_seen", _("全部已阅"), {"count": _("条数")})
        registry.nav(
            "deputy", _("消息"), "messages:deputy_inbox", order=90, policy=AS_DEPUTY, badge=unread_badge, icon="bell"
        )
        registry.nav("desk", _("消息"), "messages:inbox", order=90, policy=DESK, badge=unread_badge, icon="bell")
        calendar.register()
        channels.register()
