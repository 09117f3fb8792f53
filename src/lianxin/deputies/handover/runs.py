"""A handover in the background: one deputy a transaction, taken up again where a worker died."""

import datetime as dt
import logging
from typing import Final

from django.utils.translation import gettext as _
from django_tasks import task

from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.deputies.handover.passing import FinishHandover, HandOver
from lianxin.deputies.models import Deputy, Handover, HandoverLine, HandoverState
from lianxin.journal import jobs
from lianxin.journal.actors import SYSTEM, Actor
from lianxin.journal.errors import ActionError, NotAllowed
from lianxin.people.actors import actor_of_account
from lianxin.people.models import Account

logger = logging.getLogger(__name__)

#: A handover that nobody has touched for so long has lost its worker (one deputy takes well under a second).
STALE: Final = dt.timedelta(minutes=2)


@task()
def run_handover(town_id: int, handover_id: int) -> str:
    """The queue's side of :func:`run`."""
    with town_scope(Town.objects.get(pk=town_id)):
        return run(handover_id)


def enqueue(town_id: int, handover_id: int) -> None:
    """Hand a handover of a town to the task queue."""
    run_handover.enqueue(town_id, handover_id)


def run(handover_id: int) -> str:
    """Do what is left of a waiting handover; the state it ends in, empty when it is not waiting."""
    handover = _claim(handover_id)
    if handover is None:
        return ""
    try:
        actor = _actor(handover)
        for deputy in waiting_deputies(handover):
            HandOver(actor=actor, handover=handover, deputy=deputy).execute()
        FinishHandover(actor=actor, handover=handover).execute()
    except ActionError as refused:
        _fail(handover_id, refused.message)
    except Exception:
        logger.exception("handover %s failed", handover_id)
        _fail(handover_id, _("交接中途出了意外。已经交接的都在，可以按“接着交接”再试一次。"))
    return Handover.objects.values_list("state", flat=True).get(pk=handover_id)


def waiting_deputies(handover: Handover) -> list[Deputy]:
    """Who has still to be handed over, in the order of the plan."""
    lines = HandoverLine.objects.filter(handover=handover, done_at=None).select_related("deputy").order_by("sort")
    return list({line.deputy_id: line.deputy for line in lines}.values())


def _claim(handover_id: int) -> Handover | None:
    """Take up a waiting handover, so that no second worker does."""
    with write():
        rows = Handover.objects.select_for_update()
        handover = rows.filter(pk=handover_id, state=HandoverState.WAITING).first()
        if handover is None:
            return None
        handover.state, handover.touched_at = HandoverState.RUNNING, now()
        handover.save(update_fields=["state", "touched_at"])
        return handover


def _actor(handover: Handover) -> Actor:
    """Who pressed, with the rights of today; ``NotAllowed`` when the account was closed meanwhile."""
    if not handover.made_by:
        return SYSTEM
    account = Account.objects.filter(pk=int(handover.made_by), is_active=True).first()
    if account is None:
        raise NotAllowed("account_closed", _("经手人的账号已经停用，请由另一位同志按“接着交接”。"))
    return actor_of_account(account)


def _fail(handover_id: int, sentence: str) -> None:
    with write():
        Handover.objects.filter(pk=handover_id).update(state=HandoverState.FAILED, problem=sentence[:200])


def take_up(town: Town) -> None:
    """Put handovers whose worker died back into the queue."""
    with write():
        left = Handover.objects.filter(
            touched_at__lt=now() - STALE, state__in=(HandoverState.WAITING, HandoverState.RUNNING)
        )
        ids = list(left.select_for_update().order_by("id").values_list("pk", flat=True))
        Handover.objects.filter(pk__in=ids).update(state=HandoverState.WAITING, touched_at=now())
    for handover_id in ids:
        enqueue(town.pk, handover_id)


def register() -> None:
    """The minute job."""
    jobs.every(jobs.MINUTE, "deputies.handovers")(take_up)
