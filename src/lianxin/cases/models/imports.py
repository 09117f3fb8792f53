"""Import of spreadsheets: the batch, its rows, and the mapping remembered for these headers."""

import json
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.case import Track
from lianxin.cases.models.opinion import Opinion
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey

#: Outcome of a case whose import was undone: it stays on record and counts nowhere.
IMPORT_UNDONE: Final = "import_undone"


class MappingMemory(TownOwned):
    """How columns were mapped last time for a file with exactly these headers."""

    header_digest = models.CharField(max_length=64)
    mapping = models.TextField()
    used_at = models.DateTimeField()

    class Meta:
        """One memory a set of headers."""

        constraints = [models.UniqueConstraint(fields=["town", "header_digest"], name="cases_mapping")]

    @property
    def columns(self) -> dict[str, int]:
        """The mapping as field → column index."""
        return {str(name): int(column) for name, column in json.loads(self.mapping).items()}


class BatchState(models.TextChoices):
    """What is happening to an uploaded file."""

    PREVIEW = "preview", _("待确认")
    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("导入中")
    STOPPING = "stopping", _("正在停下")
    STOPPED = "stopped", _("已停下")
    DONE = "done", _("已导入")
    FAILED = "failed", _("没有完成")
    DROPPED = "dropped", _("已放弃")
    UNDONE = "undone", _("已撤销")


class ImportBatch(TownOwned):
    """One uploaded file: previewed, confirmed, running, done, undone.

    ``stored_name`` names the sealed copy of the file (a digest, see ``imports.files``), empty once it is erased;
    ``made_by`` is the account that uploaded it, as text; ``touched_at`` is when a worker last wrote a row, so that
    another one can tell an import that is running from one whose worker died; ``defaults`` holds, as JSON, why an
    import did not finish.
    """

    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=80, blank=True)
    sheet = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=24, default="paper")
    track = models.CharField(max_length=16, choices=Track.choices, default=Track.RESIDENT)
    mapping = models.TextField(default="{}")
    defaults = models.TextField(default="{}")
    state = models.CharField(max_length=12, choices=BatchState.choices, default=BatchState.PREVIEW)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_made = models.PositiveIntegerField(default=0)
    rows_duplicate = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    made_by = models.CharField(max_length=24, blank=True, help_text="id of the account, as text")
    touched_at = models.DateTimeField(null=True)
    rows_undone = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by_label = models.CharField(max_length=120, blank=True)

    @property
    def columns(self) -> dict[str, int]:
        """The mapping as field → column index."""
        return {str(name): int(column) for name, column in json.loads(self.mapping).items()}

    @property
    def failure(self) -> str:
        """Why it did not finish, in a sentence; empty when nothing went wrong."""
        return str(json.loads(self.defaults).get("failure", ""))

    class Meta:
        """Newest first; the same file is recognised."""

        indexes = [
            models.Index(fields=["town", "made_at"], name="cases_batch"),
            models.Index(fields=["town", "file_digest"], name="cases_batch_file"),
        ]


class ImportRow(TownOwned):
    """What became of one row: made, duplicate or refused, with the cell and the sentence.

    ``opinion`` is the one the row became, or the one it repeats.
    """

    batch = TownForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows")
    row_no = models.PositiveIntegerField()
    result = models.CharField(max_length=12)
    opinion = TownForeignKey(Opinion, null=True, on_delete=models.PROTECT, related_name="import_rows")
    cell = models.CharField(max_length=12, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        """A row once a batch."""

        constraints = [models.UniqueConstraint(fields=["town", "batch", "row_no"], name="cases_import_row")]
