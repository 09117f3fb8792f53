"""How inboxes are read."""

from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest

from lianxin.core.clock import now
from lianxin.db import prepared
from lianxin.journal import kinds
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.messages.addressing import KEPT_OPEN, to_account, to_deputy, to_role, to_role_at, to_unit, to_unit_head
from lianxin.messages.models import Notice
from lianxin.messages.sentences import words_of
from lianxin.people import roles
from lianxin.people.access import actor_of
from lianxin.records.access import describe
from lianxin.ui.dates import zh_datetime

PAGE: Final = 100
#: A badge counts so far.
MANY: Final = 99


def addresses_of(actor: Actor) -> list[str]:
    """The addresses whose messages an actor reads: their own, their roles' in the town or at a place, their units'."""
    found = {to_account(actor.id)} if actor.kind == ACCOUNT else set()
    for grant in actor.grants:
        if grant.place_id is not None:
            found.add(to_role_at(grant.role, grant.place_id))
        elif not grant.place_path and grant.unit_id is None:
            found.add(to_role(grant.role))
        if grant.deputy_id is not None:
            found.add(to_deputy(grant.deputy_id))
    found |= {to_unit(unit_id) for unit_id in actor.unit_ids()}
    found |= {to_unit_head(unit_id) for unit_id in actor.unit_ids(roles.UNIT_HEAD)}
    return sorted(found)


def inbox(actor: Actor) -> QuerySet[Notice]:
    """Every message an actor may read."""
    return Notice.objects.filter(address__in=addresses_of(actor))


def groups(actor: Actor, limit: int = PAGE, *, older: bool = False) -> list[dict[str, Any]]:
    """The newest messages, one group an object: ``title href is_new rows``; groups with something new come first.

    What is older than :data:`KEPT_OPEN` is left out unless ``older`` asks for it.

    Two statements, whatever there is: the messages, and the names of the objects that the actor may open.
    """
    found = inbox(actor) if older else inbox(actor).filter(made_at__gte=now() - KEPT_OPEN)
    newest = list(found.order_by("-id")[:limit])
    titles = describe(actor, {(notice.object_kind, notice.object_id) for notice in newest if notice.count == 1})
    made: dict[tuple[str, int], dict[str, Any]] = {}
    for notice in newest:
        pair = (notice.object_kind, notice.object_id) if notice.count == 1 else ("", notice.pk)
        label = titles.get(pair)
        group = made.setdefault(
            pair,
            {
                "title": label.title if label else "",
                "href": label.url if label else "",
                "word": kinds.word_for(notice.object_kind),
                "is_new": False,
                "rows": [],
            },
        )
        group["rows"].append(_row(notice))
        group["is_new"] = group["is_new"] or notice.seen_at is None
    return sorted(made.values(), key=lambda group: not group["is_new"])


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "text": words_of(notice),
        "link": notice.link,
        "when": zh_datetime(notice.made_at),
        "seen_by": notice.seen_by_label,
        "is_settled": notice.seen_at is not None and not notice.seen_by_label,
        "is_new": notice.seen_at is None,
    }


def unread_badge(request: HttpRequest) -> int | str | None:
    """How many messages nobody has seen yet, for the navigation; one statement, nothing for an empty inbox."""
    actor = actor_of(request)
    found = prepared.capped_counts(
        ("unread", *addresses_of(actor)), lambda: {"unread": inbox(actor).filter(seen_at=None)}, MANY
    )["unread"]
    return f"{MANY}+" if found > MANY else found or None
