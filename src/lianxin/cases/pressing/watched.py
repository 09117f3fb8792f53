"""What the ladders watch of a case: the clock of its answer, while a unit that can be pressed has it."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Final

from lianxin.cases import workflow
from lianxin.cases.actions.base import KIND
from lianxin.cases.models import Case, Reply, Track
from lianxin.clocks.ladders.models import Ladder
from lianxin.clocks.models import Clock, ClockState

#: The clocks of an answer: the first one, and the one after a dissatisfied verdict.
CODES: Final = ("answer", "rehandle")
#: States in which the unit owes an answer.
OWING: Final = (
    workflow.ASSIGNED, workflow.ACCEPTED, workflow.CONTACTED, workflow.REPLY_DRAFT, workflow.REHANDLING,
    workflow.REHANDLING_DRAFT,
)  # fmt: skip
_CHUNK: Final = 400


def pressable() -> dict[str, object]:
    """The cases the government's ladder watches: a unit other than the desk owes an answer, nothing sealed."""
    return {"state__in": OWING, "sealed": False, "lead_is_desk": False, "lead_unit__isnull": False}


def ladders_of(case: Case) -> tuple[str, ...]:
    """The government's for every case; the congress's only for what the congress transferred."""
    by_congress = case.transferred_on is not None and case.track in {Track.RESIDENT, Track.SUGGESTION}
    return (Ladder.GOVERNMENT, Ladder.CONGRESS) if by_congress else (Ladder.GOVERNMENT,)


def running(day: dt.date) -> Iterator[tuple[list[Clock], dict[int, Case]]]:
    """The running answer clocks that began before ``day``, in parts, each with its cases; two statements a part."""
    last = 0
    while True:
        rows = Clock.objects.filter(
            owner_kind=KIND, state=ClockState.RUNNING, code__in=CODES, started_on__lt=day, pk__gt=last
        )
        part = list(rows.order_by("pk")[:_CHUNK])
        if not part:
            return
        last = part[-1].pk
        cases = Case.objects.filter(pk__in={one.owner_id for one in part}, **pressable()).select_related("lead_unit")
        yield part, {case.pk: case for case in cases}


def waiting(ids: Collection[int]) -> set[int]:
    """Which cases still owe an answer."""
    return set(Case.objects.filter(pk__in=list(ids), **pressable()).values_list("pk", flat=True))


def signed_since(ids: Collection[int], moment: dt.datetime) -> bool:
    """Whether one of the cases got a signed reply after ``moment``."""
    return Reply.objects.filter(case_id__in=list(ids), signed_at__gt=moment).exists()
