"""The example town as a Django app: where it is installed, the clock stands at its day."""

import datetime as dt

from django.apps import AppConfig
from django.conf import settings

from lianxin.core import clock, ids


class DemoConfig(AppConfig):
    """Fixes the clock for a data folder that holds the example town."""

    name = "lianxin.demo"
    label = "demo"

    def ready(self) -> None:
        """Stand still at the moment the note names; without a note time goes on as usual."""
        note = settings.LIANXIN_DATA / "demo-clock.txt"
        if note.exists():
            since = clock.now() - dt.datetime.fromtimestamp(note.stat().st_mtime, clock.UTC)
            clock.set_fixed(dt.datetime.fromisoformat(note.read_text(encoding="ascii").strip()))
            ids.keep_apart(max(1, since // dt.timedelta(milliseconds=1)))
