"""Rate limits: count first, forgive afterwards.

An attempt is counted *before* it is examined, under a row lock, so that parallel guesses cannot slip
through; success clears the count.  The counts of different processes are the same rows.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from lianxin.core.clock import now
from lianxin.db import prepared, quick_save
from lianxin.db.models import Town
from lianxin.db.scope import current_town_id
from lianxin.db.transactions import write
from lianxin.journal.errors import WrongState
from lianxin.people import texts
from lianxin.people.models import Throttle


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` in ``window``; then nothing for ``lock``."""

    times: int
    window: dt.timedelta
    lock: dt.timedelta


#: 等保 2.0 level 2: failed sign-ins are limited.  Five, then fifteen minutes.
SIGN_IN: Final = Limit(5, dt.timedelta(minutes=15), dt.timedelta(minutes=15))
#: A name nobody has is counted exactly like an account: without an end but a success, which it never has.  With a
#: window, a second try a quarter of an hour later would tell the two apart.
UNKNOWN_NAME: Final = Limit(SIGN_IN.times, dt.timedelta(days=36_500), SIGN_IN.lock)
#: The present password, asked again before a new one: a stolen session must not be a way to guess it.
OWN_PASSWORD: Final = SIGN_IN


def by_address() -> Limit:
    """Wrong sign-ins from one address, whoever they name: an option, 30 by our own default.

    A whole office sits behind one address, so the account's five would lock everybody out for one person's mistakes;
    who guesses at many accounts from one address is still stopped.
    """
    return Limit(settings.LIANXIN_ADDRESS_TRIES, SIGN_IN.window, SIGN_IN.lock)


#: Counts older than this limit nobody any more; the longest window is a day.
KEPT: Final = dt.timedelta(days=2)
#: Buckets whose counts have no end (:data:`UNKNOWN_NAME`).
ENDLESS: Final = frozenset({"sign_in_name"})


class TooMany(WrongState):
    """The limit is used up; ``until`` says when the next attempt is possible."""

    def __init__(self, until: dt.datetime, message: str) -> None:
        """Keep the moment and the sentence."""
        super().__init__("too_many", message, until=until)
        self.until = until

    @property
    def retry_after(self) -> int:
        """Seconds until the next attempt, at least one: the header ``Retry-After``."""
        return max(1, int((self.until - now()).total_seconds()))


def key_of(text: str) -> str:
    """A keyed hash of an address, name or token: equal texts meet, nobody can read them back."""
    return salted_hmac("lianxin.throttle", text, algorithm="sha256").hexdigest()


def hit(bucket: str, text: str, limit: Limit) -> int:
    """Count one attempt and return how many are left; raises :class:`TooMany` while locked.

    Runs in its own transaction: call it outside any other, so that the count stays when the rest fails.
    """
    with write():
        key, moment = key_of(text), now()
        row = prepared.first("throttle", _locked, bucket, key)
        if row is None:
            fresh = Throttle(bucket=bucket, key=key, town_id=current_town_id(), window_from=moment, count=1)
            if limit.times > 1 and quick_save.insert_unless_there(fresh):
                return limit.times - 1
            row = _locked_row(bucket, key)
        if row.locked_until is not None and row.locked_until > moment:
            raise TooMany(row.locked_until, texts.too_many(row.locked_until))
        if row.locked_until is not None or row.window_from + limit.window <= moment:
            row.count, row.window_from, row.locked_until = 0, moment, None
        row.count += 1
        if row.count >= limit.times:
            row.locked_until = moment + limit.lock
        row.save(update_fields=["count", "window_from", "locked_until"])
    return limit.times - row.count


def forgive(bucket: str, text: str) -> None:
    """Take back the one attempt that was right; what was guessed before stays counted, so that one good code does not
    buy any number of guesses."""
    with write():
        row = _locked_row(bucket, key_of(text))
        row.count, row.locked_until = max(0, row.count - 1), None
        row.save(update_fields=["count", "locked_until"])


def forget_old(_town: Town) -> None:
    """Every day: throw away counts whose window is long over.  Counts without an end stay: they stand for accounts."""
    old, moment = now() - KEPT, now()
    rows = Throttle.objects.filter(window_from__lt=old).exclude(bucket__in=ENDLESS)
    rows.filter(Q(locked_until=None) | Q(locked_until__lt=moment)).delete()


def clear(bucket: str, text: str) -> None:
    """Forget what was counted, after a success or by an administrator."""
    with write():
        Throttle.objects.filter(bucket=bucket, key=key_of(text)).update(count=0, locked_until=None)


def _locked_row(bucket: str, key: str) -> Throttle:
    """The row of that key under a lock, made when it is missing."""
    row = prepared.first("throttle", _locked, bucket, key)
    if row is None:
        fresh = Throttle(bucket=bucket, key=key, town_id=current_town_id(), window_from=now())
        Throttle.objects.bulk_create([fresh], ignore_conflicts=True)
        row = _locked(bucket, key).get()
    return row


def _locked(bucket: str, key: str) -> QuerySet[Throttle]:
    return Throttle.objects.select_for_update().filter(bucket=bucket, key=key)
