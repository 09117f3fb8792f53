"""How inboxes are read."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from lianxin.core.clock import local
from lianxin.journal import kinds
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.messages.addressing import to_account, to_role, to_unit
from lianxin.messages.models import Notice
from lianxin.people.access import actor_of

PAGE = 100


def addresses_of(actor: Actor) -> list[str]:
    """The addresses whose messages an actor reads: their own, their town-wide roles', their units'."""
    own = [to_account(actor.id)] if actor.kind == ACCOUNT else []
    town_wide = [to_role(grant.role) for grant in actor.grants if not grant.place_path and grant.unit_id is None]
    return sorted({*own, *town_wide, *(to_unit(unit_id) for unit_id in actor.unit_ids())})


def inbox(actor: Actor) -> QuerySet[Notice]:
    """Every message an actor may read."""
    return Notice.objects.filter(address__in=addresses_of(actor))


def rows(actor: Actor, limit: int = PAGE) -> list[dict[str, Any]]:
    """The newest messages as prepared rows, unseen ones first; one statement."""
    newest = sorted(inbox(actor).order_by("-id")[:limit], key=lambda notice: notice.seen_at is not None)
    return [
        {
            "id": notice.pk,
            "text": notice.text,
            "link": notice.link,
            "word": kinds.word_for(notice.object_kind),
            "when": f"{local(notice.made_at):%Y-%m-%d %H:%M}",
            "seen_by": notice.seen_by_label,
            "is_new": notice.seen_at is None,
        }
        for notice in newest
    ]


def unread_badge(request: HttpRequest) -> int | None:
    """How many messages nobody has seen yet, for the navigation; one statement, nothing for an empty inbox."""
    actor = actor_of(request)
    return inbox(actor).filter(seen_at=None).count() or None
