"""What forms and filters of the desk offer to choose from; every function is one statement at most."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianxin.cases import lists
from lianxin.places import selectors as places

Pairs = list[tuple[str, Any]]


def units() -> Pairs:
    """Every active unit by its full name."""
    return [("", _("请选择单位")), *[(str(unit.pk), unit.name) for unit in places.active_units()]]


def unit_filter(_request: HttpRequest) -> Pairs:
    """Units for a filter of a list."""
    return [(str(unit.pk), unit.label) for unit in places.active_units()]


def kind_filter(_request: HttpRequest) -> Pairs:
    """Kinds for a filter of a list."""
    return entries("opinion_kind")()


def entries(code: str, empty: str = "") -> Callable[[], Pairs]:
    """The entries of a list of the town, evaluated when a form is made; with *empty* a first line without a value."""

    def read() -> Pairs:
        first: Pairs = [("", empty)] if empty else []
        return [*first, *[(one.code, one.label) for one in lists.entries(code).values()]]

    return read


def categories() -> Pairs:
    """Second-level categories in groups of the first level."""
    groups = [(top.name, [(one.code, one.name) for one in below]) for top, below in places.categories() if below]
    return [("", _("暂不分类")), *groups]


def results() -> Pairs:
    """Results of the town's scheme."""
    rows = lists.results(lists.default_scheme())
    return [("", _("按各点答复自动取")), *[(code, one.label) for code, one in rows.items()]]
