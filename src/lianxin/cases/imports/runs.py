"""The import in the background: taken up by a worker, stopped between chunks, taken up again when a worker died."""

import datetime as dt
import logging
from typing import Final

from django.utils.translation import gettext as _
from django_tasks import task

from lianxin.cases.imports import files
from lianxin.cases.imports.service import Import
from lianxin.cases.models import BatchState, ImportBatch
from lianxin.core.clock import now
from lianxin.core.hashing import canonical_json
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.journal import jobs
from lianxin.journal.actors import SYSTEM, Actor
from lianxin.journal.errors import ActionError, NotAllowed
from lianxin.people.actors import actor_of_account
from lianxin.people.models import Account

logger = logging.getLogger(__name__)

#: A batch that nobody has touched for so long has lost its worker (a chunk takes well under a second).
STALE: Final = dt.timedelta(minutes=2)


@task()
def run_import(town_id: int, batch_id: int) -> str:
    """The queue's side of :func:`run_batch`."""
    with town_scope(Town.objects.get(pk=town_id)):
        return run_batch(batch_id)


def enqueue(town_id: int, batch_id: int) -> None:
    """Hand a batch of a town to the task queue."""
    run_import.enqueue(town_id, batch_id)


def run_batch(batch_id: int) -> str:
    """Import what is left of a waiting batch; the state it ends in, empty when it is not waiting."""
    batch = _claim(batch_id)
    if batch is None:
        return ""
    try:
        _import(batch)
    except ActionError as refused:
        _fail(batch_id, refused.message)
    except Exception:
        logger.exception("import %s failed", batch_id)
        _fail(batch_id, _("导入中途出了意外。已经导入的行都在，可以按“继续导入”再试一次。"))
    return _settle(batch_id)


def _claim(batch_id: int) -> ImportBatch | None:
    """Take up a waiting batch, so that no second worker does."""
    with write():
        batch = ImportBatch.objects.select_for_update().filter(pk=batch_id, state=BatchState.WAITING).first()
        if batch is None:
            return None
        batch.state, batch.touched_at = BatchState.RUNNING, now()
        batch.save(update_fields=["state", "touched_at"])
        return batch


def _import(batch: ImportBatch) -> None:
    table = files.table_of(batch)
    Import(
        _actor(batch), table, batch.columns, batch.file_name, batch.file_digest, batch.channel,
        track=batch.track, batch=batch,
    ).run()  # fmt: skip


def _actor(batch: ImportBatch) -> Actor:
    """Who pressed, with the rights of today; ``NotAllowed`` when the account was closed meanwhile."""
    if not batch.made_by:
        return SYSTEM
    account = Account.objects.filter(pk=int(batch.made_by), is_active=True).first()
    if account is None:
        raise NotAllowed("account_closed", _("经手人的账号已经停用，请由另一位同志按“继续导入”。"))
    return actor_of_account(account)


def _fail(batch_id: int, sentence: str) -> None:
    with write():
        ImportBatch.objects.filter(pk=batch_id).update(
            state=BatchState.FAILED, defaults=canonical_json({"failure": sentence}).decode()
        )


def _settle(batch_id: int) -> str:
    """A run that was asked to stop has stopped now."""
    with write():
        ImportBatch.objects.filter(pk=batch_id, state=BatchState.STOPPING).update(state=BatchState.STOPPED)
        return ImportBatch.objects.values_list("state", flat=True).get(pk=batch_id)


def take_up(town: Town) -> None:
    """Put batches whose worker died back into the queue, and let those that were being stopped rest."""
    old = ImportBatch.objects.filter(touched_at__lt=now() - STALE)
    with write():
        old.filter(state=BatchState.STOPPING).update(state=BatchState.STOPPED)
        left = old.filter(state__in=(BatchState.WAITING, BatchState.RUNNING))
        ids = list(left.select_for_update().order_by("id").values_list("pk", flat=True))
        ImportBatch.objects.filter(pk__in=ids).update(state=BatchState.WAITING, touched_at=now())
    for batch_id in ids:
        enqueue(town.pk, batch_id)


def register() -> None:
    """The minute job."""
    jobs.every(jobs.MINUTE, "cases.imports")(take_up)
