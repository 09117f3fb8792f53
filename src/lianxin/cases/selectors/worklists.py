"""Work lists by role: what waits for whom. One condition a list; policy, place and unit filter before it.

A page of a list is one statement (the queryset of :func:`cases`), plus two short ones for the calendar and the words
(:class:`~lianxin.cases.selectors.rows.RowMaker`); all counts of a role are one statement (:func:`counts`).

Row keys: id, number, title, state, state_label, track, track_label, kind, kind_label, category, place, unit, holder,
received_on, due_on, due_code, due_label, left, due_text, tone, urgent, sealed, unit_says, resident_says, version,
marks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases import workflow as w
from lianxin.cases.models import IMPORT_UNDONE, Case, ExtensionRequest, Track
from lianxin.cases.selectors.rows import LINE, CaseLine, RowMaker
from lianxin.cases.selectors.scope import of_units, unit_ids, visible
from lianxin.core.clock import today
from lianxin.db import prepared
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.ui.keyset import Kept

_OFFICE: Final = (roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
_DESK: Final = (roles.GOVERNMENT_DESK,)
_UNIT: Final = (roles.UNIT_HANDLER, roles.UNIT_HEAD)
_PLACE: Final = (roles.SECRETARY, roles.COMMITTEE)
_ALL: Final = (*_OFFICE, *_DESK, *_UNIT, *_PLACE)

#: Matters by due day, those without one last; also annotated as ``due_key`` for lists that page by it.
BY_DUE: Final = F("due_sort")

#: A tab counts so far; what is more is shown as ``99+``.
MANY: Final = 99

_OFFICE_CLOSES: Final = Q(reached_desk=False) | Q(lead_is_desk=True)
_ANSWERED: Final = (w.ANSWERED, w.REDIRECTED)
#: Each side of an "or" also says which states are meant at all, so that the index of states is used.
_READY: Final = Q(state__in=(w.EVALUATED, w.SILENT, *_ANSWERED, w.TRACKING)) & (
    Q(state__in=(w.EVALUATED, w.SILENT), delivered_on__isnull=False)
    | Q(state__in=_ANSWERED, delivered_on__isnull=False, expects_verdict=False)
    | Q(state=w.TRACKING, due_code="")
)
#: The answer was delivered; said for each state by itself, else SQLite would walk the index of all delivered answers.
_DELIVERED: Final = Q(state=w.REPLIED, delivered_on__isnull=False) | Q(state__in=_ANSWERED, delivered_on__isnull=False)
#: What leaves the flow: accusations, petitions, emergencies.
_LEAVES: Final = Q(sealed=True) | Q(track=Track.PETITION) | Q(kind="emergency")
_OPEN: Final = Q(state__in=w.OPEN_STATES)


@dataclass(frozen=True, slots=True)
class WorkList:
    """One list: code, words, for which roles, and its condition."""

    code: str
    label: str | Promise
    roles: tuple[str, ...]
    where: Callable[[Actor], Q]


def _mine(actor: Actor) -> Q:
    """Led by the actor's unit."""
    return Q(lead_unit__in=unit_ids(actor))


def _simple(*states: str) -> Callable[[Actor], Q]:
    """All cases in these states."""
    return lambda _actor: Q(state__in=states)


def _own(*states: str) -> Callable[[Actor], Q]:
    """Cases of the actor's unit in these states."""
    return lambda actor: _mine(actor) & Q(state__in=states)


def _due(actor: Actor, **condition: object) -> Q:
    """Open cases by their due day; a unit's member sees those the unit is held to."""
    found = _OPEN & Q(**condition)
    return found & of_units(unit_ids(actor)) if _only_unit(actor) else found


def _only_unit(actor: Actor) -> bool:
    return bool(unit_ids(actor)) and not actor.has(*_OFFICE, *_DESK, *_PLACE)


def _asked_for_time(_actor: Actor) -> Q:
    """Cases with an extension nobody has decided."""
    waiting = ExtensionRequest.objects.filter(decision="").values("case")
    return Q(pk__in=waiting)


LISTS: Final = (
    WorkList("to_transfer", _("待转交"), _OFFICE, lambda _a: Q(state=w.RECEIVED) & ~_LEAVES),
    WorkList("to_hand_over", _("待移交"), _OFFICE, lambda _a: Q(state=w.RECEIVED) & _LEAVES),
    WorkList("to_assign", _("待交办"), _DESK, _simple(w.TRANSFERRED)),
    WorkList("returned", _("退回待裁定"), _DESK, _simple(w.RETURN_PENDING)),
    WorkList("extensions", _("申请延期"), _DESK, _asked_for_time),
    WorkList("to_accept", _("待受理"), _UNIT, _own(w.ASSIGNED)),
    WorkList("to_contact", _("待先行联系"), _UNIT, _own(w.ACCEPTED)),
    WorkList("to_reply", _("办理中"), _UNIT, _own(w.CONTACTED, w.REHANDLING)),
    WorkList("to_sign", _("待签发"), _UNIT, _own(w.REPLY_DRAFT, w.REHANDLING_DRAFT)),
    WorkList("co_handling", _("会办"), _UNIT, lambda a: _OPEN & of_units(unit_ids(a)) & ~_mine(a)),
    WorkList(
        "to_tell", _("待告知居民"), _ALL,
        lambda _a: Q(state__in=(w.REPLIED, *_ANSWERED, w.HANDED_OVER))
        & (Q(state__in=(w.REPLIED, *_ANSWERED), delivered_on=None) | Q(state=w.HANDED_OVER, due_code="inform")),
    ),
    WorkList(
        "waiting_verdict", _("等评价"), (*_OFFICE, *_DESK, *_PLACE),
        lambda _a: Q(state__in=(w.REPLIED, *_ANSWERED), expects_verdict=True) & _DELIVERED,
    ),
    WorkList("meetings", _("待当面会商"), _OFFICE, _simple(w.MEETING)),
    WorkList("to_close_office", _("待办结"), _OFFICE, lambda _a: _READY & _OFFICE_CLOSES),
    WorkList("to_close_desk", _("待办结"), _DESK, lambda _a: _READY & Q(reached_desk=True, lead_is_desk=False)),
    WorkList("promises", _("承诺跟踪"), _ALL, _simple(w.TRACKING)),
    WorkList("due_today", _("今天到期"), (*_ALL, roles.LEADER), lambda a: _due(a, due_sort=today())),
    WorkList("overdue", _("已逾期"), (*_ALL, roles.LEADER), lambda a: _due(a, due_sort__lt=today())),
    WorkList("open", _("全部未办结"), (*_ALL, roles.LEADER), lambda _a: _OPEN),
    WorkList("brought", _("我带来的"), (roles.DEPUTY,), lambda _a: Q(pk__isnull=False)),
    WorkList("all", _("全部"), (*_ALL, roles.LEADER), lambda _a: Q(pk__isnull=False)),
)  # fmt: skip

BY_CODE: Final = {one.code: one for one in LISTS}


def lists_for(actor: Actor) -> tuple[WorkList, ...]:
    """The lists of the actor's roles, in the order of the work."""
    return tuple(one for one in LISTS if actor.has(*one.roles))


def cases(code: str, actor: Actor) -> QuerySet[Case]:
    """The cases of one list that the actor sees, joined for rows, with ``due_key`` to sort by (no date comes last).

    ``KeyError`` for an unknown list; a list of another role is empty.
    """
    work = BY_CODE[code]
    rows = counted(actor).select_related("category", "place__parent", "lead_unit")
    rows = rows.annotate(due_key=BY_DUE)
    return rows.filter(work.where(actor)) if actor.has(*work.roles) else rows.none()


def lines(code: str, actor: Actor) -> QuerySet[Case, Any]:
    """The same as plain values, in the order of :class:`~lianxin.cases.selectors.rows.CaseLine`."""
    work = BY_CODE[code]
    rows = counted(actor).annotate(due_key=BY_DUE)
    return (rows.filter(work.where(actor)) if actor.has(*work.roles) else rows.none()).values_list(*LINE, named=True)


def kept(code: str, actor: Actor) -> Kept:
    """The key under which the statement of :func:`lines` is kept."""
    return Kept(key=(code, *_reach(actor)), make=CaseLine._make)


def _reach(actor: Actor) -> tuple[Any, ...]:
    """All that the lists of an actor depend on."""
    return actor.kind, actor.grants, today()


def waiting(actor: Actor) -> dict[str, int]:
    """How many cases wait on each of the actor's lists, counted up to :data:`MANY`; one statement for any town."""
    return prepared.capped_counts(
        ("worklists", *_reach(actor)),
        lambda: {one.code: counted(actor).filter(one.where(actor)) for one in lists_for(actor)},
        MANY,
    )


def counted(actor: Actor) -> QuerySet[Case]:
    """What the actor sees, without matters whose import was undone: those can be opened, but stand on no list."""
    return visible(actor).exclude(outcome=IMPORT_UNDONE)


def counts(actor: Actor) -> dict[str, int]:
    """How many cases wait on each of the actor's lists; one statement."""
    wanted = lists_for(actor)
    if not wanted:
        return {}
    found: dict[str, int] = counted(actor).aggregate(
        **{one.code: Count("pk", filter=one.where(actor)) for one in wanted}
    )
    return found


def first_rows(code: str, actor: Actor, size: int = 50) -> list[dict[str, Any]]:
    """The first rows of a list by due day; three statements.  Pages with filters use :func:`cases`."""
    maker = RowMaker()
    return [maker.row(case) for case in cases(code, actor).order_by(BY_DUE, "id")[:size]]
