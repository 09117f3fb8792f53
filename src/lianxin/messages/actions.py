"""What happens in an inbox: a message is marked as seen."""

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import NotAllowed
from lianxin.messages.models import Notice
from lianxin.messages.selectors import addresses_of


@dataclass(kw_only=True)
class MarkSeen(Action[Notice]):
    """Mark one message as seen, for everybody who shares the inbox; seen already, it stays as it is."""

    verb: ClassVar[str] = "notice.seen"

    notice_id: int
    notice: Notice = field(init=False)

    def lock(self) -> None:
        """Lock the message."""
        found = Notice.objects.select_for_update().filter(pk=self.notice_id).first()
        if found is None:
            raise NotAllowed("no_notice", _("没有这条消息。"))
        self.notice = found

    def check(self) -> None:
        """Only whoever reads the inbox."""
        if self.notice.address not in addresses_of(self.actor):
            raise NotAllowed("no_notice", _("没有这条消息。"))

    def perform(self) -> Notice:
        """Note who saw it first."""
        if self.notice.seen_at is None:
            self.notice.seen_at, self.notice.seen_by_label = now(), self.actor.label[:120]
            self.notice.save(update_fields=["seen_at", "seen_by_label"])
        return self.notice

    def subject(self) -> Subject:
        """The message."""
        return Subject("notice", self.notice_id)

    def announcement(self) -> None:
        """Nobody needs to hear of it."""
        return
