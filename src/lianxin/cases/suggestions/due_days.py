"""The days suggestions put into calendar feeds: their running day and their promises, by number, in fixed words."""

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from lianxin.cases.due_days import entry_of, window
from lianxin.cases.models.suggestion import Suggestion
from lianxin.cases.suggestions import policies, selectors
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.actions.base import KIND
from lianxin.clocks.models import Clock, ClockState, Promise
from lianxin.clocks.promises import UNSETTLED
from lianxin.journal.actors import Actor
from lianxin.messages.calendar.sources import MOST, Day
from lianxin.messages.calendar.sources import register as add_source


def register() -> None:
    """Hang the sources on the feeds."""
    add_source("suggestions", days)
    add_source("suggestion_promises", promises)


def days(actor: Actor) -> Iterable[Day]:
    """The running day of every open suggestion the actor sees; two statements."""
    for rows, face in _seen(actor):
        running = Clock.objects.filter(owner_kind=KIND, owner_id=OuterRef("pk"), state=ClockState.RUNNING)
        first = Subquery(running.order_by("due_on", "id").values("label")[:1])
        found = rows.filter(**window()).exclude(state__in=w.FINAL_STATES).annotate(clock=first)
        for pk, number, clock, on, version in found.order_by("due_on", "id").values_list(
            "pk", "number", "clock", "due_on", "version"
        )[:MOST]:
            title = _("代表建议 %(number)s %(clock)s到期") % {"number": number, "clock": clock or ""}
            yield entry_of("suggestion", pk, title, on, f"{face}/suggestions/{pk}/", version)


def promises(actor: Actor) -> Iterable[Day]:
    """Every promise in an answer that is not settled yet; two statements."""
    for rows, face in _seen(actor):
        number = Subquery(Suggestion.objects.filter(pk=OuterRef("owner_id")).values("number")[:1])
        waiting = Promise.objects.filter(owner_kind=KIND, owner_id__in=rows.order_by().values("pk"))
        found = waiting.filter(state__in=UNSETTLED, **window()).annotate(number=number).order_by("due_on", "id")
        for one in found[:MOST]:
            title = _("代表建议 %(number)s 承诺到期") % {"number": one.number}
            yield entry_of("promise", one.pk, title, one.due_on, f"{face}/suggestions/{one.owner_id}/")


def _seen(actor: Actor) -> Iterable[tuple[QuerySet[Suggestion], str]]:
    """What the actor sees, on which face; a deputy's own come from the deputy's face only."""
    if policies.OWN.check(actor):
        yield selectors.own(actor), "deputy"
    if policies.SEE.check(actor):
        yield selectors.at_desk(actor), "desk"
