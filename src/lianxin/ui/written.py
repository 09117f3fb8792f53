"""The large parts of a list page, written without the template engine: rows, choices of a filter, navigation, tabs.

The words around them stay in the templates. A template looks up a dozen names a cell; written here, a page of fifty
rows costs a tenth. Everything is escaped by :func:`escaped`; what is safe HTML already (a state tag) stays.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import gettext as _

from lianxin.ui import dates, icons

#: The signs that must be escaped; most texts have none.
_SIGNS: Final = re.compile("[&<>\"']")

#: A cell of so few characters stays on one line.
SHORT: Final = 12
#: A longer text than this (a state with its drawing is shorter) hardly stands in two rows and is not kept.
LONG: Final = 400

Cells = Sequence[Mapping[str, Any]]


class Head(NamedTuple):
    """What the cells of a column share; ``main`` is the heading of the row."""

    key: str
    label: str
    main: bool
    number: bool


def escaped(value: Any) -> str:
    """The value as HTML: safe HTML as it is, anything else escaped; as Django does, without lazy text."""
    if isinstance(value, SafeData):
        return str(value)
    text = value if isinstance(value, str) else str(value)
    return SafeString(html.escape(text) if _SIGNS.search(text) else text)  # nosec B703 B308


def rows(found: Sequence[Cells | str]) -> SafeString:
    """The rows of a table: drawn ones (:func:`row`) as they are, prepared cells are drawn here."""
    return _safe("".join(one if isinstance(one, str) else row(map(cell, one)) for one in found))


def row(cells: Iterable[str]) -> SafeString:
    """One row of drawn cells."""
    return _safe(f'<tr role="row">{"".join(cells)}</tr>')


def cell(one: Mapping[str, Any]) -> str:
    """One cell given by names; missing keys count as empty, as in a template."""
    get = one.get
    text = get("text", "")
    return _drawn(
        bool(get("main")), bool(get("number")), str(get("label", "")), escaped(text), str(get("href") or ""),
        escaped(get("sub") or ""), bool(get("short")),
    )  # fmt: skip


def drawn(head: Head, text: str, href: str = "", sub: str = "") -> str:
    """One cell of a column; *text* and *sub* are escaped unless they are safe HTML.

    Most cells of a list say what many others say (a state, a unit, a day): those are drawn once and kept.  The heading
    of a row is its own and is never kept.
    """
    _key, label, main, number = head
    if main or len(text) > LONG:
        shown = escaped(text)
        return _drawn(main, number, label, shown, href, escaped(sub), not main and len(shown) <= SHORT)
    return _kept(number, label, text, href, sub)


@lru_cache(maxsize=4096, typed=True)
def _kept(number: bool, label: str, text: str, href: str, sub: str) -> str:
    """A cell that is no heading; the types of the texts count, for safe HTML is another thing than the same words."""
    shown = escaped(text)
    return _drawn(False, number, label, shown, href, escaped(sub), len(shown) <= SHORT)


def _drawn(main: bool, number: bool, label: str, text: str, href: str, sub: str, short: bool) -> str:
    """One cell of finished texts."""
    head = _cell_head(main, number, text == "", short, label)
    if href:
        text = f'<a href="{escaped(href)}"{" data-open" if main else ""}>{text}</a>'
    below = f'<span class="sub">{sub}</span>' if sub else ""
    return f"{head}{text}{below}</div></{'th' if main else 'td'}>"


@lru_cache(maxsize=4096)
def _cell_head(main: bool, number: bool, blank: bool, short: bool, label: str) -> str:
    """How a cell begins; the same few beginnings stand on every row."""
    role = 'th scope="row" role="rowheader"' if main else 'td role="cell"'
    css = f"{'main' if main else ''}{' num' if number else ''}{' blank' if blank else ''}{' short' if short else ''}"
    return f'<{role} class="{css}" data-label="{html.escape(label)}"><div>'


def heads(columns: Sequence[Mapping[str, Any]]) -> SafeString:
    """The heads of a table: ``{label, is_number, sorted, sort_href}``."""
    return _safe("".join(map(_head, columns)))


_ARROWS: Final = {
    "ascending": ' <span aria-hidden="true">↑</span>',
    "descending": ' <span aria-hidden="true">↓</span>',
}


def _head(one: Mapping[str, Any]) -> str:
    label, order = escaped(one["label"]), str(one.get("sorted") or "")
    css = ' class="num"' if one.get("is_number") else ""
    aria = f' aria-sort="{escaped(order)}"' if order else ""
    if one.get("sort_href"):
        label = f'<a href="{escaped(one["sort_href"])}">{label}</a>{_ARROWS.get(order, "")}'
    return f'<th scope="col" role="columnheader"{css}{aria}>{label}</th>'


def filters(found: Sequence[Mapping[str, Any]]) -> SafeString:
    """The fields of the filters of a list (`lianxin.ui.lists`)."""
    every = escaped(_("全部"))
    return _safe("".join(_filter(one, every) for one in found))


def _filter(one: Mapping[str, Any], every: str) -> str:
    name = escaped(one["name"])
    label = f'<div><label for="filter-{name}">{escaped(one["label"])}</label>'
    if one.get("kind") == "choice":
        found = f'<option value="">{every}</option>{options(one.get("choices") or ())}'
        return f'{label}<select id="filter-{name}" name="{name}">{found}</select></div>'
    hint = f' placeholder="{escaped(one["placeholder"])}"' if one.get("placeholder") else ""
    kind, typed = escaped(one.get("input_type") or ""), escaped(one.get("value") or "")
    field = f'id="filter-{name}" name="{name}" type="{kind}" value="{typed}"'
    return f"{label}<input {field}{hint}></div>"


def options(found: Sequence[Mapping[str, Any]] | str) -> SafeString:
    """The choices of a filter: drawn ones (:func:`choices`) as they are, else ``{value, label, selected}``."""
    if isinstance(found, SafeString):
        return found
    given: Any = found
    return _safe("".join(_option(str(one["value"]), str(one["label"]), bool(one.get("selected"))) for one in given))


@lru_cache(maxsize=512)
def choices(pairs: tuple[tuple[str, str], ...], selected: str) -> SafeString:
    """The choices of a filter from (value, label) pairs; the same few stand above every list of a town."""
    return _safe("".join(_option(value, label, value == selected) for value, label in pairs))


@lru_cache(maxsize=4096)
def _option(value: str, label: str, selected: bool) -> str:
    """One choice; units, neighbourhoods and states stand above every list."""
    return f'<option value="{html.escape(value)}"{" selected" if selected else ""}>{html.escape(label)}</option>'


def nav(groups: Sequence[Mapping[str, Any]]) -> SafeString:
    """The groups of a face's navigation (`lianxin.ui.registry.nav_for`)."""
    unit = _("件")
    return _safe("".join(_group(group, unit) for group in groups))


def _group(group: Mapping[str, Any], unit: str) -> str:
    title = f'<p class="nav-title">{escaped(group["title"])}</p>' if group.get("title") else ""
    items = "".join(
        _item(one["href"], one["label"], one["icon"], one.get("current"), one.get("count"), one.get("tone"), unit)
        for one in group["items"]
    )
    return f'<div class="nav-group">{title}<ul class="nav-list">{items}</ul></div>'


@lru_cache(maxsize=2048, typed=True)
def _item(href: str, label: str, icon: str, current: Any, count: Any, tone: Any, unit: str) -> str:
    """One entry; the same stand on every page of a face."""
    here = ' aria-current="page"' if current else ""
    shown = badge(count, tone or "plain", unit) if count else ""
    return (
        f'<li><a class="nav-link" href="{escaped(href)}"{here}>{icons.icon(icon)}'
        f"<span>{escaped(label)}</span>{shown}</a></li>"
    )


def badge(count: Any, tone: str, unit: str = "") -> SafeString:
    """A small count; a text such as ``99+`` stands as it is."""
    hidden = f'<span class="visually-hidden">{escaped(unit)}</span>' if unit else ""
    shown = escaped(count) if isinstance(count, str) else dates.zh_number(count)
    return _safe(f'<span class="badge tone-{escaped(tone)}">{shown}{hidden}</span>')


def tabs(found: Sequence[Mapping[str, Any]]) -> SafeString:
    """The entries of a row of tabs: ``{label, href, current, count, tone}``."""
    return _safe("".join(map(_tab, found)))


def _tab(one: Mapping[str, Any]) -> str:
    return _drawn_tab(
        str(one["href"]), str(one["label"]), bool(one.get("current")), one.get("count"), one.get("tone") or "plain"
    )


@lru_cache(maxsize=2048, typed=True)
def _drawn_tab(href: str, label: str, current: bool, count: Any, tone: str) -> str:
    here = ' aria-current="page"' if current else ""
    shown = badge(count, tone) if count is not None else ""
    return f'<li><a href="{escaped(href)}"{here}>{escaped(label)}{shown}</a></li>'


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 - every part was escaped above  # nosec B308 B703
