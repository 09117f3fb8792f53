"""What happens in an inbox: a message is marked as seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import NotAllowed, WrongState
from lianxin.messages.models import Notice
from lianxin.messages.selectors import addresses_of

#: Most messages marked at once: as many as a page shows.
MOST: Final = 100


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


@dataclass(kw_only=True)
class MarkAllSeen(Action[int]):
    """Mark the messages a page showed as seen; those of other inboxes are left alone.  Returns how many it marked."""

    verb: ClassVar[str] = "notice.all_seen"

    notice_ids: Sequence[int]
    _open: list[Notice] = field(init=False, default_factory=list, repr=False)

    def lock(self) -> None:
        """Lock the unseen ones among them that the actor reads."""
        rows = Notice.objects.select_for_update().filter(pk__in=list(self.notice_ids)[:MOST], seen_at=None)
        self._open = list(rows.filter(address__in=addresses_of(self.actor)).order_by("id"))

    def check(self) -> None:
        """Something to mark."""
        if not self._open:
            raise WrongState("nothing_new", _("没有未阅的消息了。"))

    def perform(self) -> int:
        """Note who saw them; one statement."""
        ids = [notice.pk for notice in self._open]
        return Notice.objects.filter(pk__in=ids).update(seen_at=now(), seen_by_label=self.actor.label[:120])

    def subject(self) -> Subject:
        """The newest of them."""
        return Subject("notice", self._open[-1].pk)

    def entry_data(self) -> Mapping[str, object]:
        """How many."""
        return {"count": len(self._open)}

    def announcement(self) -> None:
        """Nobody needs to hear of it."""
        return
