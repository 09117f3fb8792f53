"""The large parts of a list page, written without the template engine: rows, choices of a filter, navigation, tabs.

The words around them stay in the templates. A template looks up a dozen names a cell; written here, a page of fifty
rows costs a tenth. Everything is escaped by :func:`escaped`; what is safe HTML already (a state tag) stays.
"""

import html
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import gettext as _

from lianxin.ui import dates, icons

#: The signs that must be escaped; most texts have none.
_SIGNS: Final = re.compile("[&<>\"']")

Cells = Sequence[Mapping[str, Any]]


def escaped(value: Any) -> str:
    """The value as HTML: safe HTML as it is, anything else escaped; as Django does, without lazy text."""
    if isinstance(value, SafeData):
        return str(value)
    text = value if isinstance(value, str) else str(value)
    return SafeString(html.escape(text) if _SIGNS.search(text) else text)  # nosec B703 B308


def rows(found: Sequence[Cells]) -> SafeString:
    """The rows of a table of prepared cells (`lianxin.ui.lists`)."""
    return _safe("".join(f'<tr role="row">{"".join(map(cell, row))}</tr>' for row in found))


def cell(one: Mapping[str, Any]) -> str:
    """One cell; missing keys count as empty, as in a template."""
    get = one.get
    main = bool(get("main"))
    head = _cell_head(main, bool(get("number")), bool(get("blank")), bool(get("short")), str(get("label", "")))
    text, href, sub = escaped(get("text", "")), get("href"), get("sub")
    if href:
        text = f'<a href="{escaped(href)}"{" data-open" if main else ""}>{text}</a>'
    below = f'<span class="sub">{escaped(sub)}</span>' if sub else ""
    return f"{head}{text}{below}</div></{'th' if main else 'td'}>"


@lru_cache(maxsize=4096)
def _cell_head(main: bool, number: bool, blank: bool, short: bool, label: str) -> str:
    """How a cell begins; the same few beginnings stand on every row."""
    role = 'th scope="row" role="rowheader"' if main else 'td role="cell"'
    css = f"{'main' if main else ''}{' num' if number else ''}{' blank' if blank else ''}{' short' if short else ''}"
    return f'<{role} class="{css}" data-label="{html.escape(label)}"><div>'


def options(choices: Sequence[Mapping[str, Any]]) -> SafeString:
    """The choices of a filter: ``{value, label, selected}``."""
    return _safe("".join(_option(str(one["value"]), str(one["label"]), bool(one.get("selected"))) for one in choices))


@lru_cache(maxsize=4096)
def _option(value: str, label: str, selected: bool) -> str:
    """One choice; units, neighbourhoods and states stand above every list."""
    return f'<option value="{html.escape(value)}"{" selected" if selected else ""}>{html.escape(label)}</option>'


def nav(groups: Sequence[Mapping[str, Any]]) -> SafeString:
    """The groups of a face's navigation (`lianxin.ui.registry.nav_for`)."""
    return _safe("".join(map(_group, groups)))


def _group(group: Mapping[str, Any]) -> str:
    title = f'<p class="nav-title">{escaped(group["title"])}</p>' if group.get("title") else ""
    return f'<div class="nav-group">{title}<ul class="nav-list">{"".join(map(_item, group["items"]))}</ul></div>'


def _item(item: Mapping[str, Any]) -> str:
    current = ' aria-current="page"' if item.get("current") else ""
    count = badge(item["count"], item.get("tone") or "plain", _("件")) if item.get("count") else ""
    return (
        f'<li><a class="nav-link" href="{escaped(item["href"])}"{current}>{icons.icon(item["icon"])}'
        f"<span>{escaped(item['label'])}</span>{count}</a></li>"
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
    current = ' aria-current="page"' if one.get("current") else ""
    count = badge(one["count"], one.get("tone") or "plain") if one.get("count") is not None else ""
    return f'<li><a href="{escaped(one["href"])}"{current}>{escaped(one["label"])}{count}</a></li>'


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 - every part was escaped above  # nosec B308 B703
