"""A module named late is read at its first use and is the module itself."""

import sys

import pytest

from lianxin.core.late import late


def test_a_late_module_is_read_when_something_of_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    module = late("colorsys")
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    assert "colorsys" not in sys.modules
    assert module.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
    assert "colorsys" in sys.modules


def test_a_module_that_is_not_there_says_so_at_its_first_use() -> None:
    module = late("lianxin.no_such_module")
    with pytest.raises(ModuleNotFoundError):
        _ = module.anything
