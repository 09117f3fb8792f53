"""The stage of the stories: a small town that the server sees, and a browser of their own for everybody who appears.

Stories are told through pages only.  What the stage does itself is not anybody's work: it builds the town, hands out
accounts, moves the clock, and plays the background worker.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import Browser, BrowserContext, Page

from lianxin.db.scope import town_scope
from lianxin.people import roles
from lianxin.people.models import Account
from lianxin.places.models import Unit
from lianxin.ui.context import SIZE_COOKIE
from tests.browser import Watch
from tests.cases.small_town import Town
from tests.conftest import FrozenClock
from tests.people.factories import PASSWORD, make_person


@dataclass
class Stage:
    """The town, the server's address, the clock, and whoever has appeared so far."""

    town: Town
    url: str
    clock: FrozenClock
    browser: Browser
    watches: list[Watch] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    staff: list[tuple[Page, Account]] = field(default_factory=list)

    # --- who appears ----------------------------------------------------------------------------

    def visitor(self, *, width: int = 1280, large: bool = False) -> Page:
        """Somebody without an account, with a browser of their own."""
        context = self.browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": width, "height": 900}, accept_downloads=True
        )
        if large:
            context.add_cookies([{"name": SIZE_COOKIE, "value": "large", "url": self.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch = Watch(urlsplit(self.url).netloc)
        watch.attach(page)
        self.watches.append(watch)
        self.contexts.append(context)
        return page

    def account(self, role: str, **grant: Any) -> Account:
        """An account with one role, as the security administrator would have made it."""
        with town_scope(self.town.row):
            return make_person(role, **grant)

    def signed_in(self, role: str, **grant: Any) -> Page:
        """Somebody with a role, signed in through the page."""
        page, account = self.visitor(), self.account(role, **grant)
        sign_in(page, self.url, account)
        self.staff.append((page, account))
        return page

    def handler_of(self, unit: Unit) -> Page:
        """Somebody who handles for a unit."""
        return self.signed_in(roles.UNIT_HANDLER, unit=unit)

    def head_of(self, unit: Unit) -> Page:
        """The head of a unit."""
        return self.signed_in(roles.UNIT_HEAD, unit=unit)

    # --- time -----------------------------------------------------------------------------------

    def on(self, day: dt.date) -> None:
        """It is the morning of another day; who works at a desk signs in again."""
        self.clock.move_to(day)
        for page, account in self.staff:
            page.context.clear_cookies()
            sign_in(page, self.url, account)

    # --- what nobody presses --------------------------------------------------------------------

    def work(self) -> None:
        """Let the background worker do what waits in the queue."""
        Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
            worker_id="story", excluded_queue_names=[],
        ).run()  # fmt: skip

    def leave(self) -> None:
        """Everybody goes home; what a page did that it never should fails the story."""
        for context in self.contexts:
            context.close()
        faults = [fault for watch in self.watches for fault in watch.faults]
        assert faults == []


@contextmanager
def opened(stage: Stage) -> Iterator[Stage]:
    """A stage that is left in order."""
    yield stage
    stage.leave()


def sign_in(page: Page, url: str, account: Account) -> None:
    """Sign in as a person would."""
    page.goto(f"{url}/accounts/sign-in/")
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda address: "sign-in" not in address)


def says(page: Page, text: str) -> None:
    """The page shows a text now."""
    page.get_by_text(text).first.wait_for()
