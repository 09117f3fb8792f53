"""The town's own words and figures, for systems that fill forms or draw charts."""

import datetime as dt
from typing import Any, Final, Literal

from django.http import HttpRequest
from ninja import Query, Router

from lianxin.api import scopes
from lianxin.api.calls import PROBLEMS, Key, caller_of, only_known
from lianxin.api.parts import Asked, Day, Given
from lianxin.api.problems import Problem
from lianxin.cases import lists
from lianxin.core.clock import today
from lianxin.db.scope import current_town
from lianxin.places.models import Category, PlaceKind
from lianxin.places.selectors import active_units, places_of_kind
from lianxin.reports import selectors
from lianxin.reports.registry import Period
from lianxin.reports.views import READERS

router = Router(tags=["lists"])


class ItemOut(Given):
    """One entry: ``code`` is what a request sends; places and units are named by ``id``."""

    id: str
    code: str
    label: str
    label_en: str
    kind: str
    parent: str


class ItemsOut(Given):
    """A whole list."""

    items: list[ItemOut]


class FigureOut(Given):
    """A figure with its definition: counts first, a share never without n."""

    code: str
    name: str
    definition: str
    unit: str
    numerator: int | None
    denominator: int | None
    n: int
    share: float | None
    median: float | None
    p90: float | None


_FIGURE: Final = [name for name in FigureOut.model_fields if name != "n"]


class FiguresOut(Given):
    """All figures of a period."""

    first: dt.date
    last: dt.date
    as_of: dt.date
    is_demo: bool
    items: list[FigureOut]


ListName = Literal[
    "kinds", "channels", "tags", "result_schemes", "no_reasons", "exits", "categories", "places", "units",
]  # fmt: skip
_BOOKS = {
    "kinds": "opinion_kind", "channels": "channel", "tags": "tag", "result_schemes": "result_scheme",
    "no_reasons": "no_reason", "exits": "exit",
}  # fmt: skip


def _entry(code: str, label: str, label_en: str = "", **more: str) -> dict[str, str]:
    return {"id": "", "kind": "", "parent": "", **more, "code": code, "label": label, "label_en": label_en}


def _places() -> list[dict[str, str]]:
    kinds = [kind for kind in PlaceKind if kind not in {PlaceKind.BUILDING, PlaceKind.STATION}]
    return [
        _entry(one.code, one.name, id=str(one.pk), kind=one.kind, parent=str(one.parent_id or ""))
        for one in places_of_kind(*kinds)
    ]


def _categories() -> list[dict[str, str]]:
    rows = Category.objects.filter(is_active=True).select_related("parent").order_by("sort", "id")
    return [_entry(one.code, one.name, one.name_en, parent=one.parent.code if one.parent else "") for one in rows]


@router.get(
    "/lists/{name}", auth=Key(scopes.LISTS_READ), response={200: ItemsOut, **PROBLEMS}, operation_id="read_list"
)
def read_list(request: HttpRequest, name: ListName) -> Any:
    """One of the town's lists, in its order."""
    only_known(request)
    if name == "places":
        return {"items": _places()}
    if name == "categories":
        return {"items": _categories()}
    if name == "units":
        units = [_entry(one.code, one.name, id=str(one.pk), kind=one.kind) for one in active_units()]
        return {"items": units}
    found = lists.entries(_BOOKS[name]).values()
    return {"items": [_entry(one.code, str(one.label), str(one.label_en)) for one in found]}


class Asking(Asked):
    """Civil days, both included; ``as_of`` leaves out what happened later."""

    first: Day
    last: Day
    as_of: Day | None = None


@router.get(
    "/figures", auth=Key(scopes.FIGURES_READ), response={200: FiguresOut, **PROBLEMS}, operation_id="read_figures"
)
def read_figures(request: HttpRequest, wanted: Query[Asking]) -> Any:
    """Every figure of a period."""
    only_known(request, *Asking.model_fields)
    if not READERS.check(caller_of(request).actor):
        raise Problem(403, "not_this_party")
    if wanted.last < wanted.first:
        raise Problem(422, "period", "last")
    town = current_town()
    rows = selectors.rows(Period(wanted.first, wanted.last, wanted.as_of), town)
    return {
        "first": wanted.first,
        "last": wanted.last,
        "as_of": wanted.as_of or today(),
        "is_demo": town.is_demo,
        "items": [{**{name: row[name] for name in _FIGURE}, "n": row["sample"]} for row in rows],
    }
