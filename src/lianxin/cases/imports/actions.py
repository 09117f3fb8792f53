"""What a person does with an uploaded file: upload, choose the sheet, name the columns, start, stop, go on, give up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.cases import policies
from lianxin.cases.imports import columns, files, runs, texts
from lianxin.cases.imports.service import propose, remember
from lianxin.cases.models import BatchState, ImportBatch, Track
from lianxin.core.clock import now
from lianxin.core.documents.tables import Table
from lianxin.core.hashing import canonical_json
from lianxin.db.scope import current_town_id
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people import roles

KIND: Final = "import_batch"


def track_of(actor: Actor) -> str:
    """What an importer brings: the congress office what residents said, the government desk its hotline orders."""
    office = actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
    return Track.HOTLINE if actor.has(roles.GOVERNMENT_DESK) and not office else Track.RESIDENT


def channel_of(track: str) -> str:
    """The channel of rows whose file does not say one."""
    return "hotline" if track == Track.HOTLINE else "paper"


@dataclass(kw_only=True)
class UploadFile(Action[ImportBatch]):
    """Keep a file that :func:`upload` has read: the columns are guessed, nothing is imported yet."""

    verb: ClassVar[str] = "import.uploaded"

    name: str
    file_digest: str
    stored_name: str
    table: Table
    batch: ImportBatch = field(init=False, repr=False)

    def check(self) -> None:
        """Who may import."""
        if not policies.IMPORT.check(self.actor):
            raise NotAllowed("not_importer", _("只有镇人大办和政府交办台可以导入。"))

    def perform(self) -> ImportBatch:
        """The batch, to be looked at."""
        track = track_of(self.actor)
        self.batch = ImportBatch.objects.create(
            file_name=self.name[:200],
            file_digest=self.file_digest,
            stored_name=self.stored_name,
            sheet=self.table.sheet[:40],
            mapping=canonical_json(propose(self.table)).decode(),
            channel=channel_of(track),
            track=track,
            rows_total=len(self.table),
            made_at=now(),
            made_by=self.actor.id if self.actor.kind == ACCOUNT else "",
            made_by_label=self.actor.label[:120],
        )
        return self.batch

    def subject(self) -> Subject:
        """The batch."""
        return Subject(KIND, self.batch.pk)

    def entry_data(self) -> Mapping[str, object]:
        """How long it is, and its digest; never its name, which may be a person's."""
        return {"rows": len(self.table), "file": self.file_digest}

    def announcement(self) -> None:
        """Nobody needs to hear of it."""


def upload(actor: Actor, name: str, data: bytes) -> ImportBatch:
    """Read, seal and keep an uploaded file; ``Invalid`` at ``file`` when it is no table."""
    if not policies.IMPORT.check(actor):
        raise NotAllowed("not_importer", _("只有镇人大办和政府交办台可以导入。"))
    table = files.read(data, name=name)
    return UploadFile(
        actor=actor, name=name, file_digest=files.digest_of(data), stored_name=files.keep(data), table=table
    ).execute()


@dataclass(kw_only=True)
class BatchAction(Action[ImportBatch]):
    """A step with one batch; ``sources`` are the states it starts from."""

    sources: ClassVar[tuple[str, ...]] = (BatchState.PREVIEW,)

    batch_id: int
    batch: ImportBatch = field(init=False, repr=False)

    def lock(self) -> None:
        """Lock the batch."""
        found = ImportBatch.objects.select_for_update().filter(pk=self.batch_id).first()
        if found is None:
            raise WrongState("no_such_import", _("没有这次导入。"))
        self.batch = found

    def check(self) -> None:
        """The importer's own side, and a state the step starts from."""
        if not policies.IMPORT.check(self.actor) or track_of(self.actor) != self.batch.track:
            raise NotAllowed("not_importer", _("这次导入由另一个台管。"))
        if self.batch.state not in self.sources:
            label = BatchState(self.batch.state).label
            raise WrongState(
                "not_from_here", _("这次导入现在是“%(state)s”，不能这样做。请刷新看最新情况。") % {"state": label}
            )

    def subject(self) -> Subject:
        """The batch."""
        return Subject(KIND, self.batch_id)

    def announcement(self) -> None:
        """Nobody needs to hear of it."""


@dataclass(kw_only=True)
class MapColumns(BatchAction):
    """Choose the sheet, or say what each column is; the preview shows what comes of it."""

    verb: ClassVar[str] = "import.mapped"

    mapping: Mapping[str, int] | None = None
    sheet: str = ""

    def perform(self) -> ImportBatch:
        """Another sheet is guessed anew."""
        if self.sheet and self.sheet != self.batch.sheet:
            self.batch.sheet = self.sheet
            table = files.table_of(self.batch)
            self.batch.rows_total = len(table)
            self.mapping = propose(table)
        if self.mapping is not None:
            self.batch.mapping = canonical_json(dict(self.mapping)).decode()
        self.batch.save(update_fields=["sheet", "rows_total", "mapping"])
        return self.batch


@dataclass(kw_only=True)
class StartImport(BatchAction):
    """Confirm: the mapping is remembered for these headers, and the rows go to the background."""

    verb: ClassVar[str] = "import.started"
    sources: ClassVar[tuple[str, ...]] = (BatchState.PREVIEW,)

    def check(self) -> None:
        """A file that is still there, with a column of words."""
        super().check()
        self.table = files.table_of(self.batch)
        if columns.WORDS not in self.batch.columns:
            raise Invalid.at("mapping", "no_words", texts.no_words())

    def perform(self) -> ImportBatch:
        """Into the queue."""
        remember(self.table, self.batch.columns)
        _enqueue(self.batch, self.actor)
        return self.batch

    def entry_data(self) -> Mapping[str, object]:
        """How many rows."""
        return {"rows": self.batch.rows_total}


@dataclass(kw_only=True)
class ResumeImport(BatchAction):
    """Go on with what was stopped or did not finish: rows that are done are passed over."""

    verb: ClassVar[str] = "import.resumed"
    sources: ClassVar[tuple[str, ...]] = (BatchState.STOPPED, BatchState.STOPPING, BatchState.FAILED)

    def perform(self) -> ImportBatch:
        """Into the queue again."""
        files.table_of(self.batch)
        _enqueue(self.batch, self.actor)
        return self.batch


@dataclass(kw_only=True)
class StopImport(BatchAction):
    """Stop: what is done stays done, the rest waits."""

    verb: ClassVar[str] = "import.stopped"
    sources: ClassVar[tuple[str, ...]] = (BatchState.WAITING, BatchState.RUNNING)

    def perform(self) -> ImportBatch:
        """A running worker finishes its fifty rows first."""
        running = self.batch.state == BatchState.RUNNING
        self.batch.state = BatchState.STOPPING if running else BatchState.STOPPED
        self.batch.save(update_fields=["state"])
        return self.batch

    def entry_data(self) -> Mapping[str, object]:
        """How far it was."""
        return {"done": self.batch.rows_done, "rows": self.batch.rows_total}


@dataclass(kw_only=True)
class DropFile(BatchAction):
    """Give up a file that was only looked at; its sealed copy goes."""

    verb: ClassVar[str] = "import.dropped"

    def perform(self) -> ImportBatch:
        """Nothing was imported from it."""
        files.forget(self.batch)
        self.batch.state = BatchState.DROPPED
        self.batch.save(update_fields=["state", "stored_name"])
        return self.batch


def _enqueue(batch: ImportBatch, actor: Actor) -> None:
    """Hand a batch to the background once the change is committed; it runs in the name of who pressed."""
    batch.state, batch.touched_at, batch.defaults = BatchState.WAITING, now(), "{}"
    if actor.kind == ACCOUNT:
        batch.made_by, batch.made_by_label = actor.id, actor.label[:120]
    batch.save(update_fields=["state", "touched_at", "defaults", "made_by", "made_by_label"])
    town_id, batch_id = current_town_id(), batch.pk
    transaction.on_commit(lambda: runs.enqueue(town_id, batch_id))
