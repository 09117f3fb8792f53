"""Receptions as prepared rows: for the desk, for a deputy, for residents."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.core.clock import civil_date, local, now
from lianxin.home.handing.addresses import addresses
from lianxin.home.handing.selectors import of_case
from lianxin.home.models import Answer, Reception, ReceptionDeputy, ReceptionState, ReceptionUnit, Visitor
from lianxin.ui.dates import zh_date, zh_day
from lianxin.ui.listing import listed

Row = dict[str, Any]


def receptions() -> QuerySet[Reception]:
    """Receptions with venue, who was asked and which units join, in three statements; visitors counted."""
    asked = ReceptionDeputy.objects.select_related("deputy", "stands_in_for").order_by("deputy__sort", "id")
    units = ReceptionUnit.objects.select_related("unit").order_by("id")
    return Reception.objects.select_related("venue__place").prefetch_related(
        Prefetch("asked", asked, to_attr="all_asked"), Prefetch("units", units, to_attr="all_units")
    )


def with_counts(rows: QuerySet[Reception]) -> QuerySet[Reception]:
    """The same, with how many came and how many were heard."""
    return rows.annotate(
        came=Count("visitors", distinct=True),
        heard=Count("visitors", filter=Q(visitors__heard_at__isnull=False), distinct=True),
    )


def span(one: Reception) -> str:
    """Day and times in words."""
    return f"{zh_date(civil_date(one.starts_at))} {times(one)}"


def times(one: Reception) -> str:
    """From when to when."""
    return f"{local(one.starts_at):%H:%M}—{local(one.ends_at):%H:%M}"


def asked_rows(one: Any) -> list[Row]:
    """Who was asked, with the answer and whether he or she came."""
    tones = {Answer.ACCEPTED: "good", Answer.DECLINED: "mute", Answer.INVITED: "info"}
    came = {True: _("到场"), False: _("没有到"), None: ""}
    return [
        {
            "pk": row.deputy_id, "name": row.deputy.display_name, "answer": row.get_answer_display(),
            "tone": tones[Answer(row.answer)], "reason": row.reason, "came": came[row.attended],
            "declined": row.answer == Answer.DECLINED,
            "for": row.stands_in_for.display_name if row.stands_in_for else "",
        }
        for row in one.all_asked
    ]  # fmt: skip


def visitor_rows(one: Reception) -> list[Row]:
    """Everybody who came, by number; one statement."""
    rows = Visitor.objects.filter(reception_id=one.pk).select_related("case").order_by("number")
    right = addresses()
    return [
        {
            "pk": row.pk, "number": row.number, "arrived": f"{local(row.arrived_at):%H:%M}",
            "waits": row.heard_at is None and not row.left, "left": row.left,
            "exit": row.get_exit_display() if row.exit else "", "told": row.told,
            "right": right[row.address].to if row.address in right else "",
            "case": row.case.number if row.case else "",
        }
        for row in rows
    ]  # fmt: skip


def slip_of(guest: Visitor) -> Row:
    """What stands on the slip of a visitor who was heard; no words, no name."""
    right = addresses().get(guest.address)
    carried = [row for row in of_case(guest.case) if not row["over"]] if guest.case is not None else []
    return {
        "number": guest.number, "when": span(guest.reception), "venue": guest.reception.venue.name,
        "phone": guest.reception.venue.phone, "exit": guest.get_exit_display(), "told": guest.told, "right": right,
        "carried": carried, "case": guest.case.number if guest.case is not None else "",
    }  # fmt: skip


def coming(venues: Sequence[int] | None = None, days: int = 60, deputy: int | None = None) -> list[Row]:
    """The announced receptions to come, for residents; of some venues, or with one deputy, when they are named."""
    until = now() + dt.timedelta(days=days)
    rows = receptions().filter(state=ReceptionState.ANNOUNCED, ends_at__gte=now(), starts_at__lte=until)
    rows = rows.filter(venue_id__in=venues) if venues is not None else rows
    if deputy is not None:
        sits = ReceptionDeputy.objects.filter(deputy_id=deputy).exclude(answer=Answer.DECLINED)
        rows = rows.filter(pk__in=sits.values("reception_id"))
    return [public_row(one) for one in rows.order_by("starts_at", "id")]


def public_row(one: Any) -> Row:
    """What residents see of a reception: no reasons of anybody's absence."""
    names = [row.deputy.display_name for row in one.all_asked if row.answer != Answer.DECLINED]
    return {
        "number": one.number, "when": span(one), "day": zh_day(civil_date(one.starts_at)),
        "times": times(one), "venue": one.venue.name,
        "token": one.venue.public_token, "topic": one.topic, "deputies": listed(names),
        "units": listed(row.unit.label for row in one.all_units),
    }  # fmt: skip


def of_deputies(deputies: Sequence[int]) -> QuerySet[ReceptionDeputy]:
    """The invitations of some deputies to receptions that are not over, next first."""
    return (
        ReceptionDeputy.objects.filter(
            deputy_id__in=deputies,
            reception__state__in=[ReceptionState.PLANNED, ReceptionState.ANNOUNCED],
            reception__ends_at__gte=now(),
        )
        .select_related("reception__venue", "deputy")
        .order_by("reception__starts_at", "id")
    )
