"""What feeds hang on the house when it is ready."""

from django.utils.translation import gettext_lazy as _

from lianxin.journal import kinds, verbs
from lianxin.messages.calendar.actions import KIND


def register() -> None:
    """The kind and the words of the log."""
    kinds.register(KIND, "messages.CalendarFeed", "日历订阅")
    verbs.register("calendar_feed.issued", _("订阅日历"))
    verbs.register("calendar_feed.revoked", _("停用日历订阅"))
