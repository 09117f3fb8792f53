"""Performance files as prepared rows: parts, minimums, what waits; for the deputy, the desk, residents."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.core.clock import civil_date, today
from lianxin.deputies.models import Deputy, Level, Mandate
from lianxin.deputies.selectors import contacts_on, mandates_on, register
from lianxin.home.models import Activity, Attendance, PerformanceEntry, Presence
from lianxin.home.performance import rules
from lianxin.home.performance import workflow as w
from lianxin.home.performance.standard import Standard, standard
from lianxin.home.performance.texts import STANDINGS
from lianxin.ui.dates import zh_date, zh_day
from lianxin.ui.listing import clauses, listed

Row = dict[str, Any]

_TONES: Final = {
    w.RECORDED: ("mute", "ring"), w.NOTIFIED: ("info", "dot"), w.CONFIRMED: ("good", "check"),
    w.SILENT: ("good", "check"), w.OBJECTED: ("warn", "half"), w.CORRECTED: ("mute", "ring"),
    w.TAKEN_OUT: ("mute", "ring"), w.UPHELD: ("plain", ""),
}  # fmt: skip
#: A file shows so many entries of a year at most.
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class File:
    """One deputy's file of a year; ``is_town`` tells a file of a town deputy from a participation slip."""

    deputy: Deputy
    year: int
    is_town: bool
    basics: list[tuple[str, str]]
    parts: list[Row]
    minimums: list[Row]
    waiting: list[Row]
    objected: int
    unseen: int


def entries(deputy_id: int, year: int) -> QuerySet[PerformanceEntry]:
    """The present entries of a year, oldest first."""
    rows = PerformanceEntry.objects.filter(deputy_id=deputy_id, is_current=True, happened_on__year=year)
    return rows.order_by("happened_on", "id")


def file_of(deputy: Deputy, year: int) -> File:
    """The whole file; five statements."""
    book = standard()
    mandates = list(Mandate.objects.filter(deputy_id=deputy.pk).select_related("term", "constituency").order_by("id"))
    found = list(entries(deputy.pk, year)[:MOST])
    waiting = PerformanceEntry.objects.filter(deputy_id=deputy.pk, is_current=True, state=w.NOTIFIED)
    town = [one for one in mandates if one.level == Level.TOWN and _touches(one, year)]
    return File(
        deputy=deputy, year=year, is_town=bool(town), basics=_basics(deputy, mandates),
        parts=_parts(found, book), minimums=_minimums(found, town, year, book) if town else [],
        waiting=[row_of(one, book) for one in waiting.order_by("happened_on", "id")[:MOST]],
        objected=sum(one.state == w.OBJECTED for one in found),
        unseen=sum(one.state == w.RECORDED for one in found),
    )  # fmt: skip


def _touches(one: Mandate, year: int) -> bool:
    return one.starts_on.year <= year and (one.ends_on is None or one.ends_on.year >= year)


def _basics(deputy: Deputy, mandates: Sequence[Mandate]) -> list[tuple[str, str]]:
    """Who it is, as the register says; three facts of the register each with its day."""
    day = today()
    present = [one for one in mandates if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)]
    places = contacts_on(day).filter(deputy_id=deputy.pk).select_related("place").order_by("place__sort")
    rows = [(_("姓名"), deputy.display_name)]
    rows += [(one.get_level_display() + _("代表"), _seat(one)) for one in present]
    rows += [(_("代表小组"), deputy.group.name if deputy.group else "")]
    rows += [(_("领域"), deputy.field), (_("联系的居民区"), listed(one.place.name for one in places))]
    return [(name, value) for name, value in rows if value]


def _seat(one: Mandate) -> str:
    """Where elected, and since when; city deputies have an electing unit and no constituency."""
    where = one.constituency.name if one.constituency is not None else one.electing_unit
    return clauses(filter(None, [where, _("%(day)s起") % {"day": zh_date(one.starts_on)}]))


def row_of(one: PerformanceEntry, book: Standard) -> Row:
    """One entry in words."""
    tone, shape = _TONES[one.state]
    kind = book.kind(one.kind)
    people = _("见了 %(n)d 位选民") % {"n": one.people} if one.people else ""
    return {
        "pk": one.pk, "title": one.title, "kind": kind.label, "day": zh_day(one.happened_on),
        "on": one.happened_on, "there": one.presence == Presence.PRESENT,
        "presence": one.get_presence_display() if kind.attended else "",
        "detail": " · ".join(filter(None, [one.role, people, one.organiser])), "organiser": one.organiser,
        "state": one.get_state_display(), "tone": tone, "shape": shape, "code": one.state, "version": one.version,
        "until": zh_date(one.silent_on) if one.state == w.NOTIFIED else "",
        "objection": one.objection, "decision": one.decision, "revision": one.revision,
        "may_object": one.state in w.BY_CODE["object"].sources,
        "role": one.role, "people": one.people,
    }  # fmt: skip


def _parts(found: Iterable[PerformanceEntry], book: Standard) -> list[Row]:
    """The parts in their order, each with its entries; the basics are shown apart."""
    by_part: dict[str, list[Row]] = {part.code: [] for part in book.parts}
    for one in found:
        by_part.setdefault(book.kind(one.kind).part, []).append(row_of(one, book))
    return [
        {"code": part.code, "label": part.label, "rows": by_part[part.code]}
        for part in book.parts
        if part.code != "basics"
    ]


def _minimums(found: Sequence[PerformanceEntry], town: Sequence[Mandate], year: int, book: Standard) -> list[Row]:
    """How each minimum stands; never a number that could be compared."""
    counted = [rules.Counted(one.kind, one.presence, one.people) for one in found if one.state in w.COUNTED]
    first = dt.date(year, 1, 1)
    whole = any(one.starts_on <= first and (one.ends_on is None or one.ends_on >= min(today(), dt.date(year, 12, 31)))
                for one in town)  # fmt: skip
    return [_standing(one, rules.standing(one, counted, whole_year=whole)) for one in book.minimums]


def _standing(one: Any, found: rules.Standing) -> Row:
    word, tone, shape = STANDINGS[found]
    return {
        "label": one.label, "word": word, "tone": tone, "shape": shape, "source": one.source,
        "confirmed": one.confirmed,
    }  # fmt: skip


def published(deputy_id: int, year: int) -> list[Row]:
    """What residents see of a year: parts with entries that may be public; one statement."""
    book = standard()
    rows = entries(deputy_id, year).filter(state__in=w.PUBLISHABLE)[:MOST]
    shown = [one for one in rows if rules.is_public(one.state, one.presence, book.kind(one.kind))]
    return [part for part in _parts(shown, book) if part["rows"]]


def years_of(deputy_id: int) -> list[int]:
    """The years in which a file has entries, newest first, this year always; one statement."""
    days = PerformanceEntry.objects.filter(deputy_id=deputy_id, is_current=True).dates("happened_on", "year")
    return sorted({today().year, *(day.year for day in days)}, reverse=True)


# --- the desk ----------------------------------------------------------------------------------


def files() -> QuerySet[Deputy]:
    """Everybody with a mandate today in the order of the register, with what waits to be looked at or answered."""
    mine = Q(performance__is_current=True)

    def waiting(state: str) -> Count:
        return Count("performance", filter=mine & Q(performance__state=state), distinct=True)

    present = mandates_on().filter(deputy_id=OuterRef("pk"))
    return register().filter(Exists(present)).annotate(
        unseen=waiting(w.RECORDED), asked=waiting(w.NOTIFIED), objected=waiting(w.OBJECTED)
    )  # fmt: skip


def objections() -> QuerySet[PerformanceEntry]:
    """What deputies object to, oldest first."""
    rows = PerformanceEntry.objects.filter(state=w.OBJECTED, is_current=True).select_related("deputy")
    return rows.order_by("objected_at", "id")


def entry_here(pk: int) -> PerformanceEntry | None:
    """An entry with its deputy."""
    return PerformanceEntry.objects.select_related("deputy").filter(pk=pk).first()


def history(one: PerformanceEntry) -> list[Row]:
    """Every line that stood for the same source, newest first; one statement."""
    book = standard()
    rows = PerformanceEntry.objects.filter(
        deputy_id=one.deputy_id, source_kind=one.source_kind, source_id=one.source_id
    ).order_by("-revision")
    return [
        {**row_of(row, book), "recorded": zh_date(civil_date(row.recorded_at)), "is_current": row.is_current}
        for row in rows
    ]


def activities() -> QuerySet[Activity]:
    """Activities with how many were invited and came."""
    return Activity.objects.annotate(
        invited=Count("attendance", filter=~Q(attendance__state=Presence.RELEASED), distinct=True),
        came=Count("attendance", filter=Q(attendance__state=Presence.PRESENT), distinct=True),
    )


def attendance_of(activity: Activity) -> list[Attendance]:
    """The list of an activity in the order of the register; one statement."""
    rows = Attendance.objects.filter(activity_id=activity.pk).select_related("deputy")
    return list(rows.order_by("deputy__sort", "id"))


def coming_of(deputies: Iterable[int]) -> list[Row]:
    """Activities to come for some deputies, next first; one statement."""
    rows = Attendance.objects.filter(
        deputy_id__in=list(deputies), activity__state="planned", activity__starts_on__gte=today()
    ).exclude(state=Presence.RELEASED)
    book = standard()
    return [
        {
            "title": one.activity.title, "kind": book.kind(one.activity.kind).label,
            "day": zh_date(one.activity.starts_on), "where": one.activity.where, "state": one.get_state_display(),
            "leave": one.state == Presence.LEAVE, "pk": one.activity_id,
            "may_ask": one.state in {Presence.PLANNED, Presence.LEAVE},
        }
        for one in rows.select_related("activity").order_by("activity__starts_on", "id")
    ]  # fmt: skip
