"""Who hears of what: higher rooms register rules, the outbox feeds the inbox."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lianxin.core.clock import now
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.db.scope import current_town_id
from lianxin.journal import outbox
from lianxin.journal.models import OutboxMessage
from lianxin.messages.models import Notice

#: The addresses an announcement goes to; the message names the object, the data are the announcement's facts.
Who = Callable[[OutboxMessage, Mapping[str, Any]], Iterable[str]]
#: A sentence, or an address of this site below the town, made from the same.
Words = Callable[[OutboxMessage, Mapping[str, Any]], str]


def to_account(account_id: int | str) -> str:
    """The address of one account."""
    return f"account:{account_id}"


def to_role(role: str) -> str:
    """The address of everybody who holds a role for the whole town."""
    return f"role:{role}"


def to_unit(unit_id: int | str) -> str:
    """The address of everybody who acts for a unit."""
    return f"unit:{unit_id}"


def notify_on(verb: str, who: Who, text: Words, link: Words | None = None) -> None:
    """Put a notice into inboxes whenever an action announces ``verb``.

    Delivered again after a crash, it is still one notice.  Personal data in the sentence is masked all the same.
    """

    @outbox.on(verb)
    def receive(message: OutboxMessage, data: Mapping[str, Any]) -> None:
        for address in dict.fromkeys(who(message, data)):
            Notice.objects.get_or_create(
                outbox_id=message.pk,
                address=address[:80],
                defaults={
                    "town_id": current_town_id(),
                    "verb": message.kind,
                    "object_kind": message.object_kind,
                    "object_id": message.object_id,
                    "text": shorten(mask(text(message, data)), 200),
                    "link": link(message, data)[:200] if link else "",
                    "made_at": now(),
                },
            )
