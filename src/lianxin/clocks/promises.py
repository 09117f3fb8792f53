"""Promises: a date given in a reply, kept in a ledger until it is kept or has changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lianxin.clocks.models import Promise, PromiseState
from lianxin.core.clock import today

#: A promise that still has to be settled: open, or past its date without being kept.
UNSETTLED = (PromiseState.OPEN, PromiseState.MISSED)


@dataclass(frozen=True, slots=True)
class Given:
    """What a reply promises: what will be done, by when."""

    text: str
    due_on: dt.date


def give(owner_kind: str, owner_id: int, given: Iterable[Given], unit_id: int | None, reply_id: int) -> list[Promise]:
    """Enter promises into the ledger, in the transaction of the signed reply; one statement."""
    rows = [
        Promise(
            owner_kind=owner_kind,
            owner_id=owner_id,
            reply_ref=reply_id,
            text=promise.text,
            unit_id=unit_id,
            promised_on=today(),
            due_on=promise.due_on,
        )
        for promise in given
    ]
    return Promise.objects.bulk_create(rows) if rows else []


def unsettled(owner_kind: str, owner_id: int) -> list[Promise]:
    """The promises of an object that are neither kept nor changed, by date; one statement."""
    return list(
        Promise.objects.filter(owner_kind=owner_kind, owner_id=owner_id, state__in=UNSETTLED).order_by("due_on", "id")
    )


def keep(promise: Promise, proof: str) -> None:
    """It was done; ``proof`` says by what one can see it. Late is kept too: the dates tell."""
    promise.state, promise.settled_on, promise.proof = PromiseState.KEPT, today(), proof
    promise.save(update_fields=["state", "settled_on", "proof"])


def miss(promise: Promise, reason: str) -> None:
    """The date passed and it was not done; it stays in the ledger until it is kept or changed."""
    promise.state, promise.proof = PromiseState.MISSED, reason
    promise.save(update_fields=["state", "proof"])


def change(promise: Promise, reason: str, successor: Given | None) -> Promise | None:
    """The facts changed (Shanghai 2015: the deputy is told then too); a new date makes a successor."""
    following = None
    if successor is not None:
        following = give(promise.owner_kind, promise.owner_id, [successor], promise.unit_id, promise.reply_ref or 0)[0]
    promise.state, promise.settled_on, promise.proof = PromiseState.CHANGED, today(), reason
    promise.successor = following
    promise.save(update_fields=["state", "settled_on", "proof", "successor"])
    return following
