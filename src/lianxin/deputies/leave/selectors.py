"""Who is away: the one question every plan with deputies in it asks."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.deputies.models import Leave
from lianxin.ui.dates import zh_day
from lianxin.ui.listing import listed


def leaves_on(first: dt.date, last: dt.date | None = None) -> QuerySet[Leave]:
    """The leaves that touch some civil days (both ends inclusive; one day where ``last`` is left out)."""
    return Leave.objects.filter(taken_back_on=None, starts_on__lte=last or first, ends_on__gte=first)


def who_is_away(day: dt.date, last: dt.date | None = None) -> dict[int, dt.date]:
    """Deputy → last day of the leave, for everybody who is away on a civil day; one statement, no reasons."""
    return dict(leaves_on(day, last).order_by("ends_on").values_list("deputy_id", "ends_on"))


def away_then(deputy: str, day: str) -> Exists:
    """Whether a row's deputy is away on the row's civil day, for a query over other rows; both are its columns."""
    rows = Leave.objects.filter(taken_back_on=None, deputy_id=OuterRef(deputy))
    return Exists(rows.filter(starts_on__lte=OuterRef(day), ends_on__gte=OuterRef(day)))


def away_words(ends_on: dt.date | None) -> str:
    """What stands behind a name in a list of deputies to choose from; empty for who is here."""
    return _("请假到 %(day)s") % {"day": zh_day(ends_on)} if ends_on is not None else ""


def coming_words(leaves: Iterable[tuple[dt.date, dt.date]]) -> str:
    """What stands behind a name while the day is still open: every leave that is not over."""
    spans = listed(f"{zh_day(begins)}—{zh_day(ends)}" for begins, ends in leaves)
    return _("（请假 %(days)s）") % {"days": spans} if spans else ""


def coming_leaves() -> dict[int, list[tuple[dt.date, dt.date]]]:
    """Deputy → the leaves that are not over, for choosing deputies while the day is still open; one statement."""
    found: dict[int, list[tuple[dt.date, dt.date]]] = {}
    rows = Leave.objects.filter(taken_back_on=None, ends_on__gte=today()).order_by("starts_on", "id")
    for deputy, begins, ends in rows.values_list("deputy_id", "starts_on", "ends_on"):
        found.setdefault(deputy, []).append((begins, ends))
    return found
