"""Who hears of what: higher rooms register rules, the outbox feeds the inbox."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from lianxin.core.clock import day_bounds, local, now
from lianxin.db.models import Town
from lianxin.db.scope import current_town_id
from lianxin.journal import outbox
from lianxin.journal.models import OutboxMessage
from lianxin.messages import sentences
from lianxin.messages.models import Notice
from lianxin.messages.sentences import Sentence

#: After a long standstill, what is older is on the work lists and no news any more.
NEWS: Final = dt.timedelta(days=14)
#: After this an unread notice is folded away: what still waits is on the work lists.
KEPT_OPEN: Final = dt.timedelta(days=30)

#: The addresses an announcement goes to; the message names the object, the data are the announcement's facts.
Who = Callable[[OutboxMessage, Mapping[str, Any]], Iterable[str]]
#: Who else wants to hear of a notice: the announcement, its facts, the addresses, the link.
Listener = Callable[[OutboxMessage, Mapping[str, Any], Sequence[str], str], None]

_listeners: list[Listener] = []

#: An address of this site below the town, made from the same.
Link = Callable[[OutboxMessage, Mapping[str, Any]], str]
#: The facts of the sentence, where they are not the announcement's own.
Says = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def to_account(account_id: int | str) -> str:
    """The address of one account."""
    return f"account:{account_id}"


def to_role(role: str) -> str:
    """The address of everybody who holds a role for the whole town."""
    return f"role:{role}"


def to_unit(unit_id: int | str) -> str:
    """The address of everybody who acts for a unit."""
    return f"unit:{unit_id}"


def to_role_at(role: str, place_id: int | str) -> str:
    """The address of whoever holds a role at exactly this place."""
    return f"role:{role}@{place_id}"


def to_unit_head(unit_id: int | str) -> str:
    """The address of those who sign for a unit."""
    return f"unit_head:{unit_id}"


def to_deputy(deputy_id: int | str) -> str:
    """The address of one deputy."""
    return f"deputy:{deputy_id}"


def also_tell(listener: Listener) -> None:
    """Let somebody hear of every notice in the transaction that writes it; registering twice is harmless."""
    if listener not in _listeners:
        _listeners.append(listener)


def notify_on(
    verb: str, who: Who, sentence: Sentence, link: Link | None = None, *, folds_to: str = "", says: Says | None = None
) -> None:
    """Put a notice into inboxes whenever an action announces ``verb``; what is older than :data:`NEWS` is none.

    Delivered again after a crash, it is still one notice.  The sentence is registered here, so no notice says what its
    reader's language has no words for.  With ``folds_to``, a list, what comes on a day on which the address has an
    unread notice of the same verb is counted there: a list of two hundred gives one notice.
    """
    sentences.register(sentence)

    @outbox.on(verb)
    def receive(message: OutboxMessage, data: Mapping[str, Any]) -> None:
        if message.created_at < now() - NEWS:
            return
        addresses = [address[:80] for address in dict.fromkeys(who(message, data))]
        if not addresses:
            return
        facts = sentence.keep(says(data) if says else data)
        target = link(message, data)[:200] if link else ""
        for address in addresses:
            if not folds_to or not _folded(message, address, sentence, folds_to):
                _put(message, address, sentence, facts, target)
        for listener in _listeners:
            listener(message, data, addresses, target)


def _put(message: OutboxMessage, address: str, sentence: Sentence, facts: str, link: str) -> None:
    """One notice, once."""
    Notice.objects.get_or_create(
        outbox_id=message.pk,
        address=address,
        defaults={
            "town_id": current_town_id(),
            "verb": message.kind,
            "object_kind": message.object_kind,
            "object_id": message.object_id,
            "sentence": sentence.kind,
            "facts": facts,
            "link": link,
            "made_at": message.created_at,
        },
    )


def waiting_about(message: OutboxMessage) -> list[Notice]:
    """Unread notices about the object of an announcement that are older than it; folded ones are about many."""
    rows = Notice.objects.filter(object_kind=message.object_kind, object_id=message.object_id, seen_at=None, count=1)
    return list(rows.filter(outbox_id__lt=message.pk).order_by("id"))


def put_away(notice_ids: Collection[int]) -> int:
    """Mark notices as needing nobody any more; without a name, because nobody had to look.  How many."""
    if not notice_ids:
        return 0
    return Notice.objects.filter(pk__in=notice_ids, seen_at=None).update(seen_at=now())


def fold_away(_town: Town) -> None:
    """Every day: what nobody looked at for :data:`KEPT_OPEN` counts no longer as new."""
    Notice.objects.filter(seen_at=None, made_at__lt=now() - KEPT_OPEN).update(seen_at=now())


def _folded(message: OutboxMessage, address: str, sentence: Sentence, link: str) -> bool:
    """Count the message into the unread notice of its sort and day; whether there was one.

    A message that made or last raised the notice counts once: it is recognised by its id.  The first of a day puts
    away the lists of the days before, which lead to the same list.
    """
    begin, end = day_bounds(local(message.created_at).date())
    rows = Notice.objects.select_for_update().filter(address=address, seen_at=None, verb=message.kind)
    row = rows.filter(made_at__gte=begin, made_at__lt=end).order_by("-id").first()
    if row is None:
        rows.filter(made_at__lt=begin, count__gt=1).update(seen_at=now())
    if row is None or row.outbox_id == message.pk:
        return False
    row.count += 1
    row.sentence, row.facts, row.text = sentence.kind, "", ""
    row.link, row.outbox_id = link, message.pk
    row.object_kind, row.object_id = message.object_kind, message.object_id
    row.save(update_fields=["count", "sentence", "facts", "text", "link", "outbox_id", "object_kind", "object_id"])
    return True
