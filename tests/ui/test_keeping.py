"""A part of a page that is kept shows what it would show if it were rendered each time."""

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import override

LOAD = "{% load lianxin_ui i18n %}"


def rendered(template: Template, **values: Any) -> str:
    return str(template.render(Context(values)))


def test_a_kept_part_is_rendered_anew_for_another_value_only() -> None:
    template = Template(LOAD + "{% kept town %}<b>{{ town }}{{ other }}</b>{% endkept %}")
    assert rendered(template, town="甲", other=1) == "<b>甲1</b>"
    assert rendered(template, town="甲", other=2) == "<b>甲1</b>"
    assert rendered(template, town="乙", other=3) == "<b>乙3</b>"


def test_a_kept_part_is_never_shown_in_another_language() -> None:
    template = Template(LOAD + '{% kept %}{% translate "演示数据" %}{% endkept %}')
    chinese = rendered(template)
    with override("en"):
        english = rendered(template)
    assert (chinese, rendered(template)) == ("演示数据", "演示数据")
    assert english != chinese


def test_a_hole_is_filled_each_time_and_escaped() -> None:
    template = Template(LOAD + "{% kept %}<i>{% hole a %}</i><u>{% hole b|upper %}</u>{% endkept %}")
    assert rendered(template, a="<x>", b="q") == "<i>&lt;x&gt;</i><u>Q</u>"
    assert rendered(template, a=mark_safe("<x>"), b="<") == "<i><x></i><u>&lt;</u>"


def test_safe_text_and_the_same_words_unsafe_do_not_share_a_look() -> None:
    template = Template(LOAD + "{% kept a %}{{ a }}{% endkept %}")
    assert rendered(template, a=mark_safe("<b>")) == "<b>"
    assert rendered(template, a="<b>") == "&lt;b&gt;"
    assert rendered(template, a=SimpleLazyObject(lambda: "<b>")) == "&lt;b&gt;"
    assert rendered(template, a=True) == "True"
    assert rendered(template, a=1) == "1"


def test_a_kept_part_depends_on_plain_values_only() -> None:
    template = Template(LOAD + "{% kept a %}{{ a }}{% endkept %}")
    with pytest.raises(TypeError):
        rendered(template, a=[1])
    assert rendered(template, a="长" * 300) == "长" * 300


def test_a_hole_outside_of_a_kept_part_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(LOAD + "{% hole a %}")
