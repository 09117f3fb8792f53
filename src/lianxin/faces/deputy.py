"""The deputy's first page: what was brought, what became of it in four voices, and the own neighbourhoods.

A deputy follows and asks, and moves nothing.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases import workflow
from lianxin.cases.models import Case
from lianxin.cases.policies import deputy_ids
from lianxin.cases.selectors.rows import RowMaker
from lianxin.contact.visits.selectors import unconfirmed_cases
from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.deputies.selectors import contacts_on
from lianxin.faces import overview
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.access import actor_of, requires
from lianxin.people.policies import AS_DEPUTY
from lianxin.places.models import Place
from lianxin.ui.dates import zh_day
from lianxin.ui.listing import listed

#: How many of the newest matters are shown.
SHOWN: Final = 60

Row = dict[str, Any]


@requires(AS_DEPUTY)
@require_safe
def deputy(request: HttpRequest) -> HttpResponse:
    """What this deputy brought or took over, newest first, with what each side says.

    What was recorded on a visit counts once the deputy has confirmed it; until then it is only said how many wait.
    """
    actor = actor_of(request)
    maker = RowMaker()
    waiting = unconfirmed_cases(deputy_ids(actor))
    cases = overview.counted(actor).select_related("place__parent", "category", "lead_unit").exclude(pk__in=waiting)
    found = list(cases.order_by("-id")[:SHOWN])
    taken = taken_from(actor, found)
    rows = [{**_shown(maker.row(case)), "taken_from": taken.get(case.pk, "")} for case in found]
    context = {
        "rows": rows, "stats": _stats(rows), "places": _places(actor), "who": actor.label, "to_confirm": len(waiting),
    }  # fmt: skip
    return render(request, "faces/deputy.html", context)


def taken_from(actor: Actor, cases: Sequence[Case]) -> dict[int, str]:
    """The matters among some that the actor took over, with who brought them; no statement where there are none."""
    own = deputy_ids(actor)
    taken = [case for case in cases if not own & case.deputy_ids]
    wanted = {pk for case in taken for pk in case.deputy_ids}
    names = dict(Deputy.objects.filter(pk__in=wanted).values_list("pk", "label")) if wanted else {}
    return {case.pk: listed(names.get(pk, "") for pk in sorted(case.deputy_ids)) for case in taken}


def _shown(row: Row) -> Row:
    """A row with its voices kept apart."""
    unit = {"kind": "unit", "text": row["unit_says"] or _("还没有答复")}
    return {
        **row,
        "received": zh_day(row["received_on"]),
        "is_open": row["state"] not in workflow.FINAL_STATES,
        "voices": [unit, _resident(row)],
    }


def _resident(row: Row) -> Row:
    """The resident's own word; asked and silent; or not yet asked."""
    if row["resident_says"]:
        return {"kind": "resident", "text": row["resident_says"]}
    return {"kind": "silent" if row["state"] == workflow.SILENT else "unasked"}


def _stats(rows: list[Row]) -> list[Row]:
    """Plain counts over what is shown."""
    said = sum(row["voices"][1]["kind"] == "resident" for row in rows)
    of_all = _("共 %(n)d 件") % {"n": len(rows)}
    return [
        {"name": _("我带来的"), "value": len(rows), "unit": _("件"), "definition": _("在场听到、走访看到、接续的")},
        {"name": _("还在办"), "value": sum(row["is_open"] for row in rows), "unit": _("件"), "n": of_all},
        {"name": _("居民已经评价"), "value": said, "unit": _("件"), "n": of_all},
    ]


def _places(actor: Actor) -> list[Row]:
    """The neighbourhoods this deputy keeps in touch with; one statement."""
    ids = [one.deputy_id for one in actor.grants_of(roles.DEPUTY) if one.deputy_id is not None]
    found = contacts_on(today()).filter(deputy_id__in=ids).select_related("place").order_by("place__sort")
    return [_place(one.place) for one in found]


def _place(place: Place) -> Row:
    return {"name": place.name, "hours": place.fact_map.get("office_hours", ""), "code": place.code}
