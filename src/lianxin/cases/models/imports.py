"""Import of spreadsheets: the batch, its rows, and the mapping remembered for these headers."""

import json

from django.db import models

from lianxin.cases.models.opinion import Opinion
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


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


class ImportBatch(TownOwned):
    """One uploaded file: previewed, confirmed, running, done, undone."""

    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=80, blank=True)
    mapping = models.TextField(default="{}")
    defaults = models.TextField(default="{}")
    state = models.CharField(max_length=12, default="preview")
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_made = models.PositiveIntegerField(default=0)
    rows_duplicate = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; the same file is recognised."""

        indexes = [
            models.Index(fields=["town", "made_at"], name="cases_batch"),
            models.Index(fields=["town", "file_digest"], name="cases_batch_file"),
        ]


class ImportRow(TownOwned):
    """What became of one row: made, duplicate or refused, with the cell and the sentence."""

    batch = TownForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows")
    row_no = models.PositiveIntegerField()
    result = models.CharField(max_length=12)
    opinion = TownForeignKey(Opinion, null=True, on_delete=models.PROTECT, related_name="import_rows")
    cell = models.CharField(max_length=12, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        """A row once a batch."""

        constraints = [models.UniqueConstraint(fields=["town", "batch", "row_no"], name="cases_import_row")]
