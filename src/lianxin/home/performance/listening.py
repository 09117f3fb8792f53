"""What arises from announcements: nothing that stands elsewhere in the house is typed a second time.

Receivers are idempotent: a source has one entry for a deputy, whoever announces it how often.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.cases.models import Suggestion
from lianxin.core.clock import civil_date
from lianxin.deputies.models import Deputy
from lianxin.home.models import PerformanceEntry, Reception, Visitor
from lianxin.home.performance import workflow as w
from lianxin.home.performance.actions import NotifyEntry, Source, record_once
from lianxin.journal import outbox
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError
from lianxin.journal.models import OutboxMessage

#: Announcements by the name of the action; those of other rooms are known by their name and their facts only.
RECEPTION: Final = "reception.close"
VISIT: Final = "visit.confirmed"
SUGGESTION: Final = "suggestion.accept"


def register() -> None:
    """Listen."""
    outbox.on(RECEPTION)(reception_closed)
    outbox.on(VISIT)(visit_confirmed)
    outbox.on(SUGGESTION)(suggestion_accepted)
    outbox.on("performance.record")(entry_recorded)
    outbox.on("performance.correct")(entry_recorded)


def _record(deputies: Iterable[object], source: Source) -> None:
    ids = [int(str(pk)) for pk in deputies]
    for deputy in Deputy.objects.filter(pk__in=ids).order_by("sort", "id"):
        record_once(SYSTEM, deputy, source)


def reception_closed(message: OutboxMessage, data: Mapping[str, Any]) -> None:
    """Whoever attended a reception, with how many were heard."""
    one = Reception.objects.select_related("venue").get(pk=message.object_id)
    heard = Visitor.objects.filter(reception_id=one.pk, heard_at__isnull=False).count()
    title = _("%(venue)s代表接待") % {"venue": one.venue.name}
    source = Source(
        "reception", one.pk, "reception", title, civil_date(one.starts_at), _("镇人大办"), people=heard
    )  # fmt: skip
    _record(data.get("attended", ()), source)


def visit_confirmed(message: OutboxMessage, data: Mapping[str, Any]) -> None:
    """A deputy who visited a neighbourhood in a contact round and confirmed its list; facts: deputy, day, label."""
    source = Source(
        message.object_kind, message.object_id, "visit", str(data.get("label") or _("集中联系社区")),
        dt.date.fromisoformat(str(data["day"])), _("镇人大办"),
    )  # fmt: skip
    _record([data["deputy"]], source)


def suggestion_accepted(message: OutboxMessage, _data: Mapping[str, Any]) -> None:
    """The deputy who suggests and those who signed with it, once it is registered; by number, without its words."""
    one = Suggestion.objects.get(pk=message.object_id)
    on = one.registered_on or civil_date(message.created_at)
    for code, deputies in (("suggestion", [one.deputy_id]), ("cosign", sorted(one.agreed_ids))):
        title = _("代表建议 %(number)s") % {"number": one.number}
        _record(deputies, Source("suggestion", one.pk, code, title, on))


def entry_recorded(message: OutboxMessage, _data: Mapping[str, Any]) -> None:
    """The deputy is asked to look, where the deputy has an account; others are handed the sheet on paper."""
    entry = PerformanceEntry.objects.filter(pk=message.object_id, state=w.RECORDED).first()
    if entry is None:
        return
    try:
        NotifyEntry(actor=SYSTEM, entry=entry).execute()
    except ActionError:
        return  # no account: it waits for paper
