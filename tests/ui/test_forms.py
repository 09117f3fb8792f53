"""Forms: sentences at the field, nothing typed is lost, nothing acts twice."""

import datetime as dt

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils.datastructures import MultiValueDict

from lianxin.journal.errors import FieldProblem, Invalid
from lianxin.ui import forms
from lianxin.ui.forms import first_errors


class Speak(forms.Form):
    """A small form with one of each."""

    words = forms.WordsField(label="您想说什么", help_text="照平时的样子写。", max_length=20)
    kind = forms.OneChoice(label="这是什么事", choices=[("a", "问题"), ("b", "建议")])
    seen = forms.DateField(label="哪天", required=False, not_after=dt.date(2026, 6, 30))
    code = forms.CodeField(label="查询码", required=False)
    photos = forms.PhotosField(label="照片", required=False, most=2, size=10)
    agree = django_forms.BooleanField(label="同意公开", required=False, widget=forms.YesNo())
    once = forms.OnceField()


def render(source: str, **context: object) -> str:
    return str(engines["django"].from_string("{% load lianxin_ui %}" + source).render(context))


def test_an_empty_field_says_what_to_fill_in() -> None:
    form = Speak({})
    assert form.errors["words"] == ["请填写“您想说什么”。"]
    assert form.errors["kind"] == ["请填写“这是什么事”。"]
    assert form.status == 422


def test_too_long_a_text_is_refused_with_its_limit_and_not_cut() -> None:
    form = Speak({"words": "长" * 21, "kind": "a"})
    assert form.errors["words"] == ["“您想说什么”太长了，最多 20 个字，请删短一些。"]
    assert "长" * 21 in render("{% ui_field form.words %}", form=form)


def test_words_are_tidied_but_emoji_and_lines_stay() -> None:
    form = Speak({"words": "坏了\r\n三天\x00👨‍👩‍👧", "kind": "a"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["words"] == "坏了\n三天👨‍👩‍👧"


@pytest.mark.parametrize(
    ("value", "shown"), [("2026-02-30", "请按"), ("2026-07-01", "日期不能晚于 2026年6月30日（周二）。")]
)
def test_a_wrong_date_gets_a_sentence(value: str, shown: str) -> None:
    form = Speak({"words": "好", "kind": "a", "seen": value})
    assert form.errors["seen"][0].startswith(shown)


def test_a_choice_outside_the_list_is_refused_even_with_a_percent_sign() -> None:
    form = Speak({"words": "好", "kind": "100%s"})
    assert form.errors["kind"] == ["“这是什么事”请从列出的选项中选择。"]


def test_a_wrong_query_code_tells_how_to_read_it() -> None:
    form = Speak({"words": "好", "kind": "a", "code": "AAAA-AAAA-AAAB"})
    assert form.errors["code"][0].startswith("查询码不对。")


@pytest.mark.parametrize(
    ("contents", "shown"),
    [
        ((b"1", b"2", b"3"), "一次最多 2 个文件，您选了 3 个。"),
        ((b"",), "“0.png”是空文件"),
        ((b"x" * 11,), "“0.png”太大"),
    ],
)
def test_photos_are_counted_and_weighed(contents: tuple[bytes, ...], shown: str) -> None:
    uploads = [SimpleUploadedFile(f"{n}.png", content) for n, content in enumerate(contents)]
    form = Speak({"words": "好", "kind": "a"}, MultiValueDict({"photos": uploads}))
    assert form.errors["photos"][0].startswith(shown)


def test_the_once_token_comes_back_and_a_broken_one_is_replaced() -> None:
    sent = "abcdefghijklmnop1234"
    kept, made = (Speak({"words": "好", "kind": "a", "once": text}) for text in (sent, "<script>"))
    assert kept.is_valid()
    assert kept.cleaned_data["once"] == sent
    assert made.is_valid()
    assert len(made.cleaned_data["once"]) >= 16
    assert "script" not in made.cleaned_data["once"]


def test_the_refusal_of_an_action_stands_at_its_field_and_the_rest_on_top() -> None:
    form = Speak({"words": "好", "kind": "a"})
    assert form.is_valid()
    form.take(Invalid(FieldProblem("words", "x", "请说得具体些。"), FieldProblem("elsewhere", "y", "这件事已经办结。")))
    assert first_errors(form) == [
        {"href": "", "message": "这件事已经办结。"},
        {"href": "#id_words", "message": "请说得具体些。"},
    ]


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    html = render("{% ui_field form.words %}", form=Speak({}))
    assert 'aria-describedby="id_words_helptext id_words_error"' in html
    assert 'id="id_words_helptext"' in html
    assert 'id="id_words_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_error_summary_leads_to_each_field_and_escapes() -> None:
    form = Speak({"words": "好", "kind": "a"})
    form.is_valid()
    form.add_error(None, "<b>不行</b>")
    form.add_error("words", "请改")
    html = render("{% ui_errors form %}", form=form)
    assert '<a href="#id_words">请改</a>' in html
    assert "&lt;b&gt;" in html
    assert "有 2 处要改" in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    html = render("{% ui_field form.kind %}", form=Speak())
    assert html.startswith("<fieldset")
    assert html.count('type="radio"') == 2
