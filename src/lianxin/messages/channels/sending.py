"""The worker's side: claim what is due, send it outside of any transaction, note what became of it.

A claim is a lease.  When a worker dies with a message in its hands, the message goes out again only where the receiver
recognises our id (webhook, text messages); a robot or a mail server would show it twice, so it is marked as unclear and
shown to the system administrator.  The inbox has it in any case.
"""

import datetime as dt
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import F, Q

from lianxin.core.clock import monotonic, now
from lianxin.core.crypto import DecryptError
from lianxin.db.models import Town
from lianxin.db.transactions import write
from lianxin.journal.backoff import wait_after
from lianxin.messages.channels import mailing, providers, rules, texts, wire
from lianxin.messages.channels.enqueue import planned
from lianxin.messages.channels.limits import Limit, limits
from lianxin.messages.channels.models import Channel, ChannelKind, Delivery, DeliveryState, OwnChoice
from lianxin.messages.channels.providers import Letter, Outcome
from lianxin.messages.channels.sealing import mail_of, phone_of, secret_of, target_of
from lianxin.places.models import Unit

logger = logging.getLogger(__name__)

#: A claimed message nobody noted for so long was in the hands of a worker that died.
LEASE: Final = dt.timedelta(minutes=5)
#: A round ends after so many seconds; what is left is for the next.
ROUND_SECONDS: Final = 40.0
#: Notices put into one message at most.
TOGETHER: Final = 200
KEPT: Final = dt.timedelta(days=90)
_ENDED: Final = (DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.UNCLEAR, DeliveryState.DROPPED)


@dataclass(frozen=True, slots=True)
class Claim:
    """Deliveries that go out as one message, in the hands of this worker."""

    channel: Channel
    batch: int
    rows: Sequence[Delivery]


def send_due(town: Town) -> int:
    """Every minute: send what is due in a town, channel by channel, within the limits; how many messages were tried."""
    begun, tried = monotonic(), 0
    recover()
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lte=now())
    for channel_id in sorted(set(due.values_list("channel_id", flat=True))):
        while monotonic() - begun < ROUND_SECONDS and (claimed := claim(channel_id)) is not None:
            note(claimed, attempt(claimed, town))
            tried += 1
    return tried


def tidy(_town: Town) -> None:
    """Every day: what ended long ago is forgotten."""
    Delivery.objects.filter(state__in=_ENDED, made_at__lt=now() - KEPT).delete()


def recover() -> None:
    """Take up what a dead worker held: again where that is safe, else marked as unclear."""
    safe = [kind for kind, limit in limits().items() if limit.repeats_safely]
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, next_try_at__lte=now())
    kinds = dict(Channel.objects.values_list("pk", "kind"))
    again = [pk for pk, kind in kinds.items() if kind in safe]
    lost.filter(channel_id__in=again).update(state=DeliveryState.WAITING, error="interrupted")
    lost.exclude(channel_id__in=again).update(state=DeliveryState.UNCLEAR, error="interrupted")


def claim(channel_id: int) -> Claim | None:
    """Take the oldest due message of a channel, unless it is off, resting or has said enough this minute."""
    moment = now()
    with write():
        channel = Channel.objects.select_for_update().get(pk=channel_id)
        resting = channel.paused_until is not None and channel.paused_until > moment
        if not channel.is_on or resting or _said(channel, moment) >= limits()[channel.kind].per_minute:
            return None
        rows = _together(channel, moment)
        if not rows:
            return None
        batch = rows[0].batch or rows[0].pk
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
            batch=batch,
            state=DeliveryState.SENDING,
            attempts=F("attempts") + 1,
            tried_at=moment,
            next_try_at=moment + LEASE,
        )
    for row in rows:
        row.attempts += 1
    return Claim(channel, batch, rows)


def _said(channel: Channel, moment: dt.datetime) -> int:
    """How many messages went out within a minute before."""
    lately = Delivery.objects.filter(channel=channel, tried_at__gt=moment - dt.timedelta(minutes=1))
    return len(set(lately.values_list("batch", flat=True)))


def _together(channel: Channel, moment: dt.datetime) -> list[Delivery]:
    """A message tried before, unchanged, or all that is due for the same reader."""
    due = Delivery.objects.filter(channel=channel, state=DeliveryState.WAITING, next_try_at__lte=moment)
    first = due.order_by("next_try_at", "id").first()
    if first is None:
        return []
    if first.batch:
        same = Delivery.objects.filter(channel=channel, batch=first.batch, state=DeliveryState.WAITING)
        return list(same.order_by("id"))
    alike = due.filter(batch=0, account_id=first.account_id)
    return list(alike.filter(Q(sort=first.sort) if first.sort == "test" else ~Q(sort="test")).order_by("id")[:TOGETHER])


def attempt(claimed: Claim, town: Town) -> Outcome:
    """Send one message; nothing is stored here."""
    channel = claimed.channel
    try:
        target, secret = target_of(channel), secret_of(channel)
        letter = letter_of(claimed, town, target)
    except DecryptError:
        return Outcome(providers.REFUSED, "key_lost")
    if channel.kind in {ChannelKind.MAIL, ChannelKind.SMS} and not letter.to:
        return Outcome(providers.REFUSED, "no_address")
    if channel.kind == ChannelKind.MAIL:
        return mailing.send(letter)
    milliseconds = int(now().timestamp() * 1000)
    request = providers.BUILDERS[channel.kind](target, secret, letter, milliseconds)
    try:
        answer = wire.post(request.url, request.body, request.headers, settings.LIANXIN_INTERNAL_HOSTS)
    except wire.WireError as problem:
        return Outcome(_FATES[problem.fate], problem.code)
    return providers.judge(channel.kind, answer)


_FATES: Final = {"forbidden": providers.REFUSED, "unsent": providers.AGAIN, "unclear": providers.UNCLEAR}


def letter_of(claimed: Claim, town: Town, target: str) -> Letter:
    """The message of a claim, made of nothing but the facts that may leave; raises ``DecryptError``."""
    items = [texts.Item(row.sort, rules.stored_facts(json.loads(row.facts))) for row in claimed.rows]
    wanted = {item.facts.unit for item in items if item.facts.unit}
    units = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    message = texts.compose(f"lx-{claimed.batch}", items, units, town)
    return Letter(
        id=message.id,
        text=message.text(limits()[claimed.channel.kind].longest_bytes),
        subject=message.subject,
        count=len(items),
        link=message.link,
        items=texts.as_data(message, units),
        town=town.code,
        made_at=claimed.rows[0].made_at.isoformat(),
        to=_to(claimed, target),
        template=claimed.channel.template,
    )


def _to(claimed: Claim, target: str) -> str:
    """A person's own address, or the fixed box of a mail channel."""
    account_id: int | None = claimed.rows[0].account_id
    if account_id is None:
        return target if claimed.channel.kind == ChannelKind.MAIL else ""
    choice = OwnChoice.objects.filter(account_id=account_id).first()
    if choice is None:
        return ""
    return phone_of(choice) if claimed.channel.kind == ChannelKind.SMS else mail_of(choice)


def note(claimed: Claim, outcome: Outcome) -> None:
    """Store what became of a message; the provider's words are not kept, only codes."""
    moment, channel = now(), claimed.channel
    limit = limits()[channel.kind]
    rows = Delivery.objects.filter(channel=channel, batch=claimed.batch, state=DeliveryState.SENDING)
    with write():
        if outcome.what == providers.SENT:
            rows.update(state=DeliveryState.SENT, sent_at=moment, error="", provider_ref=outcome.ref)
            Channel.objects.filter(pk=channel.pk).update(last_ok_at=moment, last_error="")
            return
        state, later = _after_failure(claimed, outcome, limit, moment)
        rows.update(state=state, error=outcome.code, next_try_at=later)
        paused = moment + _rest(outcome, limit) if outcome.what == providers.BUSY else None
        Channel.objects.filter(pk=channel.pk).update(last_error=outcome.code, last_error_at=moment, paused_until=paused)
    logger.warning("channel %s: message %s ended as %s (%s)", channel.pk, claimed.batch, state, outcome.code)


def _after_failure(
    claimed: Claim, outcome: Outcome, limit: Limit, moment: dt.datetime
) -> tuple[DeliveryState, dt.datetime]:
    """The state after a failed attempt, and when to try again."""
    attempts = max(row.attempts for row in claimed.rows)
    if outcome.what == providers.REFUSED:
        return DeliveryState.DEAD, moment
    if outcome.what == providers.UNCLEAR and not limit.repeats_safely:
        return DeliveryState.UNCLEAR, moment
    if attempts >= rules.TRIES:
        return DeliveryState.DEAD, moment
    wait = max(wait_after(attempts), _rest(outcome, limit) if outcome.what == providers.BUSY else dt.timedelta(0))
    hours = planned(claimed.channel, claimed.rows[0].sort, moment + wait)
    return DeliveryState.WAITING, hours if claimed.channel.daily_at is None else moment + wait


def _rest(outcome: Outcome, limit: Limit) -> dt.timedelta:
    """How long a channel is left alone after "too many"."""
    return max(dt.timedelta(minutes=limit.pause_minutes), dt.timedelta(seconds=outcome.wait))
