"""From a notice in the inbox to messages waiting at the channels that carry it; nothing is sent here."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from lianxin.clocks.calendars import town_calendar
from lianxin.core.clock import now, today
from lianxin.db.scope import current_town_id
from lianxin.journal.models import OutboxMessage
from lianxin.messages.channels import rules, sorts
from lianxin.messages.channels.models import Channel, ChannelKind, Delivery, OwnChoice
from lianxin.people import roles
from lianxin.people.models import RoleGrant


def hear(message: OutboxMessage, data: Mapping[str, Any], addresses: Sequence[str], link: str) -> None:
    """Put one delivery at each channel and reader; delivered again after a crash, nothing is put twice.

    A sealed matter and a verb without a sort stay in the inbox.  One statement where the town has no channel.
    """
    sort = sorts.sort_of(message.kind)
    if not sort or data.get("sealed"):
        return
    channels = list(Channel.objects.filter(is_on=True))
    channels = [one for one in channels if sort in one.sorts.split()]
    if not channels:
        return
    accounts = accounts_behind(addresses)
    choices = {row.account_id: row for row in OwnChoice.objects.filter(account_id__in=accounts)} if accounts else {}
    facts = json.dumps(rules.safe_facts(data, addresses, link).as_dict(), sort_keys=True)
    rows = []
    for channel in channels:
        found = readers(channel, sort, addresses, accounts, choices)
        rows += [_row(channel, account_id, message.pk, sort, facts) for account_id in found]
    _store(rows)


def readers(
    channel: Channel,
    sort: str,
    addresses: Sequence[str],
    accounts: Collection[int],
    choices: Mapping[int, OwnChoice],
) -> Iterator[int | None]:
    """Whom a channel speaks to about a notice: nobody, its own target (``None``), or each person who wants it."""
    audience = json.loads(channel.audience)
    if speaks_to_persons(channel):
        if rules.carries(audience, addresses, accounts):
            for account_id in sorted(accounts):
                choice = choices.get(account_id)
                if choice is not None and _wants(channel, choice, sort) and _meant(audience, addresses, account_id):
                    yield account_id
        return
    wanting = [pk for pk in accounts if _robot_ok(choices.get(pk), sort)]
    if rules.carries(audience, addresses, wanting):
        yield None


def speaks_to_persons(channel: Channel) -> bool:
    """Whether a channel reaches each person at their own address: text messages, and mail without a fixed box."""
    return channel.kind == ChannelKind.SMS or (channel.kind == ChannelKind.MAIL and not channel.target_encrypted)


def _meant(audience: Sequence[str], addresses: Sequence[str], account_id: int) -> bool:
    """Where a channel is for single accounts only, nobody else is written to."""
    only = [one for one in audience if one.startswith("account:")]
    if not only or len(only) < len(audience):
        return True
    return f"account:{account_id}" in only


def _wants(channel: Channel, choice: OwnChoice, sort: str) -> bool:
    if channel.kind == ChannelKind.SMS:
        return bool(choice.phone_encrypted) and sort in choice.phone_sorts.split()
    return bool(choice.mail_encrypted) and sort in choice.mail_sorts.split()


def _robot_ok(choice: OwnChoice | None, sort: str) -> bool:
    """Who never chose hears everything the robot set up for them carries."""
    return choice is None or sort in choice.robot_sorts.split()


def accounts_behind(addresses: Iterable[str]) -> frozenset[int]:
    """The accounts that read these inboxes today; one statement.  A deputy's inbox is read by the deputy only."""
    found: set[int] = set()
    asked = Q(pk__in=[])
    for address in addresses:
        kind, _colon, rest = address.partition(":")
        if kind == "account" and rest.isdigit():
            found.add(int(rest))
        elif kind == "role":
            role, _at, place = rest.partition("@")
            asked |= Q(role=role, place_id=int(place)) if place else Q(role=role, place=None, unit=None)
        elif kind in {"unit", "unit_head"} and rest.isdigit():
            asked |= Q(unit_id=int(rest)) if kind == "unit" else Q(unit_id=int(rest), role=roles.UNIT_HEAD)
    holds = RoleGrant.objects.filter(asked, valid_from__lte=today(), ended_at=None, account__is_active=True)
    found.update(holds.filter(Q(valid_to=None) | Q(valid_to__gte=today())).values_list("account_id", flat=True))
    return frozenset(found)


def hours_of(channel: Channel) -> rules.Hours:
    """When a channel may speak."""
    return rules.Hours(channel.quiet_from, channel.quiet_to, channel.working_days, channel.daily_at)


def planned(channel: Channel, sort: str, moment: Any) -> Any:
    """When a message of a sort may go; what is urgent and what is only a test goes at once."""
    if sort in {sorts.URGENT, sorts.TEST}:
        return moment
    return rules.next_moment(moment, hours_of(channel), town_calendar().is_working_day)


def _row(channel: Channel, account_id: int | None, outbox_id: int, sort: str, facts: str) -> Delivery:
    moment = now()
    return Delivery(
        town_id=current_town_id(),
        channel=channel,
        account_id=account_id,
        key=f"{channel.pk}:{outbox_id}:{account_id or 0}",
        sort=sort,
        facts=facts,
        made_at=moment,
        next_try_at=planned(channel, sort, moment),
    )


def _store(rows: Sequence[Delivery]) -> None:
    """Store those whose key is new."""
    known = set(Delivery.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    fresh = {row.key: row for row in rows if row.key not in known}
    Delivery.objects.bulk_create(list(fresh.values()))
