"""One thing has one word, on every page and in every list: what the glossary decided is kept."""

import json
from pathlib import Path

import pytest

from lianxin.cases import diagram
from lianxin.cases.models import CaseState
from lianxin.ui import states
from tests.tools.test_handbooks import DATA, HANDBOOKS, ROOT, labels_in
from tools.catalogues import used_sentences

#: The variant nobody may write → the word of the glossary.
DECIDED = {
    "超期": "逾期",
    "退回待定": "退回待裁定",
    "退回待决": "退回待裁定",
    "未接收": "未受理",
    "已接收": "已受理",
    "请接收": "请受理",
    "接收单位": "承办单位",
    "等居民说": "等居民回应",
}


@pytest.mark.parametrize("variant", DECIDED)
def test_no_sentence_uses_the_other_word(variant: str) -> None:
    found = {text: where for message, where in used_sentences().items() for text in message if text and variant in text}
    assert found == {}, f"write {DECIDED[variant]}"


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_no_label_of_a_list_uses_the_other_word(path: Path) -> None:
    labels = list(labels_in(json.loads(path.read_text(encoding="utf-8"))))
    assert [label for label in labels if label == "接收" or any(variant in label for variant in DECIDED)] == []


@pytest.mark.parametrize("path", HANDBOOKS, ids=lambda path: path.name)
def test_no_handbook_uses_the_other_word(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [variant for variant in DECIDED if variant in text] == []


def test_the_glossary_names_every_decided_word() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    section = text.partition("## Decided words")[2]
    assert [word for pair in DECIDED.items() for word in pair if word not in section] == []


@pytest.mark.parametrize("state", CaseState, ids=lambda state: state.value)
def test_a_state_is_called_the_same_in_lists_on_pages_and_in_the_drawing(state: CaseState) -> None:
    assert states.look(state.value).word == state.label
    assert diagram.STATE_WORDS[state.value] == state.label
