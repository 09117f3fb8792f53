"""The days this room puts into calendar feeds: matters, promises, orders, congress steps; by number, in fixed words.

A sealed matter is in no feed, whoever reads it: a feed lies on telephones.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.cases import texts, workflow
from lianxin.cases.models import Case
from lianxin.cases.pressing.selectors import congress_steps, orders
from lianxin.cases.promises.selectors import ledger
from lianxin.cases.selectors.scope import visible
from lianxin.clocks.ladders.models import Ladder
from lianxin.clocks.ladders.steps import word_of
from lianxin.clocks.models import CongressStep
from lianxin.clocks.orders import workflow as pressing
from lianxin.clocks.promises import UNSETTLED
from lianxin.core.clock import today
from lianxin.core.feeds import Entry
from lianxin.db.scope import current_town
from lianxin.journal.actors import Actor
from lianxin.messages.calendar.sources import MOST, Day
from lianxin.messages.calendar.sources import register as add_source

#: A feed looks so far back and so far ahead.
BACK: Final = dt.timedelta(days=31)
AHEAD: Final = dt.timedelta(days=370)


def register() -> None:
    """Hang the sources on the feeds."""
    add_source("cases", matters)
    add_source("promises", promises)
    add_source("orders", supervision_orders)
    add_source("steps", steps)


def window() -> dict[str, dt.date]:
    """The days a feed shows, as conditions."""
    return {"due_on__gte": today() - BACK, "due_on__lte": today() + AHEAD}


def entry_of(kind: str, pk: int, title: str, on: dt.date | None, path: str, sequence: int = 0) -> Day:
    """One entry; the queries ask for rows with a day only."""
    if on is None:
        raise ValueError(f"{kind} {pk} has no day")
    return Day(Entry(f"{kind}-{pk}@{current_town().code}.lianxin", title, on, sequence), path)


def matters(actor: Actor) -> Iterable[Day]:
    """The running day of every open matter the actor sees; one statement."""
    rows = _open(visible(actor)).filter(**window()).exclude(due_code="promise").order_by("due_on", "id")
    for pk, number, code, on, version in rows.values_list("pk", "number", "due_code", "due_on", "version")[:MOST]:
        title = _("%(number)s %(clock)s到期") % {"number": number, "clock": texts.clock_word(code)}
        yield entry_of("case", pk, title, on, f"desk/cases/{number}/", version)


def _open(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.filter(sealed=False, state__in=workflow.OPEN_STATES)


def promises(actor: Actor) -> Iterable[Day]:
    """Every promise not settled yet; a changed date is a new promise and so a new entry; one statement."""
    rows = ledger(actor).filter(state__in=UNSETTLED, **window()).order_by("due_on", "id")
    sealed = Case.objects.filter(sealed=True).values("pk")
    for promise in rows.exclude(owner_id__in=sealed)[:MOST]:
        number = promise.case_number  # type: ignore[attr-defined]  # annotated by the ledger
        title = _("%(number)s 承诺到期") % {"number": number}
        yield entry_of("promise", promise.pk, title, promise.due_on, f"desk/cases/{number}/")


def supervision_orders(actor: Actor) -> Iterable[Day]:
    """Orders that wait for an answer; one statement."""
    rows = orders(actor).filter(state__in=pressing.OPEN_ORDERS, **window()).order_by("due_on", "id")
    for order in rows[:MOST]:
        title = _("督办单 %(number)s 回复到期") % {"number": order.number}
        yield entry_of("order", order.pk, title, order.due_on, f"desk/orders/{order.pk}/", order.version)


def steps(actor: Actor) -> Iterable[Day]:
    """Congress steps: the answer that is due, and the day of an inspection or a meeting; two statements."""
    rows = congress_steps(actor)
    for step in rows.filter(state__in=pressing.OPEN_STEPS, **window()).order_by("due_on", "id")[:MOST]:
        yield entry_of("step", step.pk, _step(step, _("回复到期")), step.due_on, f"desk/steps/{step.pk}/", step.version)
    held = {"held_on__gte": today() - BACK, "held_on__lte": today() + AHEAD}
    for step in rows.filter(**held).order_by("held_on", "id")[:MOST]:
        yield entry_of("held", step.pk, _step(step, ""), step.held_on, f"desk/steps/{step.pk}/", step.version)


def _step(step: CongressStep, what: str) -> str:
    words = word_of(Ladder.CONGRESS, step.step)
    return _("%(number)s %(step)s%(what)s") % {"number": step.number, "step": words, "what": what}
