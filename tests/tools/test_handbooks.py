"""Handbooks say what the pages say: every quoted word stands in the product, every link and picture leads somewhere."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from lianxin.cases import workflow
from lianxin.cases.disputes import workflow as disputed
from lianxin.cases.suggestions import workflow as suggested
from lianxin.clocks.orders import workflow as pressed
from tools.catalogues import used_sentences
from tools.sources import PACKAGE

ROOT = PACKAGE.parents[1]
USERS = ROOT / "docs" / "users"
HANDBOOKS = sorted(USERS.glob("*.md"))
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
DOCUMENTS = [*READMES, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: Data whose labels are words on pages.
DATA = (PACKAGE / "places/data/categories.json", PACKAGE / "clocks/data/rulesets.json")

_QUOTED = re.compile(r"「([^」]*)」")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def labels_in(value: object) -> Iterator[str]:
    """Every label of a data file, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"label", "verb_label"} and isinstance(inner, str):
                yield inner
            else:
                yield from labels_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from labels_in(inner)


@pytest.fixture(scope="module")
def words_on_pages() -> set[str]:
    """Sentences of code and templates, labels of moves, labels of data."""
    found = {text for message in used_sentences() for text in message if text}
    moves = (*workflow.MOVES, *workflow.VOICE_MOVES, *suggested.MOVES, *disputed.MOVES)
    found |= {move.label for move in (*moves, *pressed.ORDER_MOVES, *pressed.STEP_MOVES)}
    for path in DATA:
        found |= set(labels_in(json.loads(path.read_text(encoding="utf-8"))))
    return found


def links_of(path: Path) -> list[str]:
    """The relative targets of a document, without anchors; code is not a link."""
    text = _CODE.sub("", path.read_text(encoding="utf-8"))
    targets = [unquote(target.partition("#")[0]) for target in _LINK.findall(text)]
    return [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]


def test_there_is_a_handbook_for_every_desk_and_an_index_that_names_them_all() -> None:
    index = USERS / "00-目录.md"
    assert len(HANDBOOKS) >= 8
    assert {path.name for path in HANDBOOKS} - {index.name} <= set(links_of(index))


@pytest.mark.parametrize("path", [*HANDBOOKS, ROOT / "README.zh.md"], ids=lambda path: path.name)
def test_every_quoted_word_stands_on_a_page(path: Path, words_on_pages: set[str]) -> None:
    quoted = set(_QUOTED.findall(path.read_text(encoding="utf-8"))) - {""}
    assert sorted(quoted - words_on_pages - {" "}) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_relative_link_and_picture_exists(path: Path) -> None:
    assert [target for target in links_of(path) if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", HANDBOOKS[1:], ids=lambda path: path.name)
def test_every_handbook_has_the_same_seven_parts(path: Path) -> None:
    heads = re.findall(r"^## (\d)\. ", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert heads == list("1234567")


def test_pictures_are_small() -> None:
    big = [path.name for path in (ROOT / "docs" / "pictures").glob("*.png") if path.stat().st_size > 150_000]
    assert big == []
