"""What the journal stores: log, seals, outbox, numbers, idempotency keys, reads.

Everything here is append-only by construction: nothing in the code updates or deletes a
:class:`LogEntry`, :class:`SealLink`, :class:`DaySeal` or :class:`ReadLog`.
"""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class LogEntry(TownOwned):
    """One thing that happened to one object.

    ``hash`` covers ``prev_hash`` (the previous entry of the *same object*) and every other
    field, so a changed, missing or reordered entry breaks the object's chain.  ``data`` is
    canonical JSON text without personal data: personal fields appear only as salted digests.
    """

    object_kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=120)
    data = models.TextField(default="{}")
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """One entry per object and sequence number; the town's log reads by time."""

        constraints = [
            models.UniqueConstraint(fields=["town", "object_kind", "object_id", "seq"], name="journal_entry_seq"),
        ]
        indexes = [models.Index(fields=["town", "at"], name="journal_entry_at")]


class SealPending(TownOwned):
    """An entry that is committed but not yet bound into the town's sequence."""

    entry = TownForeignKey(LogEntry, on_delete=models.PROTECT, related_name="pending_seals")

    class Meta:
        """An entry waits once."""

        constraints = [models.UniqueConstraint(fields=["town", "entry"], name="journal_pending_entry")]


class SealLink(TownOwned):
    """The place of one entry in the town's sequence."""

    position = models.BigIntegerField()
    entry = TownForeignKey(LogEntry, on_delete=models.PROTECT, related_name="seal_links")
    entry_hash = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        """Positions and entries are unique in a town."""

        constraints = [
            models.UniqueConstraint(fields=["town", "position"], name="journal_seal_position"),
            models.UniqueConstraint(fields=["town", "entry"], name="journal_seal_entry"),
        ]
        indexes = [models.Index(fields=["town", "day", "position"], name="journal_seal_day")]


class DaySeal(TownOwned):
    """The seal of one civil day: a Merkle root over its links, chained to the day before.

    A day on which nothing was sealed has no row.  ``reads_seq`` and ``reads_hash`` bind the log of
    reads as it stood when the day was closed (0 and empty while nobody had read anything).
    """

    day = models.DateField()
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    merkle_root = models.CharField(max_length=64)
    reads_seq = models.BigIntegerField(default=0)
    reads_hash = models.CharField(max_length=64, blank=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        """One seal a day."""

        constraints = [models.UniqueConstraint(fields=["town", "day"], name="journal_seal_one_a_day")]


class OutboxMessage(TownOwned):
    """An announcement written with the change and delivered after commit, with retries."""

    kind = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    data = models.TextField(default="{}")
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        """Undelivered messages are found by their next try."""

        indexes = [models.Index(fields=["town", "done_at", "next_try_at"], name="journal_outbox_next")]


class NumberSeries(TownOwned):
    """The last number given out in one series (for example cases of 2026)."""

    series = models.CharField(max_length=48)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        """A series exists once a town."""

        constraints = [models.UniqueConstraint(fields=["town", "series"], name="journal_series")]


class IdempotencyKey(TownOwned):
    """The result of an action that carried a key, so that the same key never acts twice.

    ``request_digest`` is over the action's data, under the installation's key (a telephone number has too few forms
    to hide in a plain digest): the same key with other data is refused.
    """

    key = models.CharField(max_length=64)
    verb = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    result_kind = models.CharField(max_length=32, blank=True)
    result_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """A key is used once a town."""

        constraints = [models.UniqueConstraint(fields=["town", "key"], name="journal_once")]


class ReadLog(TownOwned):
    """Who looked at personal data, when and why; append-only, one hash chain a town."""

    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=120)
    object_kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=48)
    reason = models.CharField(max_length=300)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """One chain a town; read by time, and by object."""

        constraints = [models.UniqueConstraint(fields=["town", "seq"], name="journal_read_seq")]
        indexes = [
            models.Index(fields=["town", "at"], name="journal_read_at"),
            models.Index(fields=["town", "object_kind", "object_id"], name="journal_read_object"),
        ]


class JobSlot(TownOwned):
    """The newest slot of one recurring job: enqueued once, run once, tried again after a failure.

    One row a job and town.  ``slot`` is the moment the slot began (UTC).
    """

    name = models.CharField(max_length=48)
    slot = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        """A job stands once a town."""

        constraints = [models.UniqueConstraint(fields=["town", "name"], name="journal_job")]
