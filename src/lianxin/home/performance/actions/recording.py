"""An entry arises: once from each source, whoever announces it how often."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.core.text import shorten
from lianxin.deputies.models import Deputy
from lianxin.home.models import PerformanceEntry, Presence
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM_KIND, Actor
from lianxin.journal.errors import NotAllowed
from lianxin.people import roles

KIND: Final = "performance_entry"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry comes from: a registered kind and an id, and what is said there about the deputy."""

    kind: str
    id: int
    entry_kind: str
    title: str
    on: dt.date
    organiser: str = ""
    presence: str = Presence.PRESENT
    role: str = ""
    people: int = 0


@dataclass(kw_only=True)
class RecordEntry(Action[PerformanceEntry]):
    """Put one line into a deputy's file; the source must not have one for this deputy."""

    verb: ClassVar[str] = "performance.record"

    deputy: Deputy
    source: Source

    def check(self) -> None:
        """The system (after an announcement) or the office."""
        if self.actor.kind != SYSTEM_KIND and not self.actor.has(roles.CONGRESS_OFFICE):
            raise NotAllowed("not_allowed", _("这一步由镇人大办做。"))

    def perform(self) -> PerformanceEntry:
        """Store the line."""
        one = self.source
        self.row = PerformanceEntry(
            deputy=self.deputy, kind=one.entry_kind, title=shorten(one.title, 120), happened_on=one.on,
            presence=one.presence, role=one.role, people=one.people, organiser=one.organiser, source_kind=one.kind,
            source_id=one.id, recorded_at=now(),
        )  # fmt: skip
        self.row.save(force_insert=True)
        return self.row

    def subject(self) -> Subject:
        """The entry."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Whose, from where, whether there."""
        one = self.source
        return {"deputy": self.deputy.code, "kind": one.entry_kind, "presence": one.presence, "source": one.kind}

    def announcement(self) -> Mapping[str, object] | None:
        """The deputy is asked to look."""
        return {"deputy": str(self.deputy.pk)}


def record_once(actor: Actor, deputy: Deputy, source: Source) -> PerformanceEntry | None:
    """The entry of a source, made where there is none; ``None`` where it was there before."""
    known = PerformanceEntry.objects.filter(deputy_id=deputy.pk, source_kind=source.kind, source_id=source.id)
    return None if known.exists() else RecordEntry(actor=actor, deputy=deputy, source=source).execute()
