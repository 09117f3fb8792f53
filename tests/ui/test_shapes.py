"""A tag's tone is said by a shape too, and the shape must be drawn: an unknown name would break the page."""

import re
from pathlib import Path

import lianxin
from lianxin.ui.icons import SHAPES

TAG = re.compile(r'ui_tag (?:_\("[^"]*"\)|[\w.]+) "\w+" "(\w+)"')


def test_every_shape_a_template_names_is_drawn() -> None:
    root = Path(lianxin.__file__).parent
    named = {(path.name, shape) for path in root.rglob("*.html") for shape in TAG.findall(path.read_text("utf-8"))}
    assert len(named) > 20
    assert {one for one in named if one[1] not in SHAPES} == set()
