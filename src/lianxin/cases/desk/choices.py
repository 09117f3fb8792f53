"""What forms and filters of the desk offer to choose from; every function is one statement at most."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.cases import lists
from lianxin.deputies.models import Deputy
from lianxin.deputies.selectors import deputies_on
from lianxin.places import selectors as places
from lianxin.places.models import Unit

Pairs = list[tuple[str, Any]]

#: Where a matter may leave the platform to, by the codes of ``HandOver``.
EXITS = (
    ("petition", gettext_lazy("信访部门")),
    ("discipline", gettext_lazy("纪检监察机关")),
    ("emergency", gettext_lazy("110、119、120 等应急处置")),
)


def units() -> Pairs:
    """Every active unit by its full name, in groups by the verb it is addressed with."""
    return grouped(places.active_units())


def grouped(found: Iterable[Unit]) -> Pairs:
    """Units in groups such as 交办：科室; a committee stands under the verb that is proper to it."""
    groups: dict[str, Pairs] = {}
    for unit in found:
        title = _("%(verb)s · %(kind)s") % {"verb": unit.verb_label, "kind": unit.kind_label}
        groups.setdefault(title, []).append((str(unit.pk), unit.name))
    return [("", _("请选择单位")), *groups.items()]


def by_kind(found: Iterable[Unit], first: Iterable[Unit] = ()) -> Pairs:
    """Units in groups by their kind; those named *first* stand before all others in a group of their own."""
    ahead = {unit.pk for unit in first}
    groups: dict[str, Pairs] = {}
    for unit in sorted(found, key=lambda one: one.pk not in ahead):
        title = _("权责表建议的") if unit.pk in ahead else unit.kind_label
        groups.setdefault(str(title), []).append((str(unit.pk), unit.label))
    return list(groups.items())


def entries(code: str, empty: str = "") -> Callable[[], Pairs]:
    """The entries of a list of the town, evaluated when a form is made; with *empty* a first line without a value."""

    def read() -> Pairs:
        first: Pairs = [("", empty)] if empty else []
        return [*first, *[(one.code, one.label) for one in lists.entries(code).values()]]

    return read


def kinds() -> Pairs:
    """Kinds of matters; first that nobody decided, which is what a clerk in doubt leaves."""
    return [(lists.UNKNOWN, _("拿不准，留给镇人大办定")), *entries("opinion_kind")()]


def present_channels() -> Pairs:
    """The ways in which a clerk gets words: with the resident there first, paper and letters after."""
    found = lists.entries("channel").values()
    own = [one for one in found if one.code not in {"web", "qr"}]
    return [(one.code, one.label) for one in own]


def categories() -> Pairs:
    """Second-level categories in groups of the first level."""
    groups = [(top.name, [(one.code, one.name) for one in below]) for top, below in places.categories() if below]
    return [("", _("暂不分类")), *groups]


def deputies() -> Pairs:
    """Who holds a mandate today, in the order of the register."""
    return [(str(one.pk), _named(one)) for one in deputies_on()]


def _named(deputy: Deputy) -> str:
    return deputy.display_name or deputy.label


def tags() -> Pairs:
    """The tags of the town."""
    return entries("tag")()
