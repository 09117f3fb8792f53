"""What gives birth to what among matters: every step of the chain is drawn here, inside the change that makes it.

    墙上的二维码 / 走访链接 / 导入的表  →  意见  →  事项  →  答复  →  承诺  →  后续的承诺
    先前已办结的事项  →  再次反映的事项

Each later object is newer than the one it comes from, so a chain never closes into a ring.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, QuerySet

from lianxin.cases.models import Case, Opinion, Reply
from lianxin.cases.sealing import fingerprints
from lianxin.clocks.models import Promise
from lianxin.db import prepared
from lianxin.journal.actors import TOKEN, Actor
from lianxin.records.lineage import Step, born
from lianxin.records.models import Relation

#: The channel of a QR code on a wall: its place is where the words come from.
QR = "qr"


def recorded(actor: Actor, opinion: Opinion, case: Case) -> None:
    """A word became a matter; what brought it stands before it.  One statement."""
    steps = [Step(("opinion", opinion.pk), ("case", case.pk), Relation.BECAME)]
    if actor.kind == TOKEN and actor.id.isdigit():
        steps.append(Step(("access_link", int(actor.id)), ("opinion", opinion.pk), Relation.BECAME))
    if opinion.channel == QR and opinion.place_id is not None:
        steps.append(Step(("place", opinion.place_id), ("opinion", opinion.pk), Relation.BECAME))
    born(actor, steps)


def raised_again(actor: Actor, opinion: Opinion, case: Case) -> int | None:
    """The same words about the same place after an end: the earlier matter is followed by this one.

    One statement a field key (one where keys were never changed), one more where there was one; the id of the earlier
    matter.
    """
    found = (
        prepared.read("origins.again", _ended, digest, case.pk)
        for digest in fingerprints(opinion.verbatim, opinion.place_id)
    )
    earlier: int | None = next((rows[0][0] for rows in found if rows), None)
    if earlier is not None:
        born(actor, [Step(("case", earlier), ("case", case.pk), Relation.FOLLOWED_BY)])
    return earlier


def _ended(fingerprint: str, case_id: int) -> QuerySet[Opinion, Any]:
    """The newest matter but this one with these words that has ended; sealed ones are left out."""
    rows = Opinion.objects.filter(fingerprint=fingerprint, case__closed_on__isnull=False, case__sealed=False)
    newest = (F("id") + 0).desc()  # not the bare key: PostgreSQL would walk the whole archive backwards for it
    return rows.exclude(case_id=case_id).order_by(newest).values_list("case_id")[:1]


def answered(actor: Actor, case: Case, reply: Reply, promises: Iterable[Promise]) -> None:
    """A matter was answered; what was promised hangs on the answer.  One statement."""
    steps = [Step(("case", case.pk), ("reply", reply.pk), Relation.ANSWERED_BY)]
    steps += [Step(("reply", reply.pk), ("promise", one.pk), Relation.PROMISED_IN) for one in promises]
    born(actor, steps)


def promised_anew(actor: Actor, promise: Promise, successor: Promise | None) -> None:
    """A promise whose facts changed is followed by the one that replaces it."""
    if successor is not None:
        born(actor, [Step(("promise", promise.pk), ("promise", successor.pk), Relation.FOLLOWED_BY)])


def imported(actor: Actor, batch_id: int, opinion_ids: Sequence[int]) -> None:
    """Lines of a table became opinions; one statement for a whole chunk."""
    source = ("import_batch", batch_id)
    born(actor, [Step(source, ("opinion", pk), Relation.BECAME) for pk in opinion_ids])
