"""A column with the visit's number in an imported table: the row stands on that visit's list, as if typed there."""

from typing import Any

from django.utils.translation import gettext as _

from lianxin.cases.imports.attached import Attached
from lianxin.contact.base import VISIT
from lianxin.contact.models import Visit
from lianxin.contact.visits import texts
from lianxin.contact.visits.actions.items import add_to_list, of_visit
from lianxin.contact.visits.policies import RECORD_ON_VISIT
from lianxin.contact.visits.rules import may_still_come
from lianxin.core.clock import civil_date, today
from lianxin.core.text import halfwidth
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid
from lianxin.records import lineage
from lianxin.records.models import Relation


def find(actor: Actor, text: str) -> Attached:
    """The visit with that number; ``Invalid`` where there is none, or its list takes nothing more.

    The row's place stays what the table says; without one it is the neighbourhood of the visit.
    """
    number = halfwidth(text).strip()
    visit = Visit.objects.select_related("round", "place").filter(number=number).first()
    if visit is None or not RECORD_ON_VISIT.check(actor, visit):
        raise Invalid.at(
            "visit", "no_such_visit", _("没有编号是“%(number)s”的走访，请照走访单改正。") % {"number": number[:40]}
        )
    listed = civil_date(visit.listed_at) if visit.listed_at else None
    if not may_still_come(visit.state, visit.round.state, min(visit.round.day, today()), listed):
        raise Invalid.at("visit", "visit_closed", texts.closed_visit())

    def arguments(row: dict[str, Any]) -> dict[str, Any]:
        given = of_visit(visit)
        place = row.get("place_id") or visit.place_id
        return {**row, **given, "place_id": place, "spoken_on": row.get("spoken_on") or visit.round.day}

    def after(opinion_id: int, case_id: int) -> None:
        locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        add_to_list(locked, opinion_id, case_id)
        lineage.link((VISIT, visit.pk), ("case", case_id), Relation.BECAME, actor)

    return Attached(arguments, after)
