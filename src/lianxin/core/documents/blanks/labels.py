"""Blanks behind labels inside one cell or paragraph: ``填报单位：____  填报日期：    年  月  日``."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

from lianxin.core.documents.blanks.model import Value

_BLANK = re.compile(r"[:：]([ _＿\u3000\u00a0]*(?:年[ _＿\u3000\u00a0]*月[ _＿\u3000\u00a0]*日)?)")
_NAMED = re.compile(r"^(.*)#([1-9]\d?)$")


class Edit(NamedTuple):
    """A range of a text and what takes its place."""

    start: int
    end: int
    text: str


def blank_at(ref: str) -> tuple[str, int]:
    """Split ``A2#2`` (the second blank in A2) into name and number; 0 stands for the whole cell."""
    found = _NAMED.match(ref)
    return (found[1], int(found[2])) if found else (ref, 0)


def blanks_in(text: str) -> int:
    """How many blanks behind labels a text holds."""
    return len(_BLANK.findall(text))


def edits(text: str, values: Mapping[int, Value]) -> tuple[list[Edit], list[int]]:
    """Return what to exchange so that the blanks hold the values, and the numbers of blanks that are not there."""
    found = list(_BLANK.finditer(text))
    made, missing = [], []
    for at, value in sorted(values.items()):
        if at > len(found):
            missing.append(at)
            continue
        start, end = found[at - 1].span(1)
        gap = "  " if text[end:].strip() else ""
        made.append(Edit(start, end, shown(value) + gap))
    return made, missing


def filled_text(text: str, values: Mapping[int, Value]) -> tuple[str, list[int]]:
    """Return the text with its blanks filled, and the numbers of blanks that are not there."""
    made, missing = edits(text, values)
    for edit in reversed(made):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text, missing


def shown(value: Value) -> str:
    """A value as it stands in running text: dates as 2026年6月3日."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
