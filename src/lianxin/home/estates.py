"""Seats of the home in a handover: memberships of stations, heads of stations, invitations to receptions to come."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.core.clock import now
from lianxin.deputies.handover.estates import Estate, Item, Move, register
from lianxin.home.models import Answer, HandedMatter, HandingState, ReceptionDeputy, Venue, VenueMember
from lianxin.home.receptions import workflow
from lianxin.journal.actors import Actor

_DAY: Final = dt.timedelta(days=1)
#: The deputy has still to carry it, or to say where it was taken.
_TO_CARRY: Final = (HandingState.GIVEN, HandingState.TAKEN)


def seats_left_by(deputies: Collection[int]) -> Iterable[Item]:
    """Present memberships; one statement."""
    rows = VenueMember.objects.filter(deputy_id__in=list(deputies), valid_to=None).order_by("id")
    for pk, deputy, path in rows.values_list("pk", "deputy_id", "venue__place__path"):
        yield Item(pk, deputy, path)


def pass_seats(_actor: Actor, moves: Sequence[Move], day: dt.date) -> None:
    """The membership ends with the mandate; the successor sits in the same station from the day on."""
    wanted = {move.id: move for move in moves}
    for member in VenueMember.objects.filter(pk__in=list(wanted)).order_by("id"):
        member.valid_to = max(member.valid_from, day - _DAY)
        member.save(update_fields=["valid_to"])
        successor = wanted[member.pk].successor
        there = VenueMember.objects.filter(venue_id=member.venue_id, deputy_id=successor or 0, valid_to=None)
        if successor is not None and not there.exists():
            VenueMember.objects.update_or_create(
                venue_id=member.venue_id, deputy_id=successor, valid_from=day,
                defaults={"valid_to": None, "town_id": member.town_id},
            )  # fmt: skip


def heads_left_by(deputies: Collection[int]) -> Iterable[Item]:
    """Venues of which somebody is the head; one statement."""
    rows = Venue.objects.filter(head_id__in=list(deputies), closed_on=None).order_by("id")
    for pk, deputy, path in rows.values_list("pk", "head_id", "place__path"):
        yield Item(pk, deputy, path)


def pass_heads(_actor: Actor, moves: Sequence[Move], _day: dt.date) -> None:
    """The successor heads the venue until the office says otherwise; without one it has no head."""
    for move in moves:
        Venue.objects.filter(pk=move.id, head_id=move.deputy).update(head_id=move.successor)


def invitations_left_by(deputies: Collection[int]) -> Iterable[Item]:
    """Receptions to come to which somebody was asked and did not decline; one statement."""
    rows = ReceptionDeputy.objects.filter(deputy_id__in=list(deputies), reception__starts_at__gte=now())
    rows = rows.exclude(answer=Answer.DECLINED).exclude(reception__state__in=workflow.FINAL).order_by("id")
    for pk, deputy, path in rows.values_list("pk", "deputy_id", "reception__venue__place__path"):
        yield Item(pk, deputy, path)


def pass_invitations(_actor: Actor, moves: Sequence[Move], _day: dt.date) -> None:
    """Whose mandate ended does not come; the successor is asked in the place of the other."""
    wanted = {move.id: move for move in moves}
    for asked in ReceptionDeputy.objects.filter(pk__in=list(wanted)).order_by("id"):
        asked.answer, asked.reason = Answer.DECLINED, gettext("任期已经结束")
        asked.save(update_fields=["answer", "reason"])
        successor = wanted[asked.pk].successor
        known = ReceptionDeputy.objects.filter(reception_id=asked.reception_id, deputy_id=successor or 0)
        if successor is not None and not known.exists():
            ReceptionDeputy.objects.create(
                reception_id=asked.reception_id, deputy_id=successor, stands_in_for_id=asked.deputy_id,
                town_id=asked.town_id,
            )  # fmt: skip


def handed_left_by(deputies: Collection[int]) -> Iterable[Item]:
    """Matters a deputy was asked to carry to the district or the city and has not reported about; one statement."""
    rows = HandedMatter.objects.filter(deputy_id__in=list(deputies), state__in=_TO_CARRY).order_by("id")
    for pk, deputy, path in rows.values_list("pk", "deputy_id", "case__place_path"):
        yield Item(pk, deputy, path)


def pass_handed(_actor: Actor, moves: Sequence[Move], _day: dt.date) -> None:
    """The successor is asked instead; without one the line stays, and the office finds it in its own list."""
    wanted = {move.id: move.successor for move in moves if move.successor is not None}
    for row in HandedMatter.objects.filter(pk__in=list(wanted)).order_by("id"):
        known = HandedMatter.objects.filter(case_id=row.case_id, deputy_id=wanted[row.pk])
        if not known.exists():
            HandedMatter.objects.create(
                reception_id=row.reception_id, case_id=row.case_id, deputy_id=wanted[row.pk], level=row.level,
                handed_at=now(), town_id=row.town_id,
            )  # fmt: skip
        row.state, row.passed_on_because = HandingState.PASSED_ON, gettext("任期已经结束")
        row.version += 1
        row.save(update_fields=["state", "passed_on_because", "version"])


def register_estates() -> None:
    """Tell the handover what hangs on a mandate here."""
    register(Estate("venue_head", _("站点负责人"), heads_left_by, pass_heads))
    register(Estate("venue_member", _("站点席位"), seats_left_by, pass_seats))
    register(Estate("handed_matter", _("请代表带去的事"), handed_left_by, pass_handed))
    register(Estate("reception_deputy", _("接待邀请"), invitations_left_by, pass_invitations))
