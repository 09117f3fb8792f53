"""What other rooms hang on a page: panels at named places, entries in the navigation of a face.

A room registers in its ``AppConfig.ready``::

    from lianxin.ui import registry

    registry.nav("desk", _("待交办"), "cases:to_assign", order=20, policy=may_assign, group=_("办理"), icon="inbox")
    registry.panel("case", "field/panels/queue.html", order=50, policy=may_read, context=queue_context)

A policy here is a policy object of ``people`` (asked with the object for panels), a callable ``(actor) -> bool``, or
``None`` for everyone. It only decides what is shown; the view behind a link checks again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from lianxin.journal.actors import Actor
from lianxin.people.access import actor_of
from lianxin.people.policies import Policy

Allows = Policy | Callable[[Actor], bool] | None
PanelContext = Callable[[HttpRequest, Any], Mapping[str, Any]]
Badge = Callable[[HttpRequest], "int | str | tuple[int | str, str] | None"]


@dataclass(frozen=True)
class Panel:
    """One template shown at a place; ``context`` prepares its variables from (request, object)."""

    place: str
    template: str
    order: int
    policy: Allows = None
    context: PanelContext | None = None


@dataclass(frozen=True)
class NavItem:
    """One entry of a face's navigation."""

    face: str
    label: str | Promise
    url_name: str
    order: int
    policy: Allows = None
    badge: Badge | None = None
    icon: str = "list"
    group: str | Promise = ""
    kwargs: Mapping[str, Any] = field(default_factory=dict)


_PANELS: dict[str, list[Panel]] = {}
_NAV: dict[str, list[NavItem]] = {}


def panel(
    place: str,
    template: str,
    order: int = 100,
    policy: Allows = None,
    context: PanelContext | None = None,
) -> Panel:
    """Hang *template* at *place*. Registering the same template twice at a place replaces the first (reload-safe)."""
    entry = Panel(place, template, order, policy, context)
    kept = [other for other in _PANELS.get(place, []) if other.template != template]
    _PANELS[place] = sorted([*kept, entry], key=lambda p: (p.order, p.template))
    return entry


def nav(
    face: str,
    label: str | Promise,
    url_name: str,
    order: int = 100,
    policy: Allows = None,
    badge: Badge | None = None,
    *,
    icon: str = "list",
    group: str | Promise = "",
    kwargs: Mapping[str, Any] | None = None,
) -> NavItem:
    """Add an entry to the navigation of *face* (``public`` ``desk`` ``deputy`` ``field`` ``hall`` ``admin``)."""
    entry = NavItem(face, label, url_name, order, policy, badge, icon, group, kwargs or {})
    _skeleton.cache_clear()
    kept = [other for other in _NAV.get(face, []) if (other.url_name, other.kwargs) != (url_name, entry.kwargs)]
    _NAV[face] = sorted([*kept, entry], key=lambda n: (n.order, n.url_name))
    return entry


def permits(policy: Allows, actor: Actor, obj: object = None) -> bool:
    """Ask *policy*, a policy object of ``people`` or a plain callable ``(actor) -> bool``; None allows everyone."""
    if policy is None:
        return True
    if isinstance(policy, Policy):
        return policy.check(actor, obj)
    return bool(policy(actor))


def panels_for(place: str, request: HttpRequest, obj: Any = None) -> list[Panel]:
    """Panels this request may see at *place*, in order."""
    actor = actor_of(request)
    return [entry for entry in _PANELS.get(place, []) if permits(entry.policy, actor, obj)]


def nav_for(face: str, request: HttpRequest) -> list[dict[str, Any]]:
    """Prepared navigation groups of *face* for this request: ``[{"title", "items": [{label, href, icon, …}]}]``.

    Badges are counted only here, once per page. An entry whose URL is not mounted (public side and intranet desk
    can be served apart) is left out.
    """
    skeleton = _skeleton(face, actor_of(request), get_language(), get_script_prefix(), get_urlconf())
    rows = [{**row, **_badge(entry, request)} for entry, row in skeleton]
    _mark_current(rows, request.path)
    groups: list[dict[str, Any]] = []
    for row in rows:
        same = next((group for group in groups if group["title"] == row["group"]), None)
        if same is None:
            same = {"title": row["group"], "items": []}
            groups.append(same)
        same["items"].append(row)
    return groups


@lru_cache(maxsize=512)
def _skeleton(face: str, actor: Actor, *_where: str | None) -> list[tuple[NavItem, dict[str, Any]]]:
    """What this actor may see, without badges; kept, for it is the same on every page (language and prefix count)."""
    visible = [entry for entry in _NAV.get(face, []) if permits(entry.policy, actor)]
    return [(entry, row) for entry, row in ((entry, _prepared(entry)) for entry in visible) if row is not None]


def _prepared(entry: NavItem) -> dict[str, Any] | None:
    try:
        href = reverse(entry.url_name, kwargs=dict(entry.kwargs) or None)
    except NoReverseMatch:
        return None
    return {
        "label": str(entry.label),
        "href": href,
        "icon": entry.icon,
        "group": str(entry.group),
        "current": False,
    }


def _badge(entry: NavItem, request: HttpRequest) -> dict[str, Any]:
    """The count of an entry and its tone, counted anew on every page."""
    found = entry.badge(request) if entry.badge else None
    count, tone = found if isinstance(found, tuple) else (found, "plain")
    return {"count": count, "tone": tone}


def _mark_current(rows: list[dict[str, Any]], path: str) -> None:
    """Mark the entry with the longest address that begins the current path."""
    matching = [row for row in rows if path == row["href"] or (row["href"] != "/" and path.startswith(row["href"]))]
    if matching:
        max(matching, key=lambda row: len(row["href"]))["current"] = True


_FACTS: dict[str, Callable[[], str]] = {}


def says(name: str, sentence: Callable[[], str]) -> None:
    """Let pages of lower rooms say a sentence whose numbers a higher room keeps as data; the last one to speak wins."""
    _FACTS[name] = sentence


def fact(name: str) -> str:
    """The sentence of that name for the current town, or nothing."""
    sentence = _FACTS.get(name)
    return sentence() if sentence is not None else ""
