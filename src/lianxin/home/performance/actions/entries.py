"""What happens to an entry: the deputy is told, says that it is right, objects, or lets the days pass."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.clock import now, today
from lianxin.core.text import tidy
from lianxin.deputies.models import Deputy
from lianxin.home.models import PerformanceEntry
from lianxin.home.performance import workflow as w
from lianxin.home.performance.actions.recording import KIND
from lianxin.home.performance.rules import GUARDS, Facts
from lianxin.home.performance.standard import standard
from lianxin.home.performance.texts import GUARD_SENTENCES
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM_KIND, Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.typed import refuse_by_guards
from lianxin.people import roles

#: An objection or a decision is a few sentences.
MOST_REASON = 400


def is_own(actor: Actor, deputy_id: int) -> bool:
    """Whether the actor stands for this deputy."""
    return any(grant.deputy_id == deputy_id for grant in actor.grants_of(roles.DEPUTY))


def parties(actor: Actor, row: PerformanceEntry) -> set[str]:
    """Which parties of the table an actor is towards an entry."""
    found = {w.SYSTEM} if actor.kind == SYSTEM_KIND else set()
    found |= {w.OFFICE} if actor.has(roles.CONGRESS_OFFICE) else set()
    return found | ({w.DEPUTY} if is_own(actor, row.deputy_id) else set())


@dataclass(kw_only=True)
class EntryAction(Action[PerformanceEntry]):
    """Base of the moves of the table."""

    move_code: ClassVar[str]

    entry: PerformanceEntry
    reason: str = ""
    on_paper: bool = False
    expected_version: int | None = None
    row: PerformanceEntry = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read it under a row lock, with its deputy."""
        rows = PerformanceEntry.objects.select_for_update(of=("self",)).select_related("deputy")
        self.row = rows.get(pk=self.entry.pk)

    def check(self) -> None:
        """Version, party, state, the length of what was typed, guards."""
        move = w.BY_CODE[self.move_code]
        if self.expected_version is not None and self.expected_version != self.row.version:
            raise WrongState("somebody_was_faster", _("您打开以后，这条记录变了，请重新打开再做。"))
        if not parties(self.actor, self.row) & set(move.actors):
            raise NotAllowed("not_this_party", _("这一步不由您做。"))
        if self.row.state not in move.sources:
            raise WrongState(
                "not_from_here",
                _("这条记录现在是“%(state)s”，不能做这一步。") % {"state": self.row.get_state_display()},
            )
        self.reason = tidy(self.reason).strip()
        if len(self.reason) > MOST_REASON:
            raise Invalid.at("reason", "length", _("最多 %(n)d 个字。") % {"n": MOST_REASON})
        refuse_by_guards(move.guards, self.facts(), GUARDS, GUARD_SENTENCES)

    def facts(self) -> Facts:
        """What the guards look at."""
        return Facts(
            today=today(), silent_on=self.row.silent_on, has_account=self.row.deputy.account_id is not None,
            on_paper=self.row.on_paper, by_deputy=is_own(self.actor, self.row.deputy_id),
            reason=self.reason,
        )  # fmt: skip

    def change(self) -> tuple[str, ...]:
        """Set fields of the row and name them."""
        return ()

    def perform(self) -> PerformanceEntry:
        """Change, move, count the version up, save."""
        names = self.change()
        self.row.state = w.BY_CODE[self.move_code].target
        self.row.version += 1
        self.row.save(update_fields=[*names, "state", "version"])
        return self.row

    def subject(self) -> Subject:
        """The entry."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Whose, to where; what was typed stays out of the chain."""
        return {"deputy": self.row.deputy.code, "to": self.row.state, "paper": self.on_paper}

    def announcement(self) -> Mapping[str, object] | None:
        """Whose file."""
        return {"deputy": str(self.row.deputy_id)}


@dataclass(kw_only=True)
class NotifyEntry(EntryAction):
    """Ask the deputy to look; from now on the days for looking run."""

    verb: ClassVar[str] = "performance.notify"
    move_code: ClassVar[str] = "notify"

    def facts(self) -> Facts:
        """Handed over on paper just now."""
        return replace(super().facts(), on_paper=self.on_paper)

    def change(self) -> tuple[str, ...]:
        """The day, the last day, and whether it went on paper."""
        self.row.notified_on = today()
        self.row.silent_on = today() + dt.timedelta(days=standard().silent_days)
        self.row.on_paper = self.on_paper
        return "notified_on", "silent_on", "on_paper"


@dataclass(kw_only=True)
class ConfirmEntry(EntryAction):
    """The deputy says that it is right; on paper the office writes that down."""

    verb: ClassVar[str] = "performance.confirm"
    move_code: ClassVar[str] = "confirm"

    def change(self) -> tuple[str, ...]:
        """The moment."""
        self.row.settled_at = now()
        return ("settled_at",)


@dataclass(kw_only=True)
class PassSilently(EntryAction):
    """The days for looking have passed."""

    verb: ClassVar[str] = "performance.silent"
    move_code: ClassVar[str] = "silent"

    def change(self) -> tuple[str, ...]:
        """The moment."""
        self.row.settled_at = now()
        return ("settled_at",)


@dataclass(kw_only=True)
class ObjectToEntry(EntryAction):
    """The deputy says what is wrong."""

    verb: ClassVar[str] = "performance.object"
    move_code: ClassVar[str] = "object"

    def change(self) -> tuple[str, ...]:
        """The words and the moment."""
        self.row.objection, self.row.objected_at, self.row.settled_at = self.reason, now(), None
        return "objection", "objected_at", "settled_at"


def notify_all(actor: Actor, deputy: Deputy, *, on_paper: bool) -> int:
    """Ask a deputy to look at everything that waits for it; how many."""
    rows = PerformanceEntry.objects.filter(deputy_id=deputy.pk, state=w.RECORDED, is_current=True).order_by("id")
    waiting = list(rows)
    for entry in waiting:
        NotifyEntry(actor=actor, entry=entry, on_paper=on_paper).execute()
    return len(waiting)
