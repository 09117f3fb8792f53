"""Words that are looked up once are the words that Django gives."""

from threading import Thread

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import activate, get_language, gettext, gettext_lazy, override

from lianxin.ui import quick_words


def test_words_are_those_of_the_language_at_the_moment_whatever_was_asked_before() -> None:
    word = gettext_lazy("演示数据")
    for _again in range(2):
        with override("zh-hans"):
            assert (str(word), gettext("没有这个词")) == ("演示数据", "没有这个词")
        with override("en"):
            assert str(word) == quick_words._slow("演示数据") != "演示数据"
            with override(None):
                assert gettext("演示数据") == "演示数据"
        with override("en"):
            assert isinstance(gettext(mark_safe("演示数据")), SafeString)
            assert gettext("") == quick_words._slow("")


def test_a_thread_does_not_change_the_language_of_another() -> None:
    with override("zh-hans"):
        thread = Thread(target=activate, args=["en"])
        thread.start()
        thread.join()
        assert (get_language(), gettext("演示数据")) == ("zh-hans", "演示数据")
