"""What time does to cases: promises pass their day, silence falls, promises are tracked, contact data expires."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from lianxin.cases import workflow
from lianxin.cases.actions.base import KIND, PROMISE
from lianxin.cases.actions.ending import TrackPromises
from lianxin.cases.actions.verdict import FallSilent
from lianxin.cases.actions.voice import erase
from lianxin.cases.models import Case, Opinion, ResidentContact
from lianxin.cases.notices import facts_of
from lianxin.clocks.models import Clock, ClockState, Promise, PromiseState
from lianxin.clocks.promises import UNSETTLED
from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.journal import jobs
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError


@dataclass(kw_only=True)
class MissPromise(Action[Promise]):
    """The day of a promise has passed and nobody said what became of it."""

    verb: ClassVar[str] = "case.promise_missed"

    promise_id: int

    def lock(self) -> None:
        """Lock the promise."""
        self.promise = Promise.objects.select_for_update().get(pk=self.promise_id)

    def perform(self) -> Promise:
        """Mark it, unless somebody settled it meanwhile."""
        if self.promise.state == PromiseState.OPEN and self.promise.due_on < today():
            self.promise.state = PromiseState.MISSED
            self.promise.save(update_fields=["state"])
        return self.promise

    def subject(self) -> Subject:
        """The matter it was promised in."""
        return Subject(self.promise.owner_kind, self.promise.owner_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which promise."""
        return {"promise": str(self.promise.pk), "due": self.promise.due_on, "state": self.promise.state}

    def announcement(self) -> Mapping[str, object] | None:
        """For the inboxes of those who promised, when it was missed indeed."""
        missed = self.promise.state == PromiseState.MISSED
        return facts_of(Case.objects.get(pk=self.promise.owner_id)) if missed else None


@dataclass(kw_only=True)
class EraseExpiredContact(Action[int]):
    """Contact data whose time is over goes for good; the matter stays readable."""

    verb: ClassVar[str] = "case.contact_erased"

    opinion_id: int

    def lock(self) -> None:
        """The opinion says which case's log is written."""
        self.opinion = Opinion.objects.select_for_update().get(pk=self.opinion_id)

    def perform(self) -> int:
        """Erase."""
        rows = ResidentContact.objects.filter(opinion_id=self.opinion_id, erased_at=None, expires_on__lt=today())
        return erase(rows)

    def subject(self) -> Subject:
        """The case."""
        return Subject(KIND, self.opinion.case_id)

    def entry_data(self) -> Mapping[str, object]:
        """Whose."""
        return {"opinion": str(self.opinion_id)}


def miss_promises() -> int:
    """Mark promises whose day has passed; how many."""
    late = Promise.objects.filter(owner_kind=KIND, state=PromiseState.OPEN, due_on__lt=today()).order_by("id")
    ids = list(late.values_list("pk", flat=True))
    for promise_id in ids:
        MissPromise(actor=SYSTEM, promise_id=promise_id).execute()
    return len(ids)


def erase_expired() -> int:
    """Erase contact data that has expired; how many."""
    expired = ResidentContact.objects.filter(erased_at=None, expires_on__lt=today()).order_by("id")
    ids = list(expired.values_list("opinion_id", flat=True))
    for opinion_id in ids:
        EraseExpiredContact(actor=SYSTEM, opinion_id=opinion_id).execute()
    return len(ids)


def let_silence_fall() -> int:
    """Note silence where the last wait is over; how many."""
    late = Clock.objects.filter(owner_kind=KIND, code__in=("silence", "ask"), state=ClockState.RUNNING)
    owners = list(late.filter(due_on__lt=today()).order_by("id").values_list("owner_id", flat=True))
    waiting = Case.objects.filter(
        pk__in=owners, state__in=workflow.BY_CODE["fall_silent"].sources, asked_count__gte=2
    ).order_by("id")
    return sum(carried_out(FallSilent(actor=SYSTEM, case_id=pk)) for pk in list(waiting.values_list("pk", flat=True)))


def track_promises() -> int:
    """Judged or silent cases with something promised are tracked; how many."""
    promised = list(
        Promise.objects.filter(owner_kind=KIND, state__in=UNSETTLED).order_by("id").values_list("owner_id", flat=True)
    )
    ready = Case.objects.filter(pk__in=promised, state__in=workflow.BY_CODE["track"].sources).order_by("id")
    return sum(carried_out(TrackPromises(actor=SYSTEM, case_id=pk)) for pk in list(ready.values_list("pk", flat=True)))


def carried_out(action: Action[Any]) -> bool:
    """Let time make a move; what is not ready after all, or was settled meanwhile, stays as it is."""
    try:
        action.execute()
    except ActionError:
        return False
    return True


def daily(_town: Town) -> None:
    """Everything, in the order in which one leads to the other."""
    miss_promises()
    let_silence_fall()
    track_promises()
    erase_expired()


def mirror_due(case_id: int) -> None:
    """Copy the earliest running clock to the case row after a calendar moved dates by itself."""
    first = (
        Clock.objects.filter(owner_kind=KIND, owner_id=case_id, state=ClockState.RUNNING)
        .order_by("due_on", "id")
        .values_list("due_on", "code")
        .first()
    )
    rows = Case.objects.filter(pk=case_id).exclude(due_code=PROMISE).exclude(state__in=workflow.CLOCKLESS_STATES)
    if first is not None:
        rows.update(due_on=first[0], due_code=first[1])


def register() -> None:
    """The daily job."""
    jobs.every(jobs.DAY, "cases.daily", offset=jobs.HOUR)(daily)
