"""What stands on a case's page: its orders, congress steps and dispute sheets, and what may be begun from here.

Everything is read from the log of the case, which the page has read already: no statement more.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.cases import workflow
from lianxin.cases.disputes.workflow import BY_CODE as DISPUTES
from lianxin.cases.models import Case
from lianxin.cases.pressing import policies, watched
from lianxin.clocks.ladders.models import Ladder
from lianxin.clocks.ladders.steps import word_of
from lianxin.clocks.orders import workflow as w
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.ui.dates import parse_date, zh_date

_AT_DESK: Final = frozenset({workflow.TRANSFERRED, workflow.RETURN_PENDING})
#: First part of a verb → the moves of that kind of object, and how its states and addresses are called.
_KINDS: Final[Mapping[str, tuple[Mapping[str, Any], str]]] = {
    "order": (w.ORDERS, "order"),
    "congress": (w.STEPS, "step"),
    "dispute": (DISPUTES, "dispute"),
}
_HIDDEN: Final = frozenset({w.DRAFT, w.DISCARDED, w.DROPPED})
#: What is a draft before somebody signs it.
_DRAFTED: Final = frozenset({"order", "step"})

Row = dict[str, Any]


def context(actor: Actor, case: Case, timeline: Iterable[Mapping[str, Any]]) -> Mapping[str, object]:
    """The rows, newest first, and the ways to begin; no statement."""
    return {"pressed": pressed(actor, timeline), "ways": ways(actor, case)}


def pressed(actor: Actor, timeline: Iterable[Mapping[str, Any]]) -> list[Row]:
    """What the log says of each object that pressed the case, in its latest state, for those who may open it."""
    return [_shown(row) for row in reversed(_objects(timeline)) if _may_see(actor, row)]


def shown_to(actor: Actor, timeline: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The log of a case without drafts of orders and steps that the actor may not open: they may never be sent."""
    drafts = {
        row["object"]
        for row in _objects(timeline)
        if row["name"] in _DRAFTED and row["state"] in _HIDDEN and not _may_see(actor, row)
    }
    return tuple(entry for entry in timeline if entry["data"].get("object") not in drafts)


def _objects(timeline: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Each order, step and dispute sheet that the log names, in its latest state, oldest first."""
    found: dict[str, Row] = {}
    for entry in timeline:
        first, _dot, code = entry["verb"].partition(".")
        data = entry["data"]
        if first in _KINDS and "object" in data:
            moves, name = _KINDS[first]
            row = found.setdefault(data["object"], {"name": name, "state": "", "object": data["object"], "unit": ""})
            target = moves[code].target if code in moves else ""
            row.update({key: data[key] for key in ("number", "step", "unit", "due") if data.get(key)})
            row["state"] = target or row["state"]
    return list(found.values())


def _may_see(actor: Actor, row: Row) -> bool:
    """The same as the policies of the pages, from what the log says."""
    desk = actor.has(roles.GOVERNMENT_DESK, roles.LEADER)
    mine = row["unit"].isdigit() and int(row["unit"]) in actor.unit_ids(*roles.OF_A_UNIT)
    issued = row["state"] not in _HIDDEN
    if row["name"] == "step":
        return actor.has(*policies.OFFICE) or (desk and issued)
    return desk or (row["name"] == "order" and mine and issued)


def _shown(row: Row) -> Row:
    words = {
        "order": _("督办单：%(what)s") % {"what": word_of(Ladder.GOVERNMENT, row.get("step", ""))},
        "step": _("人大：%(what)s") % {"what": word_of(Ladder.CONGRESS, row.get("step", ""))},
        "dispute": _("现场会商单"),
    }
    due = parse_date(str(row.get("due", "")))
    return {
        "title": words[row["name"]],
        "number": row.get("number", ""),
        "state": f"{row['name']}_{row['state']}",
        "due": zh_date(due) if due else "",
        "href": reverse(f"cases:{row['name']}", args=[int(row["object"])]),
    }


def ways(actor: Actor, case: Case) -> list[dict[str, str]]:
    """What may be begun from here."""
    found = []
    owed = case.state in watched.OWING and not case.sealed
    if owed and not case.lead_is_desk and policies.DRAFT_ORDER.check(actor, case):
        found.append({"label": _("拟督办单"), "href": reverse("cases:order_new", args=[case.number])})
        found.append({"label": _("打印催办单"), "href": reverse("cases:urge_print", args=[case.number])})
    if owed and policies.PROPOSE_STEP.check(actor, case):
        found.append({"label": _("拟监督措施"), "href": reverse("cases:step_new", args=[case.number])})
    if case.state in _AT_DESK and not case.sealed and policies.DRAFT_ORDER.check(actor, case):
        found.append({"label": _("开现场会商单"), "href": reverse("cases:dispute_new", args=[case.number])})
    return found
