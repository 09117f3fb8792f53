"""The test harness itself: the clock stands still, the browser watches, a missing tool is named."""

import pytest

from lianxin.core import clock
from tests import require
from tests.browser import Looks, Watch, barriers, overflow
from tests.conftest import START, FrozenClock


def test_the_frozen_clock_moves_only_when_told(frozen_clock: FrozenClock) -> None:
    assert clock.now() == START == clock.now()
    frozen_clock.advance(days=1, hours=2)
    assert (clock.now() - START).total_seconds() == 26 * 3600


def test_a_missing_tool_skips_by_name_and_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(require.PROBES, "chromium", lambda: "no chromium here")
    monkeypatch.delenv("LIANXIN_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no chromium here"):
        require.require("chromium")
    monkeypatch.setenv("LIANXIN_REQUIRE", "postgresql,chromium")
    with pytest.raises(pytest.fail.Exception, match="no chromium here"):
        require.require("chromium")


@pytest.mark.browser
def test_the_watch_sees_a_foreign_request_and_the_ruler_an_overflow(page) -> None:
    watch = Watch("127.0.0.1:1")
    watch.attach(page)
    page.set_content(
        '<meta charset="utf-8"><img src="http://foreign.invalid/a.png" alt=""><p style="width: 5000px">宽</p>'
    )
    page.wait_for_load_state("networkidle")
    assert any("foreign.invalid" in fault for fault in watch.faults)
    assert overflow(page) == ["P."]


@pytest.mark.browser
def test_words_nobody_can_read_are_found_once_a_look_and_again_in_every_new_look(page) -> None:
    bad = '<!doctype html><html lang="zh-CN"><title>页</title><main><h1>题</h1><p style="color: #777{}">不清</p></main>'
    seen = Looks()
    page.set_content(bad.format("; background: #888"))
    assert [line.split(" ")[0] for line in barriers(page, seen)] == ["color-contrast"]
    page.set_content(bad.format("; background: #888"))
    assert barriers(page, seen) == []
    page.set_content(bad.format("; background: #999"))
    assert [line.split(" ")[0] for line in barriers(page, seen)] == ["color-contrast"]
    page.set_content(bad.format("; background: #888").replace("不清</p>", '不清</p><img src="data:,">'))
    assert [line.split(" ")[0] for line in barriers(page, seen)] == ["image-alt"]
    page.set_content(bad.format("; background: #888"))
    assert [line.split(" ")[0] for line in barriers(page)] == ["color-contrast"]
