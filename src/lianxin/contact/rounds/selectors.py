"""How rounds are read for the desk: the list, one round with its counts, its people and places, the day's progress."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.clocks.calendars import town_calendar
from lianxin.contact import workflow
from lianxin.contact.base import ASSIGNED, clock_words, is_away, minute_of, with_leave
from lianxin.contact.models import Presence, Round, RoundDeputy, Visit, VisitDeputy
from lianxin.contact.rounds.announcing import works
from lianxin.core.clock import civil_date, local
from lianxin.deputies.leave.selectors import away_words, who_is_away
from lianxin.deputies.models import Level
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import listed

Row = dict[str, Any]

#: State of a visit → tone and shape.
TONES: Final = {
    workflow.PLANNED: ("mute", "ring"), workflow.UNDER_WAY: ("info", "dot"), workflow.HELD: ("good", "check"),
    workflow.LISTED: ("good", "check"), workflow.NOT_HELD: ("warn", "triangle"),
}  # fmt: skip


def rounds() -> QuerySet[Round]:
    """All rounds, with how many visits and deputies they have."""
    held = ~Q(visits__state=workflow.NOT_HELD)
    return Round.objects.select_related("previous").annotate(
        places=Count("visits", filter=held, distinct=True), people=Count("deputies", distinct=True)
    )


def round_visits(one: Round) -> QuerySet[Visit]:
    """The visits of a round in the order of the places."""
    return (
        Visit.objects.filter(round_id=one.pk).select_related("place", "recording__link").order_by("place__sort", "id")
    )


def going_of(one: Round) -> dict[int, list[Row]]:
    """Who goes to which visit: city, district, then town deputies; one statement."""
    rows = with_leave(VisitDeputy.objects.filter(visit__round_id=one.pk, dropped_because=""))
    found: dict[int, list[Row]] = {}
    for row in in_order(rows):
        found.setdefault(row.visit_id, []).append(going_row(row))
    return found


def in_order(rows: Iterable[VisitDeputy]) -> list[VisitDeputy]:
    """City, district, then town deputies, each in the order of the register."""
    order = {Level.CITY: 0, Level.DISTRICT: 1, Level.TOWN: 2}
    return sorted(rows, key=lambda row: (order[Level(row.level)], row.deputy.sort, row.deputy_id))


def going_row(row: VisitDeputy) -> Row:
    """Somebody on a visit as pages say it."""
    return {
        "deputy_id": row.deputy_id, "name": row.deputy.display_name, "level": Level(row.level).label,
        "assigned": row.level in ASSIGNED, "fixed": row.fixed, "away": _away_word(row),
    }  # fmt: skip


def _away_word(row: VisitDeputy) -> str:
    """Why somebody on a visit does not come, or did not; empty for who comes."""
    if not is_away(row):
        return ""
    return str((Presence.LEAVE if row.presence == Presence.PLANNED else Presence(row.presence)).label)


def when(visit: Visit) -> str:
    """The local time of a visit, ``14:30—15:20``; empty while there is none."""
    if visit.starts_at is None or visit.ends_at is None:
        return ""
    return f"{local(visit.starts_at):%H:%M}—{local(visit.ends_at):%H:%M}"


def sessions_words(one: Round) -> str:
    """The sessions as people read them."""
    return listed(clock_words(part) for part in one.session_minutes)


def visit_rows(one: Round) -> list[Row]:
    """Every visit that is to be held, with who goes; two statements."""
    going = going_of(one)
    rows = []
    for visit in round_visits(one):
        if visit.state == workflow.NOT_HELD:
            continue
        here = going.get(visit.pk, [])
        tone, shape = TONES[visit.state]
        rows.append({
            "pk": visit.pk, "place": visit.place.label, "number": visit.number, "when": when(visit),
            "start": minute_of(visit.starts_at) if visit.starts_at else 0, "state": visit.get_state_display(),
            "tone": tone, "shape": shape, "is_open": visit.state == workflow.PLANNED,
            "who": [row for row in here if row["assigned"]],
            "town": [row for row in here if not row["assigned"]],
            "ready": visit.prepared_at is not None, "link": works(visit), "least": visit.least, "most": visit.most,
            "hosting": _hosting(visit), "tile": (visit.place.tile_x, visit.place.tile_y), "code": visit.state,
            "due": visit.list_due_on,
        })  # fmt: skip
    return rows


def _hosting(visit: Visit) -> str:
    if visit.open_from is None and visit.open_until is None:
        return ""
    begins = f"{visit.open_from:%H:%M}" if visit.open_from else ""
    ends = f"{visit.open_until:%H:%M}" if visit.open_until else ""
    return f"{begins}—{ends}"


def counts_of(one: Round, rows: list[Row]) -> Row:
    """What the office looks at first."""
    return {
        "places": len(rows), "served": sum(bool(row["who"] and row["when"]) for row in rows),
        "ready": sum(row["ready"] for row in rows), "links": sum(row["link"] for row in rows),
        "going": len({who["deputy_id"] for row in rows for who in row["who"]}),
        "waiting": sum(row["code"] == workflow.PLANNED for row in rows),
        "under_way": sum(row["code"] == workflow.UNDER_WAY for row in rows),
        "done": sum(row["code"] in {workflow.HELD, workflow.LISTED} for row in rows),
        "listed": sum(row["code"] == workflow.LISTED for row in rows),
    }  # fmt: skip


def people_rows(one: Round) -> list[Row]:
    """The city and district deputies of a round, with what is written about them and what the register knows; two
    statements.

    ``away`` is the round's word or a leave of the register; ``late`` a leave the register holds and the round does not
    know yet (registered after it was planned).
    """
    visits = VisitDeputy.objects.filter(
        visit__round_id=one.pk, deputy_id=OuterRef("deputy_id"), dropped_because="", level__in=ASSIGNED
    )
    rows = RoundDeputy.objects.filter(round_id=one.pk).select_related("deputy").annotate(goes=Exists(visits))
    leaves = who_is_away(one.day)
    return [
        {
            "pk": row.deputy_id, "name": row.deputy.display_name, "level": Level(row.level).label,
            "away": row.away or row.deputy_id in leaves, "late": not row.away and row.deputy_id in leaves,
            "why": row.away_because or away_words(leaves.get(row.deputy_id)),
            "part": _part(row), "most": row.most_visits, "goes": row.goes,
            "plenary": row.get_plenary_display(), "plenary_code": row.plenary,
        }
        for row in rows.order_by("level", "deputy__sort", "deputy_id")
    ]  # fmt: skip


def late_leaves(people: Iterable[Row], rows: Iterable[Row]) -> list[Row]:
    """Who still has visits although the register says leave: name and visits; no statement."""
    late = {row["pk"]: row for row in people if row["late"] and row["goes"]}
    found = []
    for pk, row in late.items():
        visits = [visit for visit in rows if any(who["deputy_id"] == pk for who in visit["who"])]
        where = "、".join(f"{visit['place']} {visit['when'][:5]}".strip() for visit in visits)
        found.append({"name": row["name"], "why": row["why"], "where": where})
    return found


def _part(row: RoundDeputy) -> str:
    if row.here_from and row.here_until:
        return _("%(a)s 到 %(b)s 在") % {"a": f"{row.here_from:%H:%M}", "b": f"{row.here_until:%H:%M}"}
    if row.here_from:
        return _("%(a)s 以后到") % {"a": f"{row.here_from:%H:%M}"}
    return _("%(b)s 离开") % {"b": f"{row.here_until:%H:%M}"} if row.here_until else ""


def plenary_counts(rows: list[Row]) -> Row:
    """How many were expected, came, had leave, were missing."""
    return {code: sum(row["plenary_code"] == code for row in rows) for code in Presence.values} | {"all": len(rows)}


def tiles(rows: list[Row], href: str = "") -> list[Row]:
    """The neighbourhoods on the schematic map by how far their visit is; ``href`` names a page of a visit."""
    states = {workflow.PLANNED: "none", workflow.UNDER_WAY: "open", workflow.HELD: "clear", workflow.LISTED: "clear"}
    return [
        {
            "name": row["place"], "col": row["tile"][0], "row": row["tile"][1], "state": states[row["code"]],
            "value": None, "note": row["state"], "href": reverse(href, args=[row["pk"]]) if href else "",
        }
        for row in rows
        if row["tile"][0] is not None and row["tile"][1] is not None
    ]  # fmt: skip


def list_due(one: Round) -> dt.date:
    """By when lists are due: so many working days after the afternoon."""
    return town_calendar().add_working_days(one.day, one.list_days).date


def sub_of(one: Round) -> str:
    """The line below a round's name: day, sessions, state."""
    return f"{zh_date(one.day)} · {sessions_words(one)} · {one.get_state_display()}"


def day_of(visit: Visit) -> str:
    """Day and time of a visit in words."""
    at = when(visit)
    day = visit.round.day if visit.starts_at is None else civil_date(visit.starts_at)
    return f"{zh_date(day)} {at}".strip()
