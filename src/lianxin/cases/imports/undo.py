"""Undo an import as one action: every matter of it is marked and leaves lists and figures; nothing is deleted.

What has moved on meanwhile – was transferred, answered, withdrawn, joined by another voice – is somebody's work and is
never undone with the rest: the undoing is refused with the list, and may then be asked for the others only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.cases import keeping, workflow
from lianxin.cases.imports.actions import BatchAction
from lianxin.cases.imports.service import MADE
from lianxin.cases.models import (
    IMPORT_UNDONE,
    Addition,
    BatchState,
    Case,
    ImportBatch,
    ImportRow,
    Opinion,
    ResidentContact,
    Track,
)
from lianxin.clocks.models import Clock, ClockState
from lianxin.core.clock import now, today
from lianxin.core.workdays import shift_months
from lianxin.journal.errors import WrongState
from lianxin.records.search import remove_many
from lianxin.ui.listing import listed

#: Cases a statement.
_STEP: Final = 400
_NAMED: Final = 5


def cases_of(batch: ImportBatch) -> QuerySet[Case]:
    """The cases this import made."""
    rows = ImportRow.objects.filter(batch=batch, result=MADE)
    return Case.objects.filter(pk__in=Opinion.objects.filter(pk__in=rows.values("opinion")).values("case"))


def moved_on(batch: ImportBatch) -> QuerySet[Case]:
    """Those that somebody has worked on since."""
    first = workflow.TRANSFERRED if batch.track == Track.HOTLINE else workflow.RECEIVED
    added = Addition.objects.filter(opinion__case=OuterRef("pk"))
    changed = ~Q(state=first) | Q(voice_count__gt=1) | Exists(added)
    return cases_of(batch).exclude(outcome=IMPORT_UNDONE).filter(changed).order_by("number")


@dataclass(kw_only=True)
class UndoImport(BatchAction):
    """Take an import back; ``rest`` leaves what has moved on and undoes the others."""

    verb: ClassVar[str] = "import.undone"
    sources: ClassVar[tuple[str, ...]] = (BatchState.DONE, BatchState.STOPPED, BatchState.FAILED)

    rest: bool = False
    _kept: list[str] = field(init=False, default_factory=list, repr=False)

    def check(self) -> None:
        """Something to undo, and nothing that moved on unless the rest alone is asked for."""
        super().check()
        self._kept = list(moved_on(self.batch).values_list("number", flat=True))
        if self.batch.rows_made <= len(self._kept):
            raise WrongState("nothing_to_undo", _("这次导入没有可以撤销的意见。"))
        if self._kept and not self.rest:
            named = listed(self._kept[:_NAMED]) + (_("等") if len(self._kept) > _NAMED else "")
            raise WrongState(
                "moved_on",
                _("%(numbers)s 共 %(n)s 件已经有人办理，不能随导入一起撤销。可以只撤销其余的。")
                % {"numbers": named, "n": len(self._kept)},
            )

    def perform(self) -> ImportBatch:
        """Mark every matter in a fixed, small number of statements per 400 of them."""
        moved = set(moved_on(self.batch).values_list("pk", flat=True))
        found = cases_of(self.batch).exclude(outcome=IMPORT_UNDONE).order_by("id").values_list("pk", flat=True)
        ids = [pk for pk in found if pk not in moved]
        for part in _parts(ids):
            _undo(part)
        self.batch.state, self.batch.rows_undone = BatchState.UNDONE, len(ids)
        self.batch.undone_at, self.batch.undone_by_label = now(), self.actor.label[:120]
        self.batch.save(update_fields=["state", "rows_undone", "undone_at", "undone_by_label"])
        return self.batch

    def entry_data(self) -> Mapping[str, object]:
        """How many, and the numbers that stayed."""
        return {"undone": self.batch.rows_undone, "kept": self._kept}


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _STEP):
        yield ids[start : start + _STEP]


def _undo(case_ids: Sequence[int]) -> None:
    """Cases, opinions, clocks, contact data and search of some matters of the import."""
    list(Case.objects.select_for_update().filter(pk__in=case_ids).order_by("id").values_list("pk", flat=True))
    Case.objects.filter(pk__in=case_ids).update(
        state=workflow.WITHDRAWN, outcome=IMPORT_UNDONE, closed_on=today(), due_on=None, due_code="",
        version=F("version") + 1,
    )  # fmt: skip
    opinions = list(Opinion.objects.filter(case_id__in=case_ids).values_list("pk", flat=True))
    Opinion.objects.filter(pk__in=opinions, withdrawn_at=None).update(withdrawn_at=now())
    live = Clock.objects.filter(owner_kind="case", owner_id__in=case_ids)
    live.filter(state__in=(ClockState.RUNNING, ClockState.PAUSED)).update(
        state=ClockState.CANCELLED, stopped_on=today()
    )
    contacts = ResidentContact.objects.filter(opinion_id__in=opinions, erased_at=None)
    contacts.update(expires_on=shift_months(today(), keeping.months()))
    remove_many("case", case_ids)
