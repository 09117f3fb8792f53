"""Catalogues: sentences are found, translations are complete, the compiled form is fresh."""

import ast
import gettext
import io
from pathlib import Path

import pytest

from tools import catalogues
from tools.po import Catalogue, Entry, Message, compile_mo, parse_po, read_mo, write_po
from tools.sources import modules

HELLO, COUNTED = Message("", "你好", ""), Message("表头", "%(n)s 件", "%(n)s 件们")
FULL = Catalogue({HELLO: Entry(("Hello",)), COUNTED: Entry(("%(n)s case", "%(n)s cases"))})


def test_sentences_of_code_are_found_with_context_and_plural() -> None:
    tree = ast.parse(
        '_("甲")\ngettext_lazy("乙")\nngettext("%d 件", "%d 件们", n)\npgettext("表头", "丙")\nlog("丁")\n_(name)'
    )
    assert [message for _line, message in catalogues.sentences_of(tree)] == [
        Message("", "甲", ""),
        Message("", "乙", ""),
        Message("", "%d 件", "%d 件们"),
        Message("表头", "丙", ""),
    ]


def test_nobody_marks_a_sentence_with_a_name_the_catalogue_does_not_know() -> None:
    known = set(catalogues._MARKS)
    strangers = [
        f"{module.shown}: {one.asname}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if one.asname and one.asname not in known
    ]
    assert not strangers


def test_sentences_of_a_template_are_found() -> None:
    text = (
        '{% load i18n %}{% translate "甲（一）" %}{% blocktranslate with n=x %}有 {{ n }} 件{% endblocktranslate %}'
        '{% include "a.html" with title=_("丙") %}{% translate "丁" context "表头" %}'
    )
    found = set(catalogues.sentences_of_template(text))
    assert found == {
        Message("", "甲（一）", ""),
        Message("", "有 %(n)s 件", ""),
        Message("", "丙", ""),
        Message("表头", "丁", ""),
    }


def test_a_catalogue_survives_being_written_and_read() -> None:
    odd = Catalogue({**FULL.entries, Message("", '引"号\n换行', ""): Entry(('quote"\nline',))})
    assert parse_po(write_po(odd)).entries == odd.entries


def test_the_compiled_form_is_read_by_python_itself() -> None:
    translations = gettext.GNUTranslations(io.BytesIO(compile_mo(FULL)))
    assert translations.gettext("你好") == "Hello"
    assert translations.npgettext("表头", "%(n)s 件", "%(n)s 件们", 2) == "%(n)s cases"
    assert read_mo(compile_mo(FULL)) == FULL.for_mo()


def write(folder: Path, catalogue: Catalogue, compiled: Catalogue | None) -> None:
    (folder / "django.po").write_text(write_po(catalogue), encoding="utf-8")
    if compiled is not None:
        (folder / "django.mo").write_bytes(compile_mo(compiled))


def test_a_complete_and_fresh_catalogue_has_no_problem(tmp_path: Path) -> None:
    write(tmp_path, FULL, FULL)
    assert not list(catalogues.problems(tmp_path, {HELLO: "a.py:1", COUNTED: "a.py:2"}))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Entry(("",)), "has no English text"),
        (Entry(("Hello",), fuzzy=True), "has no English text"),
        (Entry(("Hello %(name)s",)), "different placeholders"),
    ],
)
def test_an_empty_unsure_or_mismatched_translation_is_found(tmp_path: Path, entry: Entry, said: str) -> None:
    catalogue = Catalogue({HELLO: entry})
    write(tmp_path, catalogue, catalogue)
    assert any(said in line for line in catalogues.problems(tmp_path, {HELLO: "a.py:1"}))


def test_a_sentence_without_entry_an_entry_without_use_and_a_stale_compiled_form_are_found(tmp_path: Path) -> None:
    write(tmp_path, Catalogue({COUNTED: FULL.entries[COUNTED]}), Catalogue({}))
    found = "\n".join(catalogues.problems(tmp_path, {HELLO: "a.py:1"}))
    assert "a.py:1: “你好” is not in the English catalogue" in found
    assert "“%(n)s 件” is used nowhere" in found
    assert "not compiled" in found


def test_new_sentences_are_added_empty_and_old_texts_stay() -> None:
    limited = FULL.limited_to({HELLO: "a.py:1", Message("", "新", ""): "b.py:9"})
    assert limited.entries[HELLO].texts == ("Hello",)
    assert limited.entries[Message("", "新", "")].texts == ("",)
    assert COUNTED not in limited.entries
