"""The tag library ``{% load lianxin_ui %}``: fields, states, icons, dates, figures, panels, navigation."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lianxin.core import clock
from lianxin.ui import charts, dates, icons, keeping, listing, registry, schematic, states, written
from lianxin.ui.forms import first_errors

register = template.Library()

register.filter("zh_date", dates.zh_date)
register.filter("zh_day", dates.zh_day)
register.filter("zh_datetime", dates.zh_datetime)
register.filter("zh_number", dates.zh_number)
register.filter("listed", listing.listed)
register.tag("kept", keeping.kept)
register.tag("hole", keeping.hole)


@register.simple_tag
def ui_icon(name: str, css: str = "") -> SafeString:
    """``{% ui_icon "clock" %}``: an inline icon of the set."""
    return icons.icon(name, css)


@register.simple_tag
def ui_path(rest: str = "") -> str:
    """``{% ui_path "desk/" %}``: an address of this town (sub-path and ``/t/<slug>/`` kept) that no view owns yet."""
    return get_script_prefix() + rest


@register.simple_tag
def ui_fact(name: str) -> str:
    """A sentence whose numbers are data of the town: ``{% ui_fact "contact_kept" %}``; empty where nobody knows it."""
    return registry.fact(name)


@register.simple_tag
def ui_mark(css: str = "mark") -> SafeString:
    """The wordmark drawing."""
    return icons.mark(css)


@register.simple_tag
def ui_shape(name: str) -> SafeString:
    """A small state shape alone (legends)."""
    return icons.shape(name)


@register.simple_tag
def ui_shape_path(name: str) -> SafeString:
    """The same shape as a group inside another drawing."""
    return icons.shape_path(name)


@register.simple_tag
def ui_state(code: str, word: str = "") -> SafeString:
    """``{% ui_state case.state %}``: word + shape + colour; *word* replaces the registered word."""
    look = states.look(str(code))
    return _tag(str(word or look.word), look.tone, look.shape)


@register.simple_tag
def ui_tag(word: Any, tone: str = "plain", shape: str = "") -> SafeString:
    """A tag with any word; without *shape* it is a plain label."""
    return _tag(word if isinstance(word, SafeString) else str(word), tone, shape)


@lru_cache(maxsize=1024, typed=True)
def _tag(word: str, tone: str, shape: str) -> SafeString:
    """The same few words stand on every line of a list."""
    drawing = icons.shape(shape) if shape else ""
    return format_html('<span class="tag tone-{}">{}{}</span>', tone, drawing, word)


@register.simple_tag
def ui_badge(count: int | str, tone: str = "plain", unit: str = "") -> SafeString:
    """A small count (``99+`` for more); *unit* is read out by screen readers (``件``)."""
    return written.badge(count, tone, unit)


@register.simple_tag
def ui_rows(rows: Sequence[Sequence[Mapping[str, Any]] | str]) -> SafeString:
    """The rows of a table of prepared cells."""
    return written.rows(rows)


@register.simple_tag
def ui_heads(columns: Sequence[Mapping[str, Any]]) -> SafeString:
    """The heads of the columns of a table."""
    return written.heads(columns)


@register.simple_tag
def ui_filters(filters: Sequence[Mapping[str, Any]]) -> SafeString:
    """The fields of the filters above a list."""
    return written.filters(filters)


@register.simple_tag
def ui_tabs(tabs: Sequence[Mapping[str, Any]]) -> SafeString:
    """The entries of a row of tabs."""
    return written.tabs(tabs)


@register.simple_tag
def ui_nav_groups(groups: Sequence[Mapping[str, Any]]) -> SafeString:
    """The groups that ``ui_nav`` prepared."""
    return written.nav(groups)


@register.inclusion_tag("ui/components/clock.html")
def ui_clock(due: dt.date | None, working_days_left: int | None = None, **more: Any) -> dict[str, Any]:
    """A due date as a chip: ``剩 2 个工作日 · 7月3日（周四）到期``.

    Optional: ``provisional=True`` (holiday table not confirmed), ``paused=True``, ``done="已按期办结"``,
    ``what="首次联系"`` and ``why`` (the reckoning in words, shown as a tooltip and to screen readers).
    """
    if due is None:
        return {"empty": True}
    tone, left = dates.due_words(due, working_days_left)
    if more.get("paused"):
        tone, left = "mute", ""
    if more.get("done"):
        tone, left = "good", more["done"]
    return {"tone": tone, "left": left, "due": due, **more}


@register.simple_tag
def ui_field(bound: BoundField, **more: Any) -> SafeString:
    """``{% ui_field form.words %}``: label, hint, error, control, counter.

    Options: ``label``, ``hint``, ``big=True`` (the label is the question of the page), ``optional=False`` (do not
    write （选填）).
    """
    renderer = bound.form.renderer
    html: str = renderer.render("ui/forms/field.html", {"field": bound, **_field_options(bound, more)})
    return mark_safe(html)  # noqa: S308 - rendered by the template engine with escaping  # nosec B308 B703


def _field_options(bound: BoundField, more: Mapping[str, Any]) -> dict[str, Any]:
    widget = bound.field.widget
    kind = "tick" if widget.__class__.__name__ == "YesNo" else ("group" if widget.use_fieldset else "single")
    return {
        "label": more.get("label") or bound.label,
        "hint": more.get("hint") or bound.help_text,
        "hint_added": bool(more.get("hint")) and not bound.help_text,
        "big": bool(more.get("big")),
        "show_optional": not bound.field.required and more.get("optional", True),
        "kind": kind,
        "counter": widget.attrs.get("data-counter"),
    }


@register.inclusion_tag("ui/components/error_summary.html")
def ui_errors(form: BaseForm | None) -> dict[str, Any]:
    """``{% ui_errors form %}`` above the form: every error once, linking to its field."""
    return {"rows": first_errors(form) if form is not None and form.is_bound else []}


@register.inclusion_tag("ui/components/form_tail.html")
def ui_form_tail(form: BaseForm) -> dict[str, Any]:
    """Hidden fields of *form* (with the once token)."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def ui_panels(context: Context, place: str, obj: Any = None) -> SafeString:
    """``{% ui_panels "case" case %}``: everything other rooms hang at *place* for this object."""
    request = context["request"]
    parts = []
    for panel in registry.panels_for(place, request, obj):
        values = {"object": obj, **(panel.context(request, obj) if panel.context else {})}
        engine = context.template.engine if context.template else template.Engine.get_default()
        with context.push(**values):
            parts.append(engine.get_template(panel.template).render(context))
    return mark_safe("".join(parts))  # noqa: S308 - rendered by the template engine  # nosec B308 B703


@register.simple_tag(takes_context=True)
def ui_nav(context: Context, face: str) -> list[dict[str, Any]]:
    """``{% ui_nav "desk" as groups %}``: prepared navigation of a face."""
    request = context.get("request")
    return registry.nav_for(face, request) if request is not None else []


@register.simple_tag
def ui_qr(text: str, label: str = "") -> SafeString:
    """An inline QR code (error level M) with a text alternative."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        svgclass=None,
        lineclass=None,
        border=2,
        omitsize=True,
        title=label or text,
    )
    svg = out.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
    return mark_safe(svg)  # noqa: S308 - written by segno, title escaped there  # nosec B308 B703


@register.inclusion_tag("ui/components/bars.html")
def ui_bars(rows: Sequence[Mapping[str, Any]], caption: str = "", unit: str = "") -> dict[str, Any]:
    """Horizontal bars with their table: rows of ``{label, value, note?, tone?, href?}``."""
    return {"rows": charts.bar_rows(rows), "caption": caption, "unit": unit}


@register.inclusion_tag("ui/components/columns.html")
def ui_columns(rows: Sequence[Mapping[str, Any]], caption: str = "", unit: str = "") -> dict[str, Any]:
    """Columns over time (weeks, months) as SVG plus a folded table: rows of ``{label, value, tone?}``."""
    return {"chart": charts.columns(rows), "rows": rows, "caption": caption, "unit": unit}


@register.inclusion_tag("ui/components/tilemap.html")
def ui_tilemap(tiles: Iterable[Mapping[str, Any]], caption: str = "", unit: str = "") -> dict[str, Any]:
    """Schematic map (示意图): tiles of ``{name, value, col, row, href?}``; value None means no record."""
    return {"map": charts.tilemap(tiles), "caption": caption, "unit": unit}


@register.inclusion_tag("ui/components/state_map.html")
def ui_state_map(tiles: Iterable[Mapping[str, Any]], caption: str = "", **more: Any) -> dict[str, Any]:
    """Schematic map by state with a table beside it.

    Tiles of ``{name, col, row, state: late|open|clear|none, value?, late?, note?, href?}``. Optional: ``layers``
    (``[{label, href, current}]``), ``unit``, ``place_word``, ``value_word``, ``note_word``.
    """
    return {"map": schematic.state_map(tiles), "caption": caption, **more}


@register.inclusion_tag("ui/components/pairs.html")
def ui_pairs(
    rows: Sequence[Mapping[str, Any]], caption: str = "", first_word: str = "", second_word: str = ""
) -> dict[str, Any]:
    """Two counts a day or month, beside each other: rows of ``{label, first, second}``; both n stand below."""
    return {
        "chart": schematic.pairs(rows),
        "caption": caption,
        "first_word": first_word,
        "second_word": second_word,
        "first_n": sum(row["first"] for row in rows),
        "second_n": sum(row["second"] for row in rows),
    }


@register.inclusion_tag("ui/components/heat.html")
def ui_heat(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], caption: str = "", corner: str = ""
) -> dict[str, Any]:
    """A table of counts with shades: rows of ``{label, href?, cells: [{value, label?, href?}]}``, one cell a column."""
    return {"rows": schematic.heat(rows), "columns": columns, "caption": caption, "corner": corner}


@register.inclusion_tag("ui/components/gantt.html")
def ui_gantt(rows: Sequence[Mapping[str, Any]], first: dt.date, last: dt.date, caption: str = "") -> dict[str, Any]:
    """Milestone bars: rows of ``{label, start, end, word?, tone?, href?, milestones: [{on, label, done?}]}``."""
    return {"chart": schematic.gantt(rows, first, last, clock.today()), "caption": caption}


@register.inclusion_tag("ui/components/tally.html")
def ui_tally(parts: Sequence[Mapping[str, Any]], caption: str = "", unit: str = "") -> dict[str, Any]:
    """Parts of one whole side by side: ``{label, value, tone, shape}``; counts and n stand below."""
    return {"tally": schematic.tally(parts), "caption": caption, "unit": unit}
