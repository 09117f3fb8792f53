"""What every test can ask for."""

import datetime as dt
import gc
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Page

from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from tests.browser import LAUNCH_FLAGS, Watch
from tests.require import chromium_path, require

#: Folders whose tests run beside the others, with the pages in a browser, so that both halves take as long (`dev.py`).
BESIDE = frozenset({"conf", "crash"})

#: Property tests try the same examples on every run, and no clock judges them: the machine may be busy.
settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

#: Every SQL statement of the product must be tied to a town.
pytest_plugins = ["tests.db.plugin"]

#: The moment at which `frozen_clock` starts: a Tuesday morning in town.
START = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)


def pytest_collection_finish() -> None:
    """Thousands of modules and classes live as long as the run; looking through them for garbage costs an eighth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked ``full`` out of an ordinary run, and tests that drive a browser to the end."""
    if not os.environ.get("LIANXIN_FULL"):
        left_out = [item for item in items if item.get_closest_marker("full")]
        items[:] = [item for item in items if not item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        if item.get_closest_marker("browser") or item.path.relative_to(config.rootpath).parts[1] in BESIDE:
            item.add_marker("beside")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A named skip, or a failure where the run insists, for what the machine lacks."""
    for marker, needed in (("browser", "chromium"), ("postgres", "postgresql"), ("office", "libreoffice")):
        if item.get_closest_marker(marker):
            require(needed)


class FrozenClock:
    """The project's clock, standing still until the test moves it."""

    def __init__(self) -> None:
        self.move_to(START)

    def move_to(self, moment: dt.datetime | dt.date) -> None:
        """Set it to a moment, or to a civil day (09:00 in town)."""
        clock.set_fixed(moment)

    def advance(self, **amounts: float) -> None:
        """Move it forward: ``advance(days=1, minutes=30)``."""
        self.move_to(clock.now() + dt.timedelta(**amounts))


@pytest.fixture
def frozen_clock() -> Iterator[FrozenClock]:
    """A clock that stands at Tuesday 2026-11-24, 09:00 in town, and moves only when told."""
    yield FrozenClock()
    clock.set_fixed(None)


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """An empty town that is the default one and in scope for the whole test."""
    row = Town.objects.create(code="SL", slug="shili", name="示例镇", short_name="示例", is_default=True)
    with town_scope(row):
        yield row


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's chromium instead of a downloaded one."""
    return {**browser_type_launch_args, "executable_path": chromium_path(), "args": LAUNCH_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in town."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def watched_page(page: Page, live_server: Any) -> Iterator[Page]:
    """A page of the live server that fails the test for foreign requests, console errors and uncaught exceptions."""
    watch = Watch(urlsplit(live_server.url).netloc)
    watch.attach(page)
    yield page
    assert watch.faults == []
