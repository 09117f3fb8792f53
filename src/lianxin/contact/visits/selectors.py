"""A visit as pages read it: who comes, what was heard, what became of last time's matters, who confirmed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.db.models import When as If
from django.utils.translation import gettext as _

from lianxin.cases import policies
from lianxin.cases.selectors.rows import place_in_full
from lianxin.contact import workflow
from lianxin.contact.base import is_away, visits, with_leave
from lianxin.contact.models import (
    Confirmation,
    Guests,
    Presence,
    Remark,
    RemarkState,
    Visit,
    VisitDeputy,
    VisitItem,
    VisitState,
)
from lianxin.contact.policies import deputies_of
from lianxin.contact.visits.rules import is_late
from lianxin.core.clock import local, today
from lianxin.journal.actors import TOKEN, Actor
from lianxin.people import roles
from lianxin.people.policies import reach_of
from lianxin.ui.dates import zh_date

Row = dict[str, Any]
#: Tone of a visit's state.
TONES = {
    VisitState.PLANNED: "info", VisitState.UNDER_WAY: "warn", VisitState.HELD: "warn", VisitState.LISTED: "good",
    VisitState.NOT_HELD: "mute",
}  # fmt: skip


def recordable(actor: Actor) -> list[Visit]:
    """The visits an actor may record on now, next first: those of the own link, else those of the own places."""
    rows = visits().exclude(state=workflow.NOT_HELD).exclude(round__state=workflow.CANCELLED)
    if actor.kind == TOKEN:
        own = list(rows.filter(recording__link_id=int(actor.id)).order_by("round__day", "id"))
        if own:
            return own
    rows = rows.filter(state__in=workflow.RECORDABLE, round__day__lte=today() + dt.timedelta(days=31))
    reach = reach_of(actor, roles.SECRETARY, roles.COMMITTEE, roles.RECORDER)
    if actor.has(roles.CONGRESS_OFFICE) or reach.whole_town:
        return list(rows.order_by("-round__day", "place__sort", "id")[:60])
    return list(rows.filter(_below(reach.paths)).order_by("-round__day", "id")[:12]) if reach.paths else []


def _below(paths: Iterable[str]) -> Q:
    """Visits to these places or below."""
    query = Q(pk__in=[])
    for path in paths:
        query |= Q(place__path__startswith=path)
    return query


def when_words(visit: Visit) -> str:
    """Day and times of a visit in words."""
    day = zh_date(visit.round.day)
    if visit.starts_at is None:
        return day
    ends = f"—{local(visit.ends_at):%H:%M}" if visit.ends_at else ""
    return f"{day} {local(visit.starts_at):%H:%M}{ends}"


def level_word(level: str) -> str:
    """The level of a mandate, in one sign."""
    return {"city": _("市"), "district": _("区"), "town": _("镇")}.get(level, level)


def head_of(visit: Any) -> Row:
    """A visit read by :func:`visits`, as the head of its pages; no statement."""
    deputies = [deputy_row(one) for one in visit.going]
    return {
        "pk": visit.pk, "number": visit.number, "place": visit.place.label, "round": visit.round.name,
        "theme": visit.round.theme, "when": when_words(visit), "meeting_point": visit.meeting_point,
        "route": visit.route, "state": visit.get_state_display(), "tone": TONES[VisitState(visit.state)],
        "deputies": deputies, "coming": [row for row in deputies if row["here"]],
        "due": zh_date(visit.list_due_on) if visit.list_due_on else "", "is_listed": visit.state == workflow.LISTED,
        "overdue": visit.state == workflow.HELD and visit.list_due_on is not None and visit.list_due_on < today(),
        "is_to_come": visit.state == workflow.PLANNED,
        "can_begin": visit.state == workflow.PLANNED and visit.round.day <= today(),
        "can_end": visit.state == workflow.UNDER_WAY, "version": visit.version,
        "is_open": visit.state in workflow.RECORDABLE, "recorder": visit.recorder_label, "note": visit.list_note,
    }  # fmt: skip


def deputy_row(one: VisitDeputy) -> Row:
    """A deputy on a visit."""
    tones = {Presence.PRESENT: "good", Presence.PLANNED: "info", Presence.LEAVE: "mute", Presence.ABSENT: "mute"}
    away = is_away(one)
    presence = Presence.LEAVE if away and one.presence == Presence.PLANNED else Presence(one.presence)
    return {
        "pk": one.pk, "name": one.deputy.display_name or one.deputy.label, "level": level_word(one.level),
        "presence": presence.label, "tone": tones[presence], "here": not away,
    }  # fmt: skip


def guest_rows(visit: Visit) -> list[Row]:
    """How many of each kind are asked and came; one statement."""
    rows = Guests.objects.filter(visit_id=visit.pk).order_by("id")
    return [
        {"kind": one.kind, "label": one.get_kind_display(), "invited": one.invited, "present": one.present}
        for one in rows
    ]


# --- the list ------------------------------------------------------------------------------------


def items(visit: Visit) -> QuerySet[VisitItem]:
    """The items of a visit in order, with opinion and matter; one statement."""
    rows = VisitItem.objects.select_related("opinion__place__parent", "case__category", "same_as")
    return rows.filter(visit_id=visit.pk).order_by("order")


def words_for(actor: Actor, one: VisitItem) -> tuple[str, bool]:
    """The words of an item as this actor may read them, as on the page of its matter; and whether they are kept back.

    An accusation is read by the congress office alone, also by nobody who was on the visit.
    """
    if one.case.sealed and not policies.sees_sealed(actor):
        return _("由镇人大办单独处理的一件事"), True
    if one.opinion.confidential and not policies.SEE_WORDS.check(actor, one.case):
        return _("本人要求保密"), True
    return one.opinion.verbatim, False


def item_rows(visit: Visit, actor: Actor) -> list[Row]:
    """The list of a visit; three statements.

    ``confirmed`` counts the deputies whose newest word is younger than the item, ``waits`` whether some deputy who was
    there has not said so yet.  Words of who asked for confidence are hidden, and those of accusations.
    """
    found = list(items(visit))
    confirmed = last_confirmations([visit.pk])
    here = [one for one in visit.going if not is_away(one)]  # type: ignore[attr-defined]
    return [_item_row(one, visit, here, confirmed, actor) for one in found]


def _item_row(
    one: VisitItem, visit: Visit, here: Sequence[VisitDeputy], confirmed: dict[int, dt.datetime], actor: Actor
) -> Row:
    opinion, case = one.opinion, one.case
    yes = [dep for dep in here if not _waits(confirmed.get(dep.pk), one.added_at)]
    said, hidden = words_for(actor, one)
    return {
        "pk": one.pk, "order": one.order, "words": said,
        "seen": opinion.source == "observation",
        "place": place_in_full(opinion.place, "" if hidden else opinion.place_note),
        "category": case.category.name if case.category else "", "number": case.number, "case": case.pk,
        "opinion": opinion.pk, "read_back": opinion.read_back, "urgent": case.urgent,
        "late": is_late(one.added_at, visit.listed_at), "same_as": one.same_as.order if one.same_as else None,
        "confirmed": len(yes), "of": len(here), "waits": len(yes) < len(here),
        "gone": bool(case.outcome == "import_undone" or case.state == "withdrawn"),
        "recorded_by": opinion.recorder_label,
        "on": zh_date(opinion.spoken_on), "added_at": one.added_at, "state": case.get_state_display(),
    }  # fmt: skip


def last_confirmations(visit_ids: Iterable[int]) -> dict[int, dt.datetime]:
    """When each deputy on some visits last confirmed, by ``VisitDeputy`` id; one statement."""
    rows = Confirmation.objects.filter(on_visit__visit_id__in=list(visit_ids)).order_by("id")
    return dict(rows.values_list("on_visit_id", "made_at"))


def remark_rows(visit: Visit) -> list[Row]:
    """What deputies wanted added or corrected, open ones first; one statement."""
    rows = Remark.objects.select_related("on_visit__deputy", "item", "became").filter(on_visit__visit_id=visit.pk)
    found = [
        {
            "pk": one.pk, "kind": one.get_kind_display(), "text": one.text, "by": one.on_visit.deputy.display_name,
            "order": one.item.order if one.item else None,
            "state": one.get_state_display(), "open": one.state == RemarkState.OPEN, "answer": one.answer,
            "became": one.became.order if one.became else None, "deputy": one.on_visit.deputy_id,
            "tone": {"open": "warn", "taken": "good", "kept": "mute"}[one.state],
        }
        for one in rows.order_by("id")
    ]  # fmt: skip
    return sorted(found, key=lambda row: not row["open"])


# --- the deputy ----------------------------------------------------------------------------------


def of_deputy(actor: Actor) -> list[Row]:
    """The visits of a deputy, newest first, with how many items wait for the deputy's word; three statements."""
    own = deputies_of(actor)
    rows = (
        with_leave(VisitDeputy.objects.select_related("visit__round", "visit__place"))
        .filter(deputy_id__in=own, dropped_because="")
        .exclude(visit__state=workflow.NOT_HELD)
        .order_by("-visit__round__day", "-id")[:60]
    )
    found = list(rows)
    last = last_confirmations([one.visit_id for one in found])
    listed = _counts([one.visit_id for one in found])
    return [_own_row(one, last, listed.get(one.visit_id, [])) for one in found]


def _counts(ids: Sequence[int]) -> dict[int, list[dt.datetime]]:
    """When each item of some visits came, without repeats; one statement."""
    by_visit: dict[int, list[dt.datetime]] = {}
    for pk, added in VisitItem.objects.filter(visit_id__in=ids, same_as=None).values_list("visit_id", "added_at"):
        by_visit.setdefault(pk, []).append(added)
    return by_visit


def _own_row(one: VisitDeputy, last: dict[int, dt.datetime], added: list[dt.datetime]) -> Row:
    visit, said = one.visit, last.get(one.pk)
    waiting = sum(said is None or moment > said for moment in added)
    absent = is_away(one)
    begun = visit.state not in {workflow.PLANNED, workflow.NOT_HELD}
    over = visit.round.state in workflow.ROUND_FINAL
    return {
        "pk": visit.pk, "place": visit.place.label, "round": visit.round.name, "when": when_words(visit),
        "items": len(added), "waiting": 0 if absent else waiting, "confirmed": said is not None,
        "presence": deputy_row(one)["presence"], "absent": absent,
        "to_confirm": begun and not absent and not over and (waiting > 0 or said is None),
    }  # fmt: skip


def unconfirmed_cases(own: Iterable[int]) -> set[int]:
    """The matters on visits' lists that a deputy has not confirmed: they stand apart from what the deputy brought.

    A round that is over asks nobody any more.  For the page of what a deputy brought (``faces``); three statements.
    """
    there = VisitDeputy.objects.filter(deputy_id__in=list(own), dropped_because="")
    there = there.exclude(visit__round__state__in=workflow.ROUND_FINAL)
    rows = list(there.exclude(presence__in=(Presence.LEAVE, Presence.ABSENT)).values_list("pk", "visit_id"))
    if not rows:
        return set()
    last = last_confirmations([visit for _pk, visit in rows])
    said = {visit: last.get(pk) for pk, visit in rows}
    found = VisitItem.objects.filter(visit_id__in=list(said)).values_list("visit_id", "case_id", "added_at")
    return {case for visit, case, added in found if _waits(said[visit], added)}


def _waits(said: dt.datetime | None, added: dt.datetime) -> bool:
    return said is None or added > said


# --- the desk's lists ----------------------------------------------------------------------------


def at_the_desk(actor: Actor) -> QuerySet[Visit]:
    """The visits a desk reads, with counts: the office all, a neighbourhood its own."""
    waiting = Q(items__same_as=None)
    order = When(
        If(state=workflow.HELD, then=Value(0)), If(state=workflow.UNDER_WAY, then=Value(1)),
        If(state=workflow.PLANNED, then=Value(2)), default=Value(3), output_field=IntegerField(),
    )  # fmt: skip
    rows = visits().annotate(listed=Count("items", filter=waiting, distinct=True), rank=order)
    if actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR):
        return rows
    reach = reach_of(actor, roles.SECRETARY, roles.COMMITTEE)
    if reach.whole_town:
        return rows
    return rows.filter(_below(reach.paths)) if reach.paths else rows.none()
