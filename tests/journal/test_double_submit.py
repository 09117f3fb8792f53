"""Two presses of the same form at the same moment, on a server where both really run at once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from lianxin.core.ids import new_id
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.models import LogEntry, NumberSeries
from tests.db.lanes import default_database, require_server
from tests.journal.factories import MakeThing

pytestmark = pytest.mark.postgres

BARRIER = threading.Barrier(2, timeout=20)


@dataclass(kw_only=True)
class PressTogether(MakeThing):
    """Makes a thing of a name of its own, and waits until the other press is as far as this one."""

    waited: bool = field(default=False, init=False)

    def check(self) -> None:
        """Both have looked for an earlier press and found none."""
        if not self.waited:
            self.waited = True
            BARRIER.wait()

    def perform(self) -> NumberSeries:
        """Store a thing that clashes with nothing else."""
        self.made = NumberSeries.objects.create(series=f"press-{new_id()}")
        return self.made


@pytest.fixture
def server_town(django_db_blocker: Any) -> Iterator[Town]:
    """A town on a PostgreSQL server, in a database of its own, with real commits."""
    settings = require_server().settings("composite", "double_submit")
    require_server().create(settings["NAME"])
    with django_db_blocker.unblock(), default_database(settings):
        call_command("migrate", interactive=False, verbosity=0)
        yield Town.objects.create(code="SL", slug="shili", name="示例镇")


def test_two_presses_at_once_make_one_thing_and_both_are_shown_it(server_town: Town) -> None:
    def press(_number: int) -> int:
        try:
            with town_scope(server_town):
                return PressTogether(name="井盖", once="same-form").execute().pk
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(press, range(2), timeout=60))
    with town_scope(server_town):
        made = NumberSeries.objects.filter(series__startswith="press-").values_list("pk", flat=True)
        assert set(results) == set(made)
        assert len(made) == 1
        assert LogEntry.objects.count() == 1
