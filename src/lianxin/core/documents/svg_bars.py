"""Charts of amounts: bars, stacked bars, sparkline. No figure is told by colour alone: each is printed or titled."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lianxin.core.documents.svg_base import (
    FONT,
    WIDTH,
    Chart,
    Svg,
    fit,
    linked,
    number,
    picture,
    rect,
    text,
    text_width,
    tone_class,
    units,
)

_ROW, _BAR = 30, 18
_WIDEST_LABEL = 200
_GAP = 8
_LEGEND = 26


class Bar(NamedTuple):
    """One bar: label, amount (0 or more), tone, and where a press leads."""

    label: str
    value: float
    tone: str = "plain"
    href: str = ""


def bars(title: str, items: Sequence[Bar], *, unit: str = "", headers: tuple[str, str] = ("项目", "数量")) -> Chart:
    """Return horizontal bars, each with its label before and its figure after it."""
    label_width = _label_width([item.label for item in items])
    value_width = max((text_width(number(item.value) + unit) for item in items), default=0) + 2 * _GAP
    scale = _scale([item.value for item in items], WIDTH - label_width - _GAP - value_width)
    parts: list[str] = []
    for place, item in enumerate(items):
        figure = number(item.value) + unit
        length = max(item.value, 0) * scale
        top = place * _ROW + (_ROW - _BAR) / 2
        base = place * _ROW + _ROW / 2 + FONT * 0.36
        row = text(label_width, base, fit(item.label, label_width), anchor="end")
        row += rect(label_width + _GAP, top, length, _BAR, f"bar {tone_class(item.tone)}", f"{item.label}：{figure}")
        row += text(label_width + 2 * _GAP + length, base, figure, "value")
        parts.append(linked(row, item.href))
    rows = tuple((item.label, number(item.value) + unit) for item in items)
    return Chart(picture("bars", title, max(len(items), 1) * _ROW, parts), title, headers, rows)


def _label_width(labels: Sequence[str]) -> float:
    """Return the room that labels get: as much as the longest needs, up to a limit."""
    return min(max((text_width(label) for label in labels), default=0) + 4, _WIDEST_LABEL)


def _scale(values: Sequence[float], room: float) -> float:
    """Return the length of one unit, so that the largest value fills the room."""
    largest = max(values, default=0)
    return room / largest if largest > 0 else 0.0


def stacked(
    title: str, items: Sequence[tuple[str, Mapping[str, float]]], series: Sequence[tuple[str, str]], *, unit: str = ""
) -> Chart:
    """Return horizontal bars made of parts.

    ``items``: label and amounts by name of the part; ``series``: name and tone of each part, in order, as the legend
    shows them. A part wide enough prints its figure.
    """
    label_width = _label_width([label for label, _ in items])
    totals = [sum(max(amounts.get(name, 0), 0) for name, _ in series) for _, amounts in items]
    value_width = max((text_width(number(total) + unit) for total in totals), default=0) + 2 * _GAP
    scale = _scale(totals, WIDTH - label_width - _GAP - value_width)
    parts = [_legend(series)]
    for place, (label, amounts) in enumerate(items):
        top = _LEGEND + place * _ROW
        base = top + _ROW / 2 + FONT * 0.36
        parts.append(text(label_width, base, fit(label, label_width), anchor="end"))
        x = label_width + _GAP
        for name, tone in series:
            amount = max(amounts.get(name, 0), 0)
            parts.append(
                _part(x, top + (_ROW - _BAR) / 2, amount * scale, f"{label} {name}", number(amount) + unit, tone)
            )
            x += amount * scale
        parts.append(text(x + _GAP, base, number(totals[place]) + unit, "value"))
    rows = tuple(
        (label, *(number(amounts.get(name, 0)) for name, _ in series), number(total))
        for (label, amounts), total in zip(items, totals, strict=True)
    )
    height = _LEGEND + max(len(items), 1) * _ROW
    return Chart(picture("stacked", title, height, parts), title, ("项目", *(name for name, _ in series), "合计"), rows)


def _part(x: float, top: float, length: float, spoken: str, figure: str, tone: str) -> str:
    """Return one part of a stacked bar, nothing when it is empty."""
    if length <= 0:
        return ""
    part = rect(x, top, length, _BAR, f"part {tone_class(tone)}", f"{spoken}：{figure}")
    if length > text_width(figure, 12) + 4:
        part += text(x + length / 2, top + _BAR / 2 + 4.5, figure, f"inside {tone_class(tone)}", "middle")
    return part


def _legend(series: Sequence[tuple[str, str]]) -> str:
    """Return the legend: a swatch and a word for each part."""
    parts: list[str] = []
    x = 0.0
    for name, tone in series:
        parts.append(rect(x, 4, 12, 12, f"swatch {tone_class(tone)}") + text(x + 17, 15, name, "legend"))
        x += 17 + text_width(name) + 2 * _GAP
    return "".join(parts)


def sparkline(
    title: str, points: Sequence[tuple[str, float]], *, unit: str = "", width: int = 160, height: int = 36
) -> Chart:
    """Return a small line of figures in time; the last one is marked and its figure is in the title."""
    last = f"{points[-1][0]} {number(points[-1][1])}{unit}" if points else "无数据"
    spoken = f"{title}：{last}"
    rows = tuple((label, number(value) + unit) for label, value in points)
    return Chart(_spark(spoken, [value for _, value in points], width, height), title, ("时间", "数量"), rows)


def _spark(spoken: str, values: Sequence[float], width: int, height: int) -> Svg:
    """Draw the line between the lowest and the highest figure."""
    if not values:
        return picture("spark", spoken, height, [], width)
    low, high = min(values), max(values)
    pad = 4.0
    step = (width - 2 * pad) / max(len(values) - 1, 1)
    rise = (height - 2 * pad) / (high - low) if high > low else 0.0
    places = [(pad + at * step, height - pad - (value - low) * rise) for at, value in enumerate(values)]
    line = " ".join(f"{units(x)},{units(y)}" for x, y in places)
    x, y = places[-1]
    parts = [
        f'<polyline class="line" fill="none" stroke="currentColor" points="{line}"/>',
        f'<circle class="last" cx="{units(x)}" cy="{units(y)}" r="3"/>',
    ]
    return picture("spark", spoken, height, parts, width)
