"""The style guide: every chapter opens, every example carries its own source, and its contrast figures are true."""

import datetime as dt
import re

import pytest
from django.template import Context, Template
from django.test import Client

from lianxin.db.models import Town
from lianxin.ui import contrast, schematic
from lianxin.ui.styleguide import CHAPTERS
from tests.ui import test_contrast


@pytest.fixture
def demo(town: Town) -> None:
    """The guide is open in a town of invented data."""
    Town.objects.filter(pk=town.pk).update(is_demo=True)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_opens(client: Client, demo: None, chapter: str) -> None:
    assert client.get(f"/styleguide/{chapter}/").status_code == 200


def test_an_example_shows_its_source_and_its_large_form() -> None:
    inside = '<b>{% ui_tag word "info" %}{{ word }}</b>'
    source = f'{{% load lianxin_guide lianxin_ui %}}{{% example "标签" %}}{inside}{{% endexample %}}'
    page = Template(source).render(Context({"word": "急"}))
    assert "&lt;b&gt;{% ui_tag word &quot;info&quot; %}{{ word }}&lt;/b&gt;" in page
    assert page.count('<span class="tag tone-info">急</span>') == 2
    assert "{% endexample" not in page


def test_an_example_with_fields_is_drawn_once() -> None:
    page = Template('{% load lianxin_guide %}{% example "字段" once %}<input id="x">{% endexample %}').render(Context())
    assert page.count('<input id="x">') == 1


def test_the_contrast_figures_are_those_of_the_tokens() -> None:
    for row in contrast.figures():
        for mode, colours in (("normal", test_contrast.NORMAL), ("large", test_contrast.LARGE)):
            wanted = test_contrast.contrast(colours[row["text"]], colours[row["ground"]])
            assert float(row[mode]) == pytest.approx(wanted, abs=0.06)


def test_the_map_names_each_state_by_tone_shape_and_count() -> None:
    tiles = [{"name": n, "col": i, "row": 0, "state": s} for i, (n, s) in enumerate((("甲", "late"), ("乙", "clear")))]
    drawn = schematic.state_map(tiles)
    assert [(one["tone"], one["shape"], one["n"]) for one in drawn["legend"]] == [
        ("bad", "triangle", 1),
        ("good", "check", 1),
    ]
    assert drawn["width"] > drawn["height"]


def test_heat_tallies_and_milestones_keep_their_counts() -> None:
    (row,) = schematic.heat([{"label": "城建", "cells": [{"value": 0}, {"value": 4}, {"value": None}]}])
    assert [cell["shade"] for cell in row["cells"]] == ["l0", "l4", "l0"]
    assert row["total"] == 4
    tally = schematic.tally([{"label": "好", "value": 3, "tone": "good"}, {"label": "急", "value": 1, "tone": "bad"}])
    assert [part["width"] for part in tally["parts"]] == [750.0, 250.0]
    assert tally["n"] == 4
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    bar = {"label": "电梯", "start": first, "end": last, "milestones": [{"on": last, "label": "验收"}]}
    drawn = schematic.gantt([bar], first, last, dt.date(2027, 1, 1))
    assert drawn["rows"][0]["width"] == schematic.GANTT_WIDTH
    assert drawn["rows"][0]["marks"][0]["x"] == schematic.GANTT_WIDTH
    assert len(drawn["months"]) == 12
    assert drawn["now"] is None


def test_nothing_to_draw_is_no_error() -> None:
    assert schematic.tally([])["n"] == 0
    assert schematic.pairs([])["rows"] == []
    assert schematic.heat([]) == []
    assert schematic.state_map([])["tiles"] == []


def test_no_style_sheet_asks_for_anything_from_outside() -> None:
    for name in ("tokens", "base", "layout", "components", "forms", "data", "more", "print", "hall"):
        text = (test_contrast.files("lianxin.ui") / f"static/ui/css/{name}.css").read_text(encoding="utf-8")
        assert re.findall(r"@import|url\(\s*[\"']?(?:https?:)?//", text) == [], name
